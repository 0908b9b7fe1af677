"""What a file holds → what the plan says: its letter, the plan and its annexes as trees, and every doubt.

In: a `Document`. Out: an `Outline`. Every sign of every paragraph is in it, or in a doubt that tells that it was left
out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planpress.content.word.document import Block, Document, Paragraph, Table
from planpress.content.word.grammar import imprint
from planpress.content.word.grammar.annexes import Scope, announced, is_list, joined, named, parted, title_of, unnamed
from planpress.content.word.grammar.cover import without_cover
from planpress.content.word.grammar.headlines import is_annex_title, is_headline, is_plain
from planpress.content.word.grammar.labels import BULLET, labels_of
from planpress.content.word.grammar.letter import Found, letter_of, made, names_of
from planpress.content.word.grammar.levels import tree
from planpress.content.word.grammar.lines import is_date, lines_of, without_contents
from planpress.content.word.grammar.own_annexes import Listed, spread
from planpress.content.word.grammar.table_text import clauses_of, named_by
from planpress.content.word.grammar.titles import pieces, with_kinds
from planpress.content.word.marks import LIST_TITLE, is_clause
from planpress.content.word.outline import Checklist, Doubt, Kept, Outline, Part, Piece
from planpress.content.word.tables.parting import forms_parted
from planpress.content.word.tables.tables import BLANKS, lists_of, table_of, tables_joined
from planpress.content.word.tables.vocabulary import kind_of
from planpress.i18n import Translate

MOST_ABOVE = 3
"""Lines above a table that belong to it."""

LONGEST_TITLE = 12
"""Signs of a text that may be a title."""

LONGEST_ABOVE = 60
"""Signs of such a line."""


def outline_of(document: Document, _: Translate) -> Outline:
    """Return what a file says as a plan, with what is in doubt; `_` speaks the language of the doubts."""
    blocks, doubts = without_contents(lines_of(document), _)
    body, foot = imprint.parted(blocks)
    front, scopes = parted(body)
    found = letter_of(front)
    if found is None:
        blocks, cover = without_cover(blocks, _)
        front, scopes = parted(blocks)
        doubts += cover
    plan, unnamed_scopes = _scopes(front if found is None else found.rest, found, alone=not scopes)
    doubts += [_has_no_label(scope, _) for scope in unnamed_scopes if not scope.marks]
    scopes = unnamed_scopes + scopes
    parts = [_part(scope, _, annex=scope is not plan, alone=not scopes) for scope in (plan, *scopes)]
    letter = None
    if found:
        for at, line in enumerate(foot):
            found.add(imprint.field_of(foot, at), line)
        nodes, told = tree(found.body, _)
        letter = made(found, pieces(nodes))
        doubts += told
        doubts += [] if found.rest else [_letter_is_plan(letter.title, _)]
    listed_plan, *listed = [part for part, _told in parts]
    plan_part, annexes, told = spread(listed_plan, listed, _)
    doubts += told
    plan_part, annexes, told = _without_empty(plan_part, annexes, _)
    doubts += told
    doubts += [doubt for _part_of, told in parts for doubt in told]
    return Outline(plan_part, tuple(annexes), letter, tuple(sorted(doubts, key=lambda one: one.number)))


def _scopes(blocks: Sequence[Block], found: Found | None, *, alone: bool) -> tuple[Scope, list[Scope]]:
    """Return the plan with its title, and annexes that no label names, where there are no others."""
    front, scopes = announced(blocks, names_of(found)) if found else (tuple(blocks), [])
    titles, body = title_of(front)
    size_pt = titles[0].size_pt if titles else 0
    if titles and is_annex_title(titles[0]):
        titles, body = [], front
    if alone and not scopes:
        body, scopes = unnamed(body, size_pt)
    marks = tuple(mark for title in titles for mark in title.marks)
    tables = found.tables if found else ()
    return Scope("", joined(titles, "\n"), (*tables, *body), titles[0].number if titles else 0, marks), scopes


def _without_empty(plan: Part, annexes: Sequence[Part], _: Translate) -> tuple[Part, list[Part], list[Doubt]]:
    """Return the plan with the names of annexes of which the file has no more than that, and the others."""
    empty = [one for one in annexes if not (one.pieces or one.checklist or one.tables)]
    done = _("Of this annex the file has no words but its name: it was put behind the clauses of the plan")
    to_do = _("Where it is a picture or another file, write its words into an annex")
    doubts = [Doubt(one.number, one.label + one.title, done, to_do) for one in empty]
    names = tuple(Piece(one.label, one.title, number=one.number, marks=one.marks) for one in empty)
    return replace(plan, pieces=plan.pieces + names), [one for one in annexes if one not in empty], doubts


def _has_no_label(scope: Scope, _: Translate) -> Doubt:
    done = _("It stands in the middle, or the letter names it: it was taken for the title of an annex without a number")
    return Doubt(scope.number, scope.title, done, _("Where it is a heading, move what stands below it to the plan"))


def _letter_is_plan(title: str, _: Translate) -> Doubt:
    done = _("Below the letter stands no plan with a title of its own: its clauses were left in the letter")
    return Doubt(0, title, done, _("Where they are the plan, move them to clauses in plan.yml"))


def _untitled(made_pieces: Sequence[Piece], _: Translate) -> list[Doubt]:
    """Tell of numbers that mostly have a title, where a text follows and nothing shows a title in it."""
    bare = [piece for piece in made_pieces if piece.label and not piece.title and len(piece.text) > LONGEST_TITLE]
    first = next(
        (piece for piece in bare if any(one.kind == "han" for one in labels_of(Paragraph(0, piece.words)))), None
    )
    if first is None:
        return []
    done = _("Nothing shows where a title ends here, nor in %(count)s more like it: all was taken for text")
    to_do = _("Where the text begins with a title, set the title bold in the file")
    return [Doubt(first.number, first.words[:LONGEST_ABOVE], done % {"count": len(bare) - 1}, to_do)]


def _behind(checklist: Checklist, made_pieces: Sequence[Piece], _: Translate) -> list[Doubt]:
    """Tell of clauses that stand behind a checklist."""
    below = [piece for piece in made_pieces if piece.number > checklist.number]
    if not below:
        return []
    done = _("It stands behind the checklist; as that closes an annex on paper, it is printed above it")
    to_do = _("Where this makes it wrong, mend its words, or put it at the head of the form")
    return [Doubt(below[0].number, below[0].words[:LONGEST_ABOVE], done, to_do)]


@dataclass
class _Cut:
    """What stands in one scope, taken apart: paragraphs for the tree, tables, and the list of annexes."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Checklist | Kept] = field(default_factory=list)
    listed: list[Paragraph] = field(default_factory=list)
    behind: list[Paragraph] = field(default_factory=list)


