# tessera render: a source, or a plan, to a mosaic in any format.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    "$TESSERA" plan "${SOURCE:?}" -l "${LIBRARY:?}" -o "$SHARED/plan.tif" --cells 12x9 --quiet
    export PLAN=$SHARED/plan.tif
}

setup() { prepare_test; }

@test "a mosaic holds the library's tiles in their cells" {
    mkdir photos
    flat photos/0.png 250 10 10
    flat photos/1.png 10 250 10
    flat photos/2.png 10 10 250
    flat photos/3.png 240 240 240
    quarters source.png
    exits 0 build photos -o library --tile 16x24
    exits 0 render source.png -l library -o out.png --cells 2x2
    has_size out.png 32 48
    [[ $(pixel out.png 0 0) == "250 10 10" && $(pixel out.png 15 23) == "250 10 10" ]]
    [[ $(pixel out.png 16 0) == "10 250 10" && $(pixel out.png 31 23) == "10 250 10" ]]
    [[ $(pixel out.png 0 24) == "10 10 250" && $(pixel out.png 31 47) == "240 240 240" ]]
}

@test "the report has what a program wants to know" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.tif --cells 12x9 --json
    json '.schema == 1 and .command == "render" and .width == 192 and .height == 144
        and .columns == 12 and .rows == 9 and .cells == 108 and .tiles == 12
        and .distinct_tiles > 1 and .distinct_tiles <= 12 and .output == "out.tif"'
    json '.seconds.total > 0 and .seconds.write > 0 and .peak_rss_bytes > 1000000
        and .warnings == [] and (.version | type) == "string"'
    json ".bytes == $(stat -c %s out.tif)"
}

@test "the report of a tree counts the bytes of all its files" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.dz --json
    json ".bytes == $(($(find . -type f -printf '%s\n' | paste -sd+)))"
}

@test "--across takes columns and fits the rows to the source" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --across 8
    has_size out.png 128 96
}

@test "each format has the mosaic's size" {
    local suffix
    for suffix in png jpg jpeg tif tiff webp gif v ppm; do
        exits 0 render "$PLAN" -l "$LIBRARY" -o "out.$suffix"
        has_size "out.$suffix" 192 144
    done
    exits 0 render "$PLAN" -l "$LIBRARY" -o OUT.PNG
    has_size OUT.PNG 192 144
}

@test "lossless formats hold the very same pixels" {
    local suffix
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.png
    for suffix in tif v ppm; do
        exits 0 render "$PLAN" -l "$LIBRARY" -o "out.$suffix"
        vips subtract out.png "out.$suffix" difference.v
        [[ $(vips max difference.v) == 0* && $(vips min difference.v) == [-0]* ]]
        [[ $(vips deviate difference.v) == 0* ]]
    done
}

@test "a deep zoom picture has its description and all its levels" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.dz
    grep -q 'Width="192"' out.dzi
    grep -q 'Height="144"' out.dzi
    [[ -f out_files/0/0_0.jpeg && -f out_files/8/0_0.jpeg ]]
    [[ ! -e out.dz ]]
    [[ $(listing | grep -c '/work/\.') == 0 ]]
}

@test "the report names an output that is there" {
    local name
    for name in out.png out.dz; do
        exits 0 render "$PLAN" -l "$LIBRARY" -o "$name" --json
        [[ -e $(value .output) ]]
    done
}

