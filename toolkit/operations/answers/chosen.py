"""The answers that a rule chooses, source by source.

Several coders, several rounds and the consensus are readings of the same text in place of each
other. A figure rests on one reading of a source, unless its rule combines them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from toolkit.domain.rounds import ALL_ROUNDS, CONSENSUS, Round, names_one_round
from toolkit.errors import InputError, unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.answers.lead import lead_coder
from toolkit.operations.answers.rule import AnswersRule, Combination, parse_rule
from toolkit.operations.session import need_round
from toolkit.store import queries
from toolkit.store.log.round_order import newest_first

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding
    from toolkit.domain.directions import DirectionMapping
    from toolkit.operations.session import ProjectSession


Place = tuple[str, str]
"""Round and coder."""


@dataclass(frozen=True, slots=True)
class Statement:
    """That a coder has answered on a source in a round, and whether they have finished it."""

    round_id: str
    coder_id: str
    source_id: str
    is_finished: bool


@dataclass(frozen=True, slots=True)
class ChosenAnswers:
    """Whose answers count on which source."""

    rule: AnswersRule
    is_default: bool
    """Whether nobody named the rule."""
    finished: Mapping[str, tuple[Place, ...]]
    """By source, the rounds and coders whose answers count there."""
    unfinished: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """By source, work in progress of the only coder: shown, and outside every denominator."""
    left_unfinished: tuple[Statement, ...] = ()
    """Work in progress that is left out."""

    def reason_left_out(self, answer: Coding | DirectionMapping) -> str:
        """Why an answer does not count; empty for one that counts or is shown."""
        return self.reason_at(answer.source_id, (answer.round_id, answer.coder_id))

    def reason_at(self, source: str, place: Place) -> str:
        """Why answers that a coder gave on a source in a round do not count; empty if they do."""
        if place in self.finished.get(source, ()) or place in self.unfinished.get(source, ()):
            return ""
        places = (*self.finished.get(source, ()), *self.unfinished.get(source, ()))
        if any(
            (part.round_id, part.coder_id, part.source_id) == (*place, source)
            for part in self.left_unfinished
        ):
            return _("the coder has not finished the source")
        if any(coder == place[1] for _round, coder in places):
            return _("the coder's answers in another round count")
        if places:
            return _("another coder's answers count")
        return _("none of the coders whose answers count has answered on the source")

    def counts(self, answer: Coding | DirectionMapping) -> bool:
        """Whether the answer counts or is shown."""
        place, source = (answer.round_id, answer.coder_id), answer.source_id
        return place in self.finished.get(source, ()) or place in self.unfinished.get(source, ())

    def coders(self) -> list[str]:
        """Everyone whose answers count or are shown, in the order of the rule."""
        places = [*self.finished.values(), *self.unfinished.values()]
        return self._order({coder for part in places for _round, coder in part})

    def of_coder(self, coder: str) -> ChosenAnswers:
        """The answers of this coder only."""
        return replace(
            self,
            rule=AnswersRule(Combination.FIRST, (coder,)),
            is_default=False,
            finished=_of_coder(self.finished, coder),
            unfinished=_of_coder(self.unfinished, coder),
            left_unfinished=tuple(part for part in self.left_unfinished if part.coder_id == coder),
        )

    def without_unfinished(self) -> ChosenAnswers:
        """The same with work in progress left out instead of shown."""
        left = [
            Statement(round_id, coder, source, False)
            for source, places in sorted(self.unfinished.items())
            for round_id, coder in places
        ]
        return replace(self, unfinished={}, left_unfinished=(*self.left_unfinished, *left))

    def notes(self, *, of_listing: bool = False) -> list[str]:
        """Sentences on whose answers count, on how many sources, in which rounds.

        A listing has neither zeros nor cases worked on, so it says less of unfinished work.
        """
        sources: dict[str, set[str]] = defaultdict(set)
        rounds: dict[str, set[str]] = defaultdict(set)
        for source, places in (*self.finished.items(), *self.unfinished.items()):
            for round_id, coder in places:
                sources[coder].add(source)
                rounds[coder].add(round_id)
        if not self.rule.coders and self.rule.combination is Combination.FIRST:
            return [_("nobody has answered on these sources yet")]
        readers = "; ".join(
            ngettext(
                "{coder}: {count} source ({rounds})",
                "{coder}: {count} sources ({rounds})",
                len(sources[coder]),
            ).format(
                coder=coder,
                count=len(sources[coder]),
                rounds=_("round {rounds}").format(rounds=", ".join(sorted(rounds[coder]))),
            )
            for coder in self._order(sources)
        )
        text = (
            _("answers by the rule {rule}, since none was named: {readers}")
            if self.is_default
            else _("answers by the rule {rule}: {readers}")
        )
        notes = [text.format(rule=self.rule, readers=readers or _("nobody's"))]
        if self.unfinished:
            note = (
                _(
                    "not finished and listed all the same: {sources}; `qct sources finish` states "
                    "that a source is finished"
                )
                if of_listing
                else _(
                    "not finished, shown without zeros, and outside the cases worked on: "
                    "{sources}; `qct sources finish` states that a source is finished"
                )
            )
            notes.append(note.format(sources=", ".join(sorted(self.unfinished))))
        if self.left_unfinished:
            note = _("not finished and left out: {work}")
            work = sorted({f"{part.coder_id} {part.source_id}" for part in self.left_unfinished})
            notes.append(note.format(work=", ".join(work)))
        return notes

    def _order(self, coders: Iterable[str]) -> list[str]:
        first = {coder: at for at, coder in enumerate(self.rule.coders)}
        return sorted(coders, key=lambda coder: (first.get(coder, len(first)), coder))


def _of_coder(places: Mapping[str, tuple[Place, ...]], coder: str) -> dict[str, tuple[Place, ...]]:
    own = {
        source: tuple(place for place in of_source if place[1] == coder)
        for source, of_source in places.items()
    }
    return {source: of_source for source, of_source in own.items() if of_source}


def rounds_in_scope(session: ProjectSession, round_id: str | None) -> list[Round]:
    """The rounds whose answers may count, newest first: the one named, else all but those that
    are open and blind."""
    if names_one_round(round_id):
        return [need_round(session, round_id)]
    rounds = [round_ for round_ in queries.rounds(session.database) if not round_.is_blind]
    return newest_first(session.database, rounds)


def coding_statements(
    session: ProjectSession,
    source_ids: Iterable[str],
    coded: Iterable[tuple[str, str, str]] | None = None,
) -> list[Statement]:
    """Who has coded, or is coding, which of the sources.

    `coded` has the rounds, coders and sources of the codings, where they are known already.
    """
    kept = set(source_ids)
    return [
        Statement(part.round_id, part.coder_id, part.source_id, part.progress.is_finished)
        for part in queries.coverage(session.database, coded)
        if part.source_id in kept
    ]


def mapping_statements(mappings: Iterable[DirectionMapping]) -> list[Statement]:
    """Who has mapped passages of which sources. Nobody states that a mapping is finished; how
    much of what was coded is mapped stands beside every figure instead."""
    places = {(part.round_id, part.coder_id, part.source_id) for part in mappings}
    return [Statement(*place, True) for place in sorted(places)]


def choose(
    session: ProjectSession,
    statements: Sequence[Statement],
    *,
    answers: str | None,
    round_id: str | None,
) -> ChosenAnswers:
    """The answers that a rule chooses among those who have answered.

    Parameters
    ----------
    answers
        The rule, as `parse_rule` reads it. None: the consensus where it is finished, else the
        lead coder, else the only coder who has finished the source.
    round_id
        A round, or `all`. None: of several rounds in which a coder has finished a source the
        one that was closed last, or else was opened last.

    Raises
    ------
    UsageError, InputError
        For a rule that names nobody or an unknown coder; and, without a rule, where several
        coders have finished a source and nothing says whose answers count.
    """
    rounds = rounds_in_scope(session, round_id)
    poured = round_id == ALL_ROUNDS
    by_place = _by_coder(statements, rounds, poured=poured)
    known = sorted({coder for of_source in by_place.values() for coder in of_source})
    if answers is not None:
        rule = parse_rule(answers)
        _check_coders(session, rule, known)
        return _chosen(rule, by_place, known, is_default=False)
    return _by_default(session, by_place, known)


@dataclass(frozen=True, slots=True)
class _Own:
    """A coder's work on a source: the rounds that count, or those that are under way."""

    finished: tuple[Place, ...] = ()
    unfinished: tuple[Place, ...] = ()


