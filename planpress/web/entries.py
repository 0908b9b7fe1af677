"""Campaign → what the search of the site can find, and the hidden words it is found by.

In: a validated `Campaign`. Out: `Entry` values: one a clause, a checklist row and a page; pure.

Material cuts a page at its headings, so that a row could only be found as part of a long list. Here each row and
clause is an entry that opens at its anchor and says where it stands: sector, section, row, and the units it binds.
An office asks for the unit round the corner by a name no plan prints: such words are found, but never shown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_skeleton
from pypinyin import lazy_pinyin

from planpress.content.when import when
from planpress.i18n import translations
from planpress.model import addresses
from planpress.model.bindings import naming
from planpress.model.campaign import Campaign
from planpress.model.checklist import Item
from planpress.model.records import Clause, Due, Place, Sector, Unit

BOOST_SECTOR = 5
BOOST_ROW = 4
BOOST_CLAUSE = 3
BOOST_UNIT = 2
"""How much a match counts: a row is what people have in hand, so it comes before the clause it repeats."""

MOST_UNITS = 5
"""How many units a title names."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True)
class Entry:
    """One result the search can give, at an address of the site.

    Attributes:
        title: Where it stands; empty where the page itself has an entry already. The text is shown below it.
        names: Hidden words that mean this very page: its other names, and their pinyin.
        words: Hidden words that stand for words of the text.
        boost: How much a match counts.
        codes: What the codes of sheets begin with that the page looks up; empty for any other page.
    """

    location: str
    title: str = ""
    text: str = ""
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    boost: float = 1
    codes: str = ""


def spellings(name: str) -> tuple[str, ...]:
    """Return the pinyin of a Chinese name as one types it: in full, and the first letters; else nothing."""
    if not _HAN.search(name):
        return ()
    syllables = lazy_pinyin("".join(_HAN.findall(name)))
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def asked(title: str, words: str) -> tuple[str, ...]:
    """Return the names of a page that people ask for by what they do there: `words` of ours, parted by commas."""
    return _once(_spelled([title, *re.split("[,，] *", words)]))


def shortens(word: str, name: str) -> bool:
    """Tell whether `word` is `name` with characters left out."""
    rest = iter(name)
    return all(character in rest for character in word)


