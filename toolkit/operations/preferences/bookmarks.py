"""The file of the places that a coder has marked with a letter, to come back to.

Like pins they are a habit, not data. A bookmark is kept with the hash of the text it was set in:
when that text is corrected it follows its words, and where they are gone it says so.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.preferences.local_file import PreferenceFile
from toolkit.store import queries
from toolkit.text.corrections.carry_spans import Carrier
from toolkit.text.motions import word_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.domain.transcript import Source
    from toolkit.operations.session import ProjectSession

FILE = "marks.json"
BOOKMARKS = PreferenceFile(FILE, "marks")


@dataclass(frozen=True, slots=True)
class Bookmark:
    letter: str
    source_id: str
    offset: int | None
    """In the source's text as it is now; None when the words that it was set at are gone."""
    moved: bool = False
    """Whether the text was corrected since, so that it had to follow."""


def checked_letter(text: str) -> str:
    """The letter that names a bookmark. Raises `UsageError` for anything else."""
    letter = unicodedata.normalize("NFC", text)
    if len(letter) != 1 or not letter.isalpha():
        raise UsageError(
            _("{text!r} cannot name a mark").format(text=text),
            code="mark-letter",
            hint=_("A mark is one letter, as in a."),
        )
    return letter


def entry(source: Source, offset: int) -> str:
    """How the place of a bookmark is written in the file."""
    return f"{offset} {source.text_sha256} {source.id}"


def bookmark_from(
    session: ProjectSession, letter: str, entry: str, sources: Mapping[str, Source]
) -> Bookmark:
    """The bookmark that an entry of the file says, in the source's text as it is now."""
    first, _space, rest = entry.partition(" ")
    sha256, _space, source_id = rest.partition(" ")
    if not first.isascii() or not first.isdigit() or len(first) > 18:
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
    span = carrier.carry(word).span
    if span is not None:
        return min(span.start + offset - word.start, span.end - 1)
    start = old.rfind("\n", 0, offset) + 1
    end = old.find("\n", offset)
    line = Span(start, max(end if end >= 0 else len(old), start + 1))
    # A speaker's label alone is not what was marked.
    return carrier.follow(offset) if carrier.kept_of(line) * 2 > len(line) else None
