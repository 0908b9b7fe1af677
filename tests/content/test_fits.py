"""What paper refuses is told by `check`, by a table that is true to the faces, and what `check` accepts is pressed."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from kit.folder import edit
from kit.paper import faces
from kit.paths import HARBOUR, PROJECT
from kit.revision import SECOND, constructed

from planpress import resources
from planpress.content.rules import fits
from planpress.content.validate import read
from planpress.errors import ContentError, Problem
from planpress.fit import chunks_of, lines_of
from planpress.paper.job import Item, Job, work
from planpress.paper.slots import stand_in, title_of
from planpress.release import prepare, seal
from planpress.revisions.history import history_of
from planpress.revisions.request import ReleaseRequest
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import Sheet
from planpress.signs import instead_of, unshown, width_of
from tools.signs import table

LIST, NOTE, WEEK = (f"content/forms/{name}.yml" for name in ("inspection-list", "release-note", "weekly"))
PLAN, UNITS, QUAYS, CRANES = "content/plan.yml", "content/units.yml", "sectors/01-quays.yml", "sectors/02-cranes.yml"

TOO_MUCH = [
    (
        "content/units.yml",
        "name: Crane Office",
        "name: Crane Office of the whole of the western basin and its quays, sheds and boats",
    ),
    ("content/plan.yml", "name: Harbour Winter Readiness Programme", "name: " + "Harbour " * 20),
    ("content/plan.yml", "code: HWR", "code: HARBORTE"),
    (LIST, "label: Office", "label: " + "Office " * 12),
    (LIST, "label: Sound", "label: Soundnesssssss"),
    (LIST, "row_height_mm: 14", "row_height_mm: 8"),
    (NOTE, "label: Warden", "label: " + "Warden " * 8),
    (NOTE, "______", "_" * 60),
    (NOTE, "copies: Two", "copies: " + "Two " * 2000),
    (LIST, "label: What to look at", "label: " + "What to look at " * 40),
    (NOTE, "basis: [plan#parts-1", "basis: [" + "plan#reporting, " * 20 + "plan#parts-1"),
    ("sectors/02-cranes.yml", "text: Anemometer turns.", "text: " + "Anemometer turns. " * 60),
    ("sectors/02-cranes.yml", "Anemometer turns", "Anemometer turns \U0001f44d"),
]


@pytest.mark.parametrize(
    ("name", "find", "put"), TOO_MUCH, ids=[f"{find[:12]}-{len(put)}" for _, find, put in TOO_MUCH]
)
def test_what_paper_cannot_hold_is_told_in_its_file(name: str, find: str, put: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    edit(root, name, find, put)

    with pytest.raises(ContentError) as refused:
        read(root, "en")

    assert {problem.path for problem in refused.value.problems} <= {
        name,
        LIST,
        NOTE,
        "content/units.yml",
        "content/plan.yml",
    }


def test_table_of_signs_is_that_of_the_faces() -> None:
    assert resources.SIGNS.read_text("utf-8") == table(faces())


def test_sign_that_paper_lacks_has_the_nearest_in_its_place() -> None:
    assert {sign: instead_of(sign) for sign in "🗹➊👍"} == {"🗹": "☑", "➊": "❶", "👍": ""}
    assert list(unshown("CO₂ NH₃ 10⁻³ ☑☐✔⚠\ufe0f ①㎡ 安全—“”…👍")) == ["👍"]
    assert width_of("①㎡") == 2


def test_line_breaks_between_ideographs_and_words() -> None:
    assert list(chunks_of("完成率（%），ice & storm")) == ["完", "成", "率", "（%），ice", "&", "storm"]
    assert [lines_of("安全" * 10, 5), lines_of("a\nb", 9)] == [4, 2]


# ---------------------------------------------------------------- what `check` accepts is pressed

SIGNS = {
    "zh": "\u5b89\u5168\u68c0\u67e5\u6d77\u6e2f\u4e00\uff0c\uff08\uff09\u201c\u201d\u3001\u2014\uff37012ab\u00e9",
    "en": "abcdefghijklmnopqrstuvwxyz     WM,.()-\u20130123",
}
"""What texts are made of by chance: words, long and short, marks, signs of either width."""

NUMBERS = (0, 1, 2, 3, 4)

GROWN = [
    (UNITS, "units/1/name"),
    (PLAN, "name"),
    (QUAYS, "short"),
    (LIST, "title"),
    (NOTE, "title"),
    (WEEK, "title"),
    (PLAN, "short"),
    (PLAN, "notice/issuer"),
    (LIST, "fields/0/label"),
    (LIST, "fields/1/label"),
    (LIST, "blocks/0/table/columns/1/label"),
    (CRANES, "checklist/items/2/text"),
    (CRANES, "checklist/items/2/label"),
    (NOTE, "fields/0/label"),
    (NOTE, "blocks/1/stages/0/signatures/0/label"),
    (NOTE, "blocks/1/stages/1/signatures/0/label"),
    (NOTE, "blocks/1/stages/0/label"),
    (NOTE, "blocks/1/stages/0/ticks/0"),
    (NOTE, "blocks/1/stages/0/finding"),
    (NOTE, "copies"),
    *((WEEK, f"fields/{number}/label") for number in NUMBERS),
    (WEEK, "blocks/2/table/columns/2/label"),
    (WEEK, "blocks/2/table/columns/3/group"),
    (PLAN, "clauses/2/indicators/0/target"),
    (WEEK, "blocks/2/table/names/0"),
    (WEEK, "blocks/2/table/columns/2/ticks/0"),
    (WEEK, "blocks/6/signatures/signatures/0/label"),
    (WEEK, "blocks/6/signatures/signatures/1/label"),
    (WEEK, "instructions/0"),
]
"""What has a limit."""

FREE = [
    (QUAYS, "clauses/0/title", 200),
    (QUAYS, "title", 60),
    (PLAN, "notice/title", 200),
    (NOTE, "subtitle", 200),
    (NOTE, "blocks/1/stages/0/title", 40),
    (WEEK, "blocks/0/heading", 80),
    (WEEK, "blocks/1/ticks/options/0", 200),
    (WEEK, "blocks/5/sentence", 300),
]
"""What goes on in the next line, and how much of it is tried; the last word is longer than any line."""

NOTICE = {"issuer": "Board", "title": "Notice", "document_number": "HB 7", "addressees": "All:", "date": "2031-09-15"}


class Campaign:
    """The small campaign with a form more; its values can be changed one by one."""

    def __init__(self, root: Path, language: str) -> None:
        self.root = Path(shutil.copytree(HARBOUR, root))
        shutil.copyfile(PROJECT / "tests" / "cases" / "content" / "weekly.yml", self.root / WEEK)
        names = (LIST, NOTE, WEEK, PLAN, UNITS, QUAYS, CRANES)
        self.values = {name: yaml.load((self.root / name).read_text("utf-8"), yaml.BaseLoader) for name in names}
        self.values[PLAN].update(language=language, notice=NOTICE, site_url=f"https://{'harbour' * 4}.example/winter/")

    def put(self, name: str, way: str, text: str) -> set[int]:
        """Put `text` where `way` leads to; return the lines on which it stands now."""
        value: Any = self.values[name]
        *steps, last = (int(step) if step.isdecimal() else step for step in way.split("/"))
        for step in steps:
            value = value[step]
        value[last] = text
        lines = json.dumps(self.values[name], indent=1, ensure_ascii=False)
        (self.root / name).write_text(lines, "utf-8")
        shown = json.dumps(text, ensure_ascii=False)
        return {number for number, line in enumerate(lines.split("\n"), 1) if shown in line}

    def problems(self) -> list[Problem]:
        try:
            read(self.root, "en")
        except ContentError as refused:
            return [problem for problem in refused.problems if not problem.warning]
        return []

    def longest(self, name: str, way: str, signs: str) -> tuple[list[Problem], set[int]]:
        """Put the longest that is accepted; return what is said of one sign more, and on which lines it stood."""
        fits, too_many = 1, len(signs)
        while too_many - fits > 1:  # most limits are low, and long texts take long to read
            middle = min(4 * fits, (fits + too_many) // 2)
            self.put(name, way, f"{signs[:middle].strip()}x")
            fits, too_many = (fits, middle) if self.problems() else (middle, too_many)
        lines = self.put(name, way, f"{signs[:too_many].strip()}x")
        said = self.problems()
        self.put(name, way, f"{signs[:fits].strip()}x")
        return said, lines


def flaws(root: Path, variant: str, folder: Path, templates: Iterable[str] = ()) -> Iterable[str]:
    """Press of each layout, or those of some templates, the sheet that has most to say; yield what is wrong."""
    campaign, history = read(root).campaign, history_of(root)
    edition = edition_of(campaign, "", variant).within(history)
    printed = printed_now(campaign, history)
    layouts: dict[object, list[Sheet]] = {}
    for sheet in (*printed.sheets, *(pack.sheet for pack in printed.packs)):
        if not templates or sheet.template in templates:
            layouts.setdefault((sheet.template, repr(stand_in(sheet).view)), []).append(sheet)
    for number, sheets in enumerate(layouts.values()):
        sheet = max(sheets, key=lambda sheet: len(title_of(sheet)))
        layout = folder / f"{number}.layout"
        made = work(Job((Item(sheet, folder / f"{number}.pdf"),), edition, faces().folder, layout))
        found = made.outcomes[0].flaws or work(made.proof).flaws
        yield from (f"{sheet.code} page {flaw.page}: {flaw.message}" for flaw in found)


@pytest.mark.parametrize(("language", "variant"), [("zh", "large"), ("en", "normal")])
def test_what_check_accepts_is_pressed_and_one_sign_more_is_told(language: str, variant: str, tmp_path: Path) -> None:
    """Little ink is the usual print with thinner rules, so that what fits there fits here.

    Every limit is looked for in one language, every second one in the other: a rule measures both by one table.
    """
    chance, campaign = random.Random(language), Campaign(tmp_path / "campaign", language)
    some = lambda count: "x" + "".join(chance.choice(SIGNS[language]) for _ in range(count))  # noqa: E731
    for name, way, count in FREE:
        campaign.put(name, way, f"{some(count)} {'harbour' * 40 if count > 100 else 'x'}")
    assert campaign.problems() == []

    unsaid = {}
    for name, way in GROWN if language == "zh" else GROWN[::2]:
        said, lines = campaign.longest(name, way, some(2500))
        if not said or ("label" in way and not any(one.path == name and one.line in lines for one in said)):
            unsaid[name, way] = said

    assert unsaid == {}
    assert list(flaws(campaign.root, variant, tmp_path)) == []


def test_paper_about_a_revision_holds_whatever_is_said_of_it(tmp_path: Path) -> None:
    root = constructed(tmp_path, 1)
    word = "harbour" * 40
    edit(root, UNITS, "name: East Basin Wardens", "name: East Basin Watch of Lamps")
    edit(root, QUAYS, "text: Ladders are painted.", f"text: Ladders are painted. {'Paint is dry. ' * 200}")
    edit(root, CRANES, "Anemometer turns.", f"Anemometer turns{word}.")
    edit(root, PLAN, "code: HWR", "code: HARBO")
    request = ReleaseRequest("revision", f"Frost {word}", SECOND.issued, SECOND.effective, meaning=f"Look {word}")
    seal(root, prepare(root, request))

    about = ("comparison.html", "carry-over.html", "catalogue.html")
    assert list(flaws(root, "large", tmp_path, about)) == []


LENGTHS = [fits.CAMPAIGN, fits.UNIT, *fits.TITLES.values(), fits.CODE, fits.ISSUER]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_handbook_says_how_long_names_may_be(language: str) -> None:
    text = (PROJECT / "site_templates" / "handbook" / language / "change.md").read_text("utf-8")
    table = text.partition("{ #_lengths }")[2].partition("\n## ")[0]
    cells = [line.split("|")[2] for line in table.split("\n") if line.startswith("|")][2:]

    assert [int(number) for cell in cells for number in re.findall(r"(?<!A)\d+", cell)] == [
        int(one.signs) for one in LENGTHS
    ]
