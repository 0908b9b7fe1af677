"""What the oldest browsers that are served know, and what a style sheet or script asks of them.

The table is Mozilla's: https://github.com/mdn/browser-compat-data. A name of a script counts as known where any
interface that has it is old enough: nobody can tell from a name alone whose it is.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import tinycss2

from kit.paths import PROJECT
from planpress.web.context import OLDEST_BROWSERS

TABLE = PROJECT / ".build" / "npm" / "browsers.json"
ACORN = PROJECT / ".build" / "npm" / "acorn.js"
CHROMIUM = PROJECT / ".build" / "npm" / "chromium-80"
FLOOR = {
    {"Chromium": "chrome", "Safari": "safari"}[name]: tuple(int(part) for part in f"{version}.0".split(".")[:2])
    for name, version in (browser.split() for browser in OLDEST_BROWSERS.split(" / "))
}
NEVER = (10_000, 0)

NAMES = """source => {
  const found = { names: [], statics: [] };
  const walk = node => {
    if (!node || typeof node !== "object") return;
    if (node.type === "MemberExpression" && !node.computed) {
      const owner = node.object.type === "Identifier" ? node.object.name : "";
      (/^[A-Z]/.test(owner) ? found.statics : found.names).push([owner, node.property.name]);
    }
    if (node.type === "ObjectPattern")
      for (const one of node.properties) if (one.key) found.names.push(["", one.key.name]);
    if (node.type === "CallExpression" && node.callee.type === "Identifier") found.names.push(["", node.callee.name]);
    const made = node.type === "NewExpression" ? node.callee : node.superClass;
    if (made && made.type === "Identifier") found.statics.push([made.name, ""]);
    for (const one of Object.values(node)) Array.isArray(one) ? one.forEach(walk) : walk(one);
  };
  walk(acorn.parse(source, { ecmaVersion: 2020, sourceType: "script" }));
  return found;
}"""
"""In a page that has acorn: the names that a script asks for; an error where it is no script of 2020."""


@cache
def table() -> dict[str, Any]:
    return json.loads(TABLE.read_text("utf-8"))


def missing(entry: dict[str, Any]) -> list[str]:
    """Name the browsers of the floor that do not know what `entry` of the table tells of."""
    return [browser for browser, version in FLOOR.items() if _since(entry, browser) > version]


def _since(entry: dict[str, Any], browser: str) -> tuple[int, ...]:
    told = entry.get("__compat", {}).get("support", {}).get(browser, [])
    found = [NEVER]
    for one in told if isinstance(told, list) else [told]:
        version = one.get("version_added")
        if isinstance(version, str) and version != "preview" and not set(one) & {
            "alternative_name", "flags", "partial_implementation", "prefix", "version_removed",
        }:  # fmt: skip
            found.append(tuple(int(part) for part in f"{version.lstrip('≤')}.0".split(".")[:2]))
    return min(found)


# ---------------------------------------------------------------- style sheets


def new_in_sheet(text: str) -> set[str]:
    """Return what `text` says that some browser of the floor does not know."""
    return {name for name, entry in _said(tinycss2.parse_stylesheet(text, True, True)) if missing(entry)}


def _said(rules: Iterable[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    css = table()["css"]
    for rule in rules:
        if rule.type == "at-rule":
            for name in re.findall(r"\(([\w-]+)", tinycss2.serialize(rule.prelude)):
                if rule.lower_at_keyword == "media" and name in css["at-rules"]["media"]:
                    yield f"@media ({name})", css["at-rules"]["media"][name]
            if rule.lower_at_keyword in ("media", "supports"):
                yield from _said(tinycss2.parse_rule_list(rule.content, True, True))
        elif rule.type == "qualified-rule":
            for name in re.findall(r":([a-z][\w-]*)", tinycss2.serialize(rule.prelude)):
                if name in css["selectors"]:
                    yield f":{name}", css["selectors"][name]
            yield from _declared(tinycss2.parse_declaration_list(rule.content, True, True))


def _declared(declarations: Iterable[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    css = table()["css"]
    for one in declarations:
        known = css["properties"].get(one.lower_name, {}) if one.type == "declaration" else {}
        if "__compat" in known:
            yield one.lower_name, known
        for token in one.value if known else ():
            if token.type == "ident" and "__compat" in known.get(token.lower_value, {}):
                yield f"{one.lower_name}: {token.lower_value}", known[token.lower_value]
            if token.type == "function" and "__compat" in css["types"].get(token.lower_name, {}):
                yield f"{token.lower_name}()", css["types"][token.lower_name]


# ---------------------------------------------------------------- scripts


@cache
def _by_name() -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    builtins = table()["javascript"]["builtins"]
    for owner in (*builtins.values(), *builtins["Intl"].values(), *table()["api"].values()):
        for name, entry in owner.items():
            if isinstance(entry, dict) and "__compat" in entry:
                found[name.removesuffix("_static")].append(entry)
    for name, entry in table()["api"].items():
        found[name].append(entry)
    return dict(found)


def new_in_script(names: dict[str, list[list[str]]]) -> set[str]:
    """Return those of the names that a script asks for which some browser of the floor does not know."""
    found = set()
    owners = table()["api"] | table()["javascript"]["builtins"]
    for owner, name in names["statics"]:
        known = owners.get(owner)
        if not known:
            continue
        entry = (known.get(f"{name}_static") or known.get(name)) if name else known.get(owner, known)
        if entry is not None and missing(entry):
            found.add(f"{owner}.{name}".rstrip("."))
    for _owner, name in names["names"]:
        known_as = _by_name().get(name, [])
        if known_as and all(missing(entry) for entry in known_as):
            found.add(name)
    return found
