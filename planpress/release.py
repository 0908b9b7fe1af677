"""Draft → a sealed revision, or every reason why it cannot be one.

In: a campaign folder, and what is said about the revision. Out: a `Release` that can be looked at, and
the folder `revisions/<number>/`. It appears in one step, whole, and is never written again.
"""

from __future__ import annotations

import datetime
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from planpress.content.hints import did_you_mean
from planpress.content.reader import read_text
from planpress.content.sealed import CHANGES, MANIFEST, META, REVISIONS, SHEETS, json_text, manifest_text, sources_of
from planpress.content.validate import language_of, read
from planpress.errors import BuildError, ContentError, Problem
from planpress.i18n import Translate, translations
from planpress.model.addresses import OWN_FORMS
from planpress.model.campaign import Campaign
from planpress.model.revision import Meta
from planpress.model.vocabulary import RevisionKind, revision_kind_names
from planpress.revisions.change import Change, change_json
from planpress.revisions.changes import changes_between, gone_between, predecessors_of, targets_of
from planpress.revisions.history import History, Sealed, history_of
from planpress.revisions.reprints import Reprint, records_json, reprints
from planpress.revisions.steps import next_step, sealed_steps
from planpress.sheets.printed import printed_of, records_of

RETIRED_FILE = "content/changes.yml"

STAGED = ".sealing-"
"""How the folder of a revision begins until it is whole."""


@dataclass(frozen=True)
class Wish:
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


