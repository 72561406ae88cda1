# Composed PNG, JPEG and TIFF as read by programs that Tessera doesn't use itself, against what the
# canvas draws or libvips saves.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

setup_file() {
    prepare_file
    export SCENES=$SHARED/scenes SOURCE=$SHARED/source.png MIXED=$SHARED/mixed
    make_source "$SOURCE"
    make_mixed_photos "$MIXED"
    local tile
    for tile in 16 24 50 64 100 128 256 48x16 20x30; do
        scene "$tile" "$MIXED" "$tile" 9x7
    done
    scene one-cell "$MIXED" 32 1x1
    scene one-row "$MIXED" 16 60x1
    scene one-column "$MIXED" 16 1x60
    # Scanlines about as long as DEFLATE's window of 32 KiB, with their byte that tells the filter.
    vips replicate "$SOURCE" "$SHARED/wide.png" 64 1
    scene within-window "$MIXED" 16 682x2 "$SHARED/wide.png"
    scene beyond-window "$MIXED" 16 683x2 "$SHARED/wide.png"
    make_plain_photos "$SHARED/grey" "$SHARED/flat"
    scene grey "$SHARED/grey" 32 12x9
    scene flat "$SHARED/flat" 32 12x9
    turned_scene turned 16 8
    turned_scene turned-oblong 48x16 4
}

# make_plain_photos GREY FLAT: folders of photos in shades of grey, and of one colour each.
make_plain_photos() {
    local i
    mkdir "$1" "$2"
    for i in 0 1 2 3; do
        photo "$SHARED/shades.png" $((i * 60 + 40)) $((i * 60 + 40)) $((i * 60 + 40))
        vips colourspace "$SHARED/shades.png" "$1/$i.png" b-w
        flat "$2/$i.png" $((i * 80)) $((240 - i * 80)) $((i % 2 * 255))
    done
}

setup() { prepare_test; }

