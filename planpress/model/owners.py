"""What sealed revisions printed → to whom each code and each address belongs, for ever.

In: the sheets that each revision lists. Out: `Owners`; pure. The code of a sheet is made of parts, each the permanent
data of one record: plan, sector, form or name of ours, unit, reporting day. No code of a sector is one of a form, so
that the parts of a code tell by their places what they are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import PurePosixPath
from typing import NamedTuple

from planpress.i18n import Translate
from planpress.model.addresses import RESERVED_FORMS
from planpress.model.identity import SheetRecord
from planpress.model.version import Version


class Owner(NamedTuple):
    """A record, such as `sector:gas`, and the last revision that printed its code."""

    target: str
    revision: Version


def family_of(target: str) -> str:
    """Return within what a code is used once: among units, or among forms and sectors together."""
    return "unit" if target.startswith("unit:") else "form"


@dataclass(frozen=True)
class Owners:
    """To whom what was sealed belongs; where an earlier version of planpress let it pass on, to the last.

    Attributes:
        codes: Family and code → the record.
        last: Record → the code that it was sealed with last.
        addresses: Name of a form's sheet in its address, without the day → form and sector (empty for none).
        days: Code of a reporting day → the day, as YYYY-MM-DD; the last code of a day comes last.
    """

    codes: Mapping[tuple[str, str], Owner] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)

    def other(self, target: str, code: str) -> Owner | None:
        """Return the record to which `code` belongs, where that is another than `target`."""
        owner = self.codes.get((family_of(target), code))
        return owner if owner and owner.target != target else None

    def unused(self, target: str, code: str, used: Iterable[str]) -> str:
        """Return what `target` may have in place of `code`: the code that is its own, or one near it that nobody had.

        Args:
            target: The record.
            code: What it cannot have.
            used: The codes that the campaign has now.
        """
        own = self.last.get(target, "")
        if own and not self.other(target, own):
            return own
        taken = {*used, *(one for family, one in self.codes if family == family_of(target))}
        numbers = count(int(code) if code.isdecimal() else 2)
        near = (f"{number:02}" if code.isdecimal() else f"{code[:9]}{number}" for number in numbers)
        return next(one for one in near if one not in taken)


def owners_of(sealed: Mapping[Version, Iterable[SheetRecord]]) -> Owners:
    """Return to whom belongs what these revisions, in order, list."""
    codes: dict[tuple[str, str], Owner] = {}
    last: dict[str, str] = {}
    addresses: dict[str, tuple[str, str]] = {}
    days: dict[str, str] = {}
    for version, records in sealed.items():
        for record in records:
            for target, code in _parts(record):
                codes[family_of(target), code] = Owner(target, version)
                last[target] = code
            if record.form not in RESERVED_FORMS:
                addresses |= dict.fromkeys(_names(record), (record.form, record.sector or ""))
            if record.day:
                code = _day_code(record)
                days.pop(code, None)
                days[code] = record.day
    return Owners(codes, last, addresses, days)


def passed_on(
    now: Iterable[SheetRecord], before: Iterable[SheetRecord], _: Translate
) -> Iterator[tuple[SheetRecord, str]]:
    """Yield each sheet that would get a code or an address of another, with words that say so.

    Args:
        now: What is to be sealed or published.
        before: What was, in order.
        _: Translates the words.
    """
    held = {name: record for record in before for name in (record.code, record.path)}
    for sheet in now:
        for name in (sheet.code, sheet.path):
            owner = held.get(name, sheet)
            # Earlier versions published sheets without their day.
            known = sheet if owner.day else replace(sheet, day="")
            if owner.identity != known.identity:
                message = _(
                    "The sheet '%(title)s' would get '%(name)s', which belongs to the sheet '%(owner)s' for ever: give "
                    "its form or sector another slug, code or id"
                )
                yield sheet, message % {"title": sheet.title, "name": name, "owner": owner.title}


def _parts(record: SheetRecord) -> Iterator[tuple[str, str]]:
    """Yield each record that gives the code of a sheet a part, with that part."""
    targets = [f"sector:{record.sector}"] if record.sector else []
    targets += [f"form:{record.form}", f"unit:{record.unit}"]
    for target, code in zip(targets, record.code.split("-")[1:], strict=False):
        if target not in ("unit:None", *(f"form:{name}" for name in RESERVED_FORMS)):
            yield target, code


def _day_code(record: SheetRecord) -> str:
    return record.code.rpartition("-")[2]


def _names(record: SheetRecord) -> set[str]:
    """Return the name of a form's sheet in its address, also without the day."""
    name = PurePosixPath(record.path).stem
    return {name, name.removesuffix(f"-{_day_code(record)}")} if record.day else {name}
