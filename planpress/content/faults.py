"""What pydantic finds in one file → what its editor is told.

In: the errors of one file, by their type, never by their English. Out: a `Problem` each: what must hold,
with an example, and what was probably meant. Only what an office types out of habit is guessed: full-width
signs, a name in the place of an id, a date as a letter writes it, a word of its own language.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from planpress.blocks.registry import NOT_ONE_KEY
from planpress.content.guess import Guesses
from planpress.content.schemas import EXAMPLES, FREE, choices, example, field_at, pattern_of
from planpress.content.source import Loc, SourceFile, Value
from planpress.errors import Problem
from planpress.i18n import Translate, translations
from planpress.model.addresses import PLAN
from planpress.model.reporting import On
from planpress.model.vocabulary import WEEKDAYS
from planpress.record import ID_LENGTH, Code, Email, Id, Origin, Phone, Record, Ref, SiteUrl, Span, Target, Time

_ID = pattern_of(Id)
_WRITTEN = {
    "date": r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "whole": "[0-9]{1,9}",
    "measure": "[0-9]{1,9}",
    "flag": "true|false",
}
"""How a value of each kind is written; a text has a pattern of its own."""
_LIMITS = {"greater_than_equal": "ge", "less_than_equal": "le", "greater_than": "gt", "too_long": "max_length"}
"""Where pydantic says what the limit is."""


def schema_problems(
    file: SourceFile, model: type[Record], error: ValidationError, names: Mapping[str, str], language: str
) -> Iterator[tuple[Loc, Problem]]:
    """Yield a problem for each fault of `file`, with its loc; what follows from another fault is left out.

    `names` gives the ids by what is printed for them.
    """
    guesses = Guesses()
    faults = [
        _Fault(one["type"], one.get("ctx", {}), _in_file(file, one["loc"]), one["input"], *field_at(model, one["loc"]))
        for one in error.errors(include_url=False)
    ]
    around = {fault.loc[:end] for fault in faults for end in range(len(fault.loc))}
    slips = {
        (*fault.loc[:-1], near)  # what an unknown key may be a slip of
        for fault in faults
        if fault.kind == "extra_forbidden"
        if (near := guesses.near(str(fault.loc[-1]), fault.record.fields_by_key()))
    }
    for fault in faults:
        missing = fault.kind == "missing"
        left_out = file.gap and (missing or fault.found in ("", []))
        # A list is called too short also when its only value is refused.
        follows = (missing and fault.loc in slips) or (fault.kind == "too_short" and fault.loc in around)
        # The rule of blocks tells the one; the other is a default that waits for values without faults.
        follows = follows or fault.kind in (NOT_ONE_KEY, "default_factory_not_called")
        if not (file.blames(fault.loc) or left_out or follows):
            message = _message(fault, file.path, names, language, guesses)
            yield fault.loc, file.problem(fault.loc, message, "" if missing else fault.found)


def _in_file(file: SourceFile, loc: Loc) -> Loc:
    """Return `loc` as the file has it: where one value stands for a list of itself, it is no member of a list there."""
    found: Loc = ()
    for step in loc:
        if isinstance(step, str) or isinstance(file.at(found), list):
            found = (*found, step)
    return found


class _Fault(NamedTuple):
    """One error of pydantic: its type, what it says about it, where, what was found; the record around, the field."""

    kind: str
    context: dict[str, Any]
    loc: Loc
    found: Any
    record: type[Record]
    field: Any

    @property
    def pattern(self) -> str:
        """The pattern that the text does not match; empty where that is not the fault."""
        return str(self.context.get("pattern", ""))


def _message(fault: _Fault, path: str, names: Mapping[str, str], language: str, guesses: Guesses) -> str:
    """Say what must hold, with an example, and what may have been meant."""
    _ = translations(language).gettext
    key = next((step for step in reversed(fault.loc) if isinstance(step, str)), path)
    words = {
        "key": key,
        "example": EXAMPLES.get(fault.pattern, fault.pattern)
        if fault.pattern and fault.found
        else example(fault.field),
        "choices": " | ".join(choice or '""' for choice in choices(fault.field)),
        "limit": f"{fault.context[_LIMITS[fault.kind]]:g}" if fault.kind in _LIMITS else str(ID_LENGTH),
    }
    if fault.pattern == _ID and isinstance(fault.loc[-1], int) and _several_ids(fault.found, names):
        message = _("%(key)s must be ids with ', ' between them, such as %(example)s")
        return message % {**words, "example": "[gas, fire]"}
    message = _template(fault, _) % words
    if fault.kind == "extra_forbidden":
        return message + did_you_mean(key, fault.record.fields_by_key(), _, guesses)
    if isinstance(fault.found, (dict, list)) and fault.kind not in ("missing", "too_short", "too_long"):
        return message + (_(", found a list") if isinstance(fault.found, list) else _(", found lines 'key: value'"))
    if fault.kind == "literal_error":
        return message + _choice_hint(fault.found, choices(fault.field), language, _)
    return message + (_hint(fault, names, _) if isinstance(fault.found, str) and fault.found else "")


def _template(fault: _Fault, _: Translate) -> str:
    kind = "date" if fault.kind.startswith("date") else fault.kind
    empty = fault.found == "" or (fault.pattern in FREE and bool(fault.found))  # blanks alone say nothing
    if empty and kind not in ("missing", "extra_forbidden", "literal_error"):
        if fault.field is None or fault.field.is_required():
            return _("%(key)s must not be empty: write a value such as '%(example)s'")
        return _("%(key)s must not be empty: write a value such as '%(example)s', or leave the key out")
    if kind == "tuple_type" and isinstance(fault.found, dict):
        return _("%(key)s must be a list: start every entry with '- '")
    if fault.pattern == _ID and len(fault.found) > ID_LENGTH:
        return _("%(key)s must not be longer than %(limit)s characters")
    other = _("%(key)s does not have the form that is needed, such as %(example)s")
    wanted = _wanted(_)
    return wanted.get(fault.pattern) or wanted.get(kind, other)


@cache
def _wanted(_: Translate) -> dict[str, str]:
    """Return what must hold by the pattern that is not matched, pydantic's error or the kind of `record.written`."""
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
        "too_long": _("%(key)s must not hold more than %(limit)s values"),
        "string_type": _('%(key)s must be text (where brackets belong to it, put it in "...")'),
        **dict.fromkeys(("whole", "int_type"), _("%(key)s must be a whole number such as %(example)s")),
        **dict.fromkeys(("measure", "float_type"), _("%(key)s must be a number such as %(example)s")),
        **dict.fromkeys(("flag", "bool_type"), _("%(key)s must be true or false")),
        _ID: _("%(key)s must be small letters, digits and hyphens, such as %(example)s"),
        pattern_of(Ref): _("%(key)s must be the address of a clause or row, such as %(example)s"),
        pattern_of(Origin): _("%(key)s must be ids of this file or addresses in another, such as %(example)s"),
        pattern_of(Target): _(
            "%(key)s must be the address of a clause or row, or kind and id of a record, such as %(example)s"
        ),
        pattern_of(Code): _("%(key)s must be capital letters and digits, such as %(example)s"),
        pattern_of(SiteUrl): _("%(key)s must be a web address that ends with a slash, such as %(example)s"),
        pattern_of(Phone): _("%(key)s must hold a telephone number, such as %(example)s"),
        pattern_of(Email): _("%(key)s must be one address for mail, such as %(example)s"),
        pattern_of(Time): _("%(key)s must be a time such as %(example)s"),
        pattern_of(On): _(
            "%(key)s must be weekdays, days of the month such as 15, last-day, or days of the year such as 11-30"
        ),
        pattern_of(Span): _(
            "%(key)s must be a month such as %(example)s, or 'end': near the end, where no day is given"
        ),
    }


