"""What a sheet shows, as frozen dataclasses, and the plain values that its fingerprint is made of.

In: a view. Out: JSON values. This is the only place where views become plain: the fingerprint, the key of the
cache and whoever looks for words on a sheet read the same values.

Fingerprints that are sealed never move. A field that came later is left out where it is empty (`later()`, and
`LATER` in the annotation of a record that a sheet shows as it was written), so that sheets which do not use it keep
theirs; one that had to be renamed keeps its name there (`known_as()`). What no paper shows takes no part (`beside()`,
`BESIDE`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache, cached_property
from typing import Any, Self, TypeVar

from planpress.record import Record

T = TypeVar("T")

LATER, BESIDE, ARRANGED, KNOWN_AS = "later", "beside", "arranged", "known as"


def later(default: Any) -> Any:
    """Return a dataclass field that takes no part in a view's plain values while it equals `default`."""
    return field(default=default, metadata={LATER: True})


def beside(default: Any = MISSING) -> Any:
    """Return a dataclass field that never takes part in them: what travels with a view, but is not printed."""
    return field(default=default, metadata={BESIDE: True})


def arranged(default: Any = MISSING) -> Any:
    """Return a dataclass field that says how a view is set: it changes the file, not the fingerprint."""
    return field(default=default, metadata={BESIDE: True, ARRANGED: True})


def known_as(name: str) -> Mapping[str, str]:
    """Return the metadata of a dataclass field that is called `name` among a view's plain values."""
    return {KNOWN_AS: name}


@dataclass(frozen=True)
class View:
    """Base of what sheets show besides code, fingerprint and edition."""

    def slots(self) -> Mapping[str, str]:
        """Return what differs between sheets of one layout: the name of each slot, and its text.

        A sheet of a unit has the slot `unit`, with its name; on a blank it is empty.
        """
        return {}

    def stand_in(self, mark: str) -> Self:
        """Return the view with `mark` in each slot: what is laid out for all that differ in slots alone."""
        return self


class Shared(tuple[T, ...]):
    """Values that many views show: they are made plain, and written for the keys of office files, once."""

    def plain(self, *, arranged: bool) -> list[Any]:
        """Return them as `plain` does; nobody may change what is returned."""
        made: dict[Any, list[Any]] = self.__dict__
        if arranged not in made:
            made[arranged] = [plain(one, arranged=arranged) for one in self]
        return made[arranged]

    def __repr__(self) -> str:
        """Return what a tuple of them is written as."""
        return self._written

    @cached_property
    def _written(self) -> str:
        return super().__repr__()

    def __reduce__(self) -> tuple[type[tuple[T, ...]], tuple[tuple[T, ...]]]:
        """Let other processes have the values alone."""
        return tuple, (tuple(self),)


def variables(view: View) -> dict[str, Any]:
    """Return the fields of `view` by name: what its template is given."""
    return {one.name: getattr(view, one.name) for one in fields(view)}


def plain(value: Any, *, arranged: bool = False) -> Any:
    """Return `value` as JSON values: dataclasses and records as mappings by field, tuples as lists.

    With what is only `arranged`, they are for the key of the cache; without, for the fingerprint.
    """
    kind = type(value)
    if kind is str:
        return value
    if kind is Shared:
        return value.plain(arranged=arranged)
    if isinstance(value, tuple | list):  # texts, most of all there is, are worth no call
        return [one if type(one) is str else plain(one, arranged=arranged) for one in value]
    if (parts := _parts_of(kind, arranged)) is not None:  # type: ignore[arg-type]  # a class can be hashed
        return {
            name: found if type(found) is str else plain(found, arranged=arranged)
            for name, attribute, is_later, default in parts
            for found in [getattr(value, attribute)]
            if not is_later or found != default
        }
    if isinstance(value, Mapping):
        return {key: plain(found, arranged=arranged) for key, found in value.items()}
    return value


@cache
def _parts_of(kind: type, arranged: bool) -> tuple[tuple[str, str, bool, Any], ...] | None:
    """Return what the plain values of a dataclass or a record are made of; None of any other type.

    Of each: what it is called there, its attribute, whether it is left out where it equals its default, and that.
    """
    found: list[tuple[str, Mapping[str, Any], Any]]
    if is_dataclass(kind):
        found = [(one.name, one.metadata, one.default) for one in fields(kind)]
    elif issubclass(kind, Record):
        found = [
            (name, {word: None for word in one.metadata if isinstance(word, str)}, one.default)
            for name, one in kind.model_fields.items()
        ]
    else:
        return None
    return tuple(
        (metadata.get(KNOWN_AS, name), name, LATER in metadata, default)
        for name, metadata, default in found
        if BESIDE not in metadata or (arranged and ARRANGED in metadata)
    )


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in plain values, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from texts_in(part)
