# tessera plan: which tile stands where, written to be rendered later.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() { prepare_test; }

@test "a plan is a picture with a pixel a cell" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9
    says "plan.tif" "12 x 9 cells"
    has_size plan.tif 12 9
    [[ $(field plan.tif format) == *UINT* && $(field plan.tif bands) == 1 ]]
    (($(vips max plan.tif | cut -d. -f1) < 12))
}

@test "each cell gets the tile whose mean is nearest" {
    mkdir photos
    flat photos/0.png 255 255 255
    flat photos/1.png 0 0 200
    flat photos/2.png 0 200 0
    flat photos/3.png 200 0 0
    quarters source.png # red, green, blue, white
    exits 0 build photos -o library --tile 16
    exits 0 plan source.png -l library -o plan.tif --cells 2x2 --descriptor mean-rgb
    [[ "$(pixel plan.tif 0 0)$(pixel plan.tif 1 0)" == 32 ]]
    [[ "$(pixel plan.tif 0 1)$(pixel plan.tif 1 1)" == 10 ]]
}

@test "a plan with empty cells gives alpha where a format has it, and is refused where not" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 4x3
    # As a program that never heard of tessera would do it.
    vips black zero.v 1 1
    vips invert zero.v 255.v
    vips cast 255.v double.v double
    vips linear double.v large.v 16843009 0
    vips cast large.v empty.v uint
    vips insert plan.tif empty.v "holed.tif[compression=deflate]" 1 1
    description="$(vipsheader -f image-description plan.tif)"
    tiffset -s 270 "${description%\}},\"background\":\"transparent\"}" holed.tif
    exits 0 render holed.tif -l "$LIBRARY" -o wall.png --json
    json '.empty_cells == 1 and .cells == 12 and .writer == "canvas"
        and (.writer_reason | test("transparent"))'
    [[ "$(field wall.png bands)" == 4 ]]
    exits 2 render holed.tif -l "$LIBRARY" -o wall.jpg
    says "give them a colour"
}

@test "the report has what a program wants to know" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9 --json
    json '.schema == 1 and .command == "plan" and .width == 192 and .height == 144
        and .columns == 12 and .rows == 9 and .cells == 108 and .tiles == 12
        and .distinct_tiles > 1 and .distinct_tiles <= 12 and .output == "plan.tif"'
    json '.seconds.total > 0 and .seconds.match >= 0 and .peak_rss_bytes > 1000000
        and .warnings == [] and (.version | type) == "string"'
    json ".bytes == $(stat -c %s plan.tif)"
}

@test "--across takes columns and fits the rows to the source" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --across 24
    has_size plan.tif 24 18 # 96 x 72 px, square tiles
    "$TESSERA" build "$PHOTOS" -o wide --tile 32x16 --quiet
    exits 0 plan "$SOURCE" -l wide -o wide.tif --across 12
    has_size wide.tif 12 18
}

@test "without a grid about 10,000 cells are taken, never more than the source has px" {
    vips resize "$SOURCE" large.png 4 --kernel nearest
    exits 0 plan large.png -l "$LIBRARY" -o plan.tif --json
    json '.cells > 9500 and .cells < 10500'
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o small.tif --json
    json '.columns == 96 and .rows == 72'
}

@test "a source is cropped centrally to the grid's shape, never stretched" {
    # Red, green, blue: a square grid keeps the green middle.
    mosaic_of_colours source.png 32 3 1 nearest '255 0 0' '0 255 0' '0 0 255'
    mkdir photos
    flat photos/0.png 255 0 0
    flat photos/1.png 0 255 0
    flat photos/2.png 0 0 255
    exits 0 build photos -o library --tile 16
    exits 0 plan source.png -l library -o plan.tif --cells 4x4
    [[ $(vips min plan.tif) == 1* && $(vips max plan.tif) == 1* ]]
}

@test "a plan renders to the very bytes that its source does" {
    local name
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9
    for name in out.png out.tif out.jpg 'out.webp[Q=50]'; do
        exits 0 render plan.tif -l "$LIBRARY" -o "of-plan-$name"
        exits 0 render "$SOURCE" -l "$LIBRARY" -o "of-source-$name" --cells 12x9
        same_bytes "of-plan-${name%\[*}" "of-source-${name%\[*}"
    done
}

@test "plans are the same bytes at any number of threads" {
    local threads
    for threads in 1 2 7; do
        exits 0 plan "$SOURCE" -l "$LIBRARY" -o "plan$threads.tif" --across 40 --threads "$threads"
    done
    same_bytes plan1.tif plan2.tif
    same_bytes plan1.tif plan7.tif
}

@test "plans and mosaics don't depend on where the photos lie or when they were made" {
    local folder
    for folder in here there; do
        mkdir "$folder"
        cp -r "$PHOTOS" "$folder/photos"
        touch -d "2001-02-0${#folder} 04:05:06" "$folder"/photos/*
        exits 0 build "$folder/photos" -o "$folder/library" --tile 16
        exits 0 plan "$SOURCE" -l "$folder/library" -o "$folder/plan.tif" --cells 12x9
        exits 0 render "$SOURCE" -l "$folder/library" -o "$folder/out.png" --cells 12x9
    done
    same_bytes here/plan.tif there/plan.tif
    same_bytes here/out.png there/out.png
    exits 0 render there/plan.tif -l here/library -o crossed.png
    same_bytes crossed.png here/out.png
}

@test "--background lies behind a source's transparent pixels" {
    mkdir photos
    flat photos/0.png 255 255 255
    flat photos/1.png 0 0 0
    flat photos/2.png 255 0 0
    exits 0 build photos -o library --tile 16
    vips black black.v 32 32 --bands 4
    vips copy black.v clear.png --interpretation srgb
    local colour
    for colour in white:0 black:1 '#fe0102:2'; do
        exits 0 plan clear.png -l library -o plan.tif --cells 2x2 --force \
            --background "${colour%:*}"
        [[ $(pixel plan.tif 1 1) == "${colour#*:}" ]]
    done
}

@test "a plan can't be planned again" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9
    changes_nothing exits 2 plan plan.tif -l "$LIBRARY" -o again.tif --cells 4x3
    says "plan.tif"
}

@test "--force replaces a plan" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9
    changes_nothing exits 4 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 4x3
    says "plan.tif" "exists"
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 4x3 --force
    has_size plan.tif 4 3
}
