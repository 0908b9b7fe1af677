"""What is said about revisions: their meta data, tombstones and marks, and which one a campaign is.

In: values of `content/changes.yml` and `revisions/<number>/meta.yml`. Out: frozen records.
"""

import datetime
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from planpress.model.vocabulary import RevisionKind
from planpress.record import AS_WHOLE, Date, Flag, Id, Record, Target, Text, Words


class Retired(Record):
    """A tombstone: the id of a clause, row, unit, sector or form that is gone for ever."""

    target: Target
    remark: Words = ""


class Mark(Record):
    """An editor's word on one change of one revision: does it void the answers given so far?"""

    revision: Annotated[int, Field(ge=1), AS_WHOLE]
    target: Target
    material: Flag
    remark: Words = ""


class ChangesFile(Record):
    """`content/changes.yml`: what the editor says about changes. Entries are never taken out again."""

    retired: tuple[Retired, ...] = ()
    marks: tuple[Mark, ...] = ()


class Meta(Record):
    """`revisions/<number>/meta.yml`: what is said about a sealed revision.

    `approved_by` is a unit, not a person. `meaning` says what the revision means for the units.
    """

    number: Annotated[int, Field(ge=1), AS_WHOLE]
    kind: RevisionKind
    document_number: Words = ""
    approved_by: Id
    issued: Date
    effective: Date
    reason: Text
    meaning: Words = ""


@dataclass(frozen=True)
class Standing:
    """Which revision the files of a campaign are: a sealed one, or the one that the draft would become.

    A draft, whose files differ from those that were sealed last, has no days; `effective` is the first that it holds.
    """

    number: int
    issued: datetime.date | None
    effective: datetime.date | None
    draft: bool
