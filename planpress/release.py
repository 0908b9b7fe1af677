"""Draft → a sealed revision, or every reason why it cannot be one.

In: a campaign folder, and what is said about the revision. Out: a `Release` that can be looked at, and
the folder `revisions/<number>/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planpress.content.validate import language_of, read
from planpress.errors import ContentError
from planpress.model.addresses import OWN_FORMS
from planpress.model.revision import Meta
from planpress.revisions.change import Change
from planpress.revisions.changes import changes_between, gone_between
from planpress.revisions.draft_rules import draft_problems
from planpress.revisions.history import history_of
from planpress.revisions.reprints import Reprint, reprints
from planpress.revisions.request import ReleaseRequest, kind_of, meta_of, next_number, request_problems, unreadable
from planpress.revisions.seal import sealed_files, write_sealed
from planpress.sheets.printed import printed_of, records_of


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


def prepare(root: Path, request: ReleaseRequest) -> Release:
    """Make the draft at `root` ready to be sealed; nothing is written.

    Raises:
        ContentError: With every reason why it cannot be sealed.
    """
    history, language = history_of(root), language_of(root)
    try:
        campaign = read(root).campaign
    except ContentError as error:
        raise ContentError([*error.problems, *request_problems(request, history, None, language)]) from None
    problems = list(request_problems(request, history, campaign, language))
    last, kind, number = history.last, kind_of(request.kind), next_number(history, campaign)
    changes: tuple[Change, ...] = ()
    gone: dict[str, tuple[str, ...]] = {}
    if last is not None:
        changes = changes_between(last.campaign, campaign, kind or "revision", number)
        gone = gone_between(last.campaign, campaign)
        problems += draft_problems(campaign, kind, history, changes, gone)
    meta = meta_of(request, number, campaign)
    problems += unreadable(meta, language) if meta else ()
    if meta is None or any(not problem.warning for problem in problems):
        raise ContentError(set(problems))
    steps = (*history.steps, last.step_to(campaign, changes, meta)) if last else ()
    sheets = records_of(printed_of(campaign, steps, repealed=meta.kind == "repeal").all)
    files = sealed_files(root, meta, changes, gone, sheets, last)
    return Release(meta, files, changes, reprints(last.sheets, sheets) if last else ())


def seal(root: Path, release: Release) -> Path:
    """Write the folder of a revision, and return it.

    Raises:
        BuildError: If another release is running, or has sealed a revision of this number meanwhile.
    """
    return write_sealed(root, release.meta.number, release.files, language_of(root))
