# Which cells are filled, and how large they are.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() { prepare_test; }

# half FILE: 96 x 72 px, black on the left, white on the right.
half() { mosaic_of_colours "$1" 48 2 1 nearest '0 0 0' '255 255 255'; }

@test "cells outside the mask are white, or of the colour of --empty" {
    half mask.png
    exits 0 render "$SOURCE" -l "$LIBRARY" -o whole.png --cells 12x9
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --mask mask.png --json
    json '.empty_cells == 54'
    [[ $(pixel out.png 0 0) == "255 255 255" && $(pixel out.png 95 143) == "255 255 255" ]]
    vips crop whole.png right.v 96 0 96 144
    vips crop out.png found.v 96 0 96 144
    same_pixels right.v found.v
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --mask mask.png \
        --empty '#102030' --spacing 1 --force
    [[ $(pixel out.png 95 143) == "16 32 48" && $(pixel out.png 96 0) != "16 32 48" ]]
}

@test "--empty transparent is for formats with alpha, and refused before any work otherwise" {
    half mask.png
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --mask mask.png \
        --empty transparent
    [[ $(field out.png bands) == 4 && $(pixel out.png 0 0) == *" 0" ]]
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.jpg --cells 12x9 \
        --mask mask.png --empty transparent
    says "out.jpg" "transparent"
    says_not "match:"
}

@test "a plan keeps its empty cells" {
    half mask.png
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9 --mask mask.png --empty black
    exits 0 render plan.tif -l "$LIBRARY" -o out.png
    [[ $(pixel out.png 0 0) == "0 0 0" ]]
    changes_nothing exits 2 render plan.tif -l "$LIBRARY" -o other.png --mask mask.png
    says "plan.tif"
}

@test "a mask that is missing, no picture or all black is an error that names it" {
    changes_nothing exits 3 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --mask none.png
    says "none.png"
    echo text >text.png
    changes_nothing exits 3 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --mask text.png
    says "text.png"
    flat black.png 0 0 0
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --mask black.png
    says "black.png" "12 x 9"
}

@test "--empty is a colour, and nothing without a mask" {
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --empty black
    says "--mask"
    half mask.png
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --mask mask.png --empty x
    says "--empty"
}

@test "make takes a mask" {
    half mask.png
    exits 0 make "$PHOTOS" "$SOURCE" out.png --tile 16 --cells 12x9 --mask mask.png --json
    json '.empty_cells == 54'
}

@test "--importance changes who gets a photo under rules, and nothing without them" {
    half white.png
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o free.tif --cells 12x9
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o same.tif --cells 12x9 --importance white.png
    same_bytes free.tif same.tif
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o even.tif --cells 12x9 --spacing 2
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o uneven.tif --cells 12x9 --spacing 2 \
        --importance white.png
    run ! cmp -s even.tif uneven.tif
    changes_nothing exits 3 plan "$SOURCE" -l "$LIBRARY" -o out.tif --importance none.png
    says "none.png"
}

@test "a quadtree shows flat parts by large tiles" {
    half source.png
    exits 0 render source.png -l "$LIBRARY" -o out.png --cells 12x8 --layout quadtree --json
    json '.match.large_cells == {"2": 8, "4": 4} and .cells == 96'
    exits 0 render source.png -l "$LIBRARY" -o two.png --cells 12x8 --layout quadtree --levels 2 \
        --spacing 1 --json
    json '.match.large_cells == {"2": 24, "4": 0}'
    exits 0 plan source.png -l "$LIBRARY" -o plan.tif --cells 12x8 --layout quadtree
    exits 0 render plan.tif -l "$LIBRARY" -o again.png
    same_bytes out.png again.png
    exits 0 plan source.png -l "$LIBRARY" -o none.tif --cells 12x8 --json
    json '.match.large_cells == {"2": 0, "4": 0}'
}

@test "layouts that there aren't are refused before any work" {
    local wrong
    for wrong in '--layout tree' '--levels 2' '--layout quadtree --levels 4' \
        '--layout quadtree --levels 0' '--layout quadtree --flat -1' '--flat x'; do
        # shellcheck disable=SC2086 # an option and its value
        changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 $wrong
        says_not "match:"
    done
}
