#!/usr/bin/python3
"""Reads a tile library that is a folder (`tessera build --store folder`) without Tessera.

    read_folder.py LIBRARY [ID]     lists its tiles, or saves tile ID as tile.png

It reads tiles.csv with csv, the PNGs with Pillow and features.npy with numpy. docs/formats.md
describes the format.
"""

import csv
import pathlib
import re
import sys

import numpy
from PIL import Image


def unescape(text):
    """Returns the bytes of a text of tiles.csv, in which \\xNN is a byte and \\\\ a backslash."""
    def byte(match):
        return b"\\" if match[1] == b"\\" else bytes.fromhex(match[1][1:].decode())
    return re.sub(rb"\\(\\|x[0-9a-f]{2})", byte, text.encode())


def read_records(library):
    """Returns a dict for each tile, in the order of their ids."""
    with open(library / "tiles.csv", newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table))


def read_pixels(library, record):
    """Returns height x width x 3 uint8, sRGB."""
    with Image.open(library / record["file"]) as picture:
        return numpy.asarray(picture.convert("RGB"))


def main():
    library = pathlib.Path(sys.argv[1])
    records = read_records(library)
    features = numpy.load(library / "features.npy")
    if len(sys.argv) > 2:
        record = records[int(sys.argv[2])]
        Image.fromarray(read_pixels(library, record)).save("tile.png")
        print(record["file"], "of", unescape(record["path"]).decode(errors="replace"))
        return
    print(len(records), "tiles")
    for record, mean in zip(records, features["mean"]):
        pixels = read_pixels(library, record)
        if not numpy.allclose(pixels.mean(axis=(0, 1)), mean):
            sys.exit(f"{record['file']} has another mean than features.npy says")
        name = unescape(record["name"]).decode(errors="replace")
        print(record["id"], record["file"], record["label"] or "-", numpy.round(mean, 1), repr(name))


if __name__ == "__main__":
    main()
