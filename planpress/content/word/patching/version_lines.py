"""A new version of a file → what it changes, in lines for a terminal, each with its paragraph and its address.

In: a `Version`, as `onto.compared` returns it. Out: lines: words changed as `[deleted]{inserted}`, numbers summed up
where they changed throughout, what is to be done, and what stops the writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from planpress.content.sealed import SOURCE
from planpress.content.validate import told
from planpress.content.word.aligning.matching import Changed, Did, Pair
from planpress.content.word.patching.onto import Version
from planpress.i18n import Translate
from planpress.redline import Words, marked, redline, words_of

MOST_NUMBERS = 20
"""More numbers than these are summed up."""

MOST_ALIKE = 24
"""Signs that a terminal shows at each end of a stretch in which nothing changed; the page has them all."""

_ALIKE = re.compile(rf"[^\[\]{{}}\n]{{{2 * MOST_ALIKE + 8},}}")


@dataclass(frozen=True)
class Line:
    """Something that is told: what became of it, its paragraph (0 for none), its addresses and its words.

    `done` and `to_do` are those of a doubt, whose words a terminal shows whole.
    """

    what: str
    number: int
    where: str
    words: str
    done: str = ""
    to_do: str = ""

    def shown(self, _: Translate) -> str:
        """Return it as lines of a terminal."""
        number = _("paragraph %(number)s") % {"number": self.number} if self.number else ""
        words = self.words if self.done or not self.number else _ALIKE.sub(_cut, self.words)
        head = " \u00b7 ".join(filter(None, (self.what, number, self.where, words)))
        return "\n    ".join(filter(None, (head, self.done, self.to_do)))


def _cut(alike: re.Match[str]) -> str:
    """Return the ends of a long stretch in which nothing changed."""
    return f"{alike[0][:MOST_ALIKE]}\u2026{alike[0][-MOST_ALIKE:]}"


@dataclass(frozen=True)
class Section:
    """A group of lines below a heading."""

    title: str
    lines: tuple[Line, ...] = field(default=())


def did_names(_: Translate) -> dict[Did, str]:
    """Return what became of things, in words."""
    return {
        "kept": _("as before"),
        "changed": _("words changed"),
        "renumbered": _("renumbered"),
        "moved": _("moved"),
        "split": _("split"),
        "merged": _("merged"),
        "new": _("new"),
        "gone": _("gone"),
    }


def lines_of(version: Version, _: Translate) -> Iterator[str]:
    """Yield all that is to be told."""
    for section in sections_of(version, _):
        if section.lines:
            yield section.title
            yield from (f"  {line}" for one in section.lines for line in one.shown(_).splitlines())


def sections_of(version: Version, _: Translate) -> Iterator[Section]:
    """Yield what is to be told: what changes, what follows, what is not sure, and what stops the writing."""
    matching, words = version.matching, words_of(version.before)
    yield Section(_("Compared with the campaign"), tuple(_counts(version, _)))
    yield Section(_("Annexes and letter"), tuple(_heads(version, words, _)))
    changes = tuple(line for pair in matching.pairs for line in _pair(version, pair, words, _))
    yield Section(_("Clauses and rows"), (*changes, *_numbers(version, _)))
    yield Section(_("Beside the words"), tuple(_beside(version, _)))
    yield Section(_("What is not sure"), tuple(_doubts(version, _)))
    yield Section(_("Changed in the file and in the campaign"), tuple(_conflicts(version, _)))
    stops = tuple(Line("", 0, "", str(problem)) for problem in told(version.problems, _))
    yield Section(_("What 'check' would find: mend it in the file, or in the campaign beforehand"), stops)
    warnings = tuple(Line("", 0, "", str(problem)) for problem in told(version.warnings, _))
    yield Section(_("What 'check' would warn of"), warnings)


def _counts(version: Version, _: Translate) -> Iterator[Line]:
    names, counted = did_names(_), dict.fromkeys(did_names(_), 0)
    for pair in version.matching.pairs:
        for did in pair.did:
            counted[did] += 1
    found = [f"{names[did]} {count}" for did, count in counted.items() if count]
    yield Line("", 0, "", ", ".join(found))
    yield Line("", 0, "", _("[words taken out] {words put in}"))
    if not version.based:
        message = _("The file does not say from which state it was made: it is compared with the campaign as it is")
        yield Line("", 0, "", message)


def _heads(version: Version, words: Words, _: Translate) -> Iterator[Line]:
    names = did_names(_)
    for part in version.matching.parts:
        where = part.name or version.patch.sectors.get(part.now if part.now is not None else -1, "")
        number = part.new.number if part.new else 0
        if part.old is None and part.new:
            yield Line(names["new"], number, where, part.new.label + part.new.title)
        if part.new is None and part.old:
            yield Line(names["gone"], 0, where, part.old.label + part.old.title)
        for change in part.changes:
            what = names["renumbered" if change.field.endswith("label") else "changed"]
            yield from _fields([change], what, number, where, words)
        if part.moved:
            yield Line(names["moved"], number, where, part.new.label if part.new else "")
    yield from _fields(version.matching.letter, names["changed"], 0, "plan:notice", words)


def _fields(changes: Iterable[Changed], what: str, number: int, where: str, words: Words) -> Iterator[Line]:
    for change in changes:
        yield Line(what, number, f"{where} {change.field}", marked(redline(change.before, change.after, words)))


def _pair(version: Version, pair: Pair, words: Words, _: Translate) -> Iterator[Line]:
    """Yield what became of one, unless it is as before or has another number alone."""
    told = [did for did in pair.did if did not in ("kept", "renumbered")]
    if not told:
        return
    names = did_names(_)
    where = _addresses(version, pair, _)
    number = pair.new.what.number if pair.new else 0
    before, after = (f"{one.what.label.strip()} {one.said}".strip() if one else "" for one in (pair.old, pair.new))
    if pair.old and pair.new and {"changed", "split", "merged"} & set(told):
        shown = marked(redline(pair.old.said, pair.new.said, words))
    else:
        shown = after or before
    others = [change for change in pair.changes if change.field not in ("label", "title", "text")]
    if pair.old is None and pair.origins:
        told = ["split"]
    yield Line(", ".join(names[did] for did in told), number, where, shown)
    yield from _fields(others, names["changed"], number, where, words)


def _addresses(version: Version, pair: Pair, _: Translate) -> str:
    """Return from where to where something goes, by addresses."""
    key = pair.new.key if pair.new else pair.into
    now = version.patch.address.get(key, "") if key is not None else ""
    if pair.new is None and now:
        return _("%(old)s, now in %(new)s") % {"old": pair.ref, "new": now}
    came = [ref for ref in pair.origins if ref != pair.ref]
    old = " + ".join(filter(None, [pair.ref, *came]))
    return old if now in ("", old) else f"{old} \u2192 {now}" if old else now


def _numbers(version: Version, _: Translate) -> Iterator[Line]:
    """Yield numbers that changed where nothing else did, or how many did."""
    pairs = [pair for pair in version.matching.pairs if "renumbered" in pair.did]
    found = [(pair.ref, pair.old.what.label, pair.new.what) for pair in pairs if pair.old and pair.new]
    name, many = did_names(_)["renumbered"], len(found) > MOST_NUMBERS
    for ref, before, now in found[:1] if many else found:
        words = _("%(count)s numbers changed, such as %(old)s, now %(new)s") if many else "[%(old)s]{%(new)s}"
        yield Line(name, now.number, ref, words % {"count": len(found), "old": before, "new": now.label})


def _beside(version: Version, _: Translate) -> Iterator[Line]:
    """Yield what follows for what stands beside words."""
    patch = version.patch
    if any(patch.ends):
        yield Line(_("campaign period changed"), 0, "content/plan.yml", "[{}]{{{}}}".format(*patch.ends))
    for one in version.renamed:
        counts = _("%(times)s times, and %(left)s times as before") % {"times": one.times, "left": one.left}
        yield Line(_("renamed"), 0, f"unit:{one.unit}", f"[{one.before}]{{{one.after}}} ({counts})")
    for name in patch.fresh:
        words = _("New file: look at its id, short name, lead, form, and at the duties of its clauses")
        yield Line(_("new"), 0, name, words)
    for name in (name for name in patch.files if name.startswith(SOURCE)):
        yield Line(_("new"), 0, name, _("The file as received"))
    for ref in patch.own:
        yield Line(
            _("stays"), 0, ref, _("The campaign alone has this and keeps it: where it is to go, delete it here, too")
        )
    for turn in patch.turned:
        yield Line(_("address changed"), 0, turn.path, f"[{turn.before}]{{{turn.after}}}")
    for left in patch.unbound:
        what = _("gone with the clause that was merged: write it anew where it belongs now")
        yield Line(what, left.number, left.where, left.words)
    for aside in version.asides:
        yield Line(_("put aside: write it anew where it belongs now"), 0, aside.path, f"{aside.words} ({aside.why})")


def _doubts(version: Version, _: Translate) -> Iterator[Line]:
    for doubt in version.doubts:
        what = _("to be answered") if doubt.stops else ""
        yield Line(what, doubt.number, "", doubt.found, doubt.done, doubt.to_do)


def _conflicts(version: Version, _: Translate) -> Iterator[Line]:
    for one in version.patch.conflicts:
        if not one.field:
            words = _(
                "The file was made of a state (%(state)s) that is neither the present one nor sealed: what was changed "
                "here since would be taken back. Look at each line; if all are right, write '%(ref)s' below 'take'"
            )
            yield Line(_("to be answered"), 0, one.ref, words % {"state": one.before, "ref": one.ref})
            continue
        words = _("before: '%(before)s'; in the file: '%(file)s'; in the campaign: '%(here)s'")
        shown = words % {"before": one.before, "file": one.file, "here": one.here}
        yield Line(_("to be answered"), one.number, f"{one.ref} {one.field}", "", shown)
