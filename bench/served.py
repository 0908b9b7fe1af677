"""An editor saves a file and looks at the page: how long until it shows the edit.

In: a copy of a campaign. Out: a `Line`. The server is the program's own, asked over HTTP as a browser would.
"""

from __future__ import annotations

import http.client
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from bench.edits import edits
from bench.measure import PROJECT, TIME_LIMIT, Line, ProgramError, tell
from bench.workspace import Workspace

MOST_SECONDS = 1.0
EDITS = 5
LOOK_EVERY = 0.01
"""Seconds between two looks at the page."""


def served(made: Workspace) -> Line:
    """Edit words while the pages are served; return how long each took to show."""
    tell("serving")
    with _server(made) as port:
        taken = []
        for edit in islice(edits(made.campaign), EDITS):
            page = port, f"/sectors/{edit.sector}.html"
            _wait_for(page, edit.seen, there=False)
            edit.make()
            start = time.perf_counter()
            _wait_for(page, edit.seen)
            taken.append(time.perf_counter() - start)
            edit.undo()
            _wait_for(page, edit.seen, there=False)
    middle = statistics.median(taken)
    return Line(
        "serve: saved file -> page",
        f"<= {MOST_SECONDS:g} s",
        f"{middle:.2f} s (of {EDITS} edits {min(taken):.2f} to {max(taken):.2f} s)",
        middle <= MOST_SECONDS,
        figures={"seconds": taken},
    )


@contextmanager
def _server(made: Workspace) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(word) for word in (*made.program, "serve", "--address", f"127.0.0.1:{port}")]
    program = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        program.terminate()
        program.wait()


def _wait_for(page: tuple[int, str], text: str, *, there: bool = True) -> None:
    """Wait until a page, given by port and address, is served and holds `text`, or does not."""
    port, address = page
    start = time.perf_counter()
    while time.perf_counter() - start < TIME_LIMIT / 10:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            if answer.status == http.HTTPStatus.OK and (text in answer.read().decode("utf-8")) is there:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(LOOK_EVERY)
    raise ProgramError(f"{address} does not show an edit")
