"""The runs of one paragraph → its text, how it begins, and which bookmarks stand around it.

In: words, one run after another. Out: what `Paragraph` says of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from planpress.content.word.files.styles import Look


@dataclass
class Words:
    """The words of a paragraph while it is read."""

    parts: list[tuple[str, bool]] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    around: dict[str, None] = field(default_factory=dict)
    begun: dict[str, None] = field(default_factory=dict)

    def add(self, text: str, look: Look, active: Mapping[str, str]) -> None:
        """Add words; `active` are the bookmarks that they stand in."""
        self.parts.append((text, bool(look.bold)))
        if text.strip():
            self.sizes[look.size_pt or 0] += len(text.strip())
            self.around.update(dict.fromkeys(active.values()))

    def begin(self, name: str) -> None:
        """Begin a bookmark."""
        self.begun[name] = None

    def end(self, name: str) -> None:
        """End a bookmark; one without words belongs where it begins."""
        if name in self.begun:
            self.around[name] = None

    @property
    def text(self) -> str:
        """The words, without blanks around a line."""
        lines = "".join(text for text, _ in self.parts).split("\n")
        return "\n".join(line.strip() for line in lines).strip()

    @property
    def bold(self) -> int:
        """How many signs at the beginning of `text` are bold; blanks in between are what their neighbours are."""
        signs = [(one, bold) for text, bold in self.parts for one in text if not one.isspace()]
        thick = next((at for at, (_, bold) in enumerate(signs) if not bold), len(signs))
        for at, one in enumerate(self.text):
            if thick == 0:
                return at
            thick -= not one.isspace()
        return len(self.text) if signs else 0

    @property
    def size_pt(self) -> float:
        """The size of most signs."""
        return max(self.sizes, key=lambda size: self.sizes[size], default=0)

    def marks(self) -> tuple[str, ...]:
        """Return the bookmarks around it, in the order in which they begin."""
        before = [name for name in self.around if name not in self.begun]
        return (*before, *(name for name in self.begun if name in self.around))
