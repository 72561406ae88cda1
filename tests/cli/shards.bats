# render --shard and join, build --shard and library merge: work in parts.
# shellcheck shell=bats disable=SC2030,SC2031

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    export PLAN=$SHARED/plan.tif
    "$TESSERA" plan "${SOURCE:?}" -l "${LIBRARY:?}" -o "$PLAN" --cells 30x22 --flip --quiet
}

setup() { prepare_test; }

# shards COUNT NAME [OPTIONS] [ARGUMENT...]: makes the parts 1-NAME.part ... of the plan.
shards() {
    local count=$1 name=$2 options=${3:-} shard
    shift 2
    [[ $# == 0 ]] || shift
    for ((shard = 1; shard <= count; ++shard)); do
        exits 0 render "$PLAN" -l "$LIBRARY" -o "$shard-$name.part$options" --shard "$shard/$count" "$@"
    done
}

# flip_byte FILE OFFSET: changes a byte.
flip_byte() {
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    # shellcheck disable=SC2059 # an escape for printf
    printf "$(printf '\\x%02x' $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "joined parts are the same bytes as a rendering at once: PNG, JPEG, TIFF of all kinds" {
    local output name options
    for output in wall.png wall.jpg 'wall.jpg[Q=95,strip]' wall.tif 'wall.tif[compression=jpeg]' \
        'wall.tif[pyramid]' 'wall.tif[compression=jpeg,pyramid=ome]' 'wall.tif[bigtiff=false]'; do
        name=${output%%[*} options=${output#"$name"}
        exits 0 render "$PLAN" -l "$LIBRARY" -o "whole-$output" --writer composed
        shards 3 "$name" "$options"
        exits 0 join ./*-"$name.part" -o "$name" --json
        json '.command == "join" and .parts == 3 and .writer == "composed"'
        json ".output == \"$name\" and .bytes == $(stat -c %s "$name")"
        same_bytes "$name" "whole-$name"
        rm -- *
    done
}

@test "joined parts of canvas formats have the same pixels" {
    local output name options
    for output in wall.webp 'wall.webp[lossless]' wall.ppm 'wall.tif[tile=false]'; do
        name=${output%%[*} options=${output#"$name"}
        exits 0 render "$PLAN" -l "$LIBRARY" -o "whole-$output"
        shards 3 "$name" "$options"
        exits 0 join ./*-"$name.part" -o "$name"
        same_pixels "$name" "whole-$name"
        rm -- *
    done
    shards 2 wall.dz
    exits 0 join ./*.part -o wall.dz
    exits 0 render "$PLAN" -l "$LIBRARY" -o whole.dz
    diff -r wall_files whole_files
}

@test "transparent cells are joined, too" {
    mosaic_of_colours mask.png 16 2 2 nearest '255 255 255' '0 0 0' '255 255 255' '255 255 255'
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 8x8 --mask mask.png --empty transparent
    local PLAN=plan.tif
    shards 3 wall.png
    exits 0 join ./*.part -o wall.png
    exits 0 render plan.tif -l "$LIBRARY" -o whole.png
    [[ $(field wall.png bands) == 4 ]]
    same_pixels wall.png whole.png
}

@test "the order of parts doesn't matter, nor threads, nor more shards than rows" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o whole.png
    shards 40 wall.png '' --threads 1 --memory 1K
    # shellcheck disable=SC2011,SC2012 # plain names
    ls -r -- *.part | xargs "$TESSERA" join -o wall.png --quiet
    same_bytes wall.png whole.png
}

@test "a part that is there already is not made again" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o 2-wall.png.part --shard 2/3 --json
    json '.up_to_date == false and .shard == 2 and .shards == 3'
    changes_nothing exits 0 render "$PLAN" -l "$LIBRARY" -o 2-wall.png.part --shard 2/3 --json
    json '.up_to_date == true'
    says "there already"
}

@test "another part of that name is refused for good, or replaced with --force" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o wall.png.part --shard 1/3
    changes_nothing exits 78 render "$PLAN" -l "$LIBRARY" -o wall.png.part --shard 2/3
    says "wall.png.part" "exists already"
    exits 0 render "$PLAN" -l "$LIBRARY" -o wall.png.part --shard 2/3 --force --sync
    flip_byte wall.png.part $(($(stat -c %s wall.png.part) - 100))
    changes_nothing exits 78 render "$PLAN" -l "$LIBRARY" -o wall.png.part --shard 2/3
    exits 0 render "$PLAN" -l "$LIBRARY" -o wall.png.part --shard 2/3 --force
}

@test "missing parts are named; they may come yet: exit code 75" {
    shards 5 wall.png
    rm 2-* 4-*
    changes_nothing exits 75 join ./*.part -o wall.png
    says "of 5 shards 2, 4 are missing"
    changes_nothing exits 75 join ./*.part 2-wall.png.part 4-wall.png.part -o wall.png --json
    json '.error.code == "parts_missing"'
    says "2-wall.png.part"
}

@test "doubled, stale and mixed parts are named: exit code 78" {
    shards 3 wall.png
    cp 1-wall.png.part again.part
    changes_nothing exits 78 join ./*.part -o wall.png --json
    json '.error.code == "parts_unfit"'
    says "again.part" "shard 1"
    rm again.part

    exits 0 plan "$SOURCE" -l "$LIBRARY" -o other.tif --cells 30x22
    exits 0 render other.tif -l "$LIBRARY" -o 2-wall.png.part --shard 2/3 --force
    changes_nothing exits 78 join ./*.part -o wall.png
    says "2-wall.png.part" "another plan"

    exits 0 render "$PLAN" -l "$LIBRARY" -o '2-wall.png.part[strip]' --shard 2/3 --force
    changes_nothing exits 78 join ./*.part -o wall.png
    says "2-wall.png.part" ".png[strip]"

    exits 0 render "$PLAN" -l "$LIBRARY" -o 2-wall.png.part --shard 2/4 --force
    changes_nothing exits 78 join ./*.part -o wall.png
    says "2-wall.png.part" "one of 4 shards"

    exits 0 render "$PLAN" -l "$LIBRARY" -o 2-wall.png.part --shard 2/3 --force
    exits 0 join ./*.part -o wall.png
}

@test "parts of another library are told, and of another version of Tessera" {
    shards 2 wall.png
    exits 0 build "$PHOTOS" -o other.tiles --tile 16 --crop entropy --exclude photo00.png
    exits 0 plan "$SOURCE" -l other.tiles -o other.tif --cells 30x22
    exits 0 render other.tif -l other.tiles -o 2-wall.png.part --shard 2/2 --force
    exits 78 join ./*.part -o wall.png
    says "another library"
}

@test "damaged parts are named, whatever byte it is: exit code 78" {
    local name at size
    for name in wall.png wall.tif wall.webp; do
        shards 3 "$name"
        size=$(stat -c %s "2-$name.part")
        for at in 0 2000 4090 4096 $((size / 2)) $((size - 1)); do
            cp "2-$name.part" good
            flip_byte "2-$name.part" "$at"
            changes_nothing exits 78 join ./*-"$name.part" -o "$name"
            says "2-$name.part"
            mv good "2-$name.part"
        done
        cp "2-$name.part" good
        first_half good "2-$name.part"
        rm good
        changes_nothing exits 78 join ./*-"$name.part" -o "$name"
        says "2-$name.part"
        : >"2-$name.part"
        rm "1-$name.part" # what will never get better counts
        exits 78 join ./*-"$name.part" -o "$name"
        says "2-$name.part" "1 to 2 are missing"
        rm -- *
    done
}

@test "a shard is of a plan, and --shard, names and options are looked at before any work" {
    local shard
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o 1-wall.png.part --shard 1/2
    says "tessera plan"
    for shard in 0/2 3/2 x 1 1/ /2 1/2/3 -1/2 1/x 1/99999999999; do
        changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o 1-wall.png.part --shard="$shard"
    done
    changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o wall.png --shard 1/2
    says ".part"
    changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o 'wall.png.part[nonsense]' --shard 1/2
    changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o wall.png.part --shard 1/2 --blend 0.5
    changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o wall.png.part --shard 1/2 \
        --report page.html
    changes_nothing exits 78 render "$PLAN" -l missing.tiles -o wall.png.part --shard 1/2
    changes_nothing exits 75 render "$PLAN" -l "$LIBRARY" -o no/such/folder/wall.png.part --shard 1/2
}

@test "a join's output is of the parts' format, and gives way to --force alone" {
    shards 2 wall.png
    changes_nothing exits 2 join ./*.part -o wall.tif
    says ".png"
    changes_nothing exits 2 join ./*.part -o 'wall.png[strip]'
    exits 0 join ./*.part -o wall.png --sync
    changes_nothing exits 78 join ./*.part -o wall.png
    exits 0 join ./*.part -o wall.png --force
}

@test "a full disk is exit code 75, and leaves nothing" {
    small_disk 64k
    changes_nothing exits 75 render "$PLAN" -l "$LIBRARY" -o "$DISK/wall.webp.part" --shard 1/2
    [[ -z $(ls -A "$DISK") ]]
    shards 2 wall.png
    changes_nothing exits 75 join ./*.part -o "$DISK/wall.png"
    [[ -z $(ls -A "$DISK") ]]
    umount "$DISK"
}

@test "what a part is, info tells" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o '2-wall.tif.part[pyramid]' --shard 2/3 --dpi 72
    exits 0 info 2-wall.tif.part --json
    json '.kind == "part" and .shard == 2 and .shards == 3 and .suffix == ".tif"
        and .options == "pyramid" and .columns == 30 and .rows == 22 and .dpi == 72'
    head -n 1 2-wall.tif.part | jq --exit-status '.format == "tessera-part 1"'
}

@test "libraries built in shards join and merge to the very library that is built whole" {
    local shard
    mkdir -p photos/more
    cp "$PHOTOS"/*.png photos
    cp "$PHOTOS/photo03.png" photos/more/copy.png # another photo of the same contents
    cp "$PHOTOS/photo04.png" photos/more/photo03.png
    exits 0 build photos -o whole.tiles --tile 16
    for shard in 1 2 3; do
        exits 0 build photos -o "$shard.tiles" --tile 16 --shard "$shard/3"
        exits 0 build photos -o "$shard.tiles" --shard "$shard/3" --json
        json '.up_to_date'
    done
    exits 0 library merge 3.tiles 1.tiles 2.tiles -o merged.tiles
    same_bytes whole.tiles merged.tiles
    exits 0 join 2.tiles 3.tiles 1.tiles -o joined.tiles --json
    json '.tiles == 14 and .parts == 3'
    same_bytes whole.tiles joined.tiles
    changes_nothing exits 78 join 2.tiles 3.tiles 1.tiles -o joined.tiles
    changes_nothing exits 75 join 1.tiles 3.tiles -o all.tiles
    says "2/3 is missing"
    changes_nothing exits 78 join whole.tiles 1.tiles -o all.tiles
    says "whole.tiles" "library merge"
    changes_nothing exits 78 join 1.tiles photos/photo03.png -o all.tiles
    says "photo03.png"
    changes_nothing exits 75 library merge 1.tiles 3.tiles -o all.tiles
    says "2/3 is missing"
    cp 1.tiles again.tiles
    changes_nothing exits 78 library merge ./?.tiles again.tiles -o all.tiles
    says "again.tiles"
    changes_nothing exits 2 build photos -o many.tiles --tile 16 --shard 1/15
    says "14 photos" "15 shards"
}
