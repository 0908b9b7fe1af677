"""The data model → JSON Schemas, so that an editor completes and checks YAML while it is typed.

In: the classes of `fields.py`. Out: `{file name: JSON text}`, committed below `schemas/`. They
describe the YAML as it is typed: a number is a number there, although the loader takes it as
text first.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from planpress.content.fields import MODELS

_DRAFT = "http://json-schema.org/draft-07/schema#"


class _AsTyped(GenerateJsonSchema):
    """Schemas of values as YAML types them: free text may look like a number."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A text with a pattern is text; any other may be typed as `1` or `2022` without quotes."""
        found = super().str_schema(schema)
        if "pattern" not in found:
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
