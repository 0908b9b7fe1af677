"""Which sealed state is meant, and how it is written: as text, as JSON, in codes, in words.

In: a number, and how often its editor has corrected that revision. Out: a `Version`; pure.
"""

import re
from typing import NamedTuple

from planpress.i18n import Translate

CORRECTIONS = 1000
"""A revision has fewer corrections than this."""

VERSION = re.compile("[1-9][0-9]{0,8}([.][1-9][0-9]{0,2})?")
"""How a version is written: the folder of a sealed state is called so."""


class Version(NamedTuple):
    """Which sealed state it is: a revision by its number, and how often its editor has corrected it so far.

    They sort as they follow each other: 1, 1.9, 1.10, 2. As text, such as `1.2`, one stands in addresses and in names
    of folders; words call it as `called` says.
    """

    number: int
    correction: int = 0

    def __str__(self) -> str:
        """Return the text."""
        return f"{self.number}.{self.correction}" if self.correction else str(self.number)

    @classmethod
    def named(cls, text: str) -> "Version":
        """Return the version that `text` names; a `ValueError` where it names none."""
        if not VERSION.fullmatch(text):
            raise ValueError(text)
        number, _dot, correction = text.partition(".")
        return cls(int(number), int(correction or 0))

    @classmethod
    def from_json(cls, value: object) -> "Version":
        """Return the version that `json` wrote; a `ValueError` where it wrote none."""
        found = cls.named(str(value))
        if found.json != value:
            raise ValueError(value)
        return found

    @property
    def json(self) -> int | str:
        """As JSON writes it: the number alone where nothing was corrected, as earlier versions of planpress did."""
        return str(self) if self.correction else self.number

    @property
    def anchor(self) -> str:
        """As part of an anchor, which has no dots."""
        return str(self).replace(".", "-")

    @property
    def following(self) -> "Version":
        """The next revision."""
        return Version(self.number + 1)

    @property
    def corrected(self) -> "Version":
        """The same revision with one correction more."""
        return Version(self.number, self.correction + 1)

    @property
    def code(self) -> str:
        """What codes of sheets are made of: letters and digits alone, so that a 1.1 is no 11 for whoever types it."""
        return f"{self.number:02}" + (f"E{self.correction}" if self.correction else "")

    @property
    def sequence(self) -> int:
        """A number that only grows."""
        return self.number * CORRECTIONS + self.correction


def called(version: Version, _: Translate) -> str:
    """Return how words call a version, such as `1 · editorial 2`: the `number` of a revision in every message."""
    message = _("%(number)s · editorial %(correction)s") if version.correction else _("%(number)s")
    return message % version._asdict()
