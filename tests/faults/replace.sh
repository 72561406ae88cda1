#!/usr/bin/env bash
# Replaces a deep zoom while renaming fails, is unknown to the file system, or is killed. Each of its
# two names stands for the old output or for the new one at any moment, and the next run leaves
# nothing beside them. It counts system calls, and needs strace.
set -euo pipefail
export LC_ALL=C ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tessera=${TESSERA:-$here/build/release/apps/tessera}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

if ! command -v strace >/dev/null || ! strace -qq -o /dev/null true 2>/dev/null; then
    echo "skipped: nothing can be traced here"
    exit 77
fi

die() { echo "replace.sh: $*" >&2 && ls -A >&2 && exit 1; }

render() { # render PLAN NAME OPTION...
    local plan=$1 name=$2
    shift 2
    "${trace[@]}" "$tessera" render "$plan" -l lib -o "$name.dz" --quiet --threads 1 "$@"
}

# is FIXTURE: whether out_files and out.dzi are those, and nothing stands beside them.
is() {
    diff -r --exclude=vips-properties.xml "$1_files" out_files >/dev/null && cmp -s "$1.dzi" out.dzi &&
        [ -z "$(find . -maxdepth 1 -name '.?*')" ]
}

# each_is_one NAME: whether it is the old one or the new one as a whole.
each_is_one() {
    diff -r --exclude=vips-properties.xml "old$1" "out$1" >/dev/null ||
        diff -r --exclude=vips-properties.xml "new$1" "out$1" >/dev/null
}

begin() { # as before: the old output alone
    rm -rf out_files out.dzi .[!.]*
    cp -r old_files out_files
    cp old.dzi out.dzi
}

mkdir photos
for i in 1 2 3; do
    vips black "photos/$i.png" 16 12 --bands 3
    vips linear "photos/$i.png" "photos/$i.png.v" 1 $((i * 60)) --uchar
    vips copy "photos/$i.png.v" "photos/$i.png"
    rm "photos/$i.png.v"
done
"$tessera" build photos -o lib --tile 16x12 --quiet
for i in 1 2; do vips zoom "photos/$i.png" "source$i.png" 4 4; done
"$tessera" plan source1.png -l lib -o old.tif --cells 30x30 --quiet
"$tessera" plan source2.png -l lib -o new.tif --cells 40x40 --quiet
trace=()
for fixture in old new; do render "$fixture.tif" "$fixture"; done
diff -r old_files new_files >/dev/null && die "the two outputs are alike"

# A renaming that fails: what stood there stands there still.
for which in 1 2; do
    begin
    trace=(strace -f -qq -o /dev/null -e "inject=renameat2:error=EIO:when=$which")
    code=0
    render new.tif out --force 2>/dev/null || code=$?
    [ "$code" -eq 4 ] || die "exit code $code where renaming $which fails"
    is old || die "the old output is gone where renaming $which fails"
done

# A file system that can't exchange.
begin
trace=(strace -f -qq -o /dev/null -e 'inject=renameat2:error=EINVAL')
render new.tif out --force
is new || die "nothing is replaced where nothing can be exchanged"

# A kill before each renaming. Afterwards the output is made again.
for how in '' 'inject=renameat2:error=EINVAL'; do
    call='/^rename(at)?$'
    [ "$how" ] || call=renameat2
    for ((kill = 1; ; ++kill)); do
        begin
        trace=(strace -f -qq -o /dev/null ${how:+-e "$how"} -e "inject=$call:signal=KILL:when=$kill")
        if render new.tif out --force 2>/dev/null; then
            break
        fi
        if [ -e out_files ]; then
            each_is_one _files || die "neither the old nor the new tree after kill $kill $how"
        elif [ ! "$how" ]; then
            die "no tree after kill $kill"
        fi
        each_is_one .dzi || die "neither the old nor the new .dzi after kill $kill $how"
        trace=()
        render new.tif out --force
        is new || die "the next run leaves something after kill $kill $how"
    done
    [ "$kill" -gt 2 ] || die "only $((kill - 1)) renamings were killed $how"
done
echo "a deep zoom was replaced as one"
