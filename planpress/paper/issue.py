"""Campaign, unit and a number → numbered copies of the unit's pack, and the register of them.

In: everything that is printed, the unit, how many copies. Out: a folder with one PDF a copy and the
filled register; it appears in one step.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.paper.copies import numbered
from planpress.paper.faces import faces_of
from planpress.paper.fonts import FontSet
from planpress.paper.packing import bind_packs
from planpress.paper.press import press
from planpress.sheets.edition import Edition
from planpress.sheets.forms import copy_label, register_of
from planpress.sheets.packs import Pack
from planpress.sheets.printed import Printed


@dataclass(frozen=True)
class Issued:
    """Numbered copies that lie in their folder.

    Attributes:
        copies: The file of each, by number.
        register: The file of the register.
    """

    copies: tuple[Path, ...]
    register: Path


def issue_copies(
    campaign: Campaign,
    printed: Printed,
    unit: str,
    count: int,
    edition: Edition,
    target: Path,
    cache: Path,
    fonts: FontSet,
    workers: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Issued:
    """Make `count` copies of the pack of `unit`, numbered from 1, and register them.

    Args:
        campaign: Validated.
        printed: What it prints.
        unit: Id of the unit.
        count: Number of copies.
        edition: What the foot of every sheet says.
        target: The folder to make; it must not exist, or be empty, so that no number is given twice.
        cache: Folder of earlier results of the press.
        fonts: The only faces there are.
        workers: Number of processes that press; 0 for one a core.
        progress: Told how many of how many copies are done.

    Raises:
        BuildError: If the unit has no pack, the folder is in use, or a sheet has a flaw.
    """
    pack = _pack_of(unit, printed, edition.language)
    _ = translations(edition.language).gettext
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BuildError(_("The folder must be empty, so that no copy is numbered twice: %(name)s") % {"name": target})
    register = register_of(campaign, pack.sheet, count, edition.line)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
        pressed, made = Path(folder) / "pressed", Path(folder) / "made"
        made.mkdir()
        done = press((*pack.parts, register), edition, pressed, cache, fonts, workers)
        bind_packs((pack,), done, edition, pressed, cache, fonts, workers)
        whole = (pressed / pack.sheet.path).read_bytes()
        labels = [copy_label(number, count, edition.language) for number in range(1, count + 1)]
        names = [f"{pack.sheet.code}-{number:0{len(str(count))}}.pdf" for number in range(1, count + 1)]
        for number, pdf in enumerate(numbered(whole, labels, faces_of(fonts), edition.language)):
            (made / names[number]).write_bytes(pdf)
            progress(number + 1, count)
        (made / f"{register.code}.pdf").write_bytes((pressed / register.path).read_bytes())
        made.replace(target)
    return Issued(tuple(target / name for name in names), target / f"{register.code}.pdf")


def _pack_of(unit: str, printed: Printed, language: str) -> Pack:
    found = {pack.sheet.unit: pack for pack in printed.packs if pack.sheet.unit}
    if unit not in found:
        words = translations(language).gettext("There is no pack of a unit '%(unit)s'; there are: %(units)s")
        raise BuildError(words % {"unit": unit, "units": ", ".join(sorted(filter(None, found)))})
    return found[unit]