_BySource = Mapping[str, Mapping[str, _Own]]
"""By source and coder."""


def _by_coder(
    statements: Iterable[Statement], rounds: Sequence[Round], *, poured: bool
) -> _BySource:
    age = {round_.id: at for at, round_ in enumerate(rounds)}
    found: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for part in statements:
        if part.round_id in age:
            found[part.source_id][part.coder_id].append(part)
    result: dict[str, dict[str, _Own]] = {}
    for source, coders in found.items():
        result[source] = {}
        for coder, parts in coders.items():
            parts.sort(key=lambda part: age[part.round_id])
            finished = [(part.round_id, coder) for part in parts if part.is_finished]
            unfinished = [(part.round_id, coder) for part in parts if not part.is_finished]
            result[source][coder] = _Own(
                tuple(finished if poured else finished[:1]),
                tuple(unfinished if poured else unfinished[:1]),
            )
    return result


def _check_coders(session: ProjectSession, rule: AnswersRule, known: Sequence[str]) -> None:
    coders = [coder.id for coder in queries.coders(session.database)]
    for name in rule.coders:
        if name != CONSENSUS and name not in coders and name not in known:
            raise unknown("coder", name, coders, hint=_("`qct coders` lists them."))


def _chosen(
    rule: AnswersRule, by_source: _BySource, known: Sequence[str], *, is_default: bool
) -> ChosenAnswers:
    people = rule.coders or tuple(coder for coder in known if coder != CONSENSUS)
    finished: dict[str, tuple[Place, ...]] = {}
    for source, coders in sorted(by_source.items()):
        own = [coders[name].finished for name in people if name in coders]
        own = [places for places in own if places]
        if rule.combination is Combination.FIRST:
            own = own[:1]
        if own:
            finished[source] = tuple(place for places in own for place in places)
    unfinished: dict[str, tuple[Place, ...]] = {}
    left: list[Statement] = []
    for source, coders in sorted(by_source.items()):
        for name in people:
            places = coders[name].unfinished if name in coders else ()
            if not places:
                continue
            if len(people) == 1 and source not in finished:
                unfinished[source] = places
            else:
                left += [Statement(round_id, coder, source, False) for round_id, coder in places]
    return ChosenAnswers(rule, is_default, finished, unfinished, tuple(left))


