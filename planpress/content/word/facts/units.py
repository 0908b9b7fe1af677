"""The units of a plan: those that a list or `units.yml` gives, or those that its words seem to name.

In: a list, records, or an outline. Out: `Called` values. What is proposed is short: a name counts where it has a place
before it, stands alone between signs, or is told to lead, and where words that name no unit do not hold it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from planpress.content.unit_list import TAKEN_IDS, Listed, kind_called, named
from planpress.content.word.facts.calling import COMMA, MOST_OF_FIELD, Calling, Endings, endings_of, fields, list_before
from planpress.content.word.facts.found import Called, looked_at, spots
from planpress.content.word.facts.vocabulary import says, words
from planpress.content.word.outline import Outline
from planpress.model import addresses
from planpress.model.records import UnitsFile

GROUP = "local"
"""The id of the group of all units that answer for a territory."""

_SIGN = "[\u3000-\u303f\uff00-\uffef,.;:!?() \u201c\u201d\u2014]"
_SHORT = 2
_FIELD = re.compile(rf"[\u3400-\u9fff]{{{_SHORT},{MOST_OF_FIELD}}}")


def of_list(listed: Iterable[Listed]) -> tuple[Called, ...]:
    """Return the units of a list, whose ids and codes are made."""
    kinds = {one.kind: kind_called(one.kind) or "department" for one in listed}
    return tuple(Called(one.id, one.name, one.short, one.code, kinds[one.kind], given=True) for one in listed)


def of_records(file: UnitsFile) -> tuple[Called, ...]:
    """Return the units and groups of a `units.yml`."""
    units = (
        Called(one.id, one.name, one.short, one.code, one.kind, tuple(alias.text for alias in one.aliases), given=True)
        for one in file.units
    )
    groups = (
        Called(one.id, one.name, aliases=tuple(alias.text for alias in one.aliases), members=one.members, given=True)
        for one in file.groups
    )
    return *units, *groups


def counted(called: tuple[Called, ...], outline: Outline, language: str) -> tuple[Called, ...]:
    """Return units with how often words name them, and the group of those with a territory; none that none names."""
    called = (*called, *_group(called, outline, language))
    calling = Calling(called, language)
    texts = (*_heads(outline), *(piece.title + piece.text for _spot, piece in spots(outline)))
    times = Counter(mention.id for text in texts for mention in calling.mentions(text))
    return tuple(replace(one, times=times[one.id]) for one in called if one.given or one.members or times[one.id])


def _group(called: tuple[Called, ...], outline: Outline, language: str) -> Iterator[Called]:
    """Yield the group of all units with a territory, where there is none yet, and words name it."""
    calling, each = Calling(called, language), endings_of(language).each
    members = tuple(one.id for one in called if one.id in calling.local)
    words = Counter(hit.group() for _spot, piece in spots(outline) for hit in each.finditer(piece.title + piece.text))
    if len(members) > 1 and words and not calling.territorial and GROUP not in {one.id for one in called}:
        name, *others = (word for word, _times in words.most_common())
        yield Called(GROUP, name, aliases=tuple(others), members=members)


# ---------------------------------------------------------------- proposed


def proposed(outline: Outline, language: str) -> tuple[Called, ...]:
    """Return the units that the words seem to name, those that stand first before the others."""
    endings, texts = endings_of(language), list(_texts(outline))
    names = Counter(name for text in texts for name in names_in(text, language))  # in the order of the text
    printed, found = "\n".join(texts), _of_one_field(names, endings)
    rows = [Listed(0, name) for name in names if name in found]
    made = named(tuple(rows), set(TAKEN_IDS), {addresses.NO_UNIT})
    also = {name: tuple(other for other in others if other in printed) for name, others in found.items()}
    return tuple(
        Called(one.id, one.name, "", one.code, endings.kind_of(one.name) or "body", also[one.name]) for one in made
    )


def _texts(outline: Outline) -> Iterator[str]:
    """Yield all that may name units: issuers and addressees, and the clauses, but those that say what is looked at."""
    yield from _heads(outline)
    apart = looked_at(outline)
    for _spot, piece in spots(outline):
        yield from (piece.title, piece.text) if id(piece) not in apart else ()


def _heads(outline: Outline) -> tuple[str, ...]:
    """Return who issues a letter, and to whom."""
    letter = outline.letter
    return (*letter.issuers, *letter.signed, letter.addressees) if letter else ()


def names_in(text: str, language: str) -> Iterator[str]:
    """Yield what seems to be the name of a unit in a text: with a place before it, or where a unit would stand."""
    in_capitals = all(ending.isascii() for ending in endings_of(language).kinds)
    found = _in_capitals(text, language) if in_capitals else _in_runs(text, language)
    known = endings_of(language).kinds
    yield from (name for name in found if name not in known and not says("vague", language).search(name))


def _in_runs(text: str, language: str) -> Iterator[str]:
    """Yield the names in a script without blanks."""
    endings = endings_of(language)
    ending, own = ("|".join(map(re.escape, words)) for words in (endings.kinds, endings.own))
    stop, does = words("beside", language), words("does", language)
    inside = rf"(?:(?!{stop})[\u3400-\u9fff])"
    both = rf"{inside}{{2,5}}(?:{words('both', language)}){inside}{{2,6}}?(?:{own})"
    more = rf"(?:{inside}{{0,4}}(?:{ending}))?"
    placed = rf"(?:{endings.begins.pattern})(?:{both}|{inside}{{0,12}}?(?:{ending}){more})"
    alone = rf"(?:^|(?<={_SIGN})|(?:{stop}))(?P<name>{both}|{inside}{{2,9}}?(?:{ending}){more})"
    acts = rf"(?=\s*$|{_SIGN}|(?P<does>{does})|{stop})"
    for hit in re.finditer(rf"(?P<placed>{placed}){acts}|{alone}{acts.replace('does', 'doing')}", text):
        name = hit.group("placed") or hit.group("name")
        # who does something is no other than a unit: once is enough
        yield from [name] * (2 if hit.group("does") or hit.group("doing") else 1)
    yield from _in_lists(text, language)


def _in_lists(text: str, language: str) -> Iterator[str]:
    """Yield the units of which a list names the fields alone."""
    endings, stop = endings_of(language), words("beside", language)
    for tail in endings.tails.finditer(text):
        begin = list_before(text, tail.start())
        first, *items = COMMA.split(text[begin : tail.start()])
        named_at_end = tail.group().endswith(endings.general[-1]) and tail.group()[0] not in endings.first_of_kind
        if len(items) > 1 and named_at_end:
            own = re.sub(rf"^.*(?:{stop})", "", first) if len(first) > MOST_OF_FIELD else first
            fits = (one for one in (own, *items) if _FIELD.fullmatch(one) and not endings.ends(one))
            yield from (one + endings.general[-1] for one in fits)


def _in_capitals(text: str, language: str) -> Iterator[str]:
    """Yield the names in which each word has a capital, such as `Department of Roads` or `Alder County Council`."""
    endings = {word for ending in endings_of(language).kinds for word in ending.split(" ")[-1:]}
    word = r"[A-Z][\w&'-]+"
    for hit in re.finditer(rf"(?:{word} )*{word}(?: (?:of|for|of the) {word}(?: {word})*)?", text):
        name = re.sub(r"^(?:The|Each|All|Every|Any|This|In|By|To|From|And|If|For) ", "", hit.group())
        if " " in name and endings.intersection(name.split(" ")):
            yield name


def _of_one_field(names: Counter[str], endings: Endings) -> dict[str, list[str]]:
    """Return what each unit is called, and what else: names of one field are of one unit, the fullest comes first."""
    found, general = dict[str, list[str]](), endings.general
    for name in sorted(
        names, key=lambda name: (not endings.place.match(name), name.endswith(general), -len(name), name)
    ):
        main = next((one for one in found if _is_same(name, one, endings)), "")
        if main:
            found[main].append(name)
        else:
            found[name] = []
    total = {main: sum(names[name] for name in (main, *others)) for main, others in found.items()}
    placed = {main for main in found if endings.begins.match(main) or endings.place.match(main)}
    sure = (main for main in found if main.isascii() or main in placed or total[main] > 1)
    return {main: found[main] for main in sure if main in placed or not main.endswith(general[:-1])}


def _is_same(name: str, main: str, endings: Endings) -> bool:
    """Tell whether two names seem to be of one unit: of one field, shortened or not, and of no two places."""
    places = {hit.group()[-1] for one in (name, main) if (hit := endings.place.match(one))}
    field, known = (endings.field_of(one) for one in (name, main))
    if len(places) > 1 or not field or not known or main.isascii():
        return False
    return field in fields(known) or (len(field) > len(known) > _SHORT and field.startswith(known))
