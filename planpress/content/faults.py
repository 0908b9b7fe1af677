"""What pydantic finds in one file → what its editor is told.

In: the errors of one file, by their type, never by their English. Out: a `Problem` each: what must hold,
with an example, and what was probably meant.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import ValidationError

from planpress.blocks.registry import NOT_ONE_KEY
from planpress.content import hints
from planpress.content.fields import EXAMPLES, choices, example, field_at, pattern_of
from planpress.content.source import Loc, SourceFile
from planpress.errors import Problem
from planpress.i18n import Translate, translations
from planpress.model.vocabulary import WEEKDAYS
from planpress.record import ID_LENGTH, Code, Id, Origin, Record, Ref, SiteUrl, Target, Time

_ID = pattern_of(Id)
_WRITTEN = {
    "date": r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "whole": "[0-9]{1,9}",
    "measure": "[0-9]{1,9}",
    "flag": "true|false",
}
"""How a value of each kind is written; a text has a pattern of its own."""
_LIMITS = {"greater_than_equal": "ge", "less_than_equal": "le", "greater_than": "gt"}
"""Where pydantic says what the limit is."""


def schema_problems(
    file: SourceFile, model: type[Record], error: ValidationError, names: Mapping[str, str], language: str
) -> Iterator[tuple[Loc, Problem]]:
    """Yield a problem for each fault of `file`, with its loc; what follows from another fault is left out.

    Args:
        file: As read.
        model: What it must hold.
        error: What pydantic found.
        names: Ids by what is printed for them.
        language: Of the messages.
    """
    errors = error.errors(include_url=False)
    faults = [_Fault(one["type"], one.get("ctx", {}), one["loc"], one["input"], model) for one in errors]
    around = {fault.loc[:end] for fault in faults for end in range(len(fault.loc))}
    slips = {near for fault in faults for near in fault.slip_of()}
    for fault in faults:
        missing = fault.kind == "missing"
        left_out = file.gap and (missing or fault.found in ("", []))
        # A list is called too short also when its only value is refused.
        follows = (missing and fault.loc in slips) or (fault.kind == "too_short" and fault.loc in around)
        follows = follows or fault.kind == NOT_ONE_KEY  # the rule of blocks tells it
        if not (file.blames(fault.loc) or left_out or follows):
            message = _message(fault, file.path, names, language)
            yield fault.loc, file.problem(fault.loc, message, "" if missing else fault.found)


@dataclass(frozen=True)
class _Fault:
    """One error of pydantic: its type, what it says about it, where, what was found, and what the file must hold."""

    kind: str
    context: dict[str, Any]
    loc: Loc
    found: Any
    model: type[Record]

    @cached_property
    def field(self) -> tuple[type[Record], Any]:
        """The record class around, and the field."""
        return field_at(self.model, self.loc)

    @property
    def pattern(self) -> str:
        """The pattern that the text does not match; empty where that is not the fault."""
        return str(self.context.get("pattern", ""))

    def slip_of(self) -> list[Loc]:
        """Return the locs of the keys that an unknown key may be a slip of."""
        if self.kind != "extra_forbidden":
            return []
        keys = self.field[0].fields_by_key()
        return [(*self.loc[:-1], key) for key in difflib.get_close_matches(str(self.loc[-1]), keys, 1, 0.6)]


def _message(fault: _Fault, path: str, names: Mapping[str, str], language: str) -> str:
    """Say what must hold, with an example, and what may have been meant."""
    _ = translations(language).gettext
    record, field = fault.field
    key = next((step for step in reversed(fault.loc) if isinstance(step, str)), path)
    words = {
        "key": key,
        "example": EXAMPLES.get(fault.pattern, fault.pattern) if fault.pattern and fault.found else example(field),
        "choices": " | ".join(choice or '""' for choice in choices(field)),
        "limit": f"{fault.context[_LIMITS[fault.kind]]:g}" if fault.kind in _LIMITS else str(ID_LENGTH),
    }
    if fault.pattern == _ID and isinstance(fault.loc[-1], int) and hints.several_ids(fault.found, names):
        message = _("%(key)s must be ids with ', ' between them, such as %(example)s")
        return message % {**words, "example": "[gas, fire]"}
    message = _template(fault, _) % words
    if fault.kind == "extra_forbidden":
        return message + hints.did_you_mean(key, record.fields_by_key(), _)
    if fault.kind == "literal_error":
        return message + _choice_hint(fault, language, _)
    return message + (_hint(fault, names, _) if isinstance(fault.found, str) and fault.found else "")


def _template(fault: _Fault, _: Translate) -> str:
    kind = "date" if fault.kind.startswith("date") else fault.kind
    if fault.found == "" and kind not in ("missing", "extra_forbidden", "literal_error"):
        if fault.field[1] is None or fault.field[1].is_required():
            return _("%(key)s must not be empty: write a value such as '%(example)s'")
        return _("%(key)s must not be empty: write a value such as '%(example)s', or leave the key out")
    if kind == "tuple_type" and isinstance(fault.found, dict):
        return _("%(key)s must be a list: start every entry with '- '")
    if fault.pattern == _ID and len(fault.found) > ID_LENGTH:
        return _("%(key)s must not be longer than %(limit)s characters")
    other = _("%(key)s does not have the form that is needed, such as %(example)s")
    return _by_pattern(_).get(fault.pattern) or _by_kind(_).get(kind, other)


def _by_kind(_: Translate) -> dict[str, str]:
    """Return what must hold by the type of pydantic's error, or by the kind of `planpress.record.written`."""
    return {
        "missing": _("%(key)s is missing: write '%(key)s: %(example)s'"),
        "extra_forbidden": _("%(key)s is not a key of this record"),
        "literal_error": _("%(key)s must be one of: %(choices)s"),
        "too_short": _("%(key)s must hold at least one value, such as %(example)s"),
        "date": _("%(key)s must be a date such as %(example)s"),
        "greater_than_equal": _("%(key)s must be at least %(limit)s"),
        "less_than_equal": _("%(key)s must be at most %(limit)s"),
        "greater_than": _("%(key)s must be more than %(limit)s"),
        "tuple_type": _("%(key)s must be a list, such as %(example)s"),
        "model_type": _("%(key)s must be made of lines such as 'key: value'"),
        "string_type": _('%(key)s must be text; where brackets belong to it, put it in "..."'),
        **dict.fromkeys(("whole", "int_type"), _("%(key)s must be a whole number such as %(example)s")),
        **dict.fromkeys(("measure", "float_type"), _("%(key)s must be a number such as %(example)s")),
        **dict.fromkeys(("flag", "bool_type"), _("%(key)s must be true or false")),
    }


