"""The runs of a line, and where it must end → the same runs, with what is left shared out among all their signs.

In: boxes of text as the library lays them out, changed in place. The library itself gives what is left to blanks alone,
and Chinese has none.
"""

from collections.abc import Callable, Sequence
from typing import Any

SHORT = 2.5
"""A line that is shorter by so many em ends a paragraph, or a long word has left it so: it stays."""


def spread(texts: Sequence[Any], right: float, width: Callable[[Any, Any], float]) -> None:
    """Let a line end at `right`, in CSS pixels; `width` tells how wide a run is in a style."""
    if not texts or right - texts[-1].position_x - texts[-1].width >= SHORT * texts[-1].style["font_size"]:
        return
    usual = sum(width(text, text.style) for text in texts)
    growth = sum(width(text, _spaced(text.style, 1)) for text in texts) - usual
    x = texts[0].position_x
    more = (right - x - usual) / growth if growth else 0
    for text in texts:
        style = _spaced(text.style, more)
        text.position_x, text.width, text.style = x, width(text, style), style
        text.justification_spacing = text.pango_layout.justification_spacing = 0
        x += text.width


def _spaced(style: Any, more: float) -> Any:
    """Return a style whose letters stand so many CSS pixels further apart."""
    spaced = style.copy()
    spaced["letter_spacing"] = (0 if style["letter_spacing"] == "normal" else style["letter_spacing"]) + more
    return spaced
