# tessera man: a manual page of each verb, with all that its help tells.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() { prepare_file; }

setup() { prepare_test; }

# words NAME: of the verb that a page is about.
words() {
    local name=${1#tessera}
    name=${name#-}
    echo "${name//-/ }"
}

# Both lists are those of the command's own helps.
@test "there is a page of each verb" {
    exits 0 man --list
    [[ $(head -n 1 <<<"$output") == tessera ]]
    local page verb verbs=0
    while read -r page; do
        read -ra verb < <(words "$page") || true
        while read -r each; do
            grep -qx -- "$page-$each" <<<"$output" || { echo "$page-$each" && return 1; }
            ((++verbs))
        done < <("$TESSERA" "${verb[@]}" --help | sed -n '/^Verbs:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p')
    done <<<"$output"
    ((verbs == $(wc -l <<<"$output") - 1 && verbs > 20))
}

# wanted HELP: its flags, all descriptions and the examples, a line each.
wanted() {
    grep -oE '^  (-., )?--[a-z0-9-]+' <<<"$1" | grep -oE -- '--[a-z0-9-]+'
    sed -n '/^\(Arguments\|Verbs\):/,$p' <<<"$1" | awk '
        /^  [^ ]/ { if (text) print text; text = substr($0, 1, 26) ~ / $/ ? substr($0, 27) : ""; next }
        /^ {26}/ { text = text (text ? " " : "") substr($0, 27); next }
        { if (text) print text; text = "" }
        END { if (text) print text }'
    sed -n '/^Example/,/^$/s/^  //p' <<<"$1"
}

@test "every flag, argument, description and example of a help is in its page, and man has nothing to warn of" {
    export MANWIDTH=300 MANROFFSEQ=''
    local page verb help text line
    while read -r page; do
        read -ra verb < <(words "$page") || true
        "$TESSERA" man "${verb[@]}" >"$page.1"
        run --separate-stderr man --warnings -l "$page.1"
        [[ $status -eq 0 && -z $stderr ]] || { echo "$page: $stderr" && return 1; }
        text=$(col -bx <<<"$output" | tr -s ' \n' ' ')
        help=$("$TESSERA" "${verb[@]}" --help-all)
        while IFS= read -r line; do
            [[ $text == *"$line"* ]] || { printf '%s lacks: %s\n' "$page" "$line" && return 1; }
        done < <(wanted "$help" | tr -s ' ')
        [[ $text == *--help-all* && $(wanted "$help" | wc -l) -ge 2 ]]
    done < <("$TESSERA" man --list)
}

@test "a page is asked for by its verb or by its name; without one it is tessera's" {
    exits 0 man library add
    local page=$output
    exits 0 man tessera-library-add
    [[ $output == "$page" && $output == ".TH TESSERA\\-LIBRARY\\-ADD 1 "* ]]
    exits 0 man
    [[ $output == ".TH TESSERA 1 "* ]]
}

@test "a page that there isn't is refused with the nearest that there is" {
    exits 2 man rendr
    no_output
    says "no manual page of 'rendr'" "'tessera-render'"
    exits 2 man sonata
    says "tessera man --list"
}

@test "reports have the page, and the names of all" {
    exits 0 man info --json
    json '.command == "man" and (.page | startswith(".TH TESSERA"))'
    exits 0 man --list --json
    json '.pages | index("tessera-batch-status")'
}

@test "what troff would take for its own is shown as it is" {
    "$TESSERA" man build >build.1
    grep -q "find . -name '\*.heic' -print0 | tessera build" <<<"$(man -l build.1 | col -bx)"
    grep -q "tessera build ~/Pictures" <<<"$(man -l build.1 | col -bx)"
    run ! env LC_ALL=C grep '[^[:print:]]' build.1
}
