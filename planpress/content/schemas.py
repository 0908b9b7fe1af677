"""What the data model asks of the YAML: of a value, for what an editor is told; of all, for what his program checks.

In: the path of a file and the way to a value in it. Out: the `Record` class that the file must hold; the field, its
choices, its pattern, and an example that fits it. And JSON Schemas `{file name: JSON text}`, committed below
`schemas/`, so that an editor completes and checks YAML as it is typed: a number is a number there, although the loader
takes it as text first.
"""

import json
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from planpress.content.source import Loc
from planpress.model.forms import Form
from planpress.model.plan import Plan
from planpress.model.records import NotesFile, Sector, TermsFile, UnitsFile
from planpress.model.reporting import On
from planpress.model.revision import ChangesFile
from planpress.record import (
    Citation,
    Code,
    Email,
    Id,
    Key,
    Origin,
    Phone,
    Record,
    Ref,
    SiteUrl,
    Span,
    Target,
    Text,
    Time,
    Words,
    Zone,
)

_DRAFT = "http://json-schema.org/draft-07/schema#"

MODELS: dict[str, type[Record]] = {
    "content/plan.yml": Plan,
    "content/units.yml": UnitsFile,
    "content/terms.yml": TermsFile,
    "content/notes.yml": NotesFile,
    "content/changes.yml": ChangesFile,
    "content/forms": Form,
    "sectors": Sector,
}
"""What each file, or each file of a folder, must hold."""


def known_keys() -> frozenset[str]:
    """Return every key that some file of a campaign knows: those of all records, which the models above bring here."""
    return frozenset(name for record in Record.__subclasses__() for name in record.fields_by_key())


def pattern_of(annotated: Any) -> str:
    """Return the pattern that a text must match; empty where it has none."""
    metadata: tuple[Any, ...] = getattr(annotated, "__metadata__", ()) or getattr(annotated, "metadata", ())
    return next((str(part.pattern) for part in metadata if getattr(part, "pattern", None)), "")


FREE = (pattern_of(Text), pattern_of(Words))
"""The patterns of a text that may be anything, as long as it says something."""

EXAMPLES = {
    **dict.fromkeys(FREE, "..."),
    pattern_of(Phone): "555-0142",
    pattern_of(Email): "office@example.org",
    pattern_of(Id): "gas-2",
    pattern_of(Key): "text",
    pattern_of(Ref): "plan#lead",
    pattern_of(Origin): "item-3",
    pattern_of(Citation): "annex-list#table",
    pattern_of(Target): "unit:fire-office",
    pattern_of(Code): "QD2",
    pattern_of(SiteUrl): "https://example.org/plan/",
    pattern_of(Time): "11:00",
    pattern_of(Span): "2022-11",
    pattern_of(Zone): "Asia/Shanghai",
    pattern_of(On): "friday",
}
"""A text that matches each pattern."""


def field_at(model: type[Record], loc: Loc) -> tuple[type[Record], Any]:
    """Return the record class that holds the field at `loc`, and the field; itself and None at the top."""
    record, annotation = model, None
    for step in loc:
        if isinstance(step, int):
            continue
        inner = _record_in(annotation)
        if inner is not None:
            record = inner
        annotation = record.fields_by_key().get(str(step))
    return record, annotation


def _record_in(annotation: Any) -> type[Record] | None:
    """Return the record class inside `tuple[X, ...]`, `X | None` and the like."""
    annotation = getattr(annotation, "annotation", annotation)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in get_args(annotation) if (found := _record_in(part))), None)


def choices(annotation: Any) -> tuple[str, ...]:
    """Return the words that a field takes; none where it takes others too."""
    annotation = getattr(annotation, "annotation", annotation)
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    return next((found for part in get_args(annotation) if (found := choices(part))), ())


def example(annotation: Any) -> str:
    """Return a value that fits the field."""
    plain = getattr(annotation, "annotation", annotation)
    text = str(plain)
    value = _example(annotation, plain, text)
    return f"[{value}]" if text.startswith(("tuple", "typing.Tuple")) else value


def _example(annotation: Any, plain: Any, text: str) -> str:
    if given := getattr(annotation, "examples", None):
        return str(given[0])
    if words := choices(plain):
        return next(word for word in words if word)
    if "Date" in text or "datetime.date" in text:
        return "2022-11-30"
    if pattern := pattern_of(annotation) or next(filter(None, map(pattern_of, get_args(plain))), ""):
        return EXAMPLES.get(pattern, pattern)
    if plain in (int, float, bool):
        return "true" if plain is bool else "20"
    if record := _record_in(plain):
        fields = record.fields_by_key()
        needed = [name for name, field in fields.items() if field.is_required()]
        return "{" + ", ".join(f"{name}: ..." for name in needed or list(fields)[:1]) + "}"
    return "..."


class _AsTyped(GenerateJsonSchema):
    """Schemas of values as YAML types them: free text may look like a number."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A text with a pattern is text; one that may be anything may be typed as `1` or `2022` without quotes."""
        found = super().str_schema(schema)
        if found.get("pattern", FREE[0]) in (*FREE, pattern_of(Phone), pattern_of(On)):
            found["type"] = ["string", "number", "boolean"]
        return found

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """The loader has no null: a key without a value is left out."""
        return self.generate_inner(schema["schema"])


def schemas() -> dict[str, str]:
    """Return the JSON text of every schema by its file name."""
    found = {}
    for path, model in sorted(MODELS.items()):
        # Called after the file, or after one of the files of the folder: `plan`, `sector`.
        name = Path(path).stem if path.endswith(".yml") else Path(path).name.removesuffix("s")
        schema = {"$schema": _DRAFT, **_tidy(model.model_json_schema(schema_generator=_AsTyped))}
        found[f"{name}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return found


def write(folder: Path) -> None:
    """Write every schema into a folder, made where it is missing."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, "utf-8")


def _tidy(found: Any, names: bool = False) -> Any:
    """Leave out of a schema what says nothing: titles made from names, and nulls as defaults.

    Where `names`, the keys of `found` are names of fields, which are never left out.
    """
    if isinstance(found, list):
        return [_tidy(part) for part in found]
    if not isinstance(found, dict):
        return found
    return {
        key: _tidy(part, names=key in ("properties", "$defs") and not names)
        for key, part in found.items()
        if names or not (key == "title" or (key == "default" and part is None))
    }
