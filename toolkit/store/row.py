"""Types of a statement's parameters and of its rows, the same for every driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

Params = Mapping[str, Any]
"""Values of the `:name` parameters of a statement."""


class Row(Protocol):
    """A row as either driver hands it out: by column name or place; `dict(row)` works."""

    def __getitem__(self, column: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def keys(self) -> list[str]: ...
