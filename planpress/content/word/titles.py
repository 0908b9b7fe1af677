"""A tree of paragraphs → clauses with label, title and text, and what kind of clause each is.

In: `Node` values. Out: `Piece` values, whose words are those of the paragraphs. A title is what is set bold, what
stands alone above others, or a short beginning such as most of its neighbours have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from planpress.content.word.headlines import is_headline, is_plain, is_short_sentence
from planpress.content.word.levels import Node
from planpress.content.word.outline import Kind, Piece
from planpress.content.word.vocabulary import says

MOST = 30
"""Signs of a title before its text."""

ALONE = 16
"""The same where no neighbour shows that there are titles."""

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
    label = node.label.text if node.label else ""
    text = node.rest[len(title) :] if title else node.rest
    below = pieces(node.children, title or text[:MOST])
    return Piece(label, title if text.strip() else title.rstrip(), text.strip(), below, node.paragraph.number, "", node.paragraph.marks)


def _title(node: Node, beside: Sequence[Node], above: str) -> str:
    """Return the beginning of a node's words that is its title."""
    rest = node.rest
    if bold := _bold(node):
        return bold
    if node.is_heading or (node.children and node.label and (is_headline(rest) or is_short_sentence(rest))):
        return rest
    if node.label is None:
        return ""
    alike = [one for one in beside if one.label and one.label.kind == node.label.kind]
    if is_headline(rest) and (not above or any(one.children and is_headline(one.rest) for one in alike)):
        return rest
    return _lead([one.rest for one in alike if not is_headline(one.rest)], rest, above)


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
    patterns = (_STOP,) if says("duties").search(above) else (_STOP, _COLON)
    for pattern in patterns:
        hits = [hit for one in neighbours if (hit := pattern.match(one)) and _is_short(hit[0])]
        hit = pattern.match(rest)
        enough = len(hits) >= SHARE * len(neighbours) if len(neighbours) > 1 else len(rest[: hit.end() if hit else 0]) <= ALONE or rest.isascii()
        if hit and _is_short(hit[0]) and enough:
            return hit[0]
    return ""


def _is_short(lead: str) -> bool:
    if lead.isascii():
        return len(lead.split()) <= MOST_WORDS and not says("verbs").search(lead)
    return len(lead) <= MOST and not says("verbs").search(lead)


# ---------------------------------------------------------------- kinds


def with_kinds(made: tuple[Piece, ...], *, annex: bool) -> tuple[Piece, ...]:
    """Return the clauses at the top of a plan or annex, each with its kind, as far as its title tells."""
    from dataclasses import replace

    kinds: dict[int, Kind] = {}
    if len(made) > 1 and not (made[0].label or made[0].title) and any(piece.label or piece.title for piece in made[1:]):
        kinds[0] = "lead"
    words: tuple[Kind, ...] = ("duties", "focus", "tasks") if annex else ("reporting",)
    for kind in words:
        named = (at for at, piece in enumerate(made) if at not in kinds and says(kind).search(piece.title))
        kinds |= {at: kind for at in [next(named, -1)] if at >= 0}
    if not annex and "reporting" not in kinds.values():
        said = (at for at, piece in enumerate(made) if not piece.label and at not in kinds and _reports(piece.text))
        kinds |= {at: "reporting" for at in [next(said, -1)] if at >= 0}
    return tuple(replace(piece, kind=kinds.get(at, piece.kind)) for at, piece in enumerate(made))


def _reports(text: str) -> bool:
    return bool(says("often").search(text) and says("report").search(text))
