#!/usr/bin/python3
"""Reads a tile library that is an LMDB file (`tessera build`, or `--store lmdb`) without Tessera.

    read_lmdb.py LIBRARY [ID]     lists its tiles, or saves tile ID as tile.png

It reads info, features, records and pixels with lmdb and numpy. docs/formats.md describes the
format.
"""

import json
import struct
import sys

import lmdb
import numpy
from PIL import Image

CHECKSUM = 16  # bytes of XXH3-128 behind sealed contents
BLOCK = 256 << 10  # least bytes of the tiles that share a value
FEATURES = numpy.dtype([("mean", "<f8", 3), ("parts", "<f4", (4, 4, 3)),
                        ("fingerprint", "<u8"), ("picture", "<u8")])


def key(number):
    """Returns a key of the databases whose keys are numbers."""
    return struct.pack("<I", number)


def text(stored):
    """Returns a name, which may be any bytes, or a label, which may be a number, as text."""
    return stored.decode(errors="replace") if isinstance(stored, bytes) else str(stored)


class Record:
    """The record of a tile. Its fields follow one another without padding."""

    def __init__(self, sealed):
        self._bytes, self._at = bytes(sealed[:-CHECKSUM]), 0
        self.width, self.height, self.bands = self._take("<3i")
        self.file_bytes, self.modified_ns = self._take("<Qq")
        self.content, self.pixels = self._take("16s16s")
        self.photo_width, self.photo_height = self._take("<2i")
        self.name, self.path, self.captured = (self._text() for _ in range(3))
        kind, = self._take("B")
        self.label = None if kind == 0 else self._take("<q")[0] if kind == 1 else self._text()
        tags, = self._take("<I")
        self.tags = [self._text() for _ in range(tags)]
        self.variation = self._text()

    def _take(self, layout):
        values = struct.unpack_from(layout, self._bytes, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _text(self):
        """Reads a length and as many bytes."""
        length, = self._take("<I")
        return self._take(f"{length}s")[0]


class Library:
    def __init__(self, path):
        # Libraries are never changed, so readers need no locks.
        env = lmdb.open(path, subdir=False, readonly=True, lock=False, max_dbs=3)
        meta = env.open_db(b"meta", create=False)
        self._records = env.open_db(b"records", create=False, integerkey=True)
        self._tiles = env.open_db(b"tiles", create=False, integerkey=True)
        self._transaction = env.begin(buffers=True)
        if bytes(self._transaction.get(b"format", db=meta)) != b"tessera-library 3":
            sys.exit(f"{path} has another format than tessera-library 3")
        self.info = json.loads(bytes(self._transaction.get(b"info", db=meta)[:-CHECKSUM]))
        self.features = numpy.frombuffer(
            self._transaction.get(b"features", db=meta)[:-CHECKSUM], FEATURES)

    def record(self, tile):
        return Record(self._transaction.get(key(tile), db=self._records))

    def pixels(self, tile):
        """Returns height x width x bands uint8. The array is a view of the file, not a copy."""
        record = self.record(tile)
        shape = record.height, record.width, record.bands
        size = record.height * record.width * record.bands
        # In a library of pictures in their own sizes, each picture has a block of its own.
        in_block = 1 if self.info["tile_width"] == 0 else -(-BLOCK // size)
        block = self._transaction.get(key(tile // in_block), db=self._tiles)
        begin = tile % in_block * size
        return numpy.frombuffer(block[begin:begin + size], numpy.uint8).reshape(shape)


def main():
    library = Library(sys.argv[1])
    if len(sys.argv) > 2:
        tile = int(sys.argv[2])
        Image.fromarray(library.pixels(tile).squeeze()).save("tile.png")
        print("tile.png is", text(library.record(tile).path))
        return
    info = library.info
    print(info["tiles"], "tiles of", info["tile_width"], "x", info["tile_height"], "px")
    for tile in range(info["tiles"]):
        record, mean = library.record(tile), library.pixels(tile).mean(axis=(0, 1))
        if len(library.features) and not numpy.allclose(mean, library.features["mean"][tile]):
            sys.exit(f"tile {tile} has another mean than its features say")
        label = "-" if record.label is None else text(record.label)
        print(tile, label, numpy.round(mean, 1), repr(text(record.name)))


if __name__ == "__main__":
    main()
