"""The main plan, word for word."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.model import addresses
from planpress.web.context import Context
from planpress.web.page import Page
from planpress.web.past import GonePlace
from planpress.web.verbatim import ClauseView


@dataclass(frozen=True)
class MainPlan:
    """The clauses of the notice and of the plan, and what a revision took out of them."""

    notice_clauses: tuple[ClauseView, ...]
    clauses: tuple[ClauseView, ...]
    gone: tuple[GonePlace, ...]


def pages(site: Context) -> Iterator[Page]:
    """Yield the page of the plan."""
    plan, verbatim = site.campaign.plan, site.verbatim
    notice = verbatim.clauses(plan.notice.clauses if plan.notice else (), addresses.PLAN, 3)
    gone = tuple(site.past.gone_from(addresses.PLAN))
    view = MainPlan(notice, verbatim.clauses(plan.clauses, addresses.PLAN, 3), gone)
    yield Page(addresses.PLAN_PAGE, plan.short, "plan.md", view, (plan.short,), entries=tuple(site.findable.plan()))
