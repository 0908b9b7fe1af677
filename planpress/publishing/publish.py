"""Finished site → a folder that keeps every revision, and leads readers to the current one.

In: a staging folder with a finished site. Out: `<revision>/`, `latest`, `versions.json`,
`index.html` and the journal in the folder of publications. A published folder is never written
again. Each thing a reader can see changes in one rename; killed at any moment, every address
answers, and the next run ends what was begun.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.publishing import journal, verify
from planpress.publishing.addresses import addresses
from planpress.publishing.admit import is_ours, manifest_at
from planpress.publishing.journal import Entry
from planpress.publishing.links import files_below
from planpress.publishing.staging import new_link
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


def address_of_latest(site_url: str) -> str:
    """Return the public address of the current site: what paper leads to, whichever folder it was printed from.

    Args:
        site_url: Address of the folder of publications, or of `latest` in it; empty where there is none.
    """
    latest = f"{verify.LATEST}/"
    return site_url if not site_url or site_url.endswith(f"/{latest}") else site_url + latest


def publish(root: Path, made: Path, campaign: Campaign, edition: Edition, date: str) -> Outcome:
    """Put a finished site into the folder of publications and make it the current one.

    Why:
        The same bytes again change nothing. Where the content is the same but the bytes are not
        (another public address, newer software), the site becomes a further build of its revision
        beside the first, `2-2` beside `2`, so that no folder ever changes.

    Args:
        root: The folder of publications; the caller holds its lock and has asked `admit`.
        made: The finished site below `place_of(root)`, with its manifest.
        campaign: What is published.
        edition: As which edition.
        date: The day, as YYYY-MM-DD.

    Raises:
        BuildError: If an address that was ever published would answer no more, or a file is not
            on the disk as the manifest has it.
    """
    _ = translations(edition.language).gettext
    entries = journal.entries_of(journal.journal_of(root), edition.language)
    known = journal.published(entries)
    _refuse_lost_addresses(root, known.values(), files_below(made), edition.language)
    manifest_sum = verify.sha256_of(made / verify.MANIFEST)
    builds = [entry for entry in known.values() if entry.revision == edition.revision]
    same = [entry.to for entry in builds if entry.manifest == manifest_sum]
    build = builds[-1].build[1] + 1 if builds else 1
    folder = same[-1] if same else journal.folder_of(edition.revision, build)
    entry = Entry(
        what=journal.PUBLISH,
        date=date,
        campaign=campaign.plan.id,
        name=campaign.plan.name,
        language=edition.language,
        revision=edition.revision,
        title=edition.line,
        source=entries[-1].to if entries else "",
        to=folder,
        manifest=manifest_sum,
        beside={},
    )
    turn = _prepare(root, entries, entry, made.parent)
    if same:
        _refuse_faults(root / folder, folder, manifest_sum, edition.language)
    else:
        _make_own(made)
        _refuse_faults(made, made.name, manifest_sum, edition.language)
        _put(made, root / folder, campaign.plan.id, edition.language)
    return _lead(root, turn)


def rollback(root: Path, wanted: str, date: str, work: Path, language: str) -> Outcome:
    """Make an earlier publication the current one again, and record it.

    Args:
        root: The folder of publications; the caller holds its lock.
        wanted: A revision (its newest build) or one build of it, such as `2-1`; empty for the
            publication before the current.
        date: The day, as YYYY-MM-DD.
        work: An empty folder below `place_of(root)`.
        language: Of messages.

    Raises:
        BuildError: If there is no such publication, or its folder was changed.
    """
    _ = translations(language).gettext
    entries = journal.entries_of(journal.journal_of(root), language)
    known = journal.published(entries)
    if not entries:
        raise BuildError(_("Nothing was published to %(path)s yet.") % {"path": root})
    last = entries[-1]
    if wanted:
        one = journal.build_of(wanted) if "-" in wanted else None
        fitting = [entry for entry in known.values() if one == entry.build or wanted == str(entry.revision)]
    elif last.what == journal.ROLLBACK and _is_behind(root, last):
        fitting = [known[last.to]]  # the rollback that was cut short
    else:
        fitting = [entry for entry in known.values() if entry.build < last.build]
    if not fitting:
        folders = ", ".join(known)
        raise BuildError(
            _("There is nothing of that kind to go back to. Published: %(folders)s") % {"folders": folders}
        )
    target = fitting[-1]
    _refuse_faults(root / target.to, target.to, target.manifest, language)
    entry = replace(target, what=journal.ROLLBACK, date=date, source=last.to)
    return _lead(root, _prepare(root, entries, entry, work))


def _is_behind(root: Path, last: Entry) -> bool:
    """Tell whether `root` is not yet what the last record says."""
    files = {name: _data_of(root / name) for name in last.beside}
    return _leads_to(root) != last.to or any(
        data is None or verify.sum_of(data) != last.beside[name] for name, data in files.items()
    )


def _leads_to(root: Path) -> str:
    link = root / verify.LATEST
    return str(link.readlink()) if link.is_symlink() else ""


def _refuse_lost_addresses(root: Path, known: Iterable[Entry], names: Iterable[str], language: str) -> None:
    now = set(names)
    lost: dict[str, str] = {}
    for entry in known:
        lost |= {path: entry.to for path in addresses(manifest_at(root, entry, language)) if path not in now}
    if lost:
        _ = translations(language).gettext
        words = _("Addresses that were published before would answer no more:")
        raise BuildError("\n".join([words, *(f"{path} ({lost[path]})" for path in sorted(lost))]))


def _refuse_faults(folder: Path, name: str, manifest_sum: str, language: str) -> None:
    faults = verify.folder_faults(folder, name, manifest_sum, translations(language).gettext)
    if faults:
        raise BuildError("\n".join(faults))


def _make_own(folder: Path) -> None:
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


def _put(made: Path, target: Path, campaign: str, language: str) -> None:
    """Move a folder to its place in one rename.

    A folder that is there but stands in no record was left by a publication that was killed; no
    reader was led to it.
    """
    os.sync()  # after a failure of power the names must not be there without the content
    if target.exists():
        if not is_ours(target, campaign):
            raise BuildError(
                translations(language).gettext("%(path)s was not published by this program; move it away first")
                % {"path": target}
            )
        target.replace(made.with_name("unrecorded"))
    made.replace(target)


@dataclass(frozen=True)
class _Turn:
    """Everything that leads readers to another folder, written and waiting for its renames.

    Attributes:
        entry: Where it leads.
        files: What has to be renamed into its place, in this order: new files, and the new link.
        check_sum: Of the journal that is among them, as it is read out.
    """

    entry: Entry
    files: tuple[Path, ...]
    check_sum: str


def _prepare(root: Path, entries: Sequence[Entry], entry: Entry, work: Path) -> _Turn:
    """Write what leads readers to `entry.to`, where it differs from what is there.

    Why:
        All is written before anything is renamed, so a full disk changes nothing. The journal comes
        first: it tells what has to be, so that whoever finds the rest behind it can end the work.
        `index.html` comes last, when everything it leads to is there.
    """
    beside = journal.beside(entries, entry)
    entry = replace(entry, beside={name: verify.sum_of(data) for name, data in beside.items()})
    text = journal.journal_of(root)
    last = entries[-1] if entries else None
    if not last or (last.to, last.beside) != (entry.to, entry.beside):
        text = journal.with_entry(text, entry)
    waiting = []
    for name, data in {verify.JOURNAL: text, **beside}.items():
        if name == journal.VERSIONS and _leads_to(root) != entry.to:
            link = new_link(root / verify.LATEST, root / entry.to, work / verify.LATEST, entry.language)
            waiting.append(link)
        if _data_of(root / name) != data:
            _write(work / name, data)
            waiting.append(work / name)
    return _Turn(entry, tuple(waiting), verify.short(verify.lines_of(text)[-1]))


def _lead(root: Path, turn: _Turn) -> Outcome:
    for path in turn.files:
        path.replace(root / path.name)
    return Outcome(turn.entry.to, turn.entry.title, bool(turn.files), turn.check_sum)


def _data_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
