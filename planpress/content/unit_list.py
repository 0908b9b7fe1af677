"""A list of units that an office has → who they are, or what must be mended in it.

In: a table whose first rows may be titles; a row names the columns, in any language that has a catalogue. Out: a
`Listed` a row. Ids and codes that the list does not give are made of the names, in pinyin where they are Chinese.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, count, dropwhile
from pathlib import Path

from planpress.content.files import is_device
from planpress.content.rules.names import folded
from planpress.content.tables import Table, read_table
from planpress.errors import ContentError, Problem
from planpress.i18n import Translate, catalogues, translations
from planpress.model import addresses
from planpress.model.kinds import own_kinds
from planpress.record import ID_LENGTH

TITLES = 10
"""How many rows may stand above that which names the columns."""

MOST_LETTERS = 4
"""Of a code that is made of a name."""


@dataclass(frozen=True)
class Listed:
    """A unit of a list; `row` is where it stands, `kind` what the list calls its kind."""

    row: int
    name: str
    short: str = ""
    kind: str = ""
    phone: str = ""
    id: str = ""
    code: str = ""


def read_list(path: Path, _: Translate) -> tuple[Listed, ...]:
    """Return the units of a list.

    Raises:
        ContentError: With every problem, if there is one.
        OSError: If the file cannot be read.
    """
    table = read_table(path, _)
    head, columns = _head(table)
    if not columns:
        message = _("No column of names: a row must name the columns, such as %(columns)s")
        row = next((row for row, cells in table.rows.items() if any(cells)), 0)
        raise ContentError([Problem(path.name, row, "", message % {"columns": _("name, short name, kind, telephone")})])
    last = max(row for row, cells in table.rows.items() if any(cells))
    inside = {row: cells for row, cells in table.rows.items() if head < row <= last}
    units = tuple(
        Listed(row, **{key: cells[at] for key, at in columns.items() if at < len(cells)})
        for row, cells in inside.items()
        if any(cells)
    )
    problems = [Problem(path.name, row, "", message, found) for row, message, found in _faults(table, inside, units, _)]
    if problems or not units:
        raise ContentError(problems or [Problem(path.name, head, "", _("There is no unit below this row"))])
    return units


def _head(table: Table) -> tuple[int, dict[str, int]]:
    """Return the row that names the columns, and which column holds what; no column where there is none."""
    filled = [(row, cells) for row, cells in table.rows.items() if any(cells)]
    known = _columns()
    for row, cells in filled[:TITLES]:
        named = {known.get(folded(cell), ""): at for at, cell in reversed([*enumerate(cells)])}
        if "name" in named:
            return row, {key: at for key, at in named.items() if key}
    return 0, {}


def _columns() -> dict[str, str]:
    """Return what each heading of a column means."""
    found: dict[str, str] = {}
    for _ in (translations(language).gettext for language in catalogues()):
        words = {
            "name": _("name|unit|unit name|full name"),
            "short": _("short|short name|abbreviation"),
            "kind": _("kind|type|category"),
            "phone": _("phone|telephone|tel"),
            "code": _("code|letters of the code"),
            "id": "id",
        }
        found |= {folded(word): key for key, called in words.items() for word in (key, *called.split("|"))}
    return found


def _faults(
    table: Table, inside: dict[int, tuple[str, ...]], units: tuple[Listed, ...], _: Translate
) -> Iterator[tuple[int, str, str]]:
    """Yield the row, what must hold, and what was found."""
    covered: set[int] = set()
    for first, last in table.joined:
        if last >= min(inside, default=last + 1):
            covered.update(range(first, last + 1))
            yield first, _("Cells are joined here: split them, and write the value in each row"), ""
    blank = (row for row, cells in inside.items() if not any(cells) and row not in covered)
    yield from ((row, _("The row is blank: delete it"), "") for row in blank)
    first_of: dict[str, Listed] = {}
    for unit in units:
        if not unit.name and unit.row not in covered:
            yield unit.row, _("The unit has no name: write one, or delete the row"), ""
        other = first_of.setdefault(folded(unit.name), unit)
        if unit.name and other is not unit:
            message = _("Row %(row)s has this name already: delete one, or say which is which")
            yield unit.row, message % {"row": other.row}, unit.name


# ---------------------------------------------------------------- ids, codes, kinds


def named(units: tuple[Listed, ...], ids: set[str], codes: set[str]) -> tuple[Listed, ...]:
    """Return the units, each with an id and a code that no other has; those of `ids` and `codes` are taken."""
    ids, codes = ids | {unit.id for unit in units}, codes | {unit.code for unit in units}
    found = []
    for unit in units:
        name = unit.id or unused(id_of(unit.short or unit.name, "u"), ids, "-")
        code = unit.code or unused(code_of(unit.short or unit.name) or "U", codes, "")
        ids.add(name)
        codes.add(code)
        found.append(replace(unit, id=name, code=code))
    return tuple(found)


def unused(stem: str, taken: set[str], sign: str) -> str:
    """Return `stem`, or the first of `stem` + `sign` + 2, 3 ... that is not `taken` and no device."""
    numbered = (f"{stem}{sign}{number}" for number in count(2))
    return next(name for name in chain((stem,), numbered) if name not in taken and not is_device(name))


def id_of(words: str, usual: str, syllables: int | None = None) -> str:
    """Return an id that reads as `words`, or their first syllables, with room for a number; else the `usual` one."""
    return cut("-".join(_spoken(words)[:syllables]), ID_LENGTH - 4) or usual


def cut(name: str, length: int) -> str:
    """Return as much of an id as has `length`, up to the end of a syllable."""
    return name if len(name) <= length else (name[: length + 1].rpartition("-")[0] or name[:length]).strip("-")


def code_of(name: str) -> str:
    """Return the first letters of a name in capitals; of a name of one word, its first three letters."""
    syllables = _spoken(name)
    letters = "".join(part[0] for part in syllables) if len(syllables) > 1 else "".join(syllables)[:3]
    return letters[:MOST_LETTERS].upper()


def _spoken(words: str) -> list[str]:
    """Return the syllables of words from the first with a letter on, behind numbers and a year."""
    behind = re.sub(r"^\W*\d+\s*\u5e74", "", words)
    return [*dropwhile(lambda part: part[0].isdigit(), syllables_of(behind))]


def syllables_of(name: str) -> list[str]:
    """Return a name in letters a to z and digits, a word or a syllable of Chinese each."""
    from pypinyin import lazy_pinyin  # slow, and needed here alone

    plain = unicodedata.normalize("NFKD", " ".join(lazy_pinyin(name)))
    return re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f'\u2019]", "", plain).lower())


def kind_called(word: str) -> str:
    """Return the kind of ours whose name a word is, or begins; empty where it is none. A body is never guessed."""
    meant = folded(word)
    names = {folded(kind.name): kind.id for language in catalogues() for kind in own_kinds(language)}
    names = {**{kind: kind for kind in names.values()}, **names}
    begun = (kind for name, kind in names.items() if len(meant) > 1 and name.startswith(meant) and kind != "body")
    return names.get(meant) or next(begun, "")


TAKEN_IDS = {*addresses.RESERVED_UNITS, "everyone", "local"}
"""Ids that no unit of a started campaign has: ours, and those of its groups."""
