"""Sealed revisions → an Atom feed of all, and one for each unit with those that concern it.

In: `ChangeViews`. Out: the text of each feed by its address. Links in a feed are whole, so that a site without
a public address has none.
"""

from __future__ import annotations

from dataclasses import dataclass

from planpress.revisions.history import Sealed
from planpress.web.changes import unit_changes_page
from planpress.web.feeds import Entry, feed_of
from planpress.web.unit_changes import UnitChanges, unit_feed

FEED = "revisions/atom.xml"


@dataclass(frozen=True)
class RevisionFeeds(UnitChanges):
    """What feed readers are told."""

    def feed_files(self) -> dict[str, str]:
        """Return the feed of all revisions, and one for each unit with those that concern it."""
        plan, site_url = self.present.plan, self.edition.site_url
        author = self.say(", ").join(unit.name for unit in self.present.members(plan.issuers))

        def entry(sealed: Sealed, address: str) -> Entry:
            meta = sealed.meta
            head = f"{self.title(sealed.number)} · {meta.document_number}".removesuffix(" · ")
            parts = (meta.reason, self.step_count(sealed), meta.meaning, self.validity(sealed.number))
            return Entry(str(sealed.number), head, "\n".join(filter(None, parts)), address, meta.issued)

        found = {
            FEED: feed_of(
                plan.id,
                self.say("%(name)s: revisions") % {"name": plan.name},
                author,
                "revisions/index.html",
                FEED,
                site_url,
                plan.language,
                [entry(one, f"revisions/{one.number}.html") for one in self.history.sealed.values()],
            )
        }
        for unit in self.unit_order:
            having = [one for one in self.history.sealed.values() if unit in one.campaign.unit_by_id]
            if not having:
                continue
            told = [having[0], *(one for one in self.steps if one is not having[0] and self.tells(unit, one))]
            page = unit_changes_page(unit)
            found[unit_feed(unit)] = feed_of(
                f"{plan.id}/units/{unit}",
                self.say("%(name)s: revisions for %(unit)s") % {"name": plan.name, "unit": self.unit_names[unit]},
                author,
                page,
                unit_feed(unit),
                site_url,
                plan.language,
                [entry(one, f"{page}#_{one.number}") for one in told],
            )
        return found

    def tells(self, unit: str, sealed: Sealed) -> bool:
        """Whether a revision concerns a unit."""
        step = self.unit_step(unit, sealed)
        return bool(step and step["concerned"])
