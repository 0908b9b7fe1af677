"""The lines before the annexes → the letter that carries the plan, and what is left.

In: blocks. Out: a `Letter` by the order of GB/T 9704: copy number, secrecy, urgency, issuers, document number,
signatory, title, addressees, clauses, what is attached, names, date, remark; the imprint may stand behind everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from planpress.content.word.document import Block, Paragraph, Table
from planpress.content.word.grammar.annexes import bare, is_list, named, title_of
from planpress.content.word.grammar.headlines import is_headline
from planpress.content.word.grammar.imprint import field_of, flat, printed_parts
from planpress.content.word.grammar.labels import labels_of
from planpress.content.word.grammar.lines import is_date
from planpress.content.word.grammar.vocabulary import called, says, words
from planpress.content.word.outline import Letter

MOST_HEAD = 16
"""Lines above the first clause of a letter."""

MOST_SIGNED = 8

LEAST_NAME = 4
"""Signs of the name of an office beside another on one line."""

_YEAR_AND_NUMBER = (
    r"[\u3014\[(\uff08\u3010\u2018\u301a](?:19|20|21)\d{2}[\u3015\])\uff09\u3011\u2019\u301b]\s*\S{0,3}?\d{1,4}"
)
_DASHES = "\u2014\u2013\u2015-"
_COPY = re.compile(r"(?:No\.?\s*)?\d{6}")


@cache
def _number() -> re.Pattern[str]:
    """Return what finds the number of a letter."""
    alone = "|".join(re.escape(one).replace(r"\{number\}", r"\s*\d+\s*") for one in words()["number"])
    return re.compile(rf"{_YEAR_AND_NUMBER}|^\s*[(\uff08]?(?:{alone})[)\uff09]?\s*$|\bNo\.?\s*\d+", re.IGNORECASE)


@dataclass
class Found:
    """A letter as far as it was read: lines by field, its clauses and tables, and what stands behind it."""

    fields: dict[str, list[Paragraph]] = field(default_factory=dict)
    body: list[Paragraph] = field(default_factory=list)
    tables: tuple[Table, ...] = ()
    rest: tuple[Block, ...] = ()

    def add(self, name: str, *lines: Paragraph) -> None:
        """Add lines to a field."""
        self.fields.setdefault(name, []).extend(lines)


def letter_of(blocks: Sequence[Block]) -> Found | None:
    """Return the letter at the beginning of a file, if there is one."""
    lines = _flat(blocks)
    head, found = _head(lines), Found()
    if head is None:
        titles = _titles_of_report(lines)
        if not titles:
            return None
        found.add("title", *titles)
        _read_body(found, lines[len(titles) :])
        return found
    _read_head(found, lines[: head[0]])  # type: ignore[arg-type]
    found.add("addressees", *lines[head[0] : head[1]])  # type: ignore[arg-type]
    _read_body(found, lines[head[1] :])
    return found


def _flat(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the cells of a red head, which may be a table, as lines."""
    lines: list[Block] = []
    for at, block in enumerate(flat(blocks)):
        if isinstance(block, Table) and at < MOST_HEAD and _is_head(block):
            lines += [line for cell in block.cells for line in cell.paragraphs if line.words.strip()]
        else:
            lines += _dated(block) if isinstance(block, Paragraph) else [block]
    return lines


def _dated(line: Paragraph) -> list[Paragraph]:
    """Return a line; where it is a name and a day with blanks between, or a day and a remark, as two."""
    name, *rest = re.split(r"\s{2,}|\t|(?=[(\uff08][^()\uff08\uff09]+[)\uff09]$)", line.text.strip(), maxsplit=1)
    if not (rest and is_headline(name) and (is_date(rest[0]) or is_date(name))):
        return [line]
    return [replace(line, text=name), replace(line, text=rest[0], label="", marks=())]


def _is_head(table: Table) -> bool:
    words = [cell.words for cell in table.cells if cell.words]
    marks = (_number().search, says("urgency").search, says("secret").search, says("document").search)
    return (
        len(words) <= 2 * MOST_HEAD
        and any(mark(word) for word in words for mark in (*marks, _names_what_about))
        and max(map(len, words)) < 80
    )


