# --where: mosaics of some of a library's photos.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

# tagged IN.jpg OUT.jpg DATE KEYWORD...: the same picture, taken then (YYYY:MM:DD HH:MM:SS), with
# keywords in XMP.
tagged() {
    local in=$1 out=$2 date=$3 items xmp length
    shift 3
    items=$(printf '<rdf:li>%s</rdf:li>' "$@")
    xmp="<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:subject><rdf:Bag>$items</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
    length=$((2 + 29 + ${#xmp}))
    {
        head -c 2 "$in"
        # Exif, whose only entry points to another directory, whose only entry is the date.
        printf '\xff\xe1\x00\x48Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0'
        printf '\x01\0\x03\x90\x02\0\x14\0\0\0\x2c\0\0\0\0\0\0\0%s\0' "$date"
        # shellcheck disable=SC2059 # an escape for printf
        printf "\\xff\\xe1\\x$(printf %02x $((length / 256)))\\x$(printf %02x $((length % 256)))"
        printf 'http://ns.adobe.com/xap/1.0/\0%s' "$xmp"
        tail -c +3 "$in"
    } >"$out"
}

setup_file() {
    prepare_file
    export SOURCE=$SHARED/source.png LIBRARY=$SHARED/library
    make_source "$SOURCE"
    local folder=$SHARED/photos i
    mkdir -p "$folder/2023" "$folder/2024"
    for ((i = 0; i < 8; ++i)); do
        photo "$SHARED/$i.jpg" $((i * 30)) $((250 - i * 30)) $((i * 70 % 256))
    done
    vips rot "$SHARED/3.jpg" "$folder/2023/3.jpg" d90
    cp "$SHARED/4.jpg" "$folder/2023/4.jpg"
    for i in 0 1 2; do
        tagged "$SHARED/$i.jpg" "$folder/2023/$i.jpg" "2023:0$((i + 1)):10 12:00:00" Sea "number $i"
    done
    for i in 5 6 7; do
        tagged "$SHARED/$i.jpg" "$folder/2024/$i.jpg" "2024:0$i:10 12:00:00" sky "number $i"
    done
    "$TESSERA" build "$folder" -o "$LIBRARY" --tile 16 --quiet
}

setup() { prepare_test; }

# chosen IDS CONDITION...: a mosaic that must use every photo of those conditions has these tiles.
chosen() {
    local wanted=$1 conditions=() condition found
    shift
    for condition; do
        conditions+=(--where "$condition")
    done
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9 --use-all --force --json "${conditions[@]}"
    vips rawsave plan.tif cells.raw
    found=$(od -An -v -tu4 -w4 cells.raw | sort -n | uniq | tr -d ' \n')
    [[ $found == "$wanted" ]] || { echo "$* gives $found, not $wanted" && return 1; }
    json ".match.tiles == ${#wanted} and .tiles == 8"
}

@test "photos are chosen by when they were taken" {
    chosen 012 year=2023
    chosen 34567 'year!=2023'
    chosen 25 'date=2023-03..2024-05'
    chosen 67 'date>2024-05'
    chosen 16 month=2,6
    chosen 34 date=
}

@test "by their tags, names, sizes and orientation" {
    chosen 012 tag=sea
    chosen 012567 'tag=*'
    chosen 06 'tag=number 0,number 6'
    chosen 567 'name=2024/*'
    chosen 3 orientation=portrait
    chosen 0124567 'width>=64'
}

@test "by several conditions at once, in whatever order the arguments are" {
    chosen 12 tag=sea 'month>1'
    exits 0 plan --where year=2024 "$SOURCE" --where month=6 -l "$LIBRARY" -o other.tif --cells 2x2
    [[ $(vips min other.tif) == 6.* && $(vips max other.tif) == 6.* ]]
}

@test "a plan of some photos is rendered with the whole library" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 12x9 --where year=2024
    exits 0 render plan.tif -l "$LIBRARY" -o from-plan.png
    exits 0 render "$SOURCE" -l "$LIBRARY" -o direct.png --cells 12x9 --where year=2024
    same_bytes from-plan.png direct.png
}

@test "make has it, and reports tell of those photos alone" {
    exits 0 make "$SHARED/photos" "$SOURCE" out.png --tile 16 --cells 4x3 --where 'tag=s*' \
        --report page.html --json
    json '.match.tiles == 6 and (.seconds.choose >= 0)'
    grep -q 'of 6 photos in use' page.html
    run ! grep -qE '2023/(3|4).jpg' page.html
}

@test "rules count the photos that are left" {
    changes_nothing exits 2 plan "$SOURCE" -l "$LIBRARY" -o p.tif --cells 12x9 --max-use 20 \
        --where tag=sea
    says "of each of 3 photos"
}

@test "where no photo is left, that is an error with the counts" {
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o p.png --where year=2023 --where tag=sky
    says "none of the library's 8 photos is left" "'year=2023' holds of 3" "'tag=sky' holds of 3"
}

@test "a condition that can't be read is refused before any work, with the nearest name" {
    changes_nothing exits 2 make "$SHARED/photos" "$SOURCE" p.png --where yaer=2024
    says "'yaer'" "did you mean 'year'?"
    [[ ! -e $TESSERA_CACHE_DIR ]]
    changes_nothing exits 2 plan "$SOURCE" -l "$LIBRARY" -o p.tif --where orientation=tall
    says "portrait, square, landscape"
    changes_nothing exits 2 plan "$SOURCE" -l "$LIBRARY" -o p.tif --where
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o p.tif --where 'date=May'
}

@test "a plan has its photos already" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 4x3
    changes_nothing exits 2 render plan.tif -l "$LIBRARY" -o p.png --where year=2024
    says "plan"
}
