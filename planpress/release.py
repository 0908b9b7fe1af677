"""Draft → a sealed revision, or every reason why it cannot be one.

In: a campaign folder, and what is said about the revision. Out: a `Release` that can be looked at, and
the folder `revisions/<version>/`.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from planpress.content.sealed import MANIFEST, REVISIONS, SIGNED, sources_of
from planpress.content.validate import language_of, read
from planpress.disk import staging
from planpress.errors import ContentError, Problem
from planpress.i18n import translations
from planpress.model.addresses import OWN_FORMS
from planpress.model.campaign import Campaign
from planpress.model.revision import Meta
from planpress.model.version import Version, called
from planpress.publishing.signing import Signer, signature_of
from planpress.revisions import request as asked
from planpress.revisions.change import Change
from planpress.revisions.changes import changes_between, gone_between
from planpress.revisions.editorial import first_difference
from planpress.revisions.history import Sealed, history_of
from planpress.revisions.reprints import Reprint, reprints, still_due
from planpress.revisions.request import ReleaseRequest
from planpress.revisions.seal import sealed_files, write_sealed
from planpress.sheets.printed import printed_of, records_of


@dataclass(frozen=True)
class Release:
    """A revision that can be sealed: what is said about it, and every file of its folder, the manifest last.

    `changes` and `reprints` tell what is not as in the revision before it; there are none for the first.
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


def prepare(root: Path, request: ReleaseRequest, signer: Signer | None = None) -> Release:
    """Make the draft at `root` ready to be sealed, and signed by `signer`; nothing is written.

    Raises:
        ContentError: With every reason why it cannot be sealed.
    """
    history, language = history_of(root), language_of(root)
    try:
        campaign = read(root).campaign
    except ContentError as error:
        raise ContentError([*error.problems, *asked.request_problems(request, history, None, language)]) from None
    last, kind = history.last, asked.kind_of(request.kind)
    version = asked.next_version(history, campaign, kind)
    changes = changes_between(last.campaign, campaign, kind or "revision", version) if last else ()
    gone = gone_between(last.campaign, campaign) if last else {}
    meta = asked.meta_of(request, version, campaign)
    bodys = tuple(_not_the_editors(root, last, campaign, language)) if last and kind == "editorial" else ()
    problems = [
        *asked.request_problems(request, history, campaign, language),
        *(bodys or asked.draft_problems(campaign, kind, history, changes, gone)),
        *(asked.unreadable(meta, language) if meta else ()),
        *_unsigned(version, last, signer, language),
    ]
    if meta is None or any(not problem.warning for problem in problems):
        raise ContentError(set(problems))
    steps = (*history.steps, last.step_to(campaign, changes, meta)) if last else ()
    sheets = records_of(printed_of(campaign, steps, repealed=meta.kind == "repeal").all)
    if passed_on := list(asked.sheet_problems(sheets, history, language)):
        raise ContentError(passed_on)
    files = sealed_files(root, meta, changes, gone, sheets, last)
    again = still_due(reprints(last.sheets, sheets), meta.effective) if last else ()
    return Release(meta, files, changes, again)


def _not_the_editors(root: Path, last: Sealed, campaign: Campaign, language: str) -> Iterator[Problem]:
    """An editorial correction leaves every word of the issuing body as it was sealed last."""
    if problem := first_difference(last.campaign, campaign, root, translations(language).gettext):
        yield problem


def _unsigned(version: Version, last: Sealed | None, signer: Signer | None, language: str) -> Iterator[Problem]:
    """Once one revision is signed, the next is."""
    if last is not None and signature_of(last) and signer is None:
        _ = translations(language).gettext
        message = _("Revision %(number)s is signed; sign this one, too: --sign KEY")
        yield Problem(f"{REVISIONS}/{version}/{SIGNED}", 0, "", message % {"number": called(last.version, _)})


@contextmanager
def sealed_copy(root: Path, release: Release, place: Path) -> Iterator[Path]:
    """Give a copy of the campaign, below `place`, in which `release` is sealed: what a build would find then.

    `BuildError` as `disk.staging` raises it.
    """
    language = language_of(root)
    with staging(place, language=language) as copy:
        for path, data in sources_of(root).items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(data)
        if (root / REVISIONS).is_dir():
            shutil.copytree(root / REVISIONS, copy / REVISIONS)
        write_sealed(copy, release.meta.version, release.files, language)
        yield copy


def seal(root: Path, release: Release, signer: Signer | None = None) -> Sealed:
    """Write the folder of a revision, with a signature of its manifest where there is who signs; return what is sealed.

    Raises:
        BuildError: If another release is running, or has sealed this revision meanwhile; or if it was not
            signed.
    """
    signature = {SIGNED: signer.sign(release.files[MANIFEST])} if signer else {}
    version = release.meta.version
    return Sealed(version, write_sealed(root, version, {**release.files, **signature}, language_of(root)))
