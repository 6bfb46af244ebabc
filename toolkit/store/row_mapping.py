"""Conversion between a value of the domain and its row, derived from dataclass and table.

A field is kept in the column of its name: texts and numbers as they are, an enum as its value,
truth as 0 or 1, a span in `span_start` and `span_end`, everything else as canonical JSON. The
two functions of a class are compiled when the first value of it is converted, as `dataclasses`
compiles `__init__`, so that reading 100,000 codings looks at no type.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cached_property
from types import NoneType, UnionType
from typing import Any, Generic, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from toolkit.domain.events import canonical_json
from toolkit.domain.spans import Span
from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.store.tables import TABLES

T = TypeVar("T")
Decoder = Callable[[Any], Any]
Codec = tuple[Callable[[Any], Any], Decoder]

_SPAN_COLUMNS = ("span_start", "span_end")


class Stored(Protocol):
    """A row as a driver hands it out, or as a dict."""

    def __getitem__(self, column: str, /) -> Any: ...


class RowMapping(Generic[T]):
    """The rows of a table as values of one dataclass, and back."""

    def __init__(
        self,
        table: str,
        load_type: Callable[[], type[T]],
        *,
        renamed: Mapping[str, str] | None = None,
        beside: Collection[str] = (),
        packed: str = "",
        apart: Collection[str] = (),
        plain: Callable[[], Mapping[str, Codec]] = dict,
    ) -> None:
        """`load_type` returns the dataclass. It is called when the first value is converted, so
        that a command defines only the classes that it reads. `renamed` names the columns of
        fields that are called otherwise, `beside` the columns that no field fills, and `packed`
        the column that holds all other fields as one JSON object. Fields in `apart` are kept in
        another table and have their default here. `plain` returns the functions
        that make JSON of a field, and the field of JSON, where its type does not tell."""
        self.table = TABLES[table]
        self._load_type = load_type
        self._renamed = dict(renamed or {})
        self.beside = frozenset(beside)
        self._packed = packed
        self._apart = frozenset(apart)
        self._load_plain = plain

    def row(self, value: T) -> dict[str, Any]:
        """The row that holds a value, without the columns that no field fills."""
        return self._to_row(value)

    def value(self, row: Stored) -> T:
        """The value that a row holds. Raises `StoreError` for a row that qct did not write."""
        try:
            return self._from_row(row)
        except (TypeError, ValueError, LookupError) as error:
            raise StoreError(
                _("a row of the table {table} holds values that qct does not write").format(
                    table=self.table.name
                ),
                code="store-damaged",
                hint=_(
                    "`qct log --verify` names the rows that were changed; "
                    "`qct restore latest` brings back the newest backup."
                ),
            ) from error

    @cached_property
    def value_type(self) -> type[T]:
        """The dataclass of the values."""
        return self._load_type()

    @cached_property
    def _plain(self) -> Mapping[str, Codec]:
        return self._load_plain()

    @cached_property
    def _hints(self) -> dict[str, Any]:
        """The type of each field."""
        hints = get_type_hints(self.value_type)
        return {
            field.name: hints[field.name]
            for field in fields(self.value_type)  # type: ignore[arg-type]
            if field.name not in self._apart
        }

    @cached_property
    def _columns(self) -> dict[str, str]:
        """The column of each field that has one of its own."""
        names = set(self.table.column_names) - self.beside - {self._packed}
        columns = {field: self._renamed.get(field, field) for field in self._hints}
        columns = {
            field: column
            for field, column in columns.items()
            if column in names or self._hints[field] is Span
        }
        filled = set(columns.values()) | set(_SPAN_COLUMNS if Span in self._hints.values() else ())
        others = self._hints.keys() - columns.keys()
        assert names <= filled, f"{self.table.name}: no field fills {sorted(names - filled)}"
        assert bool(others) == bool(self._packed), (
            f"{self.table.name}: no column for {sorted(others)}"
        )
        return columns

    @cached_property
    def _from_row(self) -> Callable[[Stored], T]:
        scope: dict[str, Any] = {"make": self.value_type, "Span": Span, "loads": json.loads}
        arguments = []
        for place, (field, column) in enumerate(self._columns.items()):
            name = f"decode_{place}"
            if field in self._plain:
                scope[name] = self._plain[field][1]
                expression = f"{name}(loads(row['{column}']))"
            else:
                expression = _decoding(self._hints[field], column, name, scope)
            arguments.append(f"{field}={expression}")
        if self._packed:
            hints = {
                field: self._hints[field] for field in self._hints if field not in self._columns
            }
            scope["unpack"] = _object_decoder(dict, hints)
            arguments.append(f"**unpack(loads(row['{self._packed}']))")
        function: Callable[[Stored], T] = eval(f"lambda row: make({', '.join(arguments)})", scope)
        return function

    @cached_property
    def _to_row(self) -> Callable[[T], dict[str, Any]]:
        scope: dict[str, Any] = {"to_json": _to_json}
        items = []
        for place, (field, column) in enumerate(self._columns.items()):
            if field in self._plain:
                scope[f"encode_{place}"] = self._plain[field][0]
                items.append(f"'{column}': to_json(encode_{place}(value.{field}))")
            else:
                items += _encoding(self._hints[field], field, column)
        if self._packed:
            others = [field for field in self._hints if field not in self._columns]
            packed = ", ".join(f"'{field}': value.{field}" for field in others)
            items.append(f"'{self._packed}': to_json({{{packed}}})")
        function: Callable[[T], dict[str, Any]]
        function = eval(f"lambda value: {{{', '.join(items)}}}", scope)
        return function


def _decoding(hint: Any, column: str, name: str, scope: dict[str, Any]) -> str:
    """The expression of a field's value in terms of `row`."""
    read = f"row['{column}']"
    kind, optional = _without_none(hint)
    if kind is Span:
        start, end = _SPAN_COLUMNS
        return f"Span(row['{start}'], row['{end}'])"
    if kind is bool:
        return f"{read} != 0"
    if kind in (str, int, float):
        return read
    if isinstance(kind, type) and issubclass(kind, Enum):
        scope[name] = _Members(kind, optional=optional)
        return f"{name}[{read}]"
    decode = _json_decoder(kind)
    scope[name] = decode
    return f"loads({read})" if decode is None else f"{name}(loads({read}))"


