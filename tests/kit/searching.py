"""What tests of the search share: what a built site holds for it, and what its worker answers, without a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kit.paths import CASES

SCRIPT = Path(__file__).with_suffix(".js")
LIMIT_S = 60

Result = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the box would show: results by page, as the worker posts them."""

    groups: list[list[Result]]

    @property
    def first(self) -> str:
        """The place that the key Enter opens, without what the address asks."""
        if not self.groups:
            return ""
        best = max(self.groups[0], key=lambda one: one["score"])
        path, mark, anchor = best["location"].partition("#")
        return path.partition("?")[0] + mark + anchor

    @property
    def found(self) -> list[Result]:
        """What was found, in order; without pages that only stand above their parts."""
        return [one for group in self.groups for one in group if one["score"]]


def text_of(site: Path) -> list[dict[str, Any]]:
    """Return what a built site holds to be searched."""
    parts = sorted((site / "search").glob("text*.js"), key=lambda path: (len(path.name), path.name))
    scripts = (path.read_text("utf-8").partition("var planpressText = ")[2] for path in parts)
    return [entry for script in scripts for entry in json.loads(script.removesuffix(";\n"))]


def answers(site: Path, queries: Iterable[str]) -> list[Answer]:
    """Return what the worker of a built site answers."""
    asked = json.dumps(list(queries))
    done = subprocess.run(
        ["node", str(SCRIPT), str(site)], input=asked, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    ready, empty, *messages = json.loads(done.stdout)["posted"]
    assert (ready, empty) == ({"type": 1}, {"type": 3, "data": {"items": []}})
    return [Answer(message["data"]["items"]) for message in messages]


def cases(name: str) -> list[dict[str, Any]]:
    """Return the queries of a file, whoever types them."""
    found = yaml.safe_load((CASES / "search" / f"{name}.yml").read_text("utf-8"))
    return found if isinstance(found, list) else [case for kind in found.values() for case in kind]


def is_right(expected: str | list[str], found: str) -> bool:
    """Tell whether `found` is one of the places; one without an anchor is a whole page."""
    wanted = [expected] if isinstance(expected, str) else expected
    return any(found == place or ("#" not in place and found.partition("#")[0] == place) for place in wanted)


def wrong(queries: Iterable[dict[str, Any]], found: Iterable[str]) -> list[str]:
    """List the queries of which the first place is not right."""
    return [
        f"{case['query']}: {first}, wanted {case['expect']}"
        for case, first in zip(queries, found, strict=True)
        if not is_right(case["expect"], first)
    ]
