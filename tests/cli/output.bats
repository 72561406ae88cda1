# Outputs appear whole or not at all: refused, failed, interrupted and killed runs.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    "$TESSERA" plan "$SOURCE" -l "$LIBRARY" -o "$SHARED/plan.tif" --cells 12x9 --quiet
    export PLAN=$SHARED/plan.tif LARGE=$SHARED/large.png NOISE=$SHARED/noise
    vips black "$LARGE" 1200 1200 --bands 3
    # Photos that no format makes much smaller, of all greys.
    mkdir "$NOISE"
    local i
    for i in {0..23}; do
        vips gaussnoise "$SHARED/noise.v" 48 48 --mean $((i * 11)) --sigma 60 --seed "$i"
        vips cast "$SHARED/noise.v" "$NOISE/$i.png" uchar
    done
}

setup() { prepare_test; }

teardown() {
    if mountpoint --quiet "$BATS_TEST_TMPDIR/full" 2>/dev/null; then
        umount "$BATS_TEST_TMPDIR/full"
    fi
}

# disk_too_small_for ARGUMENT...: exit code 4, the disk named, soon, nothing left on it.
disk_too_small_for() {
    within 30 exits 4 "$@"
    says "$DISK"
    [[ -z $(ls -A "$DISK") ]] || { ls -lA "$DISK" && return 1; }
}

# A library of large noisy tiles; its mosaics fill a small disk.
noisy_library() { "$TESSERA" build "$NOISE" -o noisy --tile 128 --quiet --force; }

# Enough work not to be over before a signal comes.
long_build() {
    local i
    mkdir many
    vips resize "$SOURCE" many/0.png 20 --kernel cubic
    for ((i = 1; i < 400; ++i)); do
        ln many/0.png "many/$i.png"
    done
}

@test "an existing library, plan or mosaic is refused and stays as it was" {
    echo old >library
    echo old >plan.tif
    echo old >out.png
    changes_nothing exits 4 build "$PHOTOS" -o library --tile 16
    says "library" "exists"
    changes_nothing exits 4 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9
    says "plan.tif" "exists"
    changes_nothing exits 4 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9
    says "out.png" "exists"
}

@test "an existing output is refused before any work" {
    echo old >library
    echo old >out.png
    exits 4 build "$PHOTOS" -o library --tile 16
    says_not "build:"
    exits 4 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9
    says_not "match:"
}

@test "a link that leads nowhere counts as an existing output" {
    ln -s nowhere out.png
    changes_nothing exits 4 render "$PLAN" -l "$LIBRARY" -o out.png
}

@test "--force replaces an existing output" {
    echo old >library
    echo old >plan.tif
    echo old >out.png
    exits 0 build "$PHOTOS" -o library --tile 16 --force
    exits 0 plan "$SOURCE" -l library -o plan.tif --cells 12x9 --force
    exits 0 render plan.tif -l library -o out.png --force
    same_bytes plan.tif "$PLAN"
    has_size out.png 192 144
}

@test "--force replaces a deep zoom tree as a whole" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.dz --cells 24x18
    changes_nothing exits 4 render "$PLAN" -l "$LIBRARY" -o out.dz
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.dz --force
    exits 0 render "$PLAN" -l "$LIBRARY" -o fresh.dz
    diff -r --exclude=vips-properties.xml out_files fresh_files # it has a date
    same_bytes out.dzi fresh.dzi
}

@test "an existing deep zoom tree is refused before any work" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.dz
    exits 4 render "$SOURCE" -l "$LIBRARY" -o out.dz --cells 12x9
    says_not "match:"
}

@test "a failed run with --force leaves the old output as it was" {
    echo old >library
    echo old >out.png
    echo text >bad.jpg
    changes_nothing exits 3 build bad.jpg -o library --tile 16 --force
    changes_nothing exits 3 build "$PHOTOS" bad.jpg -o library --tile 16 --force --on-error fail
    first_half "$SOURCE" half.png
    changes_nothing exits 3 render half.png -l "$LIBRARY" -o out.png --cells 12x9 --force
    run --separate-stderr changes_nothing "$TESSERA" render "$PLAN" -l "$LIBRARY" --force \
        -o 'out.png[nonsense=1]'
    [[ $(cat out.png) == old ]]
}

@test "a folder is no output" {
    mkdir folder
    changes_nothing exits 4 build "$PHOTOS" -o folder --tile 16 --force
    says "folder"
    changes_nothing exits 4 plan "$SOURCE" -l "$LIBRARY" -o folder/ --cells 12x9
    says "folder"
    mkdir folder.png
    changes_nothing exits 4 render "$PLAN" -l "$LIBRARY" -o folder.png --force
    says "folder.png"
}

@test "an output in a missing folder is refused, and the folder not made" {
    changes_nothing exits 4 build "$PHOTOS" -o missing/library --tile 16
    says "missing"
    changes_nothing exits 4 plan "$SOURCE" -l "$LIBRARY" -o missing/plan.tif --cells 12x9
    says "missing"
    changes_nothing exits 4 render "$PLAN" -l "$LIBRARY" -o missing/out.png
    says "missing"
}

