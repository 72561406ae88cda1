"""Sequences: animations, videos, numbered pictures and tensors, as numpy arrays."""

import ctypes
import os
from dataclasses import dataclass
from typing import Any, Iterable, Optional

import numpy as np

from . import _abi
from ._call import Handle, Progress, call, option_list, path_bytes, run
from ._library import Path
from ._options import takes_options

_numbers = {np.dtype(np.uint8): 0, np.dtype(np.float32): 1}


@dataclass(frozen=True)
class FramesReport:
    """What was written."""

    frames: int
    bytes: int  #: of all files
    seconds: float  #: of all frames
    path: str  #: of the file; of numbered pictures, the last one's
    writer: str  #: that wrote it


class Frames:
    """An opened sequence, read from its first frame to its last; len() is how many there are.

    path: an animation (GIF, WebP, APNG, TIFF), a video, a folder of numbered pictures, a pattern
        such as "frame.%04d.png", a glob, or a tensor (.npy).
    Frames of a video are counted when it is opened, by a pass over the file.
    """

    width: int  #: px
    height: int  #: px
    channels: int  #: 1 grey, 3 sRGB, 4 sRGB and alpha
    plays: int  #: times that it is played; 0: for ever

    @takes_options("frames")
    def __init__(self, path: Path, **options: Any):
        handle = ctypes.c_void_p()
        call("frames_open", path_bytes(path), option_list(_joined(options)), ctypes.byref(handle))
        self._handle = Handle("frames", handle.value)
        info = _abi.FramesInfo()
        run(lambda _: call("frames_get_info", handle, ctypes.byref(info)), 0)
        self.width, self.height = int(info.width), int(info.height)
        self.channels = int(info.channels)
        self.plays = int(info.plays)
        self._frames = self._left = int(info.frames)

    def __len__(self) -> int:
        return self._frames

    def durations(self) -> "np.ndarray[Any, Any]":
        """How long each frame is shown: float64, seconds."""
        seconds = np.empty(self._frames)
        call("frames_get_durations", self._handle.number, seconds.ctypes.data, seconds.size)
        return seconds

    def read(
        self,
        count: Optional[int] = None,
        *,
        dtype: Any = np.float32,
        threads: int = 0,
        progress: Optional[Progress] = None,
    ) -> "np.ndarray[Any, Any]":
        """The next frames: channels x frames x height x width, float32 of 0..1 or uint8 of 0..255.

        count: None for all that are left; fewer come where fewer are left. After Ctrl-C, or an
            exception of `progress`, no more can be read: open it again.
        torch.from_numpy() takes the array without a copy.
        """
        if np.dtype(dtype) not in _numbers:
            raise TypeError(f"frames are read as float32 or uint8, not {np.dtype(dtype)}")
        if count is not None and count < 0:
            raise ValueError(f"{count} frames")
        frames = self._left if count is None else min(count, self._left)
        array = np.empty((self.channels, frames, self.height, self.width), dtype)
        if frames == 0:
            return array
        tensor, there = _tensor_of(array), ctypes.c_uint64()
        outputs = self._handle.number, ctypes.byref(tensor)
        run(lambda how: call("frames_read", *outputs, how, ctypes.byref(there)), threads, progress)
        self._left -= there.value
        return array if there.value == frames else array[:, : there.value].copy()

    def __repr__(self) -> str:
        return (
            f"<tessera.Frames: {len(self)} frames of {self.width} x {self.height} px,"
            f" {self.channels} channels>"
        )


@takes_options("frames")
def read_frames(
    path: Path,
    *,
    dtype: Any = np.float32,
    threads: int = 0,
    progress: Optional[Progress] = None,
    **options: Any,
) -> "np.ndarray[Any, Any]":
    """All frames of a sequence as one array: see Frames and Frames.read()."""
    return Frames(path, **options).read(dtype=dtype, threads=threads, progress=progress)


@takes_options("write_frames")
def write_frames(
    frames: "np.ndarray[Any, Any]",
    target: Path,
    *,
    durations: Optional[Iterable[float]] = None,
    threads: int = 0,
    progress: Optional[Progress] = None,
    **options: Any,
) -> FramesReport:
    """Writes frames as an animation, a video, numbered pictures or a tensor, by target's suffix:
    .gif, .webp, .apng, .mp4, .webm, .html, .npy, or "frame.%04d.png".

    frames: channels (1, 3 or 4) x frames x height x width, float32 of 0..1 or uint8 of 0..255;
        copied only where it isn't one block of memory in that order.
    durations: seconds that each frame is shown; otherwise as `fps` says, or 25 a second.
    """
    if frames.dtype not in _numbers or frames.ndim != 4:
        raise TypeError(
            "channels x frames x height x width of float32 or uint8 were wanted, not "
            f"{' x '.join(map(str, frames.shape))} of {frames.dtype}"
        )
    array = np.ascontiguousarray(frames)
    tensor, report = _tensor_of(array), _abi.FramesReport()
    seconds = None if durations is None else np.array(list(durations), np.float64)
    if seconds is not None and seconds.shape != (array.shape[1],):
        raise ValueError(f"{seconds.size} durations of {array.shape[1]} frames")
    result = []

    def work(how: Any) -> None:
        call(
            "frames_write",
            ctypes.byref(tensor),
            None if seconds is None else seconds.ctypes.data,
            path_bytes(target),
            option_list(_joined(options)),
            how,
            ctypes.byref(report),
        )
        # The texts are those of this thread.
        path, writer = os.fsdecode(report.path), report.writer.decode()
        result.append(FramesReport(report.frames, report.bytes, report.seconds, path, writer))

    run(work, threads, progress)
    return result[0]


def _tensor_of(array: "np.ndarray[Any, Any]") -> _abi.Tensor:
    channels, frames, height, width = array.shape
    return _abi.Tensor(
        data=array.ctypes.data, bytes=array.nbytes, number=_numbers[array.dtype],
        channels=channels, height=height, width=width, frames=frames,
    )


def _joined(options: "dict[str, Any]") -> "dict[str, Any]":
    """mean and std may be lists of numbers."""
    lists = {
        name: ",".join(map(str, options[name]))
        for name in ("mean", "std")
        if isinstance(options.get(name), (tuple, list))
    }
    return {**options, **lists}
