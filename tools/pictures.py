"""A built site → the pictures of the two READMEs.

In: the folder of a built site (default `site/`), and Chromium. Out: `docs/pictures/*.webp`, each smaller
than 300 KB. The device's clock is set to a day within the period, so that a picture made later is the same.

Usage: `make pictures`, or `python tools/pictures.py [SITE] [OUT]`.
"""

from __future__ import annotations

import datetime
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
DAY = datetime.datetime(2022, 11, 20, 9)
LARGEST_BYTES = 300_000
LIMIT_MS = 30_000
QUALITY = 82


@dataclass(frozen=True)
class Picture:
    """What one picture shows.

    Attributes:
        name: Of the file, without its ending.
        page: Address below the site, with an anchor to begin at.
        width: Of the window, in CSS pixels.
        height: The same.
        dark: In dark colours.
    """

    name: str
    page: str
    width: int = 1280
    height: int = 860
    dark: bool = False


PICTURES = (
    Picture("home", "index.html"),
    Picture("unit", "units/yaomeng.html"),
    Picture("print", "print.html"),
    Picture("sector-dark", "sectors/gas.html", dark=True),
    Picture("phone-home", "index.html", 390, 844),
    Picture("phone-unit", "units/yaomeng.html", 390, 844),
    Picture("phone-checklist", "sectors/gas.html#_checklist", 390, 844),
)


def take(browser: Browser, site: Path, picture: Picture) -> bytes:
    """Return `picture` as WebP.

    Raises:
        ValueError: If it is too large for a README.
    """
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
        device_scale_factor=2,
        offline=True,
    )
    context.set_default_timeout(LIMIT_MS)
    page = context.new_page()
    page.clock.set_fixed_time(DAY)
    page.goto(f"{site.resolve().as_uri()}/{picture.page}")
    page.wait_for_timeout(300)  # a header that follows the scroll has settled
    shown = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
    context.close()
    kept = io.BytesIO()
    shown.convert("RGB").save(kept, "WEBP", quality=QUALITY, method=6)
    if kept.tell() > LARGEST_BYTES:
        raise ValueError(f"{picture.name} is larger than {LARGEST_BYTES} bytes: {kept.tell()}")
    return kept.getvalue()


def main(arguments: list[str]) -> None:
    """Take every picture of the site."""
    site = Path(arguments[0]) if arguments else PROJECT / "site"
    out = Path(arguments[1]) if arguments[1:] else PROJECT / "docs" / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            (out / f"{picture.name}.webp").write_bytes(take(browser, site, picture))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
