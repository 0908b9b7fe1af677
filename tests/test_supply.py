"""Whatever the set-up fetches is pinned, and its sum is known before it is used."""

from __future__ import annotations

import hashlib
import re
import tomllib

import pytest
import yaml
from kit.paths import PROJECT

from planpress.paper.get_fonts import NPM, SHA256

LOCKS = sorted(path.name for path in PROJECT.glob("requirements*.lock"))
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
BUILDS = SETTINGS["build-system"]["requires"]

READ = ("setup.sh", "Makefile", ".ci/run", "build.py", "planpress/**/*.py", "bench/**/*.py", "tools/**/*.py")
"""What is run to set up, to build and to measure."""

FETCHES = re.compile(
    r"""\b(?:pip|npm|yarn|cargo|go|gem|docker|pipx|uvx?|playwright|apt-get|apt)["',\s]+
        (?:(?:-\S+|"-\S+",)\s+)*["']?(?:install|download|pack|pull|run|add|i|ci|get|tool)\b
        |\b(?:curl|wget|npx)\b|\bgit\s+clone\b|\burlopen\b|\burlretrieve\b|\brequests\.(?:get|post)\b""",
    re.VERBOSE,
)
"""A command or a call that brings something from elsewhere."""

PROVED = {
    "install() { .venv/bin/python -m pip install": "what it is given is read below",
    '"${as_root[@]}" apt-get install -y': "signed by the makers of the system",
    "apt-get install -y -qq make": "the same",
    'package=$(npm pack --silent "$1")': "the sum of each file that is taken out stands beside, read below",
    'subprocess.run(["apt-get", "download", package]': "the sum of each face stands beside",
    'subprocess.run(["npm", "pack", "--silent", package]': "the same",
    'say "ask an administrator to run: apt-get install ${missing[*]}"': "words",
    'pip install "planpress[cluster]"': "words",
    '"apt-get install %(packages)s (': "words",
}
"""Each of them, and what proves it."""


VENDORED = {
    # of dist/umd/index.js in minisearch-7.2.0.tgz from npm, made small as its first line says
    "minisearch/minisearch.min.js": "2d81bfae885b6d748b5d51dc88d9c60b9f9d00ea74d2b56417781713f9af3af4",
}
"""What others wrote and pages run unchanged, below `assets/vendor/`."""


def pins(lock: str) -> dict[str, str]:
    text = (PROJECT / lock).read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_pinned_and_hashed(lock: str) -> None:
    text = re.sub(r"(?m)^\s*#.*\n", "", (PROJECT / lock).read_text("utf-8")).replace("\\\n", "")
    packages = text.strip().splitlines()
    assert packages
    for package in packages:
        assert re.fullmatch(r"[\w.-]+==\S+( ;[^-]*)?( +--hash=sha256:[0-9a-f]{64})+ *", package), package


def test_each_purpose_has_a_lock_and_what_builds_packages_is_pinned_to_it() -> None:
    purposes = re.findall(r"^#   bash setup\.sh (\w+)", (PROJECT / "setup.sh").read_text("utf-8"), re.MULTILINE)
    wanted = ["requirements.lock", *(f"requirements-{purpose}.lock" for purpose in purposes if purpose != "site")]
    assert sorted([*wanted, "requirements-build.lock"]) == LOCKS
    assert [f"{name}=={version}" for name, version in pins("requirements-build.lock").items()] == BUILDS
    (tools,) = (PROJECT / "requirements-lock.in").read_text("utf-8").splitlines()
    name, version = tools.partition("#")[0].strip().split("==")
    assert pins("requirements-lock.lock")[name] == version


def test_the_locks_agree_with_each_other() -> None:
    site = pins("requirements.lock").items()
    for lock in ("requirements-test.lock", "requirements-bench.lock"):
        assert site <= pins(lock).items(), lock


def test_nothing_is_fetched_that_is_not_proved() -> None:
    lines = [
        line
        for pattern in READ
        for path in sorted(PROJECT.glob(pattern))
        for line in path.read_text("utf-8").splitlines()
        if FETCHES.search(line) and not line.lstrip().startswith("#")
    ]
    assert [line for line in lines if not any(proved in line for proved in PROVED)] == []
    for proved in PROVED:
        assert any(proved in line for line in lines), proved


def test_packages_are_installed_from_the_locks_alone_and_proved_by_them() -> None:
    text = (PROJECT / "setup.sh").read_text("utf-8")
    assert re.findall(r"^ +install (.*)", text, re.MULTILINE) == [
        "--require-hashes -r requirements-build.lock",
        '--require-hashes -r "$lock"',
        "--no-deps -e .",
    ]
    made = (PROJECT / "Makefile").read_text("utf-8")
    assert "pip install" not in made
    assert sorted(re.findall(r"-o (\S+\.lock)", made)) == LOCKS


def test_every_face_and_every_file_of_npm_has_a_sum() -> None:
    assert {path for path in SHA256.values() if not re.fullmatch("[0-9a-f]{64}", path)} == set()
    assert [package for package in NPM if not re.search(r"@\d+\.\d+\.\d+$", package)] == []
    setup = (PROJECT / "setup.sh").read_text("utf-8")
    files = re.findall(r"^ +npm_file (.*)", setup, re.MULTILINE)
    assert len(files) > 3
    assert [file for file in files if not re.fullmatch(r"\S+@\d+\.\d+\.\d+( \S+){2} [0-9a-f]{64}", file)] == []
    assert "sha256sum --check" in setup


def test_what_others_wrote_lies_there_as_it_was_brought_with_its_licence() -> None:
    folder = PROJECT / "site_templates/assets/vendor"
    for path, wanted in VENDORED.items():
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == wanted, path
    for path in folder.iterdir():
        assert "Permission is hereby granted, free of charge" in (path / "LICENSE.txt").read_text("utf-8")
    ours = {"iframe-worker/inside.js", "iframe-worker/shim.js"}  # rewritten by us
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.js")} == ours | VENDORED.keys()


def test_hooks_before_a_commit_are_the_tools_of_this_repository() -> None:
    hooks = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert {repository["repo"] for repository in hooks["repos"]} == {"local"}
    assert {hook["language"] for repository in hooks["repos"] for hook in repository["hooks"]} == {"system"}


@pytest.mark.parametrize(
    "line",
    [
        "pip install wheel",
        "python -m pip install --quiet pip-tools",
        'subprocess.run(["npm", "install", "x"])',
        "npx axe",
        "curl -O https://x.example/x",
        "git clone https://x.example/x",
        'subprocess.run(["pip", "download", "x"])',
        "playwright install chromium",
        "urllib.request.urlopen(address)",
    ],
)
def test_what_would_fetch_is_seen(line: str) -> None:
    assert FETCHES.search(line)
