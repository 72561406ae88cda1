# --report: a page about the mosaic just made.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

setup_file() {
    prepare_file
    prepare_library
    "$TESSERA" plan "${SOURCE:?}" -l "${LIBRARY:?}" -o "$SHARED/plan.tif" --cells 16x12 --quiet
    export PLAN=$SHARED/plan.tif
}

setup() { prepare_test; }

# is_page FILE: whether it is well-formed, says it is HTML, and needs nothing but itself.
is_page() {
    [[ $(head -n 1 "$1") == '<!DOCTYPE html>' ]]
    if command -v xmllint >/dev/null; then
        xmllint --noout "$1"
    fi
    local outside
    outside=$(grep -oiE "(src|href)=[\"'][^\"']{0,40}|url\([^)]{0,40}|@import.{0,40}|<script.{0,40}|https?:.{0,40}" "$1" |
        grep -v '^src="data:image/[a-z]*;base64,') || true
    [[ -z $outside ]] || { echo "from outside: $outside" && return 1; }
}

# pictures FILE FOLDER: decodes each picture of a page into the folder; sets $count.
pictures() {
    local picture
    count=0
    mkdir -p "$2"
    while IFS= read -r picture; do
        base64 -d <<<"${picture#*base64,}" >"$2/$count"
        vips avg "$2/$count" >/dev/null
        count=$((count + 1))
    done < <(grep -o 'src="data:image/[a-z]*;base64,[^"]*' "$1")
}

# text FILE: of a page, without its pictures and tags.
text() { sed -e 's/<style>/<!--/; s/<\/style>/-->/' "$1" | sed -e '/<!--/,/-->/d; s/<[^>]*>/ /g'; }

@test "render writes a page with pictures, whole in itself" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 --report page.html --json
    json '.report == "page.html" and .seconds.report > 0'
    is_page page.html
    local count
    pictures page.html pictures
    # Source, mosaic, errors, uses, and every photo of the library once.
    ((count == 4 + 12))
    has_size pictures/0 256 192 # no larger than the mosaic itself
    has_size pictures/1 256 192
    has_size pictures/2 16 12
    has_size pictures/3 16 12
    ((count == $(grep -o ' alt="[^"]' page.html | wc -l)))
}

@test "make and plan write it, too" {
    exits 0 make "$PHOTOS" "$SOURCE" made.png --tile 16 --cells 16x12 --report made.html --json
    json '.report == "made.html"'
    is_page made.html
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 16x12 --report plan.html --json
    json '.report == "plan.html"'
    is_page plan.html
}

@test "the pictures are those of source and mosaic" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 --report page.html
    local count
    pictures page.html pictures
    vips jpegsave out.png expected.jpg --Q 85 --strip
    vips copy pictures/1 mosaic.v
    vips copy expected.jpg expected.v
    same_pixels mosaic.v expected.v
    # The source stands for itself at the same size: 96 x 72 px become 256 x 192.
    is_near pictures/0 30 30 "$(pixel "$SOURCE" 11 11 | cut -d' ' -f1)" \
        "$(pixel "$SOURCE" 11 11 | cut -d' ' -f2)" "$(pixel "$SOURCE" 11 11 | cut -d' ' -f3)" 60
}

@test "the scores are those of compare" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 --report page.html
    exits 0 compare "$SOURCE" out.png --cells 16x12
    local row name psnr ssim de p95
    for row in '1x_srgb From afar, sRGB values' '1x_linear From afar, linear light' \
        '4x_srgb From near, sRGB values' '4x_linear From near, linear light'; do
        name=${row#* }
        read -r _ psnr ssim de p95 < <(grep "^${row%% *} " <<<"$output")
        grep -qF "$name</th><td>$psnr</td><td>$ssim</td><td>$de</td><td>$p95</td>" page.html ||
            { echo "$name: $psnr $ssim $de $p95" && return 1; }
    done
}

@test "it tells of options, rules and counts" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 --max-use 20 --flip \
        --report page.html --json
    local words
    words=$(text page.html)
    [[ $words == *out.png* && $words == *192*cells*'16 × 12'* && $words == *--max-use*20* ]]
    [[ $words == *--flip*yes* && $words == *$("$TESSERA" --version | cut -d' ' -f2)* ]]
    [[ $words == *'What the rules cost'* ]]
    [[ $words == *'20 cells'* ]]
}

@test "rules that gave way are named" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 --max-use 2 --relax \
        --report page.html
    [[ $(text page.html) == *'Gave way: '* ]]
}

