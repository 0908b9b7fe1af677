"""The same paper and the same pages by other programs.

In: the checklist the press was measured with, the exported pages. Out: `Line` values that hold
the ratio to ours. A program that is not there or fails is told as such in its line.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pikepdf
import yaml

from bench.generate import unit_name
from bench.measure import Line, ProgramError, cpu_seconds, run, tell
from bench.paper import Checklist, Pace, Paper
from bench.workspace import Workspace
from planpress.view import plain

TEMPLATE = Path(__file__).with_name("checklist.typ")
COMPILES = 20
RUNS = 3


# ---------------------------------------------------------------- Typst


def typst_lines(paper: Paper, checklist: Checklist, folder: Path) -> list[Line]:
    """Print the checklist with Typst, once with a compiler a sheet and once with one for all."""
    names = ("Typst, compiler reused, same table", "Typst, one compiler a sheet, same table")
    target = "ours not slower"
    if find_spec("typst") is None:
        return [Line(name, target, "not installed", False) for name in names]
    tell("Typst")
    shutil.copy(TEMPLATE, folder)
    (folder / "view.json").write_text(json.dumps(plain(checklist.sheet.view)), "utf-8")
    ways = (_reused(paper, folder / TEMPLATE.name), _one_shot(paper, folder / TEMPLATE.name))
    return [_typst_line(name, target, way, checklist) for name, way in zip(names, ways, strict=True)]


def _reused(paper: Paper, source: Path) -> Callable[[dict[str, str]], bytes]:
    import typst

    compiler = typst.Compiler(str(source), font_paths=[str(paper.faces.folder)], ignore_system_fonts=True)
    return lambda inputs: compiler.compile(format="pdf", sys_inputs=inputs)


def _one_shot(paper: Paper, source: Path) -> Callable[[dict[str, str]], bytes]:
    import typst

    faces = [str(paper.faces.folder)]
    return lambda inputs: typst.compile(
        str(source), font_paths=faces, ignore_system_fonts=True, format="pdf", sys_inputs=inputs
    )


def _typst_line(name: str, target: str, compile_: Callable[[dict[str, str]], bytes], checklist: Checklist) -> Line:
    numbers = count()
    last = b""

    def once() -> None:
        nonlocal last
        for _ in range(COMPILES):
            number = next(numbers)
            inputs = {
                "unit": unit_name(number),
                "code": f"{checklist.sheet.code}{number}",
                "fingerprint": f"{number:08}",
            }
            last = compile_(inputs)

    once()  # warm
    seconds = cpu_seconds(once, RUNS) / COMPILES
    with pikepdf.open(io.BytesIO(last)) as document:
        pages = len(document.pages)
    return Line(
        name,
        target,
        f"{seconds * 1000:.1f} ms a sheet of {pages} pages, {len(last) / 1000:.0f} KB; ours stamped "
        f"{checklist.stamped * 1000:.1f} ms",
        checklist.stamped <= seconds,
        f"{seconds / checklist.stamped:.1f}",
        {"milliseconds": seconds * 1000, "pages": pages, "kilobytes": len(last) / 1000},
    )


# ---------------------------------------------------------------- MkDocs and its plugins


def plugin_lines(made: Workspace, ours: Pace) -> list[Line]:
    """Print the exported pages with the two plugins that print whole sites."""
    bare = made.build_exported().wall
    return [
        _line("mkdocs-to-pdf 0.12.1, same pages", "mkdocs_to_pdf", _to_pdf, made, bare, ours),
        _line("mkdocs-print-site-plugin + Chromium", "mkdocs_print_site_plugin", _print_site, made, bare, ours),
    ]


def _line(
    name: str, module: str, print_: Callable[[Workspace], tuple[float, Path]], made: Workspace, bare: float, ours: Pace
) -> Line:
    target = "ours faster a page"
    if find_spec(module) is None:
        return Line(name, target, "not installed", False)
    tell(name)
    try:
        seconds, file = print_(made)
    except (ProgramError, OSError) as error:
        return Line(name, target, f"failed: {error}", False)
    with pikepdf.open(file) as document:
        pages = len(document.pages)
    milliseconds = (seconds - bare) / pages * 1000
    return Line(
        name,
        target,
        f"{milliseconds:.0f} ms a page ({seconds:.1f} s less {bare:.1f} s for the site, {pages} pages); ours "
        f"{ours.milliseconds:.0f} ms a page",
        ours.milliseconds < milliseconds,
        f"{milliseconds / ours.milliseconds:.1f}",
        {"milliseconds": milliseconds, "pages": pages, "seconds": seconds, "bytes": file.stat().st_size},
    )


def _with_plugin(made: Workspace, plugin: dict[str, Any], *, styled: bool) -> tuple[float, Path]:
    """Build the exported pages with one plugin more; return the seconds and the folder."""
    name = next(iter(plugin))
    settings = yaml.safe_load((made.exported / "mkdocs.yml").read_text("utf-8"))
    settings["plugins"] = [*settings["plugins"], plugin]
    settings["strict"] = False  # the plugins warn of links that have nothing to do with paper
    if not styled:
        del settings["extra_css"]
    file = made.exported / f"{name}.yml"
    file.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    out = made.folder / name
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", file, "--site-dir", out]
    return run(command, made.exported).wall, out


def _to_pdf(made: Workspace) -> tuple[float, Path]:
    # with our style sheet it ends in an AssertionError of WeasyPrint's page layout
    seconds, out = _with_plugin(made, {"to-pdf": {"output_path": "all.pdf"}}, styled=False)
    return seconds, out / "all.pdf"


def _print_site(made: Workspace) -> tuple[float, Path]:
    seconds, out = _with_plugin(made, {"print-site": {}}, styled=True)
    browser = shutil.which("chromium")
    if browser is None:
        raise ProgramError("Chromium is not installed")
    file = made.folder / "all.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={file}"]
    return seconds + run([browser, *options, (out / "print_page.html").as_uri()]).wall, file
