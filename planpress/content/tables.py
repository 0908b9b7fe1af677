"""A file of a spreadsheet program → the rows of its first table.

In: a file `.csv` in any encoding that offices use, or `.xlsx`. Out: a `Table`: rows with the numbers that the program
shows beside them, and the rows that joined cells cover. Nothing of it is run.
"""

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from planpress.disk import read_named
from planpress.errors import ContentError, Problem
from planpress.i18n import Translate

_NO_TABLE = (
    ValueError,
    LookupError,
    RuntimeError,
    csv.Error,
    zlib.error,
    zipfile.BadZipFile,
    etree.XMLSyntaxError,
)
"""What reading raises where a file is damaged, protected or something else."""

MOST_ROWS = 20_000
"""How far down a list of units goes at most."""

MOST_BYTES = 20_000_000
_NAMES = {
    "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


@dataclass(frozen=True)
class Table:
    """What a table holds: the cells of each row by its number, and the first and last row of each joined cell."""

    rows: dict[int, tuple[str, ...]]
    joined: tuple[tuple[int, int], ...] = ()


def read_table(path: Path, _: Translate) -> Table:
    """Return the first table of a file.

    Raises:
        ContentError: If it is none that can be read.
        OSError: If the file cannot be read.
    """
    data = read_named(path)
    try:
        if len(data) > MOST_BYTES:
            raise ValueError
        return _workbook(data) if data.startswith(b"PK") else _values(data)
    except (
        ValueError,
        KeyError,
        IndexError,
        csv.Error,
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        etree.XMLSyntaxError,
    ):
        message = _("The file is no table that can be read: save it as .xlsx, or as .csv in UTF-8 or GBK")
        raise ContentError([Problem(path.name, 0, "", message)]) from None


def _values(data: bytes) -> Table:
    """Read values with signs between them, as the sign that the first lines hold most often says."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = _decoded(data, ("utf-16",) if marked else ("utf-8-sig", "gb18030"))
    if "\0" in text:
        raise ValueError
    head = text[:2000]
    sign = max("\t;,\uff0c", key=head.count) if any(map(head.count, "\t;,\uff0c")) else ","
    found, before = {}, 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    for cells in reader:
        found[before + 1], before = tuple(map(str.strip, cells)), reader.line_num
    return Table(found)


def _decoded(data: bytes, encodings: tuple[str, ...]) -> str:
    *others, last = encodings
    for encoding in others:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(last)


def _workbook(data: bytes) -> Table:
    """Read the first sheet of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        first = _part(book, "xl/workbook.xml").find("m:sheets/m:sheet", _NAMES)
        target = "" if first is None else str(first.get(f"{{{_NAMES['r']}}}id"))
        related = {str(one.get("Id")): str(one.get("Target")) for one in _part(book, "xl/_rels/workbook.xml.rels")}
        sheet = _part(book, "xl/" + related[target].removeprefix("/xl/"))
        shared = _part(book, "xl/sharedStrings.xml") if "xl/sharedStrings.xml" in book.namelist() else []
    strings = [_text(one) for one in shared]
    rows: dict[int, tuple[str, ...]] = {}
    for cell in sheet.iterfind("m:sheetData/m:row/m:c", _NAMES):
        row, column = _place(str(cell.get("r")))
        value = cell.findtext("m:v", "", _NAMES)
        text = strings[int(value)] if cell.get("t") == "s" else value or _text(cell)
        if not text.strip():
            continue
        if row > MOST_ROWS:
            raise ValueError
        before = rows.get(row, ())
        rows[row] = (*before, *[""] * (column - len(before)), text.strip())
    joined = (str(one.get("ref")).partition(":") for one in sheet.iterfind("m:mergeCells/m:mergeCell", _NAMES))
    found = tuple((_place(first)[0], _place(last or first)[0]) for first, _sign, last in joined)
    return Table({row: rows.get(row, ()) for row in range(1, max(rows, default=0) + 1)}, found)


def _part(book: zipfile.ZipFile, name: str) -> etree._Element:
    if book.getinfo(name).file_size > MOST_BYTES:
        raise ValueError
    return etree.fromstring(book.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _text(element: etree._Element) -> str:
    """Return the words in a cell, without those that tell how they are read aloud."""
    return "".join(
        part.text or ""
        for part in element.iter(f"{{{_NAMES['m']}}}t")
        if (above := part.getparent()) is None or etree.QName(above).localname != "rPh"
    )


def _place(name: str) -> tuple[int, int]:
    """Return row from 1 and column from 0 of a cell such as `B3`."""
    hit = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", name)
    if hit is None:
        raise ValueError(name)
    column = 0
    for letter in hit[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(hit[2]), column - 1
