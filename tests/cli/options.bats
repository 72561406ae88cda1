# The table of options: every row is in help, manual, completions, docs, C and Python, with one default.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

setup_file() {
    prepare_file
    prepare_library
}

setup() { prepare_test; }

# verbs: every verb that does something, a line each.
verbs() {
    "$TESSERA" man --list | sed -n 's/^tessera-//p' | while read -r name; do
        case $name in
            library | bench) ;;
            library-* | bench-* | batch-*) echo "${name/-/ }" ;;
            *) echo "$name" ;;
        esac
    done
}

# shellcheck disable=SC2016 # backquotes are Markdown's
# rows VERB...: "--name|default" of each of its options, a line each.
rows() {
    "$TESSERA" man "$@" --markdown all | sed ':a;N;$!ba;s/\n  / /g' |
        sed -E 's/^- [^:]*`(--[a-z0-9-]+)[^:]*`: /\1|/; /Default:/!s/\|.*/|/; s/\|.* Default: `?([^`]*)`?\.$/|\1/'
}

@test "every row of every verb is in --help-all, the manual and the completions, with its default" {
    local verb words name usual count=0
    "$TESSERA" completion bash >completions
    while read -r verb; do
        read -ra words <<<"$verb"
        "$TESSERA" "${words[@]}" --help-all | tr -s ' \n' ' ' >help
        "$TESSERA" man "${words[@]}" | sed 's/\\f[BIR]//g; s/\\(aq/'"'"'/g; s/\\//g' | tr '\n' ' ' >page
        rows "${words[@]}" >listed
        while IFS='|' read -r name usual; do
            grep -q -- "$name" help || { echo "$verb $name is not in the help" && return 1; }
            grep -q -- "$name" page || { echo "$verb $name is not in the manual" && return 1; }
            grep -q -- "$name" completions || { echo "$name isn't completed" && return 1; }
            [[ -z $usual ]] || grep -qF -- "Default: $usual." help ||
                { echo "the help of $verb doesn't have the default of $name, $usual" && return 1; }
            [[ -z $usual ]] || grep -qF -- "Default: $usual." page ||
                { echo "the manual of $verb doesn't have the default of $name" && return 1; }
            ((++count))
        done <listed
    done < <(verbs)
    ((count > 250))
}

@test "what C and Python have of each call is what the command has" {
    local call name usual verb
    declare -A verbs=([build]=build [match]=render [write]=render [save]=plan [frames]=frames
        [write_frames]=frames [source]=render)
    for verb in build render plan frames; do
        rows "$verb" >"$verb.rows"
    done
    rows join >>frames.rows # --sync, which frames has from calls alone
    /usr/bin/python3 - <<'END' >calls
import inspect
from tessera._options import options_of
import tessera
functions = {"build": tessera.build, "match": tessera.match, "write": tessera.Mosaic.write,
             "frames": tessera.Frames.__init__, "write_frames": tessera.write_frames}
for call in ("build", "match", "write", "save", "frames", "write_frames", "source"):
    for row in options_of(call).values():
        print(call, row.name.replace("_", "-"), row.default or row.otherwise, sep="|")
        if call in functions:
            assert row.name in inspect.signature(functions[call]).parameters, (call, row.name)
            assert row.name in inspect.getdoc(functions[call]), (call, row.name)
END
    [[ $(wc -l <calls) -gt 70 ]]
    while IFS='|' read -r call name usual; do
        grep -qxF -- "--$name|$usual" "${verbs[$call]}.rows" ||
            { echo "$call $name $usual" && grep -e "--$name" "${verbs[$call]}.rows"; return 1; }
    done <calls
}

@test "--help shows at most a screen of the options that most people need" {
    exits 0 render --help
    [[ $(grep -cE '^ +(-., )?--' <<<"$output") -le 16 ]]
    [[ $output == *"--across"* && $output != *"--tint-levels"* && $output == *"--help-all"* ]]
    exits 0 render --help-all
    [[ $output == *"--tint-levels"* ]]
    [[ $(grep -cE '^[A-Z].*:$' <<<"$output") -ge 8 ]]
    [[ $(awk 'length > 80' <<<"$output" | grep -vc 'tessera') == 0 ]]
}

@test "the lists of options in the manual are those of the table" {
    "$BATS_TEST_DIRNAME/../../docs/update-options.sh" "$TESSERA" --check
}

@test "a misspelt value is told the nearest one" {
    exits 2 build photos -o out.tiles --crop center
    says "--crop wants centre, entropy or attention, not 'center'; did you mean 'centre'?"
}

@test "an option of another verb is told that verb" {
    exits 2 render me.jpg -l photos.tiles -o out.png --tile 64
    says "tessera render has no option '--tile'; it is an option of tessera"
    says "tessera build"
}

@test "options that exclude or need each other are told so" {
    exits 2 render me.jpg -l photos.tiles -o out.png --cells 2x2 --across 3
    says "--cells and --across exclude each other"
    exits 2 render me.jpg -l photos.tiles -o out.png --empty black
    says "--empty needs --mask"
    exits 2 render me.jpg -l photos.tiles -o out.png --levels 2
    says "--levels needs --layout"
}

@test "bytes may be as many as 64 bits hold" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --across 4 --memory 3000000000
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --across 4 --memory 1T --force
    exits 2 render "$SOURCE" -l "$LIBRARY" -o out.png --across 4 --memory 16384P --force
    says "--memory wants less than 16384P"
}

@test "a dry run of every verb that has one leaves every output alone" {
    mkdir "$TESSERA_CACHE_DIR"
    find . "$TESSERA_CACHE_DIR" | sort >"$SHARED/before"
    exits 0 make "$PHOTOS" "$SOURCE" out.png --across 4 --tile 16 --report page.html --dry-run
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.tif --across 4 --report page.html --dry-run
    exits 0 plan "$SOURCE" -l "$LIBRARY" -o out.plan.tif --across 4 --report page.html --dry-run
    find . "$TESSERA_CACHE_DIR" | sort | diff "$SHARED/before" -
}

@test "a batch's dry run leaves every output alone, the plans of a film among them" {
    needs ffmpeg
    vips gaussnoise f.1.png 32 32
    vips gaussnoise f.2.png 32 32
    cat >jobs.toml <<END
[[animate]]
in = "f.%d.png"
library = "$LIBRARY"
output = "film.gif"
plans = "plans"
across = 4
[[build]]
photos = "$PHOTOS"
output = "more.tiles"
tile = 16
errors-to = "errors.txt"
[[render]]
source = "$SOURCE"
library = "$LIBRARY"
output = "wall.png"
report = "wall.html"
across = 4
END
    find . | sort >"$SHARED/before"
    exits 0 batch jobs.toml --dry-run --report page.html --log log.txt
    find . | sort | diff "$SHARED/before" -
    exits 0 batch jobs.toml
    [[ -e plans && -e film.gif && -e wall.html ]]
}

@test "two jobs of a batch can't share a folder of plans" {
    printf '[[animate]]\nin = "f.%%d.png"\nlibrary = "l"\noutput = "%s.gif"\nplans = "plans"\n' a b >jobs.toml
    exits 2 batch jobs.toml --dry-run
    says "plans"
}