@dataclass(frozen=True)
class Findable:
    """What the search finds of a campaign, page by page."""

    campaign: Campaign

    def say(self, message: str) -> str:
        """Return `message` in the language of the plan."""
        return translations(self.campaign.plan.language).gettext(message)

    def plan(self) -> Iterator[Entry]:
        """Yield the entries of the plan: itself and its clauses."""
        plan, lines = self.campaign.plan, [self.campaign.plan.name]
        if notice := plan.notice:
            lines += [notice.title, notice.document_number, notice.issuer, *notice.issuers, notice.addressees]
            lines += [*notice.attachments, *(one.by for one in notice.signed), notice.date]
        yield Entry(addresses.PLAN_PAGE, plan.short, " ".join(filter(None, lines)))
        yield from self._places(addresses.PLAN)

    def sector(self, sector: Sector) -> Iterator[Entry]:
        """Yield the entries of a sector: itself, its clauses and its rows."""
        leads = self.say(", ").join(unit.name for unit in self.campaign.members(sector.lead))
        word = re.match(r"[^\W\d]+", sector.label)
        names = _spelled([sector.short, *self._everyday([sector.short])])
        numbered = [sector.label, f"{word[0]}{sector.number}" if word else ""]
        title = f"{sector.short} · {sector.label} {sector.title}"
        text = f"{self.say('lead')} {leads}"
        yield Entry(addresses.page_of(sector), title, text, _once([*names, *numbered]), boost=BOOST_SECTOR)
        yield from self._places(sector.id)

    def unit(self, unit: Unit) -> Entry:
        """Give a unit the names people use for it, with their pinyin, and how to reach it.

        A name is found from its beginning on. Of the aliases only those that shorten the name are names: by "gas
        authority" a reader who types "gas" does not mean the office.
        """
        aliases = self._aliases(unit)
        names = [unit.name, unit.short, *(alias for alias in aliases if shortens(alias, unit.name))]
        if unit.short and unit.short in unit.name:
            names.append(unit.name[unit.name.index(unit.short) :])
        names += self._everyday([unit.name])
        contact = self.campaign.plan.contact
        reach = [contact.phone, contact.email] if contact and contact.unit == unit.id else []
        groups = (group.name for group in self.campaign.groups_of(unit))
        kind = self.campaign.kind_of(unit)
        text = " · ".join(_once([kind.name, *groups, unit.short, *aliases]))
        boost = BOOST_UNIT if kind.prints_sheets else 1
        return Entry(
            addresses.unit_page(unit.id), unit.name, text, _once([*_spelled(names), *reach]), aliases, boost=boost
        )

    def print_centre(self, title: str) -> Entry:
        """Return the entry of the print centre: the titles of all forms, and what people ask for who want paper."""
        forms = self.campaign.forms
        titles = [f"{form.title} {form.subtitle}".strip() for form in forms]
        words = self.say("print, whole pack, forms, blank form, download, large print, low ink, PDF, Excel, Word")
        names = (*asked(title, words), *_spelled([*(form.title for form in forms), *self._everyday(titles)]))
        return Entry(addresses.PRINT_BY_UNIT, title, self.say(", ").join(titles), _once(names))

    def terms(self) -> Iterator[Entry]:
        """Yield the names of each term."""
        for term in self.campaign.terms:
            yield Entry(addresses.term_address(term.id), names=_once(_spelled([term.name, *term.aliases])))

    def _places(self, document: str) -> Iterator[Entry]:
        for place in self.campaign.places.values():
            if place.document == document:
                if place.clause is not None:
                    yield self._clause(place, place.clause)
                elif place.item is not None and place.sector is not None and not place.item.is_heading:
                    yield self._row(place, place.item, place.sector)

    def _clause(self, place: Place, clause: Clause) -> Entry:
        """Return the entry of a clause; it is told with whom it names, groups as groups."""
        document = place.sector.short if place.sector else self.campaign.plan.short
        path = [above.title for above in place.above] + [clause.label + clause.title]
        units = self.campaign.bindings.named(place)
        groups, by_id = self.campaign.group_by_id, self.campaign.unit_by_id
        called = [groups[name].name if name in groups else _called(by_id[name]) for name in naming(clause)]
        title = _titled([document, *path], self._names(called, len(units), len(called) <= MOST_UNITS))
        words = [word for due in clause.due for word in self._dates(due)]
        words += [*self._everyday([clause.text, *path]), *self._unit_words(units)]
        return Entry(addresses.place_address(place), title, clause.text, words=_once(words), boost=BOOST_CLAUSE)

    def _row(self, place: Place, item: Item, sector: Sector) -> Entry:
        """Return the entry of a row; it is told with whom it binds, and found by the names of who leads them.

        A row binds everyone in its sector. Found by every name of each, no row would stand out.
        """
        row = self.say("row %(label)s") % {"label": item.label}
        category = sector.checklist.category_of(item.id) if sector.checklist else None
        path = [sector.checklist.title if sector.checklist else "", category.text if category else "", row]
        leads, bound = self.campaign.members(sector.lead), self.campaign.bindings.bound(place)
        called = [_called(unit) for unit in (*leads, *(unit for unit in bound if unit not in leads))]
        all_fit = len(called) <= MOST_UNITS
        shown = called if all_fit else called[: len(leads)]
        title = _titled([sector.short, *path], self._names(shown, len(bound), all_fit))
        words = [*item.values.values(), *self._everyday([item.text, *path]), *self._unit_words(leads)]
        return Entry(addresses.place_address(place), title, item.text, (row,), _once(words), BOOST_ROW)

    def _names(self, called: Sequence[str], count: int, all_fit: bool) -> str:
        """Name units and groups; where they are too many to name, some of them, and how many units all are."""
        names = self.say(", ").join(called[:MOST_UNITS])
        if all_fit:
            return names
        words = translations(self.campaign.plan.language).ngettext(
            "%(num)s unit, among them %(names)s", "%(num)s units, among them %(names)s", count
        )
        return words % {"num": count, "names": names}

    def _dates(self, due: Due) -> list[str]:
        """Return when something is due as people type it: its days, and how often it comes round."""
        language = self.campaign.plan.language
        days = [due.date] if due.date else [day for _name, day in due.occasions]
        said = [format_skeleton(form, day, locale=language) for day in days for form in ("yMMMd", "MMMd")]
        return [due.text, *said, *([] if days else [when(due, self.campaign.plan)])]

    def _unit_words(self, units: Iterable[Unit]) -> list[str]:
        return [word for unit in units for word in (*self._aliases(unit), *self._everyday([unit.name]))]

    def _aliases(self, unit: Unit) -> tuple[str, ...]:
        return _once(alias.text for alias in unit.aliases if alias.text not in self._shared)

    @cached_property
    def _shared(self) -> frozenset[str]:
        """Aliases that several units bear: they tell none of them."""
        every = Counter(alias.text for unit in self.campaign.units for alias in unit.aliases)
        return frozenset(text for text, number in every.items() if number > 1)

    def _everyday(self, texts: Iterable[str]) -> list[str]:
        """Return the everyday words for what `texts` say in words of the plan."""
        said = "\n".join(texts)
        return [synonym.word for synonym in self.campaign.synonyms if any(word in said for word in synonym.means)]


def _called(unit: Unit) -> str:
    return unit.short or unit.name


def _titled(path: Iterable[str], units: str) -> str:
    title = " › ".join(part for part in path if part)
    return f"{title} · {units}" if units else title


def _spelled(names: Iterable[str]) -> Iterator[str]:
    """Yield names with their pinyin."""
    for name in names:
        yield from (name, *spellings(name))


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
