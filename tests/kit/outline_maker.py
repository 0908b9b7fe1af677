"""An outline → a new version of it, edited as an office would, and the truth of what each clause and row of it was."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

from rapidfuzz import fuzz

from planpress.content.word.marks import mark_of
from planpress.content.word.outline import Outline, Part, Piece, Row

DIGITS = "零一二三四五六七八九十"


@dataclass(eq=False)
class Node:
    """A clause or row that can be edited; `was` is what it truly was, empty where it is new.

    What was split off has in `of` what it was a piece of: it is rightly taken for that, where nothing else is.
    What is `cut` was split, merged or copied: it is left so, since nobody could tell what it is after more of that.
    """

    what: Piece | Row
    was: str
    marks: list[str]
    below: list[Node] = field(default_factory=list)
    of: str = ""
    cut: bool = False

    @property
    def said(self) -> str:
        return (self.what.title if isinstance(self.what, Piece) else "") + self.what.text

    def say(self, text: str) -> None:
        """Set its words; a clause that has a title alone keeps being one."""
        only = isinstance(self.what, Piece) and self.what.title and not self.what.text
        self.what = replace(self.what, title=text, text="") if only else replace(self.what, text=text)


@dataclass(eq=False)
class Annex:
    part: Part
    clauses: list[Node]
    rows: list[Node]


class Revision:
    """A new version in the making; a new one is what it was until it is edited."""

    def __init__(self, outline: Outline, seed: int = 0) -> None:
        self.old = outline
        self.random = random.Random(seed)
        self.parts = [
            Annex(
                part,
                list(map(self._node, part.pieces)),
                list(map(self._row, part.checklist.rows if part.checklist else ())),
            )
            for part in outline.parts
        ]
        self.letter = list(map(self._node, outline.letter.pieces if outline.letter else ()))
        self.said = [node.said for node in self.nodes()]
        self.phrases = [
            phrase for node in self.nodes() for phrase in re.split(r"(?<=[，。；、,;.])", node.said) if len(phrase) > 3
        ]

    def _node(self, piece: Piece) -> Node:
        return Node(piece, piece.ref, [mark_of(piece.ref)], list(map(self._node, piece.pieces)))

    def _row(self, row: Row) -> Node:
        return Node(row, row.ref, [mark_of(row.ref)])

    # ------------------------------------------------------------ where things are

    def lists(self) -> list[list[Node]]:
        """Return every list of clauses or rows."""
        found = []

        def into(nodes: list[Node]) -> None:
            found.append(nodes)
            for node in nodes:
                into(node.below)

        for part in self.parts:
            into(part.clauses)
            found.append(part.rows)
        return found

    def nodes(self) -> list[Node]:
        return [node for nodes in self.lists() for node in nodes]

    def at(self, ref: str) -> tuple[list[Node], int]:
        """Return where what was `ref` stands now: its list, and its place there."""
        return next((nodes, at) for nodes in self.lists() for at, node in enumerate(nodes) if node.was == ref)

    def node(self, ref: str) -> Node:
        nodes, at = self.at(ref)
        return nodes[at]

    # ------------------------------------------------------------ what an office does

    def reword(self, ref: str, old: str, new: str) -> None:
        node = self.node(ref)
        assert old in node.said
        node.what = replace(node.what, text=node.what.text.replace(old, new))

    def rename(self, old: str, new: str) -> None:
        """Replace a name throughout."""
        for node in self.nodes():
            node.what = replace(node.what, text=node.what.text.replace(old, new))
            if isinstance(node.what, Piece):
                node.what = replace(node.what, title=node.what.title.replace(old, new))

    def add(self, nodes: list[Node], at: int, text: str, of: str = "") -> None:
        """Add something like its neighbours."""
        like = nodes[min(at, len(nodes) - 1)]
        what = replace(like.what, ref="", text=text)
        made = Node(replace(what, title="", pieces=()) if isinstance(what, Piece) else what, "", [], of=of)
        nodes.insert(at, made)

    def drop(self, ref: str) -> None:
        nodes, at = self.at(ref)
        del nodes[at]

    def split(self, ref: str, at: int) -> None:
        """Split a text at a sign; the second piece is new."""
        nodes, place = self.at(ref)
        text = nodes[place].what.text
        nodes[place].what = replace(nodes[place].what, text=text[:at])
        self.add(nodes, place + 1, text[at:], nodes[place].was)

    def merge(self, ref: str) -> None:
        """Join the next one to it; both bookmarks stay."""
        nodes, place = self.at(ref)
        gone = nodes.pop(place + 1)
        nodes[place].what = replace(nodes[place].what, text=nodes[place].what.text + gone.said)
        nodes[place].marks += gone.marks

    def swap(self, one: str, other: str) -> None:
        (ours, at), (theirs, there) = self.at(one), self.at(other)
        ours[at], theirs[there] = theirs[there], ours[at]

    def move(self, ref: str, to: list[Node], at: int) -> None:
        nodes, place = self.at(ref)
        to.insert(at, nodes.pop(place))

    # ------------------------------------------------------------ what chance does

    def invent(self, most: int = 200) -> str:
        """Return words that nobody wrote, of phrases of the plan."""
        while True:
            picked = self.random.sample(self.phrases, min(len(self.phrases), self.random.randint(2, 5)))
            text = "".join(picked)[:most]
            if max(fuzz.ratio(text, said) for said in self.said) < 60:
                return text

    def edit(self, text: str, share: float) -> str:
        """Replace about so much of a text, phrase by phrase."""
        left = max(1, round(len(text) * share))
        while left > 0:
            at = self.random.randrange(len(text))
            size = min(left, self.random.randint(1, 8), len(text) - at)
            phrase = self.random.choice(self.phrases)
            text = text[:at] + phrase[: max(1, size)] + text[at + size :]
            left -= size
        return text

    def chance(self, operations: int) -> Revision:
        """Do so many things at random."""
        for _ in range(operations):
            self.random.choice(OPERATIONS)(self)
        return self

    def lose_marks(self, share: float) -> Revision:
        """Take bookmarks away, as some editors do."""
        for node in self.nodes():
            if self.random.random() < share:
                node.marks = []
        return self

    def slip_marks(self, share: float) -> Revision:
        """Let bookmarks slip into the next paragraph, as other formats do."""
        for nodes in self.lists():
            for node, behind in pairwise(nodes):
                if self.random.random() < share:
                    behind.marks, node.marks = node.marks + behind.marks, []
        return self

    def any(self, may: Callable[[list[Node], int], bool]) -> tuple[list[Node], int] | None:
        """Return the place of any one of which `may` holds."""
        found = [(nodes, at) for nodes in self.lists() for at in range(len(nodes)) if may(nodes, at)]
        return self.random.choice(found) if found else None

    # ------------------------------------------------------------ what comes of it

    def number_anew(self) -> Revision:
        """Give everything that has a label another one."""
        for nodes in self.lists():
            for at, node in enumerate(nodes):
                if node.what.label:
                    node.what = replace(node.what, label=f"{at + 101}.")
        for at, part in enumerate(self.parts[1:], 1):
            part.part = replace(part.part, label=f"附录{DIGITS[at % 10]}")
        return self

    def made(self, marked: bool = False) -> tuple[Outline, dict[str, str]]:
        """Return the new version as a reader would, and paragraph → what it was."""
        numbers, truth = count(1), {}
        there = {node.was for node in self.nodes()}

        def leaf(node: Node) -> Piece | Row:
            number = next(numbers)
            truth[str(number)] = node.was or ("" if node.of in there else node.of)
            marks = tuple(node.marks) if marked else ()
            what = replace(node.what, number=number, ref="", marks=marks)
            return replace(what, pieces=tuple(map(leaf, node.below))) if isinstance(what, Piece) else what

        letter = self.old.letter and replace(self.old.letter, pieces=tuple(map(leaf, self.letter)))
        parts = []
        for annex in self.parts:
            part = replace(annex.part, name="", marks=(), number=next(numbers), pieces=tuple(map(leaf, annex.clauses)))
            if annex.part.checklist:
                rows = tuple(map(leaf, annex.rows))
                part = replace(part, checklist=replace(annex.part.checklist, marks=(), rows=rows))
            parts.append(part)
        return Outline(parts[0], tuple(parts[1:]), letter), truth


def _leaf(nodes: list[Node], at: int) -> bool:
    return not nodes[at].below and len(nodes[at].what.text) > 5


def _whole(nodes: list[Node], at: int) -> bool:
    return _leaf(nodes, at) and not nodes[at].cut


def _reword(made: Revision) -> None:
    if found := made.any(_leaf):
        node = found[0][found[1]]
        node.say(made.edit(node.what.text, made.random.choice((0.02, 0.05, 0.1, 0.2, 0.3))))


def _add(made: Revision) -> None:
    if found := made.any(lambda nodes, at: not nodes[at].below):
        made.add(*found, made.invent())


def _copy(made: Revision) -> None:
    """Add one that was written after the pattern of another."""
    if found := made.any(_whole):
        text = found[0][found[1]].what.text
        copy = made.edit(text, made.random.choice((0.3, 0.4, 0.5)))
        made.add(found[0], found[1] + 1, copy if copy != text else made.invent())
        found[0][found[1]].cut = found[0][found[1] + 1].cut = True


def _drop(made: Revision) -> None:
    if found := made.any(lambda nodes, at: not nodes[at].below and not nodes[at].cut and len(nodes) > 1):
        del found[0][found[1]]


def _split(made: Revision) -> None:
    def may(nodes: list[Node], at: int) -> bool:
        return _whole(nodes, at) and bool(re.search(r"[，。；,;.].{5}", nodes[at].what.text[5:]))

    if found := made.any(may):
        nodes, at = found
        text = nodes[at].what.text
        cut = made.random.choice([one.end() for one in re.finditer(r"[，。；,;.](?=.{5})", text) if one.end() > 5])
        nodes[at].what = replace(nodes[at].what, text=text[:cut])
        made.add(nodes, at + 1, text[cut:], nodes[at].was or nodes[at].of)
        nodes[at].cut = nodes[at + 1].cut = True


def _merge(made: Revision) -> None:
    if found := made.any(lambda nodes, at: at + 1 < len(nodes) and _whole(nodes, at) and _whole(nodes, at + 1)):
        nodes, at = found
        gone = nodes.pop(at + 1)
        nodes[at].what = replace(nodes[at].what, text=nodes[at].what.text + gone.said)
        nodes[at].marks += gone.marks
        nodes[at].was = nodes[at].was or gone.was
        nodes[at].cut = True


def _swap(made: Revision) -> None:
    if found := made.any(lambda nodes, at: at + 1 < len(nodes)):
        nodes, at = found
        other = made.random.randrange(at + 1, len(nodes))
        nodes[at], nodes[other] = nodes[other], nodes[at]


def _move(made: Revision) -> None:
    """Move one into any list of its kind, of another annex too."""
    if found := made.any(lambda nodes, at: not nodes[at].below and len(nodes) > 1):
        node = found[0].pop(found[1])
        kind = type(node.what)
        lists = [nodes for nodes in made.lists() if nodes and isinstance(nodes[0].what, kind)]
        to = made.random.choice(lists)
        to.insert(made.random.randint(0, len(to)), node)


def _retitle(made: Revision) -> None:
    if found := made.any(lambda nodes, at: bool(nodes[at].below) and len(nodes[at].said) > 3):
        found[0][found[1]].say(made.edit(found[0][found[1]].said, 0.3))


def _group(made: Revision) -> None:
    """Put a new heading above the second half of a list."""
    if found := made.any(
        lambda nodes, at: len(nodes) > 3 and isinstance(nodes[at].what, Piece) and not nodes[at].below
    ):
        nodes = found[0]
        half = nodes[len(nodes) // 2 :]
        del nodes[len(nodes) // 2 :]
        nodes.append(Node(Piece("甲、", made.invent(14)), "", [], half))


OPERATIONS: list[Callable[[Revision], None]] = [
    *(_reword, _reword, _reword, _add, _add, _copy, _drop, _drop, _split, _split),
    *(_merge, _merge, _swap, _swap, _move, _move, _retitle, _group),
]
"""What chance chooses from; what offices do more often stands there more often."""
