"""The letter that carries the plan: who issues it is said once, who signs it is one of these, and it has a heading."""

from collections.abc import Iterator

from planpress.content.rules.records import Finding, Records
from planpress.i18n import Translate


def letters_have_one_head(records: Records, _: Translate) -> Iterator[Finding]:
    """One issuer or several stand at the head; what stands beside several needs them."""
    for notice in (found for plan in records.plan for found in plan.records("notice")):
        if notice.has("issuer") and notice.value.get("issuers"):
            yield notice.finding("issuer", _("a notice has issuer, or issuers where there are several: delete one"))
        if notice.has("issuers_end") and not notice.value.get("issuers") and not notice.misspells("issuers"):
            yield notice.finding("issuers_end", _("issuers_end stands beside several issuers: write it into issuer"))


def who_signs_issues(records: Records, _: Translate) -> Iterator[Finding]:
    """A body that signs is one of those that issue: as the head names it, or as units.yml does."""
    if not records.whole("content/units.yml"):
        return
    for plan in records.plan:
        for notice in plan.records("notice"):
            known = [*notice.words("issuers"), *_names(records, plan.words("issuers")), notice.text("issuer")]
            for signature in notice.records("signed"):
                by = signature.text("by")
                if by and by not in known and by not in notice.text("issuer"):
                    message = _("by must be a body that issues the notice, such as '%(name)s'; or name it in issuers")
                    yield signature.finding("by", message % {"name": next(filter(None, known), "...")})


def plan_has_a_heading(records: Records, _: Translate) -> Iterator[Finding]:
    """Only where the letter is all there is besides annexes has the plan no title of its own."""
    for plan in records.plan:
        letters = [notice for notice in plan.records("notice") if notice.has("title")]
        if not (plan.has("title") or plan.missed or plan.misspells("title")) and (plan.has("clauses") or not letters):
            message = _("title is missing: only a notice with a title can stand for it, where the plan has no clauses")
            yield plan.finding("title", message, "")


def _names(records: Records, issuers: list[str]) -> Iterator[str]:
    """Yield what the units among `issuers` are called."""
    for unit in (unit for unit in records.units if unit.text("id") in issuers):
        yield from filter(None, (unit.text("name"), unit.text("short")))
        yield from (alias.text("text") for alias in unit.records("aliases"))
