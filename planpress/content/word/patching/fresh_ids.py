"""A campaign folder → ids that nobody has and nobody had, for what a new version of a file adds.

They are made as those of a first import are, see `intake/ids.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from planpress.content.sealed import folders_of, sources_of
from planpress.content.source import SourceFile
from planpress.content.unit_list import id_of, unused
from planpress.content.word.intake.ids import stem_of
from planpress.content.word.outline import Piece, Row
from planpress.model.addresses import PLAN, RESERVED_SECTORS
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

    def place(self, document: str, under: str, what: Piece | Row) -> str:
        """Return an id for a clause below the clause `under`, or at the top; or for a row."""
        if isinstance(what, Row):
            return self._next(document, "category-" if what.heading else "item-")
        if under:
            return self._next(document, f"{under}-" if len(under) < ID_LENGTH - 8 else "clause-")
        stem = stem_of(what, "")
        return self._given(document, stem) if stem else self._next(document, "clause-")

    def sector(self, short: str) -> str:
        """Return an id for a sector that is called `short` in lists."""
        return self._given("", id_of(short, "annex"))

    def _given(self, document: str, stem: str) -> str:
        name = unused(stem, self._used[document] | (RESERVED_SECTORS if not document else set()), "-")
        self._used[document].add(name)
        return name

    def _next(self, document: str, stem: str) -> str:
        used = self._used[document]
        numbers = [int(name[len(stem) :]) for name in used if re.fullmatch(re.escape(stem) + r"\d{1,6}", name)]
        name = f"{stem}{max(numbers, default=0) + 1}"
        used.add(name)
        return name