def _encoding(hint: Any, field: str, column: str) -> list[str]:
    """The items of the row that hold a field of `value`."""
    kind, optional = _without_none(hint)
    attribute = f"value.{field}"
    if kind is Span:
        start, end = _SPAN_COLUMNS
        return [f"'{start}': {attribute}.start", f"'{end}': {attribute}.end"]
    if kind is bool:
        return [f"'{column}': int({attribute})"]
    if kind in (str, int, float):
        return [f"'{column}': {attribute}"]
    if isinstance(kind, type) and issubclass(kind, Enum):
        absent = f"None if {attribute} is None else " if optional else ""
        return [f"'{column}': {absent}{attribute}.value"]
    return [f"'{column}': to_json({attribute})"]


class _Members(dict[Any, Any]):
    """The members of an enum by value; looking one up costs a fifth of calling the enum."""

    def __init__(self, kind: type[Enum], *, optional: bool) -> None:
        super().__init__({member.value: member for member in kind})
        self._kind = kind
        if optional:
            self[None] = None

    def __missing__(self, value: object) -> Enum:
        return self._kind(value)  # raises the ValueError that names the value


def _without_none(hint: Any) -> tuple[Any, bool]:
    """The type less `None`, and whether `None` was part of it."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    (kind,) = (part for part in get_args(hint) if part is not NoneType)
    return kind, True


def _json_decoder(hint: Any) -> Decoder | None:
    """The function that makes a value of a type from parsed JSON; None where JSON gives it as it
    is."""
    kind, optional = _without_none(hint)
    origin = get_origin(kind)
    if origin is tuple:
        item = _json_decoder(get_args(kind)[0])
        return tuple if item is None else lambda items: tuple(item(part) for part in items)
    if origin is not None and issubclass(origin, Mapping):
        entry = _json_decoder(get_args(kind)[1])
        return entry and (lambda items: {key: entry(part) for key, part in items.items()})
    if isinstance(kind, type) and is_dataclass(kind):
        assert not optional, f"{kind}: None in JSON"
        return _object_decoder(kind, get_type_hints(kind))
    return None


def _object_decoder(make: Callable[..., Any], hints: Mapping[str, Any]) -> Decoder:
    """The function that makes a dataclass, or a dict, from a JSON object of its fields."""
    decoders = {field: _json_decoder(hint) for field, hint in hints.items()}

    def decode(parsed: Mapping[str, Any]) -> Any:
        values = {}
        for field, part in parsed.items():
            decoder = decoders[field]
            values[field] = part if decoder is None else decoder(part)
        return make(**values)

    return decode


def _to_json(value: object) -> str:
    return canonical_json(_plain(value))


def _plain(value: Any) -> Any:
    """A value as JSON has it: objects and lists in place of dataclasses, mappings and tuples."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
