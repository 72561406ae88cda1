"""Libraries of tiles."""

import ctypes
import itertools
import os
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, Optional, Union

import numpy as np

from . import _abi
from ._call import Handle, Progress, call, option_list, path_bytes, run, text_list
from ._options import takes_options

Path = Union[str, bytes, "os.PathLike[str]"]


@dataclass(frozen=True)
class BuildReport:
    """What became of a library; all but the first are numbers of photos."""

    tiles: int  #: of the library as it is now
    skipped: int  #: that can't be read
    added: int  #: not known before
    changed: int  #: known, with other contents now
    moved: int  #: known by their contents, elsewhere before
    kept: int  #: as they were, or not given
    removed: int  #: no longer in it
    written: bool  #: False: nothing had to be changed


@takes_options("build")
def build(
    photos: Union[Path, Iterable[Path]],
    path: Path,
    *,
    threads: int = 0,
    progress: Optional[Progress] = None,
    skipped: Optional[Callable[[str, str], None]] = None,
    **options: Any,
) -> BuildReport:
    """Makes a library of tiles at `path`, or brings the one there up to date.

    photos: files, folders, globs, "@list" files; one or many.
    skipped: called with the path of each photo that can't be read, and why.
    """
    inputs = [photos] if isinstance(photos, (str, bytes, os.PathLike)) else list(photos)
    report = _abi.BuildReport()
    arguments = text_list(map(path_bytes, inputs)), path_bytes(path), option_list(options)
    run(
        lambda how: call("build", *arguments, how, ctypes.byref(report)),
        threads,
        progress,
        skipped,
    )
    *counts, written = (getattr(report, name) for name, _ in _abi.BuildReport._fields_[1:])
    return BuildReport(*counts, bool(written))


@dataclass(frozen=True)
class Record:
    """A photo that a tile is of."""

    path: str  #: absolute, when the library was built
    name: str  #: below the folder that was given
    captured: str  #: "2024-05-31T12:00:00", or ""
    content: str  #: digest of the file
    file_bytes: int
    modified_ns: int  #: since 1970-01-01 UTC
    width: int  #: px, upright
    height: int
    label: "int | str | None" = None  #: what the photo shows
    tags: "tuple[str, ...]" = ()  #: the photo's keywords
    variation: str = ""  #: how the tile was made of it, as JSON; "": as usual


def _label_of(found: _abi.Record) -> "int | str | None":
    text = os.fsdecode(found.label)
    return (None, int(text) if found.label_kind == 1 else 0, text)[found.label_kind]


class Library:
    """An opened library: len() tiles, library[i] being the Record of one."""

    tile_height: int  #: height of every tile, px
    tile_width: int  #: width of every tile, px
    skipped: int  #: photos that could not be read when it was built
    digest: str  #: digest of its tiles, which plans are bound to

    def __init__(self, path: Path):
        handle = ctypes.c_void_p()
        call("library_open", path_bytes(path), ctypes.byref(handle))
        self._handle = Handle("library", handle.value)
        info = _abi.LibraryInfo()
        call("library_get_info", self._handle.number, ctypes.byref(info))
        self.tile_height, self.tile_width = int(info.tile_height), int(info.tile_width)
        self.skipped = int(info.skipped)
        self.digest = info.digest.decode()
        self._tiles = int(info.tiles)

    def __len__(self) -> int:
        return self._tiles

    def __getitem__(self, tile: int) -> Record:
        if not -self._tiles <= tile < self._tiles:
            raise IndexError(f"tile {tile} of {self._tiles}")
        found = _abi.Record()
        call("library_get_record", self._handle.number, tile % self._tiles, ctypes.byref(found))
        return Record(
            os.fsdecode(found.path),
            os.fsdecode(found.name),
            found.captured.decode(),
            found.content.decode(),
            found.file_bytes,
            found.modified_ns,
            found.width,
            found.height,
            _label_of(found),
            tuple(os.fsdecode(tag) for tag in itertools.takewhile(bool, found.tags)),
            found.variation.decode(),
        )

    def __iter__(self) -> Iterator[Record]:
        return (self[tile] for tile in range(self._tiles))

    def tiles(self, first: int = 0, count: Optional[int] = None) -> "np.ndarray[Any, Any]":
        """Pixels of tiles: count x height x width x 3 uint8 sRGB. count: None for all the rest."""
        if count is None:
            count = self._tiles - first
        if first < 0 or count < 0 or first + count > self._tiles:
            raise IndexError(f"tiles {first} .. {first + count} of {self._tiles}")
        pixels = np.empty((count, self.tile_height, self.tile_width, 3), np.uint8)
        call(
            "library_read", self._handle.number, first, count, pixels.ctypes.data, pixels.nbytes
        )
        return pixels

    def __repr__(self) -> str:
        return f"<tessera.Library: {len(self)} tiles of {self.tile_width} x {self.tile_height} px>"