@test "photos that are never used are counted and shown" {
    flat grey.png 128 128 128
    exits 0 render grey.png -l "$LIBRARY" -o out.png --cells 4x4 --report page.html
    [[ $(text page.html) == *'Never used: 11 photos'* ]]
    # All cells hold the same photo: a map of uses would have nothing to tell.
    [[ $(text page.html) == *'Every photo in use stands in 16 cells'* ]]
    local count
    pictures page.html pictures
    ((count == 3 + 12))
}

@test "a page about a plan has what can be told without the source" {
    exits 0 render "$PLAN" -l "$LIBRARY" -o out.png --report page.html --json
    json '.report == "page.html"'
    is_page page.html
    local count
    pictures page.html pictures
    ((count == 2 + 12))
    [[ $(text page.html) == *'Render the picture itself'* && $(text page.html) != *PSNR* ]]
}

@test "names of photos are shown as they are, whatever they are" {
    mkdir photos
    cp "$PHOTOS/photo00.png" "photos/<b>&\"'.png"
    cp "$PHOTOS/photo01.png" photos/$'\xff\xfe.png'
    cp "$PHOTOS/photo02.png" photos/$'new\nline.png'
    cp "$PHOTOS/photo03.png" 'photos/Zürich 北京.png'
    exits 0 build photos -o library --tile 16
    exits 0 render "$SOURCE" -l library -o $'<i>&\xff.png' --cells 4x3 --report page.html
    is_page page.html
    grep -qF '&lt;b&gt;&amp;&quot;&apos;.png' page.html
    run ! grep -qF '<b>&' page.html
    grep -qF '&lt;i&gt;&amp;�.png</bdi></h1>' page.html
    grep -qF '��.png' page.html
    grep -qF 'new�line.png' page.html
    grep -qF 'Zürich 北京.png' page.html
    iconv -f UTF-8 -t UTF-8 page.html >/dev/null
}

@test "an existing page is refused before any work, and replaced with --force" {
    echo old >page.html
    changes_nothing exits 4 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 \
        --report page.html
    says "page.html"
    changes_nothing exits 4 make "$PHOTOS" "$SOURCE" out.png --tile 16 --report page.html
    [[ ! -e $TESSERA_CACHE_DIR ]]
    changes_nothing exits 4 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --report page.html
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 --report page.html --force
    is_page page.html
}

@test "a page that can't be written is refused before any work" {
    changes_nothing exits 4 render "$SOURCE" -l "$LIBRARY" -o out.png --report missing/page.html
    says "missing"
    changes_nothing exits 4 render "$SOURCE" -l "$LIBRARY" -o out.png --report "$PWD"
}

@test "a page can't be the mosaic" {
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --report ./out.png
    says "out.png"
    changes_nothing exits 2 make "$PHOTOS" "$SOURCE" 'out.png[strip]' --report out.png --force
}

@test "nothing of a page is left behind beside it" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 --report page.html
    [[ $(find . -mindepth 1 | sort) == $'./out.png\n./page.html' ]]
}

@test "a page is as large for a large mosaic as for a small one" {
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o plan.tif --cells 96x72
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o other.tif --cells 96x72 --report page.html
    same_bytes plan.tif other.tif
    local large=$SHARED/large.png
    vips resize "$SOURCE" "$large" 20
    exits 0 plan "$large" -l "$LIBRARY" -o large.tif --cells 1600x1200 --report large.html
    [[ $(text large.html) == *'Scores are taken'* ]]
    local count
    pictures large.html pictures
    has_size pictures/0 1200 900
    has_size pictures/1 1200 900
    has_size pictures/2 800 600
    has_size pictures/3 800 600
    (($(stat -c %s large.html) < 4000000))
}

@test "a browser shows all of its pictures" {
    needs chromium
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12 --report page.html
    # A page allows no scripts: one is let in to count what was loaded.
    sed -e '/Content-Security-Policy/d' \
        -e 's|</body>|<script>onload = () => document.title = [...document.images].filter(i => i.naturalWidth > 0 \&\& i.clientWidth > 0).length + " shown"</script></body>|' \
        page.html >counted.html
    timeout --kill-after=5 60 chromium --headless --no-sandbox --disable-gpu --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --dump-dom "file://$PWD/counted.html" \
        >dom.html 2>chromium.log 3>&-
    grep -o '<title>[^<]*' dom.html
    grep -qF '<title>16 shown</title>' dom.html
}
