"""Withdrawn sources: which rows and words are theirs, and the refusal to take them in again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import canonical_json, sha256_text
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.operations.identifiers.erasures import erasures
from toolkit.store import queries, rows
from toolkit.store.codebook_versions import version_content, version_parts
from toolkit.store.log.redact import redact
from toolkit.store.writer import Clock, utc_now
from toolkit.text.shared_runs import LEAST, SharedRuns, reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.domain.events import Key, Row
    from toolkit.store.log.redact import Redaction, Rule
    from toolkit.store.protocol import Database

MARK = "[withdrawn]"
"""Stands in the place of words, labels and names that were withdrawn."""
_EXAMPLES = ("examples", "counter_examples")
_BY_MACHINE = frozenset({"evidence", "parameters", "versions", "model", "keywords"})
"""Columns that hold no words of a transcript."""
_RUNS = frozenset({"theme_runs", "themes", "theme_members", "theme_edits", "theme_assignments"})


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A source that was withdrawn."""

    source_id: str
    texts: frozenset[str]
    """Hashes of the texts that it had."""
    withdrawn_at: str


def withdrawals(database: Database) -> list[Withdrawal]:
    """The withdrawn sources, by id."""
    return [
        Withdrawal(row["source_id"], frozenset(json.loads(row["texts"])), row["withdrawn_at"])
        for row in database.query("SELECT * FROM withdrawals ORDER BY source_id")
    ]


def refuse_withdrawn(
    standing: Iterable[Withdrawal], source_id: str, text_sha256: str, file: str
) -> None:
    """Raise `InputError` for a source that was withdrawn, whatever its name is now."""
    for withdrawal in standing:
        if source_id == withdrawal.source_id or text_sha256 in withdrawal.texts:
            raise InputError(
                _("{file} is {source}, which was withdrawn on {date}").format(
                    file=file, source=withdrawal.source_id, date=withdrawal.withdrawn_at[:10]
                ),
                code="source-withdrawn",
                hint=_(
                    "Remove the file. If the participant agrees again, or this is another source: "
                    "`qct sources withdraw --take-back {source}`."
                ).format(source=withdrawal.source_id),
            )


def sources_like(database: Database, standing: Iterable[Withdrawal]) -> list[str]:
    """Ids of the sources of a store that were withdrawn elsewhere, by their ids or texts."""
    withdrawn = list(standing)
    if not withdrawn:
        return []
    named = {withdrawal.source_id for withdrawal in withdrawn}
    hashes = {sha256 for withdrawal in withdrawn for sha256 in withdrawal.texts}
    stored = database.query("SELECT id, text_sha256 FROM sources ORDER BY id")
    return [row["id"] for row in stored if row["id"] in named or row["text_sha256"] in hashes]