def _head(lines: Sequence[Block]) -> tuple[int, int] | None:
    """Return where the addressees begin and end; None where there is no letter."""
    number = None
    for at, line in enumerate(lines[:MOST_HEAD]):
        if not isinstance(line, Paragraph):
            break
        text = line.words.strip()
        if _addresses(line):
            letter = any(isinstance(one, Paragraph) and _names_letter(one.words) for one in lines[:at])
            return (at, at + 1) if letter or number is not None else None
        if _number().search(text) and is_headline(text):
            number = at
        elif (labels_of(line) and at) or text[-1] == "\u3002":
            break
    return None if number is None else _without_addressees(lines, number)


def _without_addressees(lines: Sequence[Block], number: int) -> tuple[int, int] | None:
    """Return where the clauses begin of a letter to no one by name, which has a number and a title."""
    for at in range(number + 1, len(lines)):
        line = lines[at]
        if (
            not isinstance(line, Paragraph)
            or any(one.sure for one in labels_of(line))
            or line.words.strip()[-1] in "\u3002\uff1a:"
        ):
            return at, at
    return None


def _titles_of_report(lines: Sequence[Block]) -> list[Paragraph]:
    """Return the title of a letter to no one that has no number: it is called one, and closes with names and a day."""
    titles, body = title_of(lines)
    if body and isinstance(body[0], Paragraph) and body[0].words[0] in _DASHES and is_headline(body[0].words):
        titles.append(body[0])
        body = body[1:]
    ends = [isinstance(line, Paragraph) and line for line in body[-2:]]
    closed = len(ends) == 2 and all(ends) and _signs(ends[0]) and is_date(ends[1].words)  # type: ignore
    return titles if closed and any(_names_letter(title.words) for title in titles) else []


def _names_letter(text: str) -> bool:
    text = text.strip() if text.isascii() else bare(text)
    called_so = re.search(rf"{called('letter')}\s*[)\uff09]?$", text, re.IGNORECASE)
    return bool(called_so or _number().search(text))


def _names_what_about(text: str) -> bool:
    return bool(says("about").search(text)) and _names_letter(text)


def _addresses(line: Paragraph) -> bool:
    """Tell whether a line calls those that a letter goes to: it closes with a colon and begins no list."""
    text = line.words.strip()
    if text[-1] not in "\uff1a:" or "\u3002" in text or says("follows").search(text) or line.centred:
        return False
    return not (is_list(line) or any(one.sure for one in labels_of(line)) or re.match(called("signatory"), text))


def _read_head(found: Found, lines: Sequence[Paragraph]) -> None:
    left: list[Paragraph] = []
    number_at = len(lines)
    for line in lines:
        name = _field(line.words.strip())
        if name == "document_number":
            number_at = len(left)
            signed = says("signatory").search(line.words)
            found.add(name, replace(line, text=line.words[: signed.start() if signed else None].strip(), label=""))
            if signed:
                found.add("signatory", replace(line, text=line.words[signed.start() :], label=""))
        elif name:
            found.add(name, line)
        else:
            left.append(line)
    start = number_at if number_at < len(left) else _title_start(left)
    found.add("issuers", *left[:start])
    found.add("title", *left[start:])


def _field(text: str) -> str:
    """Return what a line of the head is, where its words tell."""
    if _number().search(text) and not says("about").search(text) and len(text) < 60:
        return "document_number"
    patterns = {
        "signatory": rf"{called('signatory')}\s*[:\uff1a].*",
        "copy_number": _COPY.pattern,
        "classification": rf"{called('secret')}.{{0,8}}",
        "urgency": called("urgency"),
        "issuers_end": called("document"),
    }
    names = (name for name, pattern in patterns.items() if re.fullmatch(pattern, text, re.IGNORECASE))
    return next(names, "date" if is_date(text) else "")


def _title_start(lines: Sequence[Paragraph]) -> int:
    """Return where the title begins in lines that no number parts from the issuers."""
    said = says("about").search, says("forwards").search
    about = (at for at, line in enumerate(lines) if any(find(line.words) for find in said))
    return next(about, max(0, len(lines) - 1))


