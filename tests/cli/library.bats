# tessera library: adding, removing, joining, checking, converting, listing, taking out.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() {
    prepare_test
    cp "${LIBRARY:?}" library
}

names() { "$TESSERA" library list "$1" --names0 | tr '\0' '\n'; }

@test "add: more photos, sorted in, those known once" {
    photo zebra.png 1 2 3
    photo aardvark.png 3 2 1
    exits 0 library add library zebra.png aardvark.png "${PHOTOS:?}/photo03.png" --json
    json '.command == "library add" and .added == 2 and .kept == 12 and .tiles == 14'
    exits 0 library add library aardvark.png
    says "up to date"
    [[ $(names library | grep -c '') == 14 ]]
    changes_nothing exits 3 library add missing zebra.png
    says "missing" "--any-size"
    changes_nothing exits 2 library add library
    says "photos"
}

@test "add: a list of paths, photos that can't be read" {
    photo one.png 1 2 3
    echo text >two.png
    printf '%s\0' one.png two.png >list
    exits 0 library add library --files-from0 list --errors-to errors --json
    json '.added == 1 and (.skipped | length) == 1'
    grep -qx two.png errors
    changes_nothing exits 3 library add library two.png --on-error fail
}

@test "add, get: pictures of any size with labels, a number or a text" {
    vips colourspace "$PHOTOS/photo01.png" grey.png b-w
    exits 0 library add pictures "$SOURCE" --any-size --label 7 --store lmdb --json
    json '.added == 1 and .tiles == 1'
    exits 0 library add pictures grey.png --label 'a cat'
    exits 0 library add pictures "$PHOTOS/photo02.png" --any-size
    exits 0 library list pictures --json
    json '[.pictures[] | [.id, .name, .label, .width]] == [[0, "source.png", 7, 96],
        [1, "grey.png", "a cat", 64], [2, "photo02.png", null, 64]]'
    exits 0 library get pictures 0 -o zero.png --json
    json '.label == 7 and .width == 96 and .height == 72 and .bands == 3'
    same_pixels zero.png "$SOURCE"
    exits 0 library get pictures grey.png -o one.png
    says "a cat"
    same_pixels one.png grey.png
    exits 0 info pictures --json
    json '.kind == "pictures" and .labelled == 2 and .store == "lmdb"'
    changes_nothing exits 2 render "$SOURCE" -l pictures -o out.png --cells 4x3
    says "pictures of different sizes"
    changes_nothing exits 2 library add library grey.png --any-size
    says "16 x 16 px"
    exits 0 library verify pictures
}

@test "get: an id or a name of one, to a PNG that isn't there" {
    changes_nothing exits 2 library get library 12 -o x.png
    says "'12'" "12 pictures"
    changes_nothing exits 2 library get library 'photo*' -o x.png
    changes_nothing exits 2 library get library 0 -o x.jpg
    says ".png" "x.jpg"
    echo old >x.png
    changes_nothing exits 4 library get library 0 -o x.png
    exits 0 library get library 0 -o x.png --force
    has_size x.png 16 16
}

@test "remove: by name, id and glob; what isn't there is an error, or with --force none" {
    exits 0 library remove library photo02.png 0 'photo1?.png' --json
    json '.removed == 4 and .tiles == 8'
    [[ $(names library | tr '\n' ' ') == "photo01.png photo03.png photo04.png photo05.png\
 photo06.png photo07.png photo08.png photo09.png " ]]
    changes_nothing exits 2 library remove library photo03.png photo02.png
    says "photo02.png"
    changes_nothing exits 0 library remove library photo02.png --force --json
    json '.removed == 0'
    changes_nothing exits 2 library remove library '*'
    says "none would be left"
    changes_nothing exits 3 library remove missing 0
    exits 0 build "$PHOTOS" -o library --json
    json '.added == 4'
    same_bytes library "$LIBRARY"
}

@test "merge: each photo once, clashing names told apart" {
    mkdir a b
    cp "$PHOTOS"/photo0[0-3].png a
    cp "$PHOTOS"/photo0[2-5].png b
    photo b/photo01.png 1 2 3
    "$TESSERA" build a -o a.tiles --tile 16 --quiet
    "$TESSERA" build b -o b.tiles --tile 16 --quiet
    exits 0 library merge a.tiles b.tiles -o all --json
    json '.tiles == 7 and .duplicates == 2 and .renamed == 1'
    names all | grep -qx photo01~2.png
    exits 0 library verify all
    changes_nothing exits 4 library merge a.tiles b.tiles -o all
    exits 0 library merge a.tiles b.tiles -o all --force --store lmdb --wait 1
    "$TESSERA" build b -o other --tile 24 --quiet
    changes_nothing exits 2 library merge a.tiles other -o more
    says "16 x 16 px" "24 x 24 px" "other"
    changes_nothing exits 2 library merge a.tiles -o more
    changes_nothing exits 3 library merge a.tiles missing -o more
    says "missing"
}

