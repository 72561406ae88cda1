# tessera build: what becomes a tile of which photo, and what the library says of it.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() { prepare_test; }

# tiles_of INPUT...: the number of tiles of a library of these; $stderr and $output stay.
tiles_of() {
    exits 0 build "$@" -o library --tile 16 --force --json
    value .tiles
}

# The first tile of a library as the picture tile.png.
show_tile() {
    exits 0 render "$SOURCE" -l "$1" -o tile.png --cells 1x1 --force
}

@test "a folder becomes a library of all its photos" {
    exits 0 build "$PHOTOS" -o photos.tiles
    says "photos.tiles" "12 tiles" "128 x 128 px"
    exits 0 info photos.tiles --json
    json '.kind == "library" and .tiles == 12 and .tile_width == 128 and .tile_height == 128'
}

@test "the report has what a program wants to know" {
    exits 0 build "$PHOTOS" -o library --tile 16x24 --json
    json '.schema == 1 and .command == "build" and .tiles == 12 and .tile_width == 16
        and .tile_height == 24 and .output == "library" and .skipped == [] and .warnings == []'
    json '(.digest | test("^[0-9a-f]{32}$")) and .seconds.total > 0 and .seconds.build > 0
        and .peak_rss_bytes > 1000000 and (.version | type) == "string"'
    json ".bytes == $(stat -c %s library)"
}

@test "folders are searched at all depths; hidden files and other suffixes don't count" {
    mkdir -p photos/deep/deeper photos/.hidden 'photos/with space'
    cp "$PHOTOS/photo00.png" photos/one.png
    cp "$PHOTOS/photo01.png" photos/deep/deeper/TWO.PNG
    vips copy "$PHOTOS/photo02.png" 'photos/with space/three.jpeg'
    cp "$PHOTOS/photo03.png" photos/.hidden/not.png
    cp "$PHOTOS/photo03.png" photos/.not.png
    cp "$PHOTOS/photo03.png" photos/not.text
    echo text >photos/README
    [[ $(tiles_of photos) == 3 ]]
    exits 0 build photos -o library --tile 16 --force --json
    json '.skipped == []'
}

@test "a file named outright counts whatever its name is" {
    cp "$PHOTOS/photo00.png" .hidden
    cp "$PHOTOS/photo01.png" picture.text
    [[ $(tiles_of .hidden picture.text) == 2 ]]
}

@test "files, folders and quoted globs go together, each photo once" {
    mkdir a
    cp "$PHOTOS"/photo0[0-3].png a
    [[ $(tiles_of a 'a/*.png' a/photo00.png "$PHOTOS/photo1?.png") == 6 ]]
}

@test "a glob is expanded by the command, folders below it too" {
    mkdir -p sets/one sets/two
    cp "$PHOTOS/photo00.png" sets/one
    cp "$PHOTOS/photo01.png" sets/two
    [[ $(tiles_of 'sets/*') == 2 ]]
    changes_nothing exits 3 build 'sets/*.webp' -o other
    says "sets/*.webp"
}

@test "links to photos count, links to folders below a folder don't" {
    mkdir photos
    ln -s "$PHOTOS/photo00.png" photos/link.png
    ln -s "$PHOTOS" photos/folder
    ln -s . photos/loop
    [[ $(tiles_of photos) == 1 ]]
    ln -s "$PHOTOS" named
    [[ $(tiles_of named) == 12 ]]
}

@test "@LIST names a path a line: files, folders and globs" {
    mkdir a
    cp "$PHOTOS/photo00.png" 'a/with space.png'
    printf '%s\n' "$PHOTOS/photo01.png" 'a/with space.png' '' "$PHOTOS/photo1*.png" >list.txt
    [[ $(tiles_of @list.txt) == 4 ]]
    printf 'a/with space.png\r\n' >dos.txt
    [[ $(tiles_of @dos.txt "$PHOTOS/photo05.png") == 2 ]]
}

