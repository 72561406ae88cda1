"""Libraries of tiles."""

import ctypes
import os
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, Optional, Union

import numpy as np

from . import _abi
from ._call import Handle, Progress, call, option_list, path_bytes, run, text_list

Path = Union[str, bytes, "os.PathLike[str]"]


@dataclass(frozen=True)
class BuildReport:
    tiles: int
    skipped: int  #: photos that can't be read


def build(
    photos: Union[Path, Iterable[Path]],
    path: Path,
    *,
    threads: int = 0,
    progress: Optional[Progress] = None,
    skipped: Optional[Callable[[str, str], None]] = None,
    **options: Any,
) -> BuildReport:
    """Makes a library of tiles at `path`.

    photos: files, folders, globs, "@list" files; one or many.
    skipped: called with the path of each photo that can't be read, and why.
    options: tile, crop, background, store, on_error; force=True replaces a library.
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
    return BuildReport(report.tiles, report.skipped)


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


class Library:
    """An opened library: len() tiles, library[i] being the Record of one."""

    def __init__(self, path: Path):
        handle = ctypes.c_void_p()
        call("library_open", path_bytes(path), ctypes.byref(handle))
        self._handle = Handle("library", handle.value)
        info = _abi.LibraryInfo()
        call("library_get_info", self._handle.number, ctypes.byref(info))
        #: Height and width of every tile, px.
        self.tile_height, self.tile_width = int(info.tile_height), int(info.tile_width)
        #: Photos that could not be read when it was built.
        self.skipped = int(info.skipped)
        #: Of its tiles: what plans are bound to.
        self.digest: str = info.digest.decode()
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
