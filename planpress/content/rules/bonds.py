"""What the duties say of whom a clause binds, beside what its words name: a warning where nothing explains it.

In: a campaign that breaks no rule, and its records as they stand in the YAML. Out: `Finding` values.
"""

from collections.abc import Iterator

from planpress.content.rules.records import Finding, Records
from planpress.content.source import Loc
from planpress.i18n import Translate
from planpress.model.campaign import Campaign
from planpress.model.records import Place


def bonds_have_a_reason(campaign: Campaign, records: Records, _: Translate) -> Iterator[Finding]:
    """Whom a clause binds or names responsible, its words name or one above; or a note on it says why."""
    message = _(
        "No words here or above name '%(unit)s': give it an alias (where: '%(ref)s'), or the clause a note "
        "(target: '%(ref)s', units: '%(unit)s')"
    )
    for document in records.documents:
        for ref, clause in document.places:
            duties = [found for duty in clause.records("duties") for found in duty.texts("units")]
            named = [*duties, *clause.texts("responsible")]
            for loc, name, unit in _unexplained(campaign, campaign.places[ref], named):
                yield Finding(clause.file, loc, message % {"unit": unit, "ref": ref}, name, warning=True)


def _unexplained(campaign: Campaign, place: Place, named: list[tuple[Loc, str]]) -> Iterator[tuple[Loc, str, str]]:
    """Yield the entries that nothing explains, each unit once: where it stands, what it says, and who is meant.

    Of a group that is who of it is left, if only some are.
    """
    told: set[str] = set()
    for loc, name in named:
        members = campaign.members((name,))
        left = [unit.id for unit in members if not campaign.reasons.of(unit, place).given]
        if not told.issuperset(left):
            yield loc, name, name if len(left) == len(members) else left[0]
        told.update(left)


def named_are_bound(campaign: Campaign, records: Records, _: Translate) -> Iterator[Finding]:
    """Whom words name, a duty binds, or a note says why not: all in one warning, since a page lists them."""
    left = [one for one in campaign.reasons.unbound if not one.notes]
    if left:
        message = _(
            "Named by clauses, but bound by no duty of theirs: %(count)s, the first here. Bind them, or write notes "
            "with units that say why not; the page '%(page)s' lists all"
        )
        places = {ref: clause for document in records.documents for ref, clause in document.places}
        told = message % {"count": len(left), "page": _("Who is bound by what")}
        yield places[left[0].place.ref].finding("", told, left[0].words[0])._replace(warning=True)