@test "a list that is missing or names what isn't there is refused by name" {
    changes_nothing exits 3 build @missing.txt -o library
    says "missing.txt"
    echo gone.png >list.txt
    changes_nothing exits 3 build @list.txt -o library
    says "gone.png"
}

@test "a list that names itself is refused" {
    echo @list.txt >list.txt
    changes_nothing exits 3 build @list.txt -o library
    says "list.txt"
}

@test "--files-from0 reads paths from a file and from standard input" {
    printf '%s\0' "$PHOTOS/photo00.png" "$PHOTOS/photo01.png" >list
    [[ $(tiles_of --files-from0 list) == 2 ]]
    [[ $(tiles_of --files-from0 list "$PHOTOS/photo02.png") == 3 ]]
    find "$PHOTOS" -name 'photo0*.png' -print0 >list
    [[ $(tiles_of --files-from0 - <list) == 10 ]]
    changes_nothing exits 3 build --files-from0 missing -o other
    says "missing"
}

@test "--files-from0 of nothing is an error that leaves nothing" {
    : >list
    changes_nothing exits 3 build --files-from0 list -o library
}

@test "photos may have any name" {
    local names=('with space.jpg' $'new\nline.jpg' '-dash.jpg' "quote'\".jpg" '[brackets].jpg'
        'photo.jpg[shrink=8].jpg' $'not-utf8-\xff\xfe.jpg' '*.jpg' 'back\slash.jpg' '~.jpg'
        '@at.jpg' '%s%n.jpg' 'ünï.jpg' '{}.jpg') name i=0
    mkdir photos
    for name in "${names[@]}"; do
        vips copy "$PHOTOS/photo$(printf '%02d' $((i++ % 12))).png" "photos/plain.jpg"
        mv photos/plain.jpg "photos/$name"
    done
    exits 0 build photos -o library --tile 16 --json
    json ".tiles == ${#names[@]} and .skipped == []"
    find photos -type f -print0 | "$TESSERA" build --files-from0 - -o again --tile 16 --quiet
    exits 0 info again --json
    json ".tiles == ${#names[@]}"
    cd photos
    exits 0 build -o ../named --tile 16 --json -- "${names[@]}"
    json ".tiles == ${#names[@]}"
}

@test "a name that ends in a bracket is never taken for options of the format" {
    vips copy "$PHOTOS/photo00.png" plain.jpg
    vips copy "$PHOTOS/photo00.png" plain.tif
    mv plain.jpg 'photo.jpg[shrink=8]'
    mv plain.tif 'photo.tif[page=7]'
    exits 0 build 'photo.jpg[shrink=8]' 'photo.tif[page=7]' -o library --tile 16 --json
    json '.tiles == 2 and .skipped == []'
}

@test "names that are not UTF-8 don't break the report" {
    local name=$'\xff\xfe.jpg'
    echo text >"$name"
    exits 0 build "$name" "$PHOTOS" -o $'library\xff' --tile 16 --json
    json '.tiles == 12 and (.skipped | length) == 1'
}

@test "tile ids follow the byte order of the paths" {
    mkdir photos
    flat photos/a.png 255 0 0
    flat photos/B.png 0 255 0
    flat photos/é.png 0 0 255
    flat photos/a10.png 255 255 255
    quarters source.png # red, green, blue, white
    exits 0 build photos/é.png photos/a10.png photos/a.png photos/B.png -o library --tile 16
    exits 0 plan source.png -l library -o plan.tif --cells 2x2
    [[ "$(pixel plan.tif 0 0) $(pixel plan.tif 1 0)" == "1 0" ]] # a.png B.png
    [[ "$(pixel plan.tif 0 1) $(pixel plan.tif 1 1)" == "3 2" ]] # é.png a10.png
}

@test "--tile takes a side or two" {
    exits 0 build "$PHOTOS" -o square --tile 16 --json
    json '.tile_width == 16 and .tile_height == 16'
    exits 0 build "$PHOTOS" -o wide --tile 24x16 --json
    json '.tile_width == 24 and .tile_height == 16'
    show_tile wide
    has_size tile.png 24 16
}

