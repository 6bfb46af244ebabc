"""The base of the subjects that a project is made of, such as `project.codings`."""

from __future__ import annotations

from functools import wraps
from types import FunctionType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from toolkit.operations.gate import gated
from toolkit.store.snapshots import read_in_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.operations.session import ProjectSession


class Subject:
    """One subject of an open project. It keeps nothing but the session that it works on.

    Its public methods pass the gate (`toolkit/operations/gate.py`).
    """

    def __init_subclass__(cls) -> None:
        for name, member in list(vars(cls).items()):
            if not name.startswith("_") and isinstance(member, FunctionType):
                setattr(cls, name, gated(member, cls.__name__))

    def __init__(self, session: ProjectSession) -> None:
        self._session = session


Own = TypeVar("Own", bound=Subject)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def in_one_snapshot(
    method: Callable[Concatenate[Own, Arguments], Result],
) -> Callable[Concatenate[Own, Arguments], Result]:
    """Let a method of a subject read one state of the store, whatever others commit meanwhile.

    Such a method writes nothing, returns no generator, and may call others of its kind.
    """

    @wraps(method)
    def reading(self: Own, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        return read_in_snapshot(self._session.database, lambda: method(self, *args, **kwargs))

    reading.reads_one_snapshot = True  # type: ignore[attr-defined]
    return reading
