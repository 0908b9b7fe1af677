"""Each text of a campaign is changed in turn: exactly the sheets that show it get another fingerprint."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Annotated, Any, get_args, get_origin

import pytest

from planpress.blocks.registry import KINDS, Block
from planpress.content.schemas import FREE
from planpress.model.campaign import Campaign
from planpress.paper.worker import html_of
from planpress.record import Record
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import CampaignName, Sheet
from planpress.view import Shared, plain

Put = Callable[[str], Any]
"""Returns the record or campaign in which one text is another."""


def free(metadata: Any) -> bool:
    return all(getattr(part, "pattern", None) in (None, *FREE) for part in metadata)


def texts(record: Record, put: Callable[[Any], Any], path: str) -> Iterator[tuple[str, str, Put]]:
    """Yield path, text and how to replace it, for every text that is words and not an id, a code or a choice."""
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        annotation = KINDS[record.key].shape if isinstance(record, Block) and name == "content" else field.annotation
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]

        def put_field(new: Any, name: str = name) -> Any:
            return put(record.model_copy(update={name: new}))

        here = f"{path}.{name}"
        if isinstance(value, Record):
            yield from texts(value, put_field, here)
        elif isinstance(value, tuple):
            inner = get_args(annotation)[0]
            words = inner is str or (free(getattr(inner, "__metadata__", ())) and get_args(inner)[:1] == (str,))
            for place, entry in enumerate(value):

                def put_entry(new: Any, put_field: Any = put_field, value: Any = value, place: int = place) -> Any:
                    return put_field((*value[:place], new, *value[place + 1 :]))

                if isinstance(entry, Record):
                    yield from texts(entry, put_entry, f"{here}[{place}]")
                elif words:
                    yield f"{here}[{place}]", entry, put_entry
        elif name == "kind":
            continue  # of a unit: it names a record
        elif isinstance(value, str) and value and annotation is str and free(field.metadata):
            yield here, value, put_field


def all_texts(campaign: Campaign) -> Iterator[tuple[str, str, Put]]:
    parts = ("plan", "sectors", "units", "groups", "terms", "notes", "forms")
    whole = {name: getattr(campaign, name) for name in parts}
    yield from texts(campaign.plan, lambda new: Campaign(**{**whole, "plan": new}), "plan")
    for name in parts[1:]:
        for place, record in enumerate(whole[name]):

            def put(new: Any, name: str = name, place: int = place) -> Campaign:
                records = whole[name]
                return Campaign(**{**whole, name: (*records[:place], new, *records[place + 1 :])})

            yield from texts(record, put, f"{name}[{place}]")


@pytest.fixture(scope="module")
def shown(harbour) -> Callable[[Sheet], str]:
    """Return what a sheet shows, without its code and fingerprint and without the title of its window."""
    edition = edition_of(harbour)
    known: dict[str, str] = {}

    def show(sheet: Sheet) -> str:
        neutral = replace(sheet, code="", fingerprint="", title="", path="")
        key = repr(neutral)
        if key not in known:
            page = html_of(neutral, edition)
            known[key] = re.sub(r"<title>.*?</title>", "", page, flags=re.DOTALL)
        return known[key]

    return show


def test_fingerprint_changes_exactly_when_what_the_sheet_shows_changes(harbour, shown):
    before = {sheet.code: sheet for sheet in sheets_of(harbour)}
    pages = {code: shown(sheet) for code, sheet in before.items()}
    wrong, reached, count = [], set(), 0
    for path, text, put in all_texts(harbour):
        count += 1
        after = {sheet.code: sheet for sheet in sheets_of(put(text + "\u2020"))}
        assert after.keys() == before.keys(), path
        for code, sheet in after.items():
            marked = sheet.fingerprint != before[code].fingerprint
            visible = (sheet.view != before[code].view or sheet.template != before[code].template) and (
                shown(sheet) != pages[code]
            )
            if marked != visible:
                wrong.append(f"{path}: {code}: {'fingerprint' if marked else 'paper'} alone")
            elif marked:
                reached.add(code)
    assert wrong == []
    assert reached == before.keys()
    assert count > 80


def test_what_is_shared_is_plain_like_any_other_and_travels_alone() -> None:
    values = (CampaignName("a"), CampaignName("b"))
    shared = Shared(values)

    assert plain(shared) == plain(shared) == plain(values)
    assert plain(shared, arranged=True) == plain(values, arranged=True)
    assert pickle.loads(pickle.dumps(shared)) == values
    assert type(pickle.loads(pickle.dumps(shared))) is tuple
