"""The files of a new campaign, and the file that they were made of → the proof that no character was lost.

In: the text of the files, read back as YAML; the file and what its report tells. Out: a `Proof`, or a refusal that
names signs and paragraphs. What we named or chose is no word of the file.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from planpress.content.reader import read_text
from planpress.content.word.document import Document
from planpress.content.word.files.proof import characters_of, lost
from planpress.content.word.intake.cleaning import clean
from planpress.content.word.intake.report import Proof
from planpress.errors import BuildError
from planpress.i18n import Translate

MOST_TOLD = 12
"""Signs and paragraphs that are named where some would be lost."""


def proved(path: Path, document: Document, kept: tuple[str, ...], told: tuple[str, ...], _: Translate) -> Proof:
    """Return the proof that no character of a file was lost; refuse the file where one was."""
    gone = lost(path, kept, told, [paragraph.label for paragraph in document.paragraphs()])
    if gone:
        signs = ", ".join(f"{sign} \u00d7 {count}" for sign, count in gone.most_common(MOST_TOLD))
        whole = _joined((*kept, *told))
        places = [str(one.number) for one in document.paragraphs() if _joined([clean(one.words)]) not in whole]
        where = ", ".join(places[:MOST_TOLD]) or _("none that was read")
        words = _("%(count)s characters would be lost, so nothing has been written: %(signs)s. Paragraphs: %(places)s")
        raise BuildError(words % {"count": f"{gone.total():,}", "signs": signs, "places": where})
    there = characters_of(path)
    return Proof(there.total(), (there & Counter("".join(kept))).total())


def _joined(texts: Iterable[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def words_kept(files: Mapping[str, str], ours: Collection[tuple[str, str]], _: Translate) -> Iterator[str]:
    """Yield the words of the plan and its annexes that files hold, by path.

    `ours` are sector and id of the rows whose number is ours; without an id, it is the title of the checklist, or, with
    the path of the plan, of the plan.
    """
    for path, text in files.items():
        if path != "content/plan.yml" and not path.startswith("sectors/"):
            continue
        value = read_text(text, path, [], _)[0].value or {}
        notice = value.get("notice") or {}
        yield from _texts({key: said for key, said in notice.items() if key != "clauses"})
        yield from _clauses(notice)
        yield from (value.get("label", ""), "" if (path, "") in ours else value.get("title", ""))
        yield from _clauses(value)
        checklist = value.get("checklist") or {}
        yield checklist.get("label", "")
        yield "" if (value["id"], "") in ours else checklist.get("title", "")
        for item in checklist.get("items", ()):
            yield "" if (value["id"], item["id"]) in ours else item.get("label", "")
            yield item["text"]
            yield from _texts(item.get("values"))


def _clauses(holder: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words of the clauses below a record, in printed order."""
    for clause in holder.get("clauses", ()):
        yield from (clause.get(key, "") for key in ("label", "title", "text"))
        yield from _clauses(clause)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)
