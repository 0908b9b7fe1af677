"""A real Chromium, without network, for the built site; every step has a time limit."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIMIT_MS = 20_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS, timeout=LIMIT_MS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def real_site(published: Path) -> Path:
    """The pages of this repository's campaign as readers get them: published, beside those of an earlier revision.

    They hold all that a site alone has, and a selector at the head; `built_site` is the site alone.
    """
    return published / "2"


@pytest.fixture(scope="session")
def address_of() -> Iterator:
    """Serve folders over HTTP on this machine, `address_of(folder)`, with what lies beside one that is published."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def address(folder: Path) -> str:
        published = (folder.parent / "versions.json").is_file()
        handler = functools.partial(Quiet, directory=str(folder.parent if published else folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/{f'{folder.name}/' if published else ''}"

    yield address
    for server in servers:
        server.shutdown()
        server.server_close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def open_page(browser: Browser) -> Iterator:
    """Open an address in a fresh window of a given size; the requests it makes are in `page.asked`."""
    contexts = []

    def open_page(
        address: str, width: int = 1280, height: int = 900, dark: bool = False, offline: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", offline=offline
        )
        context.set_default_timeout(LIMIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
