"""What an office says about the revision it wants to seal → what is sealed of it, or what keeps it from being sealed.

In: a `ReleaseRequest`, the draft, and the revisions before it. Out: a `Meta`, its text, and a `Problem` for every
reason against it.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml
from pydantic import ValidationError

from planpress.content.faults import did_you_mean
from planpress.content.reader import read_text
from planpress.content.rules.signs import no_face
from planpress.content.sealed import META, REVISIONS
from planpress.errors import Problem
from planpress.i18n import Translate, catalogues, translations
from planpress.model.campaign import Campaign
from planpress.model.identity import SheetRecord
from planpress.model.owners import passed_on
from planpress.model.revision import Meta
from planpress.model.version import Version, called
from planpress.model.vocabulary import RevisionKind, revision_kind_names
from planpress.revisions.change import Change
from planpress.revisions.changes import targets_of
from planpress.revisions.compare_clauses import predecessors_of
from planpress.revisions.history import History, Sealed
from planpress.signs import unshown

RETIRED_FILE = "content/changes.yml"

FILES = {"unit:": "content/units.yml", "form:": "content/forms", "sector:": "sectors", "plan#": "content/plan.yml"}
"""Where an editor looks for what an address begins with; clauses and rows of sectors are in `sectors`."""


@dataclass(frozen=True)
class ReleaseRequest:
    """What an office says about the revision it wants to seal.

    Attributes:
        kind: An id of a kind, or its name in a language we speak.
        reason: Why there is a revision.
        issued: Its day of issue.
        effective: First day on which it holds; None: the day of issue.
        document_number: As printed; None: for the first revision that of the plan's letter, else none.
        approved_by: Id of a unit; None: the first issuer of the plan, or nobody where the editor corrects what is his.
        meaning: What it means for the units.
    """

    kind: str
    reason: str
    issued: datetime.date
    effective: datetime.date | None = None
    document_number: str | None = None
    approved_by: str | None = None
    meaning: str = ""

    @property
    def first_day(self) -> datetime.date:
        """The first day on which the revision holds."""
        return self.effective or self.issued


def kind_of(text: str) -> RevisionKind | None:
    """Return the kind that an office means, by its id or its name; None where it is none."""
    for language in catalogues():
        for kind, name in revision_kind_names(language).items():
            if text.strip() in (kind, name):
                return kind
    return None


def next_version(history: History, campaign: Campaign | None, kind: RevisionKind | None) -> Version:
    """Return what is sealed next as this kind; a plan may state the number of the first revision sealed."""
    if history.last is not None:
        last = history.last.version
        return last.corrected if kind == "editorial" else last.following
    stated = campaign.plan.revision if campaign is not None else None
    return Version(stated.number if stated else 1)


def request_problems(
    request: ReleaseRequest, history: History, campaign: Campaign | None, language: str
) -> Iterator[Problem]:
    """Yield what does not fit: kind, reason and dates must fit each other and the revision before.

    `campaign` is the draft; None where it breaks a rule itself.
    """
    _ = translations(language).gettext
    path = f"{REVISIONS}/{next_version(history, campaign, kind_of(request.kind))}/{META}"
    last, issued = history.last, request.issued
    if message := _wrong_kind(request, history, language):
        yield Problem(path, 0, "kind", message, request.kind)
    if not request.reason.strip():
        yield Problem(path, 0, "reason", _("reason must say why there is a revision"))
    for key in ("reason", "meaning", "document_number"):
        for sign in unshown(getattr(request, key) or ""):
            yield Problem(path, 0, key, no_face(sign, _), getattr(request, key))
    if request.first_day < issued:
        message = _("effective must not be before the day of issue (%(issued)s)") % {"issued": issued}
        yield Problem(path, 0, "effective", message, request.first_day.isoformat())
    if last is not None and issued < last.meta.issued:
        message = _("issued must not be before the issue of revision %(number)s (%(issued)s)")
        at = {"number": called(last.version, _), "issued": last.meta.issued}
        yield Problem(path, 0, "issued", message % at, issued.isoformat())
    if last is not None and kind_of(request.kind) == "editorial":
        yield from _of_the_editor(request, last, path, _)
    named = request.approved_by
    if campaign is not None and named is not None and named not in campaign.unit_by_id:
        hint = did_you_mean(named, campaign.unit_by_id, _)
        message = _("%(key)s must be the id of a unit of content/units.yml%(hint)s")
        yield Problem(path, 0, "approved_by", message % {"key": "approved_by", "hint": hint}, named)


def _of_the_editor(request: ReleaseRequest, last: Sealed, path: str, _: Translate) -> Iterator[Problem]:
    """An editorial correction is no document of the issuing body, and begins no earlier than what it corrects."""
    if request.document_number:
        message = _("An editorial correction has no document number: the issuing body gives those, the editor corrects")
        yield Problem(path, 0, "document_number", message, request.document_number)
    if request.first_day < last.meta.effective:
        message = _("effective must not be before the first day of revision %(number)s (%(effective)s)")
        at = {"number": called(last.version, _), "effective": last.meta.effective}
        yield Problem(path, 0, "effective", message % at, request.first_day.isoformat())


def _wrong_kind(request: ReleaseRequest, history: History, language: str) -> str:
    """Say why the kind is none, or none that fits; nothing where it fits."""
    _ = translations(language).gettext
    names, kind, last = revision_kind_names(language), kind_of(request.kind), history.last
    if kind is None:
        choices = [f"{name} ({word})" for name, word in names.items() if (name == "original") == (last is None)]
        return _("kind must be one of: %(choices)s") % {"choices": " | ".join(choices)}
    if last is None and kind != "original":
        message = _("The first revision is the plan as it was issued: its kind must be '%(kind)s'")
        return message % {"kind": names["original"]}
    if last is not None and kind == "original":
        message = _("Only the first revision is of the kind '%(kind)s'; revision %(number)s has been sealed")
        return message % {"kind": names["original"], "number": called(last.version, _)}
    return ""


def meta_of(request: ReleaseRequest, version: Version, campaign: Campaign) -> Meta | None:
    """Return what is sealed of a request; None where `request_problems` tells why there is nothing."""
    plan, kind = campaign.plan, kind_of(request.kind)
    letter = plan.notice.document_number if plan.notice and kind == "original" else ""
    approved_by = "" if kind == "editorial" else campaign.members(plan.issuers)[0].id
    try:
        return Meta(
            number=version.number,
            correction=version.correction,
            kind=kind or "revision",
            document_number=_line(letter if request.document_number is None else request.document_number),
            approved_by=approved_by if request.approved_by is None else request.approved_by,
            issued=request.issued,
            effective=request.first_day,
            reason=_line(request.reason),
            meaning=_line(request.meaning),
        )
    except ValidationError:
        return None


def meta_text(meta: Meta) -> str:
    """Return what is written of it."""
    shown = {key: value for key, value in meta.said.items() if value != ""}
    text: str = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=100_000)
    return text


def unreadable(meta: Meta, language: str) -> list[Problem]:
    """Return what would keep the text from being read back."""
    path = f"{REVISIONS}/{meta.version}/{META}"
    _file, problems = read_text(meta_text(meta), path, [], translations(language).gettext)
    return list(problems)


def _line(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------- the draft


def draft_problems(
    campaign: Campaign,
    kind: RevisionKind | None,
    history: History,
    changes: tuple[Change, ...],
    gone: Mapping[str, tuple[str, ...]],
) -> Iterator[Problem]:
    """Yield what keeps `campaign` from being sealed as a revision of this kind.

    `kind` is None where it is wrong itself; `changes` and `gone` are those since the last revision in `history`. Of the
    first revision nothing is asked.
    """
    last, _ = history.last, translations(campaign.plan.language).gettext
    if last is not None:
        yield from _state(campaign, kind, last, _)
        yield from _tombstones(campaign, last, gone, _)
        yield from _ids(campaign, history, _)
        yield from _predecessors(campaign, last, _)
        if kind != "editorial":  # its changes void no answer, so that the marks of the draft are about a later revision
            yield from _marks(campaign, last.version.number + 1, changes, _)


def sheet_problems(sheets: Mapping[str, SheetRecord], history: History, language: str) -> Iterator[Problem]:
    """Yield each of `sheets` that would get a code or an address that was sealed for another sheet.

    What `check` knows of names keeps nearly all of them away; this proves it of all.
    """
    before = (record for sealed in history.sealed.values() for record in sealed.sheets.values())
    for sheet, words in passed_on(sheets.values(), before, translations(language).gettext):
        yield Problem(_file_of(f"form:{sheet.form}"), 0, sheet.form, words)


def _state(campaign: Campaign, kind: RevisionKind | None, last: Sealed, _: Translate) -> Iterator[Problem]:
    """Something has changed, unless the plan ends; what is sealed is no draft."""
    changed, messages = campaign.standing is not None and campaign.standing.draft, []
    if kind == "repeal" and changed:
        messages.append(
            _("A repeal changes no words: seal the changes as a revision first, or put revision %(number)s back")
        )
    if kind in ("repeal", "editorial") and last.meta.kind == "repeal":
        messages.append(_("Revision %(number)s has repealed the plan already"))
    if kind != "repeal" and not changed:
        messages.append(_("Nothing has changed since revision %(number)s"))
    for message in messages:
        yield Problem("content", 0, "", message % {"number": called(last.version, _)})
    if campaign.plan.status == "draft":
        message = _("A draft cannot be sealed: delete the line 'status: draft'")
        yield Problem("content/plan.yml", 0, "status", message, "draft")


def _tombstones(
    campaign: Campaign, last: Sealed, gone: Mapping[str, tuple[str, ...]], _: Translate
) -> Iterator[Problem]:
    """What vanished has a tombstone or a successor; tombstones stay."""
    retired = {stone.target for stone in campaign.retired}
    for target, successors in gone.items():
        document = target.partition("#")[0]
        whole = f"sector:{document}" in retired and document not in campaign.sector_by_id
        if target not in retired and not successors and not whole:
            message = _("What was deleted needs a tombstone: write '- {target: %(target)s}' below 'retired:'")
            yield Problem(RETIRED_FILE, 0, target, message % {"target": f'"{target}"'})
    for stone in last.campaign.retired:
        if stone.target not in retired:
            message = _("A tombstone must stay: put '- {target: %(target)s}' back below 'retired:'")
            yield Problem(RETIRED_FILE, 0, stone.target, message % {"target": f'"{stone.target}"'})


def _ids(campaign: Campaign, history: History, _: Translate) -> Iterator[Problem]:
    """What was gone does not come back."""
    ever = {target: sealed.version for sealed in history.sealed.values() for target in sealed.gone}
    for target in sorted(ever.keys() & frozenset(targets_of(campaign))):
        message = _("An id is never used again; revision %(number)s has deleted this one: choose another")
        yield Problem(_file_of(target), 0, target, message % {"number": called(ever[target], _)})


def _predecessors(campaign: Campaign, last: Sealed, _: Translate) -> Iterator[Problem]:
    """What a place names as its origin was there."""
    olds = last.campaign.places
    for ref, place in campaign.places.items():
        known = predecessors_of(olds[ref]) if ref in olds else ()
        for origin in predecessors_of(place):
            if origin not in olds and origin not in known:
                message = _("from must name clauses or rows of revision %(number)s")
                yield Problem(_file_of(ref), 0, ref, message % {"number": called(last.version, _)}, origin)


def _marks(campaign: Campaign, number: int, changes: tuple[Change, ...], _: Translate) -> Iterator[Problem]:
    """A mark on this revision is about something that changes in it."""
    changed = {change.target for change in changes}
    for mark in campaign.marks:
        if mark.revision == number and mark.target not in changed:
            message = _("A mark must be about a change of its revision%(hint)s")
            hint = did_you_mean(mark.target, changed, _)
            yield Problem(RETIRED_FILE, 0, "marks", message % {"hint": hint}, mark.target)


def _file_of(target: str) -> str:
    return next((file for begins, file in FILES.items() if target.startswith(begins)), "sectors")
