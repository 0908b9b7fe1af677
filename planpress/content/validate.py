"""Plain values → every problem at once, or the `Campaign`.

In: a campaign folder. Out: a `Reading`: the campaign and the warnings; or `ContentError` with
every problem of every file, sorted by path and line. Nothing is written.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from planpress.blocks.registry import NOT_ONE_KEY
from planpress.content.characters import Translate
from planpress.content.hints import (
    meant_address,
    meant_choice,
    meant_code,
    meant_date,
    meant_flag,
    meant_id,
    meant_number,
    meant_time,
    names_of,
    several_ids,
)
from planpress.content.load import FOLDERS, Loc, SourceFile, Value, load
from planpress.content.references import check_references, did_you_mean
from planpress.content.sealed import (
    META,
    SOURCE,
    check_sealed,
    last_sealed,
    read_meta,
    sha256,
    sources_of,
    standing_as_sealed,
)
from planpress.errors import BuildError, ContentError, Problem, in_order
from planpress.i18n import translations
from planpress.model.campaign import Campaign, spoken
from planpress.model.forms import Form
from planpress.model.places import walk
from planpress.model.records import NotesFile, Plan, Reporting, Sector, TermsFile, UnitsFile
from planpress.model.revision import ChangesFile, Standing
from planpress.model.vocabulary import WEEKDAYS
from planpress.record import ID_LENGTH, SITE_URL_PATTERN, Code, Id, Origin, Record, Ref, Target

MODELS: dict[str, type[Record]] = {
    "content/plan.yml": Plan,
    "content/units.yml": UnitsFile,
    "content/terms.yml": TermsFile,
    "content/notes.yml": NotesFile,
    "content/changes.yml": ChangesFile,
    "content/forms": Form,
    "sectors": Sector,
}
"""What each file, or each file of a folder, must hold."""

SITE_URL_EXAMPLE = "https://example.org/plan/"

_LANGUAGE = re.compile(rb"^language:[ \t]*[\"']?(zh|en)\b", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """A campaign that breaks no rule, and what its editor should still look at."""

    campaign: Campaign
    warnings: tuple[Problem, ...]


def read(root: Path, language: str | None = None) -> Reading:
    """Read and check a campaign, and prove that its sealed revisions are as they were sealed.

    Args:
        root: The folder that holds `content/` and `sectors/`.
        language: Of the messages; where None, the plan's own.

    Returns:
        The campaign and the warnings.

    Raises:
        ContentError: With every problem, warnings included, if one of them is no warning.
        BuildError: If there is no campaign at `root`, or none that may be read.
    """
    language = language or language_of(root)
    _ = translations(language).gettext
    for folder in FOLDERS:
        if (root / folder).is_dir() and not os.access(root / folder, os.R_OK | os.X_OK):
            raise BuildError(_("You lack the right to read this folder: %(path)s") % {"path": root / folder})
    if not any((root / name).is_dir() for name in ("content", "sectors")):
        message = _("Not the folder of a campaign, since content/ and sectors/ are not in it: %(path)s")
        raise BuildError(message % {"path": root})
    source = load(root, _)
    problems = list(source.problems)
    files: list[SourceFile] = []
    records: dict[str, Record] = {}
    names = names_of(source.files)
    for file in source.files:
        if file.value is None:
            files.append(file)
            continue
        model = model_of(file.path)
        try:
            records[file.path] = model.model_validate(file.value)
            files.append(file)
        except ValidationError as error:
            faults = list(_schema_problems(file, model, error, names, language))
            problems += [problem for _loc, problem in faults]
            files.append(replace(file, broken=file.broken | {loc for loc, _problem in faults}))
    problems += check_references(tuple(files), source.astray, _)
    problems += check_sealed(root, _)
    # On one line the order of the stages stays: what is unreadable comes before what is wrong.
    problems = sorted(dict.fromkeys(problems), key=in_order)
    if any(not problem.warning for problem in problems):
        raise ContentError(problems)
    return Reading(_with_standing(_campaign(records), root), tuple(problems))


def language_of(root: Path) -> str:
    """Return the language that the plan states, without reading the plan; `zh` where it states none."""
    try:
        found = _LANGUAGE.search((root / "content" / "plan.yml").read_bytes())
    except OSError:
        return "zh"
    return found[1].decode() if found else "zh"


def counts(campaign: Campaign, sheets: int) -> str:
    """Return the line that tells how much there is, when all is well; `sheets` is the number of sheets."""
    trees = [campaign.plan.clauses, *(sector.clauses for sector in campaign.sectors)]
    if campaign.plan.notice:
        trees.append(campaign.plan.notice.clauses)
    _ = translations(campaign.plan.language).gettext
    return _(
        "%(sectors)s sectors, %(clauses)s clauses, %(rows)s checklist rows, %(units)s units, "
        "%(notes)s notes, %(sheets)s sheets"
    ) % {
        "sectors": len(campaign.sectors),
        "clauses": sum(1 for tree in trees for _found in walk(tree)),
        "rows": sum(len(sector.checklist.items) for sector in campaign.sectors if sector.checklist),
        "units": len(campaign.units),
        "notes": len(campaign.notes),
        "sheets": sheets,
    }


def summary(problems: Iterable[Problem], _: Translate) -> str:
    """Return the line that closes a list of problems: how many, in how many files; warnings not counted."""
    errors = [problem for problem in problems if not problem.warning]
    message = _("Check failed. Problems: %(problems)s, files: %(files)s")
    return message % {"problems": len(errors), "files": len({problem.path for problem in errors})}


def model_of(path: str) -> type[Record]:
    """Return what the file at `path` must hold."""
    return MODELS.get(path) or MODELS[path.rpartition("/")[0]]


def _with_standing(campaign: Campaign, root: Path) -> Campaign:
    """Tell which revision `campaign` is, where some have been sealed.

    It is the one sealed last if it says the same: its files are equal, or differ only in what no reader
    sees, such as a comment, an address of the site, or a tombstone set for later.
    """
    sealed = last_sealed(root)
    if sealed is None:
        return campaign
    meta = read_meta(sealed)
    files = (sources_of(root), sources_of(sealed))
    as_sealed = replace(campaign, standing=standing_as_sealed(meta))
    if files[0] == files[1]:
        return _kept(_sum(sealed, files[1]), as_sealed)
    if _originals(files[0]) == _originals(files[1]):
        try:
            if spoken(read_sealed(sealed)) == spoken(campaign):
                return as_sealed
        except ContentError:
            # Sealed by a version of the program that asked for less.
            pass
    return replace(campaign, standing=Standing(meta.number + 1, None, None, True))


def read_sealed(folder: Path) -> Campaign:
    """Return the campaign as it was sealed in `folder`; the same bytes are read once.

    Raises:
        ContentError: If this version of planpress no longer takes what an earlier one sealed.
    """
    key = _sum(folder, sources_of(folder))
    if key in _READ:
        return _READ[key]
    return _kept(key, replace(read(folder).campaign, standing=standing_as_sealed(read_meta(folder))))


_READ: dict[str, Campaign] = {}
"""What was read of sealed revisions, by the sum of their bytes: other bytes are another campaign."""

MOST_KEPT = 64


def _kept(key: str, campaign: Campaign) -> Campaign:
    """Keep a campaign that was read; return the one that was kept before, if there is."""
    if len(_READ) > MOST_KEPT:
        _READ.clear()
    return _READ.setdefault(key, campaign)


def _sum(folder: Path, files: Mapping[str, bytes]) -> str:
    """Return what tells the bytes of a sealed revision from any other."""
    told = {META: (folder / META).read_bytes(), **files}
    return sha256(repr(sorted((name, sha256(data)) for name, data in told.items())).encode())


def _originals(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith(SOURCE)}


def _campaign(records: dict[str, Any]) -> Campaign:
    sectors = [record for record in records.values() if isinstance(record, Sector)]
    names = ("units", "terms", "notes", "changes")
    units, terms, notes, changes = (records.get(f"content/{name}.yml") for name in names)
    return Campaign(
        plan=records["content/plan.yml"],
        sectors=tuple(sorted(sectors, key=lambda sector: sector.number)),
        units=units.units if units else (),
        groups=units.groups if units else (),
        terms=terms.terms if terms else (),
        notes=notes.notes if notes else (),
        forms=tuple(record for record in records.values() if isinstance(record, Form)),
        synonyms=terms.synonyms if terms else (),
        retired=changes.retired if changes else (),
        marks=changes.marks if changes else (),
    )


# ---------------------------------------------------------------- what pydantic found


def _schema_problems(
    file: SourceFile, model: type[Record], error: ValidationError, names: Mapping[str, str], language: str
) -> Iterator[tuple[Loc, Problem]]:
    _ = translations(language).gettext
    faults = error.errors(include_url=False)
    around = {fault["loc"][:end] for fault in faults for end in range(len(fault["loc"]))}
    slips = {near for fault in faults if fault["type"] == "extra_forbidden" for near in _meant(model, fault["loc"])}
    for fault in faults:
        loc: Loc = fault["loc"]
        missing = fault["type"] == "missing"
        # A list is called too short also when its only value is refused.
        if (
            file.blames(loc)
            or (missing and loc in slips)
            or (file.partial and (missing or fault["input"] in ("", [])))
            or (fault["type"] == "too_short" and loc in around)
            or fault["type"] == NOT_ONE_KEY  # the rule of blocks tells it
        ):
            continue
        words = [step for step in loc if isinstance(step, str)]
        at = {"key": words[-1] if words else file.path}
        record, annotation = field_at(model, loc)
        found = "" if missing else fault["input"]
        kind, context = fault["type"], fault.get("ctx", {})
        message = _message(kind, context, record, annotation, at, found, language)
        if context.get("pattern") == _pattern_of(Id) and isinstance(loc[-1], int) and several_ids(found, names):
            message = _("%(key)s must be ids with ', ' between them, such as %(example)s")
            message %= {**at, "example": "[gas, fire]"}
        elif isinstance(found, str) and found and kind not in ("extra_forbidden", "literal_error"):
            message += _hint(kind, context, found, names, _)
        yield loc, file.problem(loc, message, found)


def _meant(model: type[Record], loc: Loc) -> list[Loc]:
    """Return the locs of the keys that an unknown key may be a slip of."""
    record, _annotation = field_at(model, loc)
    return [(*loc[:-1], key) for key in difflib.get_close_matches(str(loc[-1]), record.fields_by_key(), 1, 0.6)]


def _message(
    kind: str,
    context: dict[str, Any],
    record: type[Record],
    annotation: Any,
    at: dict[str, str],
    found: Value,
    language: str,
) -> str:
    """Say what must hold, with an example; by the type of pydantic's error, never by its English."""
    _ = translations(language).gettext
    example = {**at, "example": _example(annotation)}
    if kind == "missing":
        return _("%(key)s is missing: write '%(key)s: %(example)s'") % example
    if kind == "extra_forbidden":
        return _("%(key)s is not a key of this record%(hint)s") % {
            **at,
            "hint": did_you_mean(at["key"], record.fields_by_key(), _),
        }
    if found == "" and kind != "literal_error":
        if getattr(annotation, "is_required", bool)():
            return _("%(key)s must not be empty: write a value such as '%(example)s'") % example
        return _("%(key)s must not be empty: write a value such as '%(example)s', or leave the key out") % example
    if kind == "too_short":
        return _("%(key)s must hold at least one value, such as %(example)s") % example
    if kind in ("tuple_type", "list_type") and isinstance(found, dict):
        return _("%(key)s must be a list: start every entry with '- '") % at
    if kind in ("tuple_type", "list_type"):
        return _("%(key)s must be a list, such as %(example)s") % example
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return _("%(key)s must be made of lines such as 'key: value'") % at
    if kind in ("string_type", "string_too_short"):
        return _('%(key)s must be text; where brackets belong to it, put it in "..."') % at
    if kind == "string_pattern_mismatch":
        pattern = context.get("pattern", "")
        if pattern == _pattern_of(Id) and len(found) > ID_LENGTH:
            return _("%(key)s must not be longer than %(limit)s characters") % {**at, "limit": ID_LENGTH}
        return _pattern(pattern, at, _)
    if kind == "literal_error":
        choices = [str(choice) for choice in _choices(annotation)]
        shown = " | ".join(choice or '""' for choice in choices)
        return _("%(key)s must be one of: %(choices)s%(hint)s") % {
            **at,
            "choices": shown,
            "hint": _did_you_mean(meant_choice(found, choices, _weekdays(language, choices), _), _)
            or did_you_mean(found, choices, _),
        }
    if kind.startswith("date"):
        return _("%(key)s must be a date such as %(example)s") % example
    if kind in ("whole", "int_parsing", "int_type", "int_from_float"):
        return _("%(key)s must be a whole number such as %(example)s") % example
    if kind in ("measure", "float_parsing", "float_type"):
        return _("%(key)s must be a number such as %(example)s") % example
    if kind in ("flag", "bool_parsing", "bool_type"):
        return _("%(key)s must be true or false") % at
    limits = {"greater_than_equal": "ge", "less_than_equal": "le", "greater_than": "gt", "less_than": "lt"}
    if kind in limits:
        limit = {**at, "limit": f"{context[limits[kind]]:g}"}
        if kind == "greater_than_equal":
            return _("%(key)s must be at least %(limit)s") % limit
        if kind == "less_than_equal":
            return _("%(key)s must be at most %(limit)s") % limit
        return _("%(key)s must be more than %(limit)s") % limit
    return _("%(key)s does not have the form that is needed, such as %(example)s") % example


