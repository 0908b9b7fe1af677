"""Records with comments → YAML as an editor would write it.

In: records, key by key. Out: lines in which YAML reads each word back letter for letter. What stands beside a record
for an editor to read is a comment on lines of its own.
"""

import datetime
import re
from collections.abc import Iterator
from typing import Any, cast

from planpress.content.skeleton import scalar

Scalar = str | int | datetime.date


class Comment(str):
    """A line behind `#`; empty for a blank line."""


class InLine(dict[str, "Scalar | tuple[str, ...] | tuple[InLine, ...]"]):
    """A record that is written in one line; what is empty is left out, as of others."""


class Record(list["tuple[str, Value] | Comment"]):
    """A record, a line or more a key; a key whose value is empty is left out."""


class Apart(list[Record]):
    """Records with a blank line between them."""


Value = Scalar | tuple[str, ...] | Record | Apart | list[Record] | list[InLine]

BLANK = Comment("")

_EMPTY: tuple[object, ...] = ("", (), [])

_LINES = re.compile(r"\S.*(\n\S.*)+")


def text_of(record: Record) -> str:
    """Return the text of a file that holds a record."""
    return "\n".join(_written(record)).rstrip("\n") + "\n"


def proposal(record: Record) -> list[Comment]:
    """Return a record as comments: without its `#` each line is one of the record around it."""
    return [Comment(line) for line in _written(record)]


def plain_of(value: object) -> Any:
    """Return a record as it is read back: texts, lists and what keys lead to."""
    if isinstance(value, Record):
        return {key: plain_of(one) for key, one in (entry for entry in value if isinstance(entry, tuple)) if one != ""}
    if isinstance(value, InLine):
        return {key: plain_of(one) for key, one in value.items() if one not in _EMPTY}
    if isinstance(value, list | tuple):
        return [plain_of(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written(record: Record, depth: int = 0) -> Iterator[str]:
    pad = "  " * depth
    for entry in record:
        if isinstance(entry, Comment):
            yield f"{pad}# {entry}" if entry else ""
        elif entry[1] not in _EMPTY:
            yield from _pair(*entry, depth)


def _pair(key: str, value: Value, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, Record):
        yield f"{pad}{key}:"
        yield from _written(value, depth + 1)
    elif isinstance(value, list):
        yield f"{pad}{key}:"
        for number, element in enumerate(cast("list[Record | InLine]", value)):
            if number and isinstance(value, Apart):
                yield ""
            yield from _element(element, depth + 1)
    elif isinstance(value, str) and _LINES.fullmatch(value):
        yield f"{pad}{key}: |-"
        yield from (f"{pad}  {line}" for line in value.split("\n"))
    else:
        yield f"{pad}{key}: {_scalar(value)}"


def _element(element: Record | InLine, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(element, InLine):
        yield f"{pad}- {_scalar(element)}"
        return
    for number, line in enumerate(_written(element, depth + 1)):
        yield line if number else f"{pad}- {line.lstrip()}"


def _scalar(value: object) -> str:
    if isinstance(value, InLine):
        return f"{{{', '.join(f'{key}: {_scalar(one)}' for key, one in value.items() if one not in _EMPTY)}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_scalar, value))}]"
    return value.isoformat() if isinstance(value, datetime.date) else scalar(value)
