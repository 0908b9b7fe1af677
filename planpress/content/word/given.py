"""The `units.yml` of a campaign, given for another → that of the other, with what fits there.

In: a file. Out: its records; its text with every alias as a comment that stands for a unit in places which the other
campaign does not have. All else stays as it is, comments and layout too.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from planpress.content.reader import read_text
from planpress.content.source import Loc, SourceFile
from planpress.content.word.outline import Doubt
from planpress.disk import read_bytes
from planpress.errors import BuildError, ContentError
from planpress.i18n import Translate
from planpress.model.records import UnitsFile

ENDINGS = (".yml", ".yaml")


class Given(NamedTuple):
    """A `units.yml` as a file and as its records."""

    file: SourceFile
    records: UnitsFile


def read_given(path: Path, _: Translate) -> Given:
    """Read a `units.yml`.

    Raises:
        ContentError: If it has faults of YAML.
        BuildError: If it holds no units.
    """
    text = read_bytes(path.parent, path.name).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    file, problems = read_text(text, path.name, [], _)
    if any(not problem.warning for problem in problems):
        raise ContentError(problems)
    try:
        return Given(file, UnitsFile.model_validate(file.value))
    except ValidationError:
        words = _("%(path)s is no units.yml without mistakes: run check where it belongs")
        raise BuildError(words % {"path": path}) from None


def fitted(given: Given, places: Collection[str], new: str, _: Translate) -> tuple[str, tuple[Doubt, ...]]:
    """Return the text for a campaign with `places`, with the unit `new` behind the others; and what was taken out."""
    rows, doubts = given.file.text.rstrip("\n").split("\n"), []
    for way, text in _strangers(given, places):
        _comment_out(given.file, way, rows)
        done = _("In units.yml the alias is a comment now: the places where it stood for the unit are others here")
        doubts.append(Doubt(0, text, done, _("Write the new places (where), or delete it")))
    if new:
        at = given.file.lines.get(("groups",), len(rows) + 1) - 1
        rows[at:at] = ["", *new.rstrip("\n").split("\n"), *([""] if at < len(rows) else [])]
    return "\n".join(rows) + "\n", tuple(doubts)


def _strangers(given: Given, places: Collection[str]) -> Iterator[tuple[Loc, str]]:
    """Yield the way to each alias that names a place which is not there; to all of a record where none is left."""
    for key, records in (("units", given.records.units), ("groups", given.records.groups)):
        for number, record in enumerate(records):
            odd = [at for at, alias in enumerate(record.aliases) if not set(alias.where) <= set(places)]
            if odd and len(odd) == len(record.aliases):
                yield (key, number, "aliases"), ", ".join(alias.text for alias in record.aliases)
            else:
                yield from ((((key, number, "aliases", at)), record.aliases[at].text) for at in odd)


def _comment_out(file: SourceFile, way: Loc, rows: list[str]) -> None:
    """Make comments of the lines of what stands at `way`."""
    lines = [line for loc, line in file.lines.items() if loc[: len(way)] == way]
    for number in range(min(lines), max(lines) + 1):
        rows[number - 1] = re.sub(r"^( *)(?=\S)", r"\1# ", rows[number - 1])
