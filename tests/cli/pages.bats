# What all pages of HTML have in common, in a browser.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

setup_file() {
    prepare_file
    prepare_library
    export PAGES=$SHARED/pages
    mkdir "$PAGES" "$SHARED/made"
    cd "$SHARED/made" || return 1
    cp "$PHOTOS/photo03.png" "$PHOTOS/copy of <03>, by a name that is much longer than a phone is wide.png"
    echo text >broken.png
    cp "$SOURCE" source.png
    cat >jobs.toml <<END
[[library]]
name = "photos"
photos = "$PHOTOS"
output = "photos.tiles"
tile = 16

[[render]]
name = "wall-{name}"
library = "photos.tiles"
source = "*.png"
output = "walls/{name}.jpg"
cells = "16x12"
END
    "$TESSERA" batch jobs.toml --keep-going --quiet --report "$PAGES/batch.html" || true
    "$TESSERA" render source.png -l photos.tiles -o out.png --cells 16x12 --max-use 2 --relax --quiet \
        --report "$PAGES/report.html"
    "$TESSERA" build "$PHOTOS" -o wide.tiles --tile 24x16 --quiet
    "$TESSERA" render source.png -l wide.tiles -o wide.png --cells 8x9 --quiet --report "$PAGES/report_wide.html"
    "$TESSERA" plan source.png -l photos.tiles -o plan.tif --cells 4x3 --quiet
    "$TESSERA" render plan.tif -l photos.tiles -o plan.png --quiet --report "$PAGES/report_plan.html"
    "$TESSERA" library sheet photos.tiles -o "$PAGES/sheet.html" --quiet
    "$TESSERA" library sheet "$LIBRARY" -o "$PAGES/sheet_unlike.html" --quiet
    "$TESSERA" bench stores --counts 1,3,9 --repeat 1 -o "$PAGES/bench.html" --quiet
    cp source.png still.1.png
    cp source.png still.2.png
    "$TESSERA" frames still.%d.png -o "$PAGES/frames.html" --title '<b>&' --comment $'two\nlines' --quiet
}

setup() { prepare_test; }

# look [OPTION...]: has a browser with these options look at all pages; sets $verdict.
look() {
    local page
    {
        echo '<!DOCTYPE html><meta charset="utf-8"><title></title><body><script>const pages ='
        for page in "$PAGES"/*.html; do
            jq --null-input --rawfile text "$page" --arg name "${page##*/}" '{($name): $text}'
        done | jq --slurp add | sed 's/</\\u003c/g'
        cat "$BATS_TEST_DIRNAME/pages.js"
        echo '</script></body>'
    } >look.html
    timeout --kill-after=5 120 chromium --headless --no-sandbox --disable-gpu --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync --virtual-time-budget=20000 \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --enable-logging=stderr "$@" \
        --dump-dom "file://$PWD/look.html" >dom.html 2>chromium.log 3>&-
    verdict=$(sed -n '/<title>/,/<\/title>/p' dom.html | sed 's/.*<title>//; s/<\/title>.*//')
    echo "$verdict"
    # A page that breaks a rule of its own, or fails, says so on the console.
    run ! grep CONSOLE chromium.log
}

@test "pages are readable in light and in dark, on a phone and on a desk" {
    needs chromium
    look
    [[ $verdict == '8 pages, light, 0 wrong'* ]]
    look --force-dark-mode
    [[ $verdict == '8 pages, dark, 0 wrong'* ]]
}

@test "pages hold no handlers, no addresses but their own pictures, and a rule against all else" {
    local page outside
    for page in "$PAGES"/*.html; do
        grep -qF "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'" "$page"
        run ! grep -E '<[a-z]+ ([^>]* )?on[a-z]+=' "$page"
        outside=$(grep -oiE "(src|href)=[\"'][^\"']{0,40}|url\([^)]{0,40}|@import.{0,40}|https?:.{0,40}" "$page" |
            grep -vE '^src="data:image/[a-z]*;base64,|^href="data:,$') || true
        [[ -z $outside ]] || { echo "${page##*/}: $outside" && return 1; }
    done
}

@test "the lists of what looks alike are there where something does" {
    grep -q '<div class="find" hidden="hidden" data-groups="1">' "$PAGES/sheet.html"
    grep -q '<div class="find" hidden="hidden" data-groups="0">' "$PAGES/sheet_unlike.html"
}