@test "an output in a folder that can't be written to is refused before any work" {
    mkdir shelf
    chmod 555 shelf
    unprivileged changes_nothing exits 4 build "$PHOTOS" -o shelf/library --tile 16
    says "shelf/library" "Permission denied"
    says_not "build:"
    unprivileged changes_nothing exits 4 plan "$SOURCE" -l "$LIBRARY" -o shelf/plan.tif --cells 12x9
    says "shelf/plan.tif"
    unprivileged changes_nothing exits 4 render "$PLAN" -l "$LIBRARY" -o shelf/out.png
    says "shelf/out.png"
    says_not "write:"
    chmod 755 shelf
}

@test "no run leaves more than its output" {
    exits 0 build "$PHOTOS" -o library --tile 16
    exits 0 plan "$SOURCE" -l library -o plan.tif --cells 12x9
    exits 0 render plan.tif -l library -o out.tif
    [[ $(ls -A) == $'library\nout.tif\nplan.tif' ]]
    [[ -z $(ls -A "$TMPDIR") ]]
}

@test "outputs get the permissions that the umask asks for" {
    umask 027
    exits 0 build "$PHOTOS" -o library --tile 16
    exits 0 plan "$SOURCE" -l library -o plan.tif --cells 12x9
    exits 0 render plan.tif -l library -o out.png
    [[ $(stat -c %a library plan.tif out.png | sort -u) == 640 ]]
}

@test "two runs at once of the same output both end well and leave one whole file" {
    "$TESSERA" render "$PLAN" -l "$LIBRARY" -o out.png --force --quiet 3>&- &
    local first=$!
    "$TESSERA" render "$PLAN" -l "$LIBRARY" -o out.png --force --quiet
    wait "$first"
    [[ $(ls -A) == out.png ]]
    has_size out.png 192 144
}

@test "Ctrl-C ends a build with 130 and leaves nothing" {
    long_build
    local before
    before=$(ls -A)
    start_until '"stage":"build"' build many -o library --tile 16 --threads 1
    send INT
    ends_with 130
    [[ $(ls -A) == "$before" && -z $(ls -A "$TMPDIR") ]]
}

@test "SIGTERM ends a build with 143 and leaves nothing" {
    long_build
    local before
    before=$(ls -A)
    start_until '"stage":"build"' build many -o library --tile 16 --threads 1
    send TERM
    ends_with 143
    [[ $(ls -A) == "$before" && -z $(ls -A "$TMPDIR") ]]
}

@test "an interrupted build with --force leaves the old library as it was" {
    long_build
    cp "$LIBRARY" library
    start_until '"stage":"build"' build many -o library --tile 16 --threads 1 --force
    send INT
    ends_with 130
    same_bytes library "$LIBRARY"
    [[ $(ls -A) == $'library\nmany' ]]
}

# ctrl_c_ends_a_render_to NAME...
ctrl_c_ends_a_render_to() {
    local name
    for name in "$@"; do
        start_until '"stage":"write"' render "$LARGE" -l "$LIBRARY" -o "$name" --cells 1000x1000
        send INT
        ends_with 130
        [[ -z $(ls -A) && -z $(ls -A "$TMPDIR") ]] || { ls -lA . "$TMPDIR" && return 1; }
    done
}

@test "Ctrl-C ends a render to PNG or JPEG with 130 and leaves nothing" {
    ctrl_c_ends_a_render_to out.png 'out.jpg[restart-interval=0]'
}

@test "Ctrl-C ends a render to a JPEG that is put together with 130 and leaves nothing" {
    noisy_library
    # Gigabytes, so as not to be over before the signal comes.
    start_until '"stage":"write"' render "$LARGE" -l noisy -o out.jpg --cells 500x500
    send INT
    ends_with 130
    [[ $(ls -A) == noisy && -z $(ls -A "$TMPDIR") ]]
}

@test "Ctrl-C ends a render to TIFF with 130 and leaves nothing" {
    ctrl_c_ends_a_render_to out.tif 'out.tif[compression=none,tile=false]'
}

@test "Ctrl-C ends a render to a pyramid TIFF with 130 and leaves nothing" {
    ctrl_c_ends_a_render_to 'out.tif[pyramid]'
}

@test "Ctrl-C ends a render to a deep zoom tree or zip with 130 and leaves nothing" {
    ctrl_c_ends_a_render_to out.dz 'out.dz[container=zip]'
}

@test "SIGTERM ends a render with 143 and leaves the old output as it was" {
    echo old >out.png
    start_until '"stage":"write"' render "$LARGE" -l "$LIBRARY" -o out.png --cells 1000x1000 --force
    send TERM
    ends_with 143
    [[ $(cat out.png) == old && $(ls -A) == out.png ]]
}

@test "Ctrl-C ends the reading of a source" {
    start_until '"stage":"match"' plan "$LARGE" -l "$LIBRARY" -o plan.tif --cells 1200x1200
    send INT
    ends_with 130
    [[ -z $(ls -A) ]]
}

