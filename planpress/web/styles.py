"""Style sheets → one, and the icons that stand in them → files.

In: our style sheets, each an idea, in the order of `mkdocs.yml`. Out: the text of the one sheet that pages load, and
all sheets of a site as browsers get them; pure. A page is drawn only when all its sheets are there, and each costs a
phone another way to the server and back.

Icons are written into style sheets as data, Material's and ours. A server whose own policy is `default-src 'self'`
lets no data in, so they become files; a browser takes no file for an icon of a page that it opened from a disk, so
there a further sheet gives them as data again (`theme/js/theme.js`).
"""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from planpress.errors import BuildError
from planpress.web.old_browsers import for_old_browsers

PATH = "css/site.css"
"""Address of the one sheet; in the folder of the others, so that what they point to is found."""

ON_DISK = "css/on-disk.css"
"""Address of the sheet that holds the icons as data."""

ICONS = "img/icons"
"""Folder of the icons as files."""

_ICON = re.compile(r'--([\w-]+):\s*url\("data:image/svg\+xml(?:;charset=utf-8)?,([^"]*)"\)')
"""A custom property that is an icon."""

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


def finished(sheets: Mapping[str, str]) -> dict[str, str]:
    """Return by address all of `sheets` as browsers get them: for old ones, too, and icons as files beside."""
    return {
        path: for_old_browsers(text) if path in sheets else text for path, text in with_icons_as_files(sheets).items()
    }


def with_icons_as_files(sheets: Mapping[str, str]) -> dict[str, str]:
    """Return by address all of `sheets` with files for icons, these files, and the sheet that has them as data.

    Raises:
        BuildError: If a sheet holds other data than icons, which stand in custom properties, no two in one.
    """
    made, data = dict[str, str](), dict[str, str]()
    for path, text in sheets.items():
        folder = posixpath.relpath(ICONS, posixpath.dirname(path))
        made[path] = _ICON.sub(rf'--\1:url("{folder}/\1.svg")', text)
        found = _ICON.findall(text)
        if "data:" in made[path] or len(found) != len(dict(found)) or data.keys() & dict(found).keys():
            raise BuildError(f"{path} holds data that is no icon in a custom property of its own")
        data.update(found)
    files = {f"{ICONS}/{name}.svg": unquote(svg) for name, svg in data.items()}
    rules = "".join(f'  --{name}: url("data:image/svg+xml,{svg}");\n' for name, svg in data.items())
    return {**made, **files, ON_DISK: f":root {{\n{rules}}}\n"}
