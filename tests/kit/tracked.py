"""A document with tracked changes → the same with each taken in or turned down, as a word processor does it.

A change is a stretch of a paragraph, a whole paragraph, or a row of a table; what is asked of each is asked once.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"

Takes = Callable[[str], bool]
"""Told the number of a change; tells whether it is taken in."""

Lines = list[tuple[str, tuple[tuple[str, str], ...]]]
"""For each paragraph its style and its words by their styles; the rows of tables stand between lines of their own."""


def settled(data: bytes, takes: Takes) -> bytes:
    """Return the file with each change taken in or turned down."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts[DOCUMENT])
    for row in list(root.iter(f"{W}tr")):
        _settle_row(row, takes)
    for paragraph in list(root.iter(f"{W}p")):
        _settle_paragraph(paragraph, takes)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            table.getparent().remove(table)
    parts[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _settle_row(row: Any, takes: Takes) -> None:
    change = _change_in(row.find(f"{W}trPr"))
    if change is None:
        return
    if _stays(change, takes):
        change.getparent().remove(change)
        for inner in list(row.iter(f"{W}ins", f"{W}del")):
            _unwrap(inner)
    else:
        row.getparent().remove(row)


def _settle_paragraph(paragraph: Any, takes: Takes) -> None:
    """A whole paragraph stays or goes with its mark; else each stretch does by itself."""
    of_mark = paragraph.find(f"{W}pPr/{W}rPr")
    change = _change_in(of_mark)
    if change is not None and not _stays(change, takes):
        paragraph.getparent().remove(paragraph)
        return
    for inner in list(paragraph.iter(f"{W}ins", f"{W}del")):
        if change is not None or _stays(inner, takes):
            _unwrap(inner)
        else:
            inner.getparent().remove(inner)
    if of_mark is not None:
        of_mark.getparent().remove(of_mark)


def _change_in(properties: Any) -> Any:
    if properties is None:
        return None
    found = properties.find(f"{W}ins")
    return found if found is not None else properties.find(f"{W}del")


def _stays(change: Any, takes: Takes) -> bool:
    return takes(change.get(f"{W}id")) == (change.tag == f"{W}ins")


def _unwrap(change: Any) -> None:
    for element in change.iter(f"{W}delText"):
        element.tag = f"{W}t"
    for child in list(change):
        change.addprevious(child)
    change.getparent().remove(change)


def lines_of(data: bytes) -> Lines:
    """Return what a file says; no change may be left in it."""
    body = _body(data)
    assert next(body.iter(f"{W}ins", f"{W}del"), None) is None
    found: Lines = []
    for element in body.iter(f"{W}p", f"{W}tr"):
        found.append(("row", ()) if element.tag == f"{W}tr" else _line(element))
    return [line for line in found if line != ("SectionEnd", ())]


def _line(paragraph: Any) -> tuple[str, tuple[tuple[str, str], ...]]:
    runs: list[tuple[str, str]] = []
    for run in paragraph.findall(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        name = "" if style is None else style.get(f"{W}val")
        text = "".join(_sign(element) for element in run)
        if runs and runs[-1][0] == name:
            text = runs.pop()[1] + text
        runs.append((name, text))
    return paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), tuple(runs)


def _sign(element: Any) -> str:
    return {f"{W}br": "\n", f"{W}tab": "\t", f"{W}t": element.text or ""}.get(element.tag, "")


def _body(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(DOCUMENT))[0]


def words_of(data: bytes) -> dict[str, str]:
    """Return of each change by its number the words that it puts in or takes out; that of a mark has none."""
    return {one.get(f"{W}id"): "".join(one.itertext()) for one in _body(data).iter(f"{W}ins", f"{W}del")}


def tellers_of(data: bytes) -> set[tuple[str, str | None]]:
    """Return who made changes, and when."""
    return {(one.get(f"{W}author"), one.get(f"{W}date")) for one in _body(data).iter(f"{W}ins", f"{W}del")}


def changes_at(data: bytes) -> dict[str, set[str]]:
    """Return the numbers of the changes of each paragraph, or row of a table, by the name of its bookmark."""
    found: dict[str, set[str]] = {}
    for mark in _body(data).iter(f"{W}bookmarkStart"):
        row = next(mark.iterancestors(f"{W}tr"), mark.getparent())
        found[mark.get(f"{W}name")] = {one.get(f"{W}id") for one in row.iter(f"{W}ins", f"{W}del")}
    return found


def marks_in(data: bytes) -> list[str]:
    """Return the names of all bookmarks."""
    return [mark.get(f"{W}name") for mark in _body(data).iter(f"{W}bookmarkStart")]
