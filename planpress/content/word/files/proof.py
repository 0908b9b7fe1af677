"""A file → how often each character stands in it, counted without the reader, to prove that none was lost.

In: a path, and what was made of the file: what is kept, what is told beside it, and the numbers that the word processor
made. Out: what is in the file alone, and what is there in excess. It sees raw XML and shares no code with the reader
(of a file that LibreOffice turns into .docx, it sees that .docx). Blanks, and signs that show nothing, do not count.
"""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from planpress.content.word.files.convert import as_docx
from planpress.content.word.files.numerals import SIGNS

_NOT_TEXT = re.compile(r"word/glossary/|word/diagrams/drawing|\[Content_Types\]|docProps/|customXml/|(?!.*\.xml$)")
"""Parts that print nothing: pieces to put in, properties, and a picture of a diagram whose words stand elsewhere."""
_WORDS = re.compile(
    r"\S*(wordprocessing|drawing|officeDocument)\S*/((main|math) (t|delText|instrText|delInstrText)|chart v)"
)
_SETS = "#*_|`\\>+:<=-"
"""Signs by which Markdown sets text; whether they are words it does not say, so they are not counted there."""
_SHOWN = re.compile("Co|[^ZC]").match
"""Categories of Unicode that print something; the first is of faces without letters."""
_FORMATS = {b"PK": "odt", b"{\\": "rtf", b"\xd0\xcf": "doc"}


def characters_of(path: Path) -> Counter[str]:
    """Return how often each character stands in a file; numbers that the word processor makes stand in none.

    Raises:
        OSError: If it cannot be read.
    """
    data = path.read_bytes()
    head = data[:2]
    if head in _FORMATS and (head != b"PK" or b"opendocument.text" in data[:100]):
        data = as_docx(data, _FORMATS[head]) or b""
    if data[:2] == b"PK":
        return _counted(_of_package(data))
    if b"%PDF-" in data[:1024]:
        return _counted(_of_pdf(data))
    text = _decoded(data)
    return _bare(_counted([text.replace("<br>", "")])) if _is_markdown(path) else _counted([text])


def lost(path: Path, kept: Iterable[str], told: Iterable[str], made: Iterable[str] = ()) -> Counter[str]:
    """Return the characters of a file that are neither kept nor told, and how often.

    Args:
        path: The file.
        kept: All texts that were made of it.
        told: All texts that stand beside.
        made: Numbers that the word processor made, which are in `kept` and not in the file.
    """
    there, found = _both(path, [*kept, *told], made)
    return there - found


def invented(path: Path, kept: Iterable[str], told: Iterable[str], made: Iterable[str] = ()) -> Counter[str]:
    """Return the characters that are kept or told, and do not stand in the file, and how often."""
    there, found = _both(path, [*kept, *told], made)
    return found - there


def _both(path: Path, texts: list[str], made: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    found = _counted(texts)
    there = characters_of(path) + (_bare(_counted(made)) if _is_markdown(path) else _counted(made))
    return there, _bare(found) if _is_markdown(path) else found


def _is_markdown(path: Path) -> bool:
    return path.suffix.lower() in (".md", ".markdown")


def _counted(texts: Iterable[str]) -> Counter[str]:
    every: Counter[str] = Counter()
    for text in texts:
        every.update(text)
    return Counter({one: many for one, many in every.items() if _SHOWN(unicodedata.category(one))})


def _bare(counted: Counter[str]) -> Counter[str]:
    return Counter({one: many for one, many in counted.items() if one not in _SETS})


# ---------------------------------------------------------------- kinds of files


def _of_package(data: bytes) -> Iterable[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(set(package.namelist())):
            if not _NOT_TEXT.match(name):
                yield _of_part(package.read(name))


def _of_part(data: bytes) -> str:
    """Return the words of a part, alternatives once: of a choice and what older programs show instead, the choice."""
    found: list[str] = []
    path: list[tuple[str, bool]] = []  # elements, and whether what is in them is passed over
    chosen: list[bool] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        above, passed = path[-1] if path else ("", False)
        name = tag.rpartition(" ")[2]
        if name == "AlternateContent":
            chosen.append(False)
        elif above.endswith(" AlternateContent"):
            passed, chosen[-1] = passed or chosen[-1], True
        path.append((tag, passed))
        if not passed and ("wordprocessing" in tag or name == "textpath"):
            found.append(_sign(name, {key.rpartition(" ")[2]: text for key, text in attributes.items()}))

    def end(tag: str) -> None:
        path.pop()
        if tag.endswith(" AlternateContent"):
            chosen.pop()

    def words(text: str) -> None:
        if path and not path[-1][1] and _WORDS.fullmatch(path[-1][0]):
            found.append(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, words
    with suppress(expat.ExpatError):  # what stood before counts: where the reader passed it over, it is lost
        parser.Parse(data, True)
    return "".join(found)


def _sign(name: str, said: dict[str, str]) -> str:
    """Return what an element says that holds no text."""
    if name in ("fldSimple", "textpath"):
        return said.get("instr", said.get("string", ""))
    if name == "sym":
        hexadecimal = re.fullmatch("[0-9A-Fa-f]{2,4}", said.get("char", ""))
        code = int(hexadecimal[0], 16) if hexadecimal else 0x20
        return SIGNS.get(said.get("font", ""), {}).get(code & 0xFFF, chr(code))
    return "-" if name == "noBreakHyphen" else ""


def _of_pdf(data: bytes) -> Iterable[str]:
    import pymupdf  # slow, and needed here alone

    with pymupdf.open(stream=data, filetype="pdf") as file:  # type: ignore[no-untyped-call]
        return [page.get_text("text") for page in file]


def _decoded(data: bytes) -> str:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
