# tessera frames: sequences in.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

setup_file() {
    prepare_file
    export ANIMATIONS=$SHARED/animations TOOL=$BATS_TEST_DIRNAME/../support/animations.py
    mkdir -p "$ANIMATIONS"
    "$TOOL" make "$ANIMATIONS"
    if command -v ffmpeg >/dev/null; then
        local make=(ffmpeg -nostdin -v error -f lavfi -i testsrc=size=64x48:rate=10:duration=2)
        "${make[@]}" -pix_fmt yuv420p -g 5 "$ANIMATIONS/film.mp4"
        "${make[@]}" -vf "select='not(mod(n,3))+eq(n,1)'" -fps_mode vfr "$ANIMATIONS/uneven.mkv"
    fi
}

setup() { prepare_test; }

# to_pictures INPUT OPTION...: as PNGs of colour and alpha, f.001.png ...
to_pictures() { exits 0 frames "$@" -o 'f.%03d.png' --channels 4 --json; }

@test "frames are those that Pillow and ImageMagick show" {
    local file name checks=()
    for file in "$ANIMATIONS"/*.gif "$ANIMATIONS/bars.webp" "$ANIMATIONS/bars.tif"; do
        name=${file##*/}
        exits 0 frames "$file" -o "$name.%03d.png" --channels 4
        checks+=("$file" "$name.%03d.png" 1)
        [[ $name == *.gif ]] || continue
        convert "$file" -coalesce "png32:magick.$name.%03d.png"
        checks+=("$file" "magick.$name.%03d.png" 0)
    done
    "$TOOL" same "${checks[@]}"
}

@test "frames of an animated PNG, with their times" {
    needs ffmpeg
    to_pictures "$ANIMATIONS/bars.png"
    "$TOOL" same "$ANIMATIONS/bars.png" f.%03d.png 1
    json '.frames == 6 and .duration == 0.54'
}

@test "durations are kept, and decide what is shown when" {
    to_pictures "$ANIMATIONS/pillow0.gif" --start 0.1 --end 0.2
    json '.frames == 3 and .duration == 0.28' # those that start at 100, 150, 180 ms
    mv f.001.png second.png
    to_pictures "$ANIMATIONS/pillow0.gif" --force
    same_pixels second.png f.002.png
    to_pictures "$ANIMATIONS/pillow0.gif" --every 4 --force
    json '.frames == 2 and .duration == 0.54'
    to_pictures "$ANIMATIONS/pillow0.gif" --fps 20 --force
    json '.frames == 11'
    "$TOOL" same "$ANIMATIONS/pillow0.gif" f.%03d.png 1 && return 1
    # At 0, 50, 100, 150, 200 ms: the first two are one frame.
    same_bytes f.001.png f.002.png
    exits 0 frames "$ANIMATIONS/pillow0.gif" -o 'all.%d.png' --channels 4
    same_bytes f.003.png all.2.png
    same_bytes f.004.png all.3.png
    same_bytes f.005.png all.4.png
}

@test "every mode of picture becomes 1, 3 or 4 channels" {
    vips cast "$ANIMATIONS/bars.tif" in.png uchar
    vips extract_band in.png grey.png 0
    exits 0 frames grey.png -o 'one.%d.png' --json
    json '.channels == 1 and .frames == 1'
    same_pixels one.1.png grey.png
    local bands
    for bands in 1 3 4; do
        exits 0 frames in.png -o "out$bands.%d.png" --channels $bands --background black
        [[ $(field out$bands.1.png bands) == "$bands" ]]
    done
    [[ $(pixel out4.1.png 0 0) == '0 0 0 0' && $(pixel out3.1.png 5 5) == '200 0 10' ]]
    exits 0 frames in.png -o "white.%d.png" --channels 3
    [[ $(pixel white.1.png 0 0) == '255 255 255' ]]
    # 16-bit grey, CMYK, palette: as libvips shows them.
    vips cast grey.png wide.tif ushort --shift
    exits 0 frames wide.tif -o 'wide.%d.png'
    same_pixels wide.1.png grey.png
    convert out3.1.png -colors 7 PNG8:palette.png
    exits 0 frames palette.png -o 'palette.%d.png'
    same_pixels palette.1.png palette.png
    exits 2 frames in.png -o 'x.%d.png' --channels 2
    says "1, 3 or 4"
}

