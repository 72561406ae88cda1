"""Writes the type stub of the tessera module, whose calls show each option's type and default.

make.py FOLDER: imports tessera as PYTHONPATH has it, and writes FOLDER/__init__.pyi.
"""

import dataclasses
import inspect
import pathlib
import re
import sys
import typing

import tessera

HEAD = '''"""Generated from the table of options."""

import os
import threading
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, Literal, Optional, Sequence, Tuple, Union

import numpy as np

Path = Union[str, bytes, "os.PathLike[str]"]
'''


def annotation_of(value: object) -> str:
    """An annotation as the source has it."""
    if value is inspect.Parameter.empty:
        return ""
    text = value if isinstance(value, str) else inspect.formatannotation(value)
    for prefix in ("typing.", "tessera._library.", "tessera._source.", "tessera._mosaic.",
                   "tessera._call.", "tessera._frames."):
        text = text.replace(prefix, "")
    text = re.sub(r"ForwardRef\('([^']*)'\)", r'"\1"', text)
    return text.replace("numpy.", "np.").strip("'").replace("NoneType", "None")


def parameter_of(parameter: inspect.Parameter) -> str:
    marks = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    text = marks.get(parameter.kind, "") + parameter.name
    annotation = annotation_of(parameter.annotation)
    if annotation:
        text += f': "{annotation}"' if "|" in annotation else f": {annotation}"
    if parameter.default is not inspect.Parameter.empty:
        text += " = ..." if repr(parameter.default)[0] == "<" else f" = {parameter.default!r}"
    return text


def function_of(name: str, function: object, indent: str = "") -> str:
    signature = inspect.signature(function)  # type: ignore[arg-type]
    parts, starred = [], False
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        parts.append(parameter_of(parameter))
    result = annotation_of(signature.return_annotation) or "None"
    result = f'"{result}"' if "|" in result else result
    inner = "".join(f"\n{indent}    {part}," for part in parts)
    return f"{indent}def {name}({inner}\n{indent}) -> {result}: ...\n"


def method_of(name: str, member: object) -> str:
    if isinstance(member, classmethod):
        return "    @classmethod\n" + function_of(name, member.__func__, "    ")
    if isinstance(member, property):
        return "    @property\n" + function_of(name, member.fget, "    ")
    return function_of(name, member, "    ") if inspect.isfunction(member) else ""


def class_of(name: str, kind: type) -> str:
    bases = [base.__name__ for base in kind.__bases__ if base is not object]
    text = "@dataclass(frozen=True)\n" if dataclasses.is_dataclass(kind) else ""
    text += f"class {name}{'(' + ', '.join(bases) + ')' if bases else ''}:\n"
    for field, annotation in kind.__dict__.get("__annotations__", {}).items():
        shown = annotation_of(annotation)
        text += f'    {field}: "{shown}"\n' if "|" in shown else f"    {field}: {shown}\n"
    hidden = {"__repr__", "__reduce__", "__eq__", "__hash__", "__setattr__", "__delattr__"}
    made = {"__init__"} if dataclasses.is_dataclass(kind) else set()
    for member, value in kind.__dict__.items():
        if member not in hidden | made and (not member.startswith("_") or member.startswith("__")):
            text += method_of(member, value)
    return text if text.rstrip()[-1] != ":" else text + "    pass\n"


def main() -> None:
    text = HEAD + "\n__version__: str\n"
    for name in tessera.__all__:
        member = getattr(tessera, name)
        if inspect.isclass(member):
            text += "\n" + class_of(name, member)
        elif inspect.isfunction(member):
            text += "\n" + function_of(name, member)
        elif typing.get_origin(member) is not None:
            text += f"\n{name} = {annotation_of(member)}\n"
    pathlib.Path(sys.argv[1], "__init__.pyi").write_text(text)


if __name__ == "__main__":
    main()
