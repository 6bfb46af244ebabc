"""The rule by which earlier texts of sources, and the words they were rid of, leave the log."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import canonical_json, sha256_text
from toolkit.operations.identifiers.erasures import noted
from toolkit.operations.sources.withdrawn import reduce_version
from toolkit.store import queries
from toolkit.store.log import erased
from toolkit.store.log.redact import redact
from toolkit.store.tables import TABLES
from toolkit.text.whole_words import WholeWords

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from toolkit.domain.events import Key, Row
    from toolkit.operations.identifiers.key import Entry
    from toolkit.store.log.redact import Redaction
    from toolkit.store.protocol import Database
    from toolkit.store.writer import Clock

_NO_WORDS = frozenset(
    {
        "id", "source_id", "case_id", "code_id", "coder_id", "round_id", "run_id", "batch_id",
        "target_id", "direction_id", "proposal_id", "suggestion_id", "event_id", "text_sha256",
        "turns_sha256", "content_sha256", "training_sha256", "texts", "created_at", "updated_at",
        "replaced_at", "withdrawn_at", "erased_at", "orphaned_at", "decided_at", "shown_at",
        "progress", "status", "mode", "kind", "verdict", "model", "versions", "origin_table",
        "disagreement_id", "parent",
    }
)  # fmt: skip
"""Columns that hold ids, hashes, times and settled words, none of which a rule may change."""


@dataclass(slots=True)
class ErasureRule:
    """What is left of rows and summaries without earlier texts (`store.log.redact.Rule`)."""

    words: WholeWords
    hashes_of: dict[str, set[str]] = field(default_factory=dict)
    """Hashes of the texts that are erased, by source."""
    texts: dict[str, str] = field(default_factory=dict)
    """Texts that take the place of others, by the hash of the text that goes."""

    hashes: frozenset[str] = field(init=False)
    """Hashes of all the texts that are erased."""

    def __post_init__(self) -> None:
        self.hashes = frozenset().union(*self.hashes_of.values())

    def row(self, table: str, key: Key, row: Row) -> Row | None:  # noqa: ARG002
        """The row with no word of the erased texts; None for a label that is one of the words."""
        if table == "participations" and self.words.any_in(str(row["speaker"])):
            return None
        left = {
            name: value if name in _NO_WORDS or name in TABLES[table].key else self._cleaned(value)
            for name, value in row.items()
        }
        if row.get("text_sha256") in self.hashes:
            left |= {"text_sha256": erased.TEXT_SHA256, "length": len(erased.TEXT)}
            left["turns_sha256"] = erased.TURNS_SHA256
        if table == "codebook_versions" and row["content_sha256"] in self.texts:
            left["content_sha256"] = sha256_text(self.texts[row["content_sha256"]])
        return left

    def summary(self, summary: Mapping[str, Any]) -> Mapping[str, Any]:
        """The summary without the words."""
        return {name: self._told(value) for name, value in summary.items()}

    def _cleaned(self, value: Any) -> Any:
        if not isinstance(value, str) or not self.words.any_in(value):
            return value
        if value[0] in "[{":
            try:
                return canonical_json(self._told(json.loads(value)))
            except ValueError:
                pass
        return self.words.replaced(value)

    def _told(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.words.replaced(value)
        if isinstance(value, list):
            return [self._told(each) for each in value]
        if isinstance(value, dict):
            return {name: self._told(each) for name, each in value.items()}
        return value


def rule_for(
    database: Database,
    source_ids: Iterable[str],
    entries: Iterable[Entry],
    only: Collection[str] | None = None,
) -> ErasureRule:
    """The rule that erases every text that the sources had before, and what was replaced in it.

    Words are those of the key that stand in such a text and not in the text of now. With `only`
    no text is erased but those of these hashes.
    """
    sources = frozenset(source_ids)
    present = {source.text_sha256: source for source in queries.sources(database)}
    hashes_of = _texts_of(database, sources)
    for hashes in hashes_of.values():
        hashes -= {*present, erased.TEXT_SHA256}
        if only is not None:
            hashes &= set(only)
    now = [
        queries.text_body(database, source.text_sha256)
        for source in present.values()
        if source.id in sources
    ]
    return rule_of(database, hashes_of, entries, now)


def rule_of(
    database: Database,
    hashes_of: dict[str, set[str]],
    entries: Iterable[Entry],
    now: Sequence[str],
) -> ErasureRule:
    """The rule that erases texts, by source and hash, and the words of the key that stand in
    them and not in the texts of `now`."""
    rule = ErasureRule(WholeWords({}), hashes_of)
    before = list(queries.bodies_of(database, rule.hashes).values())
    gone = {}
    for entry in entries:
        word = WholeWords({entry.words: ""})
        if any(map(word.any_in, before)) and not any(map(word.any_in, now)):
            gone[entry.words] = entry.replacement
    rule.words = WholeWords(gone)
    if rule.hashes:
        rule.texts = {"text": erased.TEXT, "turns": erased.TURNS}
    for row in database.query("SELECT content_sha256 FROM codebook_versions"):
        reduce_version(database, rule, rule.texts, row["content_sha256"])
    return rule


def _texts_of(database: Database, sources: frozenset[str]) -> dict[str, set[str]]:
    """Hashes of every text that each source ever had."""
    hashes_of: dict[str, set[str]] = {name: set() for name in sources}
    for row in database.iterate("SELECT changes FROM events ORDER BY seq"):
        if not any(canonical_json(name) in row["changes"] for name in sources):
            continue
        for change in json.loads(row["changes"]):
            if change["table"] not in ("sources", "source_revisions"):
                continue
            for state in (change["before"], change["after"]):
                if state is not None and change["key"][0] in sources:
                    hashes_of[change["key"][0]].add(state["text_sha256"])
    return hashes_of


def erase(
    database: Database,
    source_ids: Sequence[str],
    entries: Sequence[Entry],
    *,
    actor: str,
    clock: Clock,
    only: Collection[str] | None = None,
) -> Redaction:
    """Erase the earlier texts of sources, as one event, while nobody else writes.

    With `only` no text is erased but those of these hashes.
    """
    with database.exclusive():
        rule = rule_for(database, source_ids, entries, only)
        now = clock()
        return redact(
            database,
            rule,
            actor=actor,
            changes=[
                noted(database, name, hashes, now)
                for name, hashes in sorted(rule.hashes_of.items())
                if hashes
            ],
            summary={"sources": list(source_ids)},
            kind=erased.KIND,
            clock=clock,
        )
