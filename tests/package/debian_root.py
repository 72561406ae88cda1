#!/usr/bin/python3
"""Makes a small Debian out of this one: debian_root.py ROOT (FILE.deb | PACKAGE)...

It has Debian's essential packages, the given packages, and all packages on which these and the
.debs depend. Its dpkg knows only these packages. The .debs themselves aren't installed."""

import os
import re
import subprocess
import sys

# Nothing here needs these files. Without them there is less to read and write.
left_out = re.compile(
    r"usr/share/(doc|doc-base|info|locale|man|icons|fonts|gir-1\.0|zoneinfo|cmake-[^/]+/Help)/.+"
    r"|usr/lib/gcc/.+/lto1|usr/bin/.+-lto-dump-.+")
least_left_out = 1 << 20  # bytes from which static libraries are left out, but for the compiler's
merged = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


class Installed:
    """The packages that this machine's dpkg has installed."""

    def __init__(self):
        self.depends, self.essential, self.provided_by, self.paragraphs = {}, [], {}, {}
        with open("/var/lib/dpkg/status", encoding="utf-8") as status:
            paragraphs = status.read().strip().split("\n\n")
        for paragraph in paragraphs:
            fields = dict(re.findall(r"^([A-Za-z-]+): (.*)$", paragraph, re.M))
            if not fields["Status"].endswith(" installed"):
                continue
            name = fields["Package"]
            self.paragraphs[name] = paragraph
            self.depends[name] = ", ".join(fields.get(key, "") for key in ("Pre-Depends", "Depends"))
            if fields.get("Essential") == "yes" or fields.get("Priority") == "required":
                self.essential.append(name)
            self.provided_by.setdefault(name, name)
            for provided in re.findall(r"[a-z0-9][a-z0-9+.-]+", fields.get("Provides", "")):
                self.provided_by.setdefault(provided, name)

    def needed(self, depends, own=()):
        """Yields a package for each dependency of a line, unless an `own` package meets it."""
        for wanted in filter(None, (part.strip() for part in depends.split(","))):
            names = [re.split(r"[ :(\[]", each.strip())[0] for each in wanted.split("|")]
            found = [self.provided_by[name] for name in names if name in self.provided_by]
            if found:
                yield found[0]
            elif not set(names) & set(own):
                sys.exit(f"debian_root.py: '{wanted}' is not installed on this machine")

    def closure(self, names):
        seen, todo = set(), list(names)
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(self.needed(self.depends[name]))
        return sorted(seen)


def is_needed(file):
    path = "/" + file
    if left_out.match(file) or file in merged or not os.path.lexists(path):
        return False
    is_static = file.endswith(".a") and not file.startswith("usr/lib/gcc/")
    return not is_static or os.path.getsize(path) < least_left_out


def files_of(packages):
    """Returns the packages' files, relative to /. Folders come before their contents."""
    lines = output("dpkg-query", "-L", *packages).splitlines()
    files = {line[1:] for line in lines if line.startswith("/") and line != "/."}
    return sorted(file for file in files if is_needed(file))


def copy_files(files, root):
    for folder in merged:
        os.makedirs(f"{root}/usr/{folder}")
        os.symlink(f"usr/{folder}", f"{root}/{folder}")
    pack = subprocess.Popen(
        ["tar", "-c", "-C", "/", "--no-recursion", "--null", "-T", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    unpack = subprocess.Popen(
        ["tar", "-x", "-C", root, "--keep-directory-symlink"], stdin=pack.stdout)
    pack.stdin.write(b"\0".join(os.fsencode(file) for file in files))
    pack.stdin.close()
    if unpack.wait() or pack.wait():
        sys.exit("debian_root.py: tar could not copy the files")


class Alternative:
    """A name for which packages offer files, as update-alternatives notes it, and the names that
    follow its choice."""

    def __init__(self, name):
        with open(f"/var/lib/dpkg/alternatives/{name}", encoding="utf-8") as note:
            lines = iter(note.read().splitlines()[1:])  # the first says who chose
        self.names, self.links, self.offers = [name], [next(lines)], []
        for follower in iter(lines.__next__, ""):
            self.names.append(follower)
            self.links.append(next(lines))
        for file in iter(lambda: next(lines, ""), ""):
            priority = int(next(lines))
            self.offers.append((priority, [file] + [next(lines) for _ in self.names[1:]]))

    def best(self, root):
        """Returns what update-alternatives chooses by itself from the files that the root has."""
        offers = [each for each in self.offers if os.path.lexists(root + each[1][0])]
        return max(offers, key=lambda each: each[0])[1] if offers else []


def choose_alternatives(root):
    """Makes the links through /etc/alternatives, whatever was chosen on this machine."""
    os.makedirs(f"{root}/etc/alternatives", exist_ok=True)
    for alternative in map(Alternative, sorted(os.listdir("/var/lib/dpkg/alternatives"))):
        for name, link, file in zip(alternative.names, alternative.links, alternative.best(root)):
            if file and os.path.lexists(root + file):
                os.makedirs(os.path.dirname(root + link), exist_ok=True)
                os.symlink(file, f"{root}/etc/alternatives/{name}")
                os.symlink(f"/etc/alternatives/{name}", root + link)


def write_database(installed, packages, root):
    folder = f"{root}/var/lib/dpkg"
    for name in ("info", "updates", "triggers", "parts"):
        os.makedirs(f"{folder}/{name}", exist_ok=True)
    with open(f"{folder}/status", "w", encoding="utf-8") as status:
        for name in packages:
            status.write(installed.paragraphs[name] + "\n\n")
    kept = set(packages)
    for file in os.listdir("/var/lib/dpkg/info"):
        if file == "format" or file.rsplit(".", 1)[0].split(":")[0] in kept:
            with open(f"/var/lib/dpkg/info/{file}", "rb") as source:
                with open(f"{folder}/info/{file}", "wb") as copy:
                    copy.write(source.read())


def main():
    root, *wanted = sys.argv[1:]
    debs = [each for each in wanted if each.endswith(".deb")]
    own = [output("dpkg-deb", "-f", deb, "Package").strip() for deb in debs]
    installed = Installed()
    names = installed.essential + list(installed.needed(
        ", ".join([output("dpkg-deb", "-f", deb, "Depends").strip() for deb in debs]
                  + [each for each in wanted if each not in debs]), own))
    packages = installed.closure(names)
    copy_files(files_of(packages), root)
    choose_alternatives(root)
    write_database(installed, packages, root)
    for name in ("passwd", "group"):
        os.makedirs(f"{root}/etc", exist_ok=True)
        with open(f"/usr/share/base-passwd/{name}.master", encoding="utf-8") as master:
            with open(f"{root}/etc/{name}", "w", encoding="utf-8") as users:
                users.write(master.read())
    print(f"-- a Debian of {len(packages)} packages")


main()
