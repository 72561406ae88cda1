#!/usr/bin/env bash
# Makes the Debian packages, or tries them in a small Debian: packages.sh STEP BUILD
set -euo pipefail

build=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
debs=$build/packages
in_root() { "$here/in_root.sh" "$debs" "$@"; }

case $1 in
    make)
        rm -rf "$debs"
        cpack --config "$build/CPackConfig.cmake" -B "$debs" >"$build/packages.log" ||
            { cat "$build/packages.log" && exit 1; }
        rm -r "$debs/_CPack_Packages"
        [ "$(find "$debs" -name '*.deb' | wc -l)" -eq 4 ]
        ;;
    use)
        in_root "$here/use.sh" "$here/listing.sh" "$build/samples/sample_photos" -- \
            "$debs"/libtessera0*.deb "$debs"/tessera_*.deb "$debs"/python3-tessera_*.deb
        ;;
    develop)
        in_root "$here/develop.sh" "$here/listing.sh" "$here/consumer" "$build/samples/sample_photos" -- \
            "$debs"/libtessera*.deb g++ cmake ninja-build
        ;;
    walk)
        in_root "$here/walk.sh" "$here/../../docs/nightly.md" "$build/samples/sample_photos" -- \
            "$debs"/libtessera0*.deb "$debs"/tessera_*.deb apt passwd systemd
        ;;
    *)
        echo "packages.sh: there is no step '$1'" >&2
        exit 2
        ;;
esac