@test "a deep zoom picture can be one zip file" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o 'out.dz[container=zip]'
    local files=(*)
    [[ ${#files[@]} == 1 && $(head -c 2 "${files[0]}") == PK ]]
}

@test "options of the format are passed on" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o 'low.jpg[Q=10]'
    exits 0 render "$PLAN" -l "$LIBRARY" -o 'high.jpg[Q=98]'
    (($(stat -c %s low.jpg) < $(stat -c %s high.jpg)))
    exits 0 render "$PLAN" -l "$LIBRARY" -o 'pyramid.tif[pyramid,tile-width=64,tile-height=64]'
    (($(field pyramid.tif n-pages) > 1))
    exits 0 render "$PLAN" -l "$LIBRARY" -o 'plain.tif[compression=none,tile=false]'
    (($(stat -c %s plain.tif) > 192 * 144 * 3))
}

@test "an option that the format hasn't is refused and leaves nothing" {
    changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o 'out.png[nonsense=1]'
    says "nonsense"
    changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o 'out.jpg[Q=high]'
    says "out.jpg"
}

@test "px per inch are noted: 300, or those of --dpi" {
    local suffix
    for suffix in png jpg tif; do
        exits 0 render "$PLAN" -l "$LIBRARY" -o "usual.$suffix"
        [[ $(field "usual.$suffix" xres) == 11.8* && $(field "usual.$suffix" yres) == 11.8* ]]
        exits 0 render "$PLAN" -l "$LIBRARY" -o "screen.$suffix" --dpi 72
        [[ $(field "screen.$suffix" xres) == 2.83* && $(field "screen.$suffix" yres) == 2.83* ]]
    done
}

@test "an sRGB profile is attached" {
    local suffix
    for suffix in png jpg tif; do
        exits 0 render "$PLAN" -l "$LIBRARY" -o "out.$suffix"
        field "out.$suffix" icc-profile-data | base64 -d | grep -aq acsp
        [[ $(field "out.$suffix" interpretation) == *sRGB* ]]
    done
}

@test "mosaics are the same bytes at any number of threads" {
    local suffix threads
    for suffix in png tif jpg; do
        for threads in 1 2 7; do
            exits 0 render "$SOURCE" -l "$LIBRARY" -o "out$threads.$suffix" --across 40 \
                --threads "$threads"
        done
        same_bytes "out1.$suffix" "out2.$suffix"
        same_bytes "out1.$suffix" "out7.$suffix"
    done
}

@test "a deep zoom picture is the same bytes each time" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o one.dz --threads 1
    exits 0 render "$PLAN" -l "$LIBRARY" -o two.dz --threads 2
    same_bytes one.dzi two.dzi
    diff -r one_files two_files
}

@test "a source is turned upright by its EXIF orientation" {
    # Tiles 0 red, 1 green, 2 blue, 3 white; cells row by row, by orientation.
    local cells=('' 0123 1032 3210 2301 0213 2031 3120 1302) orientation found
    mkdir photos
    flat photos/0.png 255 0 0
    flat photos/1.png 0 255 0
    flat photos/2.png 0 0 255
    flat photos/3.png 255 255 255
    exits 0 build photos -o library --tile 16
    quarters plain.png
    vips copy plain.png 'plain.jpg[Q=95]'
    for orientation in 1 2 3 4 5 6 7 8; do
        turned plain.jpg source.jpg "$orientation"
        exits 0 plan source.jpg -l library -o plan.tif --cells 2x2 --force
        found=$(pixel plan.tif 0 0)$(pixel plan.tif 1 0)$(pixel plan.tif 0 1)$(pixel plan.tif 1 1)
        [[ $found == "${cells[orientation]}" ]] || { echo "$orientation: $found" && return 1; }
    done
}

@test "--across counts the columns of the upright source" {
    vips copy "$SOURCE" 'plain.jpg[Q=95]'
    turned plain.jpg source.jpg 6
    exits 0 render source.jpg -l "$LIBRARY" -o out.png --across 9
    has_size out.png 144 192
}

