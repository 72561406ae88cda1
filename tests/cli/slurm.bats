# tessera batch --engine slurm: what is submitted, and what tasks do. Slurm is one of our own here, which runs
# each task as it is submitted; faults/slurm.sh has the real one.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() {
    prepare_test
    export SLURM=$BATS_TEST_TMPDIR/slurm PATH=$BATS_TEST_TMPDIR/slurm:$PATH
    mkdir "$SLURM" photos
    cp "$PHOTOS"/* photos
    cp "$SOURCE" me.png
    fake_slurm
}

# sbatch, squeue and scontrol. With the file "hold" tasks aren't run: they wait.
fake_slurm() {
    cat >"$SLURM/sbatch" <<'END'
#!/bin/bash
cd "$SLURM"
id=$(($(cat id 2>/dev/null) + 1))
echo "$id" >id
printf '%s\n' "$*" >>submitted
tasks=0 log=/dev/null
for argument; do
    case $argument in
        --wrap=*) task=${argument#*=} ;;
        --array=1-*) tasks=${argument##*-} ;;
        --chdir=*) folder=${argument#*=} ;;
        --output=*) log=${argument#*=} ;;
        --partition=none) echo "sbatch: error: invalid partition specified: none" >&2 && exit 1 ;;
    esac
done
echo "$id;cluster"
[ ! -e hold ] || { echo "$id PENDING" >>states && exit; }
export SLURM_JOB_ID=$id SLURM_CPUS_PER_TASK=1
cd "$folder"
run() { # again, as long as it is queued again
    local restarts=0
    while :; do
        rm -f "$SLURM/again"
        SLURM_RESTART_COUNT=$restarts sh -c "$task" >>"${log%.%a}" 2>&1
        [ -e "$SLURM/again" ] || return 0
        restarts=$((restarts + 1))
    done
}
[ "$tasks" -gt 0 ] || run
for ((i = 1; i <= tasks; ++i)); do SLURM_ARRAY_JOB_ID=$id SLURM_ARRAY_TASK_ID=$i run; done
END
    cat >"$SLURM/squeue" <<'END'
#!/bin/bash
cat "$SLURM/states" 2>/dev/null || true
END
    cat >"$SLURM/scontrol" <<'END'
#!/bin/bash
echo "$*" >>"$SLURM/requeued"
: >"$SLURM/again"
END
    chmod +x "$SLURM"/*
}

manifest() { # manifest [TEXT]: of a library, a render in shards, its comparison; TEXT goes before.
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
name = "wall"
source = "me.png"
output = "walls/me.png"
flip = true
shards = 3

[[compare]]
name = "score"
source = "me.png"
mosaic = "walls/me.png"
END
}

state() { value ".jobs[] | select(.name == \"$1\") | .state"; }

@test "a batch on Slurm makes what it makes here; then there is nothing left, for either" {
    manifest
    exits 0 batch jobs.toml --engine slurm --json
    json '.done == 3 and (.jobs[1].slurm | length) == 3'
    "$TESSERA" render me.png -l photos.tiles -o own.png --cells 12x9 --flip --quiet
    same_bytes own.png walls/me.png
    [[ $(wc -l <"$SLURM/submitted") == 5 && -z $(find . -name '.*' ! -name .) ]]
    exits 0 batch jobs.toml --engine slurm --json
    json '.up_to_date == 3'
    changes_nothing exits 0 batch jobs.toml --json
    json '.up_to_date == 3'
    [[ $(wc -l <"$SLURM/submitted") == 5 ]]
}

@test "what is submitted has the manifest's settings, and waits for what it comes after" {
    manifest '[slurm]
partition = "night"
account = "imaging"
time = "90m"
cpus = 2
options = ["--qos=high", "--nice=5"]
[slurm.render]
memory = "700M"
[slurm.join]
time = "30s"
options = "--comment=a '"'"'b"'
    touch "$SLURM/hold"
    exits 0 batch jobs.toml --engine slurm --detach --json
    json '.queued == 3 and [.jobs[].slurm[]] == ["1", "2", "3", "4", "5"]'
    local all='--open-mode=append --requeue --cpus-per-task=2'
    grep -qF -- "--job-name=photos --chdir=$PWD --output=$PWD/jobs.slurm/photos.log $all --mem=2048M --time=90 --partition=night --account=imaging --qos=high --nice=5 --wrap=exec $TESSERA batch task $PWD/jobs.slurm/photos.order --step=whole" "$SLURM/submitted"
    grep -q -- '--job-name=wall:plan .*--mem=2048M .*--dependency=afterany:1 .*--step=plan' "$SLURM/submitted"
    grep -q -- '--job-name=wall .*wall.log.%a .*--mem=700M .*--array=1-3 --dependency=afterany:2 .*--step=shard' "$SLURM/submitted"
    grep -q -- "--job-name=wall:join .*--time=1 .*--dependency=afterany:3 --comment=a 'b .*--step=join" "$SLURM/submitted"
    grep -q -- '--job-name=score .*--dependency=afterany:4 ' "$SLURM/submitted"
}

@test "--dry-run shows what would be submitted, and submits nothing" {
    manifest
    changes_nothing exits 0 batch jobs.toml --engine slurm --dry-run
    [[ $output == *$'wall\tto do'*"sbatch "*"--array=1-3"*"--dependency=afterany:wall:plan"*"--step=shard"* ]]
    [[ ! -e $SLURM/submitted ]]
    changes_nothing exits 0 batch jobs.toml --engine slurm --dry-run --json
    json '[.jobs[].submits | length] == [1, 3, 1]'
}

@test "jobs that are queued are left alone, told by status, and refused to be run here" {
    manifest
    touch "$SLURM/hold"
    exits 0 batch jobs.toml --engine slurm --detach
    says "wall: submitted, 2 3 4"
    exits 0 batch jobs.toml --engine slurm --detach --json
    json '.queued == 3'
    [[ $(wc -l <"$SLURM/submitted") == 5 ]]
    sed -i 's/^1 PENDING/1 RUNNING/' "$SLURM/states"
    exits 0 batch status jobs.toml --json
    [[ $(state photos) == running && $(state wall) == queued ]]
    exits 0 batch jobs.toml --dry-run
    [[ $output == *$'wall\tqueued'* ]]
    changes_nothing exits 4 batch jobs.toml
    says "Slurm still has 3"
}

@test "a task that Slurm has ended is a failure; the next run submits it again" {
    manifest
    touch "$SLURM/hold"
    exits 0 batch jobs.toml --engine slurm --detach
    printf '%s\n' '1 COMPLETED' '2 COMPLETED' '3 COMPLETED' '3 OUT_OF_MEMORY' '4 CANCELLED' >"$SLURM/states"
    exits 0 batch status jobs.toml
    [[ $output == *$'wall\tfailed\tSlurm has ended it without a result: CANCELLED'* ]]
    rm "$SLURM/hold"
    exits 0 batch jobs.toml --engine slurm --json
    json '.done == 3'
}

@test "what failed is told with its reason, and what waits for it is passed over" {
    manifest
    echo text >me.png
    exits 5 batch jobs.toml --engine slurm --keep-going --json
    [[ $(state photos) == "done" && $(state wall) == failed && $(state score) == skipped ]]
    says "wall: failed: its plan: cannot read 'me.png'"
    [[ $(cat jobs.retry) == $'wall\nscore' ]]
    cp "$SOURCE" me.png
    exits 0 batch jobs.toml --engine slurm --only @jobs.retry --json
    json '.done == 2 and .up_to_date == 1'
}

@test "what may get better is queued again, three times; what won't isn't" {
    manifest "[slurm]
program = \"$SLURM/tessera\""
    cat >"$SLURM/tessera" <<END
#!/bin/bash
[[ \$1 == batch ]] || echo "\$1" >>$SLURM/ran
[[ \$1 != render || \$* != *--shard=2/3* || -e $SLURM/well ]] || exit \$(cat $SLURM/code)
exec "$TESSERA" "\$@"
END
    chmod +x "$SLURM/tessera"
    echo 75 >"$SLURM/code"
    exits 5 batch jobs.toml --engine slurm --json
    says "wall: failed: shard 2 of 3: it ended with exit code 75"
    [[ $(uniq -c "$SLURM/requeued") =~ ^\ *3\ requeue\ 3_2$ ]]
    rm "$SLURM/requeued"
    echo 78 >"$SLURM/code"
    exits 5 batch jobs.toml --engine slurm
    [[ ! -e $SLURM/requeued ]]
    # Plan and shards that are done stay done.
    touch "$SLURM/well"
    rm "$SLURM/ran"
    exits 0 batch jobs.toml --engine slurm
    [[ $(cat "$SLURM/ran") == $'render\njoin\ncompare' ]]
    "$TESSERA" render me.png -l photos.tiles -o own.png --cells 12x9 --flip --quiet
    same_bytes own.png walls/me.png
}

@test "a job in shards may be of a plan, and of formats with options" {
    cp -r "$LIBRARY" photos.tiles
    cat >jobs.toml <<'END'
[defaults]
library = "photos.tiles"
[[plan]]
name = "plan"
source = "me.png"
output = "me.plan.tif"
cells = "12x9"
[[render]]
name = "wall"
source = "me.plan.tif"
output = "wall.tif[compression=jpeg,pyramid]"
shards = 2
END
    exits 0 batch jobs.toml --engine slurm --json
    json '.done == 2'
    run ! grep -q 'step=plan' "$SLURM/submitted"
    "$TESSERA" render me.plan.tif -l photos.tiles -o 'own.tif[compression=jpeg,pyramid]' --quiet
    same_bytes own.tif wall.tif
}

@test "a library in shards is the very library that is built at once" {
    manifest
    sed -i 's/^tile = 16/&\nshards = 4/' jobs.toml
    exits 0 batch jobs.toml --engine slurm --json
    json '.done == 3 and (.jobs[0].slurm | length) == 2'
    grep -q -- '--job-name=photos --chdir.*--array=1-4 .*--step=shard' "$SLURM/submitted"
    grep -q -- '--job-name=photos:join .*--dependency=afterany:1 .*--step=join' "$SLURM/submitted"
    grep -q -- '--job-name=wall:plan .*--dependency=afterany:2 ' "$SLURM/submitted"
    "$TESSERA" build photos -o own.tiles --tile 16 --quiet
    same_bytes own.tiles photos.tiles
    [[ -z $(find . -name '.*' ! -name .) ]]
    rm photos/photo03.png
    exits 0 batch jobs.toml --engine slurm --json
    json '.done == 3'
    "$TESSERA" build photos -o less.tiles --tile 16 --quiet
    same_bytes less.tiles photos.tiles
}

@test "a library that isn't the batch's is not replaced by one of shards without --force" {
    manifest
    sed -i 's/^tile = 16/&\nshards = 2/' jobs.toml
    "$TESSERA" build photos -o photos.tiles --tile 16 --quiet
    cp photos.tiles kept.tiles
    exits 5 batch jobs.toml --engine slurm --keep-going
    says "photos.tiles" "--force"
    exits 5 batch jobs.toml --engine slurm --dry-run
    says "photos.tiles" "--force"
    same_bytes kept.tiles photos.tiles
    exits 0 batch jobs.toml --engine slurm --force
}

@test "outputs that aren't the batch's are not replaced without --force" {
    manifest
    mkdir walls
    echo mine >walls/me.png
    exits 5 batch jobs.toml --engine slurm --keep-going
    says "walls/me.png" "--force"
    [[ $(cat walls/me.png) == mine ]]
    exits 0 batch jobs.toml --engine slurm --force
    has_size walls/me.png 192 144
}

@test "a manifest that was changed since makes its tasks fail" {
    manifest
    touch "$SLURM/hold"
    exits 0 batch jobs.toml --engine slurm --detach
    sed -i 's/12x9/8x6/' jobs.toml
    exits 2 batch task jobs.slurm/wall.order --step plan
    says "jobs.toml" "was changed since its job 'wall' was submitted"
    exits 3 batch task jobs.toml
    says "is no order"
    exits 2 batch task jobs.slurm/wall.order --step all
}

@test "keys of [slurm] and shards are checked with line and column" {
    manifest $'[slurm]\npartion = "night"'
    exits 2 batch jobs.toml
    says "jobs.toml:2:1: there is no key 'partion' of [slurm]; did you mean 'partition'?"
    local bad
    for bad in 'time = "soon"' 'memory = "much"' 'cpus = 0' 'options = ["high"]' 'cpus = [1, 2]' 'program = "t"'; do
        manifest $'[slurm.join]\n'"$bad"
        exits 2 batch jobs.toml
        says "jobs.toml:2:1: '${bad%% *}' "
    done
    for bad in 0 '"x"' 99999999; do
        manifest
        sed -i "s/^shards = 3/shards = $bad/" jobs.toml
        exits 2 batch jobs.toml
        says "jobs.toml:17:1: 'shards' wants a number from 1 to"
    done
    manifest
    sed -i 's/^mosaic = .*/&\nshards = 2/' jobs.toml
    exits 2 batch jobs.toml
    says "jobs.toml:23:1: 'shards' is of render and build, not of compare"
    manifest
    sed -i 's/^flip = true/blend = 0.2/' jobs.toml
    exits 2 batch jobs.toml
    says "jobs.toml:16:1: 'blend' is of what is made at once"
}

@test "what Slurm says is told; a machine without it is told what to install" {
    manifest $'[slurm]\npartition = "none"'
    exits 5 batch jobs.toml --engine slurm
    says "photos: failed: Slurm doesn't take the job: " "invalid partition specified: none"
    rm "$SLURM/sbatch"
    run --separate-stderr env PATH="$SLURM" "$TESSERA" batch jobs.toml --engine slurm
    # shellcheck disable=SC2154 # run sets it
    [[ $status == 2 ]]
    says "'sbatch'" "apt install slurm-client"
    exits 2 batch jobs.toml --engine pbs
    exits 2 batch jobs.toml --detach
    says "--detach needs --engine slurm"
}

@test "Ctrl-C ends the wait, not the jobs" {
    manifest
    touch "$SLURM/hold"
    start_until '"name":"score","seconds":0.0,"state":"queued"' batch jobs.toml --engine slurm
    send INT
    ends_with 130
    exits 0 batch status jobs.toml --json
    json '[.jobs[].state] | unique == ["queued"]'
}
