"""What the clerk answers → `Answers` and `Decided`; and the questions that are open → a file to fill in.

In: options of the command line, and a file of answers: `same`, `not`, `take` and `keep`, each a list. Out: values.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planpress.content.reader import read_text
from planpress.content.word.aligning.matching import Answers, Question
from planpress.content.word.aligning.naming import NOTHING
from planpress.content.word.files.plain import decoded
from planpress.content.word.patching.drafting import Conflict, Decided
from planpress.content.word.patching.scalars import scalar
from planpress.disk import read_named
from planpress.errors import BuildError, ContentError
from planpress.i18n import Translate

KEYS = ("same", "not", "take", "keep")


def answers_of(same: Iterable[str], apart: Iterable[str], file: Path | None, _: Translate) -> tuple[Answers, Decided]:
    """Return what is answered on the command line and in a file.

    Raises:
        BuildError: If an answer has not the form NEW=OLD, or the file holds something else than answers.
        ContentError: If the file is no YAML.
    """
    found = _read(file, _) if file else {key: [] for key in KEYS}
    same, apart = [*found["same"], *same], [*found["not"], *apart]
    answers = Answers(tuple(_pair(one, _) for one in same), tuple(_pair(one, _) for one in apart))
    return answers, Decided(frozenset(found["take"]), frozenset(found["keep"]))


def _pair(answer: str, _: Translate) -> tuple[str, str]:
    new, equals, old = unicodedata.normalize("NFKC", answer).rpartition("=")
    if not (equals and new.strip() and old.strip()):
        raise BuildError(_("An answer has the form NEW=OLD, such as 57=gas#focus-2: '%(answer)s'") % {"answer": answer})
    return new.strip(), old.strip()


def _read(path: Path, _: Translate) -> dict[str, list[str]]:
    if not path.exists():
        raise BuildError(_("There is no such file: %(path)s") % {"path": path})
    file, problems = read_text(decoded(read_named(path), path.name, _), path.name, [], _)
    if problems:
        raise ContentError(problems)
    value = {key: one or [] for key, one in (file.value or {}).items()}
    lists = all(isinstance(one, list) and all(isinstance(text, str) for text in one) for one in value.values())
    if not set(value) <= set(KEYS) or not lists:
        raise BuildError(_("A file of answers holds lists called %(keys)s") % {"keys": ", ".join(KEYS)})
    return {key: value.get(key, []) for key in KEYS}


def template(doubts: Sequence[Question], conflicts: Sequence[Conflict], _: Translate) -> Iterator[str]:
    """Yield the lines of a file of answers, in which each open question is a comment above its answers."""
    if doubts:
        yield "# " + _("Move each line of 'same' that is wrong below 'not'")
        yield "same:"
        for doubt in doubts:
            whole = "#" not in doubt.old or doubt.old.endswith("#")  # an annex or a checklist that was not found
            yield f"  # {' '.join(doubt.to_do.split())}"
            yield f"  - {scalar(f'{NOTHING if whole else doubt.new}={doubt.old}')}"
        yield "not:"
    if conflicts:
        yield "# " + _("Move each line below 'take' whose words in the file are right; the campaign keeps its own")
        yield "keep:"
        yield from (f"  - {scalar(ref)}" for ref in dict.fromkeys(conflict.ref for conflict in conflicts))
        yield "take:"
