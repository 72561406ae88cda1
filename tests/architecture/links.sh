#!/usr/bin/env bash
# Whether the documentation holds: links.sh ROOT
# - Relative links in Markdown lead to files, and their anchors to headings.
# - Files that Markdown names in `code` exist, or are built up on the page.
# - Each page of docs/decisions is named by the source that it explains, and the names lead to pages.
# - docs/architecture.md lists the includes that cmake/layers.cmake allows.
# - Lines of Markdown have at most 120 columns, but for code and what can't be broken.
set -euo pipefail
export LC_ALL=C.UTF-8

cd "$1"
readonly longest=120
wrong=0
complain() {
    echo "$*" >&2
    wrong=1
}

# text FILE: its lines outside blocks of code; those within become empty, so that numbers stay.
text() {
    awk '/^ *```/ { code = !code; print ""; next } { print code ? "" : $0 }' "$1"
}

# anchors FILE: names of its headings, as GitHub makes them.
anchors() {
    text "$1" | sed -nE 's/^#+ +//p' | tr '[:upper:]' '[:lower:]' |
        sed -E 's/\]\([^)]*\)//g; s/[^[:alnum:] _-]//g; s/ /-/g'
}

check_links() {
    local page=$1 link file anchor
    while read -r link; do
        [[ $link != *://* && $link != mailto:* ]] || continue
        file=${link%%#*} anchor=
        [[ $link != *'#'* ]] || anchor=${link#*#}
        file=${file:+$(dirname "$page")/$file}
        file=${file:-$page}
        if [ ! -e "$file" ]; then
            complain "$page: there is no '$link'"
        elif [ -n "$anchor" ] && ! anchors "$file" | grep -qxF -- "$anchor"; then
            complain "$page: '$link' has no such heading"
        fi
    done < <(text "$page" | grep -oE '\]\([^) ]+\)' | sed -E 's/^\]\(//; s/\)$//' | sort -u)
}

check_names() {
    local page=$1 name
    while read -r name; do
        # A worked example builds a file up in its blocks.
        [ -e "$name" ] || grep -qE "^ *\`\`\`[a-z]+ $name\$" "$page" ||
            complain "$page: there is no '$name'"
    done < <(text "$page" |
        grep -oE '`(apps|cmake|docs|engine|samples|tests)/[A-Za-z0-9_./-]+' | tr -d '`' | sort -u)
}

check_columns() {
    local page=$1 line words number=0
    while IFS= read -r line; do
        number=$((number + 1))
        [ "${#line}" -gt "$longest" ] || continue
        read -ra words <<<"${line//[\]|]/ }"
        # A word that is too long by itself can't be broken, wherever it stands.
        for word in "${words[@]}"; do
            [ "${#word}" -lt "$((longest - 8))" ] || continue 2
        done
        complain "$page:$number: ${#line} columns"
    done < <(text "$page")
}

check_decisions() {
    local page name
    local -A named=()
    while read -r name; do
        named[$name]=1
        [ -e "$name" ] || complain "a source file names '$name', which isn't there"
    done < <(grep -rhoE '^(//|#) Why: .*' apps cmake engine samples tests | sed -E 's/.*Why: //' | sort -u)
    for page in docs/decisions/*.md; do
        [[ $page != */README.md ]] || continue
        [ -n "${named[$page]:-}" ] || complain "no source file names '$page'"
        grep -qF "(${page##*/})" docs/decisions/README.md ||
            complain "docs/decisions/README.md doesn't list '${page##*/}'"
    done
    [ "${#named[@]}" -ge 20 ] || complain "only ${#named[@]} decisions are named by source files"
}

# In layers.cmake: set(may_store base image). In architecture.md: store      base image
check_rooms() {
    local allowed listed
    allowed=$(sed -nE 's/^set\(may_([a-z]+) ?([a-z ]*)\)( *#.*)?$/\1 \2/p' cmake/layers.cmake)
    listed=$(awk '/^```/ { code = !code } code && /^[a-z]+( +[a-z]+)*$/' docs/architecture.md)
    diff <(sort <<<"$allowed" | sed -E 's/ +/ /g; s/ $//') <(sort <<<"$listed" | sed -E 's/ +/ /g; s/ $//') >&2 ||
        complain "docs/architecture.md (>) and cmake/layers.cmake (<) differ in what rooms may include"
}

mapfile -t pages < <(find . -name '*.md' -not -path './.git/*' -not -path './build/*' -not -path './out/*' |
    sed 's|^\./||' | sort)
for page in "${pages[@]}"; do
    check_links "$page"
    check_names "$page"
    check_columns "$page"
done
check_decisions
check_rooms
[ "${#pages[@]}" -ge 40 ] || complain "only ${#pages[@]} pages were found"
[ "$wrong" -eq 0 ] || exit 1
echo "${#pages[@]} pages hold"
