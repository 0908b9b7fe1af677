"""Paragraphs of one plan or annex → a tree, by what their numbers tell.

In: paragraphs without tables. Out: `Node` values, and doubts. How kinds of numbers stand below each other is learnt anew
in each scope: those that begin again between two of another kind stand below it; where nothing tells, the usual order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key

from planpress.content.word.document import Paragraph
from planpress.content.word.headlines import INNER, headings, is_headline, is_short_sentence
from planpress.content.word.labels import Label, labels_of
from planpress.content.word.outline import Doubt
from planpress.i18n import Translate


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
    ranks, doubts = _ranks(paragraphs, labels, _)
    grown = _Grown(headings(paragraphs, labels, ranks), ranks, _)
    last = max((at for at, label in enumerate(labels) if label), default=-1)
    for at, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        grown.add(at, paragraph, label, tail=at > last)
    return grown.root.children, doubts + grown.doubts


def chosen(paragraphs: Sequence[Paragraph]) -> list[Label | None]:
    """Return the number of each paragraph: of several readings that which goes on, then that which begins."""
    last: dict[str, Label] = {}
    found: list[Label | None] = []
    for paragraph in paragraphs:
        readings = labels_of(paragraph)
        tests = (lambda one: _goes_on(one, last), lambda one: _begins(one, last), lambda one: one.sure)
        best = next((one for test in tests for one in readings if test(one)), None)
        if best:
            last = {kind: one for kind, one in last.items() if one.sure or one.rank <= best.rank} | {best.kind: best}
        found.append(best)
    return found


def _goes_on(label: Label, last: dict[str, Label]) -> bool:
    before = last.get(label.kind)
    return before is not None and before.above == label.above and label.number == before.number + 1


def _begins(label: Label, last: dict[str, Label]) -> bool:
    before = last.get(label.kind)
    return label.number == 1 and (before is None or not label.above or label.above > before.above)


# ---------------------------------------------------------------- how kinds stand below each other


def _ranks(
    paragraphs: Sequence[Paragraph], labels: list[Label | None], _: Translate
) -> tuple[dict[str, int], list[Doubt]]:
    """Return the kinds of numbers in their order, from the top; a doubt where they stand below each other."""
    inside = _inside([label for label in labels if label])
    usual = {label.kind: label.rank for label in labels if label}
    shown = _shown(paragraphs, labels)

    def compare(one: str, other: str) -> float:
        told = inside[other, one] - inside[one, other]
        if one in shown and other in shown and not told:
            told = shown[one] - shown[other]
        return told or usual[one] - usual[other]

    ordered = sorted(usual, key=cmp_to_key(compare))
    doubts = []
    for (one, other), count in inside.items():
        if count and inside[other, one] and usual[one] < usual[other]:
            where, label = next((at, label) for at, label in enumerate(labels) if label and label.kind == other)
            done = _("Its numbers stand below those like '%(other)s' at one place, and above them at another:\n%(outline)s")
            first = next(label for label in labels if label and label.kind == one)
            told = done % {"other": first.text.strip(), "outline": outlined(paragraphs, labels)}
            to_do = _("Mend the numbers in the file, so that each kind has one level")
            doubts.append(Doubt(paragraphs[where].number, label.text.strip(), told, to_do, stops=True))
    return {kind: rank for rank, kind in enumerate(ordered)}, doubts


def _inside(labels: list[Label]) -> Counter[tuple[str, str]]:
    """Count how often numbers of one kind begin and end between two that follow each other, of another kind."""
    found: Counter[tuple[str, str]] = Counter()
    for kind in {label.kind for label in labels}:
        places = [at for at, label in enumerate(labels) if label.kind == kind]
        for start, end in zip(places, places[1:], strict=False):
            first = {label.kind: label.number for label in reversed(labels[start + 1 : end])}
            if labels[end].number == labels[start].number + 1 and set(first.values()) <= {0, 1}:
                found.update((kind, other) for other in first)
    return found


def _shown(paragraphs: Sequence[Paragraph], labels: list[Label | None]) -> dict[str, int]:
    """Return the level that the word processor gives each kind, where it gives it one."""
    found: dict[str, Counter[int]] = {}
    for paragraph, label in zip(paragraphs, labels, strict=True):
        if label and paragraph.level is not None:
            found.setdefault(label.kind, Counter())[paragraph.level] += 1
    return {kind: levels.most_common(1)[0][0] for kind, levels in found.items()}


def outlined(paragraphs: Sequence[Paragraph], labels: list[Label | None]) -> str:
    """Return the numbers with the beginning of their words, a line each."""
    pairs = zip(paragraphs, labels, strict=True)
    return "\n".join(f"{label.text}{paragraph.text[label.typed :][:12]}" for paragraph, label in pairs if label)


# ---------------------------------------------------------------- growing the tree


class _Grown:
    """The tree as far as it is grown: `path` leads from its root to where it goes on."""

    def __init__(self, headings: dict[int, float], ranks: dict[str, int], _: Translate) -> None:
        self.headings, self.ranks, self._ = headings, ranks, _
        self.root = Node(Paragraph(0, ""), rank=-2)
        self.path = [self.root]
        self.last: dict[str, tuple[Label, Node]] = {}
        self.doubts: list[Doubt] = []
        self.loose: Node | None = None

    def add(self, at: int, paragraph: Paragraph, label: Label | None, *, tail: bool) -> None:
        """Add a paragraph; `tail` tells that no number follows."""
        if label is not None:
            self._add_numbered(paragraph, label)
        elif at in self.headings:
            self._add_heading(paragraph, self.headings[at])
        else:
            self._add_loose(paragraph, tail=tail)

    def _add_numbered(self, paragraph: Paragraph, label: Label) -> None:
        node = Node(paragraph, label, rank=self.ranks[label.kind])
        self._push(node)
        self._check(node, label)
        self.last[label.kind] = (label, self.path[-2])

    def _add_heading(self, paragraph: Paragraph, rank: float) -> None:
        if rank == INNER:
            above = next(node for node in reversed(self.path) if node is self.root or (node.heads and node.label))
            rank = above.rank + 0.25
        self._push(Node(paragraph, is_heading=True, rank=rank))

    def _push(self, node: Node) -> None:
        while self.path[-1].rank >= node.rank:
            self.path.pop()
        self.path[-1].children.append(node)
        self.path.append(node)
        self.loose = None

    def _add_loose(self, paragraph: Paragraph, *, tail: bool) -> None:
        _, above = self._, self.path[-1]
        numbered = above.label is not None and not above.heads
        parent = self.root if tail and numbered else above
        if numbered and self.loose is not above:
            done = _("It has no number; it was put below no other") if tail else _("It has no number; it was put below '%(above)s'")
            shown = above.paragraph.words[:20]
            to_do = _("Where it belongs elsewhere, move it in the YAML")
            self.doubts.append(Doubt(paragraph.number, paragraph.words, done % {"above": shown}, to_do))
            self.loose = above
        parent.children.append(Node(paragraph))

    def _check(self, node: Node, label: Label) -> None:
        """Tell a number that does not follow the one before it."""
        _, parent = self._, self.path[-2]
        before, parent_before = self.last.get(label.kind, (None, None))
        again = label.number == 1 and before is not None and parent is parent_before and not label.above
        follows = label.number == 1 or (before is not None and label.number == before.number + 1)
        if label.number == 0 or (follows and not again):
            return
        to_do = _("Mend the number, or the number of the heading above it, in the file where it is wrong")
        done = _("The number was kept; the one before it is '%(before)s'")
        if again:
            done = _("Numbers begin again below '%(above)s', so that a heading may have been missed; the one before is '%(before)s'")
        said = {"before": before.text.strip() if before else "-", "above": parent.paragraph.words[:20] or "-"}
        self.doubts.append(Doubt(node.paragraph.number, node.paragraph.words[:40], done % said, to_do, stops=again))
