"""A campaign and a new version of its outline → the campaign as the import of that version leaves it."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

from planpress.content.validate import read
from planpress.content.word.aligning.known import outline_of_campaign
from planpress.content.word.aligning.matching import Answers
from planpress.content.word.document import Origin
from planpress.content.word.outline import Outline, Part, Piece
from planpress.content.word.patching.drafting import Decided
from planpress.content.word.patching.onto import Version, compared, write
from planpress.i18n import translations

NO_ANSWERS = Answers(), Decided()
UNKNOWN = Origin()


def copied(root: Path, folder: Path) -> Path:
    """Copy a campaign to where it may be changed."""
    for name in ("content", "sectors", "revisions"):
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name)
    return folder


def says(outline: Outline) -> object:
    """Return all words of an outline in their tree; how a clause is divided into title and text no file says."""
    letter = outline.letter
    return tuple(map(_part, outline.parts)), tuple(map(_piece, letter.pieces)) if letter else ()


def _part(part: Part) -> object:
    rows = part.checklist.rows if part.checklist else ()
    found = tuple((row.label, row.text, row.heading, tuple(one for one in row.values if one[1])) for row in rows)
    return part.label, "".join(part.title.split()), tuple(map(_piece, part.pieces)), found


def _piece(piece: Piece) -> object:
    return piece.words, tuple(map(_piece, piece.pieces))


def said_at(root: Path) -> Outline:
    """Return what the campaign at `root` says."""
    return outline_of_campaign(read(root).campaign)


def version_of(
    root: Path, new: Outline, origin: Origin = UNKNOWN, answers: tuple[Answers, Decided] = NO_ANSWERS
) -> Version:
    """Compare a new version with the campaign."""
    return compared(root, new, origin, answers, root / ".build" / "import", translations("en").gettext)


def renew(root: Path, version: Version) -> None:
    """Write a version that may be written."""
    write(root, version, translations("en").gettext)


def files_at(root: Path) -> dict[str, bytes]:
    """Return the YAML of a campaign by path."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for folder in ("content", "sectors")
        for path in sorted((root / folder).rglob("*.yml"))
    }


def comments_of(files: dict[str, bytes]) -> Counter[str]:
    """Return all comment lines, however deep they stand."""
    lines = (line.strip() for data in files.values() for line in data.decode().splitlines())
    return Counter(line for line in lines if line.startswith("#"))
