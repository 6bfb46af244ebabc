"""The key of the pseudonyms: which words each stands for, and what was decided on others.

It is a file of its own beside the store, readable to its owner alone: no event, no export and no
bundle holds anything of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.language.identifiers.candidate import Kind
from toolkit.language.identifiers.pseudonyms import Named, comparable
from toolkit.operations.identifiers.key_file import KeyFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.operations.session import ProjectSession

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that were replaced by a pseudonym."""

    kind: Kind
    words: str
    replacement: str
    always: bool = False
    """Whether they are to be replaced in sources to come, too."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that holds no identifier, as somebody decided."""

    source: str
    text_sha256: str
    start: int
    end: int


@dataclass(slots=True)
class Key:
    """What people decided on the identifiers of a project."""

    entries: dict[tuple[Kind, str], Entry] = field(default_factory=dict)
    """By kind and comparable words."""
    rejected: dict[tuple[Kind, str], str] = field(default_factory=dict)
    """Words that are no identifiers of a kind, as they were seen, by kind and comparable words."""
    places: set[Place] = field(default_factory=set)

    def accept(self, entry: Entry) -> None:
        """Keep a pseudonym; words that were always to be replaced stay so."""
        at = (entry.kind, comparable(entry.words))
        before = self.entries.get(at)
        if before is not None and before.always and not entry.always:
            entry = Entry(entry.kind, before.words, entry.replacement, always=True)
        self.entries[at] = entry
        self.rejected.pop(at, None)

    def reject(self, kind: Kind, words: str) -> None:
        """Keep that these words are no identifier of this kind.

        A pseudonym that stands for them in a text already is kept: it is the way back.
        """
        at = (kind, comparable(words))
        self.rejected[at] = words
        if (entry := self.entries.get(at)) is not None:
            self.entries[at] = replace(entry, always=False)

    def named(self) -> list[Named]:
        """The pseudonyms, in the order of their words."""
        return [
            Named(entry.kind, entry.words, entry.replacement)
            for _at, entry in sorted(self.entries.items())
        ]

    def to_json(self) -> str:
        """The key as the text of its file."""
        content = {
            "version": _VERSION,
            "entries": [
                {
                    "kind": entry.kind.value,
                    "words": entry.words,
                    "replacement": entry.replacement,
                    "always": entry.always,
                }
                for _at, entry in sorted(self.entries.items())
            ],
            "rejected": [
                {"kind": kind.value, "words": words}
                for (kind, _compared), words in sorted(self.rejected.items())
            ],
            "places": [
                {
                    "source": place.source,
                    "text_sha256": place.text_sha256,
                    "start": place.start,
                    "end": place.end,
                }
                for place in sorted(self.places, key=lambda p: (p.source, p.start, p.end))
            ],
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def key_from_json(text: str, where: str) -> Key:
    """The key in the text of its file. Raises `InputError` for what is none, naming `where`."""
    try:
        content = json.loads(text)
        if content["version"] != _VERSION:
            raise ValueError(_("its version is not one that this program reads"))
        key = Key()
        for item in content["entries"]:
            key.accept(
                Entry(
                    Kind(item["kind"]),
                    _text(item["words"]),
                    _text(item["replacement"]),
                    always=bool(item["always"]),
                )
            )
        for item in content["rejected"]:
            key.reject(Kind(item["kind"]), _text(item["words"]))
        for item in content["places"]:
            key.places.add(
                Place(
                    _text(item["source"]),
                    _text(item["text_sha256"]),
                    int(item["start"]),
                    int(item["end"]),
                )
            )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            _("{path} is not a key of pseudonyms: {why}").format(path=where, why=error),
            code="key-unreadable",
            hint=_("Restore it from a copy; without it, new pseudonyms can repeat others."),
        ) from error
    return key


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(_("a text is missing"))
    return value


def key_file_of(session: ProjectSession) -> KeyFile:
    """Where the key of the project is kept; once opened, it stays so while the project is open."""

    def make() -> KeyFile:
        return KeyFile(session.private_folder)

    return session.caches.get("identifiers.key", "", make)


def read_key(session: ProjectSession, passphrase: str | None = None) -> Key:
    """The key of the project; empty where there is none.

    Raises `InputError` for a damaged one, and where it is sealed and the passphrase is missing
    or wrong.
    """
    file = key_file_of(session)
    text = file.read(passphrase)
    return key_from_json(text, str(file.path)) if text is not None else Key()


def entries_sorted(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by their pseudonym, then by their words."""
    return sorted(entries, key=lambda entry: (entry.replacement, entry.words))
