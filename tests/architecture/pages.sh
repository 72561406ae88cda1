#!/usr/bin/env bash
# Soundness of the pages' HTML, style sheets and scripts: pages.sh ROOT
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$1"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
wrong=0
complain() {
    printf '%s\n' "$@" >&2
    wrong=1
}

# refuse FILE PATTERN REASON: complains of each line that has the pattern.
refuse() {
    local lines
    lines=$(grep -nE "$2" "$1") || return 0
    complain "$1: $3:" "$lines"
}

mapfile -t pages < <(find engine apps -name '*.html' | LC_ALL=C sort)
mapfile -t styles < <(find engine apps -name '*.css' | LC_ALL=C sort)
mapfile -t scripts < <(find engine apps -name '*.js' | LC_ALL=C sort)
((${#pages[@]} >= 6 && ${#styles[@]} >= 5 && ${#scripts[@]} >= 2)) || complain "some files were not found"

for page in "${pages[@]}"; do
    # A whole page begins with its document type; other files hold parts of pages.
    if [[ $(head -n 1 "$page") == '<!DOCTYPE html>' ]]; then
        tail -n +2 "$page" >"$scratch/page"
        for part in '<html lang="en">' '<meta charset="utf-8" />' '<title>' 'name="viewport"' "default-src 'none'"; do
            grep -qF "$part" "$page" || complain "$page lacks $part"
        done
    else
        { echo '<parts>' && cat "$page" && echo '</parts>'; } >"$scratch/page"
        while IFS= read -r id; do
            grep -qF "\"$id\"" "${page%/*}"/*.cpp || complain "$page: nobody uses the part '$id'"
        done < <(grep -oE '<template id="[^"]*' "$page" | sed 's/.*"//')
    fi
    sed -i 's/{{[a-z0-9_]*}}/place/g' "$scratch/page"
    xmllint --noout --nonet "$scratch/page" || complain "$page is not well-formed"
    refuse "$scratch/page" '\{\{|\}\}' "$page has a place that is none"
    refuse "$page" '[[:space:]]on[a-z]+=' "scripts stand in files, not in attributes"
    if grep -n '<img ' "$page" | grep -v ' alt="' >&2; then
        complain "$page: a picture has no words for those who don't see it"
    fi
done

for file in "${pages[@]}" "${styles[@]}" "${scripts[@]}"; do
    refuse "$file" 'https?:|url\(|@import|(src|href)="([^{d]|d[^a])' "a page needs nothing but itself"
    refuse "$file" '.{151}' "a line is longer than 150 columns"
    [[ $(tail -c 1 "$file") == '' ]] || complain "$file ends within a line"
done
for script in "${scripts[@]}"; do
    refuse "$script" '\bvar\b|[^=!]==[^=]|!=[^=]' "take const or let, === or !=="
    refuse "$script" '\.on[a-z]+ *=' "take addEventListener"
    refuse "$script" '\b(eval|Function|innerHTML|outerHTML|insertAdjacentHTML|write)\b' "text is never run or parsed"
    refuse "$script" '\b(fetch|XMLHttpRequest|WebSocket|EventSource|import|localStorage)\b' "a page needs nothing but itself"
    refuse "$script" '\b(console|alert|debugger)\b' "a page talks to nobody"
done

((wrong == 0)) || exit 1
if ! command -v chromium >/dev/null; then
    echo "'chromium' is not installed: nobody looked at style sheets and scripts"
    exit 77
fi

# A browser is the judge of scripts and style sheets.
{
    echo '<!DOCTYPE html><meta charset="utf-8"><title></title><script>const files ='
    for file in "${styles[@]}" "${scripts[@]}"; do
        jq --null-input --rawfile text "$file" --arg name "$file" '{($name): $text}'
    done | jq --slurp add | sed 's/</\\u003c/g'
    cat "$here/pages.js"
    echo '</script>'
} >"$scratch/judge.html"
timeout --kill-after=5 60 chromium --headless --no-sandbox --disable-gpu --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$scratch/chromium" --dump-dom "file://$scratch/judge.html" \
    2>"$scratch/chromium.log" >"$scratch/judged.html" || complain "no browser looked at them"
verdict=$(sed -n '/<title>/,/<\/title>/p' "$scratch/judged.html" | sed 's/.*<title>//; s/<\/title>.*//')
[[ $verdict == '0 wrong'* ]] || complain "${verdict:-the browser said nothing}"

((wrong == 0)) || exit 1
echo "${#pages[@]} files of HTML, ${#styles[@]} style sheets and ${#scripts[@]} scripts are sound"
