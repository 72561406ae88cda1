# tessera animate: mosaics in motion.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    "$TESSERA" plan "${SOURCE:?}" -l "${LIBRARY:?}" -o "$SHARED/plan.tif" --cells 12x9 --quiet
    "$TESSERA" plan "$SOURCE" -l "$LIBRARY" -o "$SHARED/other.tif" --cells 12x9 --quiet --max-use 12
    "$TESSERA" render "$SHARED/plan.tif" -l "$LIBRARY" -o "$SHARED/mosaic.png" --quiet
    export PLAN=$SHARED/plan.tif OTHER=$SHARED/other.tif MOSAIC=$SHARED/mosaic.png
}

setup() { prepare_test; }

@test "every effect ends with the mosaic, and a morph begins with the other one" {
    local effect
    local -a common=(-l "$LIBRARY" --size 192x144 --fps 4 --duration 1 --quiet)
    "$TESSERA" render "$OTHER" -l "$LIBRARY" -o other.png --quiet
    for effect in zoom build; do
        exits 0 animate "$PLAN" "${common[@]}" --effect "$effect" -o "$effect.%d.png"
    done
    exits 0 animate "$PLAN" "${common[@]}" --effect fade --source "$SOURCE" -o fade.%d.png
    exits 0 animate "$OTHER" "$PLAN" "${common[@]}" --effect morph -o morph.%d.png
    for effect in zoom build fade morph; do
        same_pixels "$effect.4.png" "$MOSAIC"
        [[ ! -e $effect.5.png ]]
    done
    same_pixels morph.1.png other.png
    run ! same_pixels morph.2.png other.png
}

@test "a path goes through its stops at their times" {
    exits 0 animate "$PLAN" -l "$LIBRARY" -o 'out.%d.png' --size 32x24 --fps 5 --ease linear \
        --path 48,36,32 96,72,32@0.5 144,108,32@1 --json
    json '.frames == 5 and .duration == 1 and .frame_width == 32 and .frame_height == 24
        and .columns == 12'
    vips crop "$MOSAIC" first.png 32 24 32 24
    vips crop "$MOSAIC" middle.png 80 60 32 24
    vips crop "$MOSAIC" last.png 128 96 32 24
    same_pixels out.1.png first.png
    same_pixels out.3.png middle.png
    same_pixels out.5.png last.png
}

@test "around the mosaic is the background" {
    exits 0 animate "$PLAN" -l "$LIBRARY" -o 'out.%d.png' --size 384x144 --fps 1 --duration 1 \
        --background '#102030'
    [[ $(pixel out.1.png 90 70) == "16 32 48" && $(pixel out.1.png 293 5) == "16 32 48" ]]
    vips crop out.1.png inside.png 96 0 192 144
    same_pixels inside.png "$MOSAIC"
}

@test "orders, seeds and easings tell, threads don't" {
    local -a common=(animate "$PLAN" -l "$LIBRARY" --effect build --size 96x72 --fps 3 --duration 1)
    local how
    exits 0 "${common[@]}" -o 'a.%d.png'
    exits 0 "${common[@]}" -o 'same.%d.png' --order random --seed 0 --threads 1
    same_bytes a.2.png same.2.png
    for how in '--seed 1' '--order rows' '--order colour' '--order detail' '--ease out-bounce'; do
        # shellcheck disable=SC2086 # two words
        exits 0 "${common[@]}" -o 'other.%d.png' $how --force
        run ! same_bytes a.2.png other.2.png
    done
}

@test "what doesn't go together is refused, and nothing is written" {
    local -a common=(animate "$PLAN" -l "$LIBRARY" -o 'out.%d.png')
    refuses() { # refuses TEXT ARGUMENT...
        local text=$1
        shift
        changes_nothing exits 2 "${common[@]}" "$@"
        says "$text"
    }
    refuses "zoom, build, fade or morph, not 'spin'" --effect spin
    refuses "--path needs --effect zoom" --effect build --path 1,2,3
    refuses "not '1,2'" --path 1,2
    refuses "not '1,2,3@x'" --path 1,2,3@x
    refuses "stop 2" --path 1,2,3@4 1,2,3@2 --duration 5
    refuses "--order needs --effect build or morph" --order rows
    refuses "rows, random, colour or detail, not 'size'" --effect build --order size
    refuses "fade needs --source" --effect fade
    refuses "two plans, not 1" --effect morph
    refuses "one plan, not 2" "$OTHER"
    refuses "--ease wants linear" --ease fast
    refuses "more than 0 s" --duration 0
    refuses "--fps wants frames a second" --fps 0
    refuses "width x height" --size big
    refuses "width x height such as 1280x720, not '0x9'" --size 0x9
    refuses "--coherence is for films" --coherence 0.3
    refuses "--every is for films" --every 2
    refuses "--cells is for films" --cells 4x3
    refuses "--spacing is for films" --spacing 2
    refuses "black" --background blue
}