@dataclass(frozen=True)
class Release:
    """A revision that can be sealed.

    Attributes:
        meta: What is said about it.
        files: Every file of its folder by path, the manifest last.
        changes: What it changes of the revision before it.
        reprints: The sheets and packs that are not what they were; none for the first revision.
    """

    meta: Meta
    files: dict[str, bytes]
    changes: tuple[Change, ...]
    reprints: tuple[Reprint, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """Ids of the units it concerns, sorted."""
        return tuple(sorted({unit for change in self.changes for unit in change.units}))

    @property
    def sheets(self) -> tuple[Reprint, ...]:
        """The reprints that are single sheets or documents."""
        return tuple(reprint for reprint in self.reprints if reprint.sheet.form not in OWN_FORMS)


def prepare(root: Path, wish: Wish) -> Release:
    """Make the draft at `root` ready to be sealed; nothing is written.

    Raises:
        ContentError: With every reason why it cannot be sealed.
    """
    language = language_of(root)
    _ = translations(language).gettext
    history = history_of(root)
    try:
        campaign = read(root).campaign
    except ContentError as error:
        raise ContentError([*error.problems, *_check_wish(wish, history, None, root, _)]) from None
    problems = [*_check_wish(wish, history, campaign, root, _)]
    last = history.last
    kind = kind_of(wish.kind)
    number = _next(history, campaign)
    changes: tuple[Change, ...] = ()
    gone: dict[str, tuple[str, ...]] = {}
    if last is not None:
        problems += [*_check_draft(campaign, kind, last, _), *_check_ids(campaign, history, last, _)]
        changes = changes_between(last.campaign, campaign, kind or "revision", number)
        gone = gone_between(last.campaign, campaign)
        problems += _check_marks(campaign, number, changes, _)
    meta, found = _meta(wish, kind, number, campaign, root, _)
    problems += found
    if meta is None or any(not problem.warning for problem in problems):
        raise ContentError(set(problems))
    step = next_step(history, campaign, changes, meta)
    steps = (*sealed_steps(history), *([step] if step else ()))
    sheets = records_of(printed_of(campaign, steps, repealed=meta.kind == "repeal").all)
    shown = {"from": last.number if last else None, "to": number, "changes": list(map(change_json, changes))}
    files = {
        **sources_of(root),
        META: _meta_text(meta).encode(),
        CHANGES: json_text({**shown, "gone": gone}).encode(),
        SHEETS: json_text(records_json(sheets)).encode(),
    }
    before = (last.number, (last.folder / MANIFEST).read_bytes()) if last else None
    files[MANIFEST] = manifest_text(number, files, before).encode()
    return Release(meta, files, changes, reprints(last.sheets, sheets) if last else ())


def seal(root: Path, release: Release) -> Path:
    """Write the folder of a revision.

    Why:
        It is written beside and renamed, so that whoever looks sees it whole or not at all. A folder that a
        killed run left begins with a dot and is read by nobody; the next release removes it.

    Returns:
        The folder.

    Raises:
        BuildError: If another release is running, or has sealed a revision of this number meanwhile.
    """
    folder = root / REVISIONS
    folder.mkdir(exist_ok=True)
    _ = translations(language_of(root)).gettext
    with _alone(folder, _):
        target = folder / str(release.meta.number)
        if target.exists():
            raise BuildError(_("Revision %(number)s has been sealed meanwhile") % {"number": release.meta.number})
        staged = Path(tempfile.mkdtemp(prefix=STAGED, dir=folder))
        try:
            staged.chmod(0o755)
            for name, data in release.files.items():
                path = staged / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            staged.rename(target)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
    return target


@contextmanager
def _alone(folder: Path, _: Translate) -> Iterator[None]:
    """Keep other releases out of `folder`, and remove what killed ones left there.

    The lock is on the folder itself, so that no file is left in it; it falls away with the process. Some network
    disks lock no folders: there, what was left stays, since it may be of a release that is running.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError(_("Another release is running")) from None
        except OSError:
            pass
        else:
            for left in folder.glob(f"{STAGED}*"):
                shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(handle)


def kind_of(text: str) -> RevisionKind | None:
    """Return the kind that an office means, by its id or its name; None where it is none."""
    for language in ("zh", "en"):
        for kind, name in revision_kind_names(language).items():
            if text.strip() in (kind, name):
                return kind
    return None


def _next(history: History, campaign: Campaign | None) -> int:
    """Return the number of the next revision; a plan may state that of the first one sealed."""
    if history.last is not None:
        return history.last.number + 1
    stated = campaign.plan.revision if campaign is not None else None
    return stated.number if stated else 1


# ---------------------------------------------------------------- what is said about it


def _check_wish(wish: Wish, history: History, campaign: Campaign | None, root: Path, _: Translate) -> Iterator[Problem]:
    """Kind, reason and dates fit each other and the revision before."""
    path = f"{REVISIONS}/{_next(history, campaign)}/{META}"
    names = revision_kind_names(language_of(root))
    kind = kind_of(wish.kind)
    last = history.last
    if kind is None:
        choices = [f"{name} ({word})" for name, word in names.items() if (name == "original") == (last is None)]
        message = _("kind must be one of: %(choices)s") % {"choices": " | ".join(choices)}
        yield Problem(path, 0, "kind", message, wish.kind)
    elif last is None and kind != "original":
        message = _("The first revision is the plan as it was issued: its kind must be '%(kind)s'")
        yield Problem(path, 0, "kind", message % {"kind": names["original"]}, wish.kind)
    elif last is not None and kind == "original":
        message = _("Only the first revision is of the kind '%(kind)s'; revision %(number)s has been sealed")
        yield Problem(path, 0, "kind", message % {"kind": names["original"], "number": last.number}, wish.kind)
    if not wish.reason.strip():
        yield Problem(path, 0, "reason", _("reason must say why there is a revision"))
    effective = wish.effective or wish.issued
    if effective < wish.issued:
        message = _("effective must not be before the day of issue (%(issued)s)") % {"issued": wish.issued}
        yield Problem(path, 0, "effective", message, effective.isoformat())
    if last is not None and wish.issued < last.meta.issued:
        message = _("issued must not be before the issue of revision %(number)s (%(issued)s)")
        at = {"number": last.number, "issued": last.meta.issued}
        yield Problem(path, 0, "issued", message % at, wish.issued.isoformat())
    if campaign is not None and wish.approved_by is not None and wish.approved_by not in campaign.unit_by_id:
        hint = did_you_mean(wish.approved_by, campaign.unit_by_id, _)
        message = _("%(key)s must be the id of a unit of content/units.yml%(hint)s")
        yield Problem(path, 0, "approved_by", message % {"key": "approved_by", "hint": hint}, wish.approved_by)


def _meta(
    wish: Wish, kind: RevisionKind | None, number: int, campaign: Campaign, root: Path, _: Translate
) -> tuple[Meta | None, list[Problem]]:
    """Return what is said about the revision, and what keeps it from being read back."""
    path = f"{REVISIONS}/{number}/{META}"
    letter = campaign.plan.notice.document_number if campaign.plan.notice and kind == "original" else ""
    issuers = campaign.members(campaign.plan.issuers)
    try:
        meta = Meta(
            number=number,
            kind=kind or "revision",
            document_number=_line(letter if wish.document_number is None else wish.document_number),
            approved_by=issuers[0].id if wish.approved_by is None else wish.approved_by,
            issued=wish.issued,
            effective=wish.effective or wish.issued,
            reason=_line(wish.reason),
            meaning=_line(wish.meaning),
        )
    except ValidationError:
        # Each of its values has been checked, and told, before.
        return None, []
    _file, problems = read_text(_meta_text(meta), path, [], _)
    return meta, problems


def _line(text: str) -> str:
    return " ".join(text.split())


def _meta_text(meta: Meta) -> str:
    shown = {key: value for key, value in meta.model_dump(mode="json").items() if value != ""}
    text: str = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=100_000)
    return text


# ---------------------------------------------------------------- the draft


def _check_draft(campaign: Campaign, kind: RevisionKind | None, last: Sealed, _: Translate) -> Iterator[Problem]:
    """Something has changed, unless the plan ends; what is sealed is no draft."""
    changed = campaign.standing is not None and campaign.standing.draft
    if kind == "repeal" and changed:
        message = _("A repeal changes no words: seal the changes as a revision first, or put revision %(number)s back")
        yield Problem("content", 0, "", message % {"number": last.number})
    if kind == "repeal" and last.meta.kind == "repeal":
        message = _("Revision %(number)s has repealed the plan already")
        yield Problem("content", 0, "", message % {"number": last.number})
    if kind != "repeal" and not changed:
        message = _("Nothing has changed since revision %(number)s")
        yield Problem("content", 0, "", message % {"number": last.number})
    if campaign.plan.status == "draft":
        message = _("A draft cannot be sealed: delete the line 'status: draft'")
        yield Problem("content/plan.yml", 0, "status", message, "draft")


def _check_ids(campaign: Campaign, history: History, last: Sealed, _: Translate) -> Iterator[Problem]:
    """What vanished has a tombstone or a successor; what was gone does not come back; tombstones stay."""
    retired = {stone.target for stone in campaign.retired}
    for target, successors in gone_between(last.campaign, campaign).items():
        document = target.partition("#")[0]
        whole = f"sector:{document}" in retired and document not in campaign.sector_by_id
        if target not in retired and not successors and not whole:
            message = _("What was deleted needs a tombstone: write '- {target: %(target)s}' below 'retired:'")
            yield Problem(RETIRED_FILE, 0, target, message % {"target": f'"{target}"'})
    ever = {target: sealed.number for sealed in history.sealed.values() for target in sealed.gone}
    present = frozenset(targets_of(campaign))
    for target in sorted(present & ever.keys()):
        message = _("An id is never used again; revision %(number)s has deleted this one: choose another")
        yield Problem(_file_of(target), 0, target, message % {"number": ever[target]})
    for stone in last.campaign.retired:
        if stone.target not in retired:
            message = _("A tombstone must stay: put '- {target: %(target)s}' back below 'retired:'")
            yield Problem(RETIRED_FILE, 0, stone.target, message % {"target": f'"{stone.target}"'})
    for ref, place in campaign.places.items():
        was = last.campaign.places.get(ref)
        known = {*(predecessors_of(was) if was else ()), *last.campaign.places}
        for origin in predecessors_of(place):
            if origin not in known:
                message = _("from must name clauses or rows of revision %(number)s")
                yield Problem(_file_of(ref), 0, ref, message % {"number": last.number}, origin)


def _file_of(target: str) -> str:
    """Return the file or folder where an editor looks for `target`."""
    kind = target.partition(":")[0]
    if kind in ("unit", "form", "sector"):
        return {"unit": "content/units.yml", "form": "content/forms", "sector": "sectors"}[kind]
    return "content/plan.yml" if target.startswith("plan#") else "sectors"


def _check_marks(campaign: Campaign, number: int, changes: tuple[Change, ...], _: Translate) -> Iterator[Problem]:
    """A mark on this revision is about something that changes in it."""
    changed = {change.target for change in changes}
    for mark in campaign.marks:
        if mark.revision == number and mark.target not in changed:
            message = _("A mark must be about a change of its revision%(hint)s")
            hint = did_you_mean(mark.target, changed, _)
            yield Problem(RETIRED_FILE, 0, "marks", message % {"hint": hint}, mark.target)
