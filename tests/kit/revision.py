"""Three constructed revisions of the small campaign, sealed in a folder of a test's own.

Nothing here is or was ever issued by anybody. What each changes is listed beside it, so that a test can say
what a page must show.
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
from functools import cache
from pathlib import Path

from kit import folder
from kit.paths import HARBOUR
from planpress.content.validate import read
from planpress.model.campaign import Campaign
from planpress.release import prepare, seal
from planpress.revisions.history import History, history_of
from planpress.revisions.request import ReleaseRequest
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import Sheet
from planpress.web.page import Pages
from planpress.web.pages import pages_of

FIRST = ReleaseRequest("original", "First issue", datetime.date(2031, 9, 15))
SECOND = ReleaseRequest(
    "revision",
    "Frost came early",
    datetime.date(2031, 10, 1),
    datetime.date(2031, 10, 8),
    document_number="HB 2031/17",
    meaning="Look at every grit bin again.",
)
THIRD = ReleaseRequest("revision", "The cranes are laid up", datetime.date(2031, 11, 3), datetime.date(2031, 12, 1))
REQUESTS = (FIRST, SECOND, THIRD)

EDITS: dict[int, tuple[tuple[str, str, str], ...]] = {
    1: (("content/plan.yml", "revision: {number: 3, issued: 2031-09-15}\n", ""),),
    # A row reworded, a row added before another, a unit renamed.
    2: (
        ("sectors/01-quays.yml", "Grit bin is full, lid shuts.", "Grit bin is full, lid shuts tightly."),
        (
            "sectors/01-quays.yml",
            "    - id: item-b\n      label: B\n",
            "    - {id: item-d, label: B, text: Lamp is lit., relation: added}\n    - id: item-b\n      label: C\n",
        ),
        ("content/units.yml", "name: East Basin Wardens", "name: East Basin Watch"),
    ),
    # A sector and a unit withdrawn, a row deleted.
    3: (
        ("content/plan.yml", "          - {units: [crane-office], role: lead, sectors: [cranes]}\n", ""),
        ("content/plan.yml", "sectors: [quays, cranes]", "sectors: [quays]"),
        ("content/units.yml", "      - {text: crane people, where: [cranes#do-2]}\n", "      - {text: crane people}\n"),
        ("content/units.yml", "members: [east-basin, west-basin]", "members: [east-basin]"),
        (
            "content/units.yml",
            "  - id: west-basin\n    name: West Basin Wardens\n    code: WB\n    kind: township\n"
            "    provenance: outside\n    reference: Harbour directory, 2030\n",
            "",
        ),
        ("sectors/01-quays.yml", "    - {id: item-d, label: B, text: Lamp is lit., relation: added}\n", ""),
    ),
}
GONE = {3: ("sectors/02-cranes.yml",)}
TOMBSTONES = {3: ("sector:cranes", "unit:west-basin", "quays#item-d")}


def edit(root: Path, number: int) -> None:
    """Edit the campaign at `root` as revision `number` does."""
    for name, find, put in EDITS[number]:
        folder.edit(root, name, find, put)
    for name in GONE.get(number, ()):
        (root / name).unlink()
    if number in TOMBSTONES:
        stones = "".join(f'  - {{target: "{target}"}}\n' for target in TOMBSTONES[number])
        (root / "content" / "changes.yml").write_text(f"retired:\n{stones}", "utf-8")


def constructed(folder: Path, last: int = 3) -> Path:
    """Seal the first `last` revisions below `folder`; return the campaign."""
    root = folder / "campaign"
    for name, data in _sealed(last).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


@cache
def _sealed(last: int) -> dict[str, bytes]:
    """Return the files of the campaign with so many revisions; they are sealed once a process."""
    with tempfile.TemporaryDirectory() as name:
        if not last:
            root = Path(shutil.copytree(HARBOUR, Path(name) / "campaign"))
        else:
            root = constructed(Path(name), last - 1)
            edit(root, last)
            seal(root, prepare(root, REQUESTS[last - 1]))
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def printed_of(campaign: Campaign, history: History) -> tuple[Sheet, ...]:
    """Return everything that `campaign` prints."""
    return printed_now(campaign, history).all


def pages_at(root: Path, site_url: str = "", published: bool = False) -> Pages:
    """Return the pages of the campaign at `root` with all its revisions."""
    campaign = read(root).campaign
    history = history_of(root)
    edition = edition_of(campaign, site_url).within(history)
    beside = {} if published else None
    return pages_of(campaign, printed_of(campaign, history), edition, beside=beside, history=history)