def _part(scope: Scope, _: Translate, *, annex: bool, alone: bool) -> tuple[Listed, list[Doubt]]:
    """Return the plan or an annex, with its checklists; `alone` tells that there is no annex."""
    cut = _cut(scope, _, annex=annex)
    nodes, doubts = tree(cut.paragraphs, _)
    made_pieces = with_kinds(pieces(nodes), annex=annex, alone=alone)
    if cut.listed:
        made_pieces += (_attached(cut.listed),)
    made_pieces += tuple(Piece(text=one.words, number=one.number, marks=one.marks) for one in cut.behind)
    doubts += _untitled(made_pieces, _)
    lists, kept = lists_of(cut.tables), tuple(one for one in cut.tables if isinstance(one, Kept))
    if not (made_pieces or lists):
        for one in (one for one in kept if one.reason):
            clauses, told = clauses_of(one, _)
            made_pieces += clauses
            doubts += told
        kept = tuple(one for one in kept if not one.reason)
        made_pieces = made_pieces or tuple(map(named_by, kept[:1]))
    doubts += _behind(lists[0], made_pieces, _) if annex and lists else []
    if annex and made_pieces and not scope.title:
        done = _("No line reads as a title here")
        doubts.append(
            Doubt(made_pieces[0].number, made_pieces[0].words[:LONGEST_ABOVE], done, _("Write title into the YAML"))
        )
    part = Part(scope.label, scope.title, made_pieces, None, kept, "", scope.number, scope.marks)
    return Listed(part, lists), doubts


