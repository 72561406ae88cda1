# tessera bench stores: kinds of store against each other, on this disk.
# shellcheck shell=bats

# shellcheck source=support.bash
load support
# shellcheck source=decoders.bash
load decoders

setup_file() {
    prepare_file
    export PHOTOS=$SHARED/photos
    make_photos "$PHOTOS"
    # Of everything once, for the tests that only look at outputs.
    export OUTPUTS=$SHARED/outputs
    mkdir "$OUTPUTS"
    "$TESSERA" bench stores --counts 1,10,100 --threads 2 --repeat 2 --quiet --force \
        -o "$OUTPUTS/stores.html" -o "$OUTPUTS/stores.csv" -o "$OUTPUTS/stores.json" \
        >"$OUTPUTS/table"
}

setup() { prepare_test; }

teardown() {
    if mountpoint --quiet "$BATS_TEST_TMPDIR/full" 2>/dev/null; then
        umount "$BATS_TEST_TMPDIR/full"
    fi
}

@test "the table has a line for each store, count and number of threads, and advice" {
    local store count
    for store in lmdb hdf5 folder; do
        for count in 1 10 100; do
            (($(grep -cE "^ +$count  $store +([0-9.]+ (us|ms|s) +){5}[0-9.]+ (bytes|kB|MB)$" \
                "$OUTPUTS/table") == 2))
        done
    done
    grep -q 'Pictures of 32 x 32 px, made with seed 1' "$OUTPUTS/table"
    grep -qx '1 thread' "$OUTPUTS/table"
    grep -qx '2 threads' "$OUTPUTS/table"
    grep -qE '^Cold: .*posix_fadvise' "$OUTPUTS/table"
    grep -qE '^On this disk take (lmdb|hdf5|folder): with 100 pictures and 2 threads it reads ' \
        "$OUTPUTS/table"
}

@test "--json tells every figure, and nothing is left behind" {
    exits 0 bench stores --counts 10,1,10 --stores folder,lmdb --size 16x8 --threads 2 --json
    [[ -z $(ls -A) ]]
    json '.command == "bench stores" and .width == 16 and .height == 8'
    json '.timings | length == 2 * 2 * 2 * 5'
    json '[.timings[] | [.store, .pictures, .operation, .cache, .order, .threads]] |
        unique | length == 40'
    json '.timings | all(.seconds > 0 and .runs >= 1 and .runs <= 9)'
    json '[.sizes[] | [.store, .pictures]] == [["folder", 1], ["lmdb", 1], ["folder", 10], ["lmdb", 10]]'
    json '.sizes | all(.bytes > 0 and .allocated_bytes > 0)'
    json '.advice.store | IN("folder", "lmdb")'
    json '.stayed_cached >= 0 and .stayed_cached <= 1 and (.cold | contains("posix_fadvise"))'
}