@test "numbered pictures: a folder, a pattern, a glob, in the order of their numbers" {
    local i
    mkdir in
    for i in 8 9 10 11; do flat in/shot$i.png $((i * 20)) 0 0; done
    for input in in 'in/shot%d.png' 'in/*.png'; do
        exits 0 frames "$input" -o 'f.%d.png' --force --json
        json '.frames == 4 and .duration == 0.16'
        for i in 1 2 3 4; do same_pixels f.$i.png in/shot$((i + 7)).png; done
    done
    exits 0 frames in -o 'f.%d.png' --force --fps 2 --every 1 --json
    json '.duration == 2'
}

@test "a number that is missing or doubled is named" {
    local i
    mkdir in
    for i in 001 002 004; do flat in/f.$i.png 9 9 9; done
    changes_nothing exits 3 frames in -o 'out.%d.png'
    says "number 3 is missing" "f.002.png"
    changes_nothing exits 3 frames 'in/f.%03d.png' -o 'out.%d.png'
    says "number 3 is missing"
    cp in/f.001.png in/f.003.png
    cp in/f.001.png in/f.3.png
    changes_nothing exits 3 frames in -o 'out.%d.png'
    says "number 3 comes twice" "f.3.png" "f.003.png"
    exits 0 frames 'in/f.%03d.png' -o 'out.%d.png'
    mv in/f.3.png in/other7.png
    changes_nothing exits 3 frames in -o 'x.%d.png'
    says "differ in more than their number"
    rm in/other7.png
    flat in/f.005.png 1 1 1
    vips resize in/f.005.png in/f.006.png 2
    changes_nothing exits 3 frames in -o 'y.%d.png'
    says "f.006.png" "64 x 64" "32 x 32"
}

@test "a video's frames, upright, at their times" {
    needs ffmpeg
    exits 0 frames "$ANIMATIONS/film.mp4" -o 'f.%02d.png' --json
    json '.frames == 20 and .duration == 2 and .width == 64 and .height == 48'
    ffmpeg -nostdin -v error -i "$ANIMATIONS/film.mp4" -sws_flags bicubic+accurate_rnd+full_chroma_int \
        -pix_fmt rgb24 g.%02d.png
    for i in 01 07 20; do same_pixels f.$i.png g.$i.png; done
    exits 0 frames "$ANIMATIONS/uneven.mkv" -o 'u.%02d.png' --json
    json '.frames == 8 and .duration == 1.9'
    exits 0 frames "$ANIMATIONS/film.mp4" -o 'p.%02d.png' --start 0.5 --end 1.2 --every 2 --json
    json '.frames == 4'
    same_pixels p.01.png f.06.png
    same_pixels p.04.png f.12.png
    exits 0 frames "$ANIMATIONS/film.mp4" -o 's.%02d.png' --fps 5 --json
    json '.frames == 10 and .duration == 2'
    same_pixels s.04.png f.07.png
    ffmpeg -nostdin -v error -i "$ANIMATIONS/film.mp4" -c copy -metadata:s:v rotate=90 turned.mp4
    exits 0 frames turned.mp4 -o 't.%02d.png' --json
    json '.width == 48 and .height == 64'
    vips rot f.03.png turned.png d270
    vips subtract t.03.png turned.png difference.v
    (($(vips avg difference.v | cut -d. -f1 | tr -d -) == 0)) # chroma is halved before the turn
}

