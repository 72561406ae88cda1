"""The C API, as tessera/tessera.h declares it."""

import ctypes as c
import os

from . import _location


class Struct(c.Structure):
    """A struct that begins with its own size."""

    def __init__(self, **values):
        super().__init__(struct_size=c.sizeof(type(self)), **values)


ProgressCallback = c.CFUNCTYPE(None, c.c_char_p, c.c_uint64, c.c_uint64, c.c_void_p)
CancelledCallback = c.CFUNCTYPE(c.c_int, c.c_void_p)
SkippedCallback = c.CFUNCTYPE(None, c.c_char_p, c.c_char_p, c.c_void_p)
ReleaseCallback = c.CFUNCTYPE(None, c.c_void_p)
LogCallback = c.CFUNCTYPE(None, c.c_int, c.c_char_p, c.c_void_p)


class Run(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("threads", c.c_int),
        ("user", c.c_void_p),
        ("progress", ProgressCallback),
        ("cancelled", CancelledCallback),
        ("skipped", SkippedCallback),
    ]


class Option(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("name", c.c_char_p),
        ("kind", c.c_char_p),
        ("default_text", c.c_char_p),
        ("otherwise", c.c_char_p),
        ("values", c.c_char_p),
        ("unit", c.c_char_p),
        ("help", c.c_char_p),
        ("choices", c.POINTER(c.c_char_p)),
        ("repeated", c.c_int),
    ]


class BuildReport(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("tiles", c.c_uint64),
        ("skipped", c.c_uint64),
        ("added", c.c_uint64),
        ("changed", c.c_uint64),
        ("moved", c.c_uint64),
        ("kept", c.c_uint64),
        ("removed", c.c_uint64),
        ("written", c.c_int),
    ]


class LibraryInfo(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("tiles", c.c_uint32),
        ("tile_width", c.c_int),
        ("tile_height", c.c_int),
        ("skipped", c.c_uint64),
        ("digest", c.c_char * 33),
    ]


class Record(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("path", c.c_char_p),
        ("name", c.c_char_p),
        ("captured", c.c_char_p),
        ("content", c.c_char_p),
        ("file_bytes", c.c_uint64),
        ("modified_ns", c.c_int64),
        ("width", c.c_int),
        ("height", c.c_int),
        ("label_kind", c.c_int),
        ("label", c.c_char_p),
        ("tags", c.POINTER(c.c_char_p)),
        ("variation", c.c_char_p),
    ]


class Pixels(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("data", c.c_void_p),
        ("width", c.c_int),
        ("height", c.c_int),
        ("bands", c.c_int),
        ("stride", c.c_size_t),
        ("name", c.c_char_p),
        ("release", ReleaseCallback),
        ("user", c.c_void_p),
    ]


class MatchReport(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("cost", c.c_double),
        ("nearest_cost", c.c_double),
        ("gap", c.c_double),
        ("moves", c.c_uint64),
        ("tinted_cells", c.c_uint64),
        ("relaxed", c.c_uint32),
    ]


class MatchPictures(Struct):
    _fields_ = [("struct_size", c.c_size_t), ("mask", c.c_void_p), ("importance", c.c_void_p)]


class MosaicInfo(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("width", c.c_int64),
        ("height", c.c_int64),
        ("columns", c.c_int),
        ("rows", c.c_int),
        ("bands", c.c_int),
        ("distinct_tiles", c.c_uint32),
        ("empty_cells", c.c_uint64),
    ]


class WriteReport(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("bytes", c.c_uint64),
        ("path", c.c_char_p),
        ("writer", c.c_char_p),
    ]


class Rectangle(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("left", c.c_int),
        ("top", c.c_int),
        ("width", c.c_int),
        ("height", c.c_int),
        ("pixels", c.c_void_p),
        ("bytes", c.c_size_t),
        ("stride", c.c_size_t),
    ]