@test "--crop chooses the part of a photo that becomes the tile" {
    # Grey, but for a lively square at its left end. A JPEG and a PNG: they're decoded differently.
    vips gaussnoise noise.v 48 48 --mean 128 --sigma 80 --seed 7
    vips bandjoin "noise.v noise.v noise.v" three.v
    vips linear three.v lively.png 1 0 --uchar
    vips black grey.v 144 48 --bands 3
    vips linear grey.v grey.png 1 128 --uchar
    vips join lively.png grey.png wide.png horizontal
    vips copy wide.png wide.jpg
    local crop photo
    for photo in wide.jpg wide.png; do
        for crop in centre entropy attention; do
            exits 0 build "$photo" -o "$crop" --tile 48 --crop "$crop" --force
            exits 0 render "$SOURCE" -l "$crop" -o "$crop.png" --cells 1x1 --force
        done
        (($(vips deviate centre.png | cut -d. -f1) < 2))
        (($(vips deviate entropy.png | cut -d. -f1) > 20))
        (($(vips deviate attention.png | cut -d. -f1) > 20))
    done
    exits 0 info entropy
    [[ $output == *'"crop":"entropy"'* ]]
}

@test "--embedded takes the thumbnail in a JPEG, where it is large enough" {
    photo photo.png 20 40 200
    vips resize photo.png photo.jpg 5
    flat flat.png 250 30 30
    vips resize flat.png thumbnail.jpg 5 --vscale 3.75
    with_thumbnail photo.jpg thumbnail.jpg camera.jpg
    exits 0 build camera.jpg -o library --tile 100 --embedded
    show_tile library
    is_near tile.png 50 50 250 30 30
    exits 0 info library
    [[ $output == *'"embedded":true'* ]]
    exits 0 build camera.jpg -o library --tile 121 --embedded --force
    show_tile library
    [[ $(pixel tile.png 50 50) != "250 30 30" ]]
    exits 0 build camera.jpg -o plain --tile 100
    exits 0 build photo.jpg -o alone --tile 100
    show_tile plain
    mv tile.png plain.png
    show_tile alone
    same_pixels tile.png plain.png
}

@test "--embedded makes another library for make" {
    photo photo.png 20 40 200
    vips resize photo.png photo.jpg 5
    exits 0 make photo.jpg "$SOURCE" a.png --tile 16 --cells 4x3 --json
    exits 0 make photo.jpg "$SOURCE" b.png --tile 16 --cells 4x3 --embedded --json
    json '.library_reused == false'
    exits 0 make photo.jpg "$SOURCE" c.png --tile 16 --cells 4x3 --embedded --json
    json '.library_reused == true'
}

@test "--background lies behind transparent pixels" {
    vips black black.v 32 32 --bands 4
    vips copy black.v clear.png --interpretation srgb
    exits 0 build clear.png -o library --tile 16 --background '#ffcc00'
    show_tile library
    is_near tile.png 8 8 255 204 0 0
    exits 0 build clear.png -o library --tile 16 --force
    show_tile library
    is_near tile.png 8 8 255 255 255 0
    exits 0 build clear.png -o library --tile 16 --force --background black
    show_tile library
    is_near tile.png 8 8 0 0 0 0
}

@test "--store is noted" {
    exits 0 build "$PHOTOS" -o library --tile 16 --store lmdb
    exits 0 info library --json
    json '.tiles == 12'
}

@test "photos that can't be read are skipped, counted and explained" {
    mkdir photos
    cp "$PHOTOS"/photo0[0-2].png photos
    echo "not a picture" >photos/text.jpg
    : >photos/empty.png
    head -c 60 "$PHOTOS/photo00.png" >photos/header.png
    exits 0 build photos -o library --tile 16 --json
    json '.tiles == 3 and ([.skipped[].path] == ["photos/empty.png", "photos/header.png",
        "photos/text.jpg"]) and all(.skipped[]; (.reason | length) > 0)'
    json '.warnings | length == 1'
    says "3 of 6 photos were skipped" "text.jpg" "empty.png" "header.png"
    exits 0 info library --json
    json '.skipped == 3'
}

