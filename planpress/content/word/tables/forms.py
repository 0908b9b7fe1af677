"""What tables became → the forms of the campaign, as text: one for all checklists alike, one for each blank form.

In: checklists and tables kept whole, each with the clause that its form serves. Out: `Forms`. A checklist with the
columns of a form that ships prints in that; a table that fits no form is told with the reason, and stays in the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import yaml

from planpress.blocks.column import BUILT_IN
from planpress.content.shipped import form_text, shipped
from planpress.content.unit_list import code_of, id_of, unused
from planpress.content.word.document import one_line
from planpress.content.word.outline import Checklist, Kept
from planpress.content.word.tables.blank_forms import Entry, Ledger, blank_of
from planpress.content.word.tables.form_blocks import closing, fields_of, placed
from planpress.content.word.tables.widths import Column, set_columns
from planpress.content.word.yaml_text import Comment, Record, text_of
from planpress.fit import lines_of
from planpress.i18n import Translate, translations
from planpress.model.addresses import PLAN

SCHEMA = "yaml-language-server: $schema=../../schemas/form.json"

TITLE_SIGNS, TITLE_LINES = 20.0, 1
"""A longer title stands below that of the form."""

SYLLABLES = 6
"""Of a title that are in the id of a form."""

CODE_LETTERS = 2
"""Of the code of a form, which shares a line with those of plan, sector and unit."""

MOST_SHARING = 3
"""Of several checklists alike that share a form where others do not: the foot of each sheet may name them all."""

LONG = 24
"""Signs of a value that is printed once beside all rows that have it."""


class Wanted(NamedTuple):
    """A table that a form is wanted for: the id of its part, the address of the clause it serves, what it became."""

    part: str
    basis: str
    table: Checklist | Kept


class Printing(NamedTuple):
    """In which form something prints, and what its columns call the values of rows, by their headings.

    `form` is empty where there is none, which `reason` explains.
    """

    form: str
    values: dict[str, str]
    reason: str = ""


@dataclass(frozen=True)
class Forms:
    """The text of each form by its path, and how each table that was wanted prints, in the same order."""

    files: dict[str, str] = field(default_factory=dict)
    printing: tuple[Printing, ...] = ()


class _Body(NamedTuple):
    """What a form says besides its name: the page, its head and its blocks."""

    page: str
    fields: list[Any]
    blocks: list[Record]
    values: Mapping[str, str] = {}


def form_files(
    wanted: Sequence[Wanted], language: str, ids: frozenset[str] = frozenset(), codes: frozenset[str] = frozenset()
) -> Forms:
    """Return the forms of all tables; `ids` and `codes` are taken."""
    _ = translations(language).gettext
    files: dict[str, str] = {}
    printing: dict[int, Printing] = {}
    taken = (set(ids), set(codes))
    for group in _alike(wanted):
        asked = [wanted[at] for at in group]
        found = _printed(asked, language, taken, files, _)
        printing |= dict.fromkeys(group, found)
    return Forms(files, tuple(printing[at] for at in range(len(wanted))))


def _alike(wanted: Sequence[Wanted]) -> list[list[int]]:
    """Return which of the tables share a form: checklists with the same columns and lines around them."""
    found: dict[object, list[int]] = {}
    for at, (_part, _basis, one) in enumerate(wanted):
        key: object = at
        if isinstance(one, Checklist):
            key = (one.columns, one.text_at, one.label_at, one.ticks, one.above, one.below)
        found.setdefault(key, []).append(at)
    lists = [key for key in found if isinstance(key, tuple)]
    apart = [key for key in lists if len(lists) > 1 and len(found[key]) > MOST_SHARING]
    groups = [[[at] for at in ats] if key in apart else [ats] for key, ats in found.items()]
    return [group for made in groups for group in made]


def _printed(
    asked: Sequence[Wanted], language: str, taken: tuple[set[str], set[str]], files: dict[str, str], _: Translate
) -> Printing:
    """Return how tables with one form print, and add its file."""
    first = asked[0].table
    basis = tuple(dict.fromkeys(one.basis for one in asked if one.basis))
    if isinstance(first, Checklist):
        lists = [one.table for one in asked if isinstance(one.table, Checklist)]
        if name := _ships(first, language):
            files[f"content/forms/{name}.yml"] = form_text(name, language, {"origin": "source", "basis": basis})
            taken[0].add(name)
            taken[1].add(shipped(language)[name].code)
            return Printing(name, {})
        titles = list(dict.fromkeys(one.title for one in lists))
        title = titles[0] if len(titles) == 1 else ""
        body = _of_checklists(lists, _)
    else:
        title, body = first.title, _of_kept(first, _)
    if isinstance(body, str):
        return Printing("", {}, body)
    usual = _("Checklist") if isinstance(first, Checklist) else _("Form")
    name = unused(id_of(title or usual, "form", SYLLABLES), taken[0], "-")
    letters = "".join(filter(str.isalpha, code_of(title or usual)))[:CODE_LETTERS]  # two digits are those of a sector
    code = unused(letters or "F", taken[1], "")
    taken[0].add(name)
    taken[1].add(code)
    scope = "unit-sector" if isinstance(first, Checklist) else "unit"
    sectors = () if isinstance(first, Checklist) or asked[0].part == PLAN else (asked[0].part,)
    named = Record([("id", name), ("code", code), *_titled(title, usual)])
    files[f"content/forms/{name}.yml"] = _text(named, basis, scope, sectors, body)
    return Printing(name, dict(body.values))


def _titled(title: str, usual: str) -> list[tuple[str, str]]:
    """Return the title of a form; one that is too long for the head of a sheet stands below the usual one."""
    long = lines_of(title, TITLE_SIGNS) > TITLE_LINES
    return [("title", usual if long or not title else title), ("subtitle", title if long else "")]


def _text(named: Record, basis: tuple[str, ...], scope: str, sectors: tuple[str, ...], body: _Body) -> str:
    record = Record(
        [
            Comment(SCHEMA),
            *named,
            ("origin", "source"),
            ("basis", basis),
            ("orientation", "" if body.page == "portrait" else "landscape"),
            ("paper", "a3" if body.page == "a3" else ""),
            ("scope", scope),
            ("sectors", sectors),
            ("audience", ("any",)),
            ("fields", body.fields),
            ("blocks", body.blocks),
        ]
    )
    return text_of(record)


# ---------------------------------------------------------------- checklists


def _ships(checklist: Checklist, language: str) -> str:
    """Return the form that ships with just these columns; empty where there is none."""
    more = (checklist.above, checklist.below, *checklist.ticks, *(row.values for row in checklist.rows))
    if any(more):
        return ""
    shown = list(map(one_line, checklist.columns))
    for name in shipped(language):
        form = yaml.safe_load(form_text(name, language, {}))
        tables = [block["table"] for block in form["blocks"] if "table" in block]
        columns: list[dict[str, str]] = next((table["columns"] for table in tables if table["rows"] == "items"), [])
        values = [column.get("value", "") for column in columns]
        if [column["label"] for column in columns] == shown and "group" not in str(columns):
            at = (values.index("text"), values.index("label") if "label" in values else None)
            return name if at == (checklist.text_at, checklist.label_at) else ""
    return ""


def _of_checklists(lists: Sequence[Checklist], _: Translate) -> _Body | str:
    """Return the form of checklists with the same columns; what is wrong where it fits no page."""
    first, values = lists[0], _value_names(lists)
    columns = list(_columns(lists, values, _))
    return _ruled(columns, Record([("rows", "items"), ("row_height_mm", 12)]), first.above, first.below, values, _)


def _ruled(
    columns: Sequence[Column],
    table: Record,
    above: Sequence[str],
    below: Sequence[str],
    values: Mapping[str, str],
    _: Translate,
) -> _Body | str:
    """Return a form of a table with lines above and below it; what is wrong where it fits no page."""
    found = set_columns(columns, table, _)
    if isinstance(found, str):
        return found
    page, written = found
    fields, sentences = fields_of(above, page, _)
    block = Record([("table", Record([*table, ("columns", written)]))])
    return _Body(page, fields, [*sentences, block, *closing(below, page, _)], values)


def _value_names(lists: Sequence[Checklist]) -> dict[str, str]:
    """Return what columns call the values of rows, by their headings: in letters, in pinyin where they are Chinese."""
    headings = dict.fromkeys(name for one in lists for row in one.rows for name, value in row.values if value)
    made: dict[str, str] = {}
    for heading in headings:
        made[heading] = unused(id_of(heading.split("\n")[-1], "value"), {*made.values(), *BUILT_IN}, "-")
    return made


def _columns(lists: Sequence[Checklist], values: Mapping[str, str], _: Translate) -> Iterator[Column]:
    """Yield the columns of the form; numbers that stand in the words get one of their own."""
    first = lists[0]
    rows = [row for one in lists for row in one.rows if not row.heading]
    labels = tuple(row.label for row in rows)
    if first.label_at is None and any(labels):
        yield Column((_("No."),), "label", words=labels)
    named: set[str] = set()
    for at, heading in enumerate(first.columns):
        usual = _("No.") if at == first.label_at else _("Content") if at == first.text_at else _("Result")
        path = tuple(heading.split("\n")) if heading else (usual,)
        if at == first.text_at:
            yield Column(path, "text", words=tuple(row.text for row in rows))
        elif at == first.label_at:
            yield Column(path, "label", words=labels, merge=_tall(labels))
        elif heading in values and heading not in named:
            named.add(heading)
            words = tuple(dict(row.values).get(heading, "") for row in rows)
            tall = _tall(words) and (at < first.text_at or max(map(len, words)) > LONG)
            yield Column(path, values[heading], words=words, merge=tall)
        else:
            yield Column(path, ticks=first.ticks[at] if first.ticks else ())


def _tall(words: Sequence[str]) -> bool:
    """Tell whether neighbours say the same, as below a tall cell."""
    return any(one and one == other for one, other in pairwise(words))


# ---------------------------------------------------------------- tables kept whole


def _of_kept(kept: Kept, _: Translate) -> _Body | str:
    """Return the form of a table kept whole; the reason where it is none."""
    blank = None if kept.reason else blank_of(kept.table)
    if blank is None:
        return kept.reason
    if isinstance(blank, Ledger):
        return _of_ledger(blank, [*kept.above, *(line for line in blank.above if line != kept.title)], _)
    return _of_entries([one for one in blank if one.label != kept.title], kept.above, _)


def _of_ledger(ledger: Ledger, above: Sequence[str], _: Translate) -> _Body | str:
    columns = [
        Column(
            path,
            "number" if at == ledger.label else "name" if at == ledger.named else "",
            ledger.ticks[at],
            ledger.names if at == ledger.named else (),
        )
        for at, path in enumerate(ledger.columns)
    ]
    count = min(200, max(ledger.count, 0 if ledger.names else 1))
    table = Record([("rows", "blank"), ("names", ledger.names), ("count", count), ("row_height_mm", 12)])
    return _ruled(columns, table, above, ledger.below, {}, _)


def _of_entries(entries: Sequence[Entry], above: Sequence[str], _: Translate) -> _Body:
    fields, sentences = fields_of(above, "portrait", _)
    more, blocks = placed(entries, "portrait", _)
    return _Body("portrait", fields + more, [*sentences, *blocks])
