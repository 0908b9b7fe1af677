"""Files that nobody would type are told in few words, and in a time that grows no faster than they do."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from kit.paths import HARBOUR
from kit.tally import limited

from planpress.content.validate import MOST_ALIKE, MOST_TOLD, read, summary, told
from planpress.errors import ContentError, Problem
from planpress.i18n import translations

LIMIT_S = 30
MOST_CHARACTERS = 60_000
_ = translations("en").gettext

QUAYS = (HARBOUR / "sectors" / "01-quays.yml").read_text("utf-8")
TEXTS = {
    "full-width commas": f"lead: [{'a，' * 200_000}]\n",
    "commas on lines": "lead: [\n" + "a，\n" * 100_000,
    "unknown keys": "".join(f"key{number}: x\n" for number in range(40_000)),
    "brackets": QUAYS + "x: " + "[" * 100_000,
    "braces": "{a: " * 100_000,
    "dashes": "- " * 100_000,
    "depth": "".join(f"{' ' * depth}a:\n" for depth in range(1_500)),
    "anchors and aliases": "a: &a [x, x]\n" + "b: &b [*a, *a, *b]\n" * 10_000,
    "merge keys": "<<: {a: b}\n" * 20_000,
    "one line": f"id: quays\ntitle: {'x' * 1_900_000}\n",
    "one line of keys": f"lead: {{{'title: b, ' * 100_000}}}\n",
    "one line of blanks": f"a{' ' * 1_900_000}|",
    "key many times": "title: x\n" * 40_000,
    "tabs": "id: quays\n" + "\ttitle: x\n" * 100_000,
    "open quotes": 'id: "x\n' * 50_000,
    "curly quotes": f"lead: [{'“a, ' * 50_000}]\n",
    "conflicts": "<<<<<<< a\n=======\n>>>>>>> b\n" * 50_000,
    "hidden signs": "title: " + "a\u200b" * 200_000 + "\n",
    "ids twice": QUAYS.partition("checklist")[0] + "  - {id: do, text: x}\n" * 10_000,
    "references to nothing": QUAYS.replace("[do-1]", f"[{', '.join(f'do-{number}' for number in range(9, 20_000))}]"),
    "origins of nothing": QUAYS.replace("basis: [do-1]", f"from: [{', '.join(f'cranes#x{n}' for n in range(20_000))}]"),
    "circles": QUAYS.partition("checklist")[0]
    + "".join(f"  - {{id: d{n}, text: x, from: [d{n ^ 1}]}}\n" for n in range(5_000)),
    "days": QUAYS.replace("Grit bins", "2031 December " * 50_000),
}


def _problems(root: Path) -> tuple[Problem, ...]:
    with limited(LIMIT_S):
        try:
            return read(root, "en").warnings
        except ContentError as error:
            return error.problems


@pytest.mark.parametrize("name", TEXTS)
def test_monstrous_file_is_told_in_few_words(name: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    (root / "sectors" / "01-quays.yml").write_text(TEXTS[name], "utf-8")

    problems = _problems(root)

    lines = told(problems, _)
    assert problems or name == "days"
    assert len(lines) <= MOST_TOLD
    assert sum(len(str(line)) for line in lines) < MOST_CHARACTERS


def test_what_is_alike_is_summed_up() -> None:
    problems = [Problem("a.yml", line, f"id-{line}", f"key{line} is no key", str(line)) for line in range(1, 4_833)]
    problems += [Problem("a.yml", 5_000, "", "Something else"), Problem("b.yml", 1, "", "x is no key")]

    lines = [str(line) for line in told(problems, _)]

    assert len(lines) == MOST_ALIKE + 3
    assert lines[0] == "a.yml:1: id-1: key1 is no key: '1'"
    assert lines[MOST_ALIKE:] == [
        "a.yml:21: and 4,812 more like this",
        "a.yml:5000: Something else",
        "b.yml:1: x is no key",
    ]
    assert summary(problems, _) == "Check failed. Problems: 4834, files: 2"


def test_all_together_has_an_end() -> None:
    problems = [Problem(f"{number}.yml", 1, "", "x") for number in range(1_000)]

    lines = [str(line) for line in told(problems, _)]

    assert lines[MOST_TOLD:] == [f"{MOST_TOLD}.yml:1: and {1_000 - MOST_TOLD} more problems"]


def test_any_bytes_are_told_and_never_raise(tmp_path: Path) -> None:
    chance = random.Random(20311001)
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    files = sorted(root.rglob("*.yml"))
    for _round in range(100):
        path = chance.choice(files)
        sound = data = path.read_bytes()
        for _blow in range(chance.randint(1, 3)):
            at, size = chance.randrange(len(data)), chance.choice([0, 0, 1, 3, 40])
            data = data[:at] + chance.randbytes(chance.choice([0, 1, 2, 5])) + data[at + size :]
        path.write_bytes(data)
        assert all(problem.message for problem in _problems(root))
        path.write_bytes(sound)
