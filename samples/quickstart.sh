#!/usr/bin/env bash
# Makes a mosaic on a fresh Debian 12. Installs missing packages and builds Tessera first.
#
#   samples/quickstart.sh                  of sample photos that it makes itself
#   samples/quickstart.sh PHOTOS SOURCE    of your own photos and picture
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case $# in
    0) ;;
    2) photos=$(realpath "$1") source=$(realpath "$2") ;;
    *)
        echo "usage: $0 [PHOTOS SOURCE]" >&2
        exit 2
        ;;
esac

"$here/cmake/install-deps.sh"
build=$here/build/release
cmake -S "$here" --preset release >/dev/null
cmake --build "$build" --target tessera_cli sample_photos

out=$here/out
mkdir -p "$out"
if [ $# -eq 0 ]; then
    "$build/samples/sample_photos" "$out"
    photos=$out/photos source=$out/source.jpg
fi
mosaic=$out/mosaic.jpg
"$build/apps/tessera" make "$photos" "$source" "$mosaic" --across 120 --tile 64 --force
echo "Your mosaic: $mosaic"
