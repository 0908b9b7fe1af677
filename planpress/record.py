"""The base of every record that an editor writes, and the kinds of values they hold.

In: nothing. Out: `Record`, and annotated types (ids, addresses, dates, numbers) that refuse what
pydantic would read kindly. This is the only place where text becomes dates and numbers.
"""

import datetime
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

ID_LENGTH = 48
_ID = "[a-z0-9][a-z0-9-]{0,47}"

Text = Annotated[str, StringConstraints(min_length=1)]
"""What is never empty."""

Id = Annotated[str, StringConstraints(pattern=f"^{_ID}$")]
"""Permanent name of a record; never shown as a number, never reused."""

Ref = Annotated[str, StringConstraints(pattern=f"^{_ID}#{_ID}$")]
"""Address of a clause or checklist row: `plan#principle-2` or `<sector id>#<id>`."""

Origin = Annotated[str, StringConstraints(pattern=f"^({_ID}#)?{_ID}$")]
"""Where a clause or row comes from: an id of its own file, or an address in another."""

Target = Annotated[str, StringConstraints(pattern=f"^({_ID}#|(plan|sector|unit|group|form|term|note):){_ID}$")]
"""What a change is about: a `Ref`, or kind and id of any other record, such as `unit:fire-rescue`."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,12}$")]
"""A part of a sheet's printed code."""

SITE_URL_PATTERN = r"^https?://[^\s/?#{}\"'<>\\]+(/[^\s/?#{}\"'<>\\]+)*/$"

SiteUrl = Annotated[str, StringConstraints(pattern=SITE_URL_PATTERN)]
"""Public address of the site: its folder, with a slash at the end."""

Time = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of the day."""


def written(kind: Literal["date", "whole", "measure", "flag"], pattern: str) -> BeforeValidator:
    """Refuse what pydantic would read kindly: a timestamp as a date, `nan` as a number, `y` as true."""

    def check(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise PydanticCustomError(kind, "not written as a {kind}", {"kind": kind})
        return value

    return BeforeValidator(check)


Date = Annotated[datetime.date, written("date", "[0-9]{4}-[0-9]{2}-[0-9]{2}")]
AS_WHOLE = written("whole", "[0-9]{1,9}")

MEASURE = r"[0-9]{1,9}(\.[0-9]+)?"
"""How a number that may have decimals is written."""

AS_MEASURE = written("measure", MEASURE)


def measured(value: object) -> float:
    """Return the number that a plain value of the YAML is written as; 0 where it is none."""
    return float(value) if isinstance(value, str) and re.fullmatch(MEASURE, value) else 0


Flag = Annotated[bool, written("flag", "true|false")]


class Record(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    @classmethod
    def fields_by_key(cls) -> dict[str, FieldInfo]:
        """Return the fields by their key in the YAML."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}
