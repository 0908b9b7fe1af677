"""Raw font files → the faces that every sheet is set in.

In: a folder with a raw file for each face (`SOURCES`). Out: a folder `<target>/<digest>/` with one file a face, a
`fonts.conf` that shows fontconfig these faces and no other, and a `FontSet` that says which characters each face has.

Each face is one file with a family name of its own, because two files under one family, weight and style get their
glyphs mixed up. All faces share one ascent and descent, because a line with two faces would otherwise grow: 21 lines
a page instead of 22.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from planpress.cache import sum_of
from planpress.disk import alone
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.pool import Unfinished, run

SOURCES = {
    "Fang": "FandolFang-Regular.otf",
    "Kai": "FandolKai-Regular.otf",
    "Hei": "FandolHei-Regular.otf",
    "Song": "FandolSong-Regular.otf",
    "Title": "FandolSong-Bold.otf",
    "Num": "NotoSerifSC-Regular.ttf",
    "Rare": "NotoSerifSC-Regular.ttf",
    "Heavy": "NotoSerifSC-Bold.ttf",
    "Gothic": "NotoSansSC-Medium.ttf",
    "Small": "NotoSerif-Regular.ttf",
    "Signs": "NotoSansSymbols2-Regular.ttf",
}
"""Family → the raw file it is cut from. `Num` is digits and Latin; `Heavy` and `Gothic` have the rare characters of
titles."""

TAIL = ("Small", "Rare", "Signs")
"""With these every list of faces ends: raised and lowered figures, rare characters, boxes and marks."""

UNCUT = frozenset({"Rare", "Heavy", "Gothic"})

ASCENT, DESCENT = 0.88, 0.12
"""Above and below the baseline, in em, for every face."""

ASCII = frozenset(range(0x20, 0x7F))

EXTRA_MARKS = "\u00a0\u00b7\u200b\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u25a1\u3000"
"""Marks that the table below lacks or that the paper needs: dashes, quotes, the break before a quote."""

FEW = {
    "Num": ASCII,
    "Song": ASCII | frozenset(map(ord, EXTRA_MARKS)),
    "Small": frozenset({0xB2, 0xB3, 0xB9, *range(0x2070, 0x20A0)}),
    "Signs": frozenset(range(0x2100, 0x2C00)),
}
"""Family → its characters, for the families that are not used for text."""

RECIPE = 7
"""Counts up when the way of preparing changes, so that old faces are not taken for new ones."""

TIME_LIMIT = 900.0
"""Seconds that one face may take."""


@dataclass(frozen=True)
class FontSet:
    """Prepared faces, which lie in `folder` with `fonts.conf` and `faces.json`."""

    folder: Path

    @property
    def digest(self) -> str:
        """Name of the state of all faces; part of every cache key."""
        return self.folder.name

    @property
    def config(self) -> Path:
        """The fontconfig file that knows these faces only."""
        return self.folder / "fonts.conf"

    @cached_property
    def charsets(self) -> dict[str, frozenset[int]]:
        """Family → code points it has a glyph for."""
        ranges: dict[str, list[list[int]]] = json.loads((self.folder / "faces.json").read_text("utf-8"))
        return {
            family: frozenset(code for first, last in pairs for code in range(first, last + 1))
            for family, pairs in ranges.items()
        }


def common_characters() -> frozenset[int]:
    """Return the code points every Chinese face is cut to: GB 2312, ASCII and some marks.

    The set does not depend on the campaign, so that a new word presses only the sheets that show it. What lies
    outside is set in faces that are not cut.

    Source:
        GB 2312-80 rows 1–9 and 16–87, decoded as GB 18030, because Python's `gb2312` maps the
        dash and the middle dot to other code points.
    """
    rows = (*range(0xA1, 0xAA), *range(0xB0, 0xF8))
    pairs = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    decoded = (pair.decode("gb18030", errors="ignore") for pair in pairs)
    return frozenset(map(ord, filter(None, decoded))) | ASCII | frozenset(map(ord, EXTRA_MARKS))


def prepare(source: Path, target: Path, language: str = "zh") -> FontSet:
    """Cut, rename and level every face of the folder `source` once; later calls find the result below `target`.

    Raises:
        BuildError: If a raw file is missing or is not a font.
    """
    _ = translations(language).gettext
    files = found(source)
    missing = sorted(SOURCES.keys() - files.keys())
    if missing:
        words = _("No font for %(faces)s: run `fonts`, which gets what is missing into %(folder)s.")
        raise BuildError(words % {"faces": ", ".join(missing), "folder": source})
    folder = target / _digest(files)
    if not folder.exists():
        target.mkdir(parents=True, exist_ok=True)
        try:
            with new_folder(target) as made:
                _make(files, made)
                made.chmod(0o755)
                made.rename(folder)
        except Exception as error:
            if not folder.exists():  # else another process was quicker: its faces are the same
                raise BuildError(_("A font could not be prepared: %(reason)s") % {"reason": error}) from error
    return FontSet(folder)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder below `target`, which goes in the end; what killed runs left goes if no other is at work."""
    with ExitStack() as stack:
        with suppress(BlockingIOError):
            for left in target.glob("new-????????") if stack.enter_context(alone(target)) else ():
                shutil.rmtree(left, ignore_errors=True)
        made = Path(tempfile.mkdtemp(prefix="new-", dir=target))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def found(source: Path) -> dict[str, Path]:
    """Return family → raw file, for the families that `source` has one for, in the order of `SOURCES`.

    A file called after the family, such as `Fang.ttf`, stands in for the usual one.
    """
    files = {family: [*sorted(source.glob(f"{family}.*[fc]")), source / usual] for family, usual in SOURCES.items()}
    return {family: choice[0] for family, choice in files.items() if choice[0].is_file()}


def _digest(files: dict[str, Path]) -> str:
    parts = [str(RECIPE), version("uharfbuzz"), version("fonttools")]
    parts += [f"{family} {sum_of(file)}" for family, file in files.items()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _make(files: dict[str, Path], folder: Path) -> None:
    from planpress.paper.cutting import make_face  # late: done once on a machine

    jobs = [(family, file, folder) for family, file in files.items()]
    ranges = dict(zip(files, run(make_face, jobs, os.cpu_count() or 1, time_limit=TIME_LIMIT), strict=True))
    if lost := [family for family, codes in ranges.items() if isinstance(codes, Unfinished)]:
        raise OSError(lost[0])
    (folder / "faces.json").write_text(json.dumps(ranges), "utf-8")
    (folder / "fonts.conf").write_text(_CONFIG, "utf-8")


_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <cachedir prefix="xdg">cache</cachedir>
</fontconfig>
"""
