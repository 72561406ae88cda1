#!/usr/bin/env bash
# Runs in a small Debian. Runs the commands of docs/nightly.md, and checks what they have made.
set -Eeuo pipefail
trap 'echo "walk.sh: line $LINENO failed in section ${section:-0}" >&2' ERR

# The reader has a folder with the packages and pictures, and sudo.
cd /root
cp /debs/*.deb .
/given/sample_photos /tmp/made 12 >/dev/null
mv /tmp/made/photos Pictures
mv /tmp/made/source.jpg me.jpg
cp Pictures/balloons-0011.jpg you.jpg
mkdir -p /usr/local/bin /etc/cron.d
cat >/usr/local/bin/sudo <<'SUDO'
#!/bin/sh
[ "$1" = -u ] || exec "$@"
user=$2
shift 2
exec setpriv --reuid "$user" --regid "$user" --init-groups --reset-env -- "$@"
SUDO
# No systemd runs here. This starts what systemd would start, as the unit says.
cat >/usr/local/bin/systemctl <<'SYSTEMCTL'
#!/bin/sh
set -e
unit() { sed -n "s/^$1=//p" /etc/systemd/system/tessera-nightly.service; }
case "$1 $2" in
    "start tessera-nightly.service")
        cd "$(unit WorkingDirectory)"
        exec sudo -u "$(unit User)" sh -c "exec $(unit ExecStart)"
        ;;
    "enable --now" | "disable --now") exec /usr/bin/systemctl "$1" "$3" ;;
    "list-timers tessera-nightly.timer") exec /usr/bin/systemctl is-enabled "$2" ;;
    *) exec /usr/bin/systemctl "$@" ;;
esac
SYSTEMCTL
chmod +x /usr/local/bin/*
echo 'APT::Get::Assume-Yes "true";' >/etc/apt/apt.conf.d/yes

blocks() { # LANGUAGE [SECTION]: prints the page's blocks of that language
    awk -v language="$1" -v wanted="${2:-}" '
        /^## / { section = $2 + 0 }
        /^```/ { inside = $1 == "```" language && (wanted == "" || section == wanted); next }
        inside' /given/nightly.md
}

follow() { # SECTION: runs its commands in this shell, so that cd lasts
    section=$1
    blocks sh "$1" >/tmp/commands
    [ -s /tmp/commands ]
    echo "-- section $1"
    # shellcheck disable=SC1091 # blocks() has made it
    source /tmp/commands
}

same() { [ "$(stat -c '%i %y' "$1")" = "$2" ]; }

[ "$(grep -c '^## ' /given/nightly.md)" -eq 6 ]
for part in 1 2 3 4; do follow $part; done
cmp <(blocks toml) <(sed -n '/^\[batch\]/,$p' /usr/share/doc/tessera/examples/nightly/nightly.toml)
tessera info walls/me.jpg | grep '^width: 7680' >/dev/null # 120 tiles of 64 px
grep -q 'render-me' nightly.html
[ "$(tessera batch status nightly.toml --quiet | grep -c '\sdone')" -eq 2 ]
made=$(stat -c '%i %y' walls/me.jpg)

follow 5
! command -v systemd-analyze >/dev/null ||
    /usr/bin/systemd-analyze verify /etc/systemd/system/tessera-nightly.{service,timer}
[ -L /etc/systemd/system/timers.target.wants/tessera-nightly.timer ]
[ -s walls/you.jpg ]
same walls/me.jpg "$made"

# Runs the line of cron. Again there is one new picture.
sudo -u mosaics cp sources/you.jpg sources/third.jpg
read -ra line < <(tail -n 1 /etc/cron.d/tessera-nightly)
(
    # shellcheck disable=SC1090 # its first lines set PATH
    source <(grep '^PATH=' /etc/cron.d/tessera-nightly)
    sudo -u "${line[5]}" sh -c "${line[*]:6}"
)
cmp walls/you.jpg walls/third.jpg
same walls/me.jpg "$made"

follow 6
[ -s walls/me.jpg ]
[ ! -e /usr/bin/tessera ] && [ ! -e /usr/share/doc/tessera ]
[ -z "$(find /etc/systemd /etc/cron.d -name '*tessera*')" ]