class FramesInfo(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("width", c.c_int),
        ("height", c.c_int),
        ("channels", c.c_int),
        ("plays", c.c_int),
        ("frames", c.c_uint64),
    ]


class Tensor(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("data", c.c_void_p),
        ("bytes", c.c_size_t),
        ("number", c.c_int),
        ("channels", c.c_int),
        ("height", c.c_int),
        ("width", c.c_int),
        ("frames", c.c_uint64),
    ]


class FramesReport(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("frames", c.c_uint64),
        ("bytes", c.c_uint64),
        ("seconds", c.c_double),
        ("path", c.c_char_p),
        ("writer", c.c_char_p),
    ]


class Likeness(c.Structure):
    _fields_ = [(name, c.c_double) for name in ("psnr", "ssim", "delta_e", "delta_e_p95")]


class Score(Struct):
    _fields_ = [
        ("struct_size", c.c_size_t),
        ("near_srgb", Likeness),
        ("near_linear", Likeness),
        ("far_srgb", Likeness),
        ("far_linear", Likeness),
    ]


_handle, _made, _text = c.c_void_p, c.POINTER(c.c_void_p), c.c_char_p
_texts, _run = c.POINTER(c.c_char_p), c.POINTER(Run)

_functions = {
    "set_log": (LogCallback, c.c_void_p),
    "build": (_texts, _text, _texts, _run, c.POINTER(BuildReport)),
    "library_open": (_text, _made),
    "library_free": (_handle,),
    "library_get_info": (_handle, c.POINTER(LibraryInfo)),
    "library_get_record": (_handle, c.c_uint32, c.POINTER(Record)),
    "library_read": (_handle, c.c_uint32, c.c_uint32, c.c_void_p, c.c_size_t),
    "source_open": (_text, _texts, _made),
    "source_from_pixels": (c.POINTER(Pixels), _texts, _made),
    "source_free": (_handle,),
    "source_get_size": (_handle, c.POINTER(c.c_int64), c.POINTER(c.c_int64)),
    "match": (_handle, _handle, _texts, c.POINTER(MatchPictures), _run,
              c.POINTER(MatchReport), _made),
    "mosaic_free": (_handle,),
    "mosaic_get_info": (_handle, c.POINTER(MosaicInfo)),
    "mosaic_get_tiles": (_handle, c.c_void_p, c.c_size_t),
    "mosaic_save": (_handle, _text, _texts),
    "mosaic_load": (_text, _handle, _made),
    "write": (_handle, _text, _texts, _handle, _run, c.POINTER(WriteReport)),
    "draw": (_handle, c.POINTER(Rectangle), _run),
    "frames_open": (_text, _texts, _made),
    "frames_free": (_handle,),
    "frames_get_info": (_handle, c.POINTER(FramesInfo)),
    "frames_get_durations": (_handle, c.c_void_p, c.c_size_t),
    "frames_read": (_handle, c.POINTER(Tensor), _run, c.POINTER(c.c_uint64)),
    "frames_write": (c.POINTER(Tensor), c.c_void_p, _text, _texts, _run, c.POINTER(FramesReport)),
    "compare": (_handle, _handle, c.c_int, c.c_int, _run, c.POINTER(Score)),
}


def _load():
    beside = os.path.join(os.path.dirname(__file__), _location.FOLDER, _location.NAME)
    path = beside if os.path.exists(beside) else _location.NAME
    try:
        library = c.CDLL(path)
    except OSError as error:
        raise ImportError(f"tessera needs {_location.NAME}: {error}") from error
    for name, arguments in _functions.items():
        function = getattr(library, "tessera_" + name)
        function.argtypes, function.restype = arguments, c.c_int
    for name in ("last_message", "last_detail", "version", "code_name"):
        getattr(library, "tessera_" + name).restype = c.c_char_p
    library.tessera_code_name.argtypes = (c.c_int,)
    return library


library = _load()


def version() -> str:
    """Version of the engine, for example "0.2.0"."""
    return library.tessera_version().decode()
