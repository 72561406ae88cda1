"""Tessera: photo mosaics of any size, in little memory.

    import tessera

    tessera.build("~/Pictures", "photos.tiles", tile=64)
    library = tessera.Library("photos.tiles")
    mosaic = tessera.match(tessera.Source("me.jpg"), library, across=200, spacing=3)
    mosaic.write("wall.tif")
    part = mosaic.draw(1000, 2000, 640, 480)        # a numpy array
    frames = tessera.read_frames("film.mp4")        # channels x frames x height x width, float32
    tessera.write_frames(frames[:, ::2], "half.gif", fps=12)

Options are those of the command line, '_' for '-': ``max_use=2``, ``flip=True``,
``cells=(207, 292)``, ``empty="transparent"``. Pictures are paths, or numpy arrays of uint8: height
x width (grey) or height x width x bands (3 sRGB, 4 with alpha).

Every function may be called from any thread. Work goes on without the interpreter's lock; Ctrl-C
ends it, and then what was being written doesn't appear. What fails raises `Error`.
"""

from ._abi import version
from ._call import Error, Progress, set_log
from ._frames import Frames, FramesReport, read_frames, write_frames
from ._library import BuildReport, Library, Record, build
from ._mosaic import MatchReport, Mosaic, WriteReport, match
from ._source import Likeness, Picture, Score, Source, compare

__version__ = version()

__all__ = [
    "BuildReport",
    "Error",
    "Frames",
    "FramesReport",
    "Library",
    "Likeness",
    "MatchReport",
    "Mosaic",
    "Picture",
    "Progress",
    "Record",
    "Score",
    "Source",
    "WriteReport",
    "build",
    "compare",
    "match",
    "read_frames",
    "set_log",
    "version",
    "write_frames",
]
