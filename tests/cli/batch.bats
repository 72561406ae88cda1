# tessera batch: many jobs from one manifest, run to the end.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() {
    prepare_test
    mkdir photos sources
    cp "$PHOTOS"/* photos
    local i
    for i in a b c; do cp "$SOURCE" "sources/$i.png"; done
}

# manifest [TEXT]: jobs.toml, of a library, three renders and their comparisons; TEXT goes before.
manifest() {
    cat >jobs.toml <<END
${1:-}
[defaults]
library = "photos.tiles"
cells = "12x9"

[[library]]
name = "photos"
photos = "photos"
output = "photos.tiles"
tile = 16

[[render]]
name = "wall-{name}"
source = "sources/*.png"
output = "walls/{name}.png"

[[compare]]
name = "score-{name}"
source = "sources/*.png"
mosaic = "walls/{name}.png"
END
}

# state NAME: of a job, by the report.
state() { value ".jobs[] | select(.name == \"$1\") | .state"; }

@test "batch brings libraries up to date, renders and compares" {
    manifest
    exits 0 batch jobs.toml --jobs 2 --json
    json '.done == 7 and .failed == 0 and (.jobs | length) == 7'
    json '[.jobs[] | select(.command == "compare") | .report["1x_srgb"].delta_e] | all(. < 30)'
    "$TESSERA" render sources/a.png -l photos.tiles -o own.png --cells 12x9 --quiet
    same_bytes own.png walls/a.png
    [[ -z $(find . -name '.*' ! -name .) ]]
}

@test "a second run does nothing, and tells so" {
    manifest
    exits 0 batch jobs.toml
    changes_nothing exits 0 batch jobs.toml --json
    json '.up_to_date == 7 and .done == 0'
}

@test "what changed is done again, with what depends on it, and nothing else" {
    manifest
    exits 0 batch jobs.toml
    touch sources/b.png
    rm walls/c.png
    exits 0 batch jobs.toml --json
    json '.done == 4 and .up_to_date == 3'
    [[ $(state wall-b) == "done" && $(state score-b) == "done" && $(state wall-c) == "done" ]]
    [[ $(state photos) == up_to_date && $(state wall-a) == up_to_date ]]
    sed -i 's/12x9/8x6/' jobs.toml
    exits 0 batch jobs.toml --json
    json '.done == 6 and .up_to_date == 1'
}

@test "JSON lines are a manifest, too" {
    cat >jobs.jsonl <<'END'
{"library": {"name": "photos", "photos": ["photos"], "output": "photos.tiles", "tile": 16}}
{"render": {"source": "sources/*.png", "library": "photos.tiles", "cells": "12x9", "output": "{name}.jpg[Q=90]"}}
END
    exits 0 batch jobs.jsonl --json
    json '.done == 4'
    [[ -e a.jpg && -e b.jpg && -e c.jpg ]]
}

@test "plans become animations and mosaics, one after the other" {
    manifest
    sed -i '/render/,$d; /^cells/d' jobs.toml # plans that are animated have their cells already
    cat >>jobs.toml <<'END'
[[plan]]
source = "sources/*.png"
cells = "12x9"
output = "plans/{name}.tif"
[[animate]]
in = "plans/*.tif"
output = "films/{name}.%02d.png"
duration = 0.2
fps = 10
size = "64x48"
[[render]]
source = "plans/*.tif"
cells = "1x1"
output = "{number}.png"
END
    exits 5 batch jobs.toml --keep-going --json
    json '.done == 7 and .failed == 3' # a plan has its cells already
    [[ $(find films | wc -l) == 7 ]]
    exits 5 batch jobs.toml --keep-going --json
    json '.up_to_date == 7 and .failed == 3'
}

@test "paths begin at the manifest's folder, wherever the batch is run from" {
    manifest
    mkdir elsewhere
    cd elsewhere
    exits 0 batch ../jobs.toml
    [[ -e ../walls/a.png && -e ../jobs.journal && -z $(ls) ]]
}

@test "options that a command doesn't have are refused with line, column and the nearest" {
    manifest
    sed -i 's/^output = "walls/outptu = "walls/' jobs.toml
    changes_nothing exits 2 batch jobs.toml
    says "jobs.toml:15:1: there is no key 'outptu' of render; did you mean 'output'?"
}

@test "values that a command can't parse are refused with their place" {
    manifest
    sed -i 's/^tile = 16/tile = 16\nthreads = "many"/' jobs.toml
    changes_nothing exits 2 batch jobs.toml
    says "jobs.toml:11:1: 'photos': " "threads"
    manifest
    sed -i 's/^source = .*/across = 3/' jobs.toml
    changes_nothing exits 2 batch jobs.toml
    says "jobs.toml:1"
}

