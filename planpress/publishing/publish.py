"""Finished site → a folder that keeps every revision, and leads readers to the current one.

In: a staging folder with a finished site. Out: `<revision>/`, `latest`, `versions.json`,
`index.html` and the journal in the folder of publications. A published folder is never written
again. Each thing a reader can see changes in one rename; killed at any moment, every address
answers, and the next run ends what was begun.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.publishing import publications, verify
from planpress.publishing.entrance import VERSIONS, files_beside
from planpress.publishing.links import files_below
from planpress.publishing.publications import Publications, build_of, folder_of
from planpress.publishing.staging import new_link
from planpress.publishing.verify import JournalEntry
from planpress.sheets.edition import Edition


@dataclass(frozen=True)
class Outcome:
    """What a publication or a rollback led to.

    Attributes:
        folder: Name of the folder that is current now.
        title: What the version selector calls it.
        changed: False where everything was so already.
        check_sum: Of the journal, as it is read out.
    """

    folder: str
    title: str
    changed: bool
    check_sum: str


def publish(before: Publications, site: Path, campaign: Campaign, edition: Edition, date: str) -> Outcome:
    """Put a finished site into the folder of publications and make it the current one.

    Why:
        The same bytes again change nothing. Where the content is the same but the bytes are not
        (another public address, newer software), the site becomes a further build of its revision
        beside the first, `2-2` beside `2`, so that no folder ever changes.

    Args:
        before: What was published so far; the caller holds the lock of the folder and has asked `precheck`.
        site: The finished site of `campaign` as `edition`, below `staging_of(root)`, with its manifest.
        campaign: What is published.
        edition: As which edition.
        date: The day, as YYYY-MM-DD.

    Raises:
        BuildError: If an address that was ever published would answer no more, or a file is not
            on the disk as the manifest has it.
    """
    _refuse_lost_addresses(before, files_below(site), edition.language)
    manifest_sum = verify.sha256_of(site / verify.MANIFEST)
    builds = [entry for entry in before.builds.values() if entry.revision == edition.revision]
    same = [entry.to for entry in builds if entry.manifest == manifest_sum]
    folder = same[-1] if same else folder_of(edition.revision, build_of(builds[-1].to)[1] + 1 if builds else 1)
    entry = JournalEntry(
        number=0,
        what=publications.PUBLISH,
        date=date,
        campaign=campaign.plan.id,
        name=campaign.plan.name,
        language=edition.language,
        revision=edition.revision,
        title=edition.line,
        source="",
        to=folder,
        manifest=manifest_sum,
        beside={},
        previous="",
    )
    outcome, files = _prepare(before, entry, site.parent)
    if same:
        _refuse_differences(before.root / folder, folder, manifest_sum, edition.language)
    else:
        _copy_shared_files(site)
        _refuse_differences(site, site.name, manifest_sum, edition.language)
        _put(site, before.root / folder, campaign.plan.id, edition.language)
    return _rename(files, before.root, outcome)


def rollback(before: Publications, wanted: str, date: str, work: Path) -> Outcome:
    """Make an earlier publication the current one again, and record it.

    Args:
        before: What was published so far; the caller holds the lock of the folder.
        wanted: A revision (its newest build) or one build of it, such as `2-1`; empty for the
            publication before the current.
        date: The day, as YYYY-MM-DD.
        work: An empty folder below `staging_of(root)`.

    Raises:
        BuildError: If there is no such publication, or its folder was changed.
    """
    _ = translations(before.language).gettext
    if before.last is None:
        raise BuildError(_("Nothing was published to %(path)s yet.") % {"path": before.root})
    fitting = _fitting(before, before.last, wanted)
    if not fitting:
        folders = {"folders": ", ".join(before.builds)}
        raise BuildError(_("There is nothing of that kind to go back to. Published: %(folders)s") % folders)
    target = fitting[-1]
    _refuse_differences(before.root / target.to, target.to, target.manifest, before.language)
    outcome, files = _prepare(before, replace(target, what=publications.ROLLBACK, date=date), work)
    return _rename(files, before.root, outcome)


def _fitting(before: Publications, last: JournalEntry, wanted: str) -> list[JournalEntry]:
    """Return what can be gone back to, the best last."""
    builds = list(before.builds.values())
    if "-" in wanted:
        return [entry for entry in builds if build_of(entry.to) == build_of(wanted)]
    if wanted:
        return [entry for entry in builds if wanted == str(entry.revision)]
    if last.what == publications.ROLLBACK and before.is_unfinished():
        return [before.builds[last.to]]  # the rollback that was cut short
    return [entry for entry in builds if build_of(entry.to) < build_of(last.to)]


def _refuse_lost_addresses(before: Publications, names: Iterable[str], language: str) -> None:
    now = set(names)
    lost: dict[str, str] = {}
    for entry in before.builds.values():
        lost |= {path: entry.to for path in before.manifest(entry).addresses if path not in now}
    if lost:
        words = translations(language).gettext("Addresses that were published before would answer no more:")
        raise BuildError("\n".join([words, *(f"{path} ({lost[path]})" for path in sorted(lost))]))


def _refuse_differences(folder: Path, name: str, manifest_sum: str, language: str) -> None:
    if found := verify.folder_differences(folder, name, manifest_sum, translations(language).gettext):
        raise BuildError("\n".join(found))


def _copy_shared_files(folder: Path) -> None:
    """Replace every file that has another name elsewhere, such as in the cache, by a copy.

    Why:
        Nothing that happens to the other name may reach a published file.
    """
    for name in files_below(folder):
        path = folder / name
        if path.stat().st_nlink > 1:
            own = path.with_name(path.name + ".own")
            shutil.copyfile(path, own)
            own.replace(path)


def _put(site: Path, target: Path, campaign: str, language: str) -> None:
    """Move a folder to its place in one rename.

    A folder that is there but stands in no record was left by a publication that was killed; no reader was led to it.
    """
    os.sync()  # after a failure of power the names must not be there without the content
    if target.exists():
        if not publications.is_unrecorded(target, campaign):
            raise BuildError(
                translations(language).gettext("%(path)s was not published by this program; move it away first")
                % {"path": target}
            )
        target.replace(site.with_name("unrecorded"))
    site.replace(target)


def _prepare(before: Publications, entry: JournalEntry, work: Path) -> tuple[Outcome, list[Path]]:
    """Write what leads readers to `entry.to`, where it differs from what is there: new files and the new link.

    Why:
        All is written before anything is renamed, so a full disk changes nothing. The journal comes
        first: it tells what has to be, so that whoever finds the rest behind it can end the work.
        `index.html` comes last, when everything it leads to is there.

    Returns:
        What the renames will lead to, and what has to be renamed into its place, in this order.
    """
    beside = files_beside(before, entry)
    entry = replace(before.following(entry), beside={name: verify.sum_of(data) for name, data in beside.items()})
    journal, last = before.journal, before.last
    if last is None or (last.to, last.beside) != (entry.to, entry.beside):
        journal += entry.line() + b"\n"
    waiting = []
    for name, data in {verify.JOURNAL: journal, **beside}.items():
        if name == VERSIONS and before.leads_to != entry.to:
            link = new_link(before.root / verify.LATEST, before.root / entry.to, work / verify.LATEST, entry.language)
            waiting.append(link)
        if not before.holds(name, data):
            _write(work / name, data)
            waiting.append(work / name)
    check_sum = verify.short(journal.splitlines()[-1])
    return Outcome(entry.to, entry.title, bool(waiting), check_sum), waiting


def _rename(files: Iterable[Path], root: Path, outcome: Outcome) -> Outcome:
    """Put `files` into their places below `root`; return what that led to."""
    for path in files:
        path.replace(root / path.name)
    return outcome


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
