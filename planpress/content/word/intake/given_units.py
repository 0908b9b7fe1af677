"""The `units.yml` of a campaign, given for another → that of the other, with what fits there.

In: a file. Out: its records; its text without the aliases that stand for a unit in places which the other campaign does
not have: they are comments, or gone where all stood in one line. One that is printed, and can mean no other, stays and
loses its places. All else stays as it is, comments and layout too.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from planpress.content.reader import read_text
from planpress.content.source import Loc, SourceFile
from planpress.content.word.facts.calling import Endings, endings_of
from planpress.content.word.outline import Doubt
from planpress.content.word.patching.blocks import Blocks, Entry
from planpress.content.word.patching.scalars import Said, edited
from planpress.disk import read_named
from planpress.errors import BuildError, ContentError
from planpress.i18n import Translate
from planpress.model.records import Group, Unit, UnitsFile

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
    text = read_named(path).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    file, problems = read_text(text, path.name, [], _)
    if any(not problem.warning for problem in problems):
        raise ContentError(problems)
    try:
        return _given(file)
    except ValidationError:
        words = _("%(path)s is no units.yml without mistakes: run check where it belongs")
        raise BuildError(words % {"path": path}) from None


def _given(file: SourceFile) -> Given:
    return Given(file, UnitsFile.model_validate(file.value))


def freed(given: Given, places: Collection[str], language: str, printed: str, _: Translate) -> Given:
    """Return the file for a campaign with `places`, in which aliases that need none have no other places.

    `language` is that of the campaign, `printed` the words of its clauses.
    """
    ways = list(_bound_in_vain(given.records, places, endings_of(language), printed))
    return _given(read_text(edited(given.file.text, dict.fromkeys(ways)), given.file.path, [], _)[0])


def fitted(
    given: Given, places: Collection[str], new: Mapping[str, Sequence[Mapping[str, Said]]], _: Translate
) -> tuple[str, tuple[Doubt, ...]]:
    """Return the text for a campaign with `places`, and what was taken out; `new` are its further units and groups.

    Raises:
        BuildError: If some are to stand in a list that is written in one line.
    """
    lines, gone, in_line = given.file.lines, list[str](), dict[Loc, None]()
    odd = list(_strangers(given, places))
    for way, words in odd:
        gone += words
        if lines[way] == lines[way[:2]]:  # all of the record stands in one line
            in_line[way[:3]] = None
    rows = edited(given.file.text, in_line).rstrip("\n").split("\n")
    for way, _words in odd:
        if way[:3] not in in_line:
            _comment_out(given.file, way, rows)
    path, counts = given.file.path, {"units": len(given.records.units), "groups": len(given.records.groups)}
    entries: dict[Loc, list[Entry]] = {
        (key,): [*(Entry(path, (key, at)) for at in range(counts[key])), *(Entry(said=one) for one in said)]
        for key, said in new.items()
    }
    text = Blocks({path: "\n".join(rows) + "\n"}, _).arranged(path, entries)
    done = _("In units.yml these aliases are no more: the places where they stood for a unit are others here")
    to_do = _("Write the new places (where) into content/units.yml, where they are needed")
    doubts = (Doubt(0, ", ".join(dict.fromkeys(gone)), done, to_do),) if gone else ()
    return text, doubts


def _bound_in_vain(file: UnitsFile, places: Collection[str], endings: Endings, printed: str) -> Iterator[Loc]:
    """Yield the way to the places of each alias that needs none: it reads as a name, and no other has it."""
    records: dict[str, Sequence[Unit | Group]] = {"units": file.units, "groups": file.groups}
    every = [(one.id, words) for held in records.values() for one in held for words in _names(one)]
    owners = Counter(words for _id, words in set(every))
    for key, held in records.items():
        for number, record in enumerate(held):
            for at, alias in enumerate(record.aliases):
                own = owners[alias.text] == 1 and (key == "groups" or endings.names(alias.text))
                if own and alias.text in printed and not set(alias.where) <= set(places):
                    yield (key, number, "aliases", at, "where")


def _names(record: Unit | Group) -> Iterator[str]:
    yield from (record.name, getattr(record, "short", ""), *(alias.text for alias in record.aliases))


def _strangers(given: Given, places: Collection[str]) -> Iterator[tuple[Loc, list[str]]]:
    """Yield the way to each alias that names a place which is not there; to all of a record where none is left."""
    for key in ("units", "groups"):
        records: Sequence[Unit | Group] = given.records.units if key == "units" else given.records.groups
        for number, record in enumerate(records):
            way, lines = (key, number, "aliases"), given.file.lines
            odd = [at for at, alias in enumerate(record.aliases) if not set(alias.where) <= set(places)]
            if odd and (len(odd) == len(record.aliases) or lines[way] == lines[*way, odd[0]]):
                yield way, [alias.text for alias in record.aliases]
            else:
                yield from (((*way, at), [record.aliases[at].text]) for at in odd)


def _comment_out(file: SourceFile, way: Loc, rows: list[str]) -> None:
    """Make comments of the lines of what stands at `way`."""
    lines = [line for loc, line in file.lines.items() if loc[: len(way)] == way]
    for number in range(min(lines), max(lines) + 1):
        rows[number - 1] = re.sub(r"^( *)(?=\S)", r"\1# ", rows[number - 1])
