# Steps of the tests that have mosaics decoded by programs that Tessera doesn't use itself.
# shellcheck shell=bash
#
# A scene is a mosaic of a shape or content of its own: its folder holds the library, the plan and
# what the canvas draws, as bare pixels.

# needs PROGRAM...: skips the test where one isn't installed.
needs() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || skip "'$program' is not installed"
    done
}

# --- scenes --------------------------------------------------------------------------------------

# Photos of many kinds: smooth, of one colour, and noise.
make_mixed_photos() {
    local i
    make_photos "$1"
    for i in 0 1 2; do
        noise_photo "$1/noise$i.png" $((60 + i * 70)) 50 "$i"
        flat "$1/flat$i.png" $((i * 120)) $((250 - i * 80)) 77
    done
}

# noise_photo FILE MEAN SIGMA SEED: 64 x 48 px of grey noise that no format makes much smaller.
noise_photo() {
    vips gaussnoise "$SHARED/noise.v" 64 48 --mean "$2" --sigma "$3" --seed "$4"
    vips cast "$SHARED/noise.v" "$1" uchar
}

# scene NAME PHOTOS TILE CELLS [SOURCE]
scene() {
    local folder=$SCENES/$1
    mkdir -p "$folder"
    "$TESSERA" build "$2" -o "$folder/library" --tile "$3" --quiet
    "$TESSERA" plan "${5:-$SOURCE}" -l "$folder/library" -o "$folder/plan.tif" --cells "$4" --quiet
    draw_scene "$1"
}

draw_scene() {
    "$TESSERA" render "$SCENES/$1/plan.tif" -l "$SCENES/$1/library" -o "$SCENES/$1/pixels.raw" \
        --writer canvas --quiet
}

# turned_scene NAME SCENE ORIENTATIONS: one like it, its tiles in so many orientations by turns.
turned_scene() {
    local folder=$SCENES/$1 from=$SCENES/$2 width height
    mkdir -p "$folder"
    ln -s "$from/library" "$folder/library"
    width=$(field "$from/plan.tif" width)
    height=$(field "$from/plan.tif" height)
    # Orientations are (x + 3 y) mod n, in the upper three bits of the plan's pixels.
    vips xyz "$folder/xy.v" "$width" "$height"
    printf '2 1\n1 3\n' >"$folder/sum.mat"
    vips recomb "$folder/xy.v" "$folder/sum.v" "$folder/sum.mat"
    vips remainder_const "$folder/sum.v" "$folder/rest.v" "$3"
    vips cast "$folder/rest.v" "$folder/orientation.v" uint
    vips boolean_const "$folder/orientation.v" "$folder/bits.v" lshift 29
    vips add "$from/plan.tif" "$folder/bits.v" "$folder/plan.tif[compression=deflate]"
    rm "$folder"/*.v "$folder/sum.mat"
    draw_scene "$1"
}

# render_scene SCENE OUT ARGUMENT...: OUT gives way.
render_scene() {
    local scene=$SCENES/$1
    shift
    exits 0 render "$scene/plan.tif" -l "$scene/library" --force -o "$@"
}

# --- decoding ------------------------------------------------------------------------------------

# strictly FILE: with the option of libvips that makes warnings errors, after others or alone.
strictly() {
    case $1 in
    *']') echo "${1%?},fail_on=warning]" ;;
    *) echo "$1[fail_on=warning]" ;;
    esac
}

# decode PROGRAM FILE OUT: its pixels, as bytes of red, green, blue. FILE may have options of libvips
# behind it, for libvips alone. Remarks of the program are errors.
decode() {
    local remarks code=0
    rm -f "$3"
    case $1 in
    gdal) remarks=$(gdal_translate -q -of ENVI -co INTERLEAVE=BIP "$2" "$3" 2>&1) || code=$? ;;
    magick) remarks=$(convert "$2" -depth 8 "rgb:$3" 2>&1) || code=$? ;;
    vips) remarks=$(vips rawsave "$(strictly "$2")" "$3" 2>&1) || code=$? ;;
    *) remarks="there is no '$1'" ;;
    esac
    if ((code != 0)) || [[ -n $remarks || ! -s $3 ]]; then
        printf '%s of %s: %s\n' "$1" "$2" "$remarks"
        return 1
    fi
}

# decodes_to PIXELS FILE PROGRAM...: each reads these very bytes.
decodes_to() {
    local wanted=$1 file=$2 program found=$BATS_TEST_TMPDIR/found.raw
    for program in "${@:3}"; do
        decode "$program" "$file" "$found" || return 1
        cmp "$found" "$wanted" || { echo "$program reads other pixels in $file" && return 1; }
    done
}

# decode_alike A B PROGRAM...: each reads the same pixels in both.
decode_alike() {
    local program wanted=$BATS_TEST_TMPDIR/wanted.raw
    for program in "${@:3}"; do
        decode "$program" "$1" "$wanted" || return 1
        decodes_to "$wanted" "$2" "$program" || return 1
    done
}

# is_sound_tiff FILE: libtiff reads its directories without a word.
is_sound_tiff() {
    local remarks
    remarks=$(tiffinfo "$1" 2>&1 >/dev/null)
    [[ -z $remarks ]] || { printf '%s: %s\n' "$1" "$remarks" && return 1; }
}
