"""Numbers of documents: a pattern makes one number a serial, no two forms make the same, whoever is cited has one.

In: the forms as read. Out: findings; what a number takes of its line is measured like all that prints in one.
"""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.faults import did_you_mean
from planpress.content.rules.fits import printing
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.fit import MM_A_POINT, PAGE, WIDE_COLON, Place, field_place, page_named, too_long
from planpress.i18n import Translate, translations
from planpress.model.numbering import DIGITS, Pattern
from planpress.record import measured
from planpress.signs import width_of

ISSUED = ("unit", "unit-sector")
"""What one sheet covers of a form whose documents have numbers: somebody issues them."""

BESIDE_MM = 36.0
"""What is left free of the line below the title, for the symbol at its right."""


def numbers_have_a_serial(records: Records, _: Translate) -> Iterator[Finding]:
    """A pattern has one serial, and nothing in braces that is unknown; a unit gives the numbers."""
    for form in records.forms:
        pattern = Pattern(form.text("number"))
        if not pattern.text:
            continue
        if faults := pattern.faults:
            message = _("number may hold {year}, {serial}, {serial:1} to {serial:%(most)s}, {unit} and {code}")
            yield form.finding("number", message % {"most": DIGITS}, " ".join(faults))
        elif pattern.serials != 1:
            message = _("number must hold one serial, such as {year}-{serial:3}")
            yield form.finding("number", message)
        elif "\n" in pattern.text or "_" in pattern.text:
            yield form.finding("number", _("number must be one line without blanks to write in"))
        if form.text("scope") not in (*ISSUED, "") and not form.misspells("scope"):
            message = _("A form with number is issued by a unit: scope must be %(choices)s")
            yield form.finding("scope", message % {"choices": " | ".join(ISSUED)})


def numbers_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """No two forms have one pattern."""
    first: dict[str, RecordAt] = {}
    for form in records.forms:
        if text := Pattern(form.text("number")).alike:
            other = first.setdefault("".join(text.split()), form)
            if other is not form:
                message = _("number is that of the form '%(form)s' already, so that two documents could have one")
                yield form.finding("number", message % {"form": other.text("id")})


def cited_forms_have_numbers(records: Records, _: Translate) -> Iterator[Finding]:
    """Whoever is cited is another form, with a pattern; a head field shows one thing."""
    forms = {form.text("id"): form for form in reversed(records.forms)}
    for form, record in _citing(records):
        name = record.text("cites")
        cited = forms.get(name)
        if record.text("value") and name:
            message = _("A head field shows a value or the number that it cites: delete one of the two")
            yield record.finding("cites", message)
        elif name and name == form.text("id"):
            yield record.finding("cites", _("A form cites other forms, not itself"))
        elif cited is None and name and records.whole("content/forms") and not records.misnames("content/forms", name):
            message = _("%(key)s must be the id of a form of content/forms%(hint)s")
            at = {"key": "cites", "hint": did_you_mean(name, forms, _, records.guesses)}
            yield record.finding("cites", message % at)
        elif cited is not None and not cited.has("number") and not cited.misspells("number") and not cited.missed:
            message = _("The form '%(form)s' has no number to cite: give it one, such as {year}-{serial:3}")
            yield record.finding("cites", message % {"form": name})


def _citing(records: Records) -> Iterator[tuple[RecordAt, RecordAt]]:
    """Yield each form with each of its fields and blocks that cites."""
    for form in records.forms:
        fields = (field for field in form.records("fields") if field.has("cites"))
        blocks = (one for block in form.records("blocks") for one in block.records("citation"))
        yield from ((form, record) for record in (*fields, *blocks))


def numbers_fit(records: Records, _: Translate) -> Iterator[Finding]:
    """A number stands in one line: below the title, as on each later page, and in the head field that cites it."""
    say = translations(records.language).gettext
    patterns = {form.text("id"): Pattern(form.text("number")) for form in reversed(records.forms)}
    for form in records.forms:
        width = PAGE[page_named(form.text("orientation"), form.text("paper"))][0] - BESIDE_MM
        longest = _longest(patterns[form.text("id")], records)
        if message := too_long(
            longest.replace("_", "0"), Place(width, 12, width, 14), _
        ):  # here _ is a sign like others
            yield form.finding("number", message, longest)
    for form, field in _citing(records):
        if field.has("label") and (cited := patterns.get(field.text("cites"))):
            place = field_place(
                page_named(form.text("orientation"), form.text("paper")),
                measured(field.text("width_percent") or "50") or 50,
            )
            words = width_of(field.text("label") + say(":"))
            left = place._replace(
                mm=place.mm - words * 11 * MM_A_POINT, large_mm=place.large_mm - words * 14 * MM_A_POINT
            )
            if message := too_long(cited.cited_blank, left, _):
                yield field.finding("label", message, field.text("label") + WIDE_COLON + cited.cited_blank)


def _longest(pattern: Pattern, records: Records) -> str:
    """Return what takes most room: the blanks of a number, or those with the unit that is called longest."""
    names = [unit.text("short") or unit.text("name") for unit in printing(records)]
    filled = pattern.text.replace("{unit}", max(names, key=width_of, default=""))
    return max(pattern.blank, Pattern(filled).blank, key=width_of)
