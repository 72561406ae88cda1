# tessera make: the whole job in one, with a cache of libraries.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() {
    prepare_test
    cp -r "$PHOTOS" photos
}

@test "a folder and a picture become a mosaic" {
    exits 0 make photos "${SOURCE:?}" out.png
    says "out.png"
    (($(field out.png width) % 128 == 0))
}

@test "the mosaic is that of build and render" {
    exits 0 make photos "$SOURCE" made.png --tile 16 --cells 12x9
    exits 0 render "$SOURCE" -l "${LIBRARY:?}" -o rendered.png --cells 12x9
    same_bytes made.png rendered.png
}

@test "the report has what a program wants to know" {
    exits 0 make photos "$SOURCE" out.png --tile 16 --cells 12x9 --json
    json '.schema == 1 and .command == "make" and .width == 192 and .height == 144
        and .columns == 12 and .rows == 9 and .cells == 108 and .tiles == 12
        and .distinct_tiles > 1 and .distinct_tiles <= 12 and .output == "out.png"'
    json '.seconds.total > 0 and .seconds.write > 0 and .peak_rss_bytes > 1000000
        and .warnings == [] and .library_reused == false'
    json ".bytes == $(stat -c %s out.png)"
}

@test "a second run takes the library from the cache" {
    exits 0 make photos "$SOURCE" one.png --tile 16 --cells 12x9 --json
    json '.library_reused == false'
    exits 0 make photos "$SOURCE" two.png --tile 16 --cells 12x9 --json
    json '.library_reused == true'
    same_bytes one.png two.png
    [[ $(find "$TESSERA_CACHE_DIR" -type f | wc -l) == 1 ]]
}

@test "the cache knows a folder by any of its names" {
    exits 0 make photos "$SOURCE" one.png --tile 16 --cells 12x9
    exits 0 make "./photos" "$SOURCE" two.png --tile 16 --cells 12x9 --json
    json '.library_reused == true'
    exits 0 make "$PWD/photos/" "$SOURCE" three.png --tile 16 --cells 12x9 --json
    json '.library_reused == true'
}

@test "a changed, new or gone photo gives a new library, in the old one's place" {
    exits 0 make photos "$SOURCE" out.png --tile 16 --cells 12x9 -f --json
    photo photos/photo03.png 1 2 3
    exits 0 make photos "$SOURCE" out.png --tile 16 --cells 12x9 -f --json
    json '.library_reused == false and .tiles == 12'
    photo photos/photo99.png 9 9 9
    exits 0 make photos "$SOURCE" out.png --tile 16 --cells 12x9 -f --json
    json '.library_reused == false and .tiles == 13'
    rm photos/photo00.png
    exits 0 make photos "$SOURCE" out.png --tile 16 --cells 12x9 -f --json
    json '.library_reused == false and .tiles == 12'
    [[ $(find "$TESSERA_CACHE_DIR" -type f | wc -l) == 1 ]]
}

@test "each option of the tiles has a library of its own" {
    exits 0 make photos "$SOURCE" a.png --cells 12x9 --tile 16
    exits 0 make photos "$SOURCE" b.png --cells 12x9 --tile 24x16 --json
    json '.library_reused == false and .width == 288'
    exits 0 make photos "$SOURCE" c.png --cells 12x9 --tile 16 --background black --json
    json '.library_reused == false'
    exits 0 make photos "$SOURCE" d.png --cells 12x9 --tile 16 --descriptor mean-rgb --store lmdb \
        --crop centre --json
    json '.library_reused == true'
}

@test "--crop reaches the library" {
    vips copy "$PHOTOS/photo00.png" photo.jpg
    exits 0 make photo.jpg "$SOURCE" a.png --tile 16 --cells 4x3 --crop entropy --json
    json '.library_reused == false'
    exits 0 make photo.jpg "$SOURCE" b.png --tile 16 --cells 4x3 --crop attention --json
    json '.library_reused == false'
}

@test "a damaged library in the cache is built anew" {
    exits 0 make photos "$SOURCE" one.png --tile 16 --cells 12x9
    local library
    library=$(find "$TESSERA_CACHE_DIR" -type f)
    first_half "$library" half
    cp half "$library"
    exits 0 make photos "$SOURCE" two.png --tile 16 --cells 12x9 --json
    json '.library_reused == false'
    same_bytes one.png two.png
}

