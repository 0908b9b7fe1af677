"""Kinds of units: what a campaign calls them, and what each has to do with paper.

In: the kinds that `content/units.yml` names, and a language. Out: every kind of that campaign by its id, in the order
in which readers look for them: those it names, then ours.
"""

from collections.abc import Iterable
from typing import Literal

from planpress.i18n import Translate, translations
from planpress.model.vocabulary import UnitLevel
from planpress.record import Id, Record, Text


class UnitKind(Record):
    """What a unit is. `name` stands above the units of the kind.

    `audience` says as whose hand they fill in forms; `none`: they are named, but print nothing. `level` is whose units
    they are, where that follows from the kind.
    """

    id: Id
    name: Text
    audience: Literal["territorial", "department", "enterprise", "none"]
    level: UnitLevel | None = None

    @property
    def prints_sheets(self) -> bool:
        """Whether its units have sheets of their own."""
        return self.audience != "none"


def own_kinds(language: str) -> tuple[UnitKind, ...]:
    """Return the kinds that every campaign knows."""
    return _own(translations(language).gettext)


def _own(_: Translate) -> tuple[UnitKind, ...]:
    return (
        UnitKind(id="township", name=_("Townships"), audience="territorial", level="township"),
        UnitKind(id="subdistrict", name=_("Subdistrict offices"), audience="territorial", level="township"),
        UnitKind(id="department", name=_("Departments"), audience="department"),
        UnitKind(id="agency", name=_("Agencies"), audience="department"),
        UnitKind(id="body", name=_("Other bodies"), audience="none"),
    )


OWN_KINDS = tuple(kind.id for kind in _own(str))
"""Their ids."""


def kinds_by_id(named: Iterable[UnitKind], language: str) -> dict[str, UnitKind]:
    """Return every kind; one of ours that the campaign names too is called as it says, and stands where it says."""
    found = {kind.id: kind for kind in named}
    return found | {kind.id: kind for kind in own_kinds(language) if kind.id not in found}
