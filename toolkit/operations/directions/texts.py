"""Texts in bulk: ranking them, learning from labelled ones, and comparing with labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.directions import ALONE, NO_DIRECTION, UNCLEAR
from toolkit.errors import InputError, nearest
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.directions.evidence import Statement
    from toolkit.domain.directions import Direction


def labels_of(
    given: Iterable[tuple[int, Sequence[str]]],
    directions: Sequence[Direction],
    *,
    file: str,
    column: str,
) -> list[tuple[str, ...]]:
    """The direction ids of the labels of each line of a table.

    A label is an id or a name of a direction in any language, `none` or `unclear`; case,
    underscores and spaces make no difference. Raises `InputError` with line and column.
    """
    known = _by_name(directions)
    result = []
    for line, labels in given:
        ids: list[str] = []
        for label in labels:
            if _folded(label) not in known:
                raise _unknown(label, directions, file=file, line=line, column=column)
            ids.append(known[_folded(label)])
        distinct = tuple(dict.fromkeys(ids))
        alone = [name for name in ALONE if name in distinct]
        if alone and len(distinct) > 1:
            raise InputError(
                _("{file}:{line}, column {column}: {name!r} stands alone").format(
                    file=file, line=line, column=column, name=alone[0]
                ),
                code="direction-none",
            )
        result.append(distinct)
    return result


def _by_name(directions: Sequence[Direction]) -> Mapping[str, str]:
    """The id of each name; an id goes before a name, and an earlier direction before a later."""
    names = {_folded(alone): alone for alone in ALONE}
    for direction in directions:
        names.setdefault(_folded(direction.id), direction.id)
    for direction in directions:
        for name in direction.name.values():
            names.setdefault(_folded(name), direction.id)
    return names


def _folded(label: str) -> str:
    return label.strip().casefold().replace("_", "-").replace(" ", "-")


def _unknown(
    label: str, directions: Sequence[Direction], *, file: str, line: int, column: str
) -> InputError:
    valid = [*(direction.id for direction in directions), *ALONE]
    near = nearest(label, valid, 1)
    message = (
        _("{file}:{line}, column {column}: unknown direction {label!r}. Did you mean {near}?")
        if near
        else _("{file}:{line}, column {column}: unknown direction {label!r}.")
    )
    return InputError(
        message.format(file=file, line=line, column=column, label=label, near="".join(near)),
        code="unknown-direction",
        hint=_("Valid: {valid}; several are separated by a semicolon.").format(
            valid=", ".join(valid)
        ),
    )


def examples_of(
    texts: Sequence[tuple[str, Sequence[str]]], directions: Sequence[Direction]
) -> list[Statement]:
    """Labelled texts as what the models learn from; those that are unclear are left out."""
    from toolkit.directions.evidence import example_of

    number = {direction.id: at for at, direction in enumerate(directions)}
    number[NO_DIRECTION] = len(directions)
    return [
        statement
        for text, labels in texts
        if text.strip() and labels and UNCLEAR not in labels
        for statement in example_of(text, [number[label] for label in labels])
    ]
