# tessera build over a library that is there: only what changed is made again.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() {
    prepare_test
    cp -rp "${PHOTOS:?}" photos
    "$TESSERA" build photos -o library --tile 16 --quiet
}

# counts JSON: what became of the photos, as [added, changed, moved, kept, removed].
counts() { json "[.added, .changed, .moved, .kept, .removed] == $1"; }

same_as_fresh() {
    "$TESSERA" build photos -o fresh --tile 16 --quiet --force
    same_bytes library fresh
    rm fresh
}

@test "with nothing changed nothing is written, and it says so" {
    changes_nothing exits 0 build photos -o library --json
    counts '[0, 0, 0, 12, 0]'
    json '.up_to_date and .tiles == 12 and .tile_width == 16'
    exits 0 build photos -o library
    says "up to date" "12 tiles of 16 x 16 px"
}

@test "new, changed, renamed and touched photos: the library is that of a build of them" {
    photo photos/photo03.png 1 2 3
    photo photos/new.png 9 8 7
    mv photos/photo05.png photos/renamed.png
    touch photos/photo07.png
    exits 0 build photos -o library --json
    counts '[1, 1, 1, 10, 0]'
    json '.up_to_date == false and .tiles == 13'
    same_as_fresh
    mv photos/new.png photos/newer.png
    exits 0 build photos -o library
    says "0 added, 0 changed, 1 moved, 12 kept, 0 removed"
    same_as_fresh
}

@test "photos that are gone stay, and leave with --prune" {
    rm photos/photo00.png
    changes_nothing exits 0 build photos -o library --json
    json '.up_to_date and .tiles == 12'
    exits 0 build photos -o library --prune --json
    counts '[0, 0, 0, 11, 1]'
    same_as_fresh
}

@test "what isn't given is as the library has it; what is must fit" {
    "$TESSERA" build photos -o entropy --tile 24x16 --crop entropy --background black --quiet
    changes_nothing exits 0 build photos -o entropy --json
    json '.up_to_date and .tile_width == 24'
    changes_nothing exits 0 build photos -o entropy --tile 24x16 --background '#000000' --store lmdb
    changes_nothing exits 2 build photos -o entropy --tile 32
    says "24 x 16 px" "entropy" "32 x 32 px" "--force"
    changes_nothing exits 2 build photos -o entropy --crop centre
    says "entropy" "centre"
    exits 0 build photos -o entropy --tile 32 --force --json
    json '.tile_width == 32 and .added == 12'
}

@test "a photo that can't be read any more leaves, and is tried again" {
    echo text >photos/photo04.png
    exits 0 build photos -o library --json
    json '.tiles == 11 and (.skipped | length) == 1'
    same_as_fresh
    changes_nothing exits 0 build photos -o library --json
    json '.up_to_date and (.skipped | length) == 1'
    changes_nothing exits 3 build photos -o library --on-error fail
    says "photo04.png"
}

@test "a damaged library is exit code 3, and --force builds it anew" {
    first_half library half
    cp half library
    changes_nothing exits 3 build photos -o library
    says "library" "damaged"
    exits 0 build photos -o library --tile 16 --force
    same_as_fresh
}

@test "a second writer is refused soon and told who holds the library; readers aren't" {
    exec 8<>.library.lock
    flock 8
    echo -n "process 123 on host x" >&8
    exits 0 build photos -o library
    says "up to date"
    rm photos/photo00.png
    within 5 exits 4 build photos -o library --prune
    says "is being changed by process 123 on host x"
    within 5 exits 4 library remove library 0
    within 5 exits 4 library compact library --wait 0.05
    says "process 123"
    exits 0 render "${SOURCE:?}" -l library -o out.png --cells 4x3
    exits 0 library list library
    flock --unlock 8
    exec 8>&-
    exits 0 build photos -o library --prune --wait 5
    [[ ! -e .library.lock ]]
}

@test "two updates at once: with --wait both are done" {
    photo photos/a.png 1 2 3
    photo other.png 7 8 9
    "$TESSERA" build photos -o library --quiet --wait 60 &
    local first=$!
    exits 0 library add library other.png --wait 60
    wait "$first"
    exits 0 info library --json
    json '.tiles == 14'
    [[ -z $(find . -name '.library*') ]]
}

@test "a plan of before a change is refused, saying so" {
    "$TESSERA" plan "$SOURCE" -l library -o plan.tif --cells 4x3 --quiet
    touch photos/photo01.png # the tiles are the same
    exits 0 build photos -o library
    exits 0 render plan.tif -l library -o out.png
    photo photos/a.png 1 2 3
    exits 0 build photos -o library
    changes_nothing exits 2 render plan.tif -l library -o again.png
    says "12 tiles" "13" "make the plan again"
}

@test "an update that is killed leaves the old library, and the next one what it should be" {
    local i
    for ((i = 0; i < 300; ++i)); do
        ln photos/photo00.png "photos/copy$i.png" # of a known size: told by their contents
    done
    vips resize "$SOURCE" photos/large.png 20 --kernel cubic
    for ((i = 0; i < 100; ++i)); do
        ln photos/large.png "photos/large$i.png"
    done
    start_until '"stage":"build"' build photos -o library
    send KILL
    ends_with 137
    exits 0 library verify library
    exits 0 info library --json
    json '.tiles == 12'
    rm photos/large*.png photos/copy*.png
    exits 0 build photos -o library
    [[ -z $(find . -name '.library*') ]]
}
