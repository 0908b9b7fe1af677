"""Check a sheet: every current code with its fingerprint, and the script that compares them with what is typed.

Where the codes are too many for one page, it leads to parts that list them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planpress.model import addresses
from planpress.sheets.sheet import Sheet
from planpress.web.context import Context
from planpress.web.entries import Entry, asked
from planpress.web.page import Page
from planpress.web.parting import MOST, Part, numbered, parts_of

ROW, HEAD = 120, 300
"""About how many bytes the row of a code takes beside its words, and the list of a unit beside its rows."""


@dataclass(frozen=True)
class CodeList:
    """The sheets of a unit, or those of one kind without a unit."""

    name: str
    of_unit: bool
    sheets: Sequence[Sheet]


@dataclass(frozen=True)
class Listed:
    """A code, the sheet that it stands for, and the name of its unit; empty where it has none."""

    code: str
    sheet: Sheet
    owner: str


@dataclass(frozen=True)
class CheckView:
    """The codes: anchor, heading and lists of each kind of units, last those without; and how many there are.

    `former` are the codes on paper that holds still, by the address of the sheet that has another code now;
    `parts_of_codes` list all by code where one page has no room for them.
    """

    kinds: tuple[tuple[str, str, tuple[CodeList, ...]], ...]
    count: int
    former: Mapping[str, tuple[str, ...]]
    parts_of_codes: tuple[Part[Listed], ...] = ()


@dataclass(frozen=True)
class CodesPart:
    """A part of the codes, among all parts."""

    part: Part[Listed]
    parts_of_codes: tuple[Part[Listed], ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page, then its parts."""
    current = (sheet for sheet in site.sheets.all if sheet.form != addresses.WITHDRAWN_FORM)
    sheets = sorted(current, key=lambda sheet: sheet.code)
    former = dict(_former(site, sheets))
    parts = _parts(site, sheets, former)
    view = CheckView(() if parts else tuple(_kinds(site, sheets)), len(sheets), former, parts)
    scripts = (addresses.STATUS_JS, "js/verdict.js", "js/check.js")
    title = site.say("Check a sheet")
    entries, nav = (_entry(site, title),), (site.say("Print centre"), title)
    yield Page(addresses.CHECK_PAGE, title, "check.md", view, nav, ("navigation", "toc"), 0, entries, scripts)
    for part in parts:
        name = f"{title} {part.first} – {part.last}"
        yield Page(part.address, name, "codes-part.md", CodesPart(part, parts), (), ("navigation", "toc"), 0)


def _parts(site: Context, sheets: Sequence[Sheet], former: Mapping[str, tuple[str, ...]]) -> tuple[Part[Listed], ...]:
    """Return pages of the codes in their order; none where one page lists them all."""
    names = {unit.id: unit.name for unit in site.campaign.units}
    rows = [
        Listed(code, sheet, names.get(sheet.unit or "", ""))
        for sheet in sheets
        for code in (sheet.code, *former[sheet.path])
    ]
    if sum(map(_size, rows)) + HEAD * len(site.sheets.units) <= MOST:
        return ()
    return parts_of(rows, lambda row: row.code, _size, numbered(addresses.codes_page))


def _size(row: Listed) -> int:
    return ROW + len(f"{row.owner}{row.sheet.title}{row.sheet.path}".encode())


def _entry(site: Context, title: str) -> Entry:
    """Return what the search finds: the page, not the codes on it, which it looks up."""
    words = site.say("check, code, fingerprint, QR code, valid, not valid, outdated, replaced, withdrawn, genuine")
    text = site.say(
        "Every sheet prints its code and its fingerprint at the foot. Scan the symbol on the sheet or type both here, "
        "and this page says whether the sheet is still valid. It asks no other machine."
    )
    return Entry(addresses.CHECK_PAGE, title, text, asked(title, words), codes=site.campaign.plan.code)


def _former(site: Context, sheets: Sequence[Sheet]) -> Iterator[tuple[str, tuple[str, ...]]]:
    ledger = site.past.history.ledger
    for sheet in sheets:
        past = ledger.sheets.get(sheet.identity)
        holds = past is not None and past.spans[-1].fingerprint == sheet.fingerprint
        codes = ledger.last_codes(past) if past and holds else ()
        yield sheet.path, tuple(code for code in codes if code != sheet.code)


def _kinds(site: Context, sheets: Sequence[Sheet]) -> Iterator[tuple[str, str, tuple[CodeList, ...]]]:
    found: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.unit or ("_blank" if sheet.form in site.campaign.form_by_id else "_document")].append(sheet)
    for kind, units in site.campaign.by_kind(site.sheets.units).items():
        yield f"kind-{kind.id}", kind.name, tuple(CodeList(unit.name, True, found[unit.id]) for unit in units)
    without = {"_document": site.say("Plan and annexes"), "_blank": site.say("Blank forms")}
    others = tuple(CodeList(name, False, found[key]) for key, name in without.items() if key in found)
    if others:
        yield "kind-others", site.say("Without a unit"), others
