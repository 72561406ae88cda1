"""Mosaics: which tile stands in which cell, and their pixels."""

import ctypes
import os
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from . import _abi
from ._call import Handle, Progress, c_int, call, option_list, path_bytes, run
from ._library import Library, Path
from ._options import takes_options
from ._source import Picture, Source, source_of


@dataclass(frozen=True)
class MatchReport:
    """What came of the rules. Costs are means of the squared distances of the filled cells."""

    cost: float
    nearest_cost: float  #: were every cell given its nearest tile
    gap: float  #: how far the cost may be above the least, a part of it
    moves: int
    tinted_cells: int
    relaxed: int  #: rules that gave way; the log says which


@dataclass(frozen=True)
class WriteReport:
    path: str
    writer: str  #: that wrote it
    bytes: int


class Mosaic:
    """A plan of a mosaic; its pixels come when they are asked for. Made by match() or load()."""

    report: Optional[MatchReport]  #: of match(); None for a mosaic that was loaded
    width: int  #: px
    height: int  #: px
    columns: int  #: cells
    rows: int  #: cells
    bands: int  #: bands of its pixels: 3, or 4 with alpha
    distinct_tiles: int  #: tiles that stand in it
    empty_cells: int

    def __init__(self, number: Optional[int], report: Optional[MatchReport] = None):
        self._handle = Handle("mosaic", number)
        self.report = report
        info = _abi.MosaicInfo()
        call("mosaic_get_info", number, ctypes.byref(info))
        self.width, self.height = int(info.width), int(info.height)
        self.columns, self.rows = int(info.columns), int(info.rows)
        self.bands = int(info.bands)
        self.distinct_tiles = int(info.distinct_tiles)
        self.empty_cells = int(info.empty_cells)

    @classmethod
    def load(cls, path: Path, library: Library) -> "Mosaic":
        """Reads a plan that was made with that library."""
        handle = ctypes.c_void_p()
        call("mosaic_load", path_bytes(path), library._handle.number, ctypes.byref(handle))
        return cls(handle.value)

    def save(self, path: Path, *, force: bool = False) -> None:
        """Writes the plan. force: an existing file gives way."""
        call("mosaic_save", self._handle.number, path_bytes(path), option_list({"force": force}))

    def tiles(self) -> "np.ndarray[Any, Any]":
        """The tile of each cell: rows x columns uint32; 0xFFFFFFFF where a cell is empty."""
        tiles = np.empty((self.rows, self.columns), np.uint32)
        call("mosaic_get_tiles", self._handle.number, tiles.ctypes.data, tiles.size)
        return tiles

    @takes_options("write")
    def write(
        self,
        target: Path,
        *,
        source: Optional[Picture] = None,
        threads: int = 0,
        progress: Optional[Progress] = None,
        **options: Any,
    ) -> WriteReport:
        """Writes it to a file, as "wall.tif" or "wall.jpg[Q=90]"; it appears whole or not at all.

        source: the picture that `blend` lays over the tiles.
        """
        report = _abi.WriteReport()
        laid_over = source_of(source) if source is not None else None
        result = []

        def work(how: Any) -> None:
            call(
                "write",
                self._handle.number,
                path_bytes(target),
                option_list(options),
                laid_over._handle.number if laid_over else None,
                how,
                ctypes.byref(report),
            )
            # The texts are those of this thread.
            result.append(WriteReport(os.fsdecode(report.path), report.writer.decode(), report.bytes))

        run(work, threads, progress)
        return result[0]

    def draw(
        self,
        left: int,
        top: int,
        width: int,
        height: int,
        *,
        out: "np.ndarray[Any, Any] | None" = None,
        threads: int = 0,
        progress: Optional[Progress] = None,
    ) -> "np.ndarray[Any, Any]":
        """A rectangle of its pixels: height x width x bands uint8. Only that is drawn.

        out: an array of that shape to draw in, whose rows are packed; it is what is returned.
        """
        left, top = c_int(left, "left"), c_int(top, "top")
        width, height = c_int(width, "width"), c_int(height, "height")
        shape = (height, width, self.bands)
        if min(shape) < 1:
            raise ValueError(f"a rectangle of {width} x {height} px")
        pixels = np.empty(shape, np.uint8) if out is None else _room(out, shape)
        stride = pixels.strides[0]
        size = (height - 1) * stride + width * self.bands
        area = _abi.Rectangle(
            left=left, top=top, width=width, height=height,
            pixels=pixels.ctypes.data, bytes=size, stride=stride,
        )
        run(
            lambda how: call("draw", self._handle.number, ctypes.byref(area), how),
            threads,
            progress,
        )
        return pixels

    def __repr__(self) -> str:
        return (
            f"<tessera.Mosaic: {self.width} x {self.height} px, {self.columns} x {self.rows} cells>"
        )


def _room(out: "np.ndarray[Any, Any]", shape: "tuple[int, int, int]") -> "np.ndarray[Any, Any]":
    height, width, bands = shape
    packed = out.strides[1:] == (bands, 1) and out.strides[0] >= width * bands
    if out.dtype != np.uint8 or out.shape != shape or not packed or not out.flags.writeable:
        raise ValueError(
            f"out is an array of uint8, {height} x {width} x {bands}, of packed rows, that can be "
            f"written to, not {' x '.join(map(str, out.shape))} of {out.dtype}"
        )
    return out


@takes_options("match")
def match(
    source: Picture,
    library: Library,
    *,
    mask: Optional[Picture] = None,
    importance: Optional[Picture] = None,
    threads: int = 0,
    progress: Optional[Progress] = None,
    **options: Any,
) -> Mosaic:
    """Puts a tile of the library in each cell of a picture.

    mask: fills only cells where this picture is white; the others stay empty.
    importance: gets the best likeness where this picture is white.
    """
    if not isinstance(library, Library):
        raise TypeError(f"a tessera.Library was wanted, not {type(library).__name__}")
    picture, report, handle = source_of(source), _abi.MatchReport(), ctypes.c_void_p()
    beside = [_dark(each) for each in (mask, importance)]
    pictures = _abi.MatchPictures(
        mask=beside[0]._handle.number if beside[0] else None,
        importance=beside[1]._handle.number if beside[1] else None,
    )
    arguments = picture._handle.number, library._handle.number, option_list(options)
    outputs = ctypes.byref(report), ctypes.byref(handle)
    run(lambda how: call("match", *arguments, ctypes.byref(pictures), how, *outputs),
        threads, progress)
    values = (getattr(report, name) for name, _ in _abi.MatchReport._fields_[1:])
    return Mosaic(handle.value, MatchReport(*values))


def _dark(picture: Optional[Picture]) -> Optional[Source]:
    """What is transparent in it counts as black."""
    if picture is None or isinstance(picture, Source):
        return picture
    return Source(picture, background="black")