@test "a cache whose tiles were damaged is found out" {
    exits 0 make photos "$SOURCE" one.png --tile 16 --cells 12x9
    local library size
    library=$(find "$TESSERA_CACHE_DIR" -type f)
    size=$(stat -c %s "$library")
    # All pages but the first four and the last four.
    dd if=/dev/zero of="$library" bs=4096 seek=4 count=$((size / 4096 - 8)) conv=notrunc status=none
    run --separate-stderr "$TESSERA" make photos "$SOURCE" two.png --tile 16 --cells 12x9
    ((status == 0 || status == 3))
    ((status == 3)) || same_bytes one.png two.png
}

@test "the cache lies below XDG_CACHE_HOME, or .cache at home" {
    run -0 env -u TESSERA_CACHE_DIR "XDG_CACHE_HOME=$PWD/xdg" "$TESSERA" make photos \
        "$SOURCE" a.png --tile 16 --cells 12x9
    [[ $(find xdg/tessera -name '*.tiles' | wc -l) == 1 ]]
    run -0 env -u TESSERA_CACHE_DIR -u XDG_CACHE_HOME "HOME=$PWD/home" "$TESSERA" make photos \
        "$SOURCE" b.png --tile 16 --cells 12x9
    [[ $(find home/.cache/tessera -name '*.tiles' | wc -l) == 1 ]]
}

@test "a cache that can't be written to is exit code 4" {
    mkdir cache
    chmod 555 cache
    TESSERA_CACHE_DIR=$PWD/cache \
        changes_nothing unprivileged exits 4 make photos "$SOURCE" out.png --tile 16 --cells 12x9
    says "$PWD/cache"
}

@test "PHOTOS may be a quoted glob or a list" {
    exits 0 make 'photos/photo0*.png' "$SOURCE" a.png --tile 16 --cells 12x9 --json
    json '.tiles == 10'
    printf '%s\n' photos/photo00.png photos/photo01.png >list.txt
    exits 0 make @list.txt "$SOURCE" b.png --tile 16 --cells 12x9 --json
    json '.tiles == 2'
}

@test "--across, --dpi and options of the format reach the mosaic" {
    exits 0 make photos "$SOURCE" 'out.tif[compression=lzw]' --tile 16 --across 24 --dpi 72
    has_size out.tif 384 288
    [[ $(field out.tif xres) == 2.83* ]]
}

@test "an existing mosaic is refused before any work, and replaced with --force" {
    echo old >out.png
    changes_nothing exits 4 make photos "$SOURCE" out.png --tile 16 --cells 12x9
    says "out.png"
    [[ ! -e $TESSERA_CACHE_DIR ]]
    exits 0 make photos "$SOURCE" out.png --tile 16 --cells 12x9 --force
    has_size out.png 192 144
}

@test "what can't come to an end is refused before any work" {
    changes_nothing exits 2 make photos "$SOURCE" out.xyz --tile 16 --cells 12x9
    changes_nothing exits 2 make photos "$SOURCE" out.jpg --tile 16 --cells 8192x9
    changes_nothing exits 2 make photos "$SOURCE" out.png --tile 16 --cells 0x0
    changes_nothing exits 2 make photos "$SOURCE" out.png --tile 5000000 --cells 12x9
    changes_nothing exits 3 make photos missing.png out.png --tile 16 --cells 12x9
    changes_nothing exits 3 make missing "$SOURCE" out.png --tile 16 --cells 12x9
    changes_nothing exits 4 make photos "$SOURCE" missing/out.png --tile 16 --cells 12x9
    [[ ! -e $TESSERA_CACHE_DIR ]]
}

@test "a source smaller than its grid is refused before any work" {
    changes_nothing exits 2 make photos "$SOURCE" out.png --tile 16 --cells 97x9
    says "source.png"
    [[ ! -e $TESSERA_CACHE_DIR ]]
}

@test "skipped photos are told at each run" {
    echo text >photos/bad.jpg
    exits 0 make photos "$SOURCE" one.png --tile 16 --cells 12x9 --json
    json '(.skipped | length) == 1 and (.warnings | length) == 1'
    exits 0 make photos "$SOURCE" two.png --tile 16 --cells 12x9 --json
    json '.library_reused == true and (.warnings | length) == 1'
    says "1 of 13 photos"
}
