"""Campaign and history → everything that is printed: forms and documents, sheets about revisions, packs.

In: a validated `Campaign` and its sealed revisions. Out: a `Printed` value; pure, nothing is rendered here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from planpress.model.addresses import CATALOGUE_FORM, MAIN_FORM, WITHDRAWN_FORM
from planpress.model.campaign import Campaign
from planpress.model.identity import SheetRecord
from planpress.revisions.history import History, Step
from planpress.sheets.carry_over import carry_overs_of
from planpress.sheets.catalogue import catalogues_of
from planpress.sheets.comparison import comparison_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.packs import Pack, packs_of, with_packs
from planpress.sheets.sheet import Sheet, by_path
from planpress.sheets.withdrawn import Published, notices_of


@dataclass(frozen=True)
class Printed:
    """What a state of the campaign prints: what is pressed, sorted by path, and what is bound of it."""

    sheets: tuple[Sheet, ...]
    packs: tuple[Pack, ...]

    @property
    def all(self) -> tuple[Sheet, ...]:
        """Everything that has a code, sorted by path."""
        return with_packs(self.sheets, self.packs)


def printed_of(
    campaign: Campaign,
    steps: tuple[Step, ...] = (),
    *,
    repealed: bool = False,
    without: Collection[str] = (),
    one_catalogue: bool = False,
) -> Printed:
    """Return what a state of the campaign prints; this is what is sealed with it.

    Why:
        A pack holds the last carry-over sheet of its unit, whichever revision it is of: a revision that
        leaves a unit alone leaves its pack as it is.

    Args:
        campaign: The state.
        steps: The revisions up to it, each beside the one before.
        repealed: A plan that has ended prints nothing any more but what its revisions changed.
        without: Kinds of documents that it has not.
        one_catalogue: Whether one catalogue lists all codes, however many there are.
    """
    comparisons = tuple(sheet for step in steps if (sheet := comparison_of(step)))
    if repealed:
        return Printed(by_path(comparisons), ())
    carried = [sheet for step in steps for sheet in carry_overs_of(step) if sheet.unit in campaign.unit_by_id]
    latest = {sheet.unit: sheet for sheet in carried}
    sheets = tuple(sheet for sheet in sheets_of(campaign) if sheet.form not in without)
    acting = {sheet.unit for sheet in sheets}
    packs = packs_of(campaign, (*sheets, *(sheet for unit, sheet in latest.items() if unit in acting)))
    current = (*with_packs(sheets, packs), *comparisons, *latest.values())
    catalogues = catalogues_of(campaign, current, whole=one_catalogue)
    return Printed(by_path((*sheets, *carried, *comparisons, *catalogues)), packs)


def printed_now(campaign: Campaign, history: History, published: Published | None = None) -> Printed:
    """Return what a build prints: what `campaign` prints, and a notice where an earlier revision had a sheet.

    `published` is what was published before, where there is such a folder.
    """
    last, standing = history.last, campaign.standing
    as_sealed = last if standing is not None and not standing.draft else None
    repealed = last is not None and last.meta.kind == "repeal" and not (standing is not None and standing.draft)
    # A revision that was sealed before a kind of document came prints what was sealed.
    sealed = [*as_sealed.sheets.values()] if as_sealed else []
    without = {MAIN_FORM} - {record.form for record in sealed} if as_sealed else ()
    whole = bool(as_sealed) and not any(record.form == CATALOGUE_FORM and record.sector for record in sealed)
    steps = history.steps_to(campaign)
    found = printed_of(campaign, steps, repealed=repealed, without=without, one_catalogue=whole)
    notices = notices_of(campaign, history, found.all, published)
    return Printed(by_path((*found.sheets, *notices)), found.packs)


def records_of(sheets: Iterable[Sheet]) -> dict[str, SheetRecord]:
    """Return what is sealed of `sheets`, by code, in order; notices are not."""
    return {
        sheet.code: SheetRecord(
            sheet.code, sheet.fingerprint, sheet.path, sheet.title, sheet.form, sheet.unit, sheet.sector, sheet.day
        )
        for sheet in sorted(sheets, key=lambda sheet: sheet.code)
        if sheet.form != WITHDRAWN_FORM
    }
