"""What tests of the whole program share: it runs as from a shell, and what it left is read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from kit.paths import HARBOUR, PROJECT

LIMIT_S = 900
"""Of a build of the real campaign without a cache, on a machine that has much else to do."""

PRESSING = {"build", "check", "publish", "release"}
"""Commands that press in one process unless a test asks for more: each is slow to load, and the cores are shared."""


def run(
    *words: str | Path,
    campaign: Path = HARBOUR,
    cwd: Path | None = None,
    program=(sys.executable, PROJECT / "build.py"),
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run the program on a campaign; `environment` comes on top of ours."""
    if PRESSING.intersection(words) and "--workers" not in words:
        words = (*words, "--workers", "1")
    return subprocess.run(
        [*map(str, program), "--campaign", str(campaign), *map(str, words)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what lies below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
