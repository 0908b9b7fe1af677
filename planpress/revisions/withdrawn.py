"""Sheets of earlier revisions that are no longer printed → a notice at the address of each.

In: what each sealed revision listed, and what is printed now. Out: one `Sheet` for each address that
would be empty, sorted by path; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planpress.i18n import translations
from planpress.model import WITHDRAWN_CODE, WITHDRAWN_FORM, Campaign, Meta
from planpress.revisions.reprints import SheetRecord
from planpress.revisions.words import kind_names
from planpress.sheets import Sheet, fingerprint_of
from planpress.templates import long_date


@dataclass(frozen=True)
class Listed:
    """A revision as it was sealed.

    Attributes:
        meta: What is said about it.
        campaign: Its campaign, for the names of units.
        sheets: What it lists, by code.
        gone: What it no longer has of the revision before, each with what came of it.
    """

    meta: Meta
    campaign: Campaign
    sheets: Mapping[str, SheetRecord]
    gone: Mapping[str, tuple[str, ...]]


def notices_of(listed: Iterable[Listed], now: Iterable[Sheet], campaign: Campaign) -> tuple[Sheet, ...]:
    """Return a notice for every address that a sealed revision had and `now` has not.

    Args:
        listed: The sealed revisions, in order.
        now: Everything that is printed otherwise.
        campaign: As it is now.
    """
    revisions = tuple(listed)
    kept = tuple(now)
    paths = {sheet.path for sheet in kept}
    last: dict[str, tuple[int, SheetRecord]] = {}
    for at, revision in enumerate(revisions):
        for record in revision.sheets.values():
            last[record.path] = at, record
    made = [
        _notice(record, revisions[at], revisions[at + 1 :], kept, campaign)
        for path, (at, record) in last.items()
        if path not in paths
    ]
    return tuple(sorted(made, key=lambda sheet: sheet.path))


def _notice(
    record: SheetRecord, held: Listed, later: tuple[Listed, ...], kept: tuple[Sheet, ...], campaign: Campaign
) -> Sheet:
    language = campaign.plan.language
    say = translations(language).gettext
    ended = later[0].meta if later else None
    successors = _successors(record, later, kept)
    unit = held.campaign.unit_by_id.get(record.unit or "")
    view = {
        "campaign": {"name": campaign.plan.name},
        "unit": unit.name if unit else "",
        "title": record.title,
        "slots": {
            "old-code": record.code,
            "old-fingerprint": f"{record.fingerprint[:4]} {record.fingerprint[4:]}",
            **{f"successor-{number}": sheet.code for number, sheet in enumerate(successors)},
        },
        "last": held.meta.number,
        "ended": ended
        and {
            "number": ended.number,
            "kind": kind_names(language)[ended.kind],
            "document_number": ended.document_number,
            "effective": long_date(ended.effective, language),
        },
        "repealed": ended is not None and ended.kind == "repeal",
        "remarks": _remarks(record, campaign),
        "successors": [{"title": sheet.title} for sheet in successors],
    }
    return Sheet(
        code=f"{record.code}-{WITHDRAWN_CODE}",
        path=record.path,
        template="withdrawn.html",
        title=f"{say('Withdrawn')} · {record.title}",
        form=WITHDRAWN_FORM,
        unit=None,
        sector=None,
        view=view,
        fingerprint=fingerprint_of(view),
    )


def _successors(record: SheetRecord, later: tuple[Listed, ...], kept: tuple[Sheet, ...]) -> list[Sheet]:
    """Return what is used instead: the sheet that has the code now, or the same form where its rows went."""
    same = [sheet for sheet in kept if sheet.code == record.code]
    if same or record.sector is None:
        return same
    refs = {f"{record.sector}#"}
    for revision in later:
        refs |= {to for gone, after in revision.gone.items() for to in after if any(map(gone.startswith, refs))}
    sectors = {ref.partition("#")[0] for ref in refs if not ref.endswith("#")} - {record.sector}
    found = [sheet for sheet in kept if sheet.sector in sectors]
    return [sheet for sheet in found if (sheet.form, sheet.unit) == (record.form, record.unit)]


def _remarks(record: SheetRecord, campaign: Campaign) -> list[str]:
    """Return what the editor says about the end of its unit, sector or form."""
    about = {f"unit:{record.unit}", f"sector:{record.sector}", f"form:{record.form}"}
    return [stone.remark for stone in campaign.retired if stone.target in about and stone.remark]
