"""Files of a sound campaign → the same with one property spoilt, by program, for every property of the schemas.

In: the values of the files and the JSON Schemas. Out: `Corruption` values: class, property, the new text, and the lines
on which an editor looks for what is wrong. The same seed gives the same cases.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

import yaml

from planpress.content.schemas import schemas

Loc = tuple[str | int, ...]
GONE = object()
"""Stands for a property that is taken away."""

TEXTS = {
    "emptied": [""],
    "blank": ["   ", "\u3000\u3000", "\u00a0", "\u2800", "\u0301"],
    "null": [None],
    "number-like": ["12.50", "007", "1e9"],
    "date-like": ["2031-02-30", "2031/10/31", "0000-00-00"],
    "huge": ["x" * 5000],
    "control": ["a\x07b", "a\x1bb", "a\x85b"],
    "bidi": ["a\u202eb", "a\u2066b"],
    "zero-width": ["a\u200bb", "\u200b", "a\ufeffb"],
    "lookalike": ["\u2f00", "a\ue000"],
    "wrong word": ["no-such-thing", "plan#no-such-place", "unit:nobody"],
    "markup": ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "javascript:alert(1)"],
    "formula": ["=1+1", '=HYPERLINK("x")', "@SUM(1)", "+1"],
}
"""What stands in the place of a value, by class."""

SHAPES: dict[str, Callable[[Any], Any]] = {
    "deleted": lambda _value: GONE,
    "a list": lambda value: [] if isinstance(value, list) else [value],
    "a list of lists": lambda value: [[value]],
    "a mapping": lambda value: {"x": "y"} if isinstance(value, dict) else {"x": value},
    "a word": lambda value: "word" if isinstance(value, (list, dict)) else f"{value}x",
    "twice in a list": lambda value: [*value, value[0]] if isinstance(value, list) and value else GONE,
}
"""What a value is turned into, by class."""


class Property(NamedTuple):
    """A property of a record: where records of its kind stand, and those that have it first."""

    name: str
    at: tuple[tuple[str, Loc], ...]


class Corruption(NamedTuple):
    """One spoilt file; `lines` are those of the property and of its record."""

    kind: str
    property: str
    path: str
    text: str
    lines: frozenset[int]


def named_by_schemas() -> set[str]:
    """Return the name of every property of every record that the schemas know."""
    found = set()
    for file, text in schemas().items():
        whole = json.loads(text)
        for name, schema in {file.removesuffix(".json").capitalize(): whole, **whole.get("$defs", {})}.items():
            found |= {f"{name}.{key}" for key in schema["properties"]}
    return found


def properties(values: dict[str, Any], schema_of: Callable[[str], str]) -> list[Property]:
    """Return every property of the schemas for which `values` hold a record."""
    at: dict[str, list[tuple[bool, str, Loc]]] = {}
    known = {name: json.loads(text) for name, text in schemas().items()}
    for path, value in values.items():
        whole = known[schema_of(path)]
        name = schema_of(path).removesuffix(".json").capitalize()
        for record, schema, loc, found in _records(value, whole, whole, name, ()):
            for key in schema["properties"]:
                at.setdefault(f"{record}.{key}", []).append((key not in found, path, (*loc, key)))
    return [
        Property(name, tuple((path, loc) for absent, path, loc in found if absent == min(found)[0]))
        for name, found in sorted(at.items())
    ]


def _records(value: Any, schema: Any, whole: Any, name: str, loc: Loc) -> Iterator[tuple[str, Any, Loc, Any]]:
    """Yield each record below `value`, with what it is called, its schema and its place."""
    if "anyOf" in schema:  # one record, or a list of them
        schema = next(one for one in schema["anyOf"] if (one.get("type") == "array") == isinstance(value, list))
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = whole["$defs"][name]
    if isinstance(value, list):
        for place, part in enumerate(value):
            yield from _records(part, schema.get("items", {}), whole, name, (*loc, place))
    elif isinstance(value, dict) and "properties" in schema:
        yield name, schema, loc, value
        for key, part in value.items():
            yield from _records(part, schema["properties"][key], whole, name, (*loc, key))


def corruptions(values: dict[str, Any], found: Property, seed: str) -> Iterator[Corruption]:
    """Yield every class of corruption of one property, each at a record chosen by `seed`."""
    chance = random.Random(f"{seed} {found.name}")
    texts = {kind: chance.choice(found) for kind, found in TEXTS.items()}
    changes = {**SHAPES, **{kind: lambda _old, text=text: text for kind, text in texts.items()}}
    for kind, change in changes.items():
        path, loc = chance.choice(found.at)
        value = deepcopy(values[path])
        *way, key = loc
        record = _at(value, tuple(way))
        new = change(record.get(key, "x"))
        if new is GONE and (key not in record or kind != "deleted"):
            continue
        record[key] = new
        if new is GONE:
            del record[key]
        yield _written(kind, found.name, path, value, loc)
    for kind, name in (("an unknown key", "zzz"), ("a slip of a key", f"{found.name.partition('.')[2]}s")):
        path, loc = chance.choice(found.at)
        value = deepcopy(values[path])
        _at(value, loc[:-1])[name] = "x"
        yield _written(kind, found.name, path, value, (*loc[:-1], name))
    path, loc = chance.choice(found.at)
    value = deepcopy(values[path])
    record = _at(value, loc[:-1])
    record.setdefault(loc[-1], "x")
    record["\x00"] = "x"
    made = _written("a key twice", found.name, path, value, (*loc[:-1], "\x00"))
    yield made._replace(text=made.text.replace('"\\0"', str(loc[-1])))


def _at(value: Any, loc: Loc) -> Any:
    for step in loc:
        value = value[step]
    return value


def dumped(value: Any) -> str:
    """Return `value` as YAML, a key a line, every text on one line."""
    return yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=10**9)


def _written(kind: str, name: str, path: str, value: Any, loc: Loc) -> Corruption:
    text = dumped(value)
    node, record, here = yaml.compose(text, Loader=yaml.CSafeLoader), {1}, {1}
    for step in loc:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[step]
            here = {node.start_mark.line + 1}
            continue
        record, here = {min(here), node.start_mark.line + 1}, set()
        pairs = {key.value: (key, part) for key, part in node.value}
        if step in pairs:
            key, node = pairs[step]
            here = {*range(key.start_mark.line + 1, node.end_mark.line + 2)}
    return Corruption(kind, name, path, text, frozenset(record | here))
