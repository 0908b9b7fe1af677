"""Whom the names of groups mean, where home has no room for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from planpress.web.context import Context
from planpress.web.directory import GroupSlice
from planpress.web.page import Page
from planpress.web.parting import Part


@dataclass(frozen=True)
class GroupsView:
    """A part of the groups."""

    part: Part[GroupSlice]


def pages(site: Context) -> Iterator[Page]:
    """Yield the pages."""
    title = site.say("Whom the names of groups mean")
    for part in site.directory.groups:
        yield Page(part.address, title, "groups.md", GroupsView(part), (), ("navigation", "toc"), boost=0)
