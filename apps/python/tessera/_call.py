"""Calls of the engine: errors, options, progress and Ctrl-C."""
# Why: docs/decisions/python-is-ctypes.md

import atexit
import ctypes
import operator
import os
import threading
import weakref
from typing import Any, Callable, Iterable, Optional

import numpy as np

from . import _abi

#: Called with the stage's name, how much of it is done, and of how much (0 where that isn't known).
Progress = Callable[[str, int, int], None]


class Error(Exception):
    """What went wrong: a sentence that names the file, what was wanted and what was found.

    code: "invalid_argument", "unreadable_image", "corrupt_store", "unsupported", "write_failed",
        "cancelled", "out_of_memory" or "failed".
    detail: what the library beneath said of it; may be empty.
    """

    code: str
    detail: str

    def __init__(self, code: str, message: str, detail: str = ""):
        super().__init__(message)
        self.code = code
        self.detail = detail

    def __reduce__(self) -> Any:
        return Error, (self.code, str(self), self.detail)


def call(name: str, *arguments: Any) -> None:
    """Calls tessera_NAME. Raises Error."""
    code = getattr(_abi.library, "tessera_" + name)(*arguments)
    if code:
        raise Error(
            _abi.library.tessera_code_name(code).decode(),
            _abi.library.tessera_last_message().decode(errors="replace"),
            _abi.library.tessera_last_detail().decode(errors="replace"),
        )


def path_bytes(path: "os.PathLike[str] | str | bytes") -> bytes:
    """The bytes of a file's name, '~' being the home folder."""
    return _whole(os.fsencode(os.path.expanduser(path)))


def _whole(text: bytes) -> bytes:
    """For C, where a text ends with its first null."""
    if b"\0" in text:
        raise ValueError("embedded null byte")
    return text


def c_int(number: Any, what: str) -> int:
    """A whole number that C's int holds."""
    value = operator.index(number)
    if not -(2**31) <= value < 2**31:
        raise ValueError(f"{what} is {value}, which is out of range")
    return value


def text_list(texts: Iterable[bytes]) -> Any:
    """An array of strings that ends with null."""
    items = [_whole(text) for text in texts]
    return (ctypes.c_char_p * (len(items) + 1))(*items, None)


def option_list(options: "dict[str, Any]") -> Any:
    """Options as the C API wants them: 'max-use=2', 'flip=true', 'where=year=2024'."""
    return text_list(
        name.replace("_", "-").encode() + b"=" + _value(each)
        for name, value in options.items()
        if value is not None
        for each in (value if _is_several(value) else [value])
    )


def _is_several(value: Any) -> bool:
    """Texts of an option that may be given several times."""
    texts = (str, bytes, os.PathLike)
    return isinstance(value, (tuple, list)) and all(isinstance(each, texts) for each in value)


def _value(value: Any) -> bytes:
    if isinstance(value, (bool, np.bool_)):
        return b"true" if value else b"false"
    if isinstance(value, (tuple, list, np.ndarray)):
        numbers = [operator.index(each) for each in value]
        if len(numbers) == 3:  # a colour
            if not all(0 <= each <= 255 for each in numbers):
                raise ValueError(f"a colour is three numbers of 0 to 255, not {value}")
            return ("#" + "".join(f"{each:02x}" for each in numbers)).encode()
        return "x".join(map(str, numbers)).encode()
    return os.fsencode(value if isinstance(value, (str, bytes, os.PathLike)) else str(value))


class Handle:
    """Owns an object of the engine's; it goes with the last reference to this."""

    def __init__(self, kind: str, number: Optional[int]):
        self.number = number
        free = getattr(_abi.library, f"tessera_{kind}_free")
        self._finalizer = weakref.finalize(self, free, number)
        # Threads may still work with it when the interpreter ends, and all goes with the process.
        self._finalizer.atexit = False

    def __reduce__(self) -> Any:
        raise TypeError("what the engine holds can't be pickled, or sent to another process")


