#!/usr/bin/env bash
# Runs a script as root of a small Debian without network, and removes that Debian afterwards:
#     in_root.sh FOLDER SCRIPT FILE... -- (FILE.deb | PACKAGE)...
# The script finds the packages of FOLDER in /debs, and the FILEs in /given. The arguments after --
# go to debian_root.py. If namespaces aren't allowed, it says so and ends with exit code 77.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

skip() {
    echo "skipped: $1"
    exit 77
}

# Runs within namespaces of its own, so that its mounts go with it.
inside() {
    local debs=$1 script=$2 root=$ROOT given=() device
    shift 2
    while [ "$1" != -- ]; do
        given+=("$1")
        shift
    done
    shift
    mount -t tmpfs -o mode=755 none "$root"
    "$here/debian_root.py" "$root" "$@"
    mkdir -p "$root"/{proc,dev,sys,tmp,run,root,given,debs}
    chmod 1777 "$root/tmp"
    mount -t proc proc "$root/proc"
    for device in null zero full random urandom; do
        touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    ln -s /proc/self/fd "$root/dev/fd"
    mkdir "$root/dev/pts"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    ln -s pts/ptmx "$root/dev/ptmx"
    cp "$debs"/*.deb "$root/debs"
    cp -r "$script" "${given[@]}" "$root/given"
    chroot "$root" /sbin/ldconfig
    chroot "$root" /usr/bin/env -i HOME=/root LC_ALL=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin \
        /bin/bash "/given/$(basename "$script")"
}

if [ "${1:-}" = --inside ]; then
    inside "${@:2}"
    exit
fi

[ "$(id -u)" -eq 0 ] || skip "only root can make a root of its own"
apart=(unshare --mount --net --ipc --pid --fork --kill-child)
ROOT=$(mktemp -d)
trap 'rmdir "$ROOT"' EXIT
export ROOT
"${apart[@]}" sh -c "mount -t tmpfs none $ROOT && mkdir $ROOT/proc && mount -t proc proc $ROOT/proc" \
    2>/dev/null || skip "namespaces and mounts aren't allowed here"
"${apart[@]}" "${BASH_SOURCE[0]}" --inside "$@"
