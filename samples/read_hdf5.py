#!/usr/bin/python3
"""Reads a tile library that is an HDF5 file (`tessera build --store hdf5`) without Tessera.

    read_hdf5.py LIBRARY [ID]     lists its tiles, or saves tile ID as tile.npy

It reads images, features, labels and photos with h5py and numpy. docs/formats.md describes the
format.
"""

import json
import sys

import h5py
import numpy


def text(stored):
    """Returns a name, which may be any bytes, or a label, which may be a number, as text."""
    return stored.decode(errors="replace") if isinstance(stored, bytes) else str(stored)


def main():
    with h5py.File(sys.argv[1], "r") as library:
        images = library["images"]  # n x height x width x 3 uint8, sRGB; read when it is indexed
        photos = library["photos"]
        if len(sys.argv) > 2:
            tile = int(sys.argv[2])
            numpy.save("tile.npy", images[tile])
            print("tile.npy is", text(photos["path"][tile]))
            return
        info = json.loads(library.attrs["info"])
        print(info["tiles"], "tiles of", info["tile_width"], "x", info["tile_height"], "px")
        labels = library["labels"] if "labels" in library else ["-"] * len(images)
        means = library["features"]["mean"]
        for tile, (name, label) in enumerate(zip(photos["name"], labels)):
            if not numpy.allclose(images[tile].mean(axis=(0, 1)), means[tile]):
                sys.exit(f"tile {tile} has another mean than its features say")
            print(tile, text(label), numpy.round(means[tile], 1), repr(text(name)))


if __name__ == "__main__":
    main()
