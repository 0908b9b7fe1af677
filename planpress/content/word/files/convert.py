"""A file of an older program → .docx by LibreOffice, read, and its numbers checked.

In: bytes of a .doc, .wps, .odt or .rtf. Out: a `Document`; or it is refused where its numbering broke on the way, which
happens silently otherwise. The program has a profile of its own, thrown away, follows no link and runs no macro.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from planpress.content.word.document import Document, Paragraph
from planpress.content.word.files.docx import read_docx
from planpress.content.word.files.numerals import numeral
from planpress.content.word.files.package import open_archive, open_package, refusal
from planpress.content.word.files.settle import Tracked
from planpress.errors import BuildError
from planpress.i18n import Translate

MOST_SECONDS = 180
MOST_GAPS = 3
"""Numbers that an office leaves out or types twice itself, in a whole text..."""
MOST_SHARE = 0.04
"""...or of all numbers."""

MOST_SIGNS = 40
"""Of the last paragraph that are looked for in a .doc."""

_FILTERS = {"doc": "MS Word 97", "odt": "writer8", "rtf": "Rich Text Format"}
"""How LibreOffice reads each; of itself it takes what it does not know for text."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
</oor:items>
"""


def converted(data: bytes, name: str, kind: str, tracked: Tracked, _: Translate) -> Document:
    """Return what a file holds that only LibreOffice can read.

    Raises:
        ContentError: If it cannot be turned into .docx, or its numbers broke.
        BuildError: If LibreOffice is not installed.
    """
    if _program() is None:
        raise BuildError(_("This kind of file needs LibreOffice, which is not installed: save it as .docx instead"))
    if kind == "odt":
        open_archive(data, name, _)
    made = as_docx(data, kind)
    if made is None:
        message = _("LibreOffice cannot turn the file into .docx: it may be damaged, or protected by a password")
        raise refusal(name, message)
    document = read_docx(open_package(made, name, _), tracked, _)
    if kind == "doc" and _ends_in_table(data, document):
        message = _(
            "The file ends in a table, whose rows LibreOffice runs together: "
            "add an empty paragraph behind the table, or save the file as .docx"
        )
        raise refusal(name, message)
    gaps, all_numbers = breaks_of(document)
    if len(gaps) > max(MOST_GAPS, MOST_SHARE * all_numbers):
        message = _(
            "The numbering broke on the way from this kind of file: %(gaps)s numbers follow none, such as '%(first)s'. "
            "Save the file as .docx in the program that wrote it"
        )
        raise refusal(name, message % {"gaps": len(gaps), "first": gaps[0][:20]})
    return document


def _ends_in_table(data: bytes, document: Document) -> bool:
    """Tell whether a .doc has ends of cells (7) within and behind its last paragraph, which was a table then."""
    last = document.blocks[-1] if document.blocks else None
    signs = "".join(last.text.split())[-MOST_SIGNS:] if isinstance(last, Paragraph) else ""
    between = rb"((?:[\x07\t\n\x0b\r ]\0)*)"
    hit = re.search(between.join(re.escape(sign.encode("utf-16-le")) for sign in signs) + rb"(?:\x07\0)+\0\0", data)
    return bool(signs and hit and b"\7" in b"".join(hit.groups()))


@lru_cache(1)
def as_docx(data: bytes, kind: str) -> bytes | None:
    """Return the .docx that LibreOffice makes of a file that ends in `kind`; None where it makes none."""
    program = _program()
    with tempfile.TemporaryDirectory(prefix="planpress-") as folder:
        return _run(program, Path(folder), data, kind) if program else None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _run(program: str, folder: Path, data: bytes, kind: str) -> bytes | None:
    source, profile = folder / f"text.{kind}", folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    source.write_bytes(data)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += [
        f"--infilter={_FILTERS[kind]}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(source),
    ]
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "TMPDIR") if key in os.environ}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**kept, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=True,
    )
    try:
        process.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    made = folder / "text.docx"
    return made.read_bytes() if made.is_file() else None


# ---------------------------------------------------------------- numbers

_SMALL = range(1, 200)
_VALUES = {
    form: {made: number for number in _SMALL if (made := numeral(number, form))}
    for form in ("decimal", "chineseCountingThousand", "decimalEnclosedCircle", "decimalFullWidth")
}
_NUMBER = re.compile(r"(\(?)\s*(\w{1,4}|[\u2460-\u2473])\s*([)\u3001?]|\.(?!\d)|(?<=[\u2460-\u2473]))")
_NARROW = str.maketrans("\uff08\uff09\uff0e", "().")


def breaks_of(document: Document) -> tuple[list[str], int]:
    """Return the lines whose number cannot be right, and how many have a number.

    Of a cell only numbers that the program made are looked at, since forms begin anew all the time; elsewhere such a
    number before nothing is left of a paragraph that was struck.
    """
    lines, struck = [], []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.words)
            struck += [block.words] if block.label and not block.text else []
        else:
            lines += [one.words for cell in block.cells for one in cell.paragraphs if one.label]
    gaps, all_numbers = gaps_of(lines)
    return gaps + struck, all_numbers


def gaps_of(lines: Iterable[str]) -> tuple[list[str], int]:
    """Return the lines whose number follows none of its kind, and how many lines have a number.

    A number is one more than the last of its kind, or begins at one, but not twice in a row. What a program cannot
    write becomes `?`.
    """
    last: dict[tuple[str, str, str], int] = {}
    before: tuple[str, str, str] | None = None
    gaps, all_numbers = [], 0
    for line in lines:
        hit = _NUMBER.match(line[:20].translate(_NARROW))
        form = next((form for form, values in _VALUES.items() if hit and hit[2] in values), "")
        if hit is None or not form:
            continue
        all_numbers += 1
        family, number = (hit[1], form, hit[3]), _VALUES[form][hit[2]]
        again = family == before and last[family] == 1
        follows = number == last.get(family, 0) + 1 or (number == 1 and not again)
        if not follows or hit[3] == "?":
            gaps.append(line)
        last[family], before = number, family
    return gaps, all_numbers
