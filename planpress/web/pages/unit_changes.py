"""What each revision changed for a unit, and what it must print again; for every unit there ever was."""

from collections.abc import Iterator

from planpress.model import addresses
from planpress.web.changes import UnitPast
from planpress.web.context import Context
from planpress.web.page import VERDICT_SCRIPTS, Page


def pages(site: Context) -> Iterator[Page]:
    """Yield a page a unit, where something has been sealed."""
    for unit, name in site.past.unit_names.items() if site.past.sealed else ():
        address, title = addresses.unit_changes_page(unit), site.say("Revisions for %(unit)s") % {"unit": name}
        yield Page(address, title, "unit-changes.md", UnitPast(site, unit), boost=0, scripts=VERDICT_SCRIPTS)