class _Work:
    """One long call and what its callbacks share."""

    def __init__(self, threads: int, progress: Optional[Progress], skipped: Any):
        self.stop, self.done = False, threading.Event()
        self._begun = threading.Lock()  # taken once: by who works, or by who gives up before
        self.error: Optional[BaseException] = None
        self._callbacks: Any = (
            _abi.ProgressCallback(self._told(lambda stage, done, total, _: progress(
                stage.decode(), done, total)) if progress else 0),
            _abi.CancelledCallback(lambda _: int(self.stop)),
            _abi.SkippedCallback(self._told(lambda path, reason, _: skipped(
                os.fsdecode(path), os.fsdecode(reason))) if skipped else 0),
        )
        told, asked, left_out = self._callbacks
        self.run: Any = _abi.Run(
            threads=c_int(threads, "threads"), progress=told, cancelled=asked, skipped=left_out
        )

    def _told(self, callback: Any) -> Any:
        """What a callback raises ends the work, and is raised in its place."""

        def guarded(*arguments: Any) -> None:
            if self.stop:
                return
            try:
                callback(*arguments)
            except BaseException as error:  # nothing may go through C
                self.error, self.stop = error, True

        return guarded

    def do(self, work: Any) -> None:
        if not self._begun.acquire(blocking=False):
            return
        try:
            work(ctypes.byref(self.run))
        except BaseException as error:
            self.error = self.error or error
        finally:
            self.done.set()

    def end_by(self, error: BaseException) -> None:
        self.stop, self.error = True, error
        if self._begun.acquire(blocking=False):  # interrupted before it began: now it won't
            self.done.set()


_working: "set[_Work]" = set()
_ending = threading.Event()


@atexit.register
def _end() -> None:
    """Threads that are still at work, daemons, can't come back from C to an interpreter that has
    ended: they stop before."""
    _ending.set()
    for state in list(_working):
        state.stop = True
    for state in list(_working):
        state.done.wait(30)


def run(work: Any, threads: int, progress: Optional[Progress] = None, skipped: Any = None) -> None:
    """Calls work(run) so that Ctrl-C ends it: Python handles signals on its main thread only, which
    must not be the one that waits in C."""
    state = _Work(threads, progress, skipped)
    _working.add(state)
    try:
        _run(state, work)
    finally:
        _working.discard(state)


def _run(state: _Work, work: Any) -> None:
    if threading.current_thread() is not threading.main_thread():
        if not _ending.is_set():
            state.do(work)
        if _ending.is_set():
            state.done.set()
            threading.Event().wait()  # for the end of the process
    else:
        thread: Optional[threading.Thread] = None
        while not (thread and state.done.is_set()):
            try:
                if not thread:
                    thread = threading.Thread(target=state.do, args=(work,), daemon=True)
                    thread.start()
                # Not join(): interrupted, it takes the thread for ended. And not for ever: a signal
                # that comes just before the wait begins is heard only once that ends.
                state.done.wait(0.1)
            except BaseException as error:  # most likely KeyboardInterrupt
                state.end_by(error)
    # Cycles, through which what the work holds would wait for the collector, or for ever: it doesn't
    # see into ctypes' objects.
    state.run = state._callbacks = None
    error, state.error = state.error, None
    try:
        if error:
            raise error
    finally:
        del error


_log_callback: Any = None


def set_log(log: Optional[Callable[[str, str], None]]) -> None:
    """Sends the engine's log to log(level, text), level being "debug", "info", "warning" or
    "error"; None sends it nowhere. `log` must not call set_log()."""
    global _log_callback
    levels = ("debug", "info", "warning", "error")
    callback = _abi.LogCallback(
        (lambda level, text, _: log(levels[level], text.decode(errors="replace"))) if log else 0
    )
    call("set_log", callback, None)
    _log_callback = callback  # the one before is no longer called