@test "an input that is missing, and an output that exists, are told of" {
    changes_nothing exits 3 animate missing.tif -l "$LIBRARY" -o 'out.%d.png'
    says missing.tif
    exits 0 animate "$PLAN" -l "$LIBRARY" -o 'out.%d.png' --size 24x18 --duration 0.1
    changes_nothing exits 4 animate "$PLAN" -l "$LIBRARY" -o 'out.%d.png' --size 24x18
    says "exists already"
    exits 0 animate "$PLAN" -l "$LIBRARY" -o 'out.%d.png' --size 24x18 --duration 0.2 --force
}

# Three pictures of a film: the source, turned by half, and again.
make_clip() {
    mkdir clip
    cp "$SOURCE" clip/1.png
    vips rot "$SOURCE" clip/2.png d180
    cp clip/2.png clip/3.png
}

@test "each frame of a film becomes what render makes of it" {
    local frame # run uses i
    make_clip
    exits 0 animate clip -l "$LIBRARY" -o 'out.%d.png' --cells 12x9 --coherence 0 --json
    json '.frames == 3 and .cells == 108 and .frame_width == 192 and .tiles == 12'
    for frame in 1 2 3; do
        exits 0 render "clip/$frame.png" -l "$LIBRARY" -o mosaic.png --cells 12x9 --force
        same_pixels "out.$frame.png" mosaic.png
    done
    [[ ! -e out.4.png ]]
}

@test "a coherent film changes where the source does" {
    make_clip
    exits 0 animate clip -l "$LIBRARY" -o 'out.%d.png' --cells 12x9 --coherence 1 --json
    json '.changed_cells > 30 and .changed_cells <= 108'
    same_bytes out.2.png out.3.png
    run ! same_bytes out.1.png out.2.png
    exits 0 animate clip -l "$LIBRARY" -o 'one.%d.png' --cells 12x9 --coherence 1 --threads 1
    same_bytes one.2.png out.2.png
}

@test "parts of a film, in another size" {
    make_clip
    exits 0 animate clip -l "$LIBRARY" -o 'out.%d.png' --across 8 --every 2 --size 64x64 \
        --background '#102030' --json
    json '.frames == 2 and .columns == 8 and .rows == 6'
    json '.duration == 0.16'
    [[ $(pixel out.2.png 30 2) == "16 32 48" && $(pixel out.2.png 30 61) == "16 32 48" ]]
}

@test "a film that was stopped goes on where it was, to the same bytes" {
    make_clip
    local -a film=(animate clip -l "$LIBRARY" --cells 12x9 --coherence 0.7 --json)
    exits 0 "${film[@]}" -o 'whole.%d.png'
    exits 0 "${film[@]}" -o 'out.%d.png' --plans plans
    json '.matched_frames == 3'
    # As if it had been killed within the third frame.
    rm plans/000002.plan.tif out.*.png
    mkdir plans/.000002.plan.tif.rest
    exits 0 "${film[@]}" -o 'out.%d.png' --plans plans
    json '.matched_frames == 1 and .frames == 3'
    for i in 1 2 3; do same_bytes "out.$i.png" "whole.$i.png"; done
    exits 0 render plans/000001.plan.tif -l "$LIBRARY" -o frame.png
    same_pixels frame.png out.2.png
    # A frame that is another one now, and all that come after it, are matched again.
    cp clip/1.png clip/2.png
    exits 0 "${film[@]}" -o 'new.%d.png' --plans plans
    json '.matched_frames == 2'
    exits 0 "${film[@]}" -o 'whole.%d.png' --force
    for i in 1 2 3; do same_bytes "new.$i.png" "whole.$i.png"; done
    # Plans of something else are neither taken nor replaced.
    changes_nothing exits 2 "${film[@]}" -o 'more.%d.png' --plans plans --spacing 1
    says "plans" "holds something else"
    changes_nothing exits 2 "${film[@]}" -o 'more.%d.png' --plans clip
}

@test "options of films that can't be kept are refused, and nothing is written" {
    make_clip
    changes_nothing exits 2 animate clip -l "$LIBRARY" -o 'out.%d.png' --coherence 1.5
    says "--coherence wants a number of 0 to 1"
    changes_nothing exits 2 animate clip -l "$LIBRARY" -o 'out.%d.png' --effect zoom
    says "'clip' is no plan; --effect is for plans"
    changes_nothing exits 2 animate clip clip -l "$LIBRARY" -o 'out.%d.png'
    says "one film is taken, not 2"
    changes_nothing exits 2 animate clip -l "$LIBRARY" -o 'out.%d.png' --cells 200x100
    says "needs at least as many px"
    changes_nothing exits 2 animate clip -l "$LIBRARY" -o 'out.%d.png' --cells 12x9 --max-use 2
    changes_nothing exits 3 animate nothing -l "$LIBRARY" -o 'out.%d.png'
}

@test "Ctrl-C leaves nothing" {
    start_until '"stage":"frames"' animate "$PLAN" -l "$LIBRARY" -o 'out.%d.png' --duration 500
    send INT
    ends_with 130
    [[ -z $(ls -A) ]]
}