# ---------------------------------------------------------------- what may have been meant


def _hint(fault: _Fault, names: Mapping[str, str], _: Translate) -> str:
    """Return `, did you mean 'x'?` where what was found is another way to write a value that fits."""
    kind = "date" if fault.kind.startswith("date") else fault.pattern or fault.kind
    meant = {
        "date": _meant_date,
        "whole": _meant_number,
        "measure": _meant_number,
        "flag": lambda word: _meant_flag(word, _),
        _ID: lambda name: _meant_id(name, names),
        pattern_of(Ref): lambda ref: _meant_address(ref, names),
        pattern_of(Target): lambda ref: _meant_address(ref, names),
        pattern_of(Code): lambda code: re.sub(r"[\W_]", "", _plain(code).upper()),
        pattern_of(Time): _meant_time,
    }
    near = meant[kind](fault.found) if kind in meant else fault.found
    return hint(near, _) if near != fault.found and re.fullmatch(_WRITTEN.get(kind, kind), near) else ""


def _choice_hint(found: Value, words: tuple[str, ...], language: str, _: Translate) -> str:
    """Return `, did you mean 'x'?` where `found` is a choice in capitals or in our language, or a slip of one."""
    if not isinstance(found, str):
        return ""
    for choice in filter(None, words):
        if found.casefold() in (choice, _(choice)):
            return hint(choice, _)
    if words == WEEKDAYS:
        from babel.dates import get_day_names  # slow, and hardly ever needed

        for number, day in enumerate(WEEKDAYS):
            if found in (get_day_names(width, locale=language)[number] for width in ("wide", "abbreviated")):
                return hint(day, _)
    return did_you_mean(found, words, _)


