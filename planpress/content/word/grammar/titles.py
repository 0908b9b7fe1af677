"""A tree of paragraphs → clauses with label, title and text, and what kind of clause each is.

In: `Node` values. Out: `Piece` values, whose words are those of the paragraphs. A title is what is set bold, what
stands alone above others, or a short beginning such as most of its neighbours have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from planpress.content.word.grammar.headlines import is_headline, is_plain, is_short_sentence
from planpress.content.word.grammar.levels import Node
from planpress.content.word.grammar.vocabulary import says
from planpress.content.word.outline import Kind, Piece

MOST = 30
"""Signs of a title before its text."""

ALONE = 16
"""The same where no neighbour shows that there are titles."""

UNNUMBERED = 8
"""The same where there is no number either."""

MOST_WORDS = 5
"""The same of a title that is not written in ideographs."""

SHARE = 0.6
"""Of the neighbours that have titles, at least."""

_STOP = re.compile(r"[^\u3002\uff1b;\uff1a:]+\u3002(?=.)|[A-Z][^.:;]*\.\s+(?=\S)")
_COLON = re.compile("[^\u3002\uff1b;\uff1a:]+[\uff1a:](?=.)")


def pieces(nodes: Sequence[Node], above: str = "") -> tuple[Piece, ...]:
    """Return the clauses of nodes that stand side by side; `above` is the title that they stand under, if any."""
    titles = [_title(node, nodes, above) for node in nodes]
    return tuple(_piece(node, title) for node, title in zip(nodes, titles, strict=True))


def _piece(node: Node, title: str) -> Piece:
    label, text = (re.sub(r"(\s)\s+", r"\1", node.label.text) if node.label else ""), node.rest[len(title) :].strip()
    below = pieces(node.children, title or text[:MOST])
    shown = title if text else title.rstrip()
    return Piece(label, shown, text, below, node.paragraph.number, "", node.paragraph.marks)


def _title(node: Node, beside: Sequence[Node], above: str) -> str:
    """Return the beginning of a node's words that is its title."""
    rest = node.rest
    if bold := _bold(node):
        return bold
    if node.is_heading:
        return rest
    if node.label is None:
        return _lead([], rest, above)
    alike = [one for one in beside if one.label and one.label.kind == node.label.kind]
    if _is_title(node) and (node.children or not above or any(one.children and _is_title(one) for one in alike)):
        return rest
    return _lead([one.rest for one in alike if not is_headline(one.rest)], rest, above)


def _is_title(node: Node) -> bool:
    """Tell whether all that a numbered paragraph says may be a title, and no sentence that goes on below it."""
    rest = node.rest.strip()
    if rest[-1:] in ("\uff1a", ":"):
        goes_on = says("follows").search(rest) or says("verbs").search(rest)
        return not goes_on and is_plain(rest[:-1]) and not (rest.isascii() and len(rest.split()) >= MOST_WORDS)
    closed = node.children and node.label is not None and node.label.kind != "article" and is_short_sentence(rest)
    return is_headline(rest) or bool(closed)


def _bold(node: Node) -> str:
    """Return the title that is set bold: all of a short paragraph, or a beginning that closes with a stop."""
    rest, signs = node.rest, node.paragraph.bold - (node.label.typed if node.label else 0)
    if signs <= 0 or not rest.strip():
        return ""
    closed = re.compile(r".[\u3002\uff1a:.]?\s*", re.DOTALL).match(rest, signs - 1)
    bold = rest[: closed.end()] if closed else rest
    is_all = len(bold) >= len(rest.rstrip())
    short = len(bold) <= (2 * MOST if not bold.isascii() else 4 * MOST)
    return bold if short and (is_all or node.label or bold.rstrip()[-1] in "\u3002\uff1a:.") else ""


def _lead(neighbours: Sequence[str], rest: str, above: str) -> str:
    """Return the short sentence that a text begins with, or what stands before its colon, where most have one."""
    for pattern in (_STOP,) if says("duties").search(above) or not neighbours else (_STOP, _COLON):
        hit = pattern.match(rest)
        if hit and _is_short(hit[0]) and _is_usual(pattern, hit[0], neighbours):
            return hit[0]
    return ""


def _is_usual(pattern: re.Pattern[str], lead: str, neighbours: Sequence[str]) -> bool:
    """Tell whether most neighbours begin in this way; what has none must be still shorter."""
    if len(neighbours) < 2:
        return (lead.isascii() and bool(neighbours)) or len(lead) <= (ALONE if neighbours else UNNUMBERED)
    hits = [hit for one in neighbours if (hit := pattern.match(one)) and _is_short(hit[0])]
    return len(hits) >= SHARE * len(neighbours)


def _is_short(lead: str) -> bool:
    if lead.isascii():
        return len(lead.split()) <= MOST_WORDS and not says("verbs").search(lead)
    return len(lead) <= MOST and not says("verbs").search(lead)


# ---------------------------------------------------------------- kinds


def with_kinds(made: tuple[Piece, ...], *, annex: bool, alone: bool) -> tuple[Piece, ...]:
    """Return the clauses at the top of the plan or an annex, each with its kind, as far as its title tells.

    A plan that is `alone` says itself what its annexes would.
    """
    kinds: dict[int, Kind] = {}
    if len(made) > 1 and not (made[0].label or made[0].title) and any(piece.label or piece.title for piece in made[1:]):
        kinds[0] = "lead"
    of_annexes: tuple[Kind, ...] = ("duties", "focus", "tasks") if annex or alone else ()
    for kind in of_annexes:
        named = (at for at, piece in enumerate(made) if at not in kinds and says(kind).search(piece.title))
        kinds |= {at: kind for at in [next(named, -1)] if at >= 0}
    kept = tuple(replace(piece, kind=kinds.get(at, piece.kind)) for at, piece in enumerate(made))
    return kept if annex else _with_reporting(kept)


def _with_reporting(made: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the clauses of the plan, of which the first that tells of reports is their rule."""
    every = [piece for one in made for piece in one.walk() if not piece.kind]
    titled = (piece for piece in every if says("reporting").search(piece.title))
    loose = (piece for piece in made if not (piece.label or piece.title or piece.kind) and _reports(piece.text))
    rule = next(titled, next(loose, None))
    return tuple(_marked(piece, rule) for piece in made)


def _marked(piece: Piece, rule: Piece | None) -> Piece:
    below = tuple(_marked(one, rule) for one in piece.pieces)
    return replace(piece, pieces=below, kind="reporting" if piece is rule else piece.kind)


def _reports(text: str) -> bool:
    return bool(says("often").search(text) and says("report").search(text))