@test "photos that were cut short are never made tiles of" {
    local kind
    mkdir photos
    for kind in png jpg tif webp gif; do
        vips copy "$PHOTOS/photo00.png" "whole.$kind"
        first_half "whole.$kind" "photos/half.$kind"
    done
    vips copy "$PHOTOS/photo00.png" 'whole.jpg[interlace]'
    first_half whole.jpg photos/progressive.jpg
    exits 0 build photos "$PHOTOS/photo00.png" -o library --tile 16 --json
    json '[.skipped[].path] | sort == (["gif", "jpg", "png", "tif", "webp"
        | "photos/half." + .] + ["photos/progressive.jpg"])'
    # libvips' messages are shared by all threads.
    json 'all(.skipped[]; (.path | endswith(".gif")) and (.reason | contains("Jpeg")) | not)'
    for kind in png jpg; do
        changes_nothing exits 3 build "photos/half.$kind" -o other --tile 16 --on-error fail
        says "photos/half.$kind"
    done
}

@test "--on-error skip is the default" {
    echo text >bad.jpg
    exits 0 build "$PHOTOS" bad.jpg -o library --tile 16 --on-error skip --json
    json '.tiles == 12 and (.skipped | length) == 1'
}

@test "--on-error fail stops at the first bad photo in path order" {
    mkdir photos
    cp "$PHOTOS"/*.png photos
    echo text >photos/b.jpg
    echo text >photos/a.jpg
    changes_nothing exits 3 build photos -o library --tile 16 --on-error fail
    says "photos/a.jpg"
    says_not "photos/b.jpg"
}

@test "--errors-to lists the skipped photos with their reasons" {
    mkdir photos
    cp "$PHOTOS/photo00.png" photos
    echo text >photos/b.jpg
    : >photos/a.png
    exits 0 build photos -o library --tile 16 --errors-to errors.txt
    [[ $(grep -v '^#' errors.txt) == $'photos/a.png\nphotos/b.jpg' ]]
    (($(grep -c '^# .*photos/[ab]' errors.txt) == 2))
    exits 0 build "$PHOTOS" -o library --tile 16 --errors-to none.txt --force
    [[ ! -s none.txt ]]
}

@test "the list of --errors-to can be given again as @FILE" {
    mkdir photos
    cp "$PHOTOS/photo00.png" photos
    cp "$PHOTOS/photo01.png" good.png
    echo text >photos/late.png
    exits 0 build photos -o library --tile 16 --errors-to errors.txt
    cp good.png photos/late.png
    exits 0 build @errors.txt -o second --tile 16 --json
    json '.tiles == 1 and .skipped == []'
}

@test "--errors-to lists the photos also where none could be read" {
    echo text >bad.jpg
    exits 3 build bad.jpg -o library --tile 16 --errors-to errors.txt
    grep -qx bad.jpg errors.txt
    [[ ! -e library ]]
}

@test "--errors-to in a missing folder is refused before any work" {
    changes_nothing exits 4 build "$PHOTOS" -o library --tile 16 --errors-to missing/errors.txt
    says "missing/errors.txt"
    says_not "build:"
}

@test "the library is the same bytes at any number of threads" {
    local threads
    for threads in 1 2 7; do
        exits 0 build "$PHOTOS" -o "library$threads" --tile 24x16 --threads "$threads"
    done
    same_bytes library1 library2
    same_bytes library1 library7
}

@test "the library is the same bytes when it is built again" {
    exits 0 build "$PHOTOS" -o one --tile 16
    exits 0 build "$PHOTOS/" -o two --tile 16
    same_bytes one two
}

@test "the same photos in another folder give a library of the same digest" {
    cp -r "$PHOTOS" elsewhere
    touch -d 2001-02-03 elsewhere/*
    exits 0 build elsewhere -o library --tile 16 --json
    local digest
    digest=$(value .digest)
    exits 0 info "$LIBRARY" --json
    json ".digest == \"$digest\""
}

@test "photos of every usual kind become tiles of the right colour" {
    flat rgb.png 200 60 30
    mkdir photos
    vips copy rgb.png photos/plain.jpg
    vips copy rgb.png photos/plain.tif
    vips copy rgb.png photos/plain.webp
    vips copy rgb.png photos/plain.gif
    vips copy rgb.png photos/plain.ppm
    vips copy rgb.png 'photos/palette.png[palette]'
    vips copy rgb.png 'photos/interlaced.png[interlace]'
    vips copy rgb.png 'photos/progressive.jpg[interlace]'
    vips colourspace rgb.png photos/deep.png rgb16
    vips colourspace rgb.png photos/deep.tif rgb16
    vips colourspace rgb.png photos/lab.tif lab
    vips icc_export rgb.png photos/cmyk.tif --output-profile cmyk
    vips icc_export rgb.png photos/cmyk.jpg --output-profile cmyk
    local photo
    for photo in photos/*; do
        exits 0 build "$photo" -o library --tile 16 --force --on-error fail
        show_tile library
        is_near tile.png 8 8 200 60 30 16 || { echo "of $photo" && return 1; }
    done
}

@test "grey photos become grey tiles" {
    flat rgb.png 90 90 90
    vips colourspace rgb.png grey.jpg b-w
    vips colourspace rgb.png deep.png grey16
    flat white.png 255 255 255
    vips colourspace white.png grey.png b-w
    vips copy grey.png 'bits.png[bitdepth=1]'
    local photo
    for photo in grey.jpg deep.png; do
        exits 0 build "$photo" -o library --tile 16 --force --on-error fail
        show_tile library
        is_near tile.png 8 8 90 90 90 2
    done
    exits 0 build bits.png -o library --tile 16 --force --on-error fail
    show_tile library
    is_near tile.png 8 8 255 255 255 0
}

@test "animated and multi-page photos give their first picture" {
    flat first.png 200 60 30
    flat second.png 20 60 200
    vips arrayjoin 'first.png second.png' pages.v --across 1
    vips copy pages.v 'animated.gif[page-height=32]'
    vips copy pages.v 'animated.webp[page-height=32,lossless]'
    vips copy pages.v 'pages.tif[page-height=32]'
    (($(field animated.gif n-pages) == 2))
    local photo
    for photo in animated.gif animated.webp pages.tif; do
        exits 0 build "$photo" -o library --tile 16 --force --on-error fail
        show_tile library
        is_near tile.png 8 3 200 60 30
        is_near tile.png 8 13 200 60 30
    done
}

@test "photos are turned upright by their EXIF orientation" {
    local -A rgb=([red]='255 0 0' [green]='0 255 0' [blue]='0 0 255' [white]='255 255 255')
    # Upper left and upper right quarter of the upright picture, by orientation.
    local left=('' red green white blue red blue white green)
    local right=('' green red blue white blue red green white)
    local orientation corner
    quarters plain.png
    vips copy plain.png 'plain.jpg[Q=95]'
    for orientation in 1 2 3 4 5 6 7 8; do
        turned plain.jpg turned.jpg "$orientation"
        exits 0 build turned.jpg -o library --tile 32 --force --on-error fail
        show_tile library
        read -ra corner <<<"${rgb[${left[orientation]}]}"
        is_near tile.png 6 6 "${corner[@]}" 20
        read -ra corner <<<"${rgb[${right[orientation]}]}"
        is_near tile.png 25 6 "${corner[@]}" 20
    done
}

@test "orientation counts in TIFF and WebP too" {
    quarters plain.png
    vips copy plain.png 'plain.jpg[Q=95]'
    turned plain.jpg turned.jpg 6
    vips copy turned.jpg turned.tif
    vips copy turned.jpg 'turned.webp[lossless]'
    local photo
    for photo in turned.tif turned.webp; do
        exits 0 build "$photo" -o library --tile 32 --force --on-error fail
        show_tile library
        is_near tile.png 6 6 0 0 255 20
        is_near tile.png 25 6 255 0 0 20
    done
}
