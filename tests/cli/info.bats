# tessera info: what a library, a plan or a picture is.
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

@test "of a library: its tiles, digest and size" {
    exits 0 info "$LIBRARY"
    [[ $output == *"kind: library"* && $output == *"tiles: 12"* && -z $stderr ]]
    exits 0 info "$LIBRARY" --json
    json '.schema == 1 and .command == "info" and .kind == "library" and .tiles == 12
        and .tile_width == 16 and .tile_height == 16
        and .skipped == 0 and (.digest | test("^[0-9a-f]{32}$"))'
    json ".bytes == $(stat -c %s "$LIBRARY")"
}

@test "of a plan: its grid, its size and its library" {
    exits 0 info "$LIBRARY" --json
    local digest
    digest=$(value .digest)
    exits 0 info "$PLAN" --json
    json '.kind == "plan" and .columns == 12 and .rows == 9 and .cells == 108 and .width == 192
        and .height == 144 and .tile_width == 16 and .tile_height == 16 and .tiles == 12
        and .source == "source.png" and .descriptor == "grid-lab"'
    json ".library == \"$digest\""
    exits 0 info "$PLAN"
    [[ $output == *"kind: plan"*"columns: 12"* && -z $stderr ]]
}

@test "of a picture: its upright size" {
    vips copy "$SOURCE" plain.jpg
    turned plain.jpg turned.jpg 6
    exits 0 info turned.jpg --json
    json '.kind == "picture" and .width == 72 and .height == 96'
    json ".bytes == $(stat -c %s turned.jpg)"
    exits 0 info "$SOURCE"
    [[ $output == *"kind: picture"*"width: 96"*"height: 72"* ]]
}

@test "of a mosaic: its size" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.png
    exits 0 info out.png --json --quiet --threads 1 --progress none
    json '.kind == "picture" and .width == 192 and .height == 144'
}

@test "the kind is told by the contents, not by the name" {
    cp "$LIBRARY" library.jpg
    cp "$PLAN" plan.tiles
    exits 0 info library.jpg --json
    json '.kind == "library"'
    exits 0 info plan.tiles --json
    json '.kind == "plan"'
}

@test "a name that looks like options of a format is only a name" {
    vips copy "$SOURCE" plain.jpg
    mv plain.jpg 'photo.jpg[shrink=8].jpg'
    exits 0 info 'photo.jpg[shrink=8].jpg' --json
    json '.width == 96 and .height == 72'
    mv 'photo.jpg[shrink=8].jpg' 'photo.jpg[shrink=8]'
    exits 0 info 'photo.jpg[shrink=8]' --json
    json '.width == 96 and .height == 72'
}

@test "what is missing, a folder, empty or no picture is exit code 3 and named" {
    mkdir folder
    : >empty.png
    echo text >text.jpg
    local file
    for file in missing.png folder empty.png text.jpg; do
        exits 3 info "$file"
        no_output
        says "$file"
    done
}

@test "a library is read where nothing can be written" {
    mkdir shelf
    cp "$LIBRARY" shelf/library
    chmod 444 shelf/library
    chmod 555 shelf
    changes_nothing unprivileged exits 0 info shelf/library --json
    json '.tiles == 12'
    chmod 755 shelf
}
