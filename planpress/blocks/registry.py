"""All kinds of blocks, and the record of a block in the YAML.

In: the kinds. Out: `KINDS` by name, and `Block`, which pydantic reads and JSON Schemas describe. A kind that stands
in `KINDS` is known everywhere: to the check of the YAML, on paper, in spreadsheets and in letters.
"""

from functools import cache
from typing import Any

from pydantic import GetJsonSchemaHandler, ValidationInfo, create_model, model_serializer, model_validator
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from planpress.blocks.box import BOX
from planpress.blocks.citation import CITATION
from planpress.blocks.heading import HEADING
from planpress.blocks.kind import BlockView, Kind, Rows, RowsOf
from planpress.blocks.sentence import SENTENCE
from planpress.blocks.signatures import SIGNATURES
from planpress.blocks.stages import STAGES
from planpress.blocks.table import TABLE
from planpress.blocks.ticks import TICKS
from planpress.record import Id, Record

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind for kind in (HEADING, TABLE, STAGES, TICKS, SENTENCE, CITATION, BOX, SIGNATURES)
}
"""The kinds by the key of their blocks."""

NOT_ONE_KEY = "not_one_key"
"""Type of the error of a block that has no key, or several."""


class Block(Record):
    """One part of a form's body; exactly one key is given: what kind it is."""

    key: Id
    content: Any

    @property
    def kind(self) -> Kind[Any]:
        """What its key says it is."""
        return KINDS[self.key]

    def view(self, rows: Rows) -> BlockView:
        """Return what the block shows."""
        return self.kind.view(self.content, rows)

    @property
    def rows(self) -> RowsOf | None:
        """What its rows are; None where it has none."""
        return self.kind.rows(self.content)

    @classmethod
    def fields_by_key(cls) -> dict[str, FieldInfo]:
        """Return what may stand behind the key of a block, by kind."""
        return _written_as(*KINDS.values()).fields_by_key()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any, info: ValidationInfo) -> Any:
        found = _written_as(*KINDS.values()).model_validate(value, context=info.context)
        given = {name: content for name, content in found if content is not None}
        if len(given) != 1:
            raise PydanticCustomError(NOT_ONE_KEY, "not one key")
        ((key, content),) = given.items()
        return {"key": key, "content": content}

    @model_serializer
    def _write(self) -> dict[str, Any]:
        return {self.key: self.content}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe a block as it is written, not as it is kept."""
        return handler(_written_as(*KINDS.values()).__pydantic_core_schema__)


@cache
def _written_as(*kinds: Kind[Any]) -> type[Record]:
    """Return the record of a block as it stands in the YAML: one key a kind."""
    fields: dict[str, Any] = {kind.name: (kind.shape | None, None) for kind in kinds}
    return create_model("Block", __base__=Record, __doc__=Block.__doc__, **fields)
