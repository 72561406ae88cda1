# Options of matching: what a mosaic is compared by, and how its tiles may be used.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() { prepare_test; }

# matched ARGUMENT...: a plan of 12 x 9 cells by these options, in plan.tif, with a report.
matched() {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9 --force --json "$@"
}

refused() {
    changes_nothing exits 2 plan "$SOURCE" -l "$LIBRARY" -o p.tif --cells 12x9 "$@"
}

# cells PLAN: a line each: column, row, tile id, orientation.
cells() {
    vips rawsave "$1" cells.raw
    od -An -v -tu4 -w4 cells.raw |
        awk -v n="$(field "$1" width)" '{ print (NR - 1) % n, int((NR - 1) / n), $1 % 536870912, int($1 / 536870912) }'
}

# least_distance: of copies of a tile in plan.tif, by the larger of the steps across and down.
least_distance() {
    cells plan.tif | awk '
        { x[NR] = $1; y[NR] = $2; tile[NR] = $3 }
        function abs(v) { return v < 0 ? -v : v }
        END {
            least = 999
            for (a = 1; a <= NR; ++a)
                for (b = a + 1; b <= NR; ++b)
                    if (tile[a] == tile[b]) {
                        dx = abs(x[a] - x[b]); dy = abs(y[a] - y[b]); d = dx > dy ? dx : dy
                        if (d < least) least = d
                    }
            print least
        }'
}

uses() { cells plan.tif | awk '{ ++n[$3] } END { for (t in n) print n[t] }' | sort -n; }

@test "--descriptor compares by means or by details, of one library" {
    matched --descriptor mean-rgb
    json '.match.descriptor == "mean-rgb"'
    cp plan.tif rgb.tif
    matched --descriptor mean-lab
    json '.match.descriptor == "mean-lab"'
    matched
    json '.match.descriptor == "grid-lab"'
    run ! cmp -s plan.tif rgb.tif
}

@test "--detail 0 is the mean alone, 1 the details alone" {
    mkdir photos
    mosaic_of_colours photos/a.png 16 2 2 nearest '100 100 100' '160 160 160' '100 100 100' '160 160 160'
    mosaic_of_colours photos/b.png 16 2 2 nearest '40 40 40' '40 40 40' '90 90 90' '90 90 90'
    mosaic_of_colours source.png 16 2 2 nearest '30 30 30' '90 90 90' '30 30 30' '90 90 90'
    exits 0 build photos -o library --tile 16
    exits 0 plan source.png -l library -o mean.tif --cells 1x1 --detail 0
    exits 0 plan source.png -l library -o detail.tif --cells 1x1 --detail 1
    [[ $(pixel mean.tif 0 0) == 1 && $(pixel detail.tif 0 0) == 0 ]]
}

@test "--flip and --rotate lay tiles as they fit best" {
    mkdir photos
    mosaic_of_colours photos/a.png 16 2 2 nearest '255 0 0' '0 0 0' '0 0 0' '255 255 255'
    mosaic_of_colours mirrored.png 16 2 2 nearest '0 0 0' '255 0 0' '255 255 255' '0 0 0'
    vips rot photos/a.png turned.png d90
    exits 0 build photos -o library --tile 32
    exits 0 render mirrored.png -l library -o flipped.png --cells 1x1 --flip
    is_near flipped.png 24 8 255 0 0
    exits 0 render turned.png -l library -o rotated.png --cells 1x1 --rotate
    is_near rotated.png 24 8 255 0 0
    exits 0 render turned.png -l library -o upright.png --cells 1x1
    is_near upright.png 8 8 255 0 0
}

@test "--spacing keeps copies apart, by either metric" {
    matched --spacing 2
    (($(least_distance) > 2))
    json '.match.cost >= .match.nearest_cost and .match.relaxed == []'
    matched --spacing 2 --spacing-metric euclid
    (($(least_distance) >= 2))
    refused --spacing 3
    says "16 photos" "12"
    refused --spacing 2 --spacing-metric manhattan
    says "chebyshev or euclid" "manhattan"
}

@test "--max-use and --min-use count the cells of each photo" {
    matched --max-use 9 --min-use 9
    [[ $(uses | uniq) == 9 ]]
    json '.match.gap >= 0 and .match.gap < 0.01'
    matched --max-use 12
    (($(uses | tail -1) <= 12))
    matched --use-all
    [[ $(uses | wc -l) == 12 ]]
    refused --max-use 8
    says "108 cells need at least 9 uses of each of 12 photos"
    refused --min-use 10
    says "9 times at most"
}

@test "rules hold together" {
    matched --spacing 2 --max-use 10 --min-use 8
    (($(least_distance) > 2))
    (($(uses | head -1) >= 8 && $(uses | tail -1) <= 10))
}

