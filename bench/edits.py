"""A campaign → rows in which one word can be changed, and the sheets that show them.

In: a folder of YAML. Out: the same folder with another word in one file, and what that must lead to on paper.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.model.addresses import CATALOGUE_FORM
from planpress.model.campaign import Campaign
from planpress.model.records import Item, Sector
from planpress.revisions.history import history_of
from planpress.sheets.printed import printed_now
from planpress.view import plain

STEP = 7
"""From one row that is changed to the next: so they are of several sectors."""


@dataclass(frozen=True)
class Edit:
    """A word that is doubled in a row: in which file, what stood there, and what stands there then."""

    file: Path
    before: str
    after: str
    sector: str

    @property
    def seen(self) -> str:
        """What a page shows once it is made, and did not before; notes may part the words that follow."""
        return self.after[:6]

    def make(self) -> None:
        """Write what stands there then."""
        self._write(self.before, self.after)

    def undo(self) -> None:
        """Write what stood there."""
        self._write(self.after, self.before)

    def _write(self, old: str, new: str) -> None:
        text = self.file.read_text("utf-8")
        self.file.write_text(text.replace(f": {old}\n", f": {new}\n"), "utf-8")


def edits(root: Path) -> Iterator[Edit]:
    """Yield edits of checklist rows that no rule ties to other text, far from each other."""
    campaign = read(root).campaign
    files = {path: path.read_text("utf-8") for path in sorted((root / "sectors").glob("*.yml"))}
    rows = _rows(campaign)
    for sector, item in (rows[place] for start in range(STEP) for place in range(start, len(rows), STEP)):
        for path, text in files.items():
            if f"id: {sector.id}\n" in text and text.count(f": {item.text}\n") == 1:
                edit = Edit(path, item.text, item.text[:2] + item.text, sector.id)
                if _is_sound(root, edit):
                    yield edit


def _is_sound(root: Path, edit: Edit) -> bool:
    edit.make()
    try:
        read(root)
    except ContentError:
        return False
    finally:
        edit.undo()
    return True


def showing(root: Path, text: str) -> set[str]:
    """Return the addresses of the sheets that show `text`, of the packs that hold one, and of the catalogues.

    Why:
        A pack shows its sheets, and a catalogue the fingerprints of all.
    """
    printed = printed_now(read(root).campaign, history_of(root))
    shown = {sheet.path for sheet in printed.sheets if text in json.dumps(plain(sheet.view), ensure_ascii=False)}
    packs = {pack.sheet.path for pack in printed.packs if shown & {part.path for part in pack.parts}}
    return shown | packs | {sheet.path for sheet in printed.sheets if sheet.form == CATALOGUE_FORM}


def _rows(campaign: Campaign) -> list[tuple[Sector, Item]]:
    return [
        (sector, item)
        for sector in campaign.sectors
        if sector.checklist
        for item in sector.checklist.items
        if item.relation != "same"
    ]
