"""Every fingerprint that is valid no more, for readers without JavaScript."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planpress.model import addresses
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.past import Past


class Outdated(NamedTuple):
    """A code and a fingerprint that ended together, and those that followed at once; empty where none did."""

    title: str
    code: str
    fingerprint: str
    new_code: str
    new: str


@dataclass(frozen=True)
class OutdatedView:
    """What each revision ended, by its number, the latest first."""

    groups: dict[int, list[Outdated]]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page, where something has ended."""
    if site.past.ends:
        title, view = site.say("All outdated sheets"), OutdatedView(_groups(site.past))
        yield Page(addresses.OUTDATED_PAGE, title, "outdated.md", view, hide=("toc",), boost=0)


def _groups(past: Past) -> dict[int, list[Outdated]]:
    last, found = max(past.sealed), defaultdict[int, list[Outdated]](list)
    for sheet in past.history.ledger.sheets.values():
        for run, after in zip(sheet.runs, (*sheet.runs[1:], ()), strict=True):
            number = run[-1].last + 1
            followed = after and after[0].first == number
            new = (after[0].code, after[0].fingerprint) if followed else ("", "")
            if number <= last:
                codes = dict.fromkeys(span.code for span in run)
                found[number] += [Outdated(sheet.sheet.title, code, run[0].fingerprint, *new) for code in codes]
    return {number: sorted(found[number], key=lambda one: one.code) for number in sorted(found, reverse=True)}
