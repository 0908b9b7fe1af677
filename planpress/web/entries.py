"""Campaign → what the search of the site can find, and the hidden words it is found by.

In: a validated `Campaign`. Out: `Entry` values: one a clause, a checklist row and a page; pure.

Material cuts a page at its headings, so that a row could only be found as part of a long list.
Here each row and clause is an entry of its own, which opens at its anchor and says where it
stands: sector, section, row, and the units it binds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_skeleton
from pypinyin import lazy_pinyin

from planpress.i18n import translations
from planpress.model.addresses import page_of, place_address
from planpress.model.campaign import Campaign
from planpress.model.places import Place
from planpress.model.records import Due, Sector, Unit

BOOST_SECTOR = 5
BOOST_ROW = 4
BOOST_CLAUSE = 3
"""How much a match counts: a row is what people have in hand, so it comes before the clause it repeats."""

MOST_UNITS = 5
"""How many units a title names."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True)
class Entry:
    """One result the search can give.

    Attributes:
        location: Address from the top of the site.
        title: Where it stands; empty where the page itself has an entry already.
        text: What is shown below the title.
        names: Hidden words that mean this very page: its other names, and their pinyin.
        words: Hidden words that stand for words of the text.
        boost: How much a match counts.
    """

    location: str
    title: str = ""
    text: str = ""
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    boost: float = 1


def entries_of(campaign: Campaign) -> tuple[Entry, ...]:
    """List what can be found: sectors and their clauses and rows, the plan, units, the print centre.

    Why:
        An office asks for the unit round the corner by a name no plan prints. Such words are found,
        but never shown: what a reader sees stays the wording of the plan.
    """
    return tuple(_Index(campaign).entries())


def spellings(name: str) -> tuple[str, ...]:
    """Return the pinyin of a Chinese name as one types it: in full, and the first letters; else nothing.

    Source:
        The library pypinyin; it tells by the words around it how a character is read.
    """
    if not _HAN.search(name):
        return ()
    syllables = lazy_pinyin("".join(_HAN.findall(name)))
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def shortens(word: str, name: str) -> bool:
    """Tell whether `word` is `name` with characters left out."""
    rest = iter(name)
    return all(character in rest for character in word)


