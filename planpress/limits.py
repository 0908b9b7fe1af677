"""Records that were sealed when fewer limits held: their shape must fit, but no limit of a value.

In: the values of a sealed record. Out: the record, whatever patterns, bounds and lengths its fields ask for today.
"""

from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)

AS_SEALED = "sealed"
"""Context in which a sealed record is validated."""


class Sealable(BaseModel):
    """A record of which what is sealed stays readable as it is."""

    @field_validator("*", mode="wrap")
    @classmethod
    def _take_sealed(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """Take a value without its limits where a sealed record is read."""
        try:
            return handler(value)
        except ValidationError:
            if info.context != AS_SEALED or info.field_name is None:
                raise
            return _without_limits(cls, info.field_name).validate_python(value, context=AS_SEALED)


@cache
def _without_limits(record: type[BaseModel], field: str) -> TypeAdapter[Any]:
    return TypeAdapter(_bare(record.model_fields[field].annotation))


def _bare(annotation: Any) -> Any:
    """Return a type without what annotations say of it and of what it holds."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _bare(parts[0])
    if origin in (None, Literal):
        return annotation
    return (Union if origin is UnionType else origin)[tuple(map(_bare, parts))]