def _cut(scope: Scope, _: Translate, *, annex: bool) -> _Cut:
    cut = _Cut()
    below = False
    for block in tables_joined(scope.blocks):
        if isinstance(block, Table):
            for form in forms_parted(block):
                _add_table(cut, form, _, scope.title)
            below = True
        elif below and BLANKS.search(block.words) and isinstance(found := cut.tables[-1], Checklist):
            cut.tables[-1] = replace(found, below=(*found.below, block.words))
        else:
            below = False
            _add_line(cut, block, annex=annex)
    if not cut.listed and cut.paragraphs and is_date(cut.paragraphs[-1].words):
        end = len(cut.paragraphs) - 1
        while end and len(cut.paragraphs) - end <= MOST_ABOVE and _signs(cut.paragraphs[end - 1]):
            end -= 1
        cut.behind, cut.paragraphs = cut.paragraphs[end:], cut.paragraphs[:end]
    return cut


def _signs(line: Paragraph) -> bool:
    """Tell whether a line may be the name of who signs."""
    return is_headline(line.words) and not labels_of(line)


def _add_line(cut: _Cut, line: Paragraph, *, annex: bool) -> None:
    if cut.listed:
        (cut.listed if _is_listed(line) and not cut.behind else cut.behind).append(line)
    elif not annex and is_list(line) and not (cut.paragraphs and _announces(cut.paragraphs[-1])):
        cut.listed.append(line)
    else:
        cut.paragraphs.append(line)


def _announces(line: Paragraph) -> bool:
    """Tell whether a line is a sentence that the list of annexes below goes on, or stands in such a list."""
    return line.text.endswith((":", "\uff1a")) or is_list(line)


def _is_listed(line: Paragraph) -> bool:
    return (
        bool(named(line) or labels_of(line))
        and len(line.words) <= LONGEST_ABOVE
        and line.words[-1] not in "\u3002\uff1b"
    )


def _add_table(cut: _Cut, table: Table, _: Translate, heading: str) -> None:
    """Add a table; a heading or short lines just above it become its title and head where it has rows to check."""
    above: list[Paragraph] = []
    while cut.paragraphs and len(above) < MOST_ABOVE and _belongs(cut.paragraphs[-1]):
        above.insert(0, cut.paragraphs.pop())
        if labels_of(above[0]):
            break
    found = table_of(table, tuple(above), _, heading)
    if isinstance(found, Kept) and above and labels_of(above[0]):
        cut.paragraphs.append(above.pop(0))
        found = table_of(table, tuple(above), _, heading)
    if (
        isinstance(found, Kept)
        and found.reason
        and (sentences := [one for one in above if not is_plain(one.words.rstrip(" :\uff1a"))])
    ):
        cut.paragraphs += sentences  # what is no form has no head
        found = table_of(table, tuple(one for one in above if one not in sentences), _, heading)
    cut.tables.append(found)


def _belongs(line: Paragraph) -> bool:
    if line.marks and (line.style == LIST_TITLE or is_clause(line.style)):  # a file of ours says so
        return line.style == LIST_TITLE
    short = len(line.words) <= LONGEST_ABOVE and line.words.strip()[-1] not in "\u3002\uff1b;.\uff01!"
    listed = any(label.kind == BULLET for label in labels_of(line))
    before, _colon, behind = line.words.replace("\uff1a", ":").partition(":")
    if behind.strip() and kind_of(before) == "remark":
        return False  # a note belongs to what stands above it
    return short and not listed and (not labels_of(line) or is_headline(line.text))


def _attached(lines: Sequence[Paragraph]) -> Piece:
    """Return the list of annexes: its first line, and those below it."""
    below = []
    for line in lines[1:]:
        label = next(iter(labels_of(line)), None)
        text = line.text[label.typed if label else 0 :]
        below.append(Piece(label.text if label else "", "", text.strip(), (), line.number, "", line.marks))
    first = lines[0]
    return Piece("", "", first.words, tuple(below), first.number, "", first.marks, "attachments")
