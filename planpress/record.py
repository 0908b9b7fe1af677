"""The base of every record that an editor writes, and the kinds of values they hold.

In: nothing. Out: `Record`, and annotated types (ids, addresses, dates, numbers) that refuse what
pydantic would read kindly. This is the only place where text becomes dates and numbers.
"""

import datetime
import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from planpress.limits import Sealable

ID_LENGTH = 48
_ID = "[a-z0-9][a-z0-9-]{0,47}"

_SAYS = r"[^\s\u0300-\u036f\u200b-\u200f\u2060\u2800\u3164\ufe00-\ufe0f\ufeff]"  # what is seen: no blank of any kind

Text = Annotated[str, StringConstraints(pattern=_SAYS)]
"""What says something: blanks alone do not."""

Words = Annotated[str, StringConstraints(pattern=f"^$|{_SAYS}")]
"""What may be empty, as printed; where it is not, it says something."""

Id = Annotated[str, StringConstraints(pattern=f"^{_ID}$")]
"""Permanent name of a record; never shown as a number, never reused."""

Key = Annotated[str, StringConstraints(pattern=f"^({_ID})?$")]
"""What a column prints of its rows: one of our words, or the name of one of their values; empty where one writes."""

Ref = Annotated[str, StringConstraints(pattern=f"^{_ID}#{_ID}$")]
"""Address of a clause or checklist row: `plan#principle-2` or `<sector id>#<id>`."""

Origin = Annotated[str, StringConstraints(pattern=f"^({_ID}#)?{_ID}$")]
"""Where a clause or row comes from: an id of its own file, or an address in another."""

Citation = Annotated[str, StringConstraints(pattern=f"^{_ID}(#{_ID})?$")]
"""What words cite: the address of a clause or row, or the id of a sector for the whole annex."""

Target = Annotated[str, StringConstraints(pattern=f"^({_ID}#|(plan|sector|unit|kind|group|form|term|note):){_ID}$")]
"""What a change is about: a `Ref`, or kind and id of any other record, such as `unit:fire-rescue`."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,12}$")]
"""A part of a sheet's printed code."""

_NO_NAME = r"\s\x00-,./:-@\[-`{-\x7f\u3000-\u303f\uff00-\uffef"  # signs that no computer has in its name
_END = rf"([^{_NO_NAME}]*[^\-{_NO_NAME}])?"
_LABEL = rf"[^\-{_NO_NAME}]{_END}"
_OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
_HOST = rf"({_OCTET}(\.{_OCTET}){{3}}|({_LABEL}\.)*[^\-0-9{_NO_NAME}]{_END})"

SITE_URL_PATTERN = rf"^https?://{_HOST}(:{_PORT})?(/[^\s/?#{{}}\"'<>\\]+)*/$"

SiteUrl = Annotated[str, StringConstraints(pattern=SITE_URL_PATTERN)]
"""Public address of the site: its folder, with a slash at the end."""

_ATOM = r"[^\s.@\uff20,;:<>()\[\]\"\\]+"

Email = Annotated[str, StringConstraints(pattern=rf"^({_ATOM}\.)*{_ATOM}[@\uff20]({_LABEL}\.)+{_LABEL}$")]
"""An address for mail, letter for letter: its sign in the middle may be printed in full width."""

Phone = Annotated[str, StringConstraints(pattern="[0-9\uff10-\uff19]{3}")]
"""How to call someone, letter for letter: somewhere in it stands a number."""

Time = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of the day."""

Zone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$")]
"""The name of a time zone, such as `Asia/Shanghai`."""


def written(kind: Literal["date", "whole", "measure", "flag"], pattern: str) -> BeforeValidator:
    """Refuse what pydantic would read kindly: a timestamp as a date, `nan` as a number, `y` as true."""

    def check(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise PydanticCustomError(kind, "not written as a {kind}", {"kind": kind})
        return value

    return BeforeValidator(check)


Date = Annotated[datetime.date, written("date", "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")]
"""A day that somebody has seen or will see."""

Span = Annotated[str, StringConstraints(pattern=r"^((19|20|21)[0-9]{2}-(0[1-9]|1[0-2])|end)$")]
"""A month such as `2022-11`; or `end`: near the end of the campaign, on no day that the source gives."""

AS_WHOLE = written("whole", "[0-9]{1,9}")

MEASURE = r"[0-9]{1,9}(\.[0-9]+)?"
"""How a number that may have decimals is written."""

AS_MEASURE = written("measure", MEASURE)


def measured(value: object) -> float:
    """Return the number that a plain value of the YAML is written as; 0 where it is none."""
    return float(value) if isinstance(value, str) and re.fullmatch(MEASURE, value) else 0


Flag = Annotated[bool, written("flag", "true|false")]


class Record(Sealable):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    @classmethod
    def fields_by_key(cls) -> dict[str, FieldInfo]:
        """Return the fields by their key in the YAML."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}
