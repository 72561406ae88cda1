# --exclude and --min-size: which of the photos that were found become tiles.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    export PHOTOS=$SHARED/photos SOURCE=$SHARED/source.png
    mkdir -p "$PHOTOS/private" "$PHOTOS/trips"
    flat "$PHOTOS/a.png" 10 20 30 # 32 x 32 px
    photo "$PHOTOS/b.png" 200 30 40 # 64 x 48 px
    photo "$PHOTOS/private/c.png" 20 200 40
    photo "$PHOTOS/trips/d.png" 20 30 200
    vips rot "$PHOTOS/trips/d.png" "$PHOTOS/trips/e.jpg" d90 # 48 x 64 px
    make_source "$SOURCE"
}

setup() { prepare_test; }

# has_tiles COUNT ARGUMENT...: of a library that is built with these options.
has_tiles() {
    local count=$1
    shift
    exits 0 build "$PHOTOS" -o library --tile 16 --force --json "$@"
    json ".tiles == $count"
}

@test "--exclude leaves out photos and folders by their names" {
    has_tiles 5
    has_tiles 4 --exclude private
    json '.excluded == 1'
    says "of 5 photos 1 were excluded, 0 are too small"
    has_tiles 1 --exclude '*.png'
    has_tiles 2 --exclude private --exclude 'trips/*'
    exits 0 build --exclude '*.jpg' "$PHOTOS/b.png" "$PHOTOS/trips" -o other --tile 16 --json
    json '.tiles == 2'
}

@test "--min-size leaves out photos that are smaller, and lists them" {
    has_tiles 4 --min-size 48
    json '.left_out | length == 1 and .[0].path == "'"$PHOTOS"'/a.png"'
    json '.left_out[0].reason | contains("32 x 32 px; at least 48 x 48 were wanted")'
    json '.skipped == []'
    has_tiles 3 --min-size 64x48
}

@test "what can't be read is left to the build to tell of" {
    mkdir photos
    cp "$PHOTOS/b.png" photos
    echo text >photos/x.png
    exits 0 build photos -o library --tile 16 --min-size 48 --json
    json '.tiles == 1 and (.skipped | length) == 1 and .left_out == []'
}

@test "where no photo is left, that is an error with the counts" {
    changes_nothing exits 3 build "$PHOTOS" -o library --exclude '*.jpg' --min-size 1000
    says "no photo is left" "of 5 photos 1 were excluded, 4 are too small"
}

@test "a size that is none is refused before any work" {
    changes_nothing exits 2 build "$PHOTOS" -o library --min-size big
    says "--min-size" "big"
    changes_nothing exits 2 make "$PHOTOS" "$SOURCE" out.png --min-size 0
    [[ ! -e $TESSERA_CACHE_DIR ]]
}

@test "make has a library for each choice" {
    exits 0 make "$PHOTOS" "$SOURCE" out.png --tile 16 --cells 4x3 --exclude private --json
    json '.tiles == 4'
    exits 0 make "$PHOTOS" "$SOURCE" all.png --tile 16 --cells 4x3 --json
    json '.tiles == 5'
    exits 0 make "$PHOTOS" "$SOURCE" again.png --tile 16 --cells 4x3 --exclude private --json
    json '.tiles == 4 and .library_reused'
    same_bytes out.png again.png
}
