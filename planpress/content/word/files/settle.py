"""The body of a .docx with its tracked changes, alternatives and hidden words → one that reads straight on.

In: the tree of `document.xml`. Out: the same tree, changed: what is taken out leaves an element `TOLD` with its words
in its place, so that nothing goes without a word. A paragraph whose mark is gone, or hidden, joins the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from lxml import etree

from planpress.content.word.files.package import refusal
from planpress.content.word.files.styles import Styles
from planpress.content.word.files.xml import MC, TOLD, W, flag, value, words_of
from planpress.i18n import Translate

Tracked = Literal["", "accept", "reject"]

IN, OUT = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")
_PROPERTIES = (W + "rPr", W + "trPr", W + "numPr", W + "tcPr")
"""Where a change is said of what stands around it: of the mark of a paragraph, of a row, of a number."""
_WRAPS = (*IN, *OUT, W + "smartTag", W + "customXml")
_CELLS = {"accept": W + "cellDel", "reject": W + "cellIns"}
MOST_NAMED = 5
"""Paragraphs that a message names."""


def settle(root: Any, styles: Styles, tracked: Tracked, name: str, _: Translate) -> None:
    """Make a tree read straight on.

    Args:
        root: Of the part.
        styles: Of the file.
        tracked: Whether tracked changes are accepted or rejected.
        name: Of the file.
        _: Translates messages.

    Raises:
        ContentError: If there are tracked changes, and nobody said what is to be made of them.
    """
    choose(root)
    _unwrap(root, [W + "sdt"])
    if changed := _changed(root):
        if not tracked:
            message = _(
                "The file has tracked changes, such as in paragraphs %(numbers)s: "
                "say --accept-changes or --reject-changes, or settle them in the word processor"
            )
            numbers = ", ".join(map(str, changed[:MOST_NAMED]))
            raise refusal(name, message % {"numbers": numbers}, number=changed[0])
        _apply(root, tracked)
    _unwrap(root, _WRAPS)
    _hide(root, styles)


def choose(root: Any) -> None:
    """Keep one of the alternatives that are there for newer and older programs."""
    for element in list(root.iter(MC + "AlternateContent")):
        chosen = element.find(MC + "Choice")
        chosen = element.find(MC + "Fallback") if chosen is None else chosen
        _replace(element, [] if chosen is None else list(chosen))


def _unwrap(root: Any, tags: Iterable[str]) -> None:
    """Put what stands in elements in their place; of a control its content."""
    for element in list(root.iter(*tags)):
        if element.getparent() is None or element.getparent().tag in _PROPERTIES:
            continue
        content = element.find(W + "sdtContent") if element.tag == W + "sdt" else element
        _replace(element, [] if content is None else list(content))


def _replace(element: Any, others: list[Any]) -> None:
    parent, at = element.getparent(), element.getparent().index(element)
    parent[at : at + 1] = others


def _told(kind: str, text: str) -> Any:
    return etree.Element(TOLD, kind=kind, text=text)


# ---------------------------------------------------------------- tracked changes


def _changed(root: Any) -> list[int]:
    """Return the numbers of the paragraphs that have tracked changes of words or numbers."""
    tags = (*IN, *OUT, *_CELLS.values())
    changed = {one for one in root.iter(*tags)} | {one for one in root.iter(W + "pPrChange") if _renumbers(one)}
    if not changed:
        return []
    found, number = [], 0
    for element in root.iter():
        number += element.tag == W + "p"
        if element in changed:
            found.append(max(1, number))
    return list(dict.fromkeys(found))


def _renumbers(change: Any) -> bool:
    """Tell whether a change of how a paragraph looks is one of its number, too."""
    now, before = change.getparent(), change.find(W + "pPr")

    def said(one: Any) -> tuple[str, str, str]:
        numbered = None if one is None else one.find(W + "numPr")
        return value(one, "pStyle"), value(numbered, "numId"), value(numbered, "ilvl")

    return said(now) != said(before)


def _apply(root: Any, tracked: Literal["accept", "reject"]) -> None:
    """Take out what the changes take out, or put in."""
    drop, kind = (OUT, "deleted") if tracked == "accept" else (IN, "inserted")
    for row in [row for row in root.iter(W + "tr") if _says(row.find(W + "trPr"), drop)]:
        _drop(row, kind)
    for cell in [cell for cell in root.iter(W + "tc") if _says(cell.find(W + "tcPr"), (_CELLS[tracked],))]:
        _drop(cell, kind)
    if tracked == "reject":
        _restore(root)
    for element in list(root.iter(*drop)):
        if element.getparent().tag not in _PROPERTIES:
            _replace(element, [_told(kind, words_of(element))])
    _join(root, [one for one in root.iter(W + "p") if _says(one.find(f"{W}pPr/{W}rPr"), drop)])


def _says(properties: Any, tags: Iterable[str]) -> bool:
    return properties is not None and any(properties.find(tag) is not None for tag in tags)


def _restore(root: Any) -> None:
    """Give paragraphs the look that they had, and numbers only to those that had one."""
    for change in list(root.iter(W + "pPrChange")):
        now, before = change.getparent(), change.find(W + "pPr")
        kept = [one for one in now if one.tag in (W + "rPr", W + "sectPr")]
        now[:] = [*([] if before is None else before), *kept]
    for number in [one for one in root.iter(W + "numPr") if one.find(W + "ins") is not None]:
        number.getparent().remove(number)


def _drop(element: Any, kind: str) -> None:
    """Take out a row or a cell, and tell it at the paragraph behind or before it."""
    told = _told(kind, words_of(element))
    _tell_near(element, [told])
    parent = element.getparent()
    parent.remove(element)
    if parent.find(element.tag) is None and parent.getparent() is not None:
        parent.getparent().remove(parent)


def _tell_near(element: Any, told: list[Any]) -> None:
    spaces = {"w": W[1:-1]}
    behind = element.xpath("following::w:p[1]", namespaces=spaces)
    before = element.xpath("preceding::w:p[1]", namespaces=spaces)
    for near in (behind or before)[:1]:
        near.extend(told)


def _join(root: Any, paragraphs: list[Any]) -> None:
    """Join each paragraph with the next; the look is that of the first one that has words."""
    for one in reversed(paragraphs):
        behind = [child for child in one if child.tag != W + "pPr"]
        follower = next((other for other in one.itersiblings() if other.tag in (W + "p", W + "tbl")), None)
        has_words = any(_has_words(child) for child in behind)
        if follower is not None and follower.tag == W + "p":
            if has_words:
                one.extend(child for child in list(follower) if child.tag != W + "pPr")
                follower.getparent().remove(follower)
            else:
                at = 1 if follower.find(W + "pPr") is not None else 0
                follower[at:at] = behind
                one.getparent().remove(one)
        elif not has_words and follower is not None:
            _tell_near(one, [child for child in behind if child.tag == TOLD])
            one.getparent().remove(one)


def _has_words(element: Any) -> bool:
    return element.tag != TOLD and any(
        other.text and other.text.strip() for other in element.iter(W + "t", W + "delText")
    )


# ---------------------------------------------------------------- hidden words


def _hide(root: Any, styles: Styles) -> None:
    """Take out runs that nobody sees, and join paragraphs whose mark nobody sees."""
    said = next(root.iter(W + "vanish"), None) is not None
    if not said and not any(styles.look(name).hidden for name in styles.elements):
        return
    gone = []
    for paragraph in list(root.iter(W + "p")):
        look = styles.of_paragraph(paragraph)
        for run in list(paragraph.iter(W + "r")):
            if styles.of_run(run, look).hidden and run.find(W + "t") is not None:
                _replace(run, [_told("hidden", words_of(run))])
        mark = paragraph.find(W + "pPr")
        if look.hidden or (mark is not None and flag(mark.find(W + "rPr"), "vanish")):
            gone.append(paragraph)
    _join(root, gone)
