"""A form → what of it no word of its own tells: whose numbers it cites, and how it is signed.

In: a `Side` and a form of it. Out: lines of text, for a change that would show no difference else; pure.
"""

from collections.abc import Iterator
from typing import Any

from planpress.blocks.signatures import Signature
from planpress.model.forms import Form
from planpress.record import Record
from planpress.revisions.side import Side


def settings_of(side: Side, form: Form) -> str:
    """Return the forms that are cited, and each line to sign on with what stands behind it."""
    titles = (side.campaign.form_by_id[name].title for name in form.cites)
    signed = (" ".join(filter(None, _parts(one, side))) for one in _signatures_in(form.blocks))
    return "\n".join((*(side.say("Cites the number of: %(form)s") % {"form": title} for title in titles), *signed))


def _parts(signature: Signature, side: Side) -> Iterator[str]:
    yield signature.label
    yield "________" if signature.signed else ""
    yield from signature.entries
    yield signature.behind(side.say)


def _signatures_in(value: Any) -> Iterator[Signature]:
    """Yield every line to sign on in a value of a form, in order."""
    if isinstance(value, Signature):
        yield value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _signatures_in(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _signatures_in(part)
