"""Erased texts in a merge: what another copy still has of them does not come back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.merge_texts import source_key
from toolkit.operations.exchange.table_relations import source_of
from toolkit.operations.exchange.withdrawn_there import reduced
from toolkit.operations.identifiers.again import sources_having
from toolkit.operations.identifiers.erasure import ErasureRule, rule_of
from toolkit.operations.identifiers.erasures import erased_hashes, erasures
from toolkit.operations.identifiers.key import read_key
from toolkit.operations.sources.withdrawn import WithdrawalRule, rule_for
from toolkit.store import queries
from toolkit.store.log.erased import TEXT_SHA256

if TYPE_CHECKING:
    from toolkit.domain.merge import RowKey, State
    from toolkit.domain.merge_texts import ContestedSource
    from toolkit.operations.session import ProjectSession
    from toolkit.store.protocol import Database


@dataclass(frozen=True, slots=True)
class ErasedThere:
    """What another copy has of texts that were erased here."""

    rule: ErasureRule
    sources: frozenset[str]
    """Sources of both copies of which the other has such a text."""
    standing: frozenset[str]
    """Those of them that have such a text as their text of now."""
    strangers: WithdrawalRule | None
    """The rule for sources that have such a text and that this project has not."""

    @property
    def texts(self) -> list[str]:
        """Texts of their codebook versions without the words."""
        others = self.strangers.texts if self.strangers is not None else {}
        return [*self.rule.texts.values(), *others.values()]

    def reduce(
        self, history: dict[RowKey, list[State]]
    ) -> tuple[dict[RowKey, list[State]], dict[str, int]]:
        """The history without the erased texts, the words that were replaced in them, and rows
        that lie on these texts; and how many rows were left out, by source."""
        counts = Counter[str]()
        if self.strangers is not None:
            history, left = reduced(history, self.strangers)
            counts.update(left)
        where = source_of(history)
        result: dict[RowKey, list[State]] = {}
        for key, states in history.items():
            if (source := where(key, states)) in self.standing:
                assert source is not None
                counts[source] += 1
                continue
            kept = [
                self.rule.row(key[0], key[1], row) if row is not None else None for row in states
            ]
            if any(kept) or not any(states):
                result[key] = kept
        return result, dict(counts)

    def decides(self, source: ContestedSource) -> bool:
        """Whether a text that differs is one made of an erased text, so that ours stays."""
        key = source_key(source.source_id)
        base = (source.theirs.get(key) or source.ours.get(key) or (None,))[0]
        return (
            source.source_id in self.sources
            and base is not None
            and base.get("text_sha256") == TEXT_SHA256
        )


def erased_there(
    session: ProjectSession, theirs: Database, passphrase: str | None
) -> ErasedThere | None:
    """What the other copy has of texts that were erased here; None where it has none.

    Raises `UsageError` where the key is sealed and the passphrase is missing.
    """
    ours = session.database
    hashes = erased_hashes(ours)
    if not queries.known_texts(theirs, hashes):
        return None
    here = {source.id: source for source in queries.sources(ours)}
    having = sources_having(theirs, hashes)
    strangers = [name for name in having if name not in here]
    stored = {source.id: source.text_sha256 for source in queries.sources(theirs)}
    shared = frozenset(having) - set(strangers)
    hashes_of = {each.source_id: hashes & each.texts for each in erasures(ours)}
    present = [here[name].text_sha256 for name in sorted(hashes_of) if name in here]
    now = [queries.text_body(ours, sha256) for sha256 in present]
    entries = read_key(session, passphrase).entries.values()
    return ErasedThere(
        rule_of(theirs, hashes_of, entries, now),
        shared,
        frozenset(name for name in shared if stored[name] in hashes),
        rule_for(theirs, strangers) if strangers else None,
    )


def still_here(ours: Database, theirs: Database) -> tuple[str, ...]:
    """Sources of which the other copy has erased texts that this project still has."""
    return tuple(
        erasure.source_id
        for erasure in erasures(theirs)
        if queries.known_texts(ours, erasure.texts)
    )