@dataclass(frozen=True)
class _Index:
    campaign: Campaign

    def entries(self) -> Iterator[Entry]:
        yield self._plan()
        for sector in self.campaign.sectors:
            yield self._sector(sector)
        for place in self.campaign.places.values():
            yield self._place(place)
        for unit in self.campaign.units:
            yield self._unit(unit)
        titles = [f"{form.title} {form.subtitle}".strip() for form in self.campaign.forms]
        yield Entry("print.html", words=_once([*titles, *self._everyday(titles)]))

    def say(self, message: str) -> str:
        """Return `message` in the language of the plan."""
        return translations(self.campaign.plan.language).gettext(message)

    def _plan(self) -> Entry:
        plan, notice = self.campaign.plan, self.campaign.plan.notice
        lines = [plan.name]
        if notice:
            lines += [notice.title, notice.document_number, notice.issuer, notice.addressees, notice.date]
        return Entry(page_of(None), plan.short, " ".join(line for line in lines if line))

    def _sector(self, sector: Sector) -> Entry:
        leads = self.say(", ").join(unit.name for unit in self.campaign.members(sector.lead))
        word = re.match(r"[^\W\d]+", sector.label)
        names = [*self._everyday([sector.short]), *spellings(sector.short)]
        if word:
            names.append(f"{word[0]}{sector.number}")
        title = f"{sector.short} · {sector.label} {sector.title}"
        text = f"{self.say('lead')} {leads}"
        return Entry(page_of(sector), title, text, _once(names), boost=BOOST_SECTOR)

    def _place(self, place: Place) -> Entry:
        units = self._concerned[place.ref]
        document = place.sector.short if place.sector else self.campaign.plan.short
        names: list[str] = []
        words: list[str] = []
        if place.item is not None:
            checklist = place.sector.checklist if place.sector else None
            names = [self.say("row %(label)s") % {"label": place.item.label}]
            path = [checklist.title if checklist else "", *names]
            text = place.item.text
            units = self.campaign.members(place.sector.lead) if place.sector else ()
        else:
            clause = place.clause
            if clause is None:
                raise AssertionError(f"a place without a clause or row: {place.ref}")
            path = [above.title for above in place.above] + [clause.label + clause.title]
            text = clause.text
            words = [word for due in clause.due for word in self._dates(due)]
        title = " › ".join(part for part in [document, *path] if part)
        bound = [unit.short or unit.name for unit in units] if place.item else self._bound(place)
        if bound:
            title += f" · {self.say(', ').join(bound[:MOST_UNITS])}{'…' if len(bound) > MOST_UNITS else ''}"
        words += self._everyday([text, *path])
        words += [word for unit in units for word in (*self._aliases(unit), *self._everyday([unit.name]))]
        boost = BOOST_ROW if place.item else BOOST_CLAUSE
        return Entry(place_address(place), title, text, _once(names), _once(words), boost)

    def _bound(self, place: Place) -> list[str]:
        """Return whom a clause binds, as it names them: groups stay groups."""
        clause = place.clause
        ids = [*(name for duty in clause.duties for name in duty.units), *clause.responsible] if clause else []
        groups, units = self.campaign.group_by_id, self.campaign.unit_by_id
        return [groups[name].name if name in groups else units[name].short or units[name].name for name in _once(ids)]

    def _dates(self, due: Due) -> list[str]:
        """Return a due date as people type it."""
        language = self.campaign.plan.language
        return [due.text, *(format_skeleton(form, due.date, locale=language) for form in ("yMMMd", "MMMd"))]

    @cached_property
    def _concerned(self) -> dict[str, tuple[Unit, ...]]:
        """The units that each clause binds or makes answer, as the clause names them."""
        found: dict[str, dict[str, Unit]] = defaultdict(dict)
        for bond in self.campaign.bindings.bonds:
            found[bond.place.ref][bond.unit.id] = bond.unit
        for place in self.campaign.places.values():
            for unit in self.campaign.members(place.clause.responsible if place.clause else ()):
                found[place.ref][unit.id] = unit
        return defaultdict(tuple, {ref: tuple(units.values()) for ref, units in found.items()})

    def _unit(self, unit: Unit) -> Entry:
        """Give a unit the names people use for it, with their pinyin, and how to reach it.

        Why:
            A name is found from its beginning on. Of the aliases only those that shorten the name are
            names: by "gas authority" a reader who types "gas" does not mean the office.
        """
        short = [unit.short, *(alias for alias in self._aliases(unit) if shortens(alias, unit.name))]
        if unit.short and unit.short in unit.name:
            short.append(unit.name[unit.name.index(unit.short) :])
        short += self._everyday([unit.name])
        contact = self.campaign.plan.contact
        reach = [contact.phone, contact.email] if contact and contact.unit == unit.id else []
        names = [*short, *(form for name in (unit.name, *short) for form in spellings(name)), *reach]
        return Entry(f"units/{unit.id}.html", names=_once(names), words=self._aliases(unit))

    def _aliases(self, unit: Unit) -> tuple[str, ...]:
        return _once(alias.text for alias in unit.aliases if alias.text not in self._shared)

    @cached_property
    def _shared(self) -> frozenset[str]:
        """Aliases that several units bear: they tell none of them."""
        every = [alias.text for unit in self.campaign.units for alias in unit.aliases]
        return frozenset(text for text in every if every.count(text) > 1)

    def _everyday(self, texts: Iterable[str]) -> list[str]:
        """Return the everyday words for what `texts` say in words of the plan."""
        texts = list(texts)
        return [
            synonym.word
            for synonym in self.campaign.synonyms
            if any(meaning in text for meaning in synonym.means for text in texts)
        ]


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
