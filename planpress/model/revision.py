"""What is said about revisions: their meta data, tombstones and marks, and which one a campaign is.

In: values of `content/changes.yml` and `revisions/<version>/meta.yml`. Out: frozen records, and the `Version` that
tells sealed states apart.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from planpress.i18n import Translate
from planpress.model.vocabulary import RevisionKind
from planpress.record import AS_WHOLE, Date, Flag, Id, Record, Target, Text, Words

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


class Retired(Record):
    """A tombstone: the id of a clause, row, unit, sector or form that is gone for ever."""

    target: Target
    remark: Words = ""


class Mark(Record):
    """An editor's word on one change of one revision: does it void the answers given so far?

    An editorial correction needs none: it voids no answer.
    """

    revision: Annotated[int, Field(ge=1), AS_WHOLE]
    target: Target
    material: Flag
    remark: Words = ""


class ChangesFile(Record):
    """`content/changes.yml`: what the editor says about changes. Entries are never taken out again."""

    retired: tuple[Retired, ...] = ()
    marks: tuple[Mark, ...] = ()


class Meta(Record):
    """`revisions/<version>/meta.yml`: what is said about a sealed revision.

    `correction` counts the editorial corrections of the revision; 0 for itself. `approved_by` is a unit, not a person;
    of a correction, which is the editor's, it may be empty. `meaning` says what the revision means for the units.
    """

    number: Annotated[int, Field(ge=1), AS_WHOLE]
    correction: Annotated[int, Field(ge=0, lt=CORRECTIONS), AS_WHOLE] = 0
    kind: RevisionKind
    document_number: Words = ""
    approved_by: Id | Literal[""] = ""
    issued: Date
    effective: Date
    reason: Text
    meaning: Words = ""

    @property
    def version(self) -> Version:
        """Which sealed state it is about."""
        return Version(self.number, self.correction)

    @property
    def said(self) -> dict[str, Any]:
        """Everything as JSON values; no count where nothing was corrected, as earlier versions of planpress had none."""
        return {key: value for key, value in self.model_dump(mode="json").items() if key != "correction" or value}


@dataclass(frozen=True)
class Standing:
    """Which revision the files of a campaign are: a sealed one, or the one that the draft would become.

    A draft, whose files differ from those that were sealed last, has no days; `effective` is the first that it holds.
    """

    version: Version
    issued: datetime.date | None
    effective: datetime.date | None
    draft: bool