@test "outputs that exist are refused before work, and give way together with --force" {
    exits 0 frames "$ANIMATIONS/once.gif" -o 'f.%d.png'
    changes_nothing exits 4 frames "$ANIMATIONS/none.gif" -o 'f.%d.png'
    says "f.1.png" "exists"
    exits 0 frames "$ANIMATIONS/none.gif" -o 'f.%d.png' --force
    [[ $(ls f.*) == $'f.1.png\nf.2.png\nf.3.png\nf.4.png' ]]
    changes_nothing exits 2 frames "$ANIMATIONS/once.gif" -o out.png
    says "%04d.png"
    changes_nothing exits 2 frames "$ANIMATIONS/once.gif" -o 'out.%d.xyz'
    changes_nothing exits 4 frames "$ANIMATIONS/once.gif" -o 'missing/out.%d.png'
    exits 0 frames "$ANIMATIONS/pillow0.gif" -o 'out.%d.jpg[Q=90]' --background black
    is_near out.1.jpg 30 2 0 0 0 30
}

@test "wrong options and inputs are errors that say so" {
    changes_nothing exits 3 frames missing.gif -o 'f.%d.png'
    says "missing.gif"
    changes_nothing exits 3 frames 'missing.%d.png' -o 'f.%d.png'
    changes_nothing exits 3 frames 'missing*.png' -o 'f.%d.png'
    changes_nothing exits 2 frames "$ANIMATIONS/once.gif" -o 'f.%d.png' --fps fast
    says "--fps" "fast"
    changes_nothing exits 2 frames "$ANIMATIONS/once.gif" -o 'f.%d.png' --start 2 --end 1
    changes_nothing exits 2 frames "$ANIMATIONS/once.gif" -o 'f.%d.png' --every 0
    changes_nothing exits 2 frames "$ANIMATIONS/once.gif" -o 'f.%d.png' --every 2 --fps 5
    changes_nothing exits 3 frames "$ANIMATIONS/once.gif" -o 'f.%d.png' --start 60
    says "no frame"
}

@test "a truncated animation names its file and leaves nothing" {
    local name
    for name in pillow0.gif bars.webp bars.png; do
        first_half "$ANIMATIONS/$name" "half.$name"
        changes_nothing exits 3 frames "half.$name" -o 'f.%d.png'
        says "half.$name"
    done
    echo 'this is no animation' >text.gif
    changes_nothing exits 3 frames text.gif -o 'f.%d.png'
    says "text.gif"
}

@test "a canvas that doesn't fit in memory is refused at once" {
    # A GIF of 65535 x 65535 px with one frame of one px.
    printf 'GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' >large.gif
    changes_nothing within 10 exits 2 frames large.gif -o 'f.%d.png'
    says "large.gif" "65535 x 65535"
    # A frame that lies outside of its canvas; one that is larger.
    printf 'GIF89a\4\0\4\0\x80\0\0\0\0\0\xff\xff\xff,\xff\xff\xff\xff\1\0\1\0\0\2\2D\1\0;' >outside.gif
    changes_nothing within 10 exits 2 frames outside.gif -o 'outside.%d.png'
    printf 'GIF89a\4\0\4\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\2\2D\1\0;' >beyond.gif
    changes_nothing within 10 exits 2 frames beyond.gif -o 'beyond.%d.png'
}

# fake NAME SCRIPT: a program of that name, first in PATH.
fake() {
    mkdir -p fakes
    printf '#!/bin/bash\n%s\n' "$2" >"fakes/$1"
    chmod +x "fakes/$1"
    PATH=$PWD/fakes:$PATH
}

# nothing_runs PATTERN: nothing runs any more whose arguments hold that.
nothing_runs() {
    local left
    left=$(pgrep -af "$1") || true
    [[ -z $left ]] || { echo "still there: $left" && return 1; }
}