def _read_body(found: Found, lines: Sequence[Block]) -> None:
    """Read from the first clause to the date and what stands below it; without a date, to the plan it names."""
    dates = [at for at, line in enumerate(lines) if isinstance(line, Paragraph) and is_date(line.words)]
    end = dates[0] if dates else _announced(found, lines)
    body = list(lines[:end])
    signed = len(body)
    while signed and len(body) - signed < MOST_SIGNED and _signs(body[signed - 1]):
        signed -= 1
    listed = next((at for at in range(len(body)) if _lists(body[at:signed] or body[at:])), signed)
    found.body = _paragraphs(body[:listed])
    found.tables = tuple(block for block in body if isinstance(block, Table))
    found.add("attachments", *_paragraphs(body[listed:signed]))
    found.add("signed", *_paragraphs(body[signed:]))
    at = end
    if dates:
        found.add("date", *_paragraphs(lines[end : end + 1]))
        at += 1
        while at < len(lines) and (name := field_of(lines, at)):
            found.add(name, *_paragraphs(lines[at : at + 1]))
            at += 1
    found.rest = tuple(lines[at:])


def _lists(lines: Sequence[Block]) -> bool:
    """Tell whether a list of annexes begins: with a colon, or with a number where nothing but such names follow."""
    first, *others = lines
    if not isinstance(first, Paragraph) or is_list(first):
        return isinstance(first, Paragraph)
    return bool(named(first)) and all(
        isinstance(one, Paragraph) and labels_of(one) and is_headline(one.words) for one in others
    )


def _parted(line: str) -> list[str]:
    """Return the names on a line, parted by blanks, that several sign or issue; what is short is a person's."""
    names = re.split(r"\s{2,}|\u3000", line.strip())
    return names if min(map(len, names)) >= LEAST_NAME else [line.strip()]


def _signs(line: Block) -> bool:
    """Tell whether a line may be the name of who signs."""
    if not isinstance(line, Paragraph) or line.words.strip()[0] in "(\uff08":
        return False
    return is_headline(line.words) and not (labels_of(line) or is_list(line) or _names_letter(line.words))


def _paragraphs(lines: Sequence[Block]) -> list[Paragraph]:
    return [line for line in lines if isinstance(line, Paragraph)]


def names_of(found: Found) -> list[str]:
    """Return what the title and the clauses of a letter name in the brackets of a title, without blanks."""
    lines = (*found.fields.get("title", ()), *found.body)
    return re.findall("\u300a(.+?)\u300b", "".join(bare(line.words) for line in lines))


def _announced(found: Found, lines: Sequence[Block]) -> int:
    """Return where the plan begins that the letter's title names; the end if nowhere."""
    names = names_of(found)
    for at in range(len(lines)):
        words = [bare(line.words) if isinstance(line, Paragraph) else "" for line in lines[at : at + 4]]
        if any("".join(words[:count]) in names for count in range(1, 5) if words[0]):
            return at
    return len(lines)


def made(found: Found, pieces: tuple[object, ...]) -> Letter:
    """Return the letter of what was found; its clauses are made elsewhere."""
    lines = found.fields

    def said(name: str, sign: str = "") -> str:
        return sign.join(line.words.strip() for line in lines.get(name, ()))

    issuers, end = tuple(name for line in lines.get("issuers", ()) for name in _parted(line.words)), said("issuers_end")
    paper = re.search(rf"\s*{called('document')}$", issuers[-1]) if len(issuers) > 1 and not end else None
    if paper:
        issuers, end = (*issuers[:-1], issuers[-1][: paper.start()]), paper[0].strip()
    return Letter(
        copy_number=said("copy_number"),
        classification=said("classification"),
        urgency=said("urgency"),
        issuers=issuers,
        issuers_end=end,
        title=said("title", "\n"),
        document_number=said("document_number"),
        signatory=said("signatory"),
        addressees=said("addressees"),
        pieces=pieces,  # type: ignore[arg-type]
        attachments=tuple(line.words.strip() for line in lines.get("attachments", ())),
        signed=tuple(name for line in lines.get("signed", ()) for name in _parted(line.words)),
        date=said("date", "\n"),
        remark=said("remark", "\n"),
        imprint=(said("copy_to", "\n"), *printed_parts(lines.get("printed", ()))),
        marks=tuple((name, mark) for name, of in lines.items() for line in of for mark in line.marks),
    )