@dataclass(slots=True)
class WithdrawalRule:
    """What is left of rows and summaries once sources are withdrawn (`store.log.redact.Rule`)."""

    sources: frozenset[str]
    hashes_of: dict[str, set[str]] = field(default_factory=dict)
    """Hashes of every text that each source ever had."""
    turns: set[str] = field(default_factory=set)
    """Hashes of every list of turns that they ever had."""
    codings: set[str] = field(default_factory=set)
    batches: set[str] = field(default_factory=set)
    runs: set[str] = field(default_factory=set)
    """Runs of themes in which words of the sources were counted."""
    cases: set[str] = field(default_factory=set)
    """Cases that take part in no other source."""
    names: set[str] = field(default_factory=set)
    """Labels of their speakers and ids of their cases, which no other source has."""
    texts: dict[str, str] = field(default_factory=dict)
    """Texts of codebook versions without their words, by the hash of the text before."""
    quoted: SharedRuns = field(default_factory=lambda: SharedRuns(()))

    @property
    def hashes(self) -> set[str]:
        """Hashes of every text that the sources ever had."""
        return set().union(*self.hashes_of.values())

    def row(self, table: str, key: Key, row: Row) -> Row | None:
        """The row, or what is left of it; None where the row belongs to a withdrawn source."""
        if self._belongs(table, key, row):
            return None
        if table == "codebook_versions" and row["content_sha256"] in self.texts:
            return {**row, "content_sha256": sha256_text(self.texts[row["content_sha256"]])}
        changed: dict[str, Any] = {}
        if table == "codes":
            changed = {name: self._examples(row[name]) for name in _EXAMPLES}
        elif table == "rounds":
            changed = {"sources": self._of_round(row["sources"])}
        elif table == "suggestions":
            changed = {"evidence": self._evidence(row["evidence"])}
        left = {**row, **changed}
        return {
            name: value if name in _BY_MACHINE else self._cleaned(value)
            for name, value in left.items()
        }

    def summary(self, summary: Mapping[str, Any]) -> Mapping[str, Any]:
        """The summary without their words, labels and names."""
        return {name: self._told(value) for name, value in summary.items()}

    def _belongs(self, table: str, key: Key, row: Row) -> bool:
        if table == "sources":
            return key[0] in self.sources
        if row.get("source_id") in self.sources:
            return True
        if table == "memos":
            about = {"source": self.sources, "coding": self.codings, "case": self.cases}
            return row["target_id"] in about.get(row["target"], ())
        if table == "decisions":
            return row["batch_id"] in self.batches
        if table == "cases":
            return key[0] in self.cases
        return table in _RUNS and key[0] in self.runs

    def _examples(self, examples: str) -> str:
        if not any(canonical_json(name) in examples for name in self.sources):
            return examples
        kept = [each for each in json.loads(examples) if each.get("source") not in self.sources]
        return canonical_json(kept)

    def _of_round(self, sources: str) -> str:
        named = json.loads(sources)
        left = [name for name in named if name not in self.sources]
        # No name at all would mean every source.
        return canonical_json(left or named[:1]) if left != named else sources

    def _evidence(self, evidence: str) -> str:
        if not any(canonical_json(name) in evidence for name in self.sources):
            return evidence
        plain = json.loads(evidence)
        kept = [each for each in plain.get("examples", ()) if each["source"] not in self.sources]
        near = plain.get("near_miss")
        plain |= {"examples": kept}
        if near and near["source"] in self.sources:
            plain["near_miss"] = None
        return canonical_json(plain)

    def _cleaned(self, value: Any) -> Any:
        """A value of a row without the words of the sources."""
        if not isinstance(value, str) or len(value) < LEAST or not self.quoted.any_in(value):
            return value
        if value[0] in "[{":
            try:
                return canonical_json(self._told(json.loads(value)))
            except ValueError:
                pass
        return self.quoted.without(value, MARK)

    def _told(self, value: Any) -> Any:
        """A value of JSON without their words, labels and names."""
        if isinstance(value, str):
            if value in self.names:
                return MARK
            return self.quoted.without(value, MARK) if len(value) >= LEAST else value
        if isinstance(value, list):
            return [self._told(each) for each in value]
        if isinstance(value, dict):
            return {name: self._told(each) for name, each in value.items()}
        return value


def rule_for(database: Database, source_ids: Iterable[str]) -> WithdrawalRule:
    """The rule that withdraws sources, from everything that the log ever held of them."""
    rule = WithdrawalRule(frozenset(source_ids))
    for row in database.iterate("SELECT changes FROM events ORDER BY seq"):
        if not any(canonical_json(name) in row["changes"] for name in rule.sources):
            continue
        for change in json.loads(row["changes"]):
            for state in (change["before"], change["after"]):
                if state is not None:
                    _gather(rule, change["table"], change["key"], state)
    spoken = queries.bodies_of(database, rule.hashes)
    for turns in queries.bodies_of(database, rule.turns).values():
        rule.names |= {turn[0] for turn in json.loads(turns) if turn[0]}
    elsewhere = _Elsewhere(database, rule)
    rule.quoted = SharedRuns(spoken.values(), is_common=elsewhere.has)
    rule.cases -= elsewhere.cases()
    rule.names = (rule.names | rule.cases) - elsewhere.labels()
    for row in database.query("SELECT content_sha256 FROM codebook_versions"):
        reduce_version(database, rule, rule.texts, row["content_sha256"])
    return rule