@test "a video that is cut short is an error, unless what can be had is wanted" {
    needs ffmpeg
    ffmpeg -nostdin -v error -f lavfi -i testsrc=size=320x240:rate=10:duration=3 -c:v mpeg4 -q:v 2 -g 1 \
        -movflags +faststart whole.mp4
    first_half whole.mp4 half.mp4
    changes_nothing exits 3 frames half.mp4 -o 'f.%d.png'
    says "half.mp4" "ends too early"
    exits 0 frames half.mp4 -o 'f.%d.png' --keep-damaged --json
    json '.frames > 10 and .frames < 30 and (.warnings | length) == 1'
    head -c 1000 whole.mp4 >start.mp4
    changes_nothing exits 3 frames start.mp4 -o 'g.%d.png'
    says "start.mp4"
}

@test "without ffmpeg, what takes it says so, and all else works" {
    mkdir none
    # shellcheck disable=SC2034 # exits uses it
    local -a COMMAND_PREFIX=(env "PATH=$PWD/none")
    exits 0 frames "$ANIMATIONS/once.gif" -o 'f.%d.png'
    echo 'no picture' >film.mp4
    changes_nothing exits 2 frames film.mp4 -o 'g.%d.png'
    says "film.mp4" "apt install ffmpeg"
    changes_nothing exits 2 frames "$ANIMATIONS/bars.png" -o 'g.%d.png'
    says "bars.png" "apt install ffmpeg"
    export TESSERA_FFPROBE=$PWD/film.mp4
    exits 2 frames film.mp4 -o 'g.%d.png'
    says "TESSERA_FFPROBE"
}

@test "numbers of a video that no header can mean are cut, and frames of that size refused" {
    echo 'no picture' >film.mp4
    fake ffprobe 'cat <<END
{"streams": [{"codec_type": "video", "width": 1e300, "height": 48, "duration": "1e300",
  "nb_frames": "1e300", "avg_frame_rate": "9223372036854775807/1"}]}
END'
    changes_nothing exits 2 frames film.mp4 -o 'f.%d.png' --every 7
    says "film.mp4" "1000000000 x 48 px"
}

@test "an ffmpeg that dies or hangs is an error, and nothing of it is left" {
    needs ffmpeg
    fake ffmpeg 'head -c 9216 /dev/zero; echo broken >&2; kill -9 $$'
    changes_nothing exits 3 frames "$ANIMATIONS/film.mp4" -o 'f.%d.png'
    says "film.mp4" "broken"
    fake ffmpeg 'exec sleep 654.321'
    export TESSERA_FFMPEG_TIMEOUT=0.3
    changes_nothing exits 3 frames "$ANIMATIONS/film.mp4" -o 'f.%d.png'
    says "film.mp4" "for 0.3 s"
    fake ffmpeg 'sleep 654.321'
    changes_nothing exits 3 frames "$ANIMATIONS/film.mp4" -o 'f.%d.png'
    nothing_runs 'sleep 654[.]321'
    fake ffprobe 'sleep 654.321'
    changes_nothing exits 3 frames "$ANIMATIONS/film.mp4" -o 'f.%d.png'
    nothing_runs 'sleep 654[.]321'
}

@test "Ctrl-C and kill end ffmpeg, too" {
    needs ffmpeg
    local signal
    # Two frames and their times, and then nothing more.
    # shellcheck disable=SC2016
    fake ffmpeg 'printf "0,0,0,100000000,1,0\n0,0,100000000,100000000,1,0\n0,0,200000000,1,1,0\n" >&3
        head -c 27648 /dev/zero; exec sleep 765.432'
    for signal in INT KILL; do
        start_until '"done":2' frames "$ANIMATIONS/film.mp4" -o 'f.%d.png'
        send $signal
        case $signal in
        INT) ends_with 130 ;;
        KILL) ends_with 137 ;;
        esac
        timeout 10 bash -c 'while pgrep -f "sleep 765[.]432" >/dev/null; do :; done'
        [[ -z $(ls f.* 2>/dev/null) ]]
    done
    rm fakes/ffmpeg
    exits 0 frames "$ANIMATIONS/film.mp4" -o 'f.%d.png'
    [[ -z $(find . -name '*partial*') ]] # what the killed one left is gone
}
