# What can't be read: named on standard error, its own exit code, and nothing left behind.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    "$TESSERA" plan "$SOURCE" -l "$LIBRARY" -o "$SHARED/plan.tif" --cells 12x9 --quiet
    export PLAN=$SHARED/plan.tif
}

setup() { prepare_test; }

# refused_as_source FILE: by each verb that takes a source, with exit code 3 and by its name.
refused_as_source() {
    local file=$1
    changes_nothing exits 3 plan "$file" -l "$LIBRARY" -o plan.tif --cells 4x3
    says "$file"
    changes_nothing exits 3 render "$file" -l "$LIBRARY" -o out.png --cells 4x3
    says "$file"
    changes_nothing exits 3 make "$PHOTOS" "$file" out.png --tile 16 --cells 4x3
    says "$file"
    changes_nothing exits 3 compare "$file" "$SOURCE" --cells 4x3
    says "$file"
    no_output
}

# refused_as_photo FILE: alone it makes no library; among others it is skipped, or fails the build.
refused_as_photo() {
    local file=$1
    changes_nothing exits 3 build "$file" -o library --tile 16
    says "$file"
    changes_nothing exits 3 build "$file" "$PHOTOS/photo00.png" -o library --tile 16 --on-error fail
    says "$file"
    exits 0 build "$file" "$PHOTOS/photo00.png" -o library --tile 16 --json
    json '.tiles == 1 and (.skipped | length) == 1 and (.skipped[0].reason | length) > 10'
    [[ $(value '.skipped[0].path') == "$file" ]]
    says "1 of 2 photos were skipped" "$file"
    rm library
}

# refused_as_library FILE: by render, plan and info, with exit code 3 and by its name.
refused_as_library() {
    local file=$1
    changes_nothing exits 3 render "$SOURCE" -l "$file" -o out.png --cells 12x9
    says "$file"
    changes_nothing exits 3 render "$PLAN" -l "$file" -o out.png
    says "$file"
    changes_nothing exits 3 plan "$SOURCE" -l "$file" -o plan.tif --cells 12x9
    says "$file"
}

@test "an empty folder makes no library" {
    mkdir empty
    changes_nothing exits 3 build empty -o library
    says "empty"
}

@test "a folder with only text files makes no library" {
    mkdir folder
    echo text >folder/one.txt
    echo text >folder/two
    changes_nothing exits 3 build folder -o library
    says "folder"
}

@test "a missing photo is refused by name" {
    changes_nothing exits 3 build "$PHOTOS" missing.jpg -o library
    says "missing.jpg"
    changes_nothing exits 3 build missing-folder/ -o library
    says "missing-folder"
}

@test "a photo that --files-from0 names and that is gone is refused by name" {
    printf 'gone.jpg\0' >list
    changes_nothing exits 3 build --files-from0 list -o library
    says "gone.jpg"
}

@test "a missing source is refused by name" { refused_as_source missing.png; }

@test "a missing library is refused by name" { refused_as_library missing.tiles; }

@test "a text file called .jpg is neither photo nor source" {
    echo "this is not a picture" >text.jpg
    refused_as_photo text.jpg
    refused_as_source text.jpg
}

@test "a file of no bytes is neither photo nor source" {
    : >empty.png
    refused_as_photo empty.png
    refused_as_source empty.png
}

@test "a JPEG cut short is neither photo nor source" {
    vips copy "$SOURCE" whole.jpg
    first_half whole.jpg half.jpg
    refused_as_source half.jpg
    refused_as_photo half.jpg
}

@test "a PNG cut short is neither photo nor source" {
    first_half "$SOURCE" half.png
    refused_as_source half.png
    refused_as_photo half.png
}

@test "a picture of which only the header is left is neither photo nor source" {
    vips copy "$SOURCE" whole.jpg
    head -c 20 whole.jpg >header.jpg
    head -c 60 "$SOURCE" >header.png
    refused_as_photo header.jpg
    refused_as_source header.jpg
    refused_as_photo header.png
    refused_as_source header.png
}

@test "random bytes after a right beginning are neither photo nor source" {
    {
        head -c 100 "$SOURCE"
        head -c 3000 "$TESSERA"
    } >broken.png
    refused_as_source broken.png
    refused_as_photo broken.png
}

