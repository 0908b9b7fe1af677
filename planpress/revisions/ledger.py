"""What was sealed with each revision → which sheet had which code and fingerprint when, and which is in force when.

In: what is said about each revision, and the sheets it lists. Out: a `Ledger`, the same as JSON values, by which a
page gives every verdict on the day on which it is read, and `InForce` values; pure. They hold for every day, so that a
page that is read long after it was made still tells the truth.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from planpress.model.identity import Identity, SheetRecord
from planpress.model.revision import Meta


@dataclass(frozen=True)
class LedgerRevision:
    """A revision in the ledger.

    `repeal` says that it ended the plan, `taken_back` that its publication was: it holds on no day.
    """

    number: int
    issued: datetime.date
    effective: datetime.date
    repeal: bool = False
    document_number: str = ""
    taken_back: bool = False

    @classmethod
    def of(cls, meta: Meta, *, taken_back: bool = False) -> LedgerRevision:
        """Return what the ledger keeps of a revision."""
        return cls(meta.number, meta.issued, meta.effective, meta.kind == "repeal", meta.document_number, taken_back)


@dataclass(frozen=True)
class Span:
    """Revisions in a row, the first and the last, in which a sheet had one code and one fingerprint."""

    fingerprint: str
    first: int
    last: int
    code: str


@dataclass(frozen=True)
class SheetPast:
    """What the ledger knows of one sheet: as it was listed last, and its spans in order.

    The same fingerprint may come again.
    """

    sheet: SheetRecord
    spans: tuple[Span, ...]

    @property
    def runs(self) -> tuple[tuple[Span, ...], ...]:
        """The spans by the time that paper held: a new code alone ends no validity."""
        found: list[tuple[Span, ...]] = []
        for span in self.spans:
            before = found[-1][-1] if found else None
            if before and (before.fingerprint, before.last + 1) == (span.fingerprint, span.first):
                found[-1] = (*found[-1], span)
            else:
                found.append((span,))
        return tuple(found)


@dataclass(frozen=True)
class Ledger:
    """Every sheet that was ever sealed, and every revision, in order."""

    revisions: tuple[LedgerRevision, ...]
    sheets: Mapping[Identity, SheetPast]


def ledger_of(sealed: Iterable[tuple[LedgerRevision, Mapping[str, SheetRecord]]]) -> Ledger:
    """Return the ledger of sealed revisions, which come in order, each with the sheets it lists."""
    revisions = []
    spans: dict[Identity, list[Span]] = defaultdict(list)
    latest: dict[Identity, SheetRecord] = {}
    for revision, sheets in sealed:
        revisions.append(revision)
        for record in sheets.values():
            row, first = spans[record.identity], revision.number
            if row and row[-1] == Span(record.fingerprint, row[-1].first, first - 1, record.code):
                first = row.pop().first
            row.append(Span(record.fingerprint, first, revision.number, record.code))
            latest[record.identity] = record
    known = {identity: SheetPast(latest[identity], tuple(spans[identity])) for identity in sorted(spans)}
    return Ledger(tuple(revisions), known)


def ledger_json(ledger: Ledger, printed: Iterable[SheetRecord] = ()) -> dict[str, Any]:
    """Return the ledger as JSON values: all that a page needs to give every verdict by its reader's day.

    `codes` leads from every code that a sheet has, as `printed` now, or ever had, to the record of its sheet.
    """
    return {
        "revisions": [
            {**asdict(one), "issued": one.issued.isoformat(), "effective": one.effective.isoformat()}
            for one in ledger.revisions
        ],
        "codes": _codes_json(ledger, {sheet.identity: sheet for sheet in printed}),
    }


def _codes_json(ledger: Ledger, printed: Mapping[Identity, SheetRecord]) -> dict[str, Any]:
    """Return code → record.

    An earlier version of planpress may have sealed a code for several sheets: the record is that of the last of them,
    and `others` holds those of the rest.
    """
    owners: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for identity in sorted({*ledger.sheets, *printed}):
        now, past = printed.get(identity), ledger.sheets.get(identity)
        spans = past.spans if past else ()
        last = {span.code: span.last for span in spans}
        if now:
            last[now.code] = ledger.revisions[-1].number + 1 if ledger.revisions else 1
        sheet = now or (past.sheet if past else None)
        if sheet:
            record = _record_json(sheet, now.fingerprint if now else "", spans)
            for code, number in last.items():
                owners[code].append((number, record))
    codes = {}
    for code in sorted(owners):
        first, *others = (record for _last, record in sorted(owners[code], key=lambda owner: -owner[0]))
        codes[code] = {**first, "others": others} if others else first
    return codes


def _record_json(sheet: SheetRecord, fingerprint: str, spans: Iterable[Span]) -> dict[str, Any]:
    """Return what a page is told of a sheet; a span names its code only where that is another than the last."""
    told = {key: getattr(sheet, key) for key in ("title", "form", "sector", "unit", "day", "path")}
    shown = [
        {key: value for key, value in asdict(span).items() if (key, value) != ("code", sheet.code)} for span in spans
    ]
    return {"code": sheet.code, "fingerprint": fingerprint, **told, "spans": shown}


# ---------------------------------------------------------------- in force


@dataclass(frozen=True)
class InForce:
    """The days on which one revision is in force.

    `until` is the first day of the revision that follows, whose number is `by`; None where none is known.
    """

    revision: LedgerRevision
    first: datetime.date
    until: datetime.date | None = None
    by: int | None = None


def in_force(ledger: Ledger, today: datetime.date) -> LedgerRevision | None:
    """Return the revision in force on `today`: the highest number whose first day has come; None before the first."""
    begun = [revision for revision in ledger.revisions if revision.effective <= today and not revision.taken_back]
    return begun[-1] if begun else None


def holding_until(ledger: Ledger, number: int) -> LedgerRevision | None:
    """Return the revision that holds until the first day of revision `number`.

    None where that one held from the day it was issued, and where nothing holds until then.
    """
    own = next((revision for revision in ledger.revisions if revision.number == number), None)
    if own is None or own.effective <= own.issued:
        return None
    before = in_force(ledger, own.effective - datetime.timedelta(days=1))
    return before if before and before.number < number and not before.repeal else None


def times_in_force(ledger: Ledger) -> tuple[InForce, ...]:
    """Return when each revision is in force, the earliest first.

    A revision that was overtaken before its first day never is.
    """
    found: list[InForce] = []
    for day in sorted({revision.effective for revision in ledger.revisions}):
        revision = in_force(ledger, day)
        if revision is None or (found and found[-1].revision == revision):
            continue
        if found:
            found[-1] = replace(found[-1], until=day, by=revision.number)
        found.append(InForce(revision, day))
    return tuple(found)


def taking_effect(ledger: Ledger, number: int) -> InForce | None:
    """Return when what revision `number` brings comes into force: with it, or where it never is, with the next that is.

    None where none is.
    """
    return next((held for held in times_in_force(ledger) if held.revision.number >= number), None)


# ---------------------------------------------------------------- outdated


class Outdated(NamedTuple):
    """A code and a fingerprint that are not valid any more, and those to be used instead; empty where there are none.

    `title` is that of the sheet.
    """

    title: str
    code: str
    fingerprint: str
    new_code: str
    new: str


def outdated(ledger: Ledger) -> dict[int, list[Outdated]]:
    """Return what is not valid once every revision has had its first day, by the revision that ended it, in order.

    What only revisions bore that are never in force stands below the last of these. What came again is valid.
    """
    order = [held.revision.number for held in times_in_force(ledger)]
    found: dict[int, list[Outdated]] = defaultdict(list)
    for past in ledger.sheets.values():
        spans = {number: span for span in past.spans for number in range(span.first, span.last + 1)}
        bearing: dict[str, list[int]] = defaultdict(list)
        for number, span in spans.items():
            bearing[span.fingerprint].append(number)
        for fingerprint, numbers in bearing.items():
            held = [at for at, number in enumerate(order) if number in numbers]
            if held and held[-1] == len(order) - 1:
                continue
            after = order[held[-1] + 1] if held else next((one for one in order if one > numbers[-1]), order[-1])
            new = (spans[after].code, spans[after].fingerprint) if after in spans else ("", "")
            codes = dict.fromkeys(spans[number].code for number in numbers)
            rows = (Outdated(past.sheet.title, code, fingerprint, *new) for code in codes)
            found[after if held else numbers[-1]] += rows
    return {number: sorted(found[number], key=lambda one: one.code) for number in sorted(found)}
