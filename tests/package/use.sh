#!/usr/bin/env bash
# Runs in a small Debian. Installs, uses and removes the packages of the command and of Python.
set -Eeuo pipefail
shopt -s inherit_errexit
trap 'echo "use.sh: line $LINENO failed" >&2' ERR
# shellcheck disable=SC1091 # in_root.sh puts it there
source /given/listing.sh

listing >/tmp/before
dpkg -i /debs/libtessera0*.deb /debs/tessera_*.deb /debs/python3-tessera_*.deb >/dev/null
dpkg -V libtessera0.2 tessera python3-tessera
for package in libtessera0.2 tessera python3-tessera; do
    grep -q 'MIT License' /usr/share/doc/$package/copyright
    zcat /usr/share/doc/$package/changelog.gz | grep -q Unreleased
done

# The user has only a home and pictures.
useradd --create-home me
as_me() { (cd /home/me && setpriv --reuid me --regid me --init-groups --reset-env -- "$@"); }
as_me /given/sample_photos . 12 >/dev/null
as_me tessera build photos -o photos.tiles --tile 64 --quiet --progress none
as_me tessera render source.jpg -l photos.tiles -o wall.png --across 20 --quiet --progress none
as_me tessera info wall.png | grep '^width: 1280' >/dev/null
ldd /usr/bin/tessera | grep "=> /.*/libtessera.so.0.2 " >/dev/null

# Python makes the same file, with the library that its package depends on.
as_me /usr/bin/python3 - <<'PYTHON'
import os, tessera
mosaic = tessera.match("source.jpg", tessera.Library("photos.tiles"), across=20)
mosaic.write("python.png")
assert os.path.realpath(tessera._abi.library._name).startswith("/usr/lib/"), tessera._abi.library._name
assert mosaic.draw(0, 0, 64, 48).shape == (48, 64, 3)
PYTHON
cmp /home/me/wall.png /home/me/python.png

# Manual pages and completions lie where man and shells look for them, and are this command's.
diff <(tessera man --list | LC_ALL=C sort) \
    <(find /usr/share/man/man1 -name 'tessera*' -printf '%f\n' | sed 's/\.1\.gz$//' | LC_ALL=C sort)
zcat /usr/share/man/man1/tessera.1.gz | cmp - <(tessera man)
zcat /usr/share/man/man1/tessera-library-add.1.gz | cmp - <(tessera man library add)
[[ $(bash -c 'source /usr/share/bash-completion/completions/tessera && complete -p tessera') == *_tessera* ]]
cmp /usr/share/zsh/vendor-completions/_tessera <(tessera completion zsh)
cmp /usr/share/fish/vendor_completions.d/tessera.fish <(tessera completion fish)

# Packages can be installed over themselves. The library stays while other packages need it.
dpkg -i /debs/tessera_*.deb /debs/python3-tessera_*.deb >/dev/null
if dpkg -r libtessera0.2 >/dev/null 2>&1; then
    echo "dpkg removed the library, although other packages need it" >&2
    exit 1
fi

# Python leaves nothing behind, also when root runs it.
python3 -c 'import tessera'
dpkg --purge python3-tessera tessera libtessera0.2 >/dev/null
userdel --remove me 2>/dev/null
listing | diff /tmp/before -
if dpkg-query -W -f '${Package}\n' | grep tessera || ldconfig -p | grep tessera; then
    echo "dpkg or the loader still knows tessera" >&2
    exit 1
fi
