"""Sheets of earlier revisions that are no longer printed → a notice at the address of each.

In: what each revision listed when it was sealed, what was published, and what is printed now. Out: one
`Sheet` for each address that would be empty, sorted by path; pure. The pages at such addresses are written
by `publishing/earlier.py`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planpress.i18n import translations
from planpress.model.addresses import WITHDRAWN_CODE, WITHDRAWN_FORM
from planpress.model.campaign import Campaign
from planpress.model.identity import Identity, SheetRecord
from planpress.model.version import Version, called
from planpress.model.vocabulary import revision_kind_names
from planpress.revisions.history import History, Sealed
from planpress.revisions.ledger import taking_effect
from planpress.sheets.edition import edition_of
from planpress.sheets.sheet import CampaignName, Sheet, SlotView, by_path, fingerprint_of, spaced
from planpress.templates import long_date
from planpress.view import View, arranged, later

Published = Mapping[Version, Sequence[SheetRecord]]
"""A revision → the sheets that were published as it, whether or not it was sealed."""


@dataclass(frozen=True)
class EndedBy:
    """The revision that no longer has the sheet; of one that was not sealed it is known only what words call it."""

    number: int | str
    kind: str = ""
    document_number: str = ""
    effective: str = ""
    called: str = arranged("")


@dataclass(frozen=True)
class Successor:
    """A sheet that is used instead; its code is a slot."""

    title: str


@dataclass(frozen=True, kw_only=True)
class NoticeView(SlotView):
    """What every notice shows: the sheet that was here, the last revision that had it, and its address now if moved."""

    title: str
    last: int | str
    last_called: str = arranged("")
    moved: str = later("")


@dataclass(frozen=True, kw_only=True)
class WithdrawnView(NoticeView):
    """What a notice shows of a sheet that is no longer used.

    Attributes:
        ended: By which revision; None for the draft, a view without fields where no later one is known.
        repealed: Whether that ended the whole plan.
        remarks: What the editor says about it.
        successors: What is used instead.
    """

    ended: EndedBy | View | None
    repealed: bool
    remarks: tuple[str, ...]
    successors: tuple[Successor, ...]


def notices_of(
    campaign: Campaign, history: History, now: Iterable[Sheet], published: Published | None = None
) -> tuple[Sheet, ...]:
    """Return a notice for every address that an earlier revision had and `now` has not.

    Args:
        campaign: As it is now.
        history: Its sealed revisions; their words are read only for a notice.
        now: Everything that is printed otherwise.
        published: What stands in the folder of publications, where there is one: also what was published
            without being sealed, or by an earlier version of planpress, has to answer.
    """
    found = _Past(campaign, history, tuple(now), published or {})
    made: list[Sheet] = []
    named: Counter[str] = Counter()
    for version, record in found.lost():
        named[record.code] += 1  # a sheet may have had several addresses
        made.append(found.notice(version, record, named[record.code]))
    return by_path(made)


@dataclass(frozen=True)
class _Past:
    """What there was, and what there is."""

    campaign: Campaign
    history: History
    now: tuple[Sheet, ...]
    published: Published

    @cached_property
    def versions(self) -> list[Version]:
        """Every revision that a reader can know, in order; not a draft."""
        edition = edition_of(self.campaign)
        own = () if edition.draft else (edition.revision,)
        return sorted({*self.history.sealed, *self.published, *own})

    @cached_property
    def _paths(self) -> dict[Identity, str]:
        """Where each sheet is now; the first where there are several."""
        return {sheet.identity: sheet.path for sheet in reversed(self.now)}

    def lost(self) -> list[tuple[Version, SheetRecord]]:
        """Return each sheet whose address would be empty, as it was listed last, by revision and path."""
        last: dict[str, tuple[Version, SheetRecord]] = {}
        for version in self.versions:
            sealed = self.history.sealed[version].sheets.values() if version in self.history.sealed else ()
            last |= {record.path: (version, record) for record in (*self.published.get(version, ()), *sealed)}
        kept = {sheet.path for sheet in self.now}
        lost = [found for path, found in last.items() if path not in kept]
        return sorted(lost, key=lambda found: (found[0], found[1].path))

    def notice(self, version: Version, record: SheetRecord, count: int) -> Sheet:
        """Return what stands at the address of `record`, which revision `version` had last."""
        say = translations(self.campaign.plan.language).gettext
        moved = self._paths.get(record.identity, "")
        kind = say("Moved") if moved else say("Withdrawn")
        if moved:
            head, words = self._head(version, record), called(version, say)
            slots, last = _slots(record), version.json
            view = NoticeView(*head, slots, title=record.title, last=last, last_called=words, moved=moved)
        else:
            view = self._withdrawn(version, record)
        return Sheet(
            code=f"{record.code}-{WITHDRAWN_CODE}" + (f"-{count}" if count > 1 else ""),
            path=record.path,
            template="withdrawn.html",
            title=f"{kind} · {record.title}",
            form=WITHDRAWN_FORM,
            view=view,
            fingerprint=fingerprint_of(view),
        )

    def _withdrawn(self, version: Version, record: SheetRecord) -> NoticeView:
        instead = self._successors(version, record)
        after = next((later for later in self.versions if later > version), None)
        held = taking_effect(self.history.ledger, after) if after and after in self.history.sealed else None
        after = held.revision.version if held else after
        sealed = self.history.sealed.get(after) if after else None
        say = translations(self.campaign.plan.language).gettext
        return WithdrawnView(
            *self._head(version, record),
            _slots(record) | {f"successor-{at}": sheet.code for at, sheet in enumerate(instead)},
            title=record.title,
            last=version.json,
            last_called=called(version, say),
            ended=self._ended(after, sealed),
            repealed=sealed is not None and sealed.meta.kind == "repeal",
            remarks=self._remarks(record),
            successors=tuple(Successor(sheet.title) for sheet in instead),
        )

    def _head(self, version: Version, record: SheetRecord) -> tuple[CampaignName, str]:
        """Return the campaign, and the unit of the sheet as that revision called it."""
        held = self.history.sealed[version].campaign if version in self.history.sealed else self.campaign
        unit = held.unit_by_id.get(record.unit or "")
        return CampaignName(self.campaign.plan.name), unit.name if unit else ""

    def _ended(self, after: Version | None, sealed: Sealed | None) -> EndedBy | View | None:
        """Return what is said of the revision that ended a sheet; there is none where none has."""
        language = self.campaign.plan.language
        if after is None:
            return None if edition_of(self.campaign).draft else View()
        number, words = after.json, called(after, translations(language).gettext)
        if sealed is not None:
            meta = sealed.meta
            kind = revision_kind_names(language)[meta.kind]
            return EndedBy(number, kind, meta.document_number, long_date(meta.effective, language), words)
        return EndedBy(number, called=words)

    def _successors(self, version: Version, record: SheetRecord) -> list[Sheet]:
        """Return what is used instead: the same form for the same unit, where its rows went."""
        if record.sector is None:
            return []
        own, went = f"{record.sector}#", set[str]()
        for sealed in self.history.sealed.values():
            if sealed.version > version:
                went |= {to for ref, after in sealed.gone.items() for to in after if ref in went or ref.startswith(own)}
        sectors = {ref.partition("#")[0] for ref in went} - {record.sector}
        return [
            sheet
            for sheet in self.now
            if sheet.sector in sectors and (sheet.form, sheet.unit) == (record.form, record.unit)
        ]

    def _remarks(self, record: SheetRecord) -> tuple[str, ...]:
        """Return what the editor says about the end of its unit, sector or form."""
        about = {f"unit:{record.unit}", f"sector:{record.sector}", f"form:{record.form}"}
        return tuple(stone.remark for stone in self.campaign.retired if stone.target in about and stone.remark)


def _slots(record: SheetRecord) -> dict[str, str]:
    return {"old-code": record.code, "old-fingerprint": spaced(record.fingerprint)}
