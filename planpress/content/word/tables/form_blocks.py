"""The lines around a table, and the places of a form → what a form has for them: fields, sentences, lines to sign on.

In: lines as they stand in a file, each `Entry`. Out: parts of the record of a form. Nothing that is said is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from planpress.blocks.registry import KINDS
from planpress.content.word.tables.blank_forms import Entry
from planpress.content.word.tables.vocabulary import says
from planpress.content.word.yaml_text import InLine, Record, Value, plain_of
from planpress.fit import PAGE, WRITE_MM, field_place, too_long
from planpress.i18n import Translate

COLONS = ":\uff1a"

WRITE = "_" * 20
"""A blank behind a label that stands below the head of a form."""

MOST_BLANK = 40
"""Underscores that a line has room for."""

BOX_MM = 30
"""Height of a box where one writes sentences."""

_APART = re.compile(r"_{2,}\s*|\u3000+|\s{2,}")
_LABELS = re.compile(rf"[^{COLONS}_]+[{COLONS}]")


def labels_of(line: str) -> tuple[str, ...]:
    """Return the labels of a line to fill in, where it holds nothing else; none where it says something."""
    parts = [part.strip() for part in _APART.split(line) if part.strip()]
    return tuple(part.rstrip(COLONS).rstrip() for part in parts) if all(map(_LABELS.fullmatch, parts)) else ()


def fields_of(lines: Sequence[str], page: str, _: Translate) -> tuple[list[InLine], list[Record]]:
    """Return the head of a form and the sentences below it, of the lines above a table."""
    fields: list[InLine] = []
    sentences: list[Record] = []
    for line in lines:
        labels = labels_of(line)
        shared = [_field(label, len(labels), page, _) for label in labels]
        if shared and all(shared):
            fields += [one for one in shared if one]
        else:
            sentences.append(sentence(line))
    return fields, sentences


def _field(label: str, across: int, page: str, _: Translate) -> InLine | None:
    """Return a field that takes its part of a line, or the whole; None where its label leaves no room to write."""
    for percent in (100 // max(1, min(across, 4)), 50, 100):
        if not too_long(label + "\uff1a", field_place(page, percent).less(WRITE_MM), _):
            return InLine(label=label, width_percent=percent)
    return None


def sentence(line: str) -> Record:
    """Return words with blanks as a block; no blank is longer than a line."""
    return Record([("sentence", re.sub(f"_{{{MOST_BLANK},}}", "_" * MOST_BLANK, line))])


def closing(lines: Sequence[str], page: str, _: Translate) -> Iterator[Record]:
    """Yield the blocks of the lines below a table: lines to sign on where they say so, sentences otherwise."""
    for line in lines:
        labels = labels_of(line)
        signed = [label for label in labels if says("sign", label)]
        block = _signatures(list(_signed(labels))) if signed and labels[0] in signed else sentence(line)
        yield block if _holds(block, page, _) else sentence(line)


def _holds(block: Record, page: str, _: Translate) -> bool:
    """Tell whether what a block says fits its lines."""
    faults = (KINDS[key].check(plain_of(value), PAGE[page][0], _) for key, value in _pairs(block))
    return not any(map(list, faults))


def _pairs(block: Record) -> Iterator[tuple[str, Value]]:
    yield from (entry for entry in block if isinstance(entry, tuple))


def _signed(labels: Sequence[str]) -> Iterator[InLine]:
    """Yield lines to sign on; what else is written there, such as a date, stands behind the label before it."""
    at = 0
    while at < len(labels):
        more = tuple(takewhile(lambda label: not says("sign", label), labels[at + 1 :]))
        yield InLine(label=labels[at], entries=more, dated=False)
        at += 1 + len(more)


def _signatures(found: list[InLine]) -> Record:
    across = [("across", 2)] if len(found) > 1 else []
    return Record([("signatures", Record([*across, ("signatures", found)]))])


def placed(entries: Sequence[Entry], page: str, _: Translate) -> tuple[list[InLine], list[Record]]:
    """Return the head and the blocks of a form of labels; what stands first, and is a line to write on, is its head."""
    fields: list[InLine] = []
    at = 0
    while at < len(entries) - 1 and entries[at].kind == "field":
        field = _field(entries[at].label.rstrip(COLONS), entries[at].across, page, _)
        if field is None:
            break
        fields.append(field)
        at += 1
    return fields, list(_blocks(entries[at:], page, _))


def _blocks(entries: Sequence[Entry], page: str, _: Translate) -> Iterator[Record]:
    signed: list[InLine] = []
    for entry in entries:
        line = InLine(label=entry.label.rstrip(COLONS), dated=bool(entry.options))
        if entry.kind == "sign" and _holds(_signatures([line]), page, _):
            signed.append(line)
            continue
        if signed:
            yield _signatures(signed)
            signed = []
        block = _block(entry)
        yield block if _holds(block, page, _) else sentence("\u3000".join((entry.label, *entry.options)))
    if signed:
        yield _signatures(signed)


def _block(entry: Entry) -> Record:
    label = entry.label.rstrip(COLONS)
    if entry.kind == "box":
        return Record([("box", Record([("label", label), ("height_mm", BOX_MM)]))])
    if entry.kind == "ticks":
        return Record([("ticks", Record([("label", label), ("options", entry.options)]))])
    return sentence(f"{label}\uff1a{WRITE}" if entry.kind == "field" else entry.label)
