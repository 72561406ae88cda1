"""Pictures to be rebuilt, and how like them a mosaic is."""

import ctypes
import itertools
import os
from dataclasses import dataclass
from typing import Any, Optional, Tuple, Union

import numpy as np

from . import _abi
from ._call import Handle, Progress, c_int, call, option_list, path_bytes, run
from ._library import Path

_viewed: "dict[int, Any]" = {}  # arrays that the engine looks at
_keys = itertools.count(1)


def _release(key: int) -> None:
    _viewed.pop(key, None)


_release_callback = _abi.ReleaseCallback(_release)


class Source:
    """A picture: a file, or an array.

    An array is looked at where it lies if its pixels are packed (it must not change then, for as
    long as the source is in use), and copied otherwise: uint8, height x width (grey) or
    height x width x bands (1 grey, 2 grey and alpha, 3 sRGB, 4 sRGB and alpha).
    background: behind transparent pixels: "#rrggbb", a tuple, "white" or "black".
    name: stands for an array in messages and plans.
    """

    width: int  #: of the upright picture, px
    height: int  #: of the upright picture, px

    def __init__(
        self,
        picture: "Path | np.ndarray[Any, Any]",
        *,
        background: "str | Tuple[int, int, int] | None" = None,
        name: str = "array",
    ):
        handle, options = ctypes.c_void_p(), option_list({"background": background})
        if isinstance(picture, np.ndarray):
            pixels = _pixels_of(picture, name)
            call("source_from_pixels", ctypes.byref(pixels), options, ctypes.byref(handle))
        else:
            call("source_open", path_bytes(picture), options, ctypes.byref(handle))
        self._handle = Handle("source", handle.value)
        width, height = ctypes.c_int64(), ctypes.c_int64()
        call("source_get_size", handle, ctypes.byref(width), ctypes.byref(height))
        self.width, self.height = width.value, height.value

    def __repr__(self) -> str:
        return f"<tessera.Source: {self.width} x {self.height} px>"


#: What a source can be made of.
Picture = Union[Source, Path, "np.ndarray[Any, Any]"]


def _pixels_of(array: "np.ndarray[Any, Any]", name: str) -> _abi.Pixels:
    if array.dtype != np.uint8 or array.ndim not in (2, 3):
        raise TypeError(
            f"an array of uint8, height x width or height x width x bands, was wanted, not "
            f"{' x '.join(map(str, array.shape))} of {array.dtype}"
        )
    array = np.ascontiguousarray(array)
    known_as, key = os.fsencode(name), next(_keys)
    _viewed[key] = array
    return _abi.Pixels(
        data=array.ctypes.data,
        width=array.shape[1],
        height=array.shape[0],
        bands=array.shape[2] if array.ndim == 3 else 1,
        name=known_as,
        release=_release_callback,
        user=key,
    )


def source_of(picture: Picture) -> Source:
    return picture if isinstance(picture, Source) else Source(picture)


@dataclass(frozen=True)
class Likeness:
    psnr: float  #: dB; infinite for equal pictures
    ssim: Optional[float]  #: None where a side has fewer than 11 parts
    delta_e: float  #: mean CIEDE2000
    delta_e_p95: float


@dataclass(frozen=True)
class Score:
    """From near (four times the grid's resolution) and from afar (at it)."""

    near_srgb: Likeness
    near_linear: Likeness
    far_srgb: Likeness
    far_linear: Likeness


def compare(
    source: Picture,
    mosaic: Picture,
    cells: Tuple[int, int],
    *,
    threads: int = 0,
    progress: Optional[Progress] = None,
) -> Score:
    """How like its source a mosaic's picture is. cells: columns and rows of its grid."""
    of, made, score = source_of(source), source_of(mosaic), _abi.Score()
    columns, rows = (c_int(each, "cells") for each in cells)
    run(
        lambda how: call(
            "compare", of._handle.number, made._handle.number, columns, rows, how,
            ctypes.byref(score),
        ),
        threads,
        progress,
    )
    return Score(*(_likeness(getattr(score, field[0])) for field in _abi.Score._fields_[1:]))


def _likeness(found: _abi.Likeness) -> Likeness:
    ssim = found.ssim if found.ssim >= -1 else None
    return Likeness(found.psnr, ssim, found.delta_e, found.delta_e_p95)