@test "what a killed render left is removed by the next run of the same output" {
    start_until '"stage":"write"' render "$LARGE" -l "$LIBRARY" -o out.png --cells 1000x1000
    send KILL
    ends_with 137
    [[ ! -e out.png && -n $(ls -A) ]]
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.png
    [[ $(ls -A) == out.png ]]
}

@test "what a killed build left is removed by the next run of the same output" {
    long_build
    start_until '"stage":"build"' build many -o library --tile 16 --threads 1
    send KILL
    ends_with 137
    [[ ! -e library ]]
    exits 0 build "$PHOTOS" -o library --tile 16
    [[ $(ls -A) == $'library\nmany' ]]
}

@test "a run doesn't remove what another run of the same output still writes" {
    start_until '"stage":"write"' render "$LARGE" -l "$LIBRARY" -o out.png --cells 1000x1000
    send STOP
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.png
    [[ -n $(find . -mindepth 1 -name '.*') ]]
    send CONT
    send INT
    ends_with 130
    [[ $(ls -A) == out.png ]]
}

@test "a full disk ends a build with 4 and leaves nothing" {
    small_disk 256k
    make_photos photos
    disk_too_small_for build photos -o "$DISK/library" --tile 128
}

@test "a full disk ends a plan with 4 and leaves nothing but what was there" {
    small_disk 64k
    head -c 1000000 /dev/zero >"$DISK/filler" 2>/dev/null || true
    within 30 exits 4 plan "$SOURCE" -l "$LIBRARY" -o "$DISK/plan.tif" --cells 12x9
    says "$DISK/plan.tif"
    [[ $(ls -A "$DISK") == filler ]]
}

# A full disk for each format: some ways of libvips to write crash or hang then.
full_disk_ends_a_render_to() {
    small_disk 256k
    noisy_library
    disk_too_small_for render "$SOURCE" -l noisy -o "$DISK/$1" --cells 12x9
}

@test "a full disk ends a render to PNG with 4 and leaves nothing" {
    full_disk_ends_a_render_to out.png
}

@test "a full disk ends a render to JPEG with 4 and leaves nothing" {
    full_disk_ends_a_render_to out.jpg
}

@test "a full disk ends a render to TIFF with 4 and leaves nothing" {
    full_disk_ends_a_render_to out.tif
}

@test "a full disk ends a render to plain TIFF with 4 and leaves nothing" {
    full_disk_ends_a_render_to 'out.tif[compression=none,tile=false]'
}

@test "a full disk ends a render to a pyramid TIFF with 4 and leaves nothing" {
    full_disk_ends_a_render_to 'out.tif[pyramid]'
}

@test "a full disk ends a render to WebP with 4 and leaves nothing" {
    full_disk_ends_a_render_to 'out.webp[Q=100]'
}

@test "a full disk ends a render to GIF, PPM and libvips' own format with 4 and leaves nothing" {
    small_disk 128k
    noisy_library
    local suffix
    for suffix in gif ppm v; do
        disk_too_small_for render "$SOURCE" -l noisy -o "$DISK/out.$suffix" --cells 12x9
    done
}

@test "a full disk ends a render to a deep zoom tree with 4 and leaves nothing" {
    full_disk_ends_a_render_to out.dz
}

@test "a full disk ends a render to a deep zoom zip with 4 and leaves nothing" {
    full_disk_ends_a_render_to 'out.dz[container=zip]'
}

@test "a full disk ends a render to a .szi, a zip by its name alone, with 4 and leaves nothing" {
    full_disk_ends_a_render_to out.szi
}

@test "a deep zoom zip and a tree of the same name don't stand in each other's way" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.dz
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.szi
    [[ -s out.szi && -d out_files ]]
}

@test "a limit to the size of files ends a render with 4 and leaves nothing" {
    noisy_library
    # shellcheck disable=SC2034 # exits takes it
    local -a COMMAND_PREFIX=(prlimit --fsize=100000)
    local name memory
    for name in out.png out.jpg out.tif 'out.tif[pyramid]' 'out.webp[Q=100]'; do
        for memory in 0 256M; do
            exits 4 render "$SOURCE" -l noisy -o "$name" --cells 12x9 --memory "$memory"
            says "${name%%[*}"
            [[ $(ls -A) == noisy ]]
        done
    done
}

@test "a reader of the progress that goes away takes no output with it" {
    start_until '"stage"' render "$LARGE" -l "$LIBRARY" -o out.png --cells 300x300
    exec 7<&-
    # shellcheck disable=SC2154 # start_until sets it
    wait "$pid"
    [[ $(ls -A) == out.png ]]
    has_size out.png 4800 4800
}

@test "a full disk leaves the old output as it was, and room makes the next run work" {
    small_disk 256k
    noisy_library
    echo old >"$DISK/out.png"
    exits 4 render "$SOURCE" -l noisy -o "$DISK/out.png" --cells 12x9 --force
    [[ $(ls -A "$DISK") == out.png && $(cat "$DISK/out.png") == old ]]
    exits 0 render "$PLAN" -l "$LIBRARY" -o "$DISK/out.png" --force
    has_size "$DISK/out.png" 192 144
}