@test "sources of every usual kind give the mosaic of the plain one" {
    mkdir photos
    flat photos/0.png 200 40 40
    flat photos/1.png 40 200 40
    flat photos/2.png 40 40 200
    flat photos/3.png 220 220 220
    exits 0 build photos -o library --tile 16
    mosaic_of_colours plain.png 32 2 2 nearest '200 40 40' '40 200 40' '40 40 200' '220 220 220'
    mkdir sources
    vips copy plain.png sources/plain.jpg
    vips copy plain.png sources/plain.tif
    vips copy plain.png sources/plain.webp
    vips copy plain.png sources/plain.gif
    vips copy plain.png 'sources/palette.png[palette]'
    vips copy plain.png 'sources/interlaced.png[interlace]'
    vips colourspace plain.png sources/deep.png rgb16
    vips colourspace plain.png sources/lab.tif lab
    vips icc_export plain.png sources/cmyk.jpg --output-profile cmyk
    vips icc_export plain.png sources/cmyk.tif --output-profile cmyk
    exits 0 render plain.png -l library -o plain-mosaic.png --cells 2x2
    local source
    for source in sources/*; do
        exits 0 render "$source" -l library -o out.png --cells 2x2 --force
        cmp out.png plain-mosaic.png || { echo "of $source" && return 1; }
    done
}

@test "grey and black-and-white sources give a mosaic" {
    mosaic_of_colours rgb.png 32 2 1 nearest '0 0 0' '255 255 255'
    vips colourspace rgb.png grey.jpg b-w
    vips colourspace rgb.png grey.png b-w
    vips copy grey.png 'bits.png[bitdepth=1]'
    vips colourspace rgb.png deep.png grey16
    mkdir photos
    flat photos/0.png 255 255 255
    flat photos/1.png 0 0 0
    exits 0 build photos -o library --tile 16
    local source
    for source in grey.jpg grey.png bits.png deep.png; do
        exits 0 plan "$source" -l library -o plan.tif --cells 2x1 --force
        [[ "$(pixel plan.tif 0 0)$(pixel plan.tif 1 0)" == 10 ]]
    done
}

@test "--background lies behind a source's transparent pixels" {
    vips black black.v 32 32 --bands 4
    vips copy black.v clear.png --interpretation srgb
    mkdir photos
    flat photos/0.png 255 255 255
    flat photos/1.png 0 0 0
    exits 0 build photos -o library --tile 16
    exits 0 render clear.png -l library -o out.png --cells 2x2 --background '#000000'
    [[ $(pixel out.png 9 9) == "0 0 0" ]]
    exits 0 render clear.png -l library -o out.png --cells 2x2 --force
    [[ $(pixel out.png 9 9) == "255 255 255" ]]
}

@test "animated and multi-page sources give their first picture" {
    flat first.png 255 255 255
    flat second.png 0 0 0
    vips arrayjoin 'first.png second.png' pages.v --across 1
    vips copy pages.v 'source.gif[page-height=32]'
    vips copy pages.v 'source.webp[page-height=32,lossless]'
    vips copy pages.v 'source.tif[page-height=32]'
    mkdir photos
    flat photos/0.png 255 255 255
    flat photos/1.png 0 0 0
    exits 0 build photos -o library --tile 16
    local source
    for source in source.gif source.webp source.tif; do
        exits 0 render "$source" -l library -o out.png --cells 2x2 --force
        has_size out.png 32 32
        [[ $(pixel out.png 0 31) == "255 255 255" ]]
    done
}

@test "sources and outputs may have any name" {
    local names=('with space' $'new\nline' '-dash' "quote'\"" '[brackets]' '*' 'photo.jpg[shrink=8]'
        $'not-utf8-\xff' '~' '@at' '%s%n' 'ünï') name
    for name in "${names[@]}"; do
        cp "$SOURCE" "./$name source.png"
        "$TESSERA" render --quiet -l "$LIBRARY" --output="$name out.png" --cells 4x3 -- \
            "$name source.png"
        [[ -s "./$name out.png" ]] || { echo "$name" && return 1; }
    done
}

@test "a plan can't be given a grid" {
    changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o out.png --cells 12x9
    says "plan.tif" "--cells"
    changes_nothing exits 2 render "$PLAN" -l "$LIBRARY" -o out.png --across 12
    says "plan.tif" "--across"
}

@test "a plan is refused with another library, and both are named" {
    exits 0 build "$PHOTOS" -o other --tile 24 --json
    local other own
    other=$(value .digest)
    exits 0 info "$LIBRARY" --json
    own=$(value .digest)
    changes_nothing exits 2 render "$PLAN" -l other -o out.png
    says "plan.tif" "$own" "$other"
}

@test "a plan is refused with the same library without its last photo" {
    cp -r "$PHOTOS" photos
    rm photos/photo11.png
    exits 0 build photos -o fewer --tile 16
    changes_nothing exits 2 render "$PLAN" -l fewer -o out.png
}

@test "a source smaller than its grid is refused" {
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 97x72
    says "source.png" "96"
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 96x72
}

@test "what JPEG, WebP and GIF can't hold is refused before any work" {
    vips black long.png 8192 2 --bands 3
    local refused
    for refused in out.jpg:65500 out.gif:65535 out.webp:16383; do
        changes_nothing exits 2 render long.png -l "$LIBRARY" -o "${refused%:*}" --cells 8192x1
        says "${refused%:*}" "${refused#*:}" "131072" ".png" ".tif" ".dz"
        says_not "match:"
    done
    exits 0 render long.png -l "$LIBRARY" -o out.tif --cells 8192x1
    has_size out.tif 131072 16
}

@test "the longest JPEG and WebP are written" {
    vips black long.png 4095 4 --bands 3
    exits 0 render long.png -l "$LIBRARY" -o out.jpg --cells 4093x1
    has_size out.jpg 65488 16
    exits 0 render long.png -l "$LIBRARY" -o out.webp --cells 1023x1
    has_size out.webp 16368 16
}

@test "a JPEG between libjpeg's limit and its format's is written, or refused before any work" {
    vips black long.png 4095 4 --bands 3
    run --separate-stderr "$TESSERA" render long.png -l "$LIBRARY" -o out.jpg --cells 4095x1
    if ((status == 0)); then
        has_size out.jpg 65520 16
    else
        ((status == 2))
        says ".png" ".tif"
        says_not "match:"
    fi
}

@test "a suffix that no format has is refused with those that there are" {
    local name
    for name in out.xyz out 'out.png.' .png; do
        changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o "$name" --cells 12x9
        says ".png" ".tif"
    done
}
