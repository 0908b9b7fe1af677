"""A new version of the file of a campaign → what it changes, and the draft of the next revision.

In: the campaign folder, what the file says, and the clerk's answers. Out: a `Draft` of every file, proved by reading it
as `check` would; nothing is written before `write`.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path

from planpress.content.files import load
from planpress.content.new import undisturbed
from planpress.content.sealed import REVISIONS, SOURCE, folders_of, sources_of
from planpress.content.source import Loc, SourceFile
from planpress.content.together import write_together
from planpress.content.validate import Reading, read, read_sealed
from planpress.content.word.aligning.aligning import align, refuse_another
from planpress.content.word.aligning.known import fingerprint_of, outline_of_campaign
from planpress.content.word.aligning.matching import Answers, Matching, Question, Renamed
from planpress.content.word.document import Origin
from planpress.content.word.outline import Doubt, Outline
from planpress.content.word.patching.aside import Aside, aside_of, without
from planpress.content.word.patching.both import align_both
from planpress.content.word.patching.drafting import Conflict, Decided, Ground
from planpress.content.word.patching.patching import BOM, Patch, patch
from planpress.content.word.patching.unit_names import renamed_in
from planpress.disk import staging
from planpress.errors import BuildError, ContentError, Problem
from planpress.i18n import Translate
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign

ROUNDS = 6
"""So often what was put aside may show something else that no longer fits."""


@dataclass(frozen=True)
class Version:
    """A new version, compared and drafted.

    Attributes:
        before: The campaign as it is.
        matching: What became of each clause and row.
        patch: The files.
        renamed: Units that the file calls otherwise.
        asides: What the editor wrote beside words and no longer fits.
        problems: What `check` would find that nobody can put aside: nothing may be written.
        warnings: What it would warn of that it did not before.
        sources: The files that were compared, by path.
        based: Whether the file says from which state it was made.
    """

    before: Campaign
    matching: Matching
    patch: Patch
    renamed: tuple[Renamed, ...] = ()
    asides: tuple[Aside, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict)
    based: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """The doubts that an answer ends and that stop the writing."""
        return tuple(doubt for doubt in self.matching.stops if isinstance(doubt, Question))

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """All doubts, those of the reading first; of what stayed as it was there is none."""
        kept = {pair.new.what.number for pair in self.matching.pairs if pair.new and pair.did == ("kept",)}
        read_ = (doubt for doubt in self.matching.new.doubts if doubt.stops or doubt.number not in kept)
        return (*read_, *self.matching.doubts, *self.patch.doubts)

    @property
    def may_be_written(self) -> bool:
        """Whether nothing is left to answer or to mend."""
        return not (any(doubt.stops for doubt in self.doubts) or self.patch.conflicts or self.problems)


def base_of(root: Path, now: Outline, origin: Origin) -> Outline | None:
    """Return what the campaign said when the file was made of it: as now, or as sealed; None where nobody knows."""
    if origin.fingerprint and origin.fingerprint == fingerprint_of(now):
        return now
    for _version, folder in sorted(folders_of(root).items(), reverse=True) if origin.fingerprint else ():
        then = outline_of_campaign(read_sealed(folder))
        if fingerprint_of(then) == origin.fingerprint:
            return then
    return None


def compared(
    root: Path, new: Outline, origin: Origin, answers: tuple[Answers, Decided], place: Path, _: Translate
) -> Version:
    """Compare what a file says with the campaign at `root`, and draft it; `place` is where it is proved.

    Raises:
        BuildError: If the file is another campaign's, or an answer makes no sense.
        ContentError: If the campaign is not sound as it is.
    """
    sources, reading = sources_of(root), read(root)
    campaign, now = reading.campaign, outline_of_campaign(reading.campaign)
    base, folders = base_of(root, now, origin), folders_of(root)
    sealed = frozenset(read_sealed(folders[max(folders)]).places) if folders else frozenset[str]()
    ground = Ground(campaign, load(root, _), sealed)
    if base and base is not now:
        matching, added = align_both(base, now, new, ground.heirs, answers[0], _)
        ground = replace(ground, added=added)
    else:
        matching = align(now, new, _, answers[0])
    refuse_another(matching, origin, campaign.plan.id, _)
    renamed = renamed_in(matching, campaign)
    _refuse_odd(answers[1], ground, matching, _)
    made = patch(root, ground, matching, renamed, answers[1], _)
    if base is None and origin.fingerprint and made.files and PLAN not in answers[1].take:
        unknown = Conflict(PLAN, "", f"{origin.revision} {origin.fingerprint}".strip(), "", "")
        made = replace(made, conflicts=(unknown, *made.conflicts))
    version = Version(campaign, matching, made, renamed, sources=sources, based=bool(base or origin.fingerprint))
    return _proved(root, version, reading, place, _)


def _refuse_odd(decided: Decided, ground: Ground, matching: Matching, _: Translate) -> None:
    """Refuse an answer on a conflict that names nothing, or says both."""
    sectors = (f"sector:{name}" for name in {*ground.paths, *(part.name for part in matching.parts)})
    known = {*ground.places, *matching.by_ref, PLAN, "plan:head", "plan:notice", *sectors}
    for ref in sorted((decided.take | decided.keep) - known):
        raise BuildError(_("An answer names %(ref)s, which the campaign does not have") % {"ref": ref})
    for ref in sorted(decided.take & decided.keep):
        raise BuildError(_("The answer %(answer)s contradicts another") % {"answer": ref})


def _proved(root: Path, version: Version, before: Reading, place: Path, _: Translate) -> Version:
    """Read the campaign as it would be, and put aside what no longer fits, until nothing new is found."""
    if not version.patch.files:
        return version
    files, asides = dict(version.patch.files), list[Aside]()
    with staging(place, language=before.campaign.plan.language) as copy:
        _copy(root, copy, files)
        for _round in range(ROUNDS):
            try:
                known = {(one.path, one.where, one.message) for one in before.warnings}
                after = read(copy).warnings
                warnings = tuple(one for one in after if (one.path, one.where, one.message) not in known)
                return replace(_with(version, files), asides=_once(asides), warnings=warnings)
            except ContentError as error:
                problems = tuple(problem for problem in error.problems if not problem.warning)
            found = _asides(copy, problems, _)
            if not found:
                break
            for path, (file, some) in found.items():
                raw = files.get(path) or (copy / path).read_bytes()
                text = without(raw.removeprefix(BOM).decode(), file, some, _)
                files[path] = (BOM if raw.startswith(BOM) else b"") + text.encode()
                (copy / path).write_bytes(files[path] or b"")
                asides += some
    return replace(_with(version, files), asides=_once(asides), problems=problems)


def _once(asides: Iterable[Aside]) -> tuple[Aside, ...]:
    """Leave out what was put aside again, since its place was another by then."""
    return tuple({(one.path, one.words, one.why): one for one in asides}.values())


def _with(version: Version, files: dict[str, bytes | None]) -> Version:
    return replace(version, patch=replace(version.patch, files=files))


def _asides(copy: Path, problems: Sequence[Problem], _: Translate) -> dict[str, tuple[SourceFile, list[Aside]]]:
    """Return what is to be put aside in each file."""
    files = {file.path: file for file in load(copy, _).files}
    found: dict[str, dict[Loc, Aside]] = defaultdict(dict)
    for problem in problems:
        file = files.get(problem.path)
        aside = aside_of(file, problem) if file and file.value is not None else None
        if aside:
            found[problem.path].setdefault(aside.loc, aside)
    return {path: (files[path], list(some.values())) for path, some in found.items()}


def _copy(root: Path, copy: Path, files: dict[str, bytes | None]) -> None:
    """Make a copy of a campaign, with its revisions, in which `files` are as they would be."""
    for path, data in {**sources_of(root), **files}.items():
        if data is not None:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(data)
    if (root / REVISIONS).is_dir():
        shutil.copytree(root / REVISIONS, copy / REVISIONS)


def with_received(root: Path, version: Version, file: Path) -> Version:
    """Return a version that keeps the file as it was received, beside those before it; not where nothing changes."""
    data = file.read_bytes()
    if not version.patch.files or data in version.sources.values():
        return version
    stem = file.stem if file.name.isprintable() else "received"
    names = (f"{SOURCE}/{stem}{more}{file.suffix}" for more in chain([""], (f"-{number}" for number in count(2))))
    taken = {name.casefold() for name in version.sources}
    name = next(name for name in names if name.casefold() not in taken and not (root / name).exists())
    return _with(version, {**version.patch.files, name: data})


def write(root: Path, version: Version, _: Translate) -> None:
    """Write the draft, all files or none.

    Raises:
        BuildError: If another run is adding to the campaign, or it is not as it was compared.
    """
    with undisturbed(root, _):
        if sources_of(root) != version.sources:
            raise BuildError(_("The campaign was changed meanwhile: run this again"))
        write_together(root, version.patch.files)
