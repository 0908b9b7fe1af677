"""Blocks of forms: each is one, and keeps what its kind asks of it."""

from __future__ import annotations

from collections.abc import Iterator

from planpress.blocks.registry import KINDS
from planpress.content.rules.records import Finding, Records
from planpress.i18n import Translate

PAGE_WIDTH_MM = {"portrait": 170.0, "landscape": 257.0}
"""Width between the margins of an A4 sheet."""


def blocks_keep_their_rules(records: Records, _: Translate) -> Iterator[Finding]:
    """A block has one key; and what its kind asks of it."""
    for form in records.forms:
        width = None if form.misspells("orientation") else PAGE_WIDTH_MM.get(form.text("orientation") or "portrait")
        for block in form.records("blocks"):
            if len(block.value) != 1:
                message = _("A block must have exactly one key: start each with a dash of its own")
                yield block.finding("", message, ", ".join(block.value))
            for kind in (KINDS[key] for key in block.value if key in KINDS):
                for fault in kind.check(block.value[kind.name], width, _):
                    loc = (*block.loc, kind.name, *fault.at)
                    yield Finding(form.file, loc, fault.message, fault.found)
