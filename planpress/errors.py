"""What can go wrong, and whose it is to mend.

In: nothing. Out: `Problem` (one fault in the content), `ContentError` (the author's) and `BuildError`
(anything else that is to be mended outside the content); both are told in words, without a traceback.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault in the content, told to the editor.

    Attributes:
        path: File, relative to the campaign folder, with forward slashes.
        line: Line in that file, counted from 1; 0 where the whole file is meant.
        where: Id of the record that holds the fault; empty where there is none.
        message: What must hold, with an example, in the editor's language.
        found: The value that was found; empty where nothing was.
        caret: The source line and a second with a ^ under the fault; empty where the line number says enough.
        warning: True where the build may go on.
    """

    path: str
    line: int
    where: str
    message: str
    found: str = ""
    caret: str = ""
    warning: bool = False

    def __str__(self) -> str:
        """Return `path:line: id: message: 'found'`, then the caret lines if any."""
        parts = [f"{self.path}:{self.line}", self.where, self.message]
        text = ": ".join(part for part in parts if part)
        if self.found:
            text += f": '{self.found}'"
        return f"{text}\n{self.caret}" if self.caret else text


def in_order(problem: Problem) -> tuple[str, int, str]:
    """Return what problems are sorted by; those on one line stay as they were found."""
    return problem.path, problem.line, "" if problem.line else problem.where


class ContentError(Exception):
    """The content breaks a rule: the editor's to mend."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep `problems` sorted by path and line."""
        self.problems = tuple(sorted(problems, key=in_order))
        super().__init__("\n".join(map(str, self.problems)))


class BuildError(Exception):
    """What was asked for cannot be done, for another reason than the content."""
