# However few files a program may open, it says so. It neither blames its input, nor hangs, nor
# leaves anything behind.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 # it opens files of its own
}

setup() { prepare_test; }

film() { # film FILE: a video of two seconds
    command -v ffmpeg >/dev/null || skip "ffmpeg isn't installed"
    ffmpeg -nostdin -v error -f lavfi -i testsrc=size=64x48:rate=10:duration=2 \
        -pix_fmt yuv420p -g 5 "$1"
}

# with_few_files OUTPUT ARGUMENT...: runs the command with 3 to 20 descriptors and with plenty. It
# makes the output, or says that there are too many open files and changes nothing. The system's
# loader says it by its number, 24, before the command begins.
with_few_files() {
    local output_file=$1 files before
    shift
    before=$(listing)
    for files in {3..20} 64; do
        run --separate-stderr timeout --kill-after=5 60 prlimit --nofile="$files" "$TESSERA" "$@"
        # shellcheck disable=SC2154 # run sets them
        if ((status == 0)); then
            [[ -s $output_file ]] || { echo "no $output_file with $files descriptors" && return 1; }
            rm -rf -- "$output_file"
        elif ((status >= 124 && status != 127)) || [[ $stderr == *damaged* ]] ||
            [[ $stderr$output != *"oo many open files"* && $stderr != *"Error 24"* ]]; then
            printf 'exit code %s with %s descriptors: %s%s\n' "$status" "$files" "$stderr" "$output"
            return 1
        fi
        [[ $before == "$(listing)" ]] ||
            { echo "left by $files descriptors:" && diff <(echo "$before") <(listing) || return 1; }
    done
    ((status == 0)) || { echo "64 descriptors don't suffice: $stderr" && return 1; }
}

@test "a good video is not called damaged for want of descriptors" {
    film film.mp4
    with_few_files out.gif frames film.mp4 -o out.gif --quiet
}

@test "a video that is written for want of descriptors is no fault of the disk" {
    film film.mp4
    exits 0 frames film.mp4 -o in.gif --quiet
    with_few_files out.mp4 frames in.gif -o out.mp4 --quiet
}

@test "a library of a film is built, or the descriptors are what it lacks" {
    film film.mp4
    with_few_files film.tiles build film.mp4 --every 5 -o film.tiles --tile 16 --quiet --on-error fail
}

@test "a mosaic and a library of photos are made, or the descriptors are what they lack" {
    with_few_files out.png render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --quiet
    with_few_files lib build "$PHOTOS" -o lib --tile 16 --quiet --on-error fail
    with_few_files folder build "$PHOTOS" -o folder --store folder --tile 16 --quiet --on-error fail
}

@test "a batch's jobs run, or say what they lack" {
    printf '[[render]]\nname = "a"\nsource = "%s"\nlibrary = "%s"\noutput = "a.png"\ncells = "12x9"\n' \
        "$SOURCE" "$LIBRARY" >jobs.toml
    local files
    for files in {3..20} 64; do
        rm -rf .jobs* jobs.journal* a.png
        run --separate-stderr timeout --kill-after=5 60 prlimit --nofile="$files" "$TESSERA" batch \
            jobs.toml --progress none
        if ((status != 0)); then
            ((status < 124 || status == 127))
            [[ $stderr$output == *"oo many open files"* || $stderr == *"Error 24"* ]]
            [[ $stderr$output != *Success* && ! -e a.png ]]
        fi
    done
    ((status == 0))
    [[ -s a.png ]]
}
