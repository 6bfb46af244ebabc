"""Pseudonyms that were given to others between a proposal and its acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import ConflictError
from toolkit.i18n import _
from toolkit.language.identifiers.pseudonyms import (
    NEEDS_NO_NUMBER,
    Named,
    comparable,
    in_brackets,
)
from toolkit.store import queries
from toolkit.store.preconditions import Precondition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.operations.identifiers.accept import Choice
    from toolkit.operations.identifiers.key import Key
    from toolkit.store.protocol import Database


@dataclass(frozen=True, slots=True)
class Taken:
    """Whose each pseudonym was when proposals were made; words are in comparable form."""

    key: frozenset[Named]
    """What the key said."""
    proposed: frozenset[Named]
    """What was proposed beside it."""
    standing: frozenset[str]
    """What stood in square brackets in a text."""


def taken(database: Database, key: Key, proposed: Iterable[Named] = ()) -> Taken:
    """Whose each pseudonym is by a key and the texts of all sources."""
    standing = {
        words
        for source in queries.sources(database)
        for words in in_brackets(queries.text_body(database, source.text_sha256))
    }
    return Taken(_compared(key.named()), _compared(proposed), frozenset(standing))


def check_still_free(
    database: Database, chosen: Sequence[tuple[Choice, str]], key: Key, seen: Taken
) -> list[Precondition]:
    """Raise `ConflictError` where somebody has given a pseudonym to others since `seen`.

    Each choice comes with its words. `key` is the key of now, which nobody else changes
    meanwhile. Returns what has to hold still when the step is written: the texts of other sources,
    where a pseudonym is new to the key, since they may get it by the key of another machine.
    """
    holders: dict[str, set[Named]] = {}
    for named in _compared(key.named()):
        holders.setdefault(named.replacement, set()).add(named)
    before = {(named.kind, named.words): named.replacement for named in seen.key}
    new: dict[str, Choice] = {}
    for choice, words in chosen:
        own = (choice.kind, comparable(words))
        entry = key.entries.get(own)
        has = entry.replacement if entry is not None else None
        if has not in (None, choice.replacement, before.get(own)):
            raise _given(
                choice,
                _("the words at {place} have got the pseudonym {other} in the meantime").format(
                    place=_place(choice), other=has
                ),
            )
        if choice.kind in NEEDS_NO_NUMBER:
            continue
        others = {each for each in holders.get(choice.replacement, ()) if each[:2] != own}
        if others - seen.key - seen.proposed:
            raise _given(
                choice,
                _("{pseudonym} has been given to other words in the meantime").format(
                    pseudonym=choice.replacement
                ),
            )
        if choice.replacement not in holders:
            new[choice.replacement] = choice
    return _not_in_texts(database, new, seen) if new else []


def _not_in_texts(database: Database, new: dict[str, Choice], seen: Taken) -> list[Precondition]:
    """The texts in which none of the new pseudonyms stands, as far as none stood in them before."""
    preconditions = []
    for source in queries.sources(database):
        text = queries.text_body(database, source.text_sha256)
        for pseudonym, choice in new.items():
            if pseudonym in text and pseudonym not in seen.standing:
                raise _given(
                    choice,
                    _("{pseudonym} stands in {source} in the meantime, for other words").format(
                        pseudonym=pseudonym, source=source.id
                    ),
                )
        preconditions.append(Precondition("sources", source.id, "text_sha256", source.text_sha256))
    return preconditions


def _compared(entries: Iterable[Named]) -> frozenset[Named]:
    return frozenset(
        Named(named.kind, comparable(named.words), named.replacement) for named in entries
    )


def _place(choice: Choice) -> str:
    return f"{choice.source}:{choice.start}:{choice.end}"


def _given(choice: Choice, message: str) -> ConflictError:
    return ConflictError(
        message,
        code="pseudonym-taken",
        hint=_(
            "Nothing was changed. List the pseudonyms again with `qct deidentify --sources "
            "{source}`, and accept what fits."
        ).format(source=choice.source),
    )
