"""A line that is too short → the same line, its signs a little further apart, so that it ends where it must.

In: the runs of text of a line, as the layout engine has set them. Out: nothing; they are changed in place. The engine
gives what is left of a line to blanks alone, of which Chinese has none.
"""

from typing import Any

from weasyprint.text.line_break import create_layout, line_size

SHORT = 2.5
"""A line that is shorter by so many em ends a paragraph, or a long word has left it so: it stays."""


def spread(texts: list[Any], right: float) -> None:
    """Share out what is left of a line among all its signs; `right` is where it ends, in CSS pixels."""
    if not texts or right - texts[-1].position_x - texts[-1].width >= SHORT * texts[-1].style["font_size"]:
        return
    usual = [_width(text, 0) for text in texts]
    growth = sum(_width(text, 1) for text in texts) - sum(usual)
    x = texts[0].position_x
    more = (right - x - sum(usual)) / growth if growth else 0
    for text in texts:
        text.position_x, text.width, text.style = x, _width(text, more), _spaced(text.style, more)
        text.justification_spacing = text.pango_layout.justification_spacing = 0
        x += text.width


def _spaced(style: Any, more: float) -> Any:
    """Return a style whose letters stand so many CSS pixels further apart."""
    spaced = style.copy()
    spaced["letter_spacing"] = (0 if style["letter_spacing"] == "normal" else style["letter_spacing"]) + more
    return spaced


def _width(text: Any, more: float) -> float:
    """Return how wide a run is with its letters so much further apart."""
    style = _spaced(text.style, more)
    layout = create_layout(text.text, style, None, None, 0)
    return float(line_size(layout.get_first_line()[0], style)[0])