# scenes MULTIPLE: those whose tiles have sides that are multiples of it.
scenes() {
    local plan width height
    for plan in "$SCENES"/*/plan.tif; do
        read -r width height < <(field "$plan" image-description |
            jq -r '"\(.tile_width) \(.tile_height)"')
        ((width % $1 || height % $1)) || basename "$(dirname "$plan")"
    done
}

# --- PNG -----------------------------------------------------------------------------------------

@test "PNG of any shape, content and orientation: other programs read the canvas's pixels" {
    needs gdal_translate convert pngcheck
    local scene count=0
    for scene in $(scenes 1); do
        render_scene "$scene" out.png --writer composed
        pngcheck -q out.png
        decodes_to "$SCENES/$scene/pixels.raw" out.png gdal magick vips
        count=$((count + 1))
    done
    ((count == 18))
}

@test "PNG of 96,000 px a line: other programs read the canvas's pixels" {
    needs gdal_translate pngcheck
    scene very-wide "$MIXED" 16 6000x2 "$SHARED/wide.png"
    render_scene very-wide out.png --writer composed
    pngcheck -q out.png
    decodes_to "$SCENES/very-wide/pixels.raw" out.png gdal vips
    rm -r "$SCENES/very-wide"
}

@test "PNG without its profile: the same pixels, and pngcheck is content" {
    needs gdal_translate convert pngcheck
    render_scene turned 'out.png[strip]' --writer composed
    pngcheck -q out.png
    decodes_to "$SCENES/turned/pixels.raw" out.png gdal magick vips
}

# --- JPEG ----------------------------------------------------------------------------------------

# jpeg_is_the_canvas SCENE OPTIONS CANVAS_OPTIONS
jpeg_is_the_canvas() {
    render_scene "$1" "out.jpg[$2]" --writer composed
    render_scene "$1" "canvas.jpg[$3]" --writer canvas
    [[ $(jpeginfo -c out.jpg) =~ ' OK '*$ ]] || { jpeginfo -c out.jpg && return 1; }
    decode_alike canvas.jpg out.jpg gdal magick vips ||
        { echo "of scene $1 with options [$2]" && return 1; }
}

@test "JPEG of any shape, content and orientation: other programs read what they do in libvips' own" {
    needs gdal_translate convert jpeginfo
    local scene count=0
    for scene in $(scenes 16); do
        jpeg_is_the_canvas "$scene" '' ''
        count=$((count + 1))
    done
    ((count == 14))
}

@test "JPEG of any option: other programs read what they do in libvips' own" {
    needs gdal_translate convert jpeginfo
    local options
    for options in Q={1,20,50,75,89,90,100} subsample-mode={off,on} Q=100,subsample-mode=on \
        Q=10,subsample-mode=off strip; do
        jpeg_is_the_canvas turned "$options" "$options"
    done
    # Tiles of 24 px allow no 4:2:0.
    jpeg_is_the_canvas 24 '' subsample-mode=off
    jpeg_is_the_canvas 24 Q=95 Q=95
}

# --- TIFF ----------------------------------------------------------------------------------------

# tiff_is_exact SCENE OPTIONS
tiff_is_exact() {
    render_scene "$1" "out.tif[$2]" --writer composed
    is_sound_tiff out.tif
    decodes_to "$SCENES/$1/pixels.raw" out.tif gdal magick vips ||
        { echo "of scene $1 with options [$2]" && return 1; }
}

@test "TIFF of any shape, content and orientation: other programs read the canvas's pixels" {
    needs gdal_translate convert tiffinfo
    local scene count=0
    for scene in $(scenes 16); do
        tiff_is_exact "$scene" ''
        count=$((count + 1))
    done
    ((count == 14))
}

@test "TIFF of any lossless option: other programs read the canvas's pixels" {
    needs gdal_translate convert tiffinfo
    local options
    for options in compression={none,lzw,deflate,zstd}{,',predictor=none,bigtiff=false'} \
        compression=webp,lossless compression=deflate,level={1,6,12} \
        compression=zstd,level={1,22} strip; do
        tiff_is_exact turned "$options"
    done
}

@test "TIFF in JPEG below Q 90: other programs read what they do in libvips' own" {
    needs gdal_translate convert tiffinfo
    local scene q
    for scene in 16 64 48x16 one-cell grey flat turned turned-oblong; do
        local tile
        tile=$(field "$SCENES/$scene/plan.tif" image-description |
            jq -r '"tile-width=\(.tile_width),tile-height=\(.tile_height)"')
        for q in 10 85; do
            render_scene "$scene" "out.tif[compression=jpeg,Q=$q]" --writer composed
            render_scene "$scene" "canvas.tif[compression=jpeg,Q=$q,$tile]" --writer canvas
            is_sound_tiff out.tif
            decode_alike canvas.tif out.tif gdal magick vips
        done
    done
}

@test "TIFF in JPEG without 4:2:0: other programs read what they do in such a JPEG of libvips'" {
    needs gdal_translate convert tiffinfo
    local options
    for options in Q=90 Q=100 Q=30,subsample-mode=off; do
        render_scene turned "out.tif[compression=jpeg,$options]" --writer composed
        render_scene turned "canvas.jpg[$options]" --writer canvas
        is_sound_tiff out.tif
        decode_alike canvas.jpg out.tif gdal magick vips
    done
}

@test "TIFF in lossy WebP: GDAL and libvips read the same pixels, near the canvas's" {
    needs gdal_translate tiffinfo
    render_scene 64 'out.tif[compression=webp,Q=95]' --writer composed
    is_sound_tiff out.tif
    decode vips out.tif pixels.raw
    decodes_to pixels.raw out.tif gdal
    render_scene 64 canvas.png --writer canvas
    exits 0 compare canvas.png out.tif --cells 9x7 --json
    json '.["4x_srgb"].psnr > 40' # what Q 95 of any codec keeps of smooth pictures and noise
}

# --- browsers ------------------------------------------------------------------------------------

# screenshot NAME WIDTH HEIGHT: of the page NAME.html, as NAME.shot.png.
screenshot() {
    timeout --kill-after=5 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --hide-scrollbars \
        --force-device-scale-factor=1 --window-size="$2,$3" \
        --screenshot="$PWD/$1.shot.png" "file://$PWD/$1.html" >chromium.log 2>&1 3>&- ||
        { cat chromium.log && return 1; }
}

# page NAME PICTURE...: one above the other.
page() {
    local picture
    {
        echo '<!doctype html><style>body { margin: 0 } img { display: block }</style>'
        for picture in "${@:2}"; do
            echo "<img src='$picture'>"
        done
    } >"$1.html"
}

@test "a browser shows composed PNG and JPEG as it shows libvips' own" {
    needs chromium
    local writer scene
    for writer in composed canvas; do
        local pictures=()
        for scene in 128 turned turned-oblong within-window; do
            render_scene "$scene" "$writer-$scene.png" --writer "$writer"
            render_scene "$scene" "$writer-$scene.jpg" --writer "$writer"
            pictures+=("$writer-$scene.png" "$writer-$scene.jpg")
        done
        page "$writer" "${pictures[@]}"
        screenshot "$writer" 1200 2600
    done
    same_pixels composed.shot.png canvas.shot.png
    # The first of them, to be sure that it does show pictures.
    vips crop canvas.shot.png first.png 0 0 "$(field canvas-128.png width)" \
        "$(field canvas-128.png height)"
    same_pixels first.png canvas-128.png
}
