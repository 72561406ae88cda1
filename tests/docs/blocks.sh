#!/usr/bin/env bash
# Compiles or runs the code blocks of README.md and docs/:
# TESSERA=COMMAND PYTHONPATH=FOLDER blocks.sh ROOT LIBRARY SAMPLE_PHOTOS C++_COMPILER C_COMPILER FLAGS...
#
# The blocks of a page run in page order, in one folder that has me.jpg, photos/ and a home with Pictures/.
# What follows the language on a fence decides what is done:
#   sh, cpp, c, python    The block runs. C++ without main() is compiled only.
#   sh no-run, ...        Its syntax is checked.
#   cpp my_writer.cpp     The test of that page compiles the file; nothing is done here.
# Blocks of text, toml, json, yaml and cmake are passed over. A fence of any other kind is a fault.
set -euo pipefail

root=$1 library=$2 sample_photos=$3 cxx=$4 cc=$5
shift 5
flags=(-I "$root/engine/include" "$@")
link=("$library" "-Wl,-rpath,$(dirname "$library")")
warnings=(-Wall -Wextra -Werror)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/samples"
ln -s "$(realpath "$TESSERA")" "$scratch/bin/tessera"
export PATH=$scratch/bin:$PATH PYTHONPATH
"$sample_photos" "$scratch/samples" 24 >/dev/null
mv "$scratch/samples/source.jpg" "$scratch/samples/me.jpg"
outside='(^|[^[:alnum:]_./-])(sudo|apt|apt-get|pip|curl|wget|ssh|scp|sbatch)([^[:alnum:]_./-]|$)'
pages=0 ran=0 checked=0

# split PAGE FOLDER: writes each block to FOLDER/LINE and its fence to FOLDER/LINE.fence. LINE has five digits.
split() {
    local line number=0 block='' marker=''
    while IFS= read -r line; do
        number=$((number + 1))
        if [[ -n $block && $line =~ ^\ *"$marker"\ *$ ]]; then
            block=
        elif [[ -n $block ]]; then
            printf '%s\n' "$line" >>"$block"
        elif [[ $line =~ ^\ *('```'|'~~~')(.*)$ ]]; then
            marker=${BASH_REMATCH[1]} block=$2/$(printf %05d "$number")
            : >"$block"
            printf '%s\n' "${BASH_REMATCH[2]}" >"$block.fence"
        fi
    done <"$1"
    [[ -z $block ]] || echo '(never closed)' >"$block.fence"
}

# run LANGUAGE BLOCK: compiles the block or runs it, in the current folder.
run() {
    case $1 in
    sh)
        if grep -nE "$outside" "$2"; then
            echo "A block that runs must neither need root nor take the network."
            return 1
        fi
        bash -euo pipefail "$2"
        ;;
    python) /usr/bin/python3 "$2" ;;
    c) "$cc" -std=c11 -x c "${warnings[@]}" "$2" -x none -o "$2.out" "${flags[@]}" "${link[@]}" && "$2.out" ;;
    cpp)
        if ! grep -q '^int main(' "$2"; then
            check cpp "$2"
        else
            "$cxx" -std=c++20 -x c++ "${warnings[@]}" "$2" -x none -o "$2.out" "${link[@]}" "${flags[@]}" && "$2.out"
        fi
        ;;
    esac
}

# check LANGUAGE BLOCK: checks its syntax.
check() {
    case $1 in
    sh) bash -n "$2" ;;
    python) /usr/bin/python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$2" ;;
    c) "$cc" -std=c11 -x c "${warnings[@]}" -fsyntax-only "$2" "${flags[@]}" ;;
    cpp) "$cxx" -std=c++20 -x c++ "${warnings[@]}" -fsyntax-only "$2" "${flags[@]}" ;;
    esac
}

# handle BLOCK: does what its fence asks for.
handle() {
    local fence
    fence=$(<"$1.fence")
    case $fence in
    sh | python | c | cpp) run "$fence" "$1" ;;
    'sh no-run' | 'python no-run' | 'c no-run' | 'cpp no-run') check "${fence% *}" "$1" ;;
    text | toml | json | yaml | cmake) ;;
    '') echo "The fence names no language." && return 1 ;;
    *)
        [[ $fence =~ ^(sh|python|c|cpp|cmake|toml)\ [A-Za-z0-9_./-]+\.[a-z]+$ ]] && return
        echo "The fence '$fence' is of no kind that this test knows."
        return 1
        ;;
    esac
}

# count FENCE: adds the block to what ran or to what was checked.
count() {
    case $1 in
    sh | python | c | cpp) ran=$((ran + 1)) ;;
    *' no-run') checked=$((checked + 1)) ;;
    esac
}

# try_page PAGE: handles its blocks; tells of the first that fails, for those behind it may need its files.
try_page() {
    local page=$1 blocks=$scratch/blocks folder=$scratch/page block position=0
    rm -rf "$blocks" "$folder"
    mkdir "$blocks"
    split "$root/$page" "$blocks"
    cp -r "$scratch/samples" "$folder"
    mkdir "$folder/home"
    ln -s ../photos "$folder/home/Pictures"
    for block in "$blocks"/?????; do
        [[ -e $block ]] || continue
        position=$((position + 1))
        if ! (
            cd "$folder" || exit
            export HOME=$folder/home TESSERA_CACHE_DIR=$folder/cache
            handle "$block"
        ) </dev/null >"$scratch/output" 2>&1; then
            echo "$page:$((10#${block##*/})): block $position (\`$(<"$block.fence")\`) fails:"
            sed 's/^/    | /' "$block"
            sed 's/^/    /' "$scratch/output"
            return 1
        fi
        count "$(<"$block.fence")"
    done
}

# has_width PICTURE PIXELS: whether the page that was tried last made a picture of that width.
has_width() {
    [[ $(vipsheader -f width "$scratch/page/$1") -eq $2 ]] || { echo "README.md makes no $1 of $2 px"; return 1; }
}

failed=0
cd "$root"
for page in README.md docs/*.md docs/decisions/*.md; do
    pages=$((pages + 1))
    try_page "$page" || failed=1
    if [[ $page == README.md && $failed -eq 0 ]]; then
        has_width mosaic.tif $((60 * 128)) || failed=1
        has_width part.png 640 || failed=1
    fi
done
echo "$pages pages: $ran blocks ran, and the syntax of $checked was checked"
exit "$failed"