def _hint(kind: str, context: dict[str, Any], found: str, names: Mapping[str, str], _: Translate) -> str:
    """Return `, did you mean 'x'?` where what was found is another way to write a value that fits."""
    near, pattern = "", context.get("pattern", "")
    if kind.startswith("date"):
        near, pattern = meant_date(found), r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    elif kind in ("whole", "measure"):
        near, pattern = meant_number(found), "[0-9]{1,9}"
    elif kind == "flag":
        near, pattern = meant_flag(found, _), "true|false"
    elif pattern == _pattern_of(Id):
        near = meant_id(found, names)
    elif pattern in (_pattern_of(Ref), _pattern_of(Target)):
        near = meant_address(found, names)
    elif pattern == _pattern_of(Code):
        near = meant_code(found)
    elif pattern == _pattern_of(Reporting.model_fields["time"]):
        near = meant_time(found)
    return _did_you_mean(near, _) if near != found and pattern and re.fullmatch(pattern, near) else ""


def _did_you_mean(near: str, _: Translate) -> str:
    return _(", did you mean '%(name)s'?") % {"name": near} if near else ""


def _weekdays(language: str, choices: list[str]) -> dict[str, str]:
    """Return the days of the week by their names in `language`, where such a day is needed."""
    if tuple(choices) != WEEKDAYS:
        return {}
    from babel.dates import get_day_names  # slow, and hardly ever needed

    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    return {
        name: WEEKDAYS[number] for width in widths for number, name in get_day_names(width, locale=language).items()
    }


