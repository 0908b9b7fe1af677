"""Revisions → Atom feeds, for all and for each unit.

In: the campaign's name, and entries by date. Out: the text of a feed (RFC 4287); pure. Ids come from the
campaign and the revision, so that they stay when the site moves; dates come from the revisions.
"""

from __future__ import annotations

import datetime
import html
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from feedgenerator import Atom1Feed

ATOM = "application/atom+xml"
"""Media type of a feed."""


@dataclass(frozen=True)
class Entry:
    """One revision in a feed.

    Attributes:
        key: What its id is made of, besides the feed's.
        title: One line.
        summary: What it changed, in a sentence or two.
        address: Of its page, from the top of the site.
        issued: Its day of issue.
    """

    key: str
    title: str
    summary: str
    address: str
    issued: datetime.date


def feed_of(
    key: str, title: str, author: str, page: str, address: str, site_url: str, language: str, entries: Iterable[Entry]
) -> str:
    """Write a feed.

    Args:
        key: What its id is made of: campaign, and unit if it is one unit's.
        title: What it is called.
        author: Who publishes it.
        page: The page it belongs to, from the top of the site.
        address: Its own address, from the top of the site.
        site_url: Public address of the site, with a final slash: links in a feed are whole.
        language: Of its words.
        entries: At least one.
    """
    feed = Atom1Feed(
        title=title,
        link=site_url + page,
        description="",
        language=language,
        author_name=author,
        feed_url=site_url + address,
        feed_guid=_urn(key),
    )
    for entry in sorted(entries, key=lambda one: one.issued, reverse=True):
        day = datetime.datetime.combine(entry.issued, datetime.time(), datetime.UTC)
        feed.add_item(
            title=entry.title,
            link=site_url + entry.address,
            description=html.escape(entry.summary),  # it is read as HTML
            unique_id=_urn(f"{key}/{entry.key}"),
            pubdate=day,
            updateddate=day,
        )
    return str(feed.writeString("utf-8"))


def _urn(key: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, key)}"
