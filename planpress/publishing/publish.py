"""Finished site → a folder that keeps every revision, and leads readers to the current one.

In: what is to be published, then a staging folder with its finished site. Out: a refusal before anything is built,
or `<revision>/`, `latest`, `versions.json`, `index.html` and the journal in the folder of publications. A published
folder is never written again. Each thing a reader can see changes in one rename; killed at any moment, every address
answers, and the next run ends what was begun.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from planpress.disk import staging, told
from planpress.errors import BuildError, ContentError
from planpress.i18n import Translate
from planpress.model.addresses import STATUS_JSON, WITHDRAWN_FORM
from planpress.model.campaign import Campaign
from planpress.model.identity import SheetRecord
from planpress.model.owners import passed_on
from planpress.model.version import called
from planpress.publishing import beside, proofs, publications, verify
from planpress.publishing.known import Known
from planpress.publishing.links import files_below
from planpress.publishing.manifest import Manifest
from planpress.publishing.publications import Publications, build_of, folder_of, version_of
from planpress.publishing.signing import Signer, is_signed, other_seals, refuse_unsigned, signed
from planpress.publishing.staging import new_link
from planpress.publishing.verify import JournalEntry
from planpress.sheets.edition import Edition
from planpress.sheets.printed import records_of
from planpress.sheets.sheet import Sheet


class Outcome(NamedTuple):
    """What a publication or a rollback led to: the folder that is current now, its title, whether anything changed.

    `check_sum` is that of the journal, as it is read out; `program_sum` the SHA-256 of the program for receivers.
    """

    folder: str
    title: str
    changed: bool
    check_sum: str
    program_sum: str

    def told(self, _: Translate) -> tuple[str, ...]:
        """Return it in lines, below the numbers of the steps."""
        current = _("Current: %(title)s, in the folder %(folder)s")
        words = current if self.changed else _("Nothing has changed: %(title)s, in the folder %(folder)s")
        return (
            f"8   {words % {'title': self.title, 'folder': self.folder}}",
            f"    {_('Check sum: %(sum)s') % {'sum': self.check_sum}}",
            f"    {_('SHA-256 of %(name)s: %(sum)s') % {'name': verify.PROGRAM, 'sum': self.program_sum}}",
        )


# ---------------------------------------------------------------- before anything is built


def refuse_unpublishable(
    before: Publications,
    campaign: Campaign,
    edition: Edition,
    sheets: Sequence[Sheet],
    seals: Mapping[str, str] | None = None,
) -> None:
    """Refuse, before anything is built, what must not be published; `sheets` are what will be printed.

    That is what the folder does not belong to; a history other than the one that was published, as the sums of its
    `seals` tell; a draft; what is older than what was published; and a revision that was published with other sheets,
    since one number must not stand for two contents.
    """
    _ = before.say
    _refuse_other_folder(before, campaign)
    if altered := tuple(other_seals(before, seals or {})):
        raise ContentError(altered)
    if edition.draft:
        raise BuildError(
            _("A draft is not published: delete the line 'status: draft' where there is one, and run `release`")
        )
    newest = max(map(version_of, before.builds.values()), default=edition.revision)
    if edition.revision < newest:
        words = _("Revision %(newest)s is published already; %(number)s is older. To go back, run `rollback`.")
        raise BuildError(words % {"newest": called(newest, _), "number": called(edition.revision, _)})
    for entry in before.builds_of(edition.revision):
        _refuse_other_content(before, before.manifest(entry), sheets)


def refuse_passed_on(before: Publications, earlier: Iterable[Iterable[SheetRecord]], sheets: Iterable[Sheet]) -> None:
    """Refuse a code or an address that was published for another sheet: what was published need not have been sealed.

    `earlier` are the sheets of each revision that was published, in order; `sheets` are what will be printed.
    """
    found = passed_on(records_of(sheets).values(), chain.from_iterable(earlier), before.say)
    for _sheet, words in found:
        raise BuildError(words)


def _refuse_other_folder(before: Publications, campaign: Campaign) -> None:
    if before.last is None:
        odd = [before.root] if os.path.lexists(before.root) else []
        for path in sorted(before.root.iterdir()) if before.root.is_dir() else odd:
            ours = path.name in {verify.STAGING, *verify.OF_THE_DISK}
            if not ours and not publications.is_unrecorded(path, campaign.plan.id):
                words = before.say("The folder to publish to must be new or empty: %(path)s")
                raise BuildError(words % {"path": path})
    elif before.last.campaign != campaign.plan.id:
        words = before.say("Another campaign is published here: %(name)s. Publish this one to a folder of its own.")
        raise BuildError(words % {"name": before.last.name})


def refuse_disk_without_links(before: Publications) -> None:
    """Refuse a disk such as a stick: without links nothing can be exchanged in one step. The caller holds the lock."""
    probe = publications.staging_of(before.root) / "probe"
    try:
        probe.unlink(missing_ok=True)
        probe.symlink_to(".")
        probe.unlink()
    except OSError as error:
        words = before.say(
            "The disk of %(path)s knows no links. Publish to another disk, then copy the folder: a copy needs no links."
        )
        raise BuildError(words % {"path": before.root}) from error


def _refuse_other_content(before: Publications, manifest: Manifest, sheets: Sequence[Sheet]) -> None:
    # A notice is no paper that anybody uses, and follows from what else was published here.
    old, new = (
        {(sheet.code, sheet.fingerprint) for sheet in listed if sheet.form != WITHDRAWN_FORM}
        for listed in (manifest.sheets, sheets)
    )
    if odd := sorted({code for code, _fingerprint in old ^ new}):
        words = before.say(
            "Revision %(number)s is published already, and paper of it is in use. A change of content needs a new "
            "revision. Sheets that differ: %(codes)s"
        )
        raise BuildError(words % {"number": called(manifest.revision, before.say), "codes": ", ".join(odd)})


# ---------------------------------------------------------------- the folder of publications


def publish(
    before: Publications,
    site: Path,
    campaign: Campaign,
    edition: Edition,
    date: str,
    seals: Mapping[str, str] | None = None,
    signer: Signer | None = None,
) -> Outcome:
    """Put a finished site into the folder of publications and make it the current one.

    It lies below `staging_of(root)`, with its manifest; the caller holds the lock of the folder and has asked
    `refuse_unpublishable`. `date` is the day, as YYYY-MM-DD; `seals` are the sums of what was sealed so far.

    Why:
        The same bytes again change nothing. Where the content is the same but the bytes are not
        (another public address, newer software), the site becomes a further build of its revision
        beside the first, `2-2` beside `2`, so that no folder ever changes.

    Raises:
        BuildError: If an address that was ever published would answer no more, or a file is not
            on the disk as the manifest has it.
    """
    _refuse_lost_addresses(before, files_below(site))
    manifest_sum = verify.sha256_of(site / verify.MANIFEST)
    builds = before.builds_of(edition.revision)
    same = [entry.to for entry in builds if entry.manifest == manifest_sum]
    folder = same[-1] if same else folder_of(edition.revision, build_of(builds[-1].to)[1] + 1 if builds else 1)
    entry = JournalEntry(
        number=0,
        what=verify.PUBLISH,
        date=date,
        campaign=campaign.plan.id,
        name=campaign.plan.name,
        language=edition.language,
        revision=edition.revision.json,
        title=edition.line,
        source="",
        to=folder,
        manifest=manifest_sum,
        beside={},
        previous="",
        seals=seals or {},
    )
    outcome, files, names = _prepare(before, entry, site.parent, _status_of(site), signer)
    if same:
        _refuse_differences(before, before.root / folder, manifest_sum)
    else:
        _copy_shared_files(site)
        _refuse_differences(before, site, manifest_sum)
        _put(before, site, folder, campaign.plan.id)
    try:
        return _rename(files, names, before, outcome)
    except OSError:
        if not same:
            shutil.rmtree(before.root / folder, ignore_errors=True)  # no record tells of it
        raise


def go_back(
    root: Path, wanted: str, date: str, language: str, signer: Signer | None, agrees: Callable[[], bool]
) -> Outcome | None:
    """Lock the folder of publications at `root` and do as `rollback`; None where whoever is asked does not agree."""
    before = publications.read_publications(root, language)
    refuse_unsigned(before, signer)
    way_back(before, wanted)
    if not agrees():
        return None
    with staging(publications.staging_of(root), language=language) as folder:
        return rollback(publications.read_publications(root, language), wanted, date, folder, signer)


def rollback(before: Publications, wanted: str, date: str, work: Path, signer: Signer | None = None) -> Outcome:
    """Make an earlier publication the current one again, and record it; the caller holds the lock of the folder.

    `wanted` is a revision (its newest build) or one build of it, such as `2-1`; empty for the publication before the
    current. `date` is the day, as YYYY-MM-DD; `work` an empty folder below `staging_of(root)`. Where there is no such
    publication, or its folder was changed, a `BuildError` is raised.
    """
    refuse_unsigned(before, signer)
    target = way_back(before, wanted)
    _refuse_differences(before, before.root / target.to, target.manifest)
    outcome, files, names = _prepare(before, replace(target, what=verify.ROLLBACK, date=date), work, None, signer)
    return _rename(files, names, before, outcome)


def way_back(before: Publications, wanted: str) -> JournalEntry:
    """Return what `rollback` would go back to; where there is no such publication, a `BuildError` is raised."""
    if before.last is None:
        raise BuildError(before.say("Nothing was published to %(path)s yet.") % {"path": before.root})
    fitting = _fitting(before, before.last, wanted)
    if not fitting:
        words = before.say("There is nothing of that kind to go back to. Published: %(folders)s")
        raise BuildError(words % {"folders": ", ".join(before.builds)})
    return fitting[-1]


def _fitting(before: Publications, last: JournalEntry, wanted: str) -> list[JournalEntry]:
    """Return what can be gone back to, the best last."""
    builds = list(before.builds.values())
    if "-" in wanted:
        return [entry for entry in builds if build_of(entry.to) == build_of(wanted)]
    if wanted:
        return [entry for entry in builds if wanted == str(version_of(entry))]
    if last.what == verify.ROLLBACK and any(verify.entrance_differences(before.root, last, str)):
        return [before.builds[last.to]]  # the rollback that was cut short
    return [entry for entry in builds if build_of(entry.to) < build_of(last.to)]


def _refuse_lost_addresses(before: Publications, names: Iterable[str]) -> None:
    now = set(names)
    lost: dict[str, str] = {}
    for entry in before.builds.values():
        lost |= {path: entry.to for path in before.manifest(entry).addresses if path not in now}
    if lost:
        words = before.say("Addresses that were published before would answer no more:")
        raise BuildError("\n".join([words, *(f"{path} ({lost[path]})" for path in sorted(lost))]))


def _refuse_differences(before: Publications, folder: Path, manifest_sum: str) -> None:
    if found := verify.folder_differences(folder, folder.name, manifest_sum, before.say):
        raise BuildError("\n".join(found))


def _copy_shared_files(folder: Path) -> None:
    """Copy each file that has another name, such as in the cache: what happens to that must not reach it."""
    for name in files_below(folder):
        path = folder / name
        if path.stat().st_nlink > 1:
            own = path.with_name(path.name + ".own")
            shutil.copyfile(path, own)
            own.replace(path)


def _put(before: Publications, site: Path, folder: str, campaign: str) -> None:
    """Move a site to its place in one rename.

    A folder that is there but stands in no record was left by a publication that was killed; no reader was led to it.
    """
    target = before.root / folder
    os.sync()  # after a failure of power the names must not be there without the content
    if os.path.lexists(target):
        if not publications.is_unrecorded(target, campaign):
            raise _foreign(before, target)
        target.replace(site.with_name("unrecorded"))
    site.replace(target)


def _foreign(before: Publications, path: Path) -> BuildError:
    words = before.say("%(path)s was not published by this program; move it away first")
    return BuildError(words % {"path": path})


def _status_of(site: Path) -> Known:
    """Return what `site` knows of every revision and sheet."""
    found: Known = json.loads((site / STATUS_JSON).read_bytes())
    return found


def _prepare(
    before: Publications, entry: JournalEntry, work: Path, status: Known | None, signer: Signer | None
) -> tuple[Outcome, list[Path], frozenset[str]]:
    """Write what leads readers to `entry.to`, where it differs from what is there: new files and the new link.

    All is written before anything is renamed, so a full disk changes nothing. The journal comes first: it tells what
    has to be, so that whoever finds the rest behind it can end the work; its signature stands in it, so that one never
    lacks the other. `index.html` comes last, when everything it leads to is there.

    Returns:
        What the renames will lead to, what has to be renamed into its place, in this order, and the names of all that
        stands beside the folders then.
    """
    files = beside.files_beside(before, entry, status)
    sums = {name: verify.sum_of(data) for name, data in files.items()}
    entry = replace(before.following(entry), beside=sums, signature="")
    journal, last = before.journal, before.last
    same = last is not None and (last.to, last.beside, last.seals) == (entry.to, entry.beside, entry.seals)
    if last is None or not same or not is_signed(last, signer):
        journal += signed(entry, signer).line() + b"\n"
    waiting = []
    latest = before.root / verify.LATEST
    leads_to = str(latest.readlink()) if latest.is_symlink() else ""
    for name, data in {verify.JOURNAL: journal, **files}.items():
        if name == beside.VERSIONS and leads_to != entry.to:
            waiting.append(new_link(latest, before.root / entry.to, work / verify.LATEST, entry.language))
        there = before.root / name
        if there.is_dir() and not there.is_symlink():
            raise _foreign(before, there)
        if verify.read(there) != data:
            with (work / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            waiting.append(work / name)
    check_sum = proofs.short(journal.splitlines()[-1])
    outcome = Outcome(entry.to, entry.title, bool(waiting), check_sum, entry.beside[verify.PROGRAM])
    return outcome, waiting, frozenset(files)


def _rename(
    files: Sequence[Path], names: frozenset[str], before: Publications, outcome: Outcome, *, begun: bool = False
) -> Outcome:
    """Put `files` into their places; what else was laid beside the folders, but for `names`, goes.

    Returns what that led to. What is begun is ended, whoever wants to stop it; `begun` says that something is in its
    place already.

    Raises:
        OSError: If nothing could be put into its place.
        BuildError: If no more could be, once something was.
    """
    try:
        for path in files:
            path.replace(before.root / path.name)
    except (OSError, KeyboardInterrupt) as error:
        left = [path for path in files if os.path.lexists(path)]
        if len(left) == len(files) and not begun:
            raise
        if isinstance(error, KeyboardInterrupt):
            return _rename(left, names, before, outcome, begun=True)
        words = before.say(
            "Only half of what leads to %(path)s is in place (%(reason)s): mend that, run the same again"
        )
        raise BuildError(words % {"path": before.root / outcome.folder, "reason": told(error, before.say)}) from error
    for name in {name for entry in before.entries for name in entry.beside} - names:
        with suppress(OSError):  # what leads to the publication is in place
            (before.root / name).unlink()
    return outcome
