#!/usr/bin/python3
"""Shows how to build a library, match a source and write the mosaic from Python.

Pictures are numpy arrays. Read 03_from_c.c first.

Run it: 05_from_python.py PHOTOS SOURCE LIBRARY MOSAIC
"""

import sys

import tessera


def main(photos: str, picture: str, path: str, output: str) -> None:
    tessera.build(photos, path, force=True)
    library = tessera.Library(path)
    mosaic = tessera.match(tessera.Source(picture), library, across=60)
    mosaic.write(output, force=True)
    corner = mosaic.draw(0, 0, 256, 128)  # an array; nothing else is drawn
    print(f"{mosaic.width} x {mosaic.height} px; mean colour of a corner {corner.mean((0, 1))}")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(f"usage: {sys.argv[0]} PHOTOS SOURCE LIBRARY MOSAIC")
    main(*sys.argv[1:])