@test "every option that a command's help has can be given, and no other" {
    local flag key
    for flag in $("$TESSERA" render --help-all | grep -oE '^ +(-., )?--[a-z0-9-]+' |
        grep -oE -- '--[a-z0-9-]+'); do
        key=${flag#--}
        [[ $key =~ ^(help|help-all|json|quiet|verbose|progress|dry-run)$ ]] && continue
        printf '[[render]]\nsource = "s"\n%s = true\n' "$key" >one.toml
        run --separate-stderr "$TESSERA" batch one.toml
        says_not "there is no key"
    done
}

@test "a manifest that isn't there, or is none, is refused" {
    exits 3 batch missing.toml
    says "missing.toml"
    echo 'x =' >bad.toml
    exits 2 batch bad.toml
    says "bad.toml:1:4: "
    exits 2 batch
    says "jobs.toml"
    exits 2 batch jobs.yaml
    says "jobs.yaml" ".toml"
}

@test "jobs that wait for each other are refused" {
    cat >jobs.toml <<'END'
[[render]]
name = "a"
source = "x.png"
output = "y.png"
[[render]]
name = "b"
source = "y.png"
output = "x.png"
END
    changes_nothing exits 2 batch jobs.toml
    says "jobs.toml:1:1: 'a' waits for 'b', which waits for 'a'"
}

@test "two jobs that write the same output are refused" {
    manifest
    sed -i 's/{name}.png"$/same.png"/' jobs.toml
    changes_nothing exits 2 batch jobs.toml
    says "both write" "walls/same.png"
}

@test "--only does these jobs and what they wait for" {
    manifest
    exits 0 batch jobs.toml --only wall-a,score-b --json
    json '.done == 4 and .left == 3'
    [[ $(ls walls) == $'a.png\nb.png' ]]
    exits 0 batch jobs.toml --only 'wall-*' --json
    json '.done == 1 and .up_to_date == 3'
    changes_nothing exits 2 batch jobs.toml --only wall-d
    says "has no job 'wall-d'; did you mean 'wall-a'?"
}

@test "a failure ends the batch, is exit code 5, and is listed" {
    manifest
    echo text >sources/a.png
    exits 5 batch jobs.toml --json
    json '.failed == 1 and .skipped == 1 and .left > 0 and .retry == "jobs.retry"'
    says "wall-a: failed: " "sources/a.png"
    [[ $(sort jobs.retry) == $'score-a\nwall-a' ]]
    [[ ! -e walls/a.png ]]
}

@test "--keep-going does all that doesn't depend on what failed; the list tries the rest again" {
    manifest
    cp sources/a.png good.png
    echo text >sources/a.png
    exits 5 batch jobs.toml --keep-going --json
    json '.failed == 1 and .skipped == 1 and .done == 5 and .left == 0'
    [[ $(value '.jobs[] | select(.name == "score-a") | .error.message') == \
        "it waits for 'wall-a', which failed" ]]
    mv good.png sources/a.png
    exits 0 batch jobs.toml --only @jobs.retry --json
    json '.done == 2 and .up_to_date == 1'
    [[ ! -e jobs.retry ]]
}

@test "--retry tries what failed again, but not what is wrong in itself" {
    manifest
    sed -i 's/^cells.*/cells = "400x300"/; s/^output = "walls/timeout = 0.01\noutput = "walls/' jobs.toml
    exits 5 batch jobs.toml --only wall-a --retry 2 --json
    json '[.jobs[] | select(.name == "wall-a") | .attempts] == [3]'
    says "wall-a: failed, and will be tried again" "it took longer than 0.01 s"
    manifest
    sed -i 's/12x9/9000x9/' jobs.toml # more cells than px
    exits 5 batch jobs.toml --only wall-a --retry 2 --json
    json '[.jobs[] | select(.name == "wall-a") | .attempts] == [1]'
}

@test "--timeout ends a job that has none of its own" {
    manifest
    exits 5 batch jobs.toml --timeout 0.01
    says "it took longer than 0.01 s"
    exits 2 batch jobs.toml --timeout soon
    says "--timeout" "soon"
}

@test "outputs that aren't the batch's are not replaced without --force" {
    manifest
    mkdir walls
    echo mine >walls/a.png
    exits 5 batch jobs.toml --keep-going
    says "walls/a.png" "exists"
    [[ $(cat walls/a.png) == mine ]]
    exits 0 batch jobs.toml --force
    has_size walls/a.png 192 144
}

@test "[batch] gives options of the batch, which the command line overrides" {
    manifest $'[batch]\nkeep-going = true\njobs = 2\nreport = "report.html"'
    echo text >sources/a.png
    exits 5 batch jobs.toml --json --report other.html
    json '.done == 5'
    [[ -e other.html && ! -e report.html ]]
    manifest $'[batch]\njobs = "x"'
    exits 2 batch jobs.toml
    says "jobs.toml:2:1: "
}

@test "the report is JSON that others read, and the page is well-formed" {
    manifest
    echo text >sources/b.png
    exits 5 batch jobs.toml --keep-going --json --report page.html --log batch.log
    /usr/bin/python3 -c 'import json, sys; json.load(sys.stdin)' <<<"$output"
    json '.schema == 1 and .command == "batch" and .report == "page.html"'
    if command -v xmllint >/dev/null; then
        xmllint --noout --nonet page.html
    fi
    grep -q 'data:image/jpeg' page.html
    grep -q 'class="short failed"' page.html
    grep -q 'ΔE' page.html
    grep -q 'wall-b: failed: ' batch.log
    grep -q 'wall-a: done' batch.log
}

@test "--progress json tells of each job, a line each" {
    manifest
    exits 0 batch jobs.toml --progress json
    # shellcheck disable=SC2154 # run sets it
    grep '^{' <<<"$stderr" >lines
    jq --slurp --exit-status '[.[] | select(.event == "job" and .state == "done")] | length == 7' lines
    jq --slurp --exit-status '[.[] | select(.event == "progress")] | last | .done == 7 and .total == 7' lines
}

@test "--jobs and --memory share what there is" {
    manifest
    exits 0 batch jobs.toml --jobs 2 --memory 64M
    exits 2 batch jobs.toml --jobs 0
    exits 2 batch jobs.toml --memory much
}

@test "--journal is kept where it is told" {
    manifest
    exits 0 batch jobs.toml --journal kept.db
    [[ -e kept.db && ! -e jobs.journal ]]
    [[ $(head -c 15 kept.db) == "SQLite format 3" ]]
    echo "no journal, and longer than a header of SQLite's would be: refused, and left as it is" >bad.db
    changes_nothing exits 3 batch jobs.toml --journal bad.db
    says "bad.db"
}

@test "status reads the journal: done, left, failed with reasons" {
    manifest
    exits 0 batch status jobs.toml --json
    json '[.jobs[].state] | unique == ["left"]'
    [[ ! -e jobs.journal ]]
    echo text >sources/b.png
    exits 5 batch jobs.toml --keep-going
    exits 0 batch status jobs.toml
    grep -q $'^wall-a\tdone' <<<"$output"
    grep -q $'^wall-b\tfailed\t.*sources/b.png' <<<"$output"
    touch sources/c.png
    exits 0 batch status jobs.toml --json
    [[ $(state wall-c) == left && $(state wall-a) == "done" ]]
    exits 0 batch status jobs.toml --journal other.db --json
    json '[.jobs[].state] | unique == ["left"]'
    exits 2 batch status
}

# A manifest whose renders take their time.
slow_manifest() {
    local i
    manifest
    for i in a b c; do vips resize "$SOURCE" "sources/$i.png" 20 --kernel nearest; done
    sed -i 's/^cells.*/cells = "900x675"\nspacing = 1/' jobs.toml
    sed -i '/compare/,$d' jobs.toml
}

@test "a second batch of that journal is locked out, and told who has it" {
    slow_manifest
    start_until '"running"' batch jobs.toml
    exits 4 batch jobs.toml
    # shellcheck disable=SC2154 # start_until sets it
    says "jobs.journal" "process $pid"
    send TERM
    ends_with 143
}

@test "a batch that is interrupted ends its jobs, leaves nothing, and goes on when run again" {
    local signal code
    slow_manifest
    for signal in TERM:143 INT:130 KILL:137; do
        start_until '"name":"wall-a","seconds":0.0,"state":"running"' batch jobs.toml
        timeout 60 bash -c 'until pgrep -f -- "--output=walls/a[.]png" >/dev/null; do :; done'
        send "${signal%:*}"
        code=${signal#*:}
        ends_with "$code"
        timeout 60 bash -c 'while pgrep -f -- "--output=walls/a[.]png" >/dev/null; do :; done'
        [[ -z $(find . -name '.*partial*') && ! -e walls/a.png ]]
    done
    exits 0 batch status jobs.toml --json
    [[ $(state photos) == "done" && $(state wall-a) == left ]]
    sed -i 's/900x675/12x9/' jobs.toml
    exits 0 batch jobs.toml --json
    json '.done == 3 and .up_to_date == 1'
}

@test "--dry-run estimates, and does nothing" {
    manifest
    changes_nothing exits 0 batch jobs.toml --dry-run --json
    json '.problems == [] and .estimate.seconds > 0 and .estimate.bytes > 1000'
    json '[.jobs[] | .estimate.from] | unique == ["rehearsal"]'
    exits 0 batch jobs.toml
    exits 0 batch jobs.toml --dry-run --json
    json '.estimate.seconds == 0 and ([.jobs[].state] | unique == ["up_to_date"])'
    touch sources/a.png
    exits 0 batch jobs.toml --dry-run --json
    [[ $(value '.jobs[] | select(.name == "wall-a") | .estimate.from') == journal ]]
    exits 0 batch jobs.toml --dry-run
    [[ $output == *$'wall-a\tto do\t'* ]]
}

@test "--dry-run finds what is wrong before any work" {
    manifest
    cat >>jobs.toml <<'END'
[[render]]
name = "gone"
source = "gone.png"
output = "gone.jpg"
[[render]]
name = "huge"
source = "big.png"
output = "huge.webp"
cells = "1200x900"
[[render]]
name = "theirs"
source = "sources/a.png"
output = "theirs.png"
[[render]]
name = "text"
source = "text.png"
output = "t.png"
[[render]]
name = "nowhere"
source = "sources/a.png"
output = "text.png/x.png"
END
    vips resize "$SOURCE" big.png 20 --kernel nearest
    echo mine >theirs.png
    echo text >text.png
    changes_nothing exits 5 batch jobs.toml --dry-run --json
    [[ $(value '.problems[].job' | sort | tr '\n' ' ') == "gone huge nowhere text theirs " ]]
    says "gone.png" "huge" "16383" "theirs.png" "--force" "text.png/x.png"
}

@test "--dry-run says of what waits for a job that is wrong nothing more" {
    manifest
    head -c 200 "$SOURCE" >sources/a.png
    changes_nothing exits 5 batch jobs.toml --dry-run --json
    [[ $(value '.problems[].job') == "wall-a" ]]
}

@test "--dry-run of a command checks, and does nothing" {
    changes_nothing exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9 --dry-run
    changes_nothing exits 0 plan "$SOURCE" -l "$LIBRARY" -o out.tif --cells 12x9 --dry-run
    changes_nothing exits 0 make "$PHOTOS" "$SOURCE" out.png --cells 12x9 --dry-run
    changes_nothing exits 2 render "$SOURCE" -l "$LIBRARY" -o out.webp --cells 0x9 --dry-run
}

@test "a disk that is too small is told before" {
    small_disk 64k
    manifest
    sed -i "s|walls/{name}.png|$DISK/{name}.png|" jobs.toml
    exits 5 batch jobs.toml --dry-run
    says "$DISK" "left"
    umount "$DISK"
}
