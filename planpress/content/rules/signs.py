"""What is printed can be set in type: the faces of the paper have every sign of it.

Terms, what the search knows and most notes stand on pages alone, which are set in the reader's own faces.
"""

from collections.abc import Iterator

from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.content.source import Loc, Value
from planpress.i18n import Translate
from planpress.signs import instead_of, unshown


def paper_has_the_signs(records: Records, _: Translate) -> Iterator[Finding]:
    """Every sign that goes on paper stands in one of the faces."""
    # most files hold none, which is seen at once; a backslash may write one by its number
    odd = {path for path, file in records.files.items() if "\\" in file.text or any(unshown(file.text))}
    for record, keys in _printed(records):
        if record.file.path in odd:
            for key in keys or record.value:
                for loc, text in _texts((*record.loc, key), record.value.get(key)):
                    yield from (Finding(record.file, loc, no_face(sign, _), sign=sign) for sign in unshown(text))


def no_face(sign: str, _: Translate) -> str:
    """Return what to say of a sign that paper has not: what comes nearest, or that nothing does."""
    near, at = instead_of(sign), {"sign": sign, "code": f"{ord(sign):04X}"}
    if near:
        message = _("The faces of the paper lack '%(sign)s' (U+%(code)s): write '%(near)s'")
        return message % {**at, "near": near}
    return _("The faces of the paper lack '%(sign)s' (U+%(code)s), and have nothing near: use other words") % at


def _printed(records: Records) -> Iterator[tuple[RecordAt, tuple[str, ...]]]:
    """Yield what holds words that are printed, each with the keys of these; without keys, all are."""
    yield from ((record, ()) for record in (*records.plan, *records.sectors, *records.forms))
    yield from ((record, ("name", "short")) for record in (*records.units, *records.groups))
    explaining = (note for note in records.notes if note.has("units"))  # they stand in the packs of these
    yield from ((record, ("remark",)) for record in (*records.retired, *records.marks, *explaining))


def _texts(loc: Loc, value: Value) -> Iterator[tuple[Loc, str]]:
    """Yield every text in `value`, which stands at `loc`."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts((*loc, key), below)
