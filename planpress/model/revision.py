"""What is said about revisions: their meta data, tombstones and marks, and which one a campaign is.

In: values of `content/changes.yml` and `revisions/<version>/meta.yml`. Out: frozen records.
"""

import datetime
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from planpress.model.version import CORRECTIONS, Version
from planpress.model.vocabulary import RevisionKind
from planpress.record import AS_WHOLE, Date, Flag, Id, Record, Target, Text, Words


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
        """Everything as JSON values; no count where nothing was corrected, as earlier versions wrote it."""
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
