"""A campaign folder → every problem at once, or the `Campaign`.

In: the folder. Out: a `Reading`: the campaign and the warnings; or `ContentError` with every problem of
every file, sorted by path and line. Nothing is written.
"""

import os
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from planpress.content import sealed
from planpress.content.chain import check_sealed
from planpress.content.faults import names_of, schema_problems
from planpress.content.files import FOLDERS, REQUIRED, load
from planpress.content.rules.registry import check_campaign, check_rules
from planpress.content.schemas import MODELS
from planpress.content.source import Loc, Source
from planpress.content.together import is_unfinished
from planpress.disk import read_bytes
from planpress.errors import BuildError, ContentError, Problem, in_order
from planpress.i18n import Translate, known, translations
from planpress.limits import AS_SEALED
from planpress.model.campaign import Campaign, spoken
from planpress.model.forms import Form
from planpress.model.owners import Owners
from planpress.model.records import NotesFile, Sector, TermsFile, UnitsFile
from planpress.model.revision import ChangesFile, Standing
from planpress.model.version import Version
from planpress.record import Record

_LANGUAGE = re.compile(rb"^language:[ \t]*[\"']?([A-Za-z_]+)\b", re.MULTILINE)


MOST_ALIKE, MOST_TOLD = 20, 400
"""How many problems alike in one file are shown, and how many in all."""


class Reading(NamedTuple):
    """A campaign that breaks no rule, and what its editor should still look at."""

    campaign: Campaign
    warnings: tuple[Problem, ...]


def read(root: Path, language: str | None = None) -> Reading:
    """Read and check a campaign, and prove that its sealed revisions are as they were sealed.

    Args:
        root: The folder that holds `content/` and `sectors/`.
        language: Of the messages; where None, the plan's own.

    Raises:
        ContentError: With every problem, warnings included, if one of them is no warning.
        BuildError: If there is no campaign at `root`, or none that may be read.
    """
    language = language or language_of(root)
    _ = translations(language).gettext
    if is_unfinished(root):
        message = _("An import was cut short while it wrote; `import --onto` ends it: %(path)s")
        raise BuildError(message % {"path": root})
    for folder in FOLDERS:
        if (root / folder).is_dir() and not os.access(root / folder, os.R_OK | os.X_OK):
            raise BuildError(_("You lack the right to read this folder: %(path)s") % {"path": root / folder})
    if not any((root / name).is_dir() for name in ("content", "sectors")):
        message = _("Not the folder of a campaign, since content/ and sectors/ are not in it: %(path)s")
        raise BuildError(message % {"path": root})
    source, records = _records_of(load(root, _), language)
    other = list(_check_id(source, root, _))  # to another campaign belongs nothing of what was sealed
    owners = Owners() if other else sealed.owners_at(root)
    before = partial(_texts_before, root)
    found = [*check_rules(source, owners, _, before), *other]
    problems = [*source.problems, *found, *check_sealed(root, _)]
    # On one line the order of the stages stays: what is unreadable comes before what is wrong.
    problems = sorted(dict.fromkeys(problems), key=in_order)
    if any(not problem.warning for problem in problems):
        raise ContentError(problems)
    campaign = replace(_campaign(records), sealed_days=owners.days)
    problems = sorted([*problems, *check_campaign(campaign, source, owners, _, before)], key=in_order)
    if any(not problem.warning for problem in problems):
        raise ContentError(problems)
    return Reading(_with_standing(campaign, root), tuple(problems))


def _texts_before(root: Path) -> Iterator[dict[str, str]]:
    """Yield the YAML of each sealed revision by path, the latest first."""
    for _number, folder in sorted(sealed.folders_of(root).items(), reverse=True):
        files = sealed.sources_of(folder).items()
        yield {name: data.decode("utf-8", "replace") for name, data in files if name.endswith(".yml")}


def _records_of(source: Source, language: str, context: str | None = None) -> tuple[Source, dict[str, Record]]:
    """Return the record that each file holds, as far as it is one, and `source` with the problems of the others.

    `context` is `AS_SEALED` where the files were sealed.
    """
    records: dict[str, Record] = {}
    files, problems = [], list(source.problems)
    names = names_of(source.files)
    for file in source.files:
        model = MODELS.get(file.path) or MODELS[file.folder]
        broken: frozenset[Loc] = frozenset()
        try:
            if file.value is not None:
                records[file.path] = model.model_validate(file.value, context=context)
        except ValidationError as error:
            faults = list(schema_problems(file, model, error, names, language))
            problems += [problem for _loc, problem in faults]
            broken = frozenset(loc for loc, _problem in faults)
        files.append(replace(file, broken=file.broken | broken))
    return replace(source, files=tuple(files), problems=tuple(problems)), records


def _check_id(source: Source, root: Path, _: Translate) -> Iterator[Problem]:
    """Yield a problem where what is edited is another campaign than the one that was sealed."""
    was = sealed.sealed_id(root)
    for file in source.files:
        now = file.at(("id",))
        if file.path == "content/plan.yml" and was and isinstance(now, str) and now not in ("", was):
            message = _(
                "id must stay '%(id)s', as in the sealed revisions. Another campaign needs a folder of its own, "
                "without revisions/; otherwise put the id back"
            )
            yield file.problem(("id",), message % {"id": was}, now)


def language_of(root: Path) -> str:
    """Return the language that the plan states, without reading the plan; the usual one where it has none we know."""
    try:
        found = _LANGUAGE.search(read_bytes(root, "content/plan.yml"))
    except OSError:
        found = None
    return known(found[1].decode() if found else "")