def _pattern(pattern: str, at: dict[str, str], _: Translate) -> str:
    if pattern == _pattern_of(Id):
        return _("%(key)s must be small letters, digits and hyphens, such as %(example)s") % {**at, "example": "gas-2"}
    if pattern == _pattern_of(Ref):
        return _("%(key)s must be the address of a clause or row, such as %(example)s") % {**at, "example": "plan#lead"}
    if pattern == _pattern_of(Origin):
        return _("%(key)s must be ids of this file or addresses in another, such as %(example)s") % {
            **at,
            "example": "item-3",
        }
    if pattern == _pattern_of(Target):
        return _("%(key)s must be the address of a clause or row, or kind and id of a record, such as %(example)s") % {
            **at,
            "example": "unit:fire-office",
        }
    if pattern == _pattern_of(Code):
        return _("%(key)s must be capital letters and digits, such as %(example)s") % {**at, "example": "QD2"}
    if pattern == SITE_URL_PATTERN:
        return _("%(key)s must be a web address that ends with a slash, such as %(example)s") % {
            **at,
            "example": SITE_URL_EXAMPLE,
        }
    if pattern == _pattern_of(Reporting.model_fields["time"]):
        return _("%(key)s must be a time such as %(example)s") % {**at, "example": "11:00"}
    return _("%(key)s does not have the form that is needed, such as %(example)s") % {**at, "example": pattern}