@test "verify: every damaged tile is named; they can be taken out and made again" {
    exits 0 library verify library --json
    json '.damaged == [] and .tiles == 12'
    # The first px of two tiles, wherever they lie.
    "$TESSERA" library export library -o tiles --quiet
    local tile offset
    for tile in 0007 0009; do
        vips rawsave "tiles/$tile.png" tile.raw
        offset=$(LC_ALL=C grep -obUaP "$(head -c 12 tile.raw | od -An -v -tx1 |
            sed 's/ /\\x/g' | tr -d '\n')" library | head -1 | cut -d: -f1)
        printf '\x01\x02\x03' | dd of=library bs=1 seek="$offset" conv=notrunc status=none
    done
    changes_nothing exits 1 library verify library --json
    json '[.damaged[] | [.id, .name]] == [[7, "photo07.png"], [9, "photo09.png"]]'
    says "tile 7 'photo07.png'" "tile 9 'photo09.png'"
    exits 0 library remove library 7 9
    exits 0 build "$PHOTOS" -o library --json
    json '.added == 2'
    same_bytes library "$LIBRARY"
    changes_nothing exits 3 library verify missing
}

@test "convert: any kind of store and back, without loss" {
    local kind
    for kind in $("$TESSERA" build --help-all | tr -s ' \n' ' ' |
        sed -n 's/.* Values: \(lmdb[^.]*\)\..*/\1/p' | sed 's/,//g; s/ or / /'); do
        exits 0 library convert library -o "as-$kind" --store "$kind" --json
        json ".store == \"$kind\" and .tiles == 12"
        exits 0 library verify "as-$kind"
        exits 0 library convert "as-$kind" -o back --store lmdb --force
        same_bytes back library
        exits 0 info "as-$kind" --json
        json ".store == \"$kind\""
    done
    changes_nothing exits 4 library convert library -o back --store lmdb
    changes_nothing exits 2 library convert library -o other --store shelf
    says "shelf" "lmdb"
}

@test "compact: the same library, with its bytes before and after" {
    exits 0 library compact library --json
    json ".bytes == $(stat -c %s library) and .bytes_before > 0"
    same_bytes library "$LIBRARY"
    exits 0 library compact library
    says "before"
}

@test "list: a line each, JSON, or names ended by NUL" {
    exits 0 library list library
    [[ ${lines[1]} == $'1\tphoto01.png\t\t64x48\t' && ${#lines[@]} == 12 ]]
    exits 0 library list library --json
    json '.tiles == 12 and (.pictures | length) == 12 and .pictures[3].name == "photo03.png"'
    cp "$PHOTOS/photo00.png" $'new\nline.png'
    exits 0 library add library $'new\nline.png'
    exits 0 library list library
    [[ $output == *'new\x0aline.png'* ]]
    (($("$TESSERA" library list library -0 | tr -cd '\0' | wc -c) == 13))
}

@test "export: a new folder of PNGs, numbered by id" {
    exits 0 library export library -o tiles --json
    json '.tiles == 12'
    [[ $(cd tiles && echo *) == $(printf '%04d.png ' {0..11} | sed 's/ $//') ]]
    exits 0 library get library 11 -o last.png
    same_pixels last.png tiles/0011.png
    changes_nothing exits 4 library export library -o tiles
    says "tiles" "exists"
}

@test "info tells kind of store, background and labels" {
    exits 0 info library --json
    json '.store == "lmdb" and .background == "#ffffff" and (has("labelled") | not)'
    photo cat.png 1 2 3
    exits 0 library add library cat.png --label cat
    exits 0 info library
    [[ $output == *"labelled: 1"* && $output == *"store: lmdb"* ]]
}

@test "a verb of library that isn't there is refused with the nearest one" {
    exits 2 library
    says "add, remove or list" "tessera library --help"
    exits 2 library lits library
    says "did you mean 'list'"
    exits 2 library list library --jsno
    says "did you mean '--json'"
}
