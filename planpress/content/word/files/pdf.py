"""A PDF → a draft of its text: lines joined to paragraphs as well as their places tell.

In: bytes. Out: a `Document` that says it is a draft: a PDF knows no paragraphs, numbers or tables.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from planpress.content.word.document import Beside, Document, Paragraph
from planpress.content.word.files.package import refusal
from planpress.i18n import Translate

MOST_PAGES = 2_000
_FOLIO = re.compile(r"[\s\-\u2013\u2014\u00b7/]*\d{1,4}[\s\-\u2013\u2014\u00b7/]*(\d{1,4})?[\s\-\u2013\u2014]*")
"""The number of a page, alone in its line."""

_ENDS = ".:;!?\u3002\uff1a\uff1b\uff01\uff1f"


class _Line(NamedTuple):
    text: str
    left: float
    right: float
    top: float
    base: float
    size: float
    page: int


def read_pdf(data: bytes, name: str, _: Translate) -> Document:
    """Return the text of a PDF, as a draft.

    Raises:
        ContentError: If it is protected, damaged, or holds pictures of pages alone.
    """
    import pymupdf  # slow, and needed here alone

    try:
        with pymupdf.open(stream=data, filetype="pdf") as file:  # type: ignore[no-untyped-call]
            if file.needs_pass:
                raise refusal(name, _("The file is protected by a password: save it without one"))
            if file.page_count > MOST_PAGES:
                raise refusal(name, _("What is packed in the file is larger than any text: it is not read"))
            pages = [page.get_text("dict") for page in file]
    except (pymupdf.FileDataError, RuntimeError, ValueError):
        message = _("The file is damaged: open it in the word processor, save it anew, and try again")
        raise refusal(name, message) from None
    lines = [line for number, page in enumerate(pages) for line in _lines(page, number)]
    if not lines:
        raise refusal(name, _("The PDF holds pictures of its pages and no words: ask for the file that it was made of"))
    folios = [line for line in lines if _is_folio(line, pages[line.page])]
    texts = list(_paragraphs([line for line in lines if line not in folios]))
    blocks = tuple(Paragraph(at, text, size_pt=size) for at, (text, size) in enumerate(texts, 1))
    beside = tuple(Beside("footer", 0, line.text) for line in folios)
    draft = _("A PDF does not say where a paragraph ends or what is a table: compare each with the original")
    return Document(name, blocks, beside, draft=draft)


def _lines(page: dict[str, Any], number: int) -> Iterator[_Line]:
    found = []
    for block in page["blocks"]:
        for line in block.get("lines", ()):
            text = "".join(span["text"] for span in line["spans"])
            if text.strip():
                left, top, right, _bottom = line["bbox"]
                size = round(line["spans"][0]["size"], 1)
                left += (len(text) - len(text.lstrip())) * size / 2  # blanks indent as well as a margin does
                found.append(_Line(text.strip(), left, right, top, line["spans"][0]["origin"][1], size, number))
    return _in_rows(found)


def _in_rows(found: list[_Line]) -> Iterator[_Line]:
    """Yield lines from the top; what stands on one base line, such as words in another face, as one."""
    row: list[_Line] = []
    for line in [*sorted(found, key=lambda one: one.base), None]:
        if row and (line is None or line.base - row[0].base > row[0].size / 2):
            row.sort(key=lambda one: one.left)
            gaps = [after.left - before.right > after.size / 2 for before, after in pairwise(row)]
            parts = zip(row, ["", *(" " if gap else "" for gap in gaps)], strict=True)
            text = "".join(blank + one.text for one, blank in parts)
            yield row[0]._replace(text=text, right=row[-1].right)
            row = []
        row += [line] if line else []


def _is_folio(line: _Line, page: dict[str, Any]) -> bool:
    edge = line.top > page["height"] * 0.88 or line.top < page["height"] * 0.06
    return edge and bool(_FOLIO.fullmatch(line.text))


def _paragraphs(lines: list[_Line]) -> Iterator[tuple[str, float]]:
    """Yield paragraphs: one ends where its line does not reach where most end, or where the next one is indented."""
    ends: tuple[Counter[int], Counter[int]] = Counter(), Counter()
    for line in lines:
        ends[0][round(line.left)] += len(line.text)
        ends[1][round(line.right)] += len(line.text)
    left, right = (max(counted, key=lambda at: counted[at]) for counted in ends)
    made, before = "", None
    for line in lines:
        if before is not None and _goes_on(before, line, left, right):
            gap = " " if made[-1:].isascii() and line.text[:1].isascii() else ""
            made += gap + line.text
        else:
            if before is not None:
                yield made, before.size
            made = line.text
        before = line
    if before is not None:
        yield made, before.size


def _goes_on(before: _Line, line: _Line, left: float, right: float) -> bool:
    room = (right - before.right) / before.size
    if abs(before.base - line.base) < line.size / 2 and abs(line.left - before.right) < line.size / 2:
        return True  # one line, such as one whose stop hangs in the margin
    full = room < 1.6 or (room < 6 and before.text[-1] not in _ENDS)  # a long word may not have found room
    flush = line.left < left + 1.2 * line.size
    return full and flush and abs(before.size - line.size) < 0.6
