"""What every chart is drawn with: letters, lines of text, and the template that draws.

In: words and sizes, or a computed chart. Out: lines that fit, and SVG; pure. All lengths are in pixels.
"""

import datetime
from dataclasses import dataclass

from babel.dates import format_skeleton
from markupsafe import Markup

from planpress.office.wording import pieces_of, width_em
from planpress.templates import environment

WIDE, UNIT_WIDE, NARROW = 960, 720, 358
"""Widths; the last is what a telephone leaves a page of ours."""

TEXT, SMALL = 14, 12
"""Sizes of letters; no smaller ones, so that they can be read."""

LEADING = 1.5
"""Height of a line, measured in its size."""


@dataclass(frozen=True)
class Style:
    """How a chart is drawn: in which language, for telephones, and as a file of its own with its colours."""

    language: str
    narrow: bool = False
    alone: bool = False

    def drawn(self, template: str, **chart: object) -> Markup:
        """Draw what was computed, by a template of `site_templates/charts/`."""
        made = environment(self.language).get_template(f"charts/{template}.svg")
        key = f"_chart-{template}-{'narrow' if self.narrow else 'wide'}"
        text = made.render(chart, alone=self.alone, key=key, small=SMALL, text=TEXT)
        # no empty lines: Markdown would take what follows one for a paragraph
        return Markup("\n".join(line for line in text.splitlines() if line.strip()))

    def short_date(self, day: datetime.date) -> str:
        """Return a day without its year, as the language writes it."""
        return format_skeleton("MMMd", day, locale=self.language)


def tidy(number: float) -> float:
    """Return `number` to a tenth of a pixel."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def lines_of(text: str, room: float, size: int = TEXT) -> list[str]:
    """Break `text` into lines of at most `room` pixels: at blanks, or between Chinese characters."""
    lines, line = [], ""
    for piece in pieces_of(text):
        if line.strip() and width_em((line + piece).rstrip()) * size > room:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() or not lines else lines
