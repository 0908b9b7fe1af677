"""A copy of a campaign, and the commands that are run in it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.measure import PROJECT, Run, run


@dataclass(frozen=True)
class Workspace:
    """A copy of a campaign and the places a build of it needs."""

    folder: Path

    @property
    def campaign(self) -> Path:
        """The copy."""
        return self.folder / "campaign"

    @property
    def built(self) -> Path:
        """The build directory, which holds the cache."""
        return self.folder / "build"

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.folder / "site"

    @property
    def exported(self) -> Path:
        """The pages as Markdown with a plain `mkdocs.yml`."""
        return self.folder / "exported"

    @property
    def program(self) -> list[str | Path]:
        """How the program is called, before the name of a command."""
        return [sys.executable, PROJECT / "build.py", "--campaign", self.campaign, "--build-dir", self.built]

    def printed(self) -> list[Path]:
        """Return every sheet and pack of the finished site."""
        return list((self.site.resolve() / "print").rglob("*.pdf"))

    def build(self, *, cold: bool = False) -> Run:
        """Build everything."""
        if cold:
            shutil.rmtree(self.built / "cache", ignore_errors=True)
        return run([*self.program, "build", "--site", self.site])

    def release(self) -> Run:
        """Seal what was edited."""
        return run([*self.program, "release", "--kind", "revision", "--reason", "bench", "--yes"])

    def publish(self) -> Run:
        """Publish the site into a folder that holds none."""
        address = ["--site-url", "https://plan.example/"]
        return run([*self.program, "publish", "--to", self.folder / "published", *address, "--yes"])

    def export(self) -> None:
        """Write the pages for MkDocs alone."""
        run([*self.program, "export", self.exported])

    def build_exported(self) -> Run:
        """Build the exported pages with MkDocs alone."""
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", self.folder / "bare"]
        return run(command, self.exported)