@test "--relax lets rules give way and says which" {
    matched --spacing 5 --max-use 2 --relax
    (($(least_distance) > 2))
    json '.match.relaxed | length == 2'
    json '.warnings | length == 2'
    says "at most 9 times now" "a spacing of 2 now"
}

@test "--variety keeps copies from crowding" {
    exits 0 build "$PHOTOS" -o library --tile 16
    flat grey.png 120 120 120
    exits 0 plan grey.png -l library -o plan.tif --cells 12x12
    [[ $(uses | wc -l) == 1 ]]
    exits 0 plan grey.png -l library -o plan.tif --cells 12x12 --variety 1 --force
    (($(uses | wc -l) > 4))
}

@test "--duplicates one takes copies of a photo for one" {
    mkdir twice
    cp "$PHOTOS"/photo0[0-5].png twice
    for photo in twice/*.png; do
        vips copy "$photo" "${photo%.png}-again.jpg[Q=95,subsample-mode=off]"
    done
    exits 0 build twice -o library --tile 32
    exits 0 plan "$SOURCE" -l library -o plan.tif --cells 12x9 --spacing 2
    changes_nothing exits 2 plan "$SOURCE" -l library -o p.tif --cells 12x9 --spacing 2 \
        --duplicates one
    says "there are 6"
    exits 2 plan "$SOURCE" -l library -o p.tif --duplicates none
    says "each or one"
}

@test "--effort 0 leaves cells as they were filled" {
    matched --spacing 2 --effort 0
    json '.match.moves == 0'
    local cost
    cost=$(value .match.cost)
    matched --spacing 2 --effort 30
    json ".match.cost <= $cost"
    refused --effort -1
    says "effort"
}

@test "--diffuse, --seed and --threads: the same options, the same plan" {
    matched --diffuse 0.7 --spacing 1 --seed 3
    cp plan.tif first.tif
    matched --diffuse 0.7 --spacing 1 --seed 3 --threads 1
    cmp plan.tif first.tif
    refused --diffuse 1.1
    says "0 to 1"
}

@test "--tint moves tiles towards their cells, as far as --tint-max lets it" {
    mkdir photos
    flat photos/a.png 100 100 100
    flat source.png 160 100 40
    exits 0 build photos -o library --tile 16
    exits 0 render source.png -l library -o full.png --cells 2x2 --tint 1 --tint-levels 256 --json
    json '.match.tinted_cells == 4'
    is_near full.png 5 5 160 100 40 1
    exits 0 render source.png -l library -o half.png --cells 2x2 --tint 0.5 --tint-levels 256
    is_near half.png 5 5 130 100 70 1
    exits 0 render source.png -l library -o some.png --cells 2x2 --tint 1 --tint-max 2 \
        --tint-levels 256
    is_near some.png 5 5 100 100 100 12
    refused --tint 2
    says "0 to 1"
    refused --tint 1 --tint-levels 1
    says "2 to 256"
    refused --tint 1 --tint-max -1
    says "0 or more"
}

@test "a plan takes no options of matching" {
    matched
    changes_nothing exits 2 render plan.tif -l "$LIBRARY" -o out.png --spacing 2
    says "is a plan"
}

@test "make takes them, too" {
    exits 0 make "$PHOTOS" "$SOURCE" out.png --tile 16 --cells 12x9 --spacing 2 --flip --json
    json '.match.cost > .match.nearest_cost'
    changes_nothing exits 2 make "$PHOTOS" "$SOURCE" p.png --tile 16 --cells 12x9 --spacing 3
    says "16 photos" "12"
}

@test "--blend lays the source over the tiles" {
    mkdir photos
    flat photos/a.png 100 100 100
    quarters source.png
    exits 0 build photos -o library --tile 16
    exits 0 render source.png -l library -o half.png --cells 4x4 --blend 0.5 --json
    json '.writer == "canvas" and (.writer_reason | test("lays nothing over"))'
    is_near half.png 8 8 178 50 50 1
    is_near half.png 56 56 178 178 178 1
    exits 0 render source.png -l library -o all.jpg --cells 4x4 --blend 1
    is_near all.jpg 8 56 0 0 255 4
    exits 0 make photos source.png made.png --tile 16 --cells 4x4 --blend 0.5
    cmp made.png half.png
    changes_nothing exits 2 render source.png -l library -o p.png --cells 4x4 --blend 2
    says "0 to 1"
    changes_nothing exits 2 render source.png -l library -o p.png --cells 4x4 --blend 1 \
        --writer composed
    exits 0 plan source.png -l library -o plan.tif --cells 4x4
    changes_nothing exits 2 render plan.tif -l library -o p.png --blend 0.5
    says "needs the source"
}
