"""Paragraphs and their numbers → how kinds of numbers stand below each other, learnt in each scope.

In: paragraphs and labels. Out: ranks, from the top, and doubts. Kinds that begin again between two of another stand
below it; where nothing tells, the usual order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cmp_to_key
from itertools import pairwise

from planpress.content.word.document import Paragraph
from planpress.content.word.grammar.headlines import is_styled
from planpress.content.word.grammar.labels import BULLET, Label
from planpress.content.word.outline import Doubt
from planpress.i18n import Translate


def ranks_of(
    paragraphs: Sequence[Paragraph], labels: list[Label | None], _: Translate
) -> tuple[dict[str, int], list[Doubt]]:
    """Return the kinds of numbers in their order, from the top; a doubt where they stand below each other."""
    inside = _inside([label for label in labels if label])
    usual = {label.kind: label.rank for label in labels if label}
    inside = Counter({pair: count for pair, count in inside.items() if BULLET not in pair})
    shown = _shown(paragraphs, labels)

    def compare(one: str, other: str) -> int:
        told = inside[other, one] - inside[one, other]
        if one in shown and other in shown and not told:
            told = shown[one] - shown[other]
        return told or (1 if usual[one] > usual[other] else -1)

    ordered = sorted(usual, key=cmp_to_key(compare))
    doubts = []
    for (one, other), count in inside.items():
        if count and inside[other, one] and usual[one] < usual[other]:
            where, label = next((at, label) for at, label in enumerate(labels) if label and label.kind == other)
            done = _("Such numbers stand below those like '%(other)s' here, and above them there:\n%(outline)s")
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
        for start, end in pairwise(places):
            first = {label.kind: label.number for label in reversed(labels[start + 1 : end])}
            if labels[end].number == labels[start].number + 1 and set(first.values()) <= {0, 1}:
                found.update((kind, other) for other in first)
    return found


def _shown(paragraphs: Sequence[Paragraph], labels: list[Label | None]) -> dict[str, int]:
    """Return the level that the word processor gives each kind as headings; that of a list is its own."""
    found: dict[str, Counter[int]] = {}
    for paragraph, label in zip(paragraphs, labels, strict=True):
        if label and label.kind != BULLET and is_styled(paragraph) and paragraph.level is not None:
            found.setdefault(label.kind, Counter())[paragraph.level] += 1
    return {kind: levels.most_common(1)[0][0] for kind, levels in found.items()}


def outlined(paragraphs: Sequence[Paragraph], labels: list[Label | None]) -> str:
    """Return the numbers with the beginning of their words, a line each."""
    pairs = zip(paragraphs, labels, strict=True)
    return "\n".join(f"{label.text}{paragraph.text[label.typed :][:12]}" for paragraph, label in pairs if label)
