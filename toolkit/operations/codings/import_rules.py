"""Which lines of codings and mappings may come in: the rules of rounds and of names, line by line.

An import may make a round and fill it, all in one command. The round is closed from then on, since
what comes in from files was done elsewhere. Lines that are there already may come in again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.domain.codings import WITHOUT_MODEL, Mode
from toolkit.domain.events import sha256_text
from toolkit.domain.rounds import Round, RoundStatus
from toolkit.errors import InputError, QctError, UsageError
from toolkit.i18n import _
from toolkit.operations.codebook.versions import book_of, need_active
from toolkit.operations.session import is_hidden
from toolkit.store import queries
from toolkit.store.preconditions import Precondition
from toolkit.store.round_rules import (
    Answer,
    RoundRules,
    check_coder_name,
    check_made,
    check_round_name,
    need_reason,
    not_your_own,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.domain.codebook import Codebook
    from toolkit.operations.session import ProjectSession


class ImportRules:
    """The rules for all files of one import."""

    def __init__(self, session: ProjectSession, into_closed: str | None = None) -> None:
        """`into_closed` is the reason why closed rounds take lines too.

        Raises `UsageError` for an empty reason, and for one given by a bound coder.
        """
        self._session = session
        self.reason = need_reason(into_closed)
        if into_closed is not None and self._bound:
            raise UsageError(
                _(
                    "{coder} works in the blind round {round}, and this changes a round that is "
                    "closed"
                ).format(coder=session.identity.name, round=self._bound[0].id),
                code="round-blind",
                hint=_(
                    "Someone who takes no part in the round can do it, or you once it is closed."
                ),
            )
        self._books: dict[str, Codebook] = {}
        self.new: dict[str, Round] = {}
        """The rounds that this import makes."""
        self._rows: dict[str, set[str]] = {}
        """Ids of the codings of this import by round."""
        self._files: dict[str, set[str]] = {}

    @cached_property
    def _bound(self) -> tuple[Round, ...]:
        return self._session.bound_by()

    @cached_property
    def rules(self) -> RoundRules:
        """The rules of the rounds that are there."""
        return RoundRules(self._session.database, into_closed=bool(self.reason))

    @cached_property
    def _coders(self) -> set[str]:
        return {coder.id for coder in queries.coders(self._session.database)}

    def note(self, file: str, answers: Iterable[tuple[str, Answer]]) -> None:
        """Take note of the codings of a file, by id, before any is checked."""
        version = queries.codebook(self._session.database).version
        for coding_id, answer in answers:
            name = answer.round_id
            self._rows.setdefault(name, set()).add(coding_id)
            self._files.setdefault(name, set()).add(file)
            if name in self.rules.rounds:
                continue
            # What comes in from files was done elsewhere and is over, so it may be looked at.
            made = self.new.get(name) or Round(
                name, Mode.BLIND, RoundStatus.CLOSED, codebook_version=version
            )
            self.new[name] = Round(
                name, _widest(made.mode, answer), made.status, codebook_version=version
            )

    def note_mappings(self, answers: Iterable[Answer]) -> None:
        """Take note of the rounds of mappings."""
        self.note("", (("", answer) for answer in dict.fromkeys(answers)))

    def problem(self, answer: Answer, *, is_there: bool, code: str = "") -> QctError | None:
        """Why the line may not come in; None where it may.

        A bound coder gets the same answer whatever others did, so lines of others are refused even
        where they are there already.
        """
        try:
            self._check_bound(answer)
            if not is_there:
                self._check(answer, code)
        except (UsageError, InputError) as error:
            return error
        return None

    def _check_bound(self, answer: Answer) -> None:
        if not self._bound:
            return
        me = self._session.identity.name
        if answer.coder_id != me:
            raise not_your_own(me, self._bound[0])
        round_ = self.rules.rounds.get(answer.round_id)
        if round_ is None or is_hidden(self._session, round_):
            raise InputError(
                _("there is no round {round!r}").format(round=answer.round_id),
                code="unknown-round",
            )

    def _check(self, answer: Answer, code: str) -> None:
        if answer.coder_id not in self._coders:
            check_coder_name(answer.coder_id)
        round_ = self.rules.rounds.get(answer.round_id)
        if round_ is None:
            check_round_name(answer.round_id)
            check_made(self.new[answer.round_id], answer.mode, answer.origin)
            return
        if not self._is_rest(round_):
            self.rules.check(answer)
        if code and round_.takes_no_new_codes:
            if round_.id not in self._books:
                self._books[round_.id] = book_of(self._session, round_)
            need_active(self._books[round_.id], round_, code)

    def _is_rest(self, round_: Round) -> bool:
        """Whether this is the import again that made the round, and was stopped before its end."""
        if round_.status is not RoundStatus.CLOSED or round_.id not in self._rows:
            return False
        made = self._session.database.query(
            "SELECT summary FROM events WHERE kind = 'coding.import' AND summary LIKE :fills",
            {"fills": f"%{self.fills(round_.id)}%"},
        )
        return bool(made)

    def fills(self, round_id: str) -> str:
        """What tells this import from others that fill a round of this name."""
        whole = "\n".join((round_id, *sorted(self._rows[round_id])))
        return sha256_text(whole)[:32]

    def summary(self, made: Iterable[str], filled: Iterable[str]) -> Mapping[str, object]:
        """What the log says of a step that makes and fills rounds, besides the file."""
        unfinished = [name for name in made if len(self._files.get(name, ())) > 1]
        summary: dict[str, object] = {}
        if unfinished:
            summary["fills"] = [self.fills(name) for name in unfinished]
        if self.reason and any(self._is_locked(name) for name in set(filled)):
            summary["into_closed"] = self.reason
        return summary

    def _is_locked(self, name: str) -> bool:
        round_ = self.rules.rounds.get(name)
        is_closed = round_ is not None and round_.status is RoundStatus.CLOSED
        return is_closed or (round_ is not None and name in self.rules.layers)

    def preconditions(self, round_ids: Iterable[str]) -> list[Precondition]:
        """That the open rounds among these are open still when a step is written."""
        rounds = (self.rules.rounds.get(name) for name in sorted(set(round_ids)))
        return [
            Precondition("rounds", round_.id, "status", round_.status)
            for round_ in rounds
            if round_ is not None
        ]


def hint_of(errors: Iterable[QctError]) -> str:
    """The way on after lines were refused by the rules."""
    codes = {error.code for error in errors}
    if codes & {"round-closed", "round-settled"}:
        return _(
            "A round that is closed, or holds what was settled, takes more only with "
            "--into-closed REASON, which the log keeps."
        )
    if "round-submitted" in codes:
        return _("`qct round reopen ROUND --of CODER --source ID --reason WHY` unlocks a source.")
    if "not-your-own" in codes:
        return _("Someone who takes no part in the round can do it, or you once it is closed.")
    return _("`qct round list` shows the rounds, and for whom they are.")


def _widest(mode: Mode, answer: Answer) -> Mode:
    """The mode of a round that takes the answer, and others that this mode takes."""
    if Mode.ASSISTED in (mode, answer.mode) or answer.origin not in WITHOUT_MODEL:
        return Mode.ASSISTED
    if Mode.COMMIT_THEN_REVEAL in (mode, answer.mode):
        return Mode.COMMIT_THEN_REVEAL
    return mode
