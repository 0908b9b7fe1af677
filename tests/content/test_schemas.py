"""The committed schemas are those of the model, and take the YAML as it is typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from kit.paths import CASES, PROJECT, TESTS

from planpress.content.schemas import schemas

SCHEMA_OF = {
    "content/plan.yml": "plan.json",
    "content/units.yml": "units.json",
    "content/terms.yml": "terms.json",
    "content/notes.yml": "notes.json",
    "content/changes.yml": "changes.json",
    "content/forms": "form.json",
    "sectors": "sector.json",
}
TYPES = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "array": list, "object": dict}


WORDS = {"$schema", "$defs", "description", "default", "enum", "const", "pattern", "minItems", "minimum"}
WORDS |= {"maximum", "maxItems", "exclusiveMinimum", "items", "properties", "required"}


class AsTyped(yaml.SafeLoader):
    """YAML 1.2 types, as an editor's language server reads them: a date is text, `no` is text."""


AsTyped.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
):
    AsTyped.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))


def _faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "") -> Iterator[str]:
    """Check `value` by the words of JSON Schema that our schemas use; another word is a fault of the test."""
    for word, says in schema.items():
        match word:
            case "$ref":
                yield from _faults(value, whole["$defs"][says.removeprefix("#/$defs/")], whole, at)
            case "type":
                wanted = [says] if isinstance(says, str) else says
                plain = isinstance(value, bool) and "boolean" not in wanted
                if plain or not any(isinstance(value, TYPES[name]) for name in wanted):
                    yield f"{at} is no {says}: {value!r}"
            case "anyOf":
                if not any(not [*_faults(value, one, whole, at)] for one in says):
                    yield f"{at} is of no kind that it may be: {value!r}"
            case "enum" if value not in says:
                yield f"{at} is none of {says}: {value!r}"
            case "const" if value != says:
                yield f"{at} is not {says}: {value!r}"
            case "pattern" if not re.search(says, str(value)):
                yield f"{at} does not match {says}: {value!r}"
            case "format":
                assert says == "date"
                if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
                    yield f"{at} is no date: {value!r}"
            case "minItems" if isinstance(value, list) and len(value) < says:
                yield f"{at} has too few values"
            case "maxItems" if isinstance(value, list) and len(value) > says:
                yield f"{at} has too many values"
            case "minimum" if value < says:
                yield f"{at} is less than {says}"
            case "maximum" if value > says:
                yield f"{at} is more than {says}"
            case "exclusiveMinimum" if value <= says:
                yield f"{at} is not more than {says}"
            case "items" if isinstance(value, list):
                for place, part in enumerate(value):
                    yield from _faults(part, says, whole, f"{at}[{place}]")
            case "properties" if isinstance(value, dict):
                for key in value.keys() - says.keys():
                    yield f"{at}.{key} is unknown"
                for key in value.keys() & says.keys():
                    yield from _faults(value[key], says[key], whole, f"{at}.{key}")
            case "required" if isinstance(value, dict):
                yield from (f"{at}.{key} is missing" for key in says if key not in value)
            case "additionalProperties":
                assert says is False
            case _:
                assert word in WORDS


def _files() -> list[Path]:
    roots = [
        PROJECT,
        *(TESTS / "campaigns").glob("*"),
        CASES / "validate" / "campaign",
    ]
    return sorted(
        path
        for root in roots
        for pattern in ("content/*.yml", "content/forms/*.yml", "sectors/*.yml")
        for path in root.glob(pattern)
    )


def _schema(path: Path) -> str:
    return (
        SCHEMA_OF.get(f"{path.parent.name}/{path.name}")
        or SCHEMA_OF[path.parent.name if path.parent.name == "sectors" else "content/forms"]
    )


def test_committed_schemas_are_those_of_the_model(project: Path) -> None:
    committed = {path.name: path.read_text("utf-8") for path in (PROJECT / "schemas").iterdir()}

    assert committed == schemas()


def test_there_is_a_schema_for_each_kind_of_file() -> None:
    assert sorted(schemas()) == sorted(SCHEMA_OF.values())


@pytest.mark.parametrize("path", _files(), ids=lambda path: "/".join(path.parts[-4:]))
def test_schema_takes_the_yaml_as_it_is_typed(path: Path) -> None:
    schema = json.loads(schemas()[_schema(path)])
    value = yaml.load(path.read_text("utf-8"), Loader=AsTyped)

    assert list(_faults(value, schema, schema)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("terms: [{id: A, name: x}]", ".terms[0].id does not match"),
        ("terms: [{id: a}]", ".terms[0].name is missing"),
        ("terms: [{id: a, name: x, nmae: y}]", ".terms[0].nmae is unknown"),
        ("terms: {id: a}", ".terms is no array"),
        ("terms: [{id: a, name: ''}]", ".terms[0].name does not match"),
    ],
)
def test_schema_refuses_what_the_model_refuses(text: str, fault: str) -> None:
    schema = json.loads(schemas()["terms.json"])
    faults = list(_faults(yaml.load(text, Loader=AsTyped), schema, schema))

    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_number_typed_where_text_is_meant_is_taken() -> None:
    schema = json.loads(schemas()["terms.json"])

    assert list(_faults({"terms": [{"id": "a", "name": 2022}]}, schema, schema)) == []


def test_schemas_describe_every_kind_of_record() -> None:
    for text in schemas().values():
        for name, part in {"top": json.loads(text), **json.loads(text).get("$defs", {})}.items():
            assert part["description"], name
            assert part["additionalProperties"] is False, name


@pytest.mark.parametrize(
    "path",
    [path for path in _files() if "cases" not in path.parts],
    ids=lambda path: "/".join(path.parts[-4:]),
)
def test_yaml_file_names_its_schema_in_its_first_line(path: Path, project: Path) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    schema = Path(first.removeprefix("# yaml-language-server: $schema="))

    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / schema).resolve() == PROJECT / "schemas" / _schema(path)
