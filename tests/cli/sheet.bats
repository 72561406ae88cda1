# tessera library sheet: what is in a library, as a page to look through.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

setup_file() {
    prepare_file
    prepare_library
    cp "$PHOTOS/photo03.png" "$PHOTOS/copy of 03.png"
    export WITH_COPY=$SHARED/copy.tiles
    "$TESSERA" build "$PHOTOS" -o "$WITH_COPY" --tile 64 --quiet
}

setup() { prepare_test; }

# names PAGE: of the photos on a page, in their order.
names() { grep -o '<b><bdi>[^<]*' "$1" | sed 's/.*>//'; }

# in_browser PAGE SCRIPT: opens a page, runs the script after the page's own, prints its title.
in_browser() {
    # The page allows no other script than its own: this one is let in.
    sed -e '/Content-Security-Policy/d' -e "s|</body>|<script>onload = () => { $2 }</script></body>|" \
        "$1" >driven.html
    timeout --kill-after=5 60 chromium --headless --no-sandbox --disable-gpu --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --dump-dom "file://$PWD/driven.html" \
        2>chromium.log 3>&- | grep -o '<title>[^<]*' | sed 's/<title>//'
}

@test "a sheet shows every photo, in a page that is whole in itself" {
    exits 0 library sheet "$WITH_COPY" -o sheet.html --json
    json '.output == "sheet.html" and .shown == 13 and .tiles == 13 and .groups == 1'
    says "13 of 13 photos"
    [[ $(names sheet.html | wc -l) == 13 && $(names sheet.html | head -n 1) == 'copy of 03.png' ]]
    (($(grep -c 'data-group="1"' sheet.html) == 2))
    if command -v xmllint >/dev/null; then
        xmllint --noout sheet.html
    fi
    local outside
    outside=$(grep -oiE "(src|href)=[\"'][^\"']{0,40}|url\([^)]{0,40}|@import.{0,40}|https?:.{0,40}" sheet.html |
        grep -v '^src="data:image/[a-z]*;base64,') || true
    [[ -z $outside ]] || { echo "from outside: $outside" && return 1; }
    # Each picture is one, and small.
    grep -o 'src="data:image/jpeg;base64,[^"]*' sheet.html | head -n 1 |
        sed 's/.*base64,//' | base64 -d >first.jpg
    has_size first.jpg 64 64
}

@test "--where, --skip and --limit choose, --thumbnail sizes" {
    exits 0 library sheet "$WITH_COPY" -o sheet.html --where 'name=photo*' --json
    json '.shown == 12 and .groups == 0'
    exits 0 library sheet "$WITH_COPY" -o part.html --skip 5 --limit 3 --thumbnail 16 --json
    json '.shown == 3 and .tiles == 13'
    says "--skip 8"
    [[ $(names part.html | tr '\n' ' ') == 'photo04.png photo05.png photo06.png ' ]]
    grep -q 'width="16" height="16"' part.html
    grep -q '6 to 8 of 13 photos' part.html
}

@test "a browser finds photos by their words, and those that look alike" {
    needs chromium
    exits 0 library sheet "$WITH_COPY" -o sheet.html
    local shown='items.filter(i => !i.hidden).length'
    [[ $(in_browser sheet.html "document.title = $shown + ' ' + [...document.images].every(i => i.naturalWidth == 64);") == '13 true' ]]
    [[ $(in_browser sheet.html "search.value = 'PHOTO0 7'; search.dispatchEvent(new Event('input')); document.title = $shown;") == 1 ]]
    [[ $(in_browser sheet.html "alike.click(); document.title = $shown + document.getElementById('count').value;") == '22 shown' ]]
    [[ $(in_browser sheet.html "list.querySelector('button').click(); document.title = $shown;") == 2 ]]
}

@test "names of photos are shown as they are, whatever they are" {
    mkdir photos
    cp "$PHOTOS/photo00.png" "photos/<script>alert(1)<!--&\"'.png"
    cp "$PHOTOS/photo01.png" photos/$'\xff.png'
    exits 0 build photos -o library --tile 16
    exits 0 library sheet library -o sheet.html
    grep -qF '&lt;script&gt;alert(1)&lt;!--&amp;&quot;&apos;.png' sheet.html
    run ! grep -qF 'alert(1)<' sheet.html
    iconv -f UTF-8 -t UTF-8 sheet.html >/dev/null
}

@test "an existing page is kept unless --force is given; nothing is left behind" {
    echo old >sheet.html
    changes_nothing exits 4 library sheet "$LIBRARY" -o sheet.html
    says "sheet.html"
    exits 0 library sheet "$LIBRARY" -o sheet.html --force
    [[ $(ls -A) == sheet.html ]]
}

@test "what can't be is an error that says why" {
    changes_nothing exits 3 library sheet none -o sheet.html
    says "none"
    changes_nothing exits 2 library sheet "$LIBRARY" -o sheet.html --limit 0
    changes_nothing exits 2 library sheet "$LIBRARY" -o sheet.html --skip 12
    says "12 photos"
    changes_nothing exits 2 library sheet "$LIBRARY" -o sheet.html --where yaer=1
    changes_nothing exits 4 library sheet "$LIBRARY" -o none/sheet.html
}
