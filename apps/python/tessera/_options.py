"""Options of calls as keyword arguments, made from the engine's own table of options."""

import ctypes
import difflib
import functools
import inspect
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, TypeVar

from . import _abi
from ._call import call

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: The Python types that stand for each kind of value, as annotations.
_types = {
    "flag": "bool",
    "whole": "int",
    "real": "float",
    "reals": "float | Sequence[float]",
    "wholes": "int | Sequence[int]",
    "text": "str",
    "texts": "str | Sequence[str]",
    "shape": "int | Tuple[int, int] | str",
    "grid": "Tuple[int, int] | str",
    "colour": "str | Tuple[int, int, int]",
    "cell_colour": "str | Tuple[int, int, int]",
    "bytes": "int | str",
    "bits": "int | str",
    "rate": "float | str",
    "duration": "float | str",
    "shard": "str",
    "file": "str | bytes | os.PathLike[str]",
    "folder": "str | bytes | os.PathLike[str]",
}


@dataclass(frozen=True)
class Option:
    """One row of the engine's table of options."""

    name: str  #: the keyword argument: "max_use"
    kind: str  #: what its value is: "flag", "whole", "real", "choice", ...
    default: str  #: as the command line has it; "" where there is none
    otherwise: str  #: what holds where it isn't given, in words
    values: str  #: the values that it may have: "0 to 1"; "" for any of its kind
    unit: str  #: "px", "seconds", ...
    help: str  #: one sentence
    choices: Tuple[str, ...]
    repeated: bool  #: a list gives it several times

    @property
    def annotation(self) -> str:
        """Its type, as an annotation."""
        choices = [int(each) if each.isdigit() else each for each in self.choices]
        kind = f"Literal{choices}" if choices else _types[self.kind]
        return f"{kind} | Sequence[{kind}]" if self.repeated else kind

    @property
    def value(self) -> Any:
        """Its default as a Python value; None where there is none."""
        if self.kind == "flag":
            return False
        if not self.default:
            return None
        if self.kind in ("whole", "real", "reals"):
            number = float(self.default)
            return int(number) if number.is_integer() and self.kind != "real" else number
        return self.default


@functools.lru_cache(maxsize=None)
def options_of(name: str) -> Dict[str, Option]:
    """The options of a call of the C API, by their keyword arguments."""
    count = ctypes.c_uint32()
    call("count_options", name.encode(), ctypes.byref(count))
    rows: List[Option] = []
    for index in range(count.value):
        row = _abi.Option()
        call("get_option", name.encode(), index, ctypes.byref(row))
        texts = (getattr(row, each).decode() for each in
                 ("kind", "default_text", "otherwise", "values", "unit", "help"))
        choices = []
        while row.choices[len(choices)]:
            choices.append(row.choices[len(choices)].decode())
        keyword = row.name.decode().replace("-", "_")
        rows.append(Option(keyword, *texts, tuple(choices), bool(row.repeated)))
    return {row.name: row for row in rows}


def _explained(row: Option) -> str:
    """A line of help: the sentence, the values and the default."""
    text = row.help
    if row.values and not all(choice in text for choice in row.choices or (row.values,)):
        text += f" Values: {row.values}."
    usual = row.default or row.otherwise
    return f"    {row.name}: {text}" + (f" Default: {usual}." if usual else "")


def takes_options(name: str) -> Callable[[_Function], _Function]:
    """Gives a function whose last parameter is **options the options of a call: in its signature,
    in its help, and checked, so that an unknown keyword is a TypeError."""

    def decorate(function: _Function) -> _Function:
        signature = inspect.signature(function)
        named = [each for each in signature.parameters.values()
                 if each.kind != inspect.Parameter.VAR_KEYWORD]
        own = {each.name for each in named}
        rows = {key: row for key, row in options_of(name).items() if key not in own}
        keywords = [
            inspect.Parameter(row.name, inspect.Parameter.KEYWORD_ONLY, default=row.value,
                              annotation=f"Optional[{row.annotation}]" if row.value is None
                              else row.annotation)
            for row in rows.values()
        ]

        @functools.wraps(function)
        def checked(*arguments: Any, **options: Any) -> Any:
            for keyword in options:
                if keyword not in own and keyword not in rows:
                    raise TypeError(_unknown(function.__name__, keyword, [*own, *rows]))
            return function(*arguments, **options)

        checked.__signature__ = signature.replace(parameters=named + keywords)  # type: ignore
        lines = "\n".join(_explained(row) for row in rows.values())
        checked.__doc__ = f"{inspect.cleandoc(function.__doc__ or '')}\n\nOptions:\n{lines}\n"
        return checked  # type: ignore

    return decorate


def _unknown(function: str, keyword: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(keyword, known, 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return f"{function}() has no option '{keyword}'{hint}"

