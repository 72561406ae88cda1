# Shared steps of the command-line tests: pictures made with the vips command, and checks.
# shellcheck shell=bash
#
# Every .bats file loads this. Each test runs in an empty folder of its own; what a whole file
# shares (photos, a library, a source) is made once by prepare_file.

bats_require_minimum_version 1.5.0

# --- folders -------------------------------------------------------------------------------------

prepare_file() {
    local tool
    if [[ ! -x ${TESSERA:-} || $TESSERA != /* ]]; then
        echo "TESSERA must be the absolute path of the tessera command, not '${TESSERA:-}'" >&2
        return 1
    fi
    for tool in vips vipsheader jq; do
        command -v "$tool" >/dev/null || { echo "these tests need '$tool'" >&2 && return 1; }
    done
    export LC_ALL=C.UTF-8 SHARED=$BATS_FILE_TMPDIR/shared
    export HOME=$SHARED XDG_CACHE_HOME=$SHARED/cache TMPDIR=$BATS_FILE_TMPDIR
    mkdir -p "$SHARED"
}

# Twelve photos, a library of 16 px tiles made of them, and a source of 96 x 72 px.
prepare_library() {
    export PHOTOS=$SHARED/photos LIBRARY=$SHARED/photos.tiles SOURCE=$SHARED/source.png
    make_photos "$PHOTOS"
    make_source "$SOURCE"
    "$TESSERA" build "$PHOTOS" -o "$LIBRARY" --tile 16 --quiet --progress none
}

prepare_test() {
    mkdir -p "$BATS_TEST_TMPDIR/work" "$BATS_TEST_TMPDIR/tmp"
    cd "$BATS_TEST_TMPDIR/work" || return 1
    export TMPDIR=$BATS_TEST_TMPDIR/tmp TESSERA_CACHE_DIR=$BATS_TEST_TMPDIR/cache
}

# --- pictures ------------------------------------------------------------------------------------

# mosaic_of_colours FILE SCALE COLUMNS ROWS KERNEL COLOUR...: colours as "R G B", row by row.
mosaic_of_colours() {
    local file=$1 scale=$2 columns=$3 rows=$4 kernel=$5 small
    shift 5
    small=$(mktemp "$TMPDIR/colours-XXXXXX.ppm")
    printf 'P3 %s %s 255 %s\n' "$columns" "$rows" "$*" >"$small"
    vips resize "$small" "$file" "$scale" --kernel "$kernel"
    rm "$small"
}

# photo FILE R G B: 64 x 48 px that vary about one colour.
photo() {
    local file=$1 colours=() i
    shift
    for ((i = 0; i < 12; ++i)); do
        colours+=("$(($1 * (20 - i) / 20)) $(($2 * (9 + i) / 20)) $(($3 * (20 - i % 5) / 20))")
    done
    mosaic_of_colours "$file" 16 4 3 linear "${colours[@]}"
}

# flat FILE R G B: 32 x 32 px of one colour.
flat() { mosaic_of_colours "$1" 16 2 2 nearest "$2 $3 $4" "$2 $3 $4" "$2 $3 $4" "$2 $3 $4"; }

# quarters FILE: 64 x 64 px; red and green above blue and white.
quarters() { mosaic_of_colours "$1" 32 2 2 nearest '255 0 0' '0 255 0' '0 0 255' '255 255 255'; }

make_photos() {
    local folder=$1 i
    mkdir -p "$folder"
    for ((i = 0; i < 12; ++i)); do
        photo "$(printf '%s/photo%02d.png' "$folder" "$i")" \
            $(((i * 70 + 90) % 256)) $(((i * 150 + 200) % 256)) $(((i * 230 + 60) % 256))
    done
}

# A source of 96 x 72 px with many colours, the same each time.
make_source() {
    local colours=() i
    for ((i = 0; i < 108; ++i)); do
        colours+=("$((i * 37 % 256)) $((i * 101 % 256)) $((i * 211 % 256))")
    done
    mosaic_of_colours "$1" 8 12 9 nearest "${colours[@]}"
}

# turned IN.jpg OUT.jpg ORIENTATION: the same picture with an EXIF orientation of 1 .. 8.
turned() {
    {
        head -c 2 "$1"
        printf '\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0'
        # shellcheck disable=SC2059 # an escape for printf
        printf "\\x0$3\\0\\0\\0\\0\\0\\0\\0"
        tail -c +3 "$1"
    } >"$2"
}

# bytes NUMBER COUNT: little-endian, as escapes for printf; big_endian: the other way round.
bytes() {
    local number=$1 i
    for ((i = 0; i < $2; ++i, number /= 256)); do printf '\\x%02x' $((number % 256)); done
}
big_endian() { printf '\\x%02x\\x%02x' $(($1 / 256)) $(($1 % 256)); }

# with_thumbnail PHOTO.jpg THUMBNAIL.jpg OUT.jpg: the photo with an EXIF thumbnail.
with_thumbnail() {
    local length header
    length=$(stat -c %s "$2")
    header="\xff\xe1$(big_endian $((52 + length)))Exif\0\0II*\0$(bytes 8 4)"
    header+="$(bytes 0 2)$(bytes 14 4)$(bytes 2 2)"
    header+="$(bytes 0x201 2)$(bytes 4 2)$(bytes 1 4)$(bytes 44 4)"
    header+="$(bytes 0x202 2)$(bytes 4 2)$(bytes 1 4)$(bytes "$length" 4)$(bytes 0 4)"
    {
        head -c 2 "$1"
        # shellcheck disable=SC2059 # escapes for printf
        printf "$header"
        cat "$2"
        tail -c +3 "$1"
    } >"$3"
}

# first_half IN OUT: a file cut short.
first_half() { head -c $(($(stat -c %s "$1") / 2)) "$1" >"$2"; }

# Pixel of a picture, as "R G B"; of a plan, its tile id.
pixel() { vips getpoint "$1" "$2" "$3" | sed 's/ *$//'; }

# is_near FILE X Y R G B [DISTANCE]: whether each band of a pixel is that near.
is_near() {
    local found wanted=("$4" "$5" "$6") within=${7:-10} i
    read -ra found < <(pixel "$1" "$2" "$3")
    for i in 0 1 2; do
        local difference=$((found[i] - wanted[i]))
        if ((difference < -within || difference > within)); then
            echo "$1 at $2, $3 is ${found[*]}, not ${wanted[*]}"
            return 1
        fi
    done
}

field() { vipsheader -f "$2" "$1"; } # field FILE NAME

# has_size FILE WIDTH HEIGHT
has_size() {
    local found
    found="$(field "$1" width) $(field "$1" height)"
    [[ $found == "$2 $3" ]] || { echo "$1 has $found px, not $2 $3" && return 1; }
}

# --- running -------------------------------------------------------------------------------------

# exits CODE ARGUMENT...: runs the command with these, keeps $output and $stderr, checks the code.
# COMMAND_PREFIX, an array, goes before the command.
exits() {
    local code=$1
    shift
    run --separate-stderr "${COMMAND_PREFIX[@]}" "$TESSERA" "$@"
    # shellcheck disable=SC2154 # run sets them
    if ((status != code)); then
        printf 'exit code %s instead of %s of: tessera %s\n%s\n' "$status" "$code" "$*" "$stderr"
        return 1
    fi
}

# With root's powers over permissions taken away, if there are any.
unprivileged() {
    local powers=-dac_override,-dac_read_search
    local -a COMMAND_PREFIX=()
    if ((EUID == 0)); then
        COMMAND_PREFIX=(setpriv "--bounding-set=$powers" "--inh-caps=$powers")
    fi
    "$@"
}

# within SECONDS COMMAND...: what the command starts is ended after that time, with exit code 124.
within() {
    local -a COMMAND_PREFIX=(timeout --kill-after=5 "$1")
    shift
    "$@"
}

# small_disk SIZE: a disk of so many bytes (with k or m) at $DISK; skips where that can't be.
small_disk() {
    ((EUID == 0)) || skip "only root can mount a small disk"
    DISK=$BATS_TEST_TMPDIR/full
    mkdir "$DISK"
    mount -t tmpfs -o "size=$1" none "$DISK" 2>/dev/null ||
        skip "a small disk can't be mounted here"
}

# Everything below the test's folders, hidden files too, with checksums.
listing() {
    find "$BATS_TEST_TMPDIR/work" "$BATS_TEST_TMPDIR/tmp" | LC_ALL=C sort
    find "$BATS_TEST_TMPDIR/work" -type f -exec sha256sum {} + 2>&1 | LC_ALL=C sort
}

# changes_nothing COMMAND...: runs it; then no file may be new, gone or changed.
changes_nothing() {
    local before after
    before=$(listing)
    "$@"
    after=$(listing)
    [[ $before == "$after" ]] || { diff <(echo "$before") <(echo "$after") || return 1; }
}

# says TEXT...: standard error holds each of these.
says() {
    local text
    for text in "$@"; do
        # shellcheck disable=SC2154 # run sets it
        [[ $stderr == *"$text"* ]] || { printf "no '%s' in: %s\n" "$text" "$stderr" && return 1; }
    done
}

says_not() {
    [[ $stderr != *"$1"* ]] || { printf "'%s' in: %s\n" "$1" "$stderr" && return 1; }
}

# json FILTER: whether a jq filter is true of the report on standard output.
json() {
    # shellcheck disable=SC2154 # run sets it
    jq --slurp --exit-status "length == 1 and (.[0] | $1)" <<<"$output" >/dev/null ||
        { printf 'not true: %s\nof: %s\n' "$1" "$output" && return 1; }
}

# value FILTER: from the report on standard output.
value() { jq --raw-output "$1" <<<"$output"; }

same_bytes() { cmp "$1" "$2"; }

# same_pixels A B: two pictures hold the same pixels, as libvips reads them.
same_pixels() {
    local difference=$BATS_TEST_TMPDIR/difference.v most
    vips subtract "$1" "$2" "$difference"
    vips abs "$difference" "$difference.abs.v"
    most=$(vips max "$difference.abs.v")
    [[ $most == 0.000000 ]] || { echo "$1 and $2 differ by up to $most" && return 1; }
}

no_output() { [[ -z $output ]] || { printf 'on standard output: %s\n' "$output" && return 1; }; }

# start_until PATTERN ARGUMENT...: starts the command and returns once a line of its progress holds
# PATTERN; sets $pid. Its standard error goes on to the file "stderr" in the test's tmp folder.
start_until() {
    local pattern=$1 pipe=$BATS_TEST_TMPDIR/progress line
    shift
    rm -f "$pipe"
    mkfifo "$pipe"
    # A shell that runs in the background would have it ignore Ctrl-C.
    env --default-signal=INT,TERM "$TESSERA" "$@" --progress json 2>"$pipe" >/dev/null 3>&- &
    pid=$!
    exec 7<"$pipe"
    while IFS= read -r -t 60 -u 7 line; do
        [[ $line == *"$pattern"* ]] && return 0
    done
    echo "no progress with $pattern came; the last line: $line"
    return 1
}

send() { kill "-$1" "$pid"; } # send SIGNAL: to the command that start_until started

# ends_with CODE: of the command that start_until started.
ends_with() {
    cat <&7 >/dev/null
    exec 7<&-
    local code=0
    wait "$pid" || code=$?
    ((code == $1)) || { echo "exit code $code instead of $1" && return 1; }
}
