# The command line itself: help, flags, values, suggestions, progress, streams.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() { prepare_test; }

# verbs [GROUP]: those that a help lists; without a group those of all groups, too, a line each.
verbs() {
    local verb
    "$TESSERA" "$@" --help | sed -n '/^Verbs:/,/^$/s/^  \([a-z-]\+\) .*/\1/p' |
        while read -r verb; do
            if [[ $verb == library || $verb == batch || $verb == bench ]]; then
                verbs "$verb"
            fi
            if [[ $verb != library && $verb != bench ]]; then
                echo "${1:+$1 }$verb"
            fi
        done
}

@test "help lists the verbs and the exit codes on standard output" {
    exits 0 --help
    [[ $output == *make*build*render*plan*join*info*compare*completion* ]]
    [[ $output == *"4 an output exists"* && $output == *"75"*"78"* ]]
    [[ -z $stderr ]]
}

@test "every verb has help with examples" {
    local verb words
    while read -r verb; do
        read -ra words <<<"$verb"
        exits 0 "${words[@]}" --help
        [[ $output == *Example*"tessera $verb"* ]]
        [[ -z $stderr ]]
    done < <(verbs && printf '%s\n' library bench)
}

@test "every verb takes the common flags" {
    local verb flag words
    while read -r verb; do
        read -ra words <<<"$verb"
        exits 0 "${words[@]}" --help-all
        for flag in --json --quiet --verbose --threads --progress --help; do
            [[ $output == *"$flag"* ]] || { echo "$verb lacks $flag" && return 1; }
        done
    done < <(verbs)
}

