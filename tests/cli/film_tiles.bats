# Frames of animations and videos as tiles.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

setup_file() {
    prepare_file
    export FILMS=$SHARED/films
    mkdir "$FILMS"
    # Five red frames, then five blue ones, of 64 x 48 px.
    ffmpeg -nostdin -v error -f lavfi -i "color=red:size=64x48:rate=10:duration=0.5" \
        -f lavfi -i "color=blue:size=64x48:rate=10:duration=0.5" \
        -filter_complex '[0][1]concat,format=gbrp' -c:v ffv1 "$FILMS/film.mkv"
    photo "$FILMS/photo.png" 40 200 60
    /usr/bin/python3 -c 'import sys
from PIL import Image
frames = [Image.new("RGB", (40, 30), colour) for colour in ("white", "black", "lime")]
frames[0].save(sys.argv[1], save_all=True, append_images=frames[1:], duration=100)' "$FILMS/three.gif"
}

setup() {
    needs ffmpeg
    prepare_test
}

@test "a video that is named outright gives a tile of each frame, with --every of some" {
    exits 0 build "$FILMS/film.mkv" -o film --tile 16 --store folder --json
    json '.tiles == 10 and .added == 1'
    is_near film/0004.png 8 8 254 0 0
    is_near film/0005.png 8 8 0 0 254
    exits 0 build "$FILMS/film.mkv" -o some --tile 16 --every 3 --json
    json '.tiles == 4'
    exits 0 library list some --json
    json '[.pictures[].variation.frame] == [0, 3, 6, 9]'
    # Each is a photo of its own in rules of repetition, other than crops of one frame.
    make_source source.png
    exits 0 plan source.png -l some -o plan.tif --cells 2x2 --use-all --json
    json '.distinct_tiles == 4'
}

@test "animations give their first frame, or the frames that are asked for" {
    exits 0 build "$FILMS/three.gif" -o lib --tile 16 --json
    json '.tiles == 1'
    exits 0 build "$FILMS/three.gif" -o all --tile 16 --every 1 --store folder --json
    json '.tiles == 3'
    [[ $(pixel all/0000.png 3 3) == "255 255 255" && $(pixel all/0002.png 3 3) == "0 255 0" ]]
}

@test "videos below folders count where frames are asked for; an update reads none again" {
    exits 0 build "$FILMS" -o lib --tile 16 --json
    json '.tiles == 2'
    exits 0 build "$FILMS" -o films --tile 16 --every 2 --json
    json '.tiles == 8 and .added == 3' # 5 of the video, 2 of the animation, the photo
    cp films before
    exits 0 build "$FILMS" -o films --json # as it was built
    json '.up_to_date and .kept == 3'
    same_bytes films before
    exits 0 build "$FILMS" -o again --tile 16 --every 2 --threads 1
    same_bytes films again
    exits 2 build "$FILMS" -o films --every 3
}

@test "a damaged film is skipped whole, and named" {
    mkdir photos
    photo photos/a.png 200 60 40
    first_half "$FILMS/film.mkv" photos/half.mkv
    exits 0 build photos -o lib --tile 16 --every 1 --json
    json '.tiles == 1 and (.skipped | length) == 1'
    says half.mkv
    exits 3 build photos/half.mkv -o none --tile 16
    [[ ! -e none ]]
    TESSERA_FFMPEG=missing exits 3 build "$FILMS/film.mkv" -o none --tile 16
    says "missing"
}
