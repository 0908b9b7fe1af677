"""What was sealed with each revision → which sheet had which code and fingerprint when, and which is in force when.

In: what is said about each revision, and the sheets it lists. Out: a `Ledger`, the same as JSON values, by which a
page gives every verdict on the day on which it is read, and `InForce` values; pure. They hold for every day, so that a
page that is read long after it was made still tells the truth.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from planpress.model.identity import Identity, SheetRecord
from planpress.model.revision import Meta
from planpress.model.version import Version


@dataclass(frozen=True)
class LedgerRevision:
    """A revision in the ledger.

    `repeal` says that it ended the plan, `taken_back` that its publication was: it holds on no day.
    """

    version: Version
    issued: datetime.date
    effective: datetime.date
    repeal: bool = False
    document_number: str = ""
    taken_back: bool = False

    @classmethod
    def of(cls, meta: Meta, *, taken_back: bool = False) -> LedgerRevision:
        """Return what the ledger keeps of a revision."""
        return cls(meta.version, meta.issued, meta.effective, meta.kind == "repeal", meta.document_number, taken_back)


@dataclass(frozen=True)
class Span:
    """Revisions in a row, the first and the last, in which a sheet had one code and one fingerprint."""

    fingerprint: str
    first: Version
    last: Version
    code: str


@dataclass(frozen=True)
class SheetPast:
    """What the ledger knows of one sheet: as it was listed last, and its spans in order.

    The same fingerprint may come again.
    """

    sheet: SheetRecord
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Ledger:
    """Every sheet that was ever sealed, and every revision, in order."""

    revisions: tuple[LedgerRevision, ...]
    sheets: Mapping[Identity, SheetPast]

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """The revisions by their versions."""
        return tuple(one.version for one in self.revisions)

    def within(self, span: Span) -> tuple[Version, ...]:
        """Return the revisions of a span."""
        return tuple(version for version in self.versions if span.first <= version <= span.last)

    def last_codes(self, past: SheetPast) -> tuple[str, ...]:
        """Return the codes of a sheet while it was as it was last: a new code alone ends no validity."""
        found: list[Span] = []
        for span in reversed(past.spans):
            after = found[-1] if found else span
            follows = after is span or self.versions.index(span.last) + 1 == self.versions.index(after.first)
            if span.fingerprint != after.fingerprint or not follows:
                break
            found.append(span)
        return tuple(dict.fromkeys(span.code for span in reversed(found)))


def ledger_of(sealed: Iterable[tuple[LedgerRevision, Mapping[str, SheetRecord]]]) -> Ledger:
    """Return the ledger of sealed revisions, which come in order, each with the sheets it lists."""
    revisions: list[LedgerRevision] = []
    spans: dict[Identity, list[Span]] = defaultdict(list)
    latest: dict[Identity, SheetRecord] = {}
    for revision, sheets in sealed:
        before = revisions[-1].version if revisions else revision.version
        revisions.append(revision)
        for record in sheets.values():
            row, first = spans[record.identity], revision.version
            if row and row[-1] == replace(row[-1], fingerprint=record.fingerprint, last=before, code=record.code):
                first = row.pop().first
            row.append(Span(record.fingerprint, first, revision.version, record.code))
            latest[record.identity] = record
    known = {identity: SheetPast(latest[identity], tuple(spans[identity])) for identity in sorted(spans)}
    return Ledger(tuple(revisions), known)


def ledger_json(ledger: Ledger, printed: Iterable[SheetRecord] = ()) -> dict[str, Any]:
    """Return the ledger as JSON values: all that a page needs to give every verdict by its reader's day.

    `codes` leads from every code that a sheet has, as `printed` now, or ever had, to the record of its sheet.
    """
    return {
        "revisions": list(map(_revision_json, ledger.revisions)),
        "codes": _codes_json(ledger, {sheet.identity: sheet for sheet in printed}),
    }


def _revision_json(one: LedgerRevision) -> dict[str, Any]:
    days = {"issued": one.issued.isoformat(), "effective": one.effective.isoformat()}
    rest = {key: value for key, value in vars(one).items() if key != "version"}
    return {"number": one.version.json, **rest, **days}


def _codes_json(ledger: Ledger, printed: Mapping[Identity, SheetRecord]) -> dict[str, Any]:
    """Return code → record.

    An earlier version of planpress may have sealed a code for several sheets: the record is that of the last of them,
    and `others` holds those of the rest.
    """
    owners: dict[str, list[tuple[Version, dict[str, Any]]]] = defaultdict(list)
    coming = ledger.versions[-1].following if ledger.revisions else Version(1)
    for identity in sorted({*ledger.sheets, *printed}):
        now, past = printed.get(identity), ledger.sheets.get(identity)
        spans = past.spans if past else ()
        last = {span.code: span.last for span in spans}
        if now:
            last[now.code] = coming
        sheet = now or (past.sheet if past else None)
        if sheet:
            record = _record_json(sheet, now.fingerprint if now else "", spans)
            for code, version in last.items():
                owners[code].append((version, record))
    codes = {}
    for code in sorted(owners):
        first, *others = (record for _last, record in sorted(owners[code], key=lambda owner: owner[0], reverse=True))
        codes[code] = {**first, "others": others} if others else first
    return codes


def _record_json(sheet: SheetRecord, fingerprint: str, spans: Iterable[Span]) -> dict[str, Any]:
    """Return what a page is told of a sheet; a span names its code only where that is another than the last."""
    told = {key: getattr(sheet, key) for key in ("title", "form", "sector", "unit", "day", "path")}
    shown = [
        {"fingerprint": span.fingerprint, "first": span.first.json, "last": span.last.json}
        | ({} if span.code == sheet.code else {"code": span.code})
        for span in spans
    ]
    return {"code": sheet.code, "fingerprint": fingerprint, **told, "spans": shown}


# ---------------------------------------------------------------- in force


@dataclass(frozen=True)
class InForce:
    """The days on which one revision is in force.

    `until` is the first day of the revision that follows, which is `by`; None where none is known.
    """

    revision: LedgerRevision
    first: datetime.date
    until: datetime.date | None = None
    by: Version | None = None


def in_force(ledger: Ledger, today: datetime.date) -> LedgerRevision | None:
    """Return the revision in force on `today`: the last whose first day has come; None before the first."""
    begun = [revision for revision in ledger.revisions if revision.effective <= today and not revision.taken_back]
    return begun[-1] if begun else None


def holding_until(ledger: Ledger, version: Version) -> LedgerRevision | None:
    """Return the revision that holds until the first day of revision `version`.

    None where that one held from the day it was issued, and where nothing holds until then.
    """
    own = next((revision for revision in ledger.revisions if revision.version == version), None)
    if own is None or own.effective <= own.issued:
        return None
    before = in_force(ledger, own.effective - datetime.timedelta(days=1))
    return before if before and before.version < version and not before.repeal else None


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
            found[-1] = replace(found[-1], until=day, by=revision.version)
        found.append(InForce(revision, day))
    return tuple(found)


def taking_effect(ledger: Ledger, version: Version) -> InForce | None:
    """Return when what revision `version` brings comes into force: with it, or where it never is, with the next.

    None where none is.
    """
    return next((held for held in times_in_force(ledger) if held.revision.version >= version), None)


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


def outdated(ledger: Ledger) -> dict[Version, list[Outdated]]:
    """Return what is not valid once every revision has had its first day, by the revision that ended it, in order.

    What only revisions bore that are never in force stands below the last of these. What came again is valid.
    """
    order = [held.revision.version for held in times_in_force(ledger)]
    found: dict[Version, list[Outdated]] = defaultdict(list)
    for past in ledger.sheets.values():
        spans = {version: span for span in past.spans for version in ledger.within(span)}
        bearing: dict[str, list[Version]] = defaultdict(list)
        for version, span in spans.items():
            bearing[span.fingerprint].append(version)
        for fingerprint, versions in bearing.items():
            held = [at for at, version in enumerate(order) if version in versions]
            if held and held[-1] == len(order) - 1:
                continue
            after = order[held[-1] + 1] if held else next((one for one in order if one > versions[-1]), order[-1])
            new = (spans[after].code, spans[after].fingerprint) if after in spans else ("", "")
            codes = dict.fromkeys(spans[version].code for version in versions)
            rows = (Outdated(past.sheet.title, code, fingerprint, *new) for code in codes)
            found[after if held else versions[-1]] += rows
    return {version: sorted(found[version], key=lambda one: one.code) for version in sorted(found)}