def _by_default(
    session: ProjectSession, by_source: _BySource, known: Sequence[str]
) -> ChosenAnswers:
    viewer = session.seen_by
    if viewer is not None and viewer.blind_rounds:
        rule = AnswersRule(Combination.FIRST, (viewer.coder_id,))
        return _chosen(rule, by_source, known, is_default=True)
    has_consensus = any(CONSENSUS in coders for coders in by_source.values())
    lead = lead_coder(session)
    chain = [CONSENSUS] if has_consensus else []
    chain += [lead] if lead and lead not in chain else []
    people = [coder for coder in known if coder != CONSENSUS]
    if not lead and len(people) == 1:
        chain += people
    _refuse_several(session, by_source, chain)
    rule = AnswersRule(Combination.FIRST, tuple(chain))
    result = _chosen(rule, by_source, known, is_default=True) if chain else None
    return _with_only_coders(result, by_source, known)


def _refuse_several(session: ProjectSession, by_source: _BySource, chain: Sequence[str]) -> None:
    """Raise where several coders have finished a source and none of the chain has."""
    contested: dict[str, list[str]] = {}
    for source, coders in sorted(by_source.items()):
        finished = [coder for coder, own in coders.items() if own.finished]
        people = sorted(set(finished) - {CONSENSUS})
        if len(people) > 1 and not set(chain) & set(finished):
            contested[source] = people
    if not contested:
        return
    names = sorted({coder for people in contested.values() for coder in people})
    raise InputError(
        ngettext(
            "{sources} was finished by several of {coders}; they are readings of one text in "
            "place of each other, and nothing says whose answers count",
            "{sources} were finished by several of {coders}; they are readings of one text in "
            "place of each other, and nothing says whose answers count",
            len(contested),
        ).format(sources=", ".join(contested), coders=", ".join(names)),
        code="answers-needed",
        hint=_lead_hint(session)
        or _(
            "Say --answers {coder}, --answers consensus,{coder}, union, intersection or each; or "
            "settle it for the project with `qct coders lead {coder}`."
        ).format(coder=names[0]),
    )


def _lead_hint(session: ProjectSession) -> str:
    """What to do where qct.toml names a lead coder and no step in the store has; else empty.

    A figure rests on the store alone, so that it can be computed again from its events.
    """
    named = session.config.lead
    known = {coder.id for coder in queries.coders(session.database)}
    if lead_coder(session) or named not in known:
        return ""
    return _(
        "qct.toml names {coder} as the lead coder, and this store has not taken it over; "
        "`qct coders lead {coder}` does. Or say --answers {coder}, consensus,{coder}, union, "
        "intersection or each."
    ).format(coder=named)


def _with_only_coders(
    result: ChosenAnswers | None, by_source: _BySource, known: Sequence[str]
) -> ChosenAnswers:
    """The answers of the chain, and on other sources those of the only coder who finished."""
    finished = dict(result.finished) if result is not None else {}
    unfinished = dict(result.unfinished) if result is not None else {}
    chain = result.rule.coders if result is not None else ()
    only: set[str] = set()
    for source, coders in sorted(by_source.items()):
        if source in finished or source in unfinished:
            continue
        people = [coder for coder, own in coders.items() if own.finished and coder != CONSENSUS]
        if len(people) == 1:
            finished[source] = coders[people[0]].finished
            only.add(people[0])
    # Work in progress of everyone else is left out, and told.
    left = tuple(
        Statement(round_id, coder, source, False)
        for source, coders in sorted(by_source.items())
        for coder, own in sorted(coders.items())
        for round_id, _name in own.unfinished
        if (round_id, coder) not in unfinished.get(source, ())
    )
    names = (*chain, *sorted(only - set(chain)))
    rule = AnswersRule(Combination.FIRST, names or tuple(known))
    return ChosenAnswers(rule, True, finished, unfinished, left)
