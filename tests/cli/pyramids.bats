# Composed pyramids as read by programs that Tessera doesn't use itself.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

VALIDATOR=/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_cloud_optimized_geotiff.py

setup_file() {
    prepare_file
    export SCENES=$SHARED/scenes SOURCE=$SHARED/source.png MIXED=$SHARED/mixed
    make_source "$SOURCE"
    make_mixed_photos "$MIXED"
    # Of tiles that halve once, often, and never.
    scene 16 "$MIXED" 16 45x35
    scene 48x32 "$MIXED" 48x32 17x23
    scene 128 "$MIXED" 128 5x4
    turned_scene turned 16 8
    scene one-cell "$MIXED" 16 1x1
    scene one-row "$MIXED" 64 25x1
    scene one-column "$MIXED" 64 1x25
    # Its smallest levels have sides of an odd number of px: 261 x 5, then 131 x 3.
    vips replicate "$SOURCE" "$SHARED/wide.png" 3 1
    scene odd "$MIXED" 16 261x5 "$SHARED/wide.png"
}

setup() { prepare_test; }

all_scenes() { ls "$SCENES"; }

# level FILE KIND NUMBER: as libvips is asked for it; 0 is the mosaic.
level() {
    case $2 in
    ome) if (($3)); then echo "$1[subifd=$(($3 - 1))]"; else echo "$1"; fi ;;
    *) echo "$1[page=$3]" ;;
    esac
}

