"""A campaign → rows in which one word can be changed, and what of its paper is another then.

In: a folder of YAML. Out: the same folder with another word in one file, and the fingerprints of all that is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.model.campaign import Campaign
from planpress.model.records import Item, Sector
from planpress.revisions.history import history_of
from planpress.sheets.printed import printed_now


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
    """Yield edits of checklist rows that no rule ties to other text, in the order of the annexes."""
    campaign = read(root).campaign
    files = {path: path.read_text("utf-8") for path in sorted((root / "sectors").glob("*.yml"))}
    rows = _rows(campaign)
    for sector, item in rows:
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


def fingerprints(root: Path) -> dict[str, str]:
    """Return the fingerprint of everything that is printed, by address; that of a pack is of all it holds."""
    printed = printed_now(read(root).campaign, history_of(root))
    own = {sheet.path: sheet.fingerprint for sheet in printed.all}
    packs = {
        pack.sheet.path: "".join([own[pack.sheet.path], *(own[part.path] for part in pack.parts)])
        for pack in printed.packs
    }
    return own | packs


def _rows(campaign: Campaign) -> list[tuple[Sector, Item]]:
    return [
        (sector, item)
        for sector in campaign.sectors
        if sector.checklist
        for item in sector.checklist.items
        if item.relation != "same"
    ]
