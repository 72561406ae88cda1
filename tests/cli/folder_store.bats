# Libraries that are a folder of PNGs, and plain folders of numbered pictures in their place.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
    "$TESSERA" build "$PHOTOS" -o "$SHARED/folder" --tile 16 --store folder --quiet
    export FOLDER=$SHARED/folder READ_FOLDER=$BATS_TEST_DIRNAME/../../samples/read_folder.py
}

setup() { prepare_test; }

teardown() {
    if mountpoint --quiet "$BATS_TEST_TMPDIR/full" 2>/dev/null; then
        umount "$BATS_TEST_TMPDIR/full"
    fi
}

@test "a folder gives the same mosaic as the one-file library, and is the same library" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o one.png --cells 12x9
    exits 0 render "$SOURCE" -l "$FOLDER" -o other.png --cells 12x9
    same_bytes one.png other.png
    exits 0 info "$FOLDER" --json
    json ".kind == \"library\" and .tiles == 12 and .bytes == $(cat "$FOLDER"/* | wc -c)"
    [[ $(value .digest) == $("$TESSERA" info "$LIBRARY" --json | jq -r .digest) ]]
}

@test "its tiles are pictures that any program opens" {
    [[ -f $FOLDER/0000.png && -f $FOLDER/0011.png && ! -e $FOLDER/0012.png ]]
    pngcheck -q "$FOLDER"/*.png
    has_size "$FOLDER/0011.png" 16 16
    [[ $(head -n 1 "$FOLDER/tiles.csv") == id,file,label,name,* ]]
    [[ $(wc -l <"$FOLDER/tiles.csv") == 13 ]]
}

@test "Python reads it with csv, numpy and Pillow alone" {
    cp "$PHOTOS/photo00.png" $'a,"b" \n;\\x41\xff.png'
    cp "$PHOTOS/photo01.png" '=1+1.png'
    exits 0 build . -o library --tile 16x12 --store folder
    run -0 /usr/bin/python3 "$READ_FOLDER" library
    [[ ${lines[0]} == "2 tiles" ]]
    [[ ${lines[1]} == "0 0000.png - "*"'=1+1.png'" ]]
    [[ ${lines[2]} == "1 0001.png - "*"'a,\"b\" \\n;\\\\x41�.png'" ]]
    run -0 /usr/bin/python3 "$READ_FOLDER" library 1
    same_pixels tile.png library/0001.png
}

@test "an existing folder is replaced with --force, unless something else would be lost" {
    exits 0 build "$PHOTOS" -o library --tile 16 --store folder
    exits 0 build "$PHOTOS" -o library --tile 16 --store folder
    says library "up to date"
    exits 0 build "$PHOTOS" -o library --tile 8 --store folder --force
    has_size library/0000.png 8 8
    echo mine >library/notes.txt
    changes_nothing exits 4 build "$PHOTOS" -o library --tile 16 --store folder --force
    says library notes.txt
    cp -r "$PHOTOS" photos
    changes_nothing exits 4 build "$PHOTOS" -o photos --tile 16 --store folder --force
    says photos "not a tile library"
    changes_nothing exits 4 build "$PHOTOS" -o photos --tile 16 --force
}

@test "damage is named: a tile, the table, the features" {
    cp -r "$FOLDER" library
    first_half "$FOLDER/0003.png" library/0003.png
    exits 3 render "$SOURCE" -l library -o out.png --cells 12x9
    says library 0003.png
    cp "$FOLDER/0003.png" library/0003.png
    sed -i 's/photo04/photo05/' library/tiles.csv
    exits 3 info library
    says library tiles.csv
    cp "$FOLDER/tiles.csv" library/tiles.csv
    first_half "$FOLDER/features.npy" library/features.npy
    exits 3 render "$SOURCE" -l library -o out.png --cells 12x9
    says library features.npy
    first_half "$FOLDER/library.json" library/library.json
    exits 3 render "$SOURCE" -l library -o out.png --cells 12x9
    says library library.json
    [[ ! -e out.png ]]
}

@test "a plain folder of numbered pictures is a library, one with a gap is not" {
    mkdir numbered
    local i
    for i in {0..11}; do
        cp "$FOLDER/$(printf %04d "$i").png" "numbered/$i.png"
    done
    exits 0 render "$SOURCE" -l numbered -o plain.png --cells 12x9
    exits 0 render "$SOURCE" -l "$FOLDER" -o library.png --cells 12x9
    same_bytes plain.png library.png
    rm numbered/7.png
    exits 3 render "$SOURCE" -l numbered -o out.png --cells 12x9
    says numbered "there is no '7.png'"
    exits 3 render "$SOURCE" -l "$PHOTOS/.." -o out.png --cells 12x9
    says "neither a tile library nor a folder of pictures"
}

@test "a folder is made the same again, and by make kept and used again" {
    exits 0 build "$PHOTOS" -o again --tile 16 --store folder --threads 1
    diff -r again "$FOLDER"
    exits 0 make "$PHOTOS" "$SOURCE" one.png --tile 16 --cells 12x9 --store folder --json
    json '.library_reused == false'
    exits 0 make "$PHOTOS" "$SOURCE" two.png --tile 16 --cells 12x9 --store folder --json
    json '.library_reused == true'
    same_bytes one.png two.png
}

@test "a full disk ends a build with 4 and leaves nothing" {
    small_disk 48k
    within 30 exits 4 build "$PHOTOS" -o "$DISK/library" --tile 128 --store folder
    says "$DISK/library" "No space left"
    [[ -z $(ls -A "$DISK") ]]
}

@test "what a killed build left is removed by the next run of the same output" {
    local i
    mkdir many
    vips resize "$SOURCE" many/0.png 20 --kernel cubic
    for ((i = 1; i < 400; ++i)); do
        ln many/0.png "many/$i.png"
    done
    start_until '"stage":"build"' build many -o library --tile 16 --threads 1 --store folder
    send KILL
    ends_with 137
    [[ ! -e library ]]
    exits 0 build "$PHOTOS" -o library --tile 16 --store folder
    [[ $(ls -A) == $'library\nmany' ]]
}
