"""`project.identifiers`: what may identify people in the sources, and pseudonyms in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import ConflictError, InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.identifiers import accept as accepting
from toolkit.operations.identifiers import taken as taking
from toolkit.operations.identifiers.key import (
    Entry,
    Key,
    entries_sorted,
    key_file_of,
    key_from_json,
    read_key,
)
from toolkit.operations.session import need_source, need_text
from toolkit.operations.sources import correct
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries
from toolkit.store.log.entries import newest_seq
from toolkit.store.snapshots import read_in_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from toolkit.domain.transcript import Source
    from toolkit.language.identifiers.candidate import Kind
    from toolkit.operations.identifiers.accept import Accepted, Choice
    from toolkit.operations.identifiers.erase import Erased
    from toolkit.operations.identifiers.erasures import Erasure
    from toolkit.operations.identifiers.propose import Proposals
    from toolkit.operations.identifiers.risk import Risk
    from toolkit.operations.identifiers.taken import Taken


class Identifiers(Subject):
    """Proposals of what identifies people, decisions on them, and the key of the pseudonyms.

    Wherever a passphrase is asked for, it is needed only while the key is sealed.
    """

    def propose(
        self,
        sources: Iterable[str] = (),
        *,
        passphrase: str | None = None,
        note: Callable[[int, int], None] | None = None,
    ) -> Proposals:
        """Stretches of the sources (all where none is named) that may identify somebody.

        Nothing is changed. `note` is told how many pieces of text are analysed, and of how many.
        """
        from toolkit.operations.identifiers.names_list import listed_names
        from toolkit.operations.identifiers.propose import propose, read_sources

        session = self._session
        # The texts are read in one state; the analysis, which takes a minute, holds none.
        key = read_key(session, passphrase)
        read, seen = read_in_snapshot(
            session.database,
            lambda: (
                read_sources(session, self._chosen(sources)),
                taking.taken(session.database, key),
            ),
        )
        return propose(session, read, key, seen, listed=listed_names(session), note=note)

    @in_one_snapshot
    def quote_risks(self, quotes: Iterable[str]) -> dict[str, Risk]:
        """The quotes whose details few cases share, with those details, by the quote.

        A quote is a risk where it mentions two or more of a role, a body, an event and a date,
        and fewer than three cases mention all of them anywhere.
        """
        from toolkit.operations.identifiers.risk import judge_of

        judge = judge_of(self._session)
        return {quote: risk for quote in quotes if (risk := judge.of(quote)) is not None}

    @in_one_snapshot
    def refuse_risks(self, quotes: Iterable[tuple[str, int, int, str]]) -> None:
        """Raise `CheckFailed` where a quote (source, start, end, words) is a risk."""
        from toolkit.operations.identifiers.risk import judge_of, refuse_risks

        judge = judge_of(self._session)
        refuse_risks(
            (f"{source}:{start}:{end}", risk)
            for source, start, end, words in quotes
            if (risk := judge.of(words)) is not None
        )

    def accept(
        self,
        choices: Iterable[Choice],
        *,
        actor: str,
        passphrase: str | None = None,
        texts: Mapping[str, str] | None = None,
        seen: Taken | None = None,
        dry_run: bool = False,
    ) -> Accepted:
        """Put pseudonyms in the place of stretches, as one step that undo takes back.

        The texts get a new revision, and codings, memos and mappings stay on their words. Korean
        particles after a pseudonym fit it. The key keeps which words a pseudonym stands for.
        Raises `InputError` for stretches that overlap or lie outside a text, and where the key
        cannot be opened, and `ConflictError` where a source has not the text any more whose
        SHA-256 `texts` gives by its id, and where somebody has given a pseudonym to other words,
        or these words another pseudonym, since `seen` (`Proposals.taken`; without it, since this
        call began); nothing is changed then.
        """
        session = self._session
        newest = newest_seq(session.database)
        by_source: dict[str, list[Choice]] = {}
        for choice in choices:
            by_source.setdefault(choice.source, []).append(choice)
        hashes = texts or {}
        planned = [
            accepting.plan(session, need_text(session, name, hashes.get(name)), chosen)
            for name, chosen in by_source.items()
        ]
        corrections = tuple(each.prepared.correction for each in planned)
        replaced = sum(map(len, by_source.values()))
        if dry_run or not planned:
            return accepting.Accepted(replaced, corrections)
        if seen is None:
            seen = taking.taken(session.database, read_key(session, passphrase))
        file = key_file_of(session)
        with file.locked():
            before = file.read(passphrase)
            key = key_from_json(before, str(file.path)) if before is not None else Key()
            chosen = accepting.with_words(session, planned, by_source)
            expected = taking.check_still_free(session.database, chosen, key, seen)
            for each in planned:
                text = queries.text_body(session.database, each.source.text_sha256)
                accepting.note_in_key(key, each, by_source[each.source.id], text)
            # Before the texts change: words without a way back would be lost with an old key.
            file.write(key.to_json(), passphrase)
            try:
                event = correct.record(
                    session,
                    [each.prepared for each in planned],
                    newest=newest,
                    actor=actor,
                    kind="source.deidentify",
                    summary={
                        "sources": list(by_source),
                        "replaced": replaced,
                        **correct.counts_told(session, [each.prepared for each in planned]),
                    },
                    changes=[change for each in planned for change in each.changes],
                    preconditions=expected,
                )
            except (ConflictError, InputError):
                file.put_back(before, passphrase)
                raise
        return accepting.Accepted(replaced, corrections, event.seq)

    def reject(
        self,
        words: Iterable[tuple[Kind, str]] = (),
        *,
        at: Iterable[tuple[str, int, int]] = (),
        passphrase: str | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Keep that words of a kind, or single places (source, start, end), identify nobody.

        They are not proposed again. No text is changed. Raises `ConflictError` where a source has
        not the text any more whose SHA-256 `texts` gives by its id; nothing is kept then.
        """
        from toolkit.operations.identifiers.propose import rejected_at

        session, seen = self._session, texts or {}
        places = [
            rejected_at(need_text(session, name, seen.get(name)), start, end)
            for name, start, end in at
        ]

        def decide(key: Key) -> None:
            for kind, each in words:
                key.reject(kind, each)
            key.places.update(places)

        self._change_key(decide, passphrase)

    def always(self, entries: Iterable[Entry], *, passphrase: str | None = None) -> None:
        """Keep that words are to be replaced by a pseudonym in every source, those to come too.

        No text is changed: `propose` finds them, and `accept` replaces them.
        """
        given = list(entries)
        for entry in given:
            accepting.check_replacement(entry.words, entry.replacement)

        def decide(key: Key) -> None:
            for entry in given:
                key.accept(entry)

        self._change_key(decide, passphrase)

    def pseudonym(
        self, kind: Kind, words: str, *, language: str = "", passphrase: str | None = None
    ) -> str:
        """The pseudonym of words by the key: the one they have, else the next that is free.

        `language` is that of the source, which decides where words have no letters.
        """
        from toolkit.language.identifiers.pseudonyms import Pseudonyms

        database = self._session.database
        ids = [source.id for source in queries.sources(database)]
        texts = queries.texts_of(database, ids).values()
        pseudonyms = Pseudonyms(read_key(self._session, passphrase).named(), texts=texts)
        return pseudonyms.of(kind, words, language)

    def key(self, *, passphrase: str | None = None) -> list[Entry]:
        """The pseudonyms with the words that they stand for, by pseudonym."""
        return entries_sorted(read_key(self._session, passphrase).entries.values())

    def forget(self, replacements: Iterable[str], *, passphrase: str | None = None) -> int:
        """Drop pseudonyms from the key, or rejections where none is named; how many went.

        Texts stay as they are; what a dropped pseudonym stood for cannot be looked up any more.
        """
        named = set(replacements)
        dropped = 0

        def decide(key: Key) -> None:
            nonlocal dropped
            gone = [at for at, entry in key.entries.items() if entry.replacement in named]
            if missing := named - {key.entries[at].replacement for at in gone}:
                raise UsageError(
                    _("the key has no pseudonym {names}").format(names=", ".join(sorted(missing))),
                    code="unknown-pseudonym",
                    hint=_("`qct deidentify key` lists them."),
                )
            for at in gone:
                del key.entries[at]
            dropped = len(gone)
            if not named:
                dropped = len(key.rejected) + len(key.places)
                key.rejected.clear()
                key.places.clear()

        self._change_key(decide, passphrase)
        return dropped

    def key_path(self) -> Path:
        """The file that holds the key, or would hold it."""
        return key_file_of(self._session).path

    def is_key_sealed(self) -> bool:
        """Whether the key needs a passphrase."""
        return key_file_of(self._session).is_sealed

    def seal_key(self, passphrase: str) -> None:
        """Encrypt the key with a passphrase, and remove the plain file.

        Raises `UsageError` where it is sealed, the passphrase is short, or pyrage is missing.
        """
        file = key_file_of(self._session)
        with file.locked():
            if not file.is_sealed:
                text = file.read()
                if text is None:
                    file.write(Key().to_json())
                else:
                    # A damaged key is not sealed over.
                    key_from_json(text, str(file.path))
            file.seal(passphrase)

    def open_key(self, passphrase: str) -> None:
        """Make the key a plain file again. Raises `InputError` for a wrong passphrase."""
        file = key_file_of(self._session)
        with file.locked():
            file.unseal(passphrase)

    def erase(
        self,
        sources: Iterable[str],
        *,
        actor: str,
        passphrase: str | None = None,
        dry_run: bool = False,
    ) -> Erased:
        """Erase for good what sources said before pseudonyms took its place.

        Earlier texts, and the replaced words in memos, examples and the log, go from the store,
        backups, caches and exports; the log can still be verified. It cannot be undone, and the
        project cannot be shown as it was before. Returns everything that held the words, and what
        was done with it; with `dry_run` nothing is changed. Raises `UsageError` for a source
        without an earlier text.
        """
        from toolkit.operations.identifiers import erase as erasing
        from toolkit.operations.sources import withdraw

        session = self._session
        named = tuple(dict.fromkeys(need_source(session, name).id for name in sources))
        withdraw.refuse_away(session)
        entries = list(read_key(session, passphrase).entries.values())
        planned = erasing.plan(session, named, entries)
        if not planned.rule.hashes:
            raise UsageError(
                _("{sources} has no earlier text to erase").format(sources=", ".join(named)),
                code="nothing-to-erase",
                hint=_("`qct deidentify accept` replaces words first."),
            )
        if dry_run:
            return erasing.Erased(named, len(entries), planned.held)
        return erasing.carry_out(session, planned, entries, actor=actor)

    def readmit(self, sources: Iterable[str], *, actor: str) -> tuple[str, ...]:
        """Let erased texts of sources come in again; nothing comes back by itself.

        Returns the ids of the sources. Raises `InputError` for one of which no text was erased.
        """
        from toolkit.operations.identifiers.erasures import readmit

        named = tuple(dict.fromkeys(sources))
        return readmit(self._session, named, actor=actor)

    @in_one_snapshot
    def erased(self) -> list[Erasure]:
        """The sources of which earlier texts were erased, by id."""
        from toolkit.operations.identifiers.erasures import erasures

        return erasures(self._session.database)

    def _change_key(self, decide: Callable[[Key], None], passphrase: str | None) -> None:
        file = key_file_of(self._session)
        with file.locked():
            key = read_key(self._session, passphrase)
            decide(key)
            file.write(key.to_json(), passphrase)

    def _chosen(self, sources: Iterable[str]) -> Sequence[Source]:
        named = list(dict.fromkeys(sources))
        if named:
            return [need_source(self._session, name) for name in named]
        return queries.sources(self._session.database)
