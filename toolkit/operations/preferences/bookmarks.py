"""Places that a coder has marked with a letter, to come back to.

Like pins they are a habit, not data. A mark is kept with the hash of the text it was set in:
when that text is corrected it follows its words, and where they are gone it says so.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import partial

from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.errors import InputError, UsageError
from toolkit.operations.preferences.local_file import OwnFile
from toolkit.operations.session import ProjectSession, need_source
from toolkit.store import queries
from toolkit.text.carry_spans import Carrier
from toolkit.text.motions import word_at

FILE = "marks.json"
_FILE = OwnFile(FILE, "marks")


@dataclass(frozen=True, slots=True)
class Bookmark:
    letter: str
    source_id: str
    offset: int | None
    """In the source's text as it is now; None when the words that it was set at are gone."""
    moved: bool = False
    """Whether the text was corrected since, so that it had to follow."""


def marks(session: ProjectSession, coder: str) -> list[Bookmark]:
    """The coder's marks in the order of their letters. Raises `InputError` for a damaged file."""
    own = _FILE.read(session, coder)
    sources = {source.id: source for source in queries.sources(session.database)}
    return [_mark(session, letter, own[letter], sources) for letter in sorted(own)]


def mark(session: ProjectSession, letter: str, *, coder: str) -> Bookmark:
    """One of the coder's marks. Raises `InputError`, naming those there are, if it is not set."""
    letter = _letter(letter)
    found = marks(session, coder)
    for one in found:
        if one.letter == letter:
            return one
    there = f"set are {', '.join(one.letter for one in found)}" if found else "none is set"
    raise InputError(
        f"{coder} has no mark {letter}: {there}",
        code="mark-unset",
        hint='Set one with " and the letter in the workspace, or with `qct marks set`.',
    )


def set_mark(
    session: ProjectSession, letter: str, source_id: str, offset: int, *, coder: str
) -> Bookmark:
    """Mark a place with a letter, in place of where the letter was."""
    letter, source = _letter(letter), need_source(session, source_id)
    if not 0 <= offset < max(source.length, 1):
        raise InputError(
            f"{offset} is outside of source {source.id}: offsets run from 0 to "
            f"{max(source.length - 1, 0)}",
            code="place-outside",
        )
    kept = _FILE.read(session, coder)
    kept[letter] = f"{offset} {source.text_sha256} {source_id}"
    _FILE.write(session, coder, kept)
    return Bookmark(letter, source_id, offset)


def remove_mark(session: ProjectSession, letter: str, *, coder: str) -> Bookmark:
    """Forget a mark; where it was."""
    found = mark(session, letter, coder=coder)
    kept = _FILE.read(session, coder)
    del kept[found.letter]
    _FILE.write(session, coder, kept)
    return found


def _letter(text: str) -> str:
    letter = unicodedata.normalize("NFC", text)
    if len(letter) != 1 or not letter.isalpha():
        raise UsageError(
            f"{text!r} cannot name a mark",
            code="mark-letter",
            hint="A mark is one letter, as in a.",
        )
    return letter


def _mark(session: ProjectSession, letter: str, kept: str, sources: dict[str, Source]) -> Bookmark:
    first, _, rest = kept.partition(" ")
    sha256, _, source_id = rest.partition(" ")
    if not first.isascii() or not first.isdigit():
        return Bookmark(letter, source_id, None)
    offset, source = int(first), sources.get(source_id)
    if source is None:
        return Bookmark(letter, source_id, None)
    if source.text_sha256 == sha256:
        return Bookmark(letter, source_id, min(offset, max(source.length - 1, 0)))
    body = partial(queries.text_body, session.database)
    return Bookmark(
        letter, source_id, carried(body(sha256), body(source.text_sha256), offset), True
    )


def carried(old: str, new: str, offset: int) -> int | None:
    """Where a place of `old` is in `new`: at its word, else where most of its line is, or None."""
    if offset >= len(old):
        return None
    carrier = Carrier(old, new)
    word = word_at(old, offset) or Span(offset, offset + 1)
    found = carrier.carry(word).span
    if found is not None:
        return min(found.start + offset - word.start, found.end - 1)
    start = old.rfind("\n", 0, offset) + 1
    end = old.find("\n", offset)
    line = Span(start, max(end if end >= 0 else len(old), start + 1))
    # A speaker's label alone is not what was marked.
    return carrier.follow(offset) if carrier.kept_of(line) * 2 > len(line) else None
