"""What an editor wrote in the place of a value → what was probably meant.

In: the value as found, the kind of value that is needed, and the names that the files print. Out: a
value that would be taken, or nothing. Only what an office types out of habit is guessed: full-width
signs, a name in the place of an id, a date as a letter writes it, a word of its own language.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planpress.content.source import SourceFile, Value
from planpress.i18n import Translate
from planpress.model.addresses import PLAN

_YES, _NO = ("true", "yes", "on", "y"), ("false", "no", "off", "n")


def hint(near: str, _: Translate) -> str:
    """Return `, did you mean 'x'?`; empty where nothing is near."""
    return _(", did you mean '%(name)s'?") % {"name": near} if near else ""


def did_you_mean(found: Value, known: Iterable[str], _: Translate) -> str:
    """Return `, did you mean 'x'?` where something known is near to what was found, else nothing."""
    near = difflib.get_close_matches(found, sorted(known), 1, 0.6) if isinstance(found, str) else []
    return hint(near[0] if near else "", _)


def names_of(files: Iterable[SourceFile]) -> dict[str, str]:
    """Return the ids of units, groups, sectors and forms by the names and codes that are printed for them."""
    found: dict[str, str] = {}
    for record in (record for file in files for record in _named_records(file)):
        if isinstance(record, dict) and isinstance(record.get("id"), str):
            for key in ("name", "short", "title", "code"):
                if isinstance(record.get(key), str):
                    found.setdefault(record[key], record["id"])
    return found


def _named_records(file: SourceFile) -> Iterator[Any]:
    if file.folder in ("sectors", "content/forms"):
        yield file.value
    elif file.path == "content/units.yml":
        for key in ("units", "groups"):
            records = file.at((key,))
            yield from records if isinstance(records, list) else ()


def meant_date(found: str) -> str:
    """Return a date written as in a letter, such as 2023/1/31, as it must be written; empty where it is none."""
    hit = re.fullmatch(r"(\d{4})(?:[^\d\w]|[^\W\da-z])?(\d\d?)(?:[^\d\w]|[^\W\da-z])?(\d\d?)[^\W\da-z]?", _plain(found))
    return f"{hit[1]}-{int(hit[2]):02}-{int(hit[3]):02}" if hit else ""


def meant_time(found: str) -> str:
    """Return a time of the day such as 9:00 in two digits each; empty where it is none."""
    hit = re.fullmatch(r"(\d{1,2})[:.](\d\d)", _plain(found))
    return f"{int(hit[1]):02}:{hit[2]}" if hit else ""


def meant_number(found: str) -> str:
    """Return the number at the start of `found`, without a unit behind it; empty where there is none."""
    hit = re.fullmatch(r"(\d+)(?:\.0+)?\s*(?:%|mm)?", _plain(found))
    return hit[1] if hit else ""


def meant_flag(found: str, _: Translate) -> str:
    """Return `true` or `false` for a yes or no; empty where it is neither."""
    word = found.casefold()
    return "true" if word in (*_YES, _("yes")) else "false" if word in _NO else ""


def meant_choice(found: Value, choices: Iterable[str], said: Mapping[str, str], _: Translate) -> str:
    """Return the choice that `found` is in capitals or in the language of the messages; empty where none is."""
    for choice in choices:
        if isinstance(found, str) and choice and found.casefold() in (choice, _(choice)):
            return choice
    return said.get(found, "") if isinstance(found, str) else ""


def several_ids(found: str, names: Mapping[str, str]) -> bool:
    """Whether `found` is more than one id without a half-width comma between them."""
    return (
        re.search(r"\S[\s,;\uff0c\uff1b\u3001]+\S", found) is not None and meant_id(found, names) not in names.values()
    )


def meant_id(found: str, names: Mapping[str, str]) -> str:
    """Return the id of what is called `found`, or `found` written as an id."""
    plain = re.sub(r"[\s_.\u2010-\u2015\u2212-]+", "-", _plain(found).lower()).strip("-")
    return names.get(found.strip(), plain)


def meant_address(found: str, names: Mapping[str, str]) -> str:
    """Return an address whose sign in the middle, or whose document, was written in another way; else nothing."""
    document, _sign, place = re.sub(r"[:/\s#]+", "#", _plain(found), count=1).partition("#")
    meant = meant_id(document, names)
    return f"{meant}#{meant_id(place, {})}" if meant in (PLAN, *names.values()) else ""


def meant_code(found: str) -> str:
    """Return `found` in capitals, without anything but letters and digits."""
    return re.sub(r"[\W_]", "", _plain(found).upper())


def _plain(found: str) -> str:
    return unicodedata.normalize("NFKC", found).strip()
