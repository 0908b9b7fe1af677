"""Whatever a property of the files is spoilt with is told where it stands, or is taken for a reason that is written."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from kit.corruptions import Corruption, corruptions, dumped, named_by_schemas, properties
from kit.paths import CASES, HARBOUR
from kit.tally import ACCEPTED, ELSEWHERE, HANG, TOLD, TRACEBACK, WRONG, Hung, Tally, limited

from planpress.content import validate
from planpress.content.reader import read_text
from planpress.content.source import Source
from planpress.errors import ContentError, Problem
from planpress.i18n import translations
from planpress.sheets.listing import sheets_of

SEED = "2031-10-01"
LEAST_CASES = 2_000
_ = translations("en").gettext


def _schema_of(path: str) -> str:
    folder, _sign, name = path.rpartition("/")
    return {"sectors": "sector.json", "content/forms": "form.json"}.get(folder, name.replace(".yml", ".json"))


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The files of the small campaign, with what it does without: every record of the schemas is in it."""
    found = {
        path.relative_to(HARBOUR).as_posix(): yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        for folder in ("content", "content/forms", "sectors")
        for path in sorted((HARBOUR / folder).glob("*.yml"))
    }
    more = yaml.load((CASES / "corruptions" / "more.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    for path, adds in more.items():
        for key, value in adds.items():
            old = found.setdefault(path, {}).get(key)
            found[path][key] = [*old, *value] if isinstance(old, list) else value
    return found


@pytest.fixture(scope="module")
def root(values: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign on disk."""
    root = tmp_path_factory.mktemp("corruptions") / "campaign"
    for path, value in values.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(dumped(value), "utf-8")
    return root


@pytest.fixture(scope="module")
def sound(root: Path) -> Source:
    """What was read of the campaign when nothing is spoilt."""
    assert validate.read(root, "en").warnings == ()
    return validate.load(root, _)


LISTED = {
    outcome: yaml.safe_load((CASES / "corruptions" / f"{name}.yml").read_text("utf-8"))
    for outcome, name in ((ACCEPTED, "accepted"), (ELSEWHERE, "elsewhere"))
}
"""Which cases need not be told, or may be told elsewhere, each with the reason."""


def _is_listed(case: Corruption, outcome: str) -> bool:
    return any(
        case.kind in entry["classes"] and any(fnmatchcase(case.property, one) for one in entry["properties"])
        for entry in LISTED[outcome]
    )


def _read(case: Corruption, root: Path, sound: Source, patch: pytest.MonkeyPatch) -> tuple[Problem, ...]:
    """Return what is told of the campaign with one file spoilt; the other files are not read again."""
    file, problems = read_text(case.text, case.path, [], _)
    files = tuple(file if one.path == case.path else one for one in sound.files)
    patch.setattr(validate, "load", lambda _root, _say: Source(files, tuple(problems)))
    try:
        reading = validate.read(root, "en")
    except ContentError as error:
        return error.problems
    if len(case.text) % 4 == 0:  # what is taken is printed too
        sheets_of(reading.campaign)
    return reading.warnings


def _judge(case: Corruption, tally: Tally, work: Any) -> None:
    name = f"{case.property} in {case.path}:{min(case.lines)}"
    try:
        with limited():
            problems = work(case)
    except Hung:
        tally.add(case.kind, HANG, name)
    except Exception as error:
        tally.add(case.kind, TRACEBACK, f"{name}: {error!r}")
    else:
        here = any(problem.path == case.path and problem.line in case.lines for problem in problems)
        outcome = TOLD if here else ELSEWHERE if problems else ACCEPTED
        shown = f"{name}: {problems[0]}" if problems else name
        tally.add(case.kind, outcome if here or _is_listed(case, outcome) else WRONG, shown)


def test_every_property_is_spoilt_in_every_way(
    values: dict[str, Any], root: Path, sound: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally, all_of_them = Tally(), properties(values, _schema_of)
    assert {found.name for found in all_of_them} == named_by_schemas()
    for found in all_of_them:
        for case in corruptions(values, found, SEED):
            _judge(case, tally, partial(_read, root=root, sound=sound, patch=monkeypatch))

    assert sum(count.total() for count in tally.counts.values()) >= LEAST_CASES
    tally.held()