def hint(near: str, _: Translate) -> str:
    """Return `, did you mean 'x'?`; empty where nothing is near."""
    return _(", did you mean '%(name)s'?") % {"name": near} if near else ""


def did_you_mean(found: str, known: Collection[str], _: Translate, guesses: Guesses | None = None) -> str:
    """Return `, did you mean 'x'?` where something known is near to what was found, else nothing."""
    return hint((guesses or Guesses()).near(found, known), _)


def names_of(files: Iterable[SourceFile]) -> dict[str, str]:
    """Return the ids of units, groups, sectors and forms by the names and codes that are printed for them."""
    named: list[Value] = []
    for file in files:
        if file.folder in ("sectors", "content/forms"):
            named.append(file.value)
        elif file.path == "content/units.yml":
            for records in (file.at(("units",)), file.at(("groups",))):
                named += records if isinstance(records, list) else ()
    found: dict[str, str] = {}
    for record in named:
        if isinstance(record, dict) and isinstance(record.get("id"), str):
            for key in ("name", "short", "title", "code"):
                if isinstance(record.get(key), str):
                    found.setdefault(record[key], record["id"])
    return found


def _meant_date(found: str) -> str:
    """Return a date written as in a letter, such as 2023/1/31, as it must be written; empty where it is none."""
    hit = re.fullmatch(r"(\d{4})(?:[^\d\w]|[^\W\da-z])?(\d\d?)(?:[^\d\w]|[^\W\da-z])?(\d\d?)[^\W\da-z]?", _plain(found))
    return f"{hit[1]}-{int(hit[2]):02}-{int(hit[3]):02}" if hit else ""


def _meant_time(found: str) -> str:
    """Return a time of the day such as 9:00 in two digits each; empty where it is none."""
    hit = re.fullmatch(r"(\d{1,2})[:.](\d\d)", _plain(found))
    return f"{int(hit[1]):02}:{hit[2]}" if hit else ""


def _meant_number(found: str) -> str:
    """Return the number at the start of `found`, without a unit behind it; empty where there is none."""
    hit = re.fullmatch(r"(\d+)(?:\.0+)?\s*(?:%|mm)?", _plain(found))
    return hit[1] if hit else ""


def _meant_flag(found: str, _: Translate) -> str:
    """Return `true` or `false` for a yes or no; empty where it is neither."""
    word = found.casefold()
    if word in ("true", "yes", "on", "y", _("yes")):
        return "true"
    return "false" if word in ("false", "no", "off", "n") else ""


def _several_ids(found: str, names: Mapping[str, str]) -> bool:
    """Whether `found` is more than one id without a half-width comma between them."""
    return (
        re.search(r"\S[\s,;\uff0c\uff1b\u3001]+\S", found) is not None and _meant_id(found, names) not in names.values()
    )


def _meant_id(found: str, names: Mapping[str, str]) -> str:
    """Return the id of what is called `found`, or `found` written as an id."""
    plain = re.sub(r"[\s_.\u2010-\u2015\u2212-]+", "-", _plain(found).lower()).strip("-")
    return names.get(found.strip(), plain)


def _meant_address(found: str, names: Mapping[str, str]) -> str:
    """Return an address whose sign in the middle, or whose document, was written in another way; else nothing."""
    document, _sign, place = re.sub(r"[:/\s#]+", "#", _plain(found), count=1).partition("#")
    meant = _meant_id(document, names)
    return f"{meant}#{_meant_id(place, {})}" if meant in (PLAN, *names.values()) else ""


def _plain(found: str) -> str:
    return unicodedata.normalize("NFKC", found).strip()
