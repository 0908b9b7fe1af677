"""Text put by program into every field of a campaign that takes it, so that it can be seen to stay text everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

import yaml

from kit.paths import CASES
from planpress.content.validate import read
from planpress.errors import ContentError

STRINGS = yaml.safe_load((CASES / "hostile.yml").read_text("utf-8"))

LONG = 40
"""Letters of a text that may be any length; what is shorter may be a name, which has to fit."""

Change = Callable[[str, int], str]
"""Given a text and the number of its field, returns what stands there instead."""


def hostile(text: str, number: int) -> str:
    """Return a text with hostile ones: a name with a brief one, each in turn; a longer text with all."""
    front, end, brief = STRINGS["front"], STRINGS["end"], STRINGS["brief"]
    if len(text) < LONG:
        return f"{text} {brief[number % len(brief)]}" if number % 3 else f"{brief[number % len(brief)]} {text}"
    return " ".join([front[number % len(front)], text, *end])


def harmless(text: str, number: int) -> str:
    """Return as much text in the same places, with letters for all that is hostile."""
    before, within, after = hostile(text, number).partition(text)
    return re.sub(r"\S", "x", before) + within + re.sub(r"\S", "x", after)


def filled(root: Path, change: Change, left: frozenset[tuple[str, int]] | None = None) -> frozenset[tuple[str, int]]:
    """Change every field of the campaign at `root` that takes it; return those left as they were.

    Fields are told by file and number. Without `left` it is found out which do not take the text: those at the lines
    that are told as mistakes, until none is.
    """
    files = sorted(path for folder in ("content", "sectors") for path in (root / folder).rglob("*.yml"))
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in files}
    found = left or frozenset()
    while True:
        at, names = {}, {}
        for name, text in texts.items():
            text, lines, lengths = _changed(text, change, {number for file, number in found if file == name})
            (root / name).write_text(text, "utf-8")
            at |= {(name, line): numbers for line, numbers in lines.items()}
            names |= {(name, number): length for number, length in lengths.items()}
        try:
            read(root)
            return found
        except ContentError as error:
            told = {(one.path, number) for one in error.problems for number in at.get((one.path, one.line), ())}
            # What stands beside others may fit alone, but not beside them all: the longest of the names gives way.
            found |= told - found or {max(names, key=lambda one: names[one])}


def _changed(text: str, change: Change, left: Iterable[int]) -> tuple[str, dict[int, set[int]], dict[int, int]]:
    """Return a file with its fields changed, but for those left.

    Besides, which fields stand at each of its lines, and how long each changed one is that may be a name.
    """
    made, end, lines, lengths = "", 0, dict[int, set[int]](), dict[int, int]()
    for number, node in zip(count(), _fields(yaml.compose(text)), strict=False):
        made += text[end : node.start_mark.index]
        lines.setdefault(made.count("\n") + 1, set()).add(number)
        end = node.end_mark.index
        whole = text[node.start_mark.index : end]
        made += whole if number in left else json.dumps(change(node.value, number), ensure_ascii=False)
        if number not in left and len(node.value) < LONG:
            lengths[number] = len(change(node.value, number))
        made += "\n" * (whole.endswith("\n") and number not in left)
    return made + text[end:], lines, lengths


def _fields(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield every text that is a value, in order."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _fields(part)
    elif isinstance(node, yaml.MappingNode):
        for key, part in node.value:
            if key.value not in IDENTITY:
                yield from _fields(part)


IDENTITY = {"id", "code", "kind", "language", "units", "sectors", "members", "unit"}
"""Keys of what a field is, or names; not what it says."""