def _pattern_of(annotated: Any) -> str:
    metadata: tuple[Any, ...] = getattr(annotated, "__metadata__", ()) or getattr(annotated, "metadata", ())
    return next((str(part.pattern) for part in metadata if getattr(part, "pattern", None)), "")


def field_at(model: type[Record], loc: Loc) -> tuple[type[Record], Any]:
    """Return the record class that holds the field at `loc`, and the field; itself and None at the top."""
    record, annotation = model, None
    for step in loc:
        if isinstance(step, int):
            continue
        inner = _record_in(annotation)
        if inner is not None:
            record = inner
        annotation = record.fields_by_key().get(str(step))
    return record, annotation


def _record_in(annotation: Any) -> type[Record] | None:
    """Return the record class inside `tuple[X, ...]`, `X | None` and the like."""
    annotation = getattr(annotation, "annotation", annotation)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in get_args(annotation) if (found := _record_in(part))), None)


def _choices(annotation: Any) -> tuple[Any, ...]:
    annotation = getattr(annotation, "annotation", annotation)
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((found for part in get_args(annotation) if (found := _choices(part))), ())


def _example(annotation: Any) -> str:
    """Return a value that fits the field."""
    plain = getattr(annotation, "annotation", annotation)
    text = str(plain)
    if choices := _choices(plain):
        value = str(next(choice for choice in choices if choice))
    elif "Date" in text or "datetime.date" in text:
        value = "2022-11-30"
    elif pattern := _pattern_of(annotation) or next((_pattern_of(part) for part in get_args(plain)), ""):
        examples = {_pattern_of(Id): "gas-2", _pattern_of(Ref): "plan#lead", _pattern_of(Code): "QD2"}
        examples |= {_pattern_of(Origin): "item-3", _pattern_of(Target): "gas#item-3"}
        examples[SITE_URL_PATTERN] = SITE_URL_EXAMPLE
        value = examples.get(pattern, "11:00")
    elif plain in (int, float):
        value = "20"
    elif plain is bool:
        value = "true"
    elif record := _record_in(plain):
        needed = [name for name, field in record.fields_by_key().items() if field.is_required()]
        value = "{" + ", ".join(f"{name}: ..." for name in needed or list(record.fields_by_key())[:1]) + "}"
    else:
        value = "..."
    return f"[{value}]" if text.startswith(("tuple", "typing.Tuple")) else value
