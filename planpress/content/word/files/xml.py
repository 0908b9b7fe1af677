"""What is asked of the XML of a word processor again and again.

In: an element of `lxml`, which has no types of its own. Out: values of its children.
"""

import re
from typing import Any

from planpress.content.word.files.numerals import sign

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

OFF = ("0", "false", "off", "none")


def value(element: Any, name: str, usual: str = "") -> str:
    """Return what the child `name` says; `usual` where it is not there."""
    child = None if element is None else element.find(W + name)
    return usual if child is None else str(child.get(W + "val", usual))


def number_of(element: Any, name: str, usual: int = 0, own: bool = False) -> int:
    """Return the whole number that the child `name`, or the attribute of its `own`, says."""
    said = str(element.get(W + name, "")) if own else value(element, name)
    try:
        return int(said)
    except ValueError:
        return usual


def flag(element: Any, name: str) -> bool:
    """Tell whether a property is set."""
    return switch(element, name) is True


def switch(element: Any, name: str) -> bool | None:
    """Return whether a property is on or off; None where nothing is said of it."""
    child = None if element is None else element.find(W + name)
    return None if child is None else str(child.get(W + "val", "1")).lower() not in OFF


TOLD = "told"
"""What we put in the place of words that are taken out of the running text: their kind and themselves."""

_WORDS = {W + name for name in ("t", "delText", "instrText", "delInstrText")} | {M + "t", A + "t", C + "v"}
_BLANKS = {W + name: sign for name, sign in {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n"}.items()}


def words_of(element: Any) -> str:
    """Return all words in an element, a line a paragraph, whatever stands around them."""
    made = []
    for one in element.iter():
        if one.tag in _WORDS:
            made.append(one.text or "")
        elif one.tag == TOLD:
            made.append(str(one.get("text")))
        elif one.tag in (W + "p", A + "p", C + "pt"):
            made.append("\n")
        elif one.tag == W + "fldSimple":
            made.append(str(one.get(W + "instr", "")))
        elif one.tag == V + "textpath":  # letters that are drawn, such as across the page
            made.append(str(one.get("string", "")))
        else:
            made.append(sign_of(one))
    return "".join(made).strip()


def sign_of(one: Any) -> str:
    """Return the sign that an element of a run stands for; empty where it stands for none."""
    if one.tag in _BLANKS:
        return "" if one.get(W + "type") in ("page", "column") else _BLANKS[one.tag]
    if one.tag == W + "noBreakHyphen":
        return "-"
    if one.tag == W + "sym":
        code = str(one.get(W + "char", ""))
        return sign(int(code, 16), str(one.get(W + "font"))) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else ""
    return ""
