# Which writer takes an output, and what users say about it.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    "$TESSERA" plan "$SOURCE" -l "$LIBRARY" -o "$SHARED/plan.tif" --cells 12x9 --quiet
    export PLAN=$SHARED/plan.tif
}

setup() { prepare_test; }

@test "TIFF is composed, the report and --verbose say so" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.tif --json
    json '.writer == "composed" and (.writer_reason | contains("before canvas"))'
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.tif --force --verbose
    says "'out.tif': composed writer"
}

@test "what can't be composed goes to the canvas, and the report says why" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o 'out.tif[tile=false]' --json
    json '.writer == "canvas" and (.writer_reason | contains("composed can'\''t"))'
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.webp --json
    json '.writer == "canvas" and (.writer_reason | contains("no other"))'
}

@test "--writer canvas and --writer composed give the same pixels" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o canvas.tif --writer canvas --json
    json '.writer == "canvas" and .writer_reason == "canvas was asked for"'
    exits 0 render "$PLAN" -l "$LIBRARY" -o composed.tif --writer composed
    same_pixels canvas.tif composed.tif
}

@test "--writer composed fails before any work where it can't, and says why" {
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.webp --writer composed
    says "out.webp" "composed"
    says_not "match:"
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o 'out.tif[tile=false]' --writer composed
    says "its tiles are the mosaic's own"
}

@test "values that libvips would take for others are refused, not only by what composes" {
    local options
    for options in pyramid=foo pyramid=ome,squash Q=0 Q=101,squash tile=maybe tile-width=-16 strip=off; do
        changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o "out.tif[$options]" --cells 12x9
        says "canvas can't: ${options%%=*} is "
        says_not "GLib"
        says_not "match:"
    done
    exits 0 render "$PLAN" -l "$LIBRARY" -o 'out.tif[squash=no,pyramid=pages,Q=100]' --json
    json '.writer == "canvas"'
}

@test "[pyramid=ome] and cog of tiles that allow none are refused, and pages aren't" {
    "$TESSERA" build "$PHOTOS" -o odd --tile 20 --quiet
    local kind
    for kind in ome cog; do
        changes_nothing exits 2 render "$SOURCE" -l odd -o "out.tif[pyramid=$kind]" --cells 12x9
        says "multiples of 16 px" "pyramid is true or false"
    done
    exits 0 render "$SOURCE" -l odd -o 'out.tif[pyramid=pages]' --cells 24x18
    [[ $(field out.tif n-pages) == 2 ]]
}

@test "a pyramid on the canvas without a folder for temporary files ends with 4 and says so" {
    local out
    for out in 'out.tif[pyramid,squash]' out.szi; do
        TMPDIR=/nonexistent changes_nothing exits 4 render "$PLAN" -l "$LIBRARY" -o "$out"
        says "${out%%[*}" "TMPDIR"
    done
}

@test "a writer that there isn't is an error that lists those there are" {
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.tif --writer magic
    says "magic" "composed" "canvas"
}

@test "--memory takes bytes, K, M, G, T and P, and nothing else" {
    local memory
    for memory in 0 1000000 1k 64M 2G 1GiB 1T 3000000000; do
        exits 0 render "$PLAN" -l "$LIBRARY" -o out.tif --memory "$memory" --force
    done
    for memory in -1 much 1E 12.5M 16384P ''; do
        changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o other.tif "--memory=$memory"
        says "--memory"
    done
}

@test "a memory too small for the encoded tiles changes no byte and leaves no file" {
    local suffix
    for suffix in tif 'tif[pyramid]' png jpg; do
        exits 0 render "$PLAN" -l "$LIBRARY" -o "much.$suffix" --force
        exits 0 render "$PLAN" -l "$LIBRARY" -o "little.$suffix" --memory 0 --force
        same_bytes "much.${suffix%%[*}" "little.${suffix%%[*}"
    done
    [[ $(find . -name '.*' -mindepth 1) == "" ]]
}

@test "--sync gives the same output" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o plain.png
    exits 0 render "$PLAN" -l "$LIBRARY" -o synced.png --sync
    same_bytes plain.png synced.png
}

@test "make takes the options of writing, too" {
    export TESSERA_CACHE_DIR=$BATS_TEST_TMPDIR/cache
    exits 0 make "$PHOTOS" "$SOURCE" out.tif --tile 16 --cells 12x9 --writer canvas --memory 1M \
        --sync --json
    json '.writer == "canvas"'
}