@test "an unreadable file is neither photo nor source nor library" {
    cp "$SOURCE" secret.png
    chmod 000 secret.png
    unprivileged changes_nothing exits 3 build secret.png -o library
    says "secret.png" "Permission denied"
    unprivileged exits 0 build secret.png "$PHOTOS/photo00.png" -o library --tile 16 --json
    json '.tiles == 1 and .skipped[0].path == "secret.png"'
    unprivileged changes_nothing exits 3 render secret.png -l "$LIBRARY" -o out.png --cells 4x3
    says "secret.png" "Permission denied"
    unprivileged changes_nothing exits 3 render "$SOURCE" -l secret.png -o out.png --cells 4x3
    says "secret.png" "Permission denied"
}

@test "an unreadable folder is skipped by name, and alone it makes no library" {
    mkdir -p photos/secret
    cp "$PHOTOS/photo00.png" photos
    chmod 000 photos/secret
    unprivileged exits 0 build photos -o library --tile 16 --json
    json '.tiles == 1 and .skipped[0].path == "photos/secret"'
    rm library
    unprivileged exits 3 build photos/secret -o library
    says "photos/secret"
    chmod 755 photos/secret
}

@test "a folder is no source and no library" {
    mkdir folder
    refused_as_source folder
    refused_as_library folder
}

@test "a pipe that nobody writes to holds nothing up" {
    mkdir photos
    mkfifo photos/pipe.jpg
    cp "$PHOTOS/photo00.png" photos
    within 20 exits 0 build photos -o library --tile 16 --json
    json '.tiles == 1 and .skipped[0].path == "photos/pipe.jpg"'
    within 20 changes_nothing exits 3 render photos/pipe.jpg -l library -o out.png --cells 4x3
}

@test "a pipe given as library, or to info, holds nothing up" {
    mkfifo pipe
    within 20 changes_nothing exits 3 info pipe
    within 20 changes_nothing exits 3 render "$SOURCE" -l pipe -o out.png --cells 4x3
}

@test "a library cut in half is damaged" {
    first_half "$LIBRARY" half.tiles
    refused_as_library half.tiles
}

@test "a library that lacks its last byte is damaged" {
    head -c -1 "$LIBRARY" >short.tiles
    refused_as_library short.tiles
}

@test "a library with zeros in its middle is damaged" {
    local size
    size=$(stat -c %s "$LIBRARY")
    cp "$LIBRARY" zeros.tiles
    dd if=/dev/zero of=zeros.tiles bs=1 seek=$((size / 4)) count=$((size / 2)) conv=notrunc \
        status=none
    refused_as_library zeros.tiles
}

@test "a library of garbage, of nothing, or that is a picture, is none" {
    head -c 50000 "$TESSERA" >garbage.tiles
    : >empty.tiles
    cp "$SOURCE" picture.png
    refused_as_library garbage.tiles
    refused_as_library empty.tiles
    refused_as_library picture.png
}

@test "a library with any one page zeroed is never used without a word" {
    local size page
    size=$(stat -c %s "$LIBRARY")
    exits 0 render "$PLAN" -l "$LIBRARY" -o right.png
    for ((page = 0; page < size / 4096; ++page)); do
        cp "$LIBRARY" damaged.tiles
        dd if=/dev/zero of=damaged.tiles bs=4096 seek="$page" count=1 conv=notrunc status=none
        run --separate-stderr "$TESSERA" render "$PLAN" -l damaged.tiles -o out.png --force
        if ((status == 0)); then
            same_bytes out.png right.png
        else
            ((status == 3)) || { echo "page $page: exit code $status" && return 1; }
            says damaged.tiles
        fi
    done
}

@test "a plan that is cut short is damaged" {
    first_half "$PLAN" half.tif
    changes_nothing exits 3 render half.tif -l "$LIBRARY" -o out.png
    says "half.tif"
    exits 3 info half.tif
}

@test "a plan whose description was changed is refused" {
    sed 's/"columns":12/"columns":13/' "$PLAN" >changed.tif
    ! cmp -s "$PLAN" changed.tif || return 1
    changes_nothing exits 3 render changed.tif -l "$LIBRARY" -o out.png
    says "changed.tif"
    sed 's/"rows":9/"rows":x/' "$PLAN" >changed.tif
    changes_nothing exits 2 render changed.tif -l "$LIBRARY" -o out.png --cells 0x0
}

@test "a photo too long and narrow for a tile is skipped with its reason" {
    vips black long.png 20000 1 --bands 3
    exits 0 build long.png "$PHOTOS" -o library --tile 512 --json
    json '.tiles + (.skipped | length) == 13'
}

@test "pictures that expand to much more are read within their size" {
    vips black wide.png 30000 10 --bands 3
    exits 0 render wide.png -l "$LIBRARY" -o out.png --cells 4x3
    has_size out.png 64 48
}
