"""A folder of issued documents → the docket: every number that was ever given there, so that none is given twice.

In: the folder, and entries. Out: the entries, and `docket.csv`. Each issue is a folder of its own, which appears with a
docket of its own in one rename; that of all is written behind it. Where a run was killed between the two, the next one
writes it; what an office has printed and removed stays in it.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from planpress.disk import read_bytes, replace_file
from planpress.errors import BuildError
from planpress.i18n import Translate

DOCKET = "docket.csv"

RECKONED = ("=", "+", "-", "@", "\t", "'")
"""What begins so, a spreadsheet would reckon with; a sign before it says that it is text."""


@dataclass(frozen=True)
class Entry:
    """A document that was issued: its number, what it is, by whom, on which day, what it cites, and its file."""

    number: str
    title: str
    unit: str
    day: str
    cites: str
    code: str
    fingerprint: str
    file: str


def entries_in(folder: Path, _: Translate) -> tuple[Entry, ...]:
    """Return what was ever issued into `folder`: what its docket says, and those of the issues that it lacks yet.

    Raises:
        BuildError: If a docket is not one that we wrote.
    """
    found = {entry.number: entry for entry in _read(folder, DOCKET, _)}
    issues = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    for name in issues:
        for entry in _read(folder, f"{name}/{DOCKET}", _):
            found.setdefault(entry.number, entry)
    return tuple(found.values())


def write_docket(folder: Path, entries: Iterable[Entry], _: Translate) -> None:
    """Write the docket of `folder` in one step, as a table that any office program opens."""
    out = io.StringIO()
    table = csv.writer(out)
    head = [_("Number"), _("Document"), _("Unit"), _("Issued on"), _("Cites"), _("Code"), _("Fingerprint"), _("File")]
    table.writerow(head)
    table.writerows([f"'{cell}" if cell.startswith(RECKONED) else cell for cell in astuple(entry)] for entry in entries)
    replace_file(folder / DOCKET, out.getvalue().encode("utf-8-sig"))


def _read(folder: Path, name: str, _: Translate) -> list[Entry]:
    try:
        text = read_bytes(folder, name).decode("utf-8-sig")
        if not text:
            raise ValueError(name)
        lines = [[cell.removeprefix("'") for cell in line] for line in csv.reader(io.StringIO(text)) if any(line)]
        return [Entry(*line) for line in lines][1:]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, csv.Error) as error:
        words = _("%(name)s is no docket as `issue` writes it, so nothing is issued: put the last good one back")
        raise BuildError(words % {"name": folder / name}) from error
