# shellcheck shell=bash
# For scripts that run in a small Debian. listing() prints all files there, without the records that
# dpkg, the loader, Python and the lists of users keep for themselves.

listing() {
    find / -xdev \( -path /tmp -o -path /proc -o -path /dev -o -path /var/lib/dpkg -o -path /var/log \
        -o -path /var/cache/ldconfig -o -name __pycache__ ! -path '*/tessera/*' \) \
        -prune -o \( -type d -printf '%p %y %m %u\n' -o -printf '%p %y %m %u %s\n' \) |
        grep -vE '^/etc/(ld\.so\.cache|\.pwd\.lock|(passwd|group|shadow|gshadow|subuid|subgid)-?) ' |
        LC_ALL=C sort
}
