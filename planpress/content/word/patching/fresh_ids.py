"""A campaign folder → ids that nobody has and nobody had, for what a new version of a file adds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from planpress.content.sealed import folders_of, sources_of
from planpress.content.source import SourceFile
from planpress.model.addresses import PLAN
from planpress.record import ID_LENGTH

_ID = re.compile(r"\bid: *[\"']?([a-z0-9-]+)")
_TOP = re.compile(r"^id: *[\"']?([a-z0-9-]+)", re.MULTILINE)


class Names:
    """Gives ids of clauses and rows, and of sectors; each once."""

    def __init__(self, root: Path, files: Iterable[SourceFile], retired: Iterable[str]) -> None:
        """Take in all that is, was sealed or is retired; what is commented out counts, too."""
        self._used: dict[str, set[str]] = defaultdict(set)
        texts = [(file.path, file.text) for file in files]
        for folder in folders_of(root).values():
            texts += [(path, data.decode("utf-8", "replace")) for path, data in sources_of(folder).items()]
        for path, text in texts:
            top = _TOP.search(text)
            if path == "content/plan.yml" or (path.startswith("sectors/") and top):
                document = PLAN if path == "content/plan.yml" or not top else top[1]
                self._used[document].update(_ID.findall(text))
                self._used[""].add(document)
        for target in retired:
            document, _, anchor = target.partition("#")
            self._used[document if anchor else ""].add(anchor or target.partition(":")[2])

    def place(self, document: str, under: str = "", row: bool = False) -> str:
        """Return an id for a clause below the clause `under`, or at the top; or for a row."""
        stem = "item-" if row else f"{under}-" if under and len(under) < ID_LENGTH - 8 else "clause-"
        return self._next(document, stem)

    def sector(self) -> str:
        """Return an id for a sector."""
        return self._next("", "annex-")

    def _next(self, document: str, stem: str) -> str:
        used = self._used[document]
        numbers = [int(name[len(stem) :]) for name in used if re.fullmatch(re.escape(stem) + r"\d{1,6}", name)]
        name = f"{stem}{max(numbers, default=0) + 1}"
        used.add(name)
        return name
