"""Calls of the engine: errors, options, progress and Ctrl-C."""

import ctypes
import os
import threading
import weakref
from typing import Any, Callable, Iterable, Optional

from . import _abi

#: Called with the stage's name, how much of it is done, and of how much (0 where that isn't known).
Progress = Callable[[str, int, int], None]


class Error(Exception):
    """What went wrong: a sentence that names the file, what was wanted and what was found.

    code: "invalid_argument", "unreadable_image", "corrupt_store", "unsupported", "write_failed",
        "cancelled", "out_of_memory" or "failed".
    detail: what the library beneath said of it; may be empty.
    """

    def __init__(self, code: str, message: str, detail: str = ""):
        super().__init__(message)
        self.code = code
        self.detail = detail


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
    return os.fsencode(os.path.expanduser(path))


def text_list(texts: Iterable[bytes]) -> Any:
    """An array of strings that ends with null."""
    items = list(texts)
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
    return isinstance(value, (tuple, list)) and all(isinstance(each, str) for each in value)


def _value(value: Any) -> bytes:
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, (tuple, list)):
        if len(value) == 3:  # a colour
            return ("#" + "".join(f"{int(each):02x}" for each in value)).encode()
        return "x".join(str(int(each)) for each in value).encode()
    return os.fsencode(value if isinstance(value, (str, bytes, os.PathLike)) else str(value))


class Handle:
    """Owns an object of the engine's; it goes with the last reference to this."""

    def __init__(self, kind: str, number: Optional[int]):
        self.number = number
        free = getattr(_abi.library, f"tessera_{kind}_free")
        self._finalizer = weakref.finalize(self, free, number)


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
        self.run: Any = _abi.Run(threads=threads, progress=told, cancelled=asked, skipped=left_out)

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


def run(work: Any, threads: int, progress: Optional[Progress] = None, skipped: Any = None) -> None:
    """Calls work(run) so that Ctrl-C ends it: Python handles signals on its main thread only, which
    must not be the one that waits in C."""
    state = _Work(threads, progress, skipped)
    if threading.current_thread() is not threading.main_thread():
        state.do(work)
    else:
        thread: Optional[threading.Thread] = None
        while not (thread and state.done.is_set()):
            try:
                if not thread:
                    thread = threading.Thread(target=state.do, args=(work,), daemon=True)
                    thread.start()
                state.done.wait()  # not join(): interrupted, it takes the thread for ended
            except BaseException as error:  # most likely KeyboardInterrupt
                state.end_by(error)
    state.run = state._callbacks = None  # a cycle that would wait for the collector
    if state.error:
        raise state.error


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
