"""The code keeps its structure: sizes, one direction of imports, dispatch that a type checker sees.

The figures are printed. They are signs of code in which things are found, not the aim: no module is split to be short.
"""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from kit.order import LONGEST
from kit.paths import PROJECT, TESTS
from radon.complexity import cc_rank, cc_visit

from planpress.model import addresses

PACKAGE = PROJECT / "planpress"
MODULES = (*sorted(PACKAGE.rglob("*.py")), PROJECT / "build.py")

MOST_LINES = 48_150
MOST_LINES_OF_MODULE = 400
MOST_MEDIAN = 122
LONG_FUNCTION = 50
MOST_LONG_FUNCTIONS = 5
WORST_RANK = "D"
MOST_COLUMNS_OF_TEMPLATE = 200

ROWS = re.findall(r"^\| (`[^|]+`) \|", (PROJECT / "ARCHITECTURE.md").read_text("utf-8"), re.MULTILINE)
LEVELS = [re.findall(r"`(\w+)[./]", row) for row in ROWS]
"""The packages as ARCHITECTURE.md draws them, from those that import to those that are imported; a row a level."""

DEFINES_ADDRESSES = PACKAGE / "model" / "addresses.py"
HOLDS_ADDRESSES = ("sheets", "office", "paper", "web", "publishing")
"""Packages that write addresses of a site; elsewhere `sectors/` and `revisions/` are folders of a campaign."""

ADDRESS = re.compile(r"(\.\./)*(print|units|sectors|revisions|files|charts|calendar|handbook)/")
OF_OURS = {value for value in vars(addresses).values() if isinstance(value, str) and "." in value} - {"index.html"}
"""Addresses that are always the same; `index.html` is also what any web server shows of a folder."""


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def package(path: Path) -> str:
    """Return the folder below the package, or the module where it stands in none."""
    return "build" if path == PROJECT / "build.py" else path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def imports(path: Path) -> Iterator[str]:
    """Yield the packages that a module imports, late and for types alone too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "planpress":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("planpress."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("planpress."))


# ---------------------------------------------------------------- sizes


def test_sizes_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [
        f"{total()} lines",
        f"{len(MODULES)} modules, median {median():.0f} lines, {len(long_modules())} over {MOST_LINES_OF_MODULE}",
        f"{len(long_functions())} functions of {LONG_FUNCTION} lines and more",
        f"{len(branched_functions())} functions of rank {WORST_RANK} or worse",
        f"{len(wrong_imports())} imports that do not go down",
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(figures) + "\n")


def test_whole_is_no_larger_than_it_has_to_be() -> None:
    assert total() <= MOST_LINES


def test_no_module_is_too_long_to_be_known() -> None:
    assert long_modules() == []


def test_module_in_the_middle_is_short() -> None:
    assert median() <= MOST_MEDIAN


def test_few_functions_are_long() -> None:
    assert len(long_functions()) <= MOST_LONG_FUNCTIONS, "\n".join(long_functions())


def test_no_function_has_too_many_ways_through() -> None:
    assert branched_functions() == []


def total() -> int:
    return sum(map(lines, MODULES))


def median() -> float:
    return statistics.median(lines(path) for path in MODULES if path.name != "__init__.py")


def long_modules() -> list[str]:
    return [f"{named(path)}: {lines(path)} lines" for path in MODULES if lines(path) > MOST_LINES_OF_MODULE]


def long_functions() -> list[str]:
    found = (
        (f"{named(path)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [f"{place}: {number} lines" for place, number in found if number >= LONG_FUNCTION]


@cache
def branched_functions() -> list[str]:
    """Return what radon finds hard to follow: rank C, up to 20 ways through, can still be read in one go."""
    return [
        f"{named(path)}:{block.lineno} {block.fullname}: {block.complexity} ways through"
        for path in MODULES
        for block in blocks(path)
        if cc_rank(block.complexity) >= WORST_RANK
    ]


def blocks(path: Path) -> list:
    """Return what radon says of each function and method, inner ones too."""
    found = [block for block in cc_visit(path.read_text("utf-8")) if block.letter in "FM"]
    return [*found, *(inner for block in found for inner in block.closures)]


# ---------------------------------------------------------------- imports


def test_every_package_has_its_level() -> None:
    there = {package(path) for path in MODULES} - {"__init__"}
    assert sorted(there) == sorted(name for level in LEVELS for name in level)


def test_imports_go_down_only() -> None:
    """Late imports are imports too, and packages of one level know nothing of each other: so there is no circle."""
    assert wrong_imports() == []


def wrong_imports() -> list[str]:
    level = {name: number for number, names in enumerate(LEVELS) for name in names}
    return [
        f"{named(path)} imports {other}"
        for path in MODULES
        for other in sorted(set(imports(path)) - {package(path)})
        if level.get(other, -1) <= level.get(package(path), -1)
    ]


@pytest.mark.parametrize(("knows", "library"), [("web/mkdocs.py", "mkdocs"), ("paper/engine.py", "weasyprint")])
def test_one_module_knows_a_large_library(knows: str, library: str) -> None:
    """MkDocs and WeasyPrint can be exchanged where one module speaks to them."""
    found = {
        path
        for path in MODULES
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == library)
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == library for alias in node.names))
    }
    assert {named(path) for path in found} == {f"planpress/{knows}"}


# ---------------------------------------------------------------- what a checker sees


def test_nothing_is_called_by_a_made_up_name() -> None:
    """A registry is seen by the type checker, `getattr(self, f"block_{kind}")` is not."""
    found = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr"
        if len(node.args) > 1 and isinstance(node.args[1], ast.JoinedStr | ast.BinOp)
    ]
    assert found == []


def test_only_build_py_prints_and_exits() -> None:
    """`verify.py` is a program of its own where a publication lies."""
    found = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        if named(path) not in ("build.py", "planpress/publishing/verify.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.exit", "exit")
    ]
    assert found == []


def test_addresses_are_spelt_in_one_module() -> None:
    """Text that begins like an address of a site stands in `model/addresses.py` alone."""
    found = [
        f"{named(path)}:{node.lineno} {node.value!r}"
        for path in MODULES
        if path != DEFINES_ADDRESSES and package(path) in HOLDS_ADDRESSES
        for node in texts(tree(path))
        if ADDRESS.match(str(node.value)) or node.value in OF_OURS
    ]
    assert found == []


def texts(module: ast.Module) -> Iterator[ast.Constant]:
    """Yield every string that is neither a docstring nor the name of a template."""
    other = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_template"):
            other |= {id(part) for argument in node.args for part in ast.walk(argument)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in other:
            yield node


# ---------------------------------------------------------------- templates


def test_no_line_of_a_template_is_too_long_to_be_read() -> None:
    found = [
        f"{named(path)}:{number}: {len(line)} columns"
        for folder in ("macros", "site_templates")
        for kind in ("html", "md", "svg", "xml")
        for path in sorted((PROJECT / folder).rglob(f"*.{kind}"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > MOST_COLUMNS_OF_TEMPLATE
    ]
    assert found == []


# ---------------------------------------------------------------- tests


def test_modules_of_tests_that_are_begun_first_are_there() -> None:
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []
