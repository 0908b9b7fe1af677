"""Style sheets → one.

In: our style sheets, each an idea, in the order of `mkdocs.yml`. Out: the text of the one sheet that pages load;
pure. A page is drawn only when all its sheets are there, and each costs a phone another way to the server and back.
"""

import re
from collections.abc import Mapping

from planpress.errors import BuildError

PATH = "css/site.css"
"""Address of the one sheet; in the folder of the others, so that what they point to is found."""

_FIRST = re.compile(r"@(?:import|charset|namespace)\b")
"""Rules that hold only at the head of a sheet."""


def joined(sheets: Mapping[str, str]) -> str:
    """Return one style sheet that says what all of `sheets`, texts by address, say; a later one wins.

    Raises:
        BuildError: If a sheet lies in another folder, or holds a rule that would be lost inside.
    """
    folder = PATH.rpartition("/")[0]
    for path, text in sheets.items():
        if path.rpartition("/")[0] != folder:
            raise BuildError(f"expected a style sheet in {folder}/, to be joined with the others: {path}")
        if found := _FIRST.search(text):
            raise BuildError(f"{path} cannot be joined with other style sheets, it holds: {found[0]}")
    return "\n".join(text.strip() for text in sheets.values()) + "\n"