def take_out(
    database: Database, source_ids: Sequence[str], *, actor: str, clock: Clock = utc_now
) -> Redaction:
    """Take sources out of a store: rows, texts, and the content of events, as one event.

    What is theirs is looked for while nobody else writes: a step of someone else between looking
    and taking out would leave words behind.
    """
    with database.exclusive():
        rule = rule_for(database, source_ids)
        for erasure in erasures(database):
            if erasure.source_id in rule.sources:
                rule.hashes_of.setdefault(erasure.source_id, set()).update(erasure.texts)
        changes = [
            rows.added(
                "withdrawals",
                {
                    "source_id": name,
                    "texts": canonical_json(sorted(rule.hashes_of.get(name, ()))),
                    "withdrawn_at": clock(),
                },
            )
            for name in source_ids
        ]
        return redact(
            database,
            rule,
            actor=actor,
            changes=changes,
            summary={"sources": list(source_ids)},
            clock=clock,
        )


def _gather(rule: WithdrawalRule, table: str, key: Sequence[Any], state: Mapping[str, Any]) -> None:
    if table == "sources" and key[0] in rule.sources:
        _gather_texts(rule, str(key[0]), state)
    if state.get("source_id") not in rule.sources:
        return
    if table == "source_revisions":
        _gather_texts(rule, state["source_id"], state)
    elif table in ("codings", "orphans"):
        rule.codings.add(key[0])
    elif table == "suggestions":
        rule.batches.add(state["batch_id"])
    elif table == "theme_members":
        rule.runs.add(state["run_id"])
    elif table == "participations":
        rule.cases.add(state["case_id"])
        if state["speaker"]:
            rule.names.add(state["speaker"])


def _gather_texts(rule: WithdrawalRule, source_id: str, state: Mapping[str, Any]) -> None:
    rule.hashes_of.setdefault(source_id, set()).add(state["text_sha256"])
    rule.turns.add(state["turns_sha256"])


def reduce_version(database: Database, rule: Rule, texts: dict[str, str], sha256: str) -> None:
    """Put into `texts`, by the hash of a version of the codebook, what the rule leaves of it.

    Nothing where the rule changes nothing in it.
    """
    codes, families, patterns = version_parts(queries.text_body(database, sha256))
    left = [rule.row("codes", (code["id"],), code) for code in codes]
    cleaned = [rule.row("code_patterns", (row["code_id"],), row) for row in patterns]
    if left != codes or cleaned != patterns:
        texts[sha256] = version_content(
            [code for code in left if code is not None],
            families,
            [row for row in cleaned if row is not None],
        )


class _Elsewhere:
    """What the sources that stay have: their texts, labels and cases."""

    def __init__(self, database: Database, rule: WithdrawalRule) -> None:
        self._database, self._rule = database, rule
        self._texts: list[str] | None = None

    def has(self, run: str) -> bool:
        """Whether a run of words stands in a source that stays."""
        if self._texts is None:
            self._texts = [reduced(text) for text in self._read()]
        return any(run in text for text in self._texts)

    def _read(self) -> Iterator[str]:
        for source in queries.sources(self._database):
            if source.id not in self._rule.sources:
                yield queries.text_body(self._database, source.text_sha256)

    def cases(self) -> set[str]:
        stay = self._participations()
        return {row["case_id"] for row in stay}

    def labels(self) -> set[str]:
        stay = self._participations()
        labels = {row["speaker"] for row in stay} | {row["case_id"] for row in stay}
        for source in queries.sources(self._database):
            if source.id not in self._rule.sources:
                turns = queries.turns(self._database, source.id)
                labels |= {turn.speaker for turn in turns}
        return labels

    def _participations(self) -> list[Any]:
        stored = self._database.query("SELECT * FROM participations")
        return [row for row in stored if row["source_id"] not in self._rule.sources]
