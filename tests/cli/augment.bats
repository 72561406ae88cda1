# --crops and --augment: more tiles from few photos.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    export PHOTOS=$SHARED/photos SOURCE=$SHARED/source.png
    mkdir "$PHOTOS"
    photo "$PHOTOS/a.png" 200 60 40 # 64 x 48 px
    photo "$PHOTOS/b.png" 40 60 200
    make_source "$SOURCE"
}

setup() { prepare_test; }

# makes TILES ARGUMENT...: a library with these options.
makes() {
    local tiles=$1
    shift
    exits 0 build "$PHOTOS" -o library --tile 16 --force --json "$@"
    json ".tiles == $tiles"
}

@test "--crops makes tiles of several parts of a photo, as far as it has the px" {
    makes 2
    makes 8 --crops 4
    makes 24 --crops 100
    makes 4 --crops 2 --crop attention
    # Each is a photo of its own in rules of repetition.
    makes 8 --crops 4
    exits 0 plan "$SOURCE" -l library -o plan.tif --cells 4x2 --use-all --json
    json '.distinct_tiles == 8'
}

@test "--augment varies tiles, which count as one photo with the tile itself" {
    makes 4 --augment flip,brightness=0.5..1.5
    makes 8 --augment noise --augment-count 3
    makes 16 --crops 2 --augment hue=90 --augment-count 3
    exits 0 plan "$SOURCE" -l library -o plan.tif --cells 2x2 --max-use 1 --json
    changes_nothing exits 2 plan "$SOURCE" -l library -o other.tif --cells 3x2 --max-use 1
    says "of each of 4 photos"
}

@test "the same options and seed give the same library, at any number of threads" {
    makes 12 --crops 2 --augment rotate,noise --augment-count 2 --threads 1
    mv library first
    makes 12 --crops 2 --augment rotate,noise --augment-count 2 --threads 3
    same_bytes first library
    makes 12 --crops 2 --augment rotate,noise --augment-count 2 --augment-seed 1
    run ! cmp -s first library
    exits 0 info first --json
    json '.options | fromjson | .augment == ["rotate=-10..10", "noise=0..8"] and .copies == 2 and .crops == 2'
}

@test "what can't be is refused before any work, with the nearest name" {
    changes_nothing exits 2 build "$PHOTOS" -o library --augment brigthness
    says "did you mean 'brightness'?"
    changes_nothing exits 2 build "$PHOTOS" -o library --augment blur=9..3
    says "'blur' wants a number of 0 to 20"
    changes_nothing exits 2 build "$PHOTOS" -o library --crops 0
    changes_nothing exits 2 make "$PHOTOS" "$SOURCE" out.png --augment-count 2
    [[ ! -e $TESSERA_CACHE_DIR ]]
}

@test "make has a library for each choice of tiles" {
    exits 0 make "$PHOTOS" "$SOURCE" out.png --tile 16 --cells 4x3 --crops 3 --augment flip=1 --json
    json '.tiles == 12 and (.library_reused | not)'
    exits 0 make "$PHOTOS" "$SOURCE" plain.png --tile 16 --cells 4x3 --json
    json '.tiles == 2'
}