@test "the files are JSON and CSV as others read them, with the same figures" {
    run -0 /usr/bin/python3 - "$OUTPUTS" <<'END'
import csv, json, sys
report = json.load(open(sys.argv[1] + "/stores.json", encoding="utf-8"))
with open(sys.argv[1] + "/stores.csv", newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
assert len(rows) == len(report["timings"]) == 3 * 3 * 2 * 5
keys = "store", "operation", "cache", "order"
for row, timing in zip(rows, report["timings"]):
    assert [row[key] for key in keys] == [timing[key] for key in keys]
    assert abs(float(row["seconds"]) - timing["seconds"]) < 1e-8
    size, = (size for size in report["sizes"]
             if (size["store"], size["pictures"]) == (row["store"], int(row["pictures"])))
    assert int(row["bytes"]) == size["bytes"] and int(row["allocated_bytes"]) == size["allocated_bytes"]
print("same")
END
    [[ $output == same ]]
}

@test "what a store takes is what its pixels take, and little more" {
    exits 0 bench stores --counts 1000 --stores lmdb,hdf5 --threads 1 --repeat 1 --json
    # 3,072 bytes of pixels, 232 of features, about 200 of a record.
    json '.sizes | all(.allocated_bytes > 3300000 and .allocated_bytes < 4300000)'
}

@test "made pictures are packed as photos are: neither noise nor flat" {
    exits 0 bench stores --counts 400 --stores lmdb,folder --threads 1 --repeat 1 --json
    json '.sizes[1].bytes / .sizes[0].bytes | . > 0.55 and . < 0.95'
}

@test "--photos takes photos' tiles, --stores a store's options" {
    exits 0 bench stores --photos "$PHOTOS" --counts 30 --size 64 --stores 'hdf5,hdf5[deflate=9]' \
        --threads 1 --repeat 1 --json
    json ".pictures | contains(\"$PHOTOS\")"
    # These photos are smooth.
    json '.sizes[1].bytes < 0.7 * .sizes[0].bytes'
    [[ -z $(ls -A) ]]
}

@test "of one store alone nothing is advised" {
    exits 0 bench stores --counts 1 --stores lmdb --repeat 1 --seed 7
    [[ $output == *'seed 7'* && $output != *'On this disk'* ]]
    exits 0 bench stores --counts 1 --stores lmdb --repeat 1 --json
    json '.advice == null'
}

@test "--dir says where stores are written" {
    mkdir disk
    exits 0 bench stores --counts 1 --stores lmdb --repeat 1 --dir disk --json
    json ".where | startswith(\"$PWD/disk, \")"
    [[ -z $(ls -A disk) ]]
    exits 4 bench stores --counts 1 --dir none
    says "there is no folder 'none'"
}

@test "wrong options are refused before any work" {
    local counts
    for counts in 0 -1 x 1,x 99999999999 1.5; do
        changes_nothing exits 2 bench stores --counts="$counts"
        says "--counts"
    done
    changes_nothing exits 2 bench stores --size 0
    says "--size"
    changes_nothing exits 2 bench stores --size 5000
    says "--size" "4096"
    changes_nothing exits 2 bench stores --stores lmdb,shelf
    says "shelf" "lmdb, hdf5, folder"
    changes_nothing exits 2 bench stores --stores 'hdf5[speed=1]'
    says "speed"
    changes_nothing exits 2 bench stores --repeat 0
    says "--repeat"
    changes_nothing exits 2 bench stores -o stores.pdf
    says "stores.pdf" ".html, .csv or .json"
    changes_nothing exits 2 bench stores -o a.csv -o a.csv
    says "a.csv" "twice"
    changes_nothing exits 3 bench stores --photos missing --counts 1
    says "missing"
    changes_nothing exits 2 bench
}

@test "an existing output is kept unless --force is given" {
    echo old >stores.csv
    changes_nothing exits 4 bench stores --counts 1 -o stores.csv
    says "stores.csv" "exists"
    exits 0 bench stores --counts 1 --repeat 1 --stores lmdb -o stores.csv --force
    grep -q '^"lmdb",1,32,32,write,' stores.csv
    [[ $(ls -A) == stores.csv ]]
}

@test "what doesn't fit the disk is refused before any work" {
    small_disk 3m
    exits 4 bench stores --counts 1,1000 --dir "$DISK"
    says "1000 pictures of 32 x 32 px" "free in '$DISK'" "--counts"
    [[ -z $(ls -A "$DISK") ]]
}

@test "where files can't be dropped from the cache it says so" {
    small_disk 20m
    exits 0 bench stores --counts 10 --stores lmdb --repeat 1 --dir "$DISK"
    [[ $output == *"tmpfs"* && $output == *"100 % stayed in the cache"* ]]
}

@test "Ctrl-C ends it and leaves nothing behind" {
    start_until '"stage":"bench"' bench stores --counts 100000 --stores folder
    send INT
    ends_with 130
    [[ -z $(ls -A) ]]
}

@test "what a killed run left goes with the next one" {
    start_until '"stage":"bench"' bench stores --counts 100000 --stores folder
    send KILL
    ends_with 137
    [[ -n $(ls -A) ]]
    exits 0 bench stores --counts 1 --stores lmdb --repeat 1
    [[ -z $(ls -A) ]]
}

@test "the page is whole in itself" {
    [[ $(head -n 1 "$OUTPUTS/stores.html") == '<!DOCTYPE html>' ]]
    if command -v xmllint >/dev/null; then
        xmllint --noout "$OUTPUTS/stores.html"
    fi
    run ! grep -iE 'src=|href=|url\(|@import|https?:|<script' "$OUTPUTS/stores.html"
    grep -qF "$(grep '^On this disk' "$OUTPUTS/table")" "$OUTPUTS/stores.html"
}

@test "a browser draws a linear and a log plot of each measurement, with a line for each store" {
    needs chromium
    # The page allows no scripts: one is let in to look at what was drawn.
    cat >look.js <<'END'
onload = () => {
  const plots = [...document.querySelectorAll('svg.plot')];
  const size = element => element.getBoundingClientRect();
  const lines = plot => [...plot.querySelectorAll('.series')];
  const inside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
      inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  document.title = [
    plots.length,
    plots.map(plot => lines(plot).length).join(' '),
    plots.every(plot => lines(plot).every(line => line.querySelectorAll('.marker').length == 3)),
    plots.every(plot => lines(plot).every(line => size(line).width > 100)),
    plots.every(plot => [...plot.querySelectorAll('text, .marker')].every(
        each => inside(size(each), size(plot)))),
    new Set(lines(plots[0]).map(line => getComputedStyle(line).color)).size,
    lines(plots[0]).filter(line => line.classList.contains('dashed')).length,
  ].join('; ');
};
END
    sed -e '/Content-Security-Policy/d' "$OUTPUTS/stores.html" |
        awk '/<\/body>/ { print "<script>"; while ((getline line < "look.js") > 0) print line
            print "</script>" } { print }' >page.html
    timeout --kill-after=5 60 chromium --headless --no-sandbox --disable-gpu --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --dump-dom "file://$PWD/page.html" \
        >dom.html 2>chromium.log 3>&-
    grep -o '<title>[^<]*' dom.html | head -n 1
    # Six stores and threads each of five kinds of work, three stores of sizes.
    grep -qF '<title>12; 6 6 6 6 6 6 6 6 6 6 3 3; true; true; true; 3; 3</title>' dom.html
}
