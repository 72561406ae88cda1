# tessera completion: what shells offer after a word that was begun.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() { prepare_file; }

setup() { prepare_test; }

# offers WORD...: what bash offers for the last of these words after "tessera", a line each.
offers() {
    "$TESSERA" completion bash >functions
    bash --norc --noprofile -c '
        compopt() { :; } # there is no line being edited
        source functions
        COMP_WORDS=(tessera "$@")
        COMP_CWORD=$#
        _tessera
        printf "%s\n" "${COMPREPLY[@]}"' offers "$@"
}

@test "bash completes verbs" {
    [[ $(offers r) == render ]]
    [[ $(offers co) == $'compare\ncompletion' ]]
    [[ $(offers '' | grep -c .) -ge 7 ]]
    [[ $(offers --v) == --version ]]
    [[ -z $(offers zz) ]]
}

@test "bash completes the flags of a verb" {
    [[ $(offers render --ce) == --cells ]]
    [[ $(offers build --err) == --errors-to ]]
    [[ $(offers build photos --til) == --tile ]]
    [[ -z $(offers info --til) ]]
}

@test "bash completes the verbs of library" {
    [[ $(offers library re) == remove ]]
    [[ $(offers library c) == $'convert\ncompact' || $(offers library c) == $'compact\nconvert' ]]
    [[ $(offers library add x --lab) == --label ]]
}

@test "bash completes what batch is given: files, its verb, flags" {
    touch stars.toml
    [[ $(offers batch sta | sort) == $'stars.toml\nstatus' ]]
    [[ $(offers batch --keep) == --keep-going ]]
    [[ $(offers batch status --jou) == --journal ]]
}

@test "bash completes the verbs of bench" {
    [[ $(offers ben) == bench ]]
    [[ $(offers bench st) == stores ]]
    [[ $(offers bench stores --see) == --seed ]]
}

@test "bash completes every flag that a verb's help names" {
    local verb flag offered words
    for verb in make build render plan info compare completion batch 'batch status' 'library add' \
        'library list' 'bench stores'; do
        read -ra words <<<"$verb"
        offered=$(offers "${words[@]}" --)
        for flag in $("$TESSERA" "${words[@]}" --help-all | grep -oE '^ +(-., )?--[a-z0-9-]+' |
            grep -oE -- '--[a-z0-9-]+'); do
            grep -qx -- "$flag" <<<"$offered" || { echo "$verb $flag" && return 1; }
        done
    done
}

@test "bash completes names of files" {
    touch 'photo one.jpg' photo2.jpg other
    [[ $(offers render photo | sort) == $'photo one.jpg\nphoto2.jpg' ]]
}

@test "bash registers the function for tessera" {
    "$TESSERA" completion bash >functions
    run -0 bash --norc --noprofile -c 'source functions; complete -p tessera'
    [[ $output == "complete -F _tessera tessera" ]]
}

@test "zsh's completion has all verbs and flags" {
    exits 0 completion zsh
    [[ $output == "#compdef tessera"* ]]
    [[ $output == *render* && $output == *--files-from0* && $output == *--errors-to* ]]
    # Found in zsh's path, it is called when it was read, even for the first time.
    [[ $output == *"funcstack[1] == _tessera"* ]]
    if command -v zsh >/dev/null; then
        zsh -n <<<"$output"
    fi
}

@test "fish's completion has all verbs and flags with their summaries" {
    exits 0 completion fish
    grep -q -- "-a render -d 'Make a mosaic" <<<"$output"
    grep -q -- "from build' -l files-from0 -d" <<<"$output"
    grep -q -- "from library; and __fish_seen_subcommand_from add' -l label -d" <<<"$output"
    # Each line is one whole command: its quotes are balanced.
    bash -n <<<"$output"
    if command -v fish >/dev/null; then
        fish --no-execute <<<"$output"
    fi
}

@test "another shell is refused with those that there are" {
    exits 2 completion tcsh
    no_output
    says "bash, zsh or fish" "tcsh"
}