@test "every flag that a help names is used by a test" {
    local verb flag missing=() words
    while read -r verb; do
        read -ra words <<<"$verb"
        for flag in $("$TESSERA" "${words[@]}" --help-all | grep -oE '^ +(-., )?--[a-z0-9-]+' |
            grep -oE -- '--[a-z0-9-]+'); do
            grep -qrE --include='*.bats' -e "$flag([^a-z0-9-]|\$)" "$BATS_TEST_DIRNAME" ||
                missing+=("$verb $flag")
        done
    done < <(verbs)
    [[ ${#missing[@]} -eq 0 ]] || { echo "untested: ${missing[*]}" && return 1; }
}

# What the examples of the helps name, in the current folder, which is the home.
lay_out_examples() {
    mkdir -p Pictures a b .config/fish/completions
    cp "$PHOTOS"/photo0[0-3].png Pictures
    cp "$PHOTOS"/photo0[4-5].png a
    vips copy "$PHOTOS/photo06.png" b/photo.jpg
    cp b/photo.jpg photo.heic # told by its contents
    echo Pictures >more.txt
    printf '[[render]]\nsource = "me.jpg"\nlibrary = "photos.tiles"\noutput = "batch.png"\n' >jobs.toml
    vips resize "$SOURCE" me.jpg 2.2 --vscale 4.12
    "$TESSERA" build Pictures -o photos.tiles --tile 4 --quiet
    "$TESSERA" build a -o more.tiles --tile 4 --quiet
    "$TESSERA" plan me.jpg -l photos.tiles -o me.plan.tif --across 200 --quiet
    "$TESSERA" render me.jpg -l photos.tiles -o wall.png --cells 207x292 --quiet
    cp -r "$PHOTOS" photos
    local i
    for i in 1 2; do
        "$TESSERA" render me.plan.tif -l photos.tiles -o "wall-$i.tif.part" --shard "$i/2" --quiet
        "$TESSERA" build photos -o "photos-$i.tiles" --tile 4 --shard "$i/2" --quiet
    done
    cp me.plan.tif a.plan.tif
    "$TESSERA" plan a/photo04.png -l photos.tiles -o b.plan.tif --across 40 --quiet
    ffmpeg -nostdin -v error -f lavfi -i testsrc=size=320x180:rate=5:duration=0.6 film.mp4
}

@test "the examples of each verb's help do what they say" {
    local verb example output count=0 words
    mkdir laid-out tried
    (cd laid-out && lay_out_examples)
    tessera() { "$TESSERA" "$@"; }
    export -f tessera
    export HOME=$PWD/home
    while read -r verb; do
        # See make.bats, frames.bats.
        [[ $verb == make || $verb == frames ]] && continue
        read -ra words <<<"$verb"
        while IFS= read -r example; do
            [[ $example != *slurm* ]] || continue # See slurm.bats.
            cp -r laid-out home
            output=$(sed -n "s/.* -o '*\([^ '[]*\).*/\1/p" <<<"$example")
            [[ $verb != animate ]] || example+=' --fps 2' # as it is in all but the number of frames
            # It may be another example's input; a build keeps it.
            [[ $example == *build* ]] || rm -f "home/${output:-none}"
            (cd home && bash -c "set -o pipefail; $example" 2>../errors) ||
                { echo "$example" && cat errors && return 1; }
            output=${output/\%04d/0001}
            [[ -z $output || -e home/${output/%.dz/.dzi} ]]
            mv home "tried/$((++count))"
        done < <("$TESSERA" "${words[@]}" --help | sed -n '/^Example/,/^$/s/^  //p')
    done < <(verbs)
    ((count >= 26))
}

@test "--version names the version that reports carry" {
    exits 0 --version
    [[ $output =~ ^tessera\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    local version=${output#tessera }
    exits 0 info "$LIBRARY" --json
    json ".version == \"$version\""
}

@test "no verb at all is refused with a hint" {
    exits 2
    no_output
    says "--help"
}

@test "an unknown verb is refused with the nearest one" {
    exits 2 biuld photos -o library
    says "biuld" "did you mean 'build'"
    exits 2 Render a.png
    says "did you mean 'render'"
}

@test "a verb or flag that lacks a letter is refused with the right one" {
    exits 2 rendr a.png
    says "rendr" "did you mean 'render'"
    exits 2 buil photos -o library
    says "did you mean 'build'"
    exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --cell 12x9
    says "--cell" "did you mean '--cells'"
}

@test "an unknown verb that is like none gets no suggestion" {
    exits 2 xylophone
    says_not "did you mean"
    says "tessera --help"
}

@test "a misspelt flag is refused with the nearest one" {
    exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --celsl 12x9
    says "--celsl" "did you mean '--cells'"
    exits 2 build "$PHOTOS" -o library --tiles=16
    says "did you mean '--tile'"
}

@test "a missing flag or input is named" {
    exits 2 render "$SOURCE" -l "$LIBRARY"
    says "--output"
    exits 2 plan "$SOURCE" -o plan.tif
    says "--library"
    exits 2 compare "$SOURCE" "$SOURCE"
    says "--cells"
    exits 2 info
    says "FILE"
    exits 2 build -o library
    says "photos"
}

@test "an input too many is refused" {
    changes_nothing exits 2 render "$SOURCE" "$SOURCE" -l "$LIBRARY" -o out.png
}

@test "--cells and --across exclude each other" {
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --across 12
    says "--across" "--cells"
}

@test "zero, negative, malformed and absurd grids are refused" {
    local cells
    for cells in 0x0 0x9 12x0 -1x5 10x x10 axb 12 12x9x3 '12 x9' 1e3x9 99999999x99999999 \
        1000000x1000000 99999999999x9; do
        changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --cells="$cells"
        no_output
        [[ -n $stderr ]]
    done
}

@test "negative, malformed and absurd numbers of columns are refused" {
    local columns
    for columns in -5 x 1.5 '' 99999999 99999999999; do
        changes_nothing exits 2 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --across="$columns"
    done
}

@test "--across 0 is refused rather than taken for the default" {
    changes_nothing exits 2 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --across 0
}

@test "zero, negative, malformed and absurd sizes of tiles are refused" {
    local size
    for size in 0 -5 0x16 16x0 16x-1 5000000 12y 16x x16 16x24x32 ''; do
        changes_nothing exits 2 build "$PHOTOS" -o library --tile="$size"
        [[ -n $stderr ]]
    done
}

@test "names that a flag doesn't know are refused with the ones that it does" {
    changes_nothing exits 2 build "$PHOTOS" -o library --crop middle
    says "--crop" "centre, entropy or attention" "middle"
    changes_nothing exits 2 plan "$SOURCE" -l "$LIBRARY" -o p.tif --descriptor smell
    says "smell" "mean-rgb"
    changes_nothing exits 2 build "$PHOTOS" -o library --store shelf
    says "shelf" "lmdb"
    changes_nothing exits 2 build "$PHOTOS" -o library --on-error panic
    says "--on-error" "skip" "fail" "panic"
    changes_nothing exits 2 build "$PHOTOS" -o library --progress slow
    says "--progress" "slow"
    exits 2 completion powershell
    says "bash, zsh or fish" "powershell"
}

@test "colours are refused unless they are #rrggbb, white or black" {
    local colour
    for colour in red '#12345' '#1234567' '#12345g' '#-12345' 123456 ''; do
        changes_nothing exits 2 build "$PHOTOS" -o library --tile 16 --background="$colour"
        says "--background"
    done
}

@test "a colour with a sign in it is refused" {
    changes_nothing exits 2 build "$PHOTOS" -o library --tile 16 --background='#-00000'
    says "--background"
}

@test "numbers of threads and px per inch are refused outside their range" {
    local threads dpi
    for threads in -1 x 5000 1.5; do
        changes_nothing exits 2 build "$PHOTOS" -o library --threads="$threads"
        says "--threads"
    done
    for dpi in 0 -300 x nan inf 1e300 1e-300 65536; do
        changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --dpi="$dpi"
        says "--dpi"
    done
}

@test "with --json a refused command line gives a report with its error" {
    exits 2 render "$SOURCE" -l "$LIBRARY" --json
    json '.error.code == "usage" and (.error.message | contains("--output"))'
    exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 0x0 --json
    json '.schema == 1 and .command == "render" and .error.code == "invalid_argument"'
}

@test "with --json a failure gives a report with its error" {
    exits 3 info missing.tiles --json
    json '.schema == 1 and .command == "info" and (.error.message | contains("missing.tiles"))'
    says "missing.tiles"
}

@test "without --json standard output stays empty" {
    exits 0 build "$PHOTOS" -o library --tile 16
    no_output
    exits 0 plan "$SOURCE" -l library -o plan.tif --cells 12x9
    no_output
    exits 0 render plan.tif -l library -o out.png
    no_output
    exits 0 make "$PHOTOS" "$SOURCE" made.png --tile 16 --cells 12x9
    no_output
}

@test "with --json standard output holds one object and nothing else" {
    exits 0 build "$PHOTOS" -o library --tile 16 --json --verbose
    json '.command == "build"'
    exits 0 plan "$SOURCE" -l library -o plan.tif --cells 12x9 --json --verbose
    json '.command == "plan"'
    exits 0 render plan.tif -l library -o out.png --json --verbose
    json '.command == "render"'
    exits 0 info library --json
    json '.command == "info"'
    exits 0 compare "$SOURCE" out.png --cells 12x9 --json
    json '.command == "compare"'
    exits 0 completion bash --json
    json '.command == "completion"'
}

@test "--quiet says nothing when all goes well" {
    exits 0 build "$PHOTOS" -o library --tile 16 --quiet
    [[ -z $stderr ]]
    exits 0 render "$SOURCE" -l library -o out.png --cells 12x9 -q
    [[ -z $stderr ]]
}

@test "--quiet still says what failed" {
    exits 3 render missing.png -l "$LIBRARY" -o out.png --quiet
    says "missing.png"
}

@test "--verbose says more" {
    mkdir bad
    echo text >bad/photo.jpg
    cp "$PHOTOS/photo00.png" bad
    exits 0 build bad -o library --tile 16 --progress none
    local usual=${#stderr}
    exits 0 build bad -o library --tile 16 --progress none --force --verbose
    ((${#stderr} > usual))
}

@test "--progress json writes lines of JSON whose work grows to its total" {
    exits 0 build "$PHOTOS" -o library --tile 16 --progress json --quiet
    jq --slurp --exit-status 'all(.[]; .event == "progress" and .stage == "build" and .total == 12)
        and ([.[].done] == ([.[].done] | sort)) and last.done == 12' <<<"$stderr"
}

@test "--progress json keeps to JSON beside messages" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --progress json
    grep '^{' <<<"$stderr" | jq --slurp --exit-status \
        '[.[].stage] | unique == ["encode", "match", "write"]'
}

@test "progress ends at all of each stage's work" {
    local cells
    for cells in 2x2 12x9; do
        exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells "$cells" --progress json -q -f
        jq --slurp --exit-status 'group_by(.stage) | all(.[]; last.done == last.total)' \
            <<<"$stderr"
    done
}

@test "--progress plain writes a line each ten percent" {
    exits 0 build "$PHOTOS" -o library --tile 16 --progress plain
    grep -qx 'build: 0 %' <<<"$stderr"
    grep -qx 'build: 100 %' <<<"$stderr"
    (($(grep -c '^build: ' <<<"$stderr") <= 11))
}

@test "--progress bar draws over one line" {
    exits 0 build "$PHOTOS" -o library --tile 16 --progress bar
    [[ $stderr == *$'\r'*'['*']'*'%'* ]]
}

@test "--progress none draws nothing" {
    exits 0 build "$PHOTOS" -o library --tile 16 --progress none
    says_not "%"
}

@test "--progress auto writes lines elsewhere than on a terminal" {
    exits 0 build "$PHOTOS" -o library --tile 16 --progress auto
    says "build: 100 %"
    says_not $'\r'
}

@test "--progress auto draws a bar on a terminal" {
    script --quiet --return --command true /dev/null >/dev/null 2>&1 ||
        skip "no pseudo-terminal can be had here"
    local command="'$TESSERA' build '$PHOTOS' -o library --tile 16 --progress auto"
    TERM=xterm run -0 script --quiet --return --command "$command" /dev/null
    [[ $output == *"build"*"["*"] "*"%"* ]]
    [[ $output != *"build: 100 %"* ]]
}

@test "--threads 0 takes all there are" {
    exits 0 build "$PHOTOS" -o library --tile 16 --threads 0
}

@test "standard output that goes away does no harm" {
    set -o pipefail
    "$TESSERA" info "$LIBRARY" | head -n 1 | grep -q kind || return 1
    "$TESSERA" completion bash | head -c 1 >/dev/null
    "$TESSERA" info "$LIBRARY" --json | true
}

@test "standard output that can't be written to is exit code 4" {
    [[ -w /dev/full ]] || skip "there is no /dev/full"
    local code=0
    "$TESSERA" info "$LIBRARY" --json >/dev/full || code=$?
    ((code == 4))
}

@test "standard error that can't be written to does no harm" {
    [[ -w /dev/full ]] || skip "there is no /dev/full"
    "$TESSERA" render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 2>/dev/full
    has_size out.png 192 144
    local code=0
    "$TESSERA" info missing 2>/dev/full || code=$?
    ((code == 3))
}

@test "closed standard streams do no harm" {
    "$TESSERA" render "$SOURCE" -l "$LIBRARY" -o err.png --cells 12x9 2>&-
    "$TESSERA" render "$SOURCE" -l "$LIBRARY" -o all.png --cells 12x9 <&- >&- 2>&-
    same_bytes err.png all.png
    "$TESSERA" render "$SOURCE" -l "$LIBRARY" -o fine.png --cells 12x9 --quiet
    same_bytes err.png fine.png
}

@test "it runs without a home and without a terminal type" {
    run -0 env -u HOME -u TERM -u XDG_CACHE_HOME "$TESSERA" \
        make "$PHOTOS" "$SOURCE" out.png --tile 16 --cells 12x9
    has_size out.png 192 144
}