def _by_pattern(_: Translate) -> dict[str, str]:
    """Return what must hold of a text by the pattern that it does not match."""
    return {
        _ID: _("%(key)s must be small letters, digits and hyphens, such as %(example)s"),
        pattern_of(Ref): _("%(key)s must be the address of a clause or row, such as %(example)s"),
        pattern_of(Origin): _("%(key)s must be ids of this file or addresses in another, such as %(example)s"),
        pattern_of(Target): _(
            "%(key)s must be the address of a clause or row, or kind and id of a record, such as %(example)s"
        ),
        pattern_of(Code): _("%(key)s must be capital letters and digits, such as %(example)s"),
        pattern_of(SiteUrl): _("%(key)s must be a web address that ends with a slash, such as %(example)s"),
        pattern_of(Time): _("%(key)s must be a time such as %(example)s"),
    }


# ---------------------------------------------------------------- what may have been meant


def _hint(fault: _Fault, names: Mapping[str, str], _: Translate) -> str:
    """Return `, did you mean 'x'?` where what was found is another way to write a value that fits."""
    kind = "date" if fault.kind.startswith("date") else fault.pattern or fault.kind
    found: str = fault.found
    meant = {
        "date": hints.meant_date,
        "whole": hints.meant_number,
        "measure": hints.meant_number,
        "flag": lambda word: hints.meant_flag(word, _),
        _ID: lambda name: hints.meant_id(name, names),
        pattern_of(Ref): lambda ref: hints.meant_address(ref, names),
        pattern_of(Target): lambda ref: hints.meant_address(ref, names),
        pattern_of(Code): hints.meant_code,
        pattern_of(Time): hints.meant_time,
    }
    if kind not in meant:
        return ""
    near = meant[kind](found)
    return hints.hint(near, _) if near != found and re.fullmatch(_WRITTEN.get(kind, kind), near) else ""


def _choice_hint(fault: _Fault, language: str, _: Translate) -> str:
    words = choices(fault.field[1])
    near = hints.meant_choice(fault.found, words, _weekdays(language, words), _)
    return hints.hint(near, _) or hints.did_you_mean(fault.found, words, _)


def _weekdays(language: str, words: tuple[str, ...]) -> dict[str, str]:
    """Return the days of the week by their names in `language`, where such a day is needed."""
    if words != WEEKDAYS:
        return {}
    from babel.dates import get_day_names  # slow, and hardly ever needed

    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    return {
        name: WEEKDAYS[number] for width in widths for number, name in get_day_names(width, locale=language).items()
    }
