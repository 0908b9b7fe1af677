"""Paragraphs of one plan or annex → a tree, by what their numbers tell.

In: paragraphs without tables. Out: `Node` values, and doubts. How kinds of numbers stand below each other is learnt in
each scope (`ranks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planpress.content.word.document import Paragraph
from planpress.content.word.grammar.headlines import (
    Heading,
    headings,
    is_caption,
    is_headline,
    is_plain,
    is_short_sentence,
    is_styled,
)
from planpress.content.word.grammar.labels import BULLET, Label, following, labels_of
from planpress.content.word.grammar.ranks import outlined, ranks_of
from planpress.content.word.grammar.vocabulary import called
from planpress.content.word.marks import depth_of
from planpress.content.word.outline import Doubt
from planpress.i18n import Translate

MOST_JOINED = 8
"""Signs of a heading that follows its number without a stop or a blank."""

MOST_PARTED = 60
"""The same of one behind a blank, where such a number stands above it."""

MOST_AGAIN = 2
"""Numbers below a heading that begin again, in a scope; with more, or at the top, nobody knows how it is built."""

MOST_LOOSE = 3
"""Paragraphs of a scope about which one doubt each is told."""

_COLONS, _STOPS, _GOES_ON = ("\uff1a", ":"), ("\u3002", "."), ("\uff1b", ";", ",", "\uff0c", "\u3001")


@dataclass
class Node:
    """A paragraph with what stands below it; `is_heading` is one that has no number."""

    paragraph: Paragraph
    label: Label | None = None
    is_heading: bool = False
    rank: float = 0
    children: list[Node] = field(default_factory=list)

    @property
    def rest(self) -> str:
        """What it says behind its number."""
        return self.paragraph.text[self.label.typed if self.label else 0 :]

    @property
    def heads(self) -> bool:
        """Whether it is a heading, with a number or without."""
        return self.is_heading or bool(self.label and (is_headline(self.rest) or is_short_sentence(self.rest)))


def tree(paragraphs: Sequence[Paragraph], _: Translate) -> tuple[list[Node], list[Doubt]]:
    """Return what stands at the top, with all below it."""
    labels = chosen(paragraphs)
    ranks, doubts = ranks_of(paragraphs, labels, _)
    grown = _Grown(headings(paragraphs, labels, ranks), labels, ranks, outlined(paragraphs, labels), _)
    last = max((at for at, label in enumerate(labels) if label), default=-1)
    for at, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        grown.add(at, paragraph, label, tail=at > last)
    return _below_titles(grown.root.children), doubts + grown.doubts + grown.told_loose()


def _below_titles(nodes: list[Node]) -> list[Node]:
    """Return nodes, of which none stands below a line that has all numbers at the top below it.

    Such a line stands in the middle, or is the last one at the top, and what is numbered below it are headings.
    """
    holders = [node for node in nodes if any(one.label for one in node.children)]
    if len(holders) != 1 or any(node.label for node in nodes):
        return nodes
    holder, at = holders[0], nodes.index(holders[0])
    if holder.paragraph.centred:
        return [*nodes[:at], replace(holder, children=[]), *holder.children, *nodes[at + 1 :]]
    first = next(at for at, one in enumerate(holder.children) if one.label)
    below = holder.children[first:]
    heads = first and all(one.label and one.heads and one.children for one in below)
    if not heads or len(below) == 1 or nodes[at + 1 :] or holder.paragraph.level is not None:
        return nodes
    return [*nodes[:at], replace(holder, children=holder.children[:first]), *below]


def chosen(paragraphs: Sequence[Paragraph]) -> list[Label | None]:
    """Return the number of each paragraph: of several readings that which goes on, then that which begins."""
    last: dict[str, Label] = {}
    found: list[Label | None] = []
    for paragraph in paragraphs:
        readings = [one for one in labels_of(paragraph) if one.sure or not _is_amount(one, paragraph, last)]
        following = [one for one in readings if _goes_on(one, last)]
        beginning = [one for one in readings if _begins(one, last)]
        others = [one for one in readings if one.sure or is_styled(paragraph)]
        best = next(iter([*following, *beginning, *others]), None)
        if best:
            last = {kind: one for kind, one in last.items() if one.sure or one.rank <= best.rank} | {best.kind: best}
        found.append(best)
    return found


def _is_amount(label: Label, paragraph: Paragraph, last: dict[str, Label]) -> bool:
    """Tell whether a number without a stop begins a sentence, and not a heading, nor goes on from one like it."""
    rest, before = paragraph.text[label.typed :].rstrip(":\uff1a"), last.get(label.kind)
    parted = label.text[-1:].isspace()
    if before and parted and before.text[-1:].isspace() and before.text.strip().isdecimal():
        return label.number != before.number + 1 or len(rest) > MOST_PARTED
    return label.text.strip().isdecimal() and not ((parted or len(rest) <= MOST_JOINED) and is_plain(rest))


def _goes_on(label: Label, last: dict[str, Label]) -> bool:
    """Tell whether a number follows the last of its kind; of several levels, it may be one that is wrong by one."""
    before = last.get(label.kind)
    if before is None or before.above != label.above:
        return False
    wrong = bool(label.above) and label.text[-1].isspace() and 0 <= label.number - before.number <= 2
    return label.number == before.number + 1 or wrong


def _begins(label: Label, last: dict[str, Label]) -> bool:
    before = last.get(label.kind)
    if before is None or label.kind == "han":
        return label.number == 1 and before is None
    return label.number == 1 and (not label.above or label.above > before.above)


def _is_below(label: Label, parent: Label | None) -> bool:
    """Tell whether the first numbers of `2.1.3` are those of what it stands below, where these can be compared."""
    if parent is None or not label.above or (label.kind.split()[0] != parent.kind.split()[0] and label.above[1:]):
        return True
    return label.above == (*parent.above, parent.number)


# ---------------------------------------------------------------- growing the tree


class _Grown:
    """The tree as far as it is grown: `path` leads from its root to where it goes on."""

    def __init__(
        self,
        headings: dict[int, Heading],
        labels: list[Label | None],
        ranks: dict[str, int],
        outline: str,
        _: Translate,
    ) -> None:
        self.headings, self.ranks, self._ = headings, ranks, _
        self.labels, self.outline = labels, outline
        self.root = Node(Paragraph(0, ""), rank=-2)
        self.path = [self.root]
        self.last: dict[str, tuple[Label, Node]] = {}
        self.doubts: list[Doubt] = []
        self.loose: Node | None = None
        self.again = 0
        self.put: list[tuple[Paragraph, str]] = []
        self.heads: list[Paragraph] = []

    def add(self, at: int, paragraph: Paragraph, label: Label | None, *, tail: bool) -> None:
        """Add a paragraph; `tail` tells that no number follows."""
        if label is not None:
            self._add_numbered(at, paragraph, label)
        elif paragraph.marks and paragraph.level and self.headings.get(at, Heading()).rank not in self.ranks.values():
            self._add_own(paragraph)
        elif at in self.headings:
            self._add_heading(at, paragraph, self.headings[at], tail=tail)
        else:
            self._add_loose(paragraph, tail=tail)

    def _add_numbered(self, at: int, paragraph: Paragraph, label: Label) -> None:
        deeper = (paragraph.level or 0) / 10 if label.kind == BULLET and paragraph.label else 0
        node = Node(paragraph, label, rank=self.ranks[label.kind] + deeper)
        self._push(node)
        self._check(at, node, label)
        self.last[label.kind] = (label, self.path[-2])
        for inner in labels_of(Paragraph(0, label.second + "-")) if label.second else ():
            self.last[inner.kind] = (inner, node)

    def _add_own(self, paragraph: Paragraph) -> None:
        """Add a heading of a file of ours, whose style says how deep it stands; the first is that of annexes."""
        beside = self.path[paragraph.level or 0 :]
        self._push(Node(paragraph, is_heading=True, rank=beside[0].rank if beside else self.path[-1].rank + 0.25))

    def _add_heading(self, at: int, paragraph: Paragraph, heading: Heading, *, tail: bool) -> None:
        rank, tops = heading.rank, [node for node in self.root.children if node.label]
        if rank is None and tail and tops and paragraph.bold and all(node.paragraph.bold for node in tops):
            rank = tops[-1].rank - 0.25  # behind all that is numbered, and as bold as what stands at the top
        elif rank is None:
            heads = (node for node in reversed(self.path) if node.label and node.heads and node.rank < heading.above)
            rank = max(next(heads, self.root).rank, self._going_on(at)) + 0.25
            self.heads.append(paragraph)
        self._push(Node(paragraph, is_heading=True, rank=rank))
        if kind := next((kind for kind, place in self.ranks.items() if place == rank), ""):
            self._count(kind, paragraph)

    def _going_on(self, at: int) -> float:
        """Return the rank of the next number if it goes on from one that stands below a number; else the root's."""
        after = next((one for one in self.labels[at:] if one), None)
        before, above = self.last.get(after.kind, (None, self.root)) if after else (None, self.root)
        goes_on = after and before and above.label and after.number == before.number + 1
        return self.ranks[after.kind] if after and goes_on else self.root.rank

    def _count(self, kind: str, paragraph: Paragraph) -> None:
        """Count a heading without a number as the one that the numbers around it leave out, and tell so."""
        _, before = self._, self.last.get(kind)
        if before is None and paragraph.level is not None:
            return  # one that stands above them all, such as the title once more
        label = before[0] if before else Label("", kind, 0)
        self.last[kind] = (replace(label, number=label.number + 1), self.path[-2])
        if paragraph.level is not None:
            return
        done = _("It was taken for a heading that has lost its number, beside those like '%(label)s'")
        beside = next(one.text.strip() for one in self.labels if one and one.kind == kind)
        to_do = _("Where it is none, make it the text of a clause")
        self.doubts.append(Doubt(paragraph.number, paragraph.words, done % {"label": beside}, to_do))

    def _push(self, node: Node) -> None:
        while self.path[-1].rank >= node.rank:
            self.path.pop()
        self.path[-1].children.append(node)
        self.path.append(node)
        self.loose = None

    def _add_loose(self, paragraph: Paragraph, *, tail: bool) -> None:
        depth = depth_of(paragraph.style)
        if depth is not None:  # a file of ours says so
            del self.path[depth + 1 :]
            self.path[-1].children.append(Node(paragraph))
            return
        while self._closes_list() or self._is_beside(paragraph):
            self.path.pop()
        if self.path[-1].label and self.path[-1].label.kind == BULLET:
            self._leave_bullets()
        above = self.path[-1]
        bare = above.label is not None and not above.heads and above.label.kind != "article"
        parent = self.root if tail and bare and not self._has_texts_beside() else above
        listed = self._ends_list()
        if listed and parent is above and re.match(rf"{called('responsible')}\s*[:\uff1a]", paragraph.text):
            self.path.pop()
            parent = self.path[-1]
        if (bare or listed) and self.loose is not above and not is_caption(paragraph.text):
            self.put.append((paragraph, "" if parent is self.root else parent.paragraph.words[:20]))
            self.loose = above
        parent.children.append(Node(paragraph))

    def _leave_bullets(self) -> None:
        """Go up from signs that count nothing, also past what announces them: a text behind them goes on above."""
        while self.path[-1].label and self.path[-1].label.kind == BULLET:
            self.path.pop()
        if self.path[-1].is_heading and self.path[-1].rest.rstrip().endswith(_COLONS):
            self.path.pop()

    def _is_beside(self, paragraph: Paragraph) -> bool:
        """Tell whether a line begins with bold words and a colon, such as those that the last heading consists of."""
        last, begins = self.path[-1], paragraph.text[: paragraph.bold].rstrip()
        return (
            last.is_heading
            and bool(last.paragraph.bold)
            and all(text.endswith(_COLONS) for text in (begins, last.rest.rstrip()))
        )

    def _ends_list(self) -> bool:
        """Tell whether nothing stands below the number before the last one, so that this may be no heading either."""
        last, label = self.path[-1], self.path[-1].label
        if label is None or label.kind == "article" or last.children or last.rest.rstrip().endswith(_COLONS):
            return False
        before = self.path[-2].children[-2:-1]
        return any(one.label and one.label.kind == label.kind and not one.children for one in before)

    def _has_texts_beside(self) -> bool:
        """Tell whether what stands beside the last number has a text below it, too."""
        beside = self.path[-2].children[:-1]
        return bool(beside) and all(one.children and not one.children[0].label for one in beside[-2:])

    def _closes_list(self) -> bool:
        """Tell whether the last paragraph closes a list, whose items before it end with no full stop."""
        last, above = self.path[-1], self.path[max(0, len(self.path) - 2)]
        if last.label is None or not last.rest.rstrip().endswith(_STOPS):
            return False
        before = [one for one in above.children[:-1] if one.label and one.label.kind == last.label.kind]
        announced = above.label is not None and above.rest.rstrip().endswith(_COLONS)
        if above.label and above.label.kind == "article" and announced:
            return True  # its items are sentences
        return bool(before or announced) and all(one.rest.rstrip().endswith(_GOES_ON) for one in before)

    def told_loose(self) -> list[Doubt]:
        """Return doubts about paragraphs without a number: a few each, the others in one, and what looks like heads."""
        _ = self._
        to_do = _("Where it belongs elsewhere, move it in the YAML")
        doubts = []
        for paragraph, above in (*self.put[:MOST_LOOSE], *(one for one in self.put[MOST_LOOSE:] if not one[1])):
            done = _("It has no number; it was put below '%(above)s'") % {"above": above}
            done = done if above else _("It has no number; it was put below no other")
            doubts.append(Doubt(paragraph.number, paragraph.words, done, to_do))
        if rest := [paragraph for paragraph, _above in self.put[MOST_LOOSE:] if _above]:
            done = _("So were %(count)s more, each below the number before it: paragraphs %(numbers)s")
            told = done % {"count": len(rest), "numbers": ", ".join(str(one.number) for one in rest)}
            doubts.append(Doubt(rest[0].number, rest[0].words, told, to_do))
        done = _("It has no number; it was taken for a heading of what stands below it (such paragraphs: %(count)s)")
        told, to_do = done % {"count": len(self.heads)}, _("Where it is none, make it the text of a clause")
        return doubts + [Doubt(one.number, one.words, told, to_do) for one in self.heads[:1]]

    def _is_missed(self, at: int, above: Label | None) -> bool:
        """Tell whether the next number like the one above leaves one out, which should stand here."""
        after = next((one for one in self.labels[at:] if one and above and one.kind == above.kind), None)
        return bool(after and above and after.number == above.number + 2)

    def _check(self, at: int, node: Node, label: Label) -> None:
        """Tell a number that does not follow the one before it."""
        _, parent = self._, self.path[-2]
        before, parent_before = self.last.get(label.kind, (None, None))
        again = label.number == 1 and before is not None and parent is parent_before and not label.above
        if again and len(parent.children) > 1 and parent.children[-2].paragraph.text.rstrip().endswith(_COLONS):
            return  # a further list, which a paragraph without a number begins
        follows = label.number == 1 or (before is not None and label.number == before.number + 1)
        if label.number == 0 or (follows and not again and _is_below(label, parent.label)):
            return
        to_do = _("Mend the number, or the number of the heading above it, in the file where it is wrong")
        done = self._kept(before, known=parent is parent_before and not label.above)
        again = again and not is_styled(node.paragraph)
        self.again += again
        stops = again and (parent is self.root or self.again > MOST_AGAIN or self._is_missed(at, parent.label))
        if stops:
            done = _("Numbers begin again below '%(above)s', so that a heading may have been missed:\n%(outline)s")
            done = done % {"above": parent.paragraph.words[:20] or "-", "outline": self.outline}
        self.doubts.append(Doubt(node.paragraph.number, node.paragraph.words[:40], done, to_do, stops=stops))

    def _kept(self, before: Label | None, *, known: bool) -> str:
        """Return what is told of a number that was kept; `known` tells that it is the one before that goes on."""
        _ = self._
        if before is None or not before.text:
            return _("The number was kept; there is none before it")
        done = _("The number was kept; the one before it is '%(before)s'")
        expected = following(before) if known else ""
        if expected:
            done = _("The number was kept; the one before it is '%(before)s', so that '%(expected)s' was expected")
        return done % {"before": before.text.strip(), "expected": expected}
