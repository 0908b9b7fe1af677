"""Plain text and Markdown → what they hold.

In: bytes in any encoding that offices use. Out: a `Document`; the number of a paragraph is that of its line. Cells
stand a line each behind a tab, rows parted by a blank line, as word processors write them; or a row stands in a line,
with tabs between the cells; or, in Markdown, between bars.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from planpress.content.word.document import Block, Cell, Document, Paragraph, Table
from planpress.content.word.files.package import refusal
from planpress.i18n import Translate
from planpress.signs import NUMERALS

MOST_BYTES = 20_000_000
_ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"(\s*)[-*+]\s+(.*)$")
_BARS = re.compile(r"\s*\|(.*)\|\s*$")
_RULE = re.compile(r"\s*\|?(\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$")
_NUMBER = re.compile(rf"[(\uff08]?[\d{NUMERALS}]{{1,3}}\s*[)\uff09.\uff0e\u3001]\s*")
"""That of a paragraph, with a tab behind it."""

_STRONG = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")

Row = list[list[tuple[int, str]]]
"""The cells of a row, each the lines in it with their numbers."""


def decoded(data: bytes, name: str, _: Translate) -> str:
    """Return the text of a file.

    Raises:
        ContentError: If it is none.
    """
    if len(data) > MOST_BYTES:
        raise refusal(name, _("What is packed in the file is larger than any text: it is not read"))
    marked = next((encoding for mark, encoding in _ENCODINGS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    raise refusal(name, _("The file is no text that can be read: save it as .docx, or as .txt in UTF-8"))


def read_plain(data: bytes, name: str, _: Translate) -> Document:
    """Return what plain text holds, a paragraph a line.

    Raises:
        ContentError: If it is no text.
    """
    lines = list(enumerate(decoded(data, name, _).split("\n"), 1))
    return Document(name, tuple(_plain_blocks(lines)))


def _plain_blocks(lines: list[tuple[int, str]]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        rows, after = _tall_rows(lines, at)
        if not rows:
            rows, after = _wide_rows(lines, at)
        if rows:
            yield _table(rows)
            at = after
        else:
            number, line = lines[at]
            yield Paragraph(number, line.strip())
            at += 1


def _tall_rows(lines: list[tuple[int, str]], at: int) -> tuple[list[Row], int]:
    """Return the rows that begin at a line, of cells one below the other, and the line behind them.

    What has fewer cells than the first may be paragraphs that a tab indents, unless more rows follow.
    """
    rows: list[Row] = []
    full, after = 0, at
    while at < len(lines) and lines[at][1].startswith("\t"):
        row, at = _tall_row(lines, at)
        if len(row) > len(rows[0]) if rows else len(row) < 2:
            break
        rows.append(row)
        if len(row) == len(rows[0]) or (len(row) > 1 and full > 1):
            full, after = len(rows), at
        if at < len(lines) and not lines[at][1].strip():
            at += 1
    return (rows[:full], after) if full > 1 else ([], after)


def _tall_row(lines: list[tuple[int, str]], at: int) -> tuple[Row, int]:
    """Return a row and the line behind it; a line without a tab goes on in the cell above, unless that is blank."""
    row: Row = []
    while at < len(lines):
        number, line = lines[at]
        if line.startswith("\t"):
            row.append([(number, line[1:].strip())])
        elif line.strip() and row[-1][-1][1]:
            row[-1].append((number, line.strip()))
        else:
            break
        at += 1
    return row, at


def _wide_rows(lines: list[tuple[int, str]], at: int) -> tuple[list[Row], int]:
    """Return the rows of cells with tabs between them, of which none is a number alone, and the line behind them."""
    rows: list[Row] = []
    while at < len(lines):
        number, line = lines[at]
        blank = rows and line.strip() and line.count("\t") == len(rows[0]) - 1 > 0 and line[0] != "\t"
        if "\t" not in line.strip() and not blank:
            break
        rows.append([[(number, one.strip())] for one in line.strip("\n ").split("\t")])
        at += 1
    same = len({len(row) for row in rows}) == 1
    numbered = all(len(row) == 2 and _NUMBER.fullmatch(row[0][0][1]) for row in rows)
    return (rows, at) if len(rows) > 1 and same and not numbered else ([], at)


def _table(rows: Sequence[Row]) -> Table:
    columns = max(map(len, rows))
    cells = tuple(
        Cell(tuple(Paragraph(number, text) for number, text in cell), at, column)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    return Table(cells[0].paragraphs[0].number, cells, len(rows), columns)


# ---------------------------------------------------------------- Markdown


def read_markdown(data: bytes, name: str, _: Translate) -> Document:
    """Return what Markdown holds: headings with their level, lists, tables; all else is a paragraph a line.

    Raises:
        ContentError: If it is no text.
    """
    lines = enumerate(decoded(data, name, _).split("\n"), 1)
    blocks: list[Block] = []
    for is_table, group in groupby(lines, lambda line: bool(_BARS.match(line[1]))):
        if is_table:
            held = [(number, line) for number, line in group if not _RULE.match(line)]
            blocks += [_table([_bars(number, line) for number, line in held])] if held else []
        else:
            blocks += [_marked(number, line) for number, line in group]
    return Document(name, tuple(blocks))


def _bars(number: int, line: str) -> Row:
    inner = re.sub(r"^\s*\||\|\s*$", "", line)
    return [[(number, _bare(cell)[0])] for cell in re.split(r"(?<!\\)\|", inner)]


def _marked(number: int, line: str) -> Paragraph:
    if hit := _HEADING.match(line):
        return Paragraph(number, _bare(hit[2])[0], level=len(hit[1]) - 1, style=f"Heading {len(hit[1])}")
    if hit := _BULLET.match(line):
        text, bold = _bare(hit[2])
        return Paragraph(number, text, label="\u2022", level=len(hit[1].expandtabs(4)) // 2, bold=bold)
    text, bold = _bare(line)
    return Paragraph(number, text, bold=bold)


def _bare(text: str) -> tuple[str, int]:
    """Return text without the signs that set it, and how many signs at its beginning are bold."""
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", text.strip().replace("<br>", "\n"))
    hit = _STRONG.match(text)
    return _STRONG.sub(lambda one: one[1] or one[2], text), len(hit[1] or hit[2]) if hit else 0