# expected_levels SCENE: level0.v, level1.v ...: the canvas, and each half of the one before by
# libvips, down to 256 px; as .raw too. Sets $levels.
expected_levels() {
    local folder=$SCENES/$1/levels width height
    if [[ ! -d $folder ]]; then
        mkdir "$folder"
        render_scene "$1" "$folder/level0.v" --writer canvas
    fi
    for ((levels = 1; ; ++levels)); do
        local from=$folder/level$((levels - 1)).v to=$folder/level$levels.v
        [[ -e ${from%v}raw ]] || vips rawsave "$from" "${from%v}raw"
        width=$(field "$from" width) height=$(field "$from" height)
        ((width > 256 || height > 256)) || break
        [[ -e $to ]] || half_by_libvips "$from" "$to" "$width" "$height"
    done
    ln -sf "$folder"/* .
}

# half_by_libvips IN OUT WIDTH HEIGHT: means of 2 x 2 px; beyond the edges the last px goes on.
half_by_libvips() {
    vips embed "$1" even.v 0 0 $(($3 + $3 % 2)) $(($4 + $4 % 2)) --extend copy
    vips linear even.v float.v 1 0.5 # what makes whole numbers of it cuts the rest off
    vips shrink float.v means.v 2 2
    vips cast means.v "$2" uchar
}

# has_levels FILE KIND: libvips reads the very pixels of expected_levels, and no level more.
has_levels() {
    local i found
    case $2 in
    ome) found=$(($(field "$1" n-subifds 2>/dev/null || echo 0) + 1)) ;;
    *) found=$(field "$1" n-pages) ;;
    esac
    ((found == levels)) || { echo "$1 has $found levels, not $levels" && return 1; }
    for ((i = 0; i < levels; ++i)); do
        vips rawsave "$(level "$1" "$2" "$i")" level.raw
        cmp "level$i.raw" level.raw || { echo "of $(level "$1" "$2" "$i")" && return 1; }
    done
}

# gdal_has_levels FILE: GDAL takes them for overviews, and reads in them what libvips does.
gdal_has_levels() {
    local i sizes=()
    for ((i = 1; i < levels; ++i)); do
        sizes+=("$(field "level$i.v" width)x$(field "level$i.v" height)")
        gdal_translate -q -ovr $((i - 1)) -of ENVI -co INTERLEAVE=BIP "$1" overview.raw
        cmp "level$i.raw" overview.raw || return 1
    done
    [[ $(gdalinfo "$1" | sed -n 's/, / /g; s/^  Overviews: //p' | uniq) == "${sizes[*]}" ]] ||
        { gdalinfo "$1" && return 1; }
}

is_cloud_optimised() {
    if ! /usr/bin/python3 "$VALIDATOR" --full-check=yes "$1" >validator.log 2>&1 ||
        grep --quiet --ignore-case warning validator.log; then
        cat validator.log
        return 1
    fi
}

needs_validator() {
    needs gdal_translate
    [[ -e $VALIDATOR ]] || skip "GDAL's validator of cloud-optimised TIFFs is not installed"
}

@test "a pyramid of any shape holds the canvas and its halves, as GDAL and libvips read it" {
    needs gdal_translate tiffinfo
    local scene kind levels
    for scene in $(all_scenes); do
        expected_levels "$scene"
        for kind in pages ome; do
            render_scene "$scene" "out.tif[pyramid=$kind]" --writer composed
            is_sound_tiff out.tif
            has_levels out.tif "$kind" || { echo "of scene $scene" && return 1; }
            gdal_has_levels out.tif
        done
    done
}

@test "a pyramid in any lossless compression holds the canvas and its halves" {
    needs gdal_translate tiffinfo
    local levels kind options
    expected_levels turned
    for kind in pages ome; do
        for options in compression={none,lzw,zstd} compression=webp,lossless bigtiff=false \
            strip predictor=none; do
            render_scene turned "out.tif[pyramid=$kind,$options]" --writer composed
            is_sound_tiff out.tif
            has_levels out.tif "$kind" || { echo "with options [$options]" && return 1; }
        done
        gdal_has_levels out.tif
    done
}

@test "a pyramid in JPEG or lossy WebP has the same pixels in pages and in SubIFDs" {
    needs tiffinfo
    local i kind levels options
    expected_levels turned
    for options in compression=jpeg compression=jpeg,Q=95 compression=webp; do
        for kind in pages ome; do
            render_scene turned "$kind.tif[pyramid=$kind,$options]" --writer composed
            is_sound_tiff "$kind.tif"
        done
        for ((i = 0; i < levels; ++i)); do
            same_pixels "$(level pages.tif pages "$i")" "$(level ome.tif ome "$i")"
        done
        [[ $(field pages.tif n-pages) == "$levels" ]]
    done
}

@test "[pyramid=cog] passes GDAL's validator, of any shape and compression" {
    needs_validator
    local scene options
    for scene in $(all_scenes); do
        render_scene "$scene" 'out.tif[pyramid=cog]' --writer composed
        is_cloud_optimised out.tif || { echo "of scene $scene" && return 1; }
    done
    for options in compression={none,lzw,zstd,jpeg,webp} compression=jpeg,Q=95 bigtiff=false strip; do
        render_scene turned "out.tif[pyramid=cog,$options]" --writer composed
        is_cloud_optimised out.tif || { echo "with options [$options]" && return 1; }
    done
}

# openslide_is_libvips FILE X Y: 100 x 40 px there, in px of the largest level, of each level but
# those of less than a tile: libtiff 4.5 reads such tiles into other places than OpenSlide 3.4
# expects, whoever wrote them.
openslide_is_libvips() {
    local i
    for ((i = 0; i < levels; ++i)); do
        (($(field "level$i.v" width) >= 256 && $(field "level$i.v" height) >= 256)) || break
        openslide-write-png "$1" "$2" "$3" "$i" 100 40 region.png
        vips extract_band region.png opaque.png 0 --n 3
        vips crop "$1[page=$i]" wanted.v $(($2 >> i)) $(($3 >> i)) 100 40
        same_pixels opaque.png wanted.v || { echo "level $i at $2, $3" && return 1; }
    done
    ((i > 1))
}

@test "OpenSlide finds every level of [pyramid], and the pixels that libvips reads" {
    needs openslide-show-properties openslide-write-png
    local options levels
    expected_levels turned
    # Not compression=none: of small tiles libtiff 4.5 asks for more bytes than they have.
    for options in compression={deflate,lzw,jpeg} compression=jpeg,Q=95 bigtiff=false; do
        render_scene turned "out.tif[pyramid,$options]" --writer composed
        openslide-show-properties out.tif >properties
        grep --quiet "openslide.level-count: '$levels'" properties
        grep --quiet "openslide.vendor: 'generic-tiff'" properties
        openslide_is_libvips out.tif 0 0
        openslide_is_libvips out.tif 112 320
    done
}

@test "[pyramid=ome] is described in well-formed XML with the mosaic's size, whatever its source's name" {
    needs tiffinfo xmllint
    local source=$'so <u>r&ce]]> "\'\x01\xff é.png'
    cp "$SOURCE" "$source"
    exits 0 render "$source" -l "$SCENES/16/library" --cells 12x9 -o 'out.tif[pyramid=ome]'
    is_sound_tiff out.tif
    field out.tif image-description >out.xml
    xmllint --noout out.xml
    [[ $(xmllint --xpath 'string(//*[local-name()="Pixels"]/@SizeX)' out.xml) == 192 ]]
    [[ $(xmllint --xpath 'string(//*[local-name()="Pixels"]/@SizeY)' out.xml) == 144 ]]
    xmllint --xpath 'string(//*[local-name()="CommentAnnotation"])' out.xml | jq --exit-status \
        '.format == "tessera-mosaic 1" and .columns == 12 and (.source | startswith("so <u>r&ce]]> \""))'
}
