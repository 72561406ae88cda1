#!/usr/bin/env bash
# Installs the Debian packages that Tessera needs. Does nothing, and needs no root, when all are there.
set -euo pipefail

build=(
    g++ cmake ninja-build pkg-config
    libvips-dev libjpeg62-turbo-dev liblcms2-dev libtiff-dev libcgif-dev libdeflate-dev libpng-dev liblmdb-dev libhdf5-dev
    libexpat1-dev libxxhash-dev libsqlite3-dev libtomlplusplus-dev libnanoflann-dev
    libspdlog-dev nlohmann-json3-dev libcli11-dev
)
tests=(
    clang-14 clang-format-14 clang-tidy-14 libomp-14-dev
    doctest-dev libturbojpeg0-dev bats jq shellcheck strace libvips-tools
    binutils util-linux time
    pngcheck jpeginfo libtiff-tools gdal-bin python3-gdal imagemagick openslide-tools chromium libxml2-utils
    ffmpeg man-db bsdextrautils dpkg-dev systemd python3-pil python3-numpy procps python3-h5py python3-lmdb
    doxygen slurm-wlm slurm-wlm-basic-plugins munge iproute2
)

missing=()
for package in "${build[@]}" "${tests[@]}"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "install-deps.sh: these packages are missing, and only root can install them:" >&2
        echo "    apt-get install ${missing[*]}" >&2
        exit 1
    }
    root=(sudo)
fi
echo "installing: ${missing[*]}" >&2
"${root[@]}" apt-get update -qq >&2
"${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
