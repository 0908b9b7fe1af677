"""`styles.xml` → how a paragraph and a run look, as far as it says something about the words.

In: styles that are based on one another. Out: `Look`: what is nearer to the words holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from planpress.content.word.files.xml import W, number_of, switch, value

MOST_BASES = 20
"""How many styles may be based on one another; more are a circle."""


@dataclass(frozen=True)
class Look:
    """What is said of words; None where nothing is.

    Attributes:
        bold: Whether they are.
        hidden: Whether nobody sees them.
        size_pt: Their size.
        align: How the lines stand.
        outline: Level of a heading, from 0.
        number: The list that counts the paragraph.
        level: Of that list.
        numbered_by: The style that names the list; empty where the paragraph does.
    """

    bold: bool | None = None
    hidden: bool | None = None
    size_pt: float | None = None
    align: str | None = None
    outline: int | None = None
    number: str | None = None
    level: int | None = None
    numbered_by: str | None = None

    def over(self, other: Look) -> Look:
        """Return this look, and where it says nothing what `other` says."""
        said = {one.name: mine for one in fields(self) if (mine := getattr(self, one.name)) is not None}
        return replace(other, **said) if said else other


def look_of(element: Any) -> Look:
    """Return what the properties in a paragraph, a run or a style say themselves."""
    runs, whole = element.find(W + "rPr"), element.find(W + "pPr")
    found: dict[str, Any] = {}
    if runs is not None:
        size = number_of(runs, "sz")
        found |= {"bold": switch(runs, "b"), "hidden": switch(runs, "vanish"), "size_pt": size / 2 if size else None}
    if whole is not None:
        numbered = whole.find(W + "numPr")
        found |= {"align": value(whole, "jc") or None}
        if whole.find(W + "outlineLvl") is not None:
            found["outline"] = number_of(whole, "outlineLvl")
        if numbered is not None:
            found["number"] = value(numbered, "numId") or None
            found["level"] = None if numbered.find(W + "ilvl") is None else number_of(numbered, "ilvl")
    return Look(**found)


@dataclass
class Styles:
    """All styles of a file by id; `usual` is what is so where nothing says otherwise."""

    elements: dict[str, Any] = field(default_factory=dict)
    usual: Look = Look()
    paragraph: str = ""
    """Id of the style of a paragraph that names none."""
    _known: dict[str, Look] = field(default_factory=dict)

    def look(self, name: str) -> Look:
        """Return the look of a style, with all that it is based on."""
        if name not in self._known:
            chain: list[str] = []
            while name in self.elements and name not in chain and len(chain) < MOST_BASES:
                chain.append(name)
                name = value(self.elements[name], "basedOn")
            found = Look()
            for one in reversed(chain):
                mine = look_of(self.elements[one])
                if mine.number is not None:
                    mine = replace(mine, numbered_by=one)
                found = mine.over(found)
            self._known[chain[0] if chain else name] = found
            return found
        return self._known[name]

    def called(self, name: str) -> str:
        """Return what a style is called."""
        return value(self.elements.get(name), "name") or name

    def of_paragraph(self, paragraph: Any) -> Look:
        """Return the look of a paragraph; what runs say is not in it."""
        properties = paragraph.find(W + "pPr")
        style = self.look(value(properties, "pStyle") or self.paragraph)
        if properties is None:
            return style.over(self.usual)
        mine = replace(look_of(paragraph), bold=None, size_pt=None, hidden=None)
        if mine.number is not None or mine.level is not None:
            mine = replace(mine, numbered_by="")
        return mine.over(style).over(self.usual)

    def of_run(self, run: Any, paragraph: Look) -> Look:
        """Return the look of a run in a paragraph that looks like `paragraph`."""
        properties = run.find(W + "rPr")
        if properties is None:
            return paragraph
        return look_of(run).over(self.look(value(properties, "rStyle"))).over(paragraph)

    def lists(self) -> dict[str, str]:
        """Return the list of each style of numbering."""
        numbering = {key: one for key, one in self.elements.items() if one.get(W + "type") == "numbering"}
        return {key: number for key in numbering if (number := self.look(key).number)}


def styles_of(root: Any) -> Styles:
    """Return the styles of a file."""
    if root is None:
        return Styles()
    found = Styles({str(one.get(W + "styleId")): one for one in root.iter(W + "style")})
    usual = root.find(f"{W}docDefaults/{W}rPrDefault")
    whole = root.find(f"{W}docDefaults/{W}pPrDefault")
    found.usual = Look() if usual is None else look_of(usual)
    found.usual = found.usual if whole is None else look_of(whole).over(found.usual)
    named = (key for key, one in found.elements.items() if _is_usual(one))
    found.paragraph = next(named, "")
    return found


def _is_usual(style: Any) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