def counts(campaign: Campaign, sheets: int) -> str:
    """Return the line that tells how much there is, when all is well; `sheets` is the number of sheets."""
    _ = translations(campaign.plan.language).gettext
    return _(
        "%(sectors)s sectors, %(clauses)s clauses, %(rows)s checklist rows, %(units)s units, "
        "%(notes)s notes, %(sheets)s sheets"
    ) % {
        "sectors": len(campaign.sectors),
        "clauses": sum(place.clause is not None for place in campaign.places.values()),
        "rows": sum(place.item is not None and not place.item.is_heading for place in campaign.places.values()),
        "units": len(campaign.units),
        "notes": len(campaign.notes),
        "sheets": sheets,
    }


def told(problems: Iterable[Problem], _: Translate) -> list[Problem]:
    """Return what an editor is shown: the first of many alike in one file, and of all no more than one reads."""
    found = list(problems)
    alike, shown = Counter(map(_kind, found)), Counter[Hashable]()
    result: list[Problem] = []
    for number, problem in enumerate(found):
        kind = _kind(problem)
        shown[kind] += 1
        if shown[kind] > MOST_ALIKE + 1:
            continue
        message, left = "", alike[kind] - MOST_ALIKE
        if len(result) >= MOST_TOLD:
            message, left = _("and %(number)s more problems"), len(found) - number
        elif shown[kind] > MOST_ALIKE and left > 1:
            message = _("and %(number)s more like this")
        more = Problem(problem.path, problem.line, "", message % {"number": f"{left:,}"}, warning=problem.warning)
        result.append(more if message else problem)
        if len(result) > MOST_TOLD:
            break
    return result


def _kind(problem: Problem) -> Hashable:
    """Return what is equal for problems that are alike: their message without keys, values and numbers."""
    return problem.path, problem.warning, re.sub(r"'[^']*'|[0-9]+|^[!-~]+", "", problem.message)


def summary(problems: Iterable[Problem], _: Translate) -> str:
    """Return the line that closes a list of problems: how many, in how many files; warnings not counted."""
    errors = [problem for problem in problems if not problem.warning]
    message = _("Check failed. Problems: %(problems)s, files: %(files)s")
    return message % {"problems": len(errors), "files": len({problem.path for problem in errors})}


def _with_standing(campaign: Campaign, root: Path) -> Campaign:
    """Tell which revision `campaign` is, where some have been sealed.

    It is the one sealed last if it says the same: its files are equal, or differ only in what no reader
    sees, such as a comment, an address of the site, or a tombstone set for later.
    """
    folders = sealed.folders_of(root)
    if not folders:
        return campaign
    last = folders[max(folders)]
    meta = sealed.read_meta(last)
    now, then = sealed.sources_of(root), sealed.sources_of(last)
    as_sealed = replace(campaign, standing=sealed.standing_as_sealed(meta))
    if now == then:
        return _kept(_sum(last, then, campaign.sealed_days), as_sealed)
    if all(now.get(path) == then.get(path) for path in now | then if path.startswith(sealed.SOURCE)):
        # What is sealed there may have been altered; the chain tells.
        with suppress(ContentError):
            if spoken(read_sealed(last)) == spoken(campaign):
                return as_sealed
    return replace(campaign, standing=Standing(meta.version.following, None, None, True))


def read_sealed(folder: Path) -> Campaign:
    """Return the campaign as it was sealed in `folder`; the same bytes are read once.

    Why:
        It kept the rules of the version that sealed it, and stays as it is: the rules of this version are for drafts.

    Raises:
        ContentError: If files are missing, are no YAML, or have not the shape of records.
    """
    days = sealed.owners_at(folder.parent.parent, Version.named(folder.name)).days
    key = _sum(folder, sealed.sources_of(folder), days)
    if key in _READ:
        return _READ[key]
    language = language_of(folder)
    loaded = load(folder, translations(language).gettext)
    shaped, records = _records_of(replace(loaded, problems=()), language, context=AS_SEALED)
    if shaped.problems or len(records) < len(shaped.files) or not records.keys() >= set(REQUIRED):
        raise ContentError([*loaded.problems, *shaped.problems])
    standing = sealed.standing_as_sealed(sealed.read_meta(folder))
    return _kept(key, replace(_campaign(records), standing=standing, sealed_days=days))


_READ: dict[str, Campaign] = {}
"""What was read of sealed revisions, by the sum of their bytes: other bytes are another campaign."""


def _kept(key: str, campaign: Campaign) -> Campaign:
    """Keep a campaign that was read; return the one that was kept before, if there is."""
    if len(_READ) > 64:
        _READ.clear()
    return _READ.setdefault(key, campaign)


def _sum(folder: Path, files: Mapping[str, bytes], days: Mapping[str, str]) -> str:
    """Return what tells the bytes of a sealed revision, and what its reporting days are called, from any other."""
    told = {sealed.META: read_bytes(folder, sealed.META), sealed.SHEETS: repr(days).encode(), **files}
    return sealed.sha256(repr(sorted((name, sealed.sha256(data)) for name, data in told.items())).encode())


def _campaign(records: dict[str, Any]) -> Campaign:
    sectors = [record for record in records.values() if isinstance(record, Sector)]
    units: UnitsFile = records["content/units.yml"]
    terms: TermsFile = records.get("content/terms.yml", TermsFile())
    notes: NotesFile = records.get("content/notes.yml", NotesFile())
    changes: ChangesFile = records.get("content/changes.yml", ChangesFile())
    return Campaign(
        plan=records["content/plan.yml"],
        sectors=tuple(sorted(sectors, key=lambda sector: sector.number)),
        units=units.units,
        groups=units.groups,
        kinds=units.kinds,
        terms=terms.terms,
        notes=notes.notes,
        forms=tuple(record for record in records.values() if isinstance(record, Form)),
        synonyms=terms.synonyms,
        retired=changes.retired,
        marks=changes.marks,
    )
