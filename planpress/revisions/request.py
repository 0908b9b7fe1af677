"""What an office says about the revision it wants to seal → what is sealed of it, or what is wrong with it.

In: a `ReleaseRequest`. Out: a `Meta`, its text, and a `Problem` for everything that keeps it from being sealed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from pydantic import ValidationError

from planpress.content.faults import did_you_mean
from planpress.content.reader import read_text
from planpress.content.sealed import META, REVISIONS
from planpress.errors import Problem
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.revision import Meta
from planpress.model.vocabulary import RevisionKind, revision_kind_names
from planpress.revisions.history import History


@dataclass(frozen=True)
class ReleaseRequest:
    """What an office says about the revision it wants to seal.

    Attributes:
        kind: An id of a kind, or its name in a language we speak.
        reason: Why there is a revision.
        issued: Its day of issue.
        effective: First day on which it holds; None: the day of issue.
        document_number: As printed; None: for the first revision that of the plan's letter, else none.
        approved_by: Id of a unit; None: the first issuer of the plan.
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
    for language in ("zh", "en"):
        for kind, name in revision_kind_names(language).items():
            if text.strip() in (kind, name):
                return kind
    return None


def next_number(history: History, campaign: Campaign | None) -> int:
    """Return the number of the next revision; a plan may state that of the first one sealed."""
    if history.last is not None:
        return history.last.number + 1
    stated = campaign.plan.revision if campaign is not None else None
    return stated.number if stated else 1


def request_problems(
    request: ReleaseRequest, history: History, campaign: Campaign | None, language: str
) -> Iterator[Problem]:
    """Yield what does not fit: kind, reason and dates must fit each other and the revision before.

    Args:
        request: What the office says.
        history: The revisions before.
        campaign: The draft; None where it breaks a rule itself.
        language: Of the messages.
    """
    _ = translations(language).gettext
    path = f"{REVISIONS}/{next_number(history, campaign)}/{META}"
    last, issued = history.last, request.issued
    if message := _wrong_kind(request, history, language):
        yield Problem(path, 0, "kind", message, request.kind)
    if not request.reason.strip():
        yield Problem(path, 0, "reason", _("reason must say why there is a revision"))
    if request.first_day < issued:
        message = _("effective must not be before the day of issue (%(issued)s)") % {"issued": issued}
        yield Problem(path, 0, "effective", message, request.first_day.isoformat())
    if last is not None and issued < last.meta.issued:
        message = _("issued must not be before the issue of revision %(number)s (%(issued)s)")
        at = {"number": last.number, "issued": last.meta.issued}
        yield Problem(path, 0, "issued", message % at, issued.isoformat())
    named = request.approved_by
    if campaign is not None and named is not None and named not in campaign.unit_by_id:
        hint = did_you_mean(named, campaign.unit_by_id, _)
        message = _("%(key)s must be the id of a unit of content/units.yml%(hint)s")
        yield Problem(path, 0, "approved_by", message % {"key": "approved_by", "hint": hint}, named)


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
        return message % {"kind": names["original"], "number": last.number}
    return ""


def meta_of(request: ReleaseRequest, number: int, campaign: Campaign) -> Meta | None:
    """Return what is sealed of a request; None where `request_problems` tells why there is nothing."""
    plan, kind = campaign.plan, kind_of(request.kind)
    letter = plan.notice.document_number if plan.notice and kind == "original" else ""
    issuers = campaign.members(plan.issuers)
    try:
        return Meta(
            number=number,
            kind=kind or "revision",
            document_number=_line(letter if request.document_number is None else request.document_number),
            approved_by=issuers[0].id if request.approved_by is None else request.approved_by,
            issued=request.issued,
            effective=request.first_day,
            reason=_line(request.reason),
            meaning=_line(request.meaning),
        )
    except ValidationError:
        return None


def meta_text(meta: Meta) -> str:
    """Return what is written of it."""
    shown = {key: value for key, value in meta.model_dump(mode="json").items() if value != ""}
    text: str = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=100_000)
    return text


def unreadable(meta: Meta, language: str) -> list[Problem]:
    """Return what would keep the text from being read back."""
    path = f"{REVISIONS}/{meta.number}/{META}"
    _file, problems = read_text(meta_text(meta), path, [], translations(language).gettext)
    return list(problems)


def _line(text: str) -> str:
    return " ".join(text.split())
