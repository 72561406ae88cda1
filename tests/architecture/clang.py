#!/usr/bin/env python3
"""Compiles every C++ source with clang++-14, warnings being errors, and makes no code of it.

    clang.py ROOT BUILD [ROOM...]

BUILD has a compile_commands.json, of any compiler. With rooms, such as engine/match, only their
sources are compiled. Headers of others, which most of the time would go to, are compiled once.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

COMPILER = "clang++-14"
LANGUAGE = ["-std=c++20", "-fopenmp", "-pthread"]
WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wpedantic", "-Werror"]
SHARED_HEADERS = """
    algorithm array atomic chrono filesystem fstream functional map memory mutex optional random
    span string thread vector doctest/doctest.h nlohmann/json.hpp spdlog/fmt/fmt.h vips/vips8
    CLI/CLI.hpp
""".split()


def sources_of(root: Path, build: Path, rooms: list[str]) -> dict[Path, list[str]]:
    """The arguments of each source's command."""
    commands = json.loads((build / "compile_commands.json").read_text())
    files = {Path(each["file"]): shlex.split(each["command"]) for each in commands}
    folders = [root / room for room in rooms] or [root]
    return {
        file: arguments
        for file, arguments in files.items()
        if file.suffix == ".cpp" and any(folder in file.parents for folder in folders)
    }


def paths(arguments: list[str], option: str) -> list[str]:
    """`option` with its values, each once, whether they stand in one word or in two."""
    found = {}
    for word, following in zip(arguments, arguments[1:] + [""]):
        if word.startswith(option):
            found[word[len(option) :] or following] = None
    return [word for path in found for word in (option, path)]


def main() -> int:
    root, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    sources = sources_of(root, build, sys.argv[3:])
    if not sources:
        print(f"clang.py: {build} has no sources of {' '.join(sys.argv[3:]) or root}", file=sys.stderr)
        return 2
    everything = [word for arguments in sources.values() for word in arguments]
    flags = [*LANGUAGE, *WARNINGS, *paths(everything, "-D"), *paths(everything, "-isystem")]

    with tempfile.TemporaryDirectory() as scratch:
        header, precompiled = Path(scratch, "shared.hpp"), Path(scratch, "shared.pch")
        header.write_text("".join(f"#include <{name}>\n" for name in SHARED_HEADERS))
        subprocess.run(
            [COMPILER, *flags, "-I", root / "engine/include", "-fpch-instantiate-templates",
             "-x", "c++-header", header, "-o", precompiled],
            check=True,
        )  # fmt: skip

        def compile(file: Path) -> str:
            own = paths(sources[file], "-I")
            command = [COMPILER, *flags, *own, "-include-pch", precompiled, "-fsyntax-only", file]
            done = subprocess.run(command, capture_output=True, text=True)
            return done.stderr or (f"{file}: exit code {done.returncode}" if done.returncode else "")

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            wrong = [text for text in pool.map(compile, sources) if text]
    print("\n".join(wrong), file=sys.stderr, end="")
    print(f"{len(sources) - len(wrong)} of {len(sources)} sources compile with {COMPILER}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
