# tessera frames: sequences out.
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
}

setup() { prepare_test; }

# copies FILE FOLDER COUNT: links to it, numbered from 0 on.
copies() {
    /usr/bin/python3 -c 'import os, sys
os.mkdir(sys.argv[2])
for i in range(int(sys.argv[3])): os.link(sys.argv[1], f"{sys.argv[2]}/{i}.png")' "$@"
}

convert_to() { exits 0 frames "$@" --force --json; } # INPUT -o OUT OPTION...

# probe FILE ENTRIES: what ffprobe says, without names.
probe() { ffprobe -v error -select_streams v:0 -count_packets -show_entries "$2" -of csv=p=0 "$1"; }

@test "tensors: shape, numbers, and back without a difference" {
    convert_to "$ANIMATIONS/n%02d.png" -o colour.npy
    json '.writer == "tensor" and .frames == 10'
    convert_to "$ANIMATIONS/n%02d.png" -o bytes.npy --dtype uint8
    convert_to "$ANIMATIONS/n%02d.png" -o grey.npy --channels 1
    convert_to "$ANIMATIONS/n%02d.png" -o 'grey%02d.png' --channels 1
    convert_to "$ANIMATIONS/pillow0.gif" -o alpha.npy
    convert_to "$ANIMATIONS/pillow0.gif" -o 'alpha%02d.png'
    [[ $("$TOOL" tensor colour.npy "$ANIMATIONS/n%02d.png" 1 bytes.npy "$ANIMATIONS/n%02d.png" 1 \
        grey.npy grey%02d.png 1 alpha.npy alpha%02d.png 1) == "float32 3 10 47 63
uint8 3 10 47 63
float32 1 10 47 63
float32 4 6 24 32" ]]
    convert_to colour.npy -o 'back%02d.png' --fps 4
    json '.duration == 2.5'
    same_pixels back07.png "$ANIMATIONS/n07.png"
    convert_to bytes.npy -o 'back%02d.png' --duration 20
    json '.duration == 0.2'
    same_pixels back10.png "$ANIMATIONS/n10.png"
    # As long as it says: how many frames there are is told beforehand, or isn't.
    convert_to "$ANIMATIONS/n%02d.png" -o part.npy --start 0.2 --every 2 --dtype uint8
    convert_to "$ANIMATIONS/n%02d.png" -o 'part%02d.png' --start 0.2 --every 2
    "$TOOL" tensor part.npy part%02d.png 1
    convert_to "$ANIMATIONS/pillow0.gif" -o resampled.npy --fps 50
    convert_to "$ANIMATIONS/pillow0.gif" -o 'resampled%02d.png' --fps 50
    "$TOOL" tensor resampled.npy resampled%02d.png 1
}

@test "tensors are normalised by mean and std, and back" {
    # shellcheck disable=SC2054 # one argument each
    local scale=(--mean 0.485,0.456,0.406 --std 0.229,0.224,0.225)
    convert_to "$ANIMATIONS/n%02d.png" -o scaled.npy "${scale[@]}"
    /usr/bin/python3 - "$ANIMATIONS/n03.png" <<'END'
import sys, numpy
from PIL import Image
pixels = numpy.asarray(Image.open(sys.argv[1])) / 255
wanted = (pixels - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
assert numpy.abs(numpy.load("scaled.npy")[:, 2].transpose(1, 2, 0) - wanted).max() < 1e-6
END
    convert_to scaled.npy -o 'back%02d.png' "${scale[@]}"
    same_pixels back03.png "$ANIMATIONS/n03.png"
    changes_nothing exits 2 frames scaled.npy -o x.npy --mean 1,2
    says "mean"
    changes_nothing exits 2 frames scaled.npy -o x.npy --std 0
    changes_nothing exits 2 frames scaled.npy -o x.npy --dtype uint8 --mean 0.5
    changes_nothing exits 2 frames scaled.npy -o x.npy --dtype float16
    says "--dtype"
}

@test "a tensor that is damaged or of another kind is an error that says what was found" {
    convert_to "$ANIMATIONS/n%02d.png" -o whole.npy --dtype uint8
    first_half whole.npy half.npy
    changes_nothing exits 3 frames half.npy -o 'x%d.png'
    says "half.npy" "cut short"
    sed 's/(3, 10, 47, 63)/(3, 99999999999, 47, 63)/' whole.npy >lying.npy
    changes_nothing exits 3 frames lying.npy -o 'x%d.png'
    sed 's/(3, 10, 47, 63)/(5, 10, 47, 63)/' whole.npy >five.npy
    changes_nothing exits 3 frames five.npy -o 'x%d.png'
    says "(5, 10, 47, 63)"
    sed "s/|u1/<i8/" whole.npy >wide.npy
    changes_nothing exits 3 frames wide.npy -o 'x%d.png'
    says "<i8"
    head -c 9 whole.npy >start.npy
    changes_nothing exits 3 frames start.npy -o 'x%d.png'
}

@test "durations, loops and transparency survive from one animation to another" {
    local from to
    for from in pillow2.gif bars.webp; do
        for to in gif 'webp[lossless]'; do
            convert_to "$ANIMATIONS/$from" -o "out.$to"
            json '.duration == 0.54'
            local file=out.${to%%\[*}
            [[ $("$TOOL" times "$file") == '100 50 30 200 70 90 loop '* ]]
            convert_to "$file" -o 'f.%02d.png' --channels 4
            "$TOOL" same "$ANIMATIONS/$from" f.%02d.png 1 "$file" f.%02d.png 1
        done
    done
    # A GIF says how often it comes again, WebP how often it is played.
    convert_to "$ANIMATIONS/bars.webp" -o thrice.gif
    [[ $("$TOOL" times thrice.gif) == *'loop 2' ]]
    convert_to thrice.gif -o again.webp
    [[ $("$TOOL" times again.webp) == *'loop 3' ]]
    convert_to thrice.gif -o ever.webp --loop 0
    [[ $("$TOOL" times ever.webp) == *'loop 0' ]]
    convert_to thrice.gif -o once.gif --loop 1
    [[ $("$TOOL" times once.gif) == *'loop None' ]]
    # 24 a second: no error adds up.
    convert_to "$ANIMATIONS/n%02d.png" -o even.gif --fps 24
    [[ $("$TOOL" times even.gif) == '40 40 50 40 40 40 40 40 50 40 loop 0' ]]
    convert_to "$ANIMATIONS/n%02d.png" -o ever.webp --duration 33
    [[ $("$TOOL" times ever.webp) == '33 33 33 33 33 33 33 33 33 33 loop 0' ]]
}

@test "a GIF keeps its frames' colours; dither and optimise do as they say" {
    local i
    for i in 01 02 03; do
        vips extract_band "$ANIMATIONS/n$i.png" "g$i.png" 0
    done
    convert_to g%02d.png -o grey.gif --channels 3
    convert_to grey.gif -o 'back%02d.png' --channels 1
    for i in 01 02 03; do same_pixels back$i.png g$i.png; done
    convert_to "$ANIMATIONS/n%02d.png" -o dithered.gif
    convert_to "$ANIMATIONS/n%02d.png" -o flat.gif --dither 0
    convert_to "$ANIMATIONS/n%02d.png" -o 'bracket.gif[dither=0]'
    run ! cmp -s dithered.gif flat.gif
    same_bytes flat.gif bracket.gif
    convert_to "$ANIMATIONS/mixed.gif" -o small.gif --optimise
    convert_to "$ANIMATIONS/n%02d.png" -o large.webp
    convert_to "$ANIMATIONS/n%02d.png" -o small.webp --optimise
    run ! cmp -s large.webp small.webp
    [[ $("$TOOL" times small.gif) == "$("$TOOL" times "$ANIMATIONS/mixed.gif")" ]]
    convert_to "$ANIMATIONS/n%02d.png" -o one.gif --threads 1
    same_bytes one.gif dithered.gif
    changes_nothing exits 2 frames grey.gif -o x.gif --dither 2
    changes_nothing exits 2 frames grey.gif -o x.gif --loop -1
    changes_nothing exits 2 frames grey.gif -o 'x.gif[speed=3]'
    changes_nothing exits 2 frames grey.gif -o x.xyz
    says ".gif" ".html" "x.%04d.png"
}

@test "sizes that a format can't hold are refused before work" {
    vips black wide.png 16384 2
    changes_nothing exits 2 frames wide.png -o x.webp
    says "WebP" "16383"
    changes_nothing exits 2 frames wide.png -o x.html
    vips black wider.png 65536 1
    changes_nothing exits 2 frames wider.png -o x.gif
    says "GIF" "65535"
    changes_nothing exits 2 frames wider.png -o x.mp4
    says "16384"
    # A thousand frames of 10,001 lines are more than libvips has room for.
    vips black tall.png 1 10001
    copies tall.png many 1000
    changes_nothing exits 2 frames many -o x.webp
    says "1000 frames of 10001 lines"

}

@test "video: what ffprobe reads back" {
    needs ffmpeg
    local told=(--title 'A balloon' --artist 'Nobody & co' --comment 'línea=1;2')
    convert_to "$ANIMATIONS/n%02d.png" -o film.mp4 --fps 30000/1001 "${told[@]}"
    json '.frames == 10 and .width == 63'
    [[ $(probe film.mp4 stream=codec_name,width,height,pix_fmt,color_space,avg_frame_rate,nb_frames) == \
        h264,64,48,yuv420p,bt709,30000/1001,10 ]]
    [[ $(probe film.mp4 format_tags=title,artist,comment) == 'A balloon,Nobody & co,línea=1;2' ]]
    # Its index comes first, and nothing tells when it was made.
    [[ $(grep -abo -m1 moov film.mp4 | cut -d: -f1) -lt $(grep -abo -m1 mdat film.mp4 | cut -d: -f1) ]]
    convert_to "$ANIMATIONS/n%02d.png" -o again.mp4 --fps 30000/1001 "${told[@]}" --threads 1
    same_bytes film.mp4 again.mp4
    # Tags go on to the next one, unless they are given.
    convert_to film.mp4 -o film.webm --artist Somebody
    [[ $(probe film.webm stream=codec_name,width,height,nb_read_packets) == vp9,64,48,10 ]]
    [[ $(probe film.webm format_tags) == *'A balloon'* && $(probe film.webm format_tags) == *Somebody* ]]
    # Colours: there and back.
    flat flat.png 200 100 50
    convert_to flat.png -o flat.mp4 --crf 1
    convert_to flat.mp4 -o 'flat%d.png'
    is_near flat1.png 10 10 200 100 50 2
    # The odd side's last column and row are shown once more.
    convert_to film.mp4 -o 'f%02d.png'
    local last
    read -ra last < <(pixel "$ANIMATIONS/n05.png" 62 46)
    is_near f05.png 63 47 "${last[@]}" 12
    convert_to "$ANIMATIONS/n%02d.png" -o coarse.mp4 --crf 40
    (($(stat -c %s coarse.mp4) < $(stat -c %s again.mp4)))
    changes_nothing exits 2 frames flat.png -o x.mp4 --crf 99
    changes_nothing exits 2 frames flat.png -o x.mp4 --crf 20 --bitrate 1M
    changes_nothing exits 2 frames flat.png -o x.mp4 --bitrate fast
    says "--bitrate" "fast"
    changes_nothing exits 2 frames flat.png -o 'x.mp4[crf=3]'
}

@test "video: a bitrate is met within a tenth" {
    needs ffmpeg
    ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=320x180:rate=25:duration=4,noise=alls=40:allf=t \
        -c:v ffv1 source.mkv
    convert_to source.mkv -o film.mp4 --bitrate 800k
    local rate
    rate=$(probe film.mp4 format=bit_rate)
    ((rate > 720000 && rate < 880000)) || { echo "$rate bits a second" && return 1; }
}

@test "uneven durations survive in video and animated PNG, the last one, too" {
    needs ffmpeg
    local to
    for to in mp4 mkv webm apng; do
        convert_to "$ANIMATIONS/pillow0.gif" -o out.$to --background black
        json '.frames == 6'
        convert_to out.$to -o 'f%d.png'
        json '.frames == 6 and (.duration - 0.54 | fabs) < 0.0011'
    done
    convert_to out.apng -o 'f%d.png' --channels 4
    "$TOOL" same "$ANIMATIONS/pillow0.gif" f%d.png 1
    cp out.apng out.png
    [[ $("$TOOL" times out.png) == '100 50 30 200 70 90 loop 0' ]]
    convert_to "$ANIMATIONS/bars.png" -o again.apng
    cp again.apng again.png
    [[ $("$TOOL" times again.png) == '100 50 30 200 70 90 loop 3' ]]
}

@test "an encoder that fails or hangs leaves nothing" {
    needs ffmpeg
    mkdir fakes
    PATH=$PWD/fakes:$PATH
    printf '#!/bin/bash\necho "no space" >&2; exit 1\n' >fakes/ffmpeg
    chmod +x fakes/ffmpeg
    changes_nothing exits 4 frames "$ANIMATIONS/n%02d.png" -o out.mp4
    says "out.mp4" "no space"
    printf '#!/bin/bash\nexec sleep 543.21\n' >fakes/ffmpeg
    export TESSERA_FFMPEG_TIMEOUT=0.3
    changes_nothing exits 4 frames "$ANIMATIONS/n%02d.png" -o out.mp4
    says "out.mp4" "for 0.3 s"
    unset TESSERA_FFMPEG_TIMEOUT
    start_until '"done":10' frames "$ANIMATIONS/n%02d.png" -o out.mp4
    send INT
    ends_with 130
    [[ -z $(find . -name '*out.mp4*') ]]
    run ! pgrep -f 'sleep 543[.]21'
    export TESSERA_FFMPEG=$PWD/missing
    changes_nothing exits 2 frames "$ANIMATIONS/n%02d.png" -o out.mp4
    exits 0 frames "$ANIMATIONS/n%02d.png" -o out.gif
}

@test "interrupted writing of an animation leaves nothing" {
    local to
    vips gaussnoise noise.v 1200 900
    vips cast noise.v noise.png uchar
    copies noise.png many 60
    for to in out.gif out.webp out.npy out.html 'out.%d.png'; do
        start_until '"done":2,' frames many -o "$to" --threads 1
        send INT
        ends_with 130
        [[ -z $(find . -name '*out*') ]]
    done
}

@test "a page plays and seeks in a browser" {
    needs chromium
    local i colours=('255 0 0' '0 255 0' '0 0 255' '255 255 0')
    for i in 0 1 2 3; do
        # shellcheck disable=SC2086 # three numbers
        flat c$i.png ${colours[i]}
    done
    convert_to 'c%d.png' -o 'page.html[lossless]' --duration 100 --loop 1 --title '<b>&"' --comment here
    json '.writer == "page" and .frames == 4'
    run ! grep -qF '<b>' page.html
    [[ $(grep -oE "(src|href)=\"[^\"]*" page.html) == 'href="data:,' ]]
    cat >probe.js <<'END'
<script>
const told = [];
const wait = test => new Promise(done => { const look = () => test() ? done() : setTimeout(look, 5); look(); });
const colour = () => told.push([...context.getImageData(16, 16, 1, 1).data.slice(0, 3)].join('.'));
onload = async () => {
  // It plays once by itself, and stops at its end.
  await wait(() => canvas.dataset.frame === '4' && !playing);
  colour();
  seek.value = 1; seek.dispatchEvent(new Event('input'));
  await wait(() => canvas.dataset.frame === '2');
  colour();
  get('forth').click();
  await wait(() => canvas.dataset.frame === '3');
  colour();
  get('back').click(); await wait(() => canvas.dataset.frame === '2');
  get('back').click(); await wait(() => canvas.dataset.frame === '1');
  colour();
  get('speed').value = '4'; play.click(); told.push(playing);
  await wait(() => canvas.dataset.frame === '3');
  play.click(); told.push(playing);
  told.push(starts.join('-'));
  document.title = 'told ' + told.join(' ');
};
</script>
END
    sed '/<\/body>/e cat probe.js' page.html >probed.html
    timeout --kill-after=5 60 chromium --headless --no-sandbox --disable-gpu --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --virtual-time-budget=8000 \
        --dump-dom "file://$PWD/probed.html" >dom.html 2>chromium.log 3>&-
    grep -o '<title>[^<]*' dom.html
    grep -qF '<title>told 255.255.0 0.255.0 0.0.255 255.0.0 true false 0-100-200-300-400<' dom.html
}

@test "memory doesn't grow with the number of frames" {
    local to few many
    vips gaussnoise noise.v 400 300
    vips cast noise.v noise.png uchar
    copies noise.png few 4
    copies noise.png many 60
    for to in out.gif out.npy out.html; do
        convert_to few -o $to --channels 3
        few=$(value .peak_rss_bytes)
        convert_to many -o $to --channels 3
        many=$(value .peak_rss_bytes)
        # All frames together take 21 MB.
        ((many < few + 10000000)) || { echo "$to: $few and $many bytes" && return 1; }
    done
}

# heard FILE: codec and length of its audio, in whole tenths of a second; nothing where there is none.
heard() {
    ffprobe -v error -select_streams a -show_entries stream=codec_name:packet=pts_time -of csv=p=0 "$1" |
        awk -F, '/^[0-9.-]+/ { last = $1 } /^[a-z]/ { codec = $1 }
            END { if (codec) printf "%s %d\n", codec, last * 10 + 0.5 }'
}

@test "audio goes with a video: copied, or encoded anew where it can't be" {
    needs ffmpeg
    ffmpeg -nostdin -v error -f lavfi -i testsrc=size=64x48:rate=10:duration=2 \
        -f lavfi -i sine=frequency=440:duration=2 -c:a aac -shortest sung.mp4
    [[ $(heard sung.mp4) == "aac 20" ]]
    sum() { ffmpeg -nostdin -v error -i "$1" -map 0:a -c copy -f md5 -; }
    convert_to sung.mp4 -o copied.mkv
    [[ $(heard copied.mkv) == "aac 20" && $(sum copied.mkv) == "$(sum sung.mp4)" ]]
    convert_to sung.mp4 -o other.webm
    [[ $(heard other.webm) == "opus 20" ]]
    # A part of the frames, and the same part of what is heard; whatever frames are left out.
    convert_to sung.mp4 -o part.mp4 --start 0.5 --end 1.5 --every 2
    [[ $(heard part.mp4) == "aac 10" ]]
    convert_to sung.mp4 -o again.mp4 --start 0.5 --end 1.5 --every 2 --threads 1
    same_bytes part.mp4 again.mp4
    # None where it isn't wanted, there is none, or frames are shown at another speed.
    convert_to sung.mp4 -o mute.mp4 --mute
    convert_to "$ANIMATIONS/n%02d.png" -o silent.mp4
    convert_to sung.mp4 -o slow.mp4 --duration 500
    [[ -z $(heard mute.mp4) && -z $(heard silent.mp4) && -z $(heard slow.mp4) ]]
}
