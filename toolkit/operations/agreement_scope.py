"""Whose answers are compared, on what text, in which units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.tables import CoverTables, cover_tables
from toolkit.domain.codebook import Codebook
from toolkit.domain.coding import Coding, DirectionMapping
from toolkit.domain.rounds import Round
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role, Source, Turn
from toolkit.errors import InputError, UsageError, unknown
from toolkit.operations.agreement_segments import (
    Segments,
    coded_passages,
    given_segments,
    left_out,
)
from toolkit.operations.session import (
    Session,
    need_code,
    need_coder,
    need_round,
    need_source,
)
from toolkit.store import queries
from toolkit.store.adjudications import consensus_rounds

UNITS = ("character", "token", "sentence", "turn", "segment", "source")
LEVELS = ("codes", "parents", "directions")
CONSENSUS = "consensus"
"""Round, and coder, of what was settled together; never part of agreement by default."""
SEGMENT = "segment"
"""Unit of directions: a mapped segment. Of codes: a given one, else what someone coded."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked to compare."""

    coders: Sequence[str] = ()
    """Empty: everyone with an answer in scope."""
    codes: Sequence[str] = ()
    """Empty: all used. At the level of parents or directions, ids of those."""
    sources: Sequence[str] = ()
    """Empty: all."""
    round_id: str | None = None
    """None: every round but consensus and open blind ones."""
    unit: str = "character"
    whole_text: bool = False
    """The interviewer's words too."""
    independent_only: bool = True
    """Without answers given after a suggestion was seen."""
    level: str = "codes"
    segments: Segments | str | None = None
    """Units fixed before coding: themselves, `coder:NAME` or a file; sources without any are
    left out. None: with the unit `segment`, the passages that someone in scope coded."""

    def __post_init__(self) -> None:
        for name in ("coders", "codes", "sources"):
            # Naming one twice asks for nothing more.
            object.__setattr__(self, name, tuple(dict.fromkeys(getattr(self, name))))


@dataclass(frozen=True, slots=True)
class Scope:
    """Answers ready to compare, with what was left out on the way."""

    wanted: Wanted
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    frames: tuple[SourceFrame, ...]
    spans: tuple[CodedSpan, ...]
    unit: str
    codebook_versions: tuple[int, ...]
    """Versions that the answers were given under, or the current one for directions."""
    dates: Mapping[str, str]
    """By source, the day of the last answer there, ISO 8601."""
    notes: tuple[str, ...] = ()
    """What was left out or put together."""
    segments: str = ""
    """Where units that are segments of a text come from, for people."""

    @property
    def of_directions(self) -> bool:
        return self.wanted.level == "directions"

    def tables(self, codes: Sequence[str] | None = None) -> CoverTables:
        return cover_tables(self.frames, self.spans, self.coders, codes or self.codes, self.unit)

    def characters(self) -> CoverTables:
        """The same by characters, whatever the unit."""
        return cover_tables(self.frames, self.spans, self.coders, self.codes)

    def only(self, source_ids: Iterable[str]) -> Scope:
        """The same on some of the sources."""
        kept = set(source_ids)
        return replace(
            self,
            frames=tuple(frame for frame in self.frames if frame.source_id in kept),
            spans=tuple(span for span in self.spans if span.source_id in kept),
        )

    def between(self, coders: Sequence[str]) -> Scope:
        """The same with some of the coders."""
        return replace(
            self,
            coders=tuple(coders),
            spans=tuple(span for span in self.spans if span.coder in coders),
        )

    def shared(self, coders: Sequence[str] = ()) -> list[str]:
        """Sources that all of `coders` worked on, or any two of the scope's coders."""
        present = set(coders or self.coders)
        least = len(present) if coders else 2
        return [f.source_id for f in self.frames if len(f.coverage & present) >= least]


def resolve(session: Session, wanted: Wanted) -> Scope:
    """Collect the answers. Errors where nothing can be compared, or where it would leak."""
    check_wanted(session, wanted)
    notes: list[str] = []
    if wanted.round_id is None:
        blind = [one.id for one in queries.rounds(session.database) if one.is_blind]
        if blind:
            notes.append(f"left out, since they are open and blind: {', '.join(blind)}")
    scope = gather(session, wanted, notes)
    if len(scope.coders) < 2:
        who = f"only {scope.coders[0]} has coded" if scope.coders else "nobody has coded"
        raise InputError(
            f"agreement needs two coders, and here {who}",
            code="too-few-coders",
            hint="; ".join(notes)
            or "`qct coders` shows who has coded what; widen --round, --sources or --coders.",
        )
    if not scope.shared():
        raise InputError(
            f"no source was worked on by two of {', '.join(scope.coders)}",
            code="no-shared-source",
            hint="; ".join(notes) or "`qct coders` shows who has worked on what.",
        )
    return replace(scope, notes=tuple(notes))


def gather(session: Session, wanted: Wanted, notes: list[str]) -> Scope:
    """The answers as they are, of however many coders; adds to `notes` what was left out."""
    if wanted.level == "directions":
        return _directions(session, wanted, notes)
    return _codes(session, wanted, notes)


def domains_of(book: Codebook) -> dict[str, str] | None:
    """Top-level ancestor by code; None for a codebook without levels, which is one domain."""
    if all(code.parent is None for code in book):
        return None
    return {code.id: book.path(code.id)[0].id for code in book}


def counted_rounds(session: Session, round_id: str | None) -> Callable[[str], bool]:
    """Whether answers of a round enter: the one asked for, else all that may."""
    if round_id is not None:
        return lambda one: one == round_id
    left_out = {one.id for one in queries.rounds(session.database) if one.is_blind}
    left_out |= {CONSENSUS, *consensus_rounds(session.database)}
    return lambda one: one not in left_out


def refuse_blind(round_: Round) -> None:
    if round_.is_blind:
        raise UsageError(
            f"round {round_.id} is open and blind: any figure on it would tell its coders "
            "about each other",
            code="round-blind",
            hint=f"When its coders are done, `qct round close {round_.id}`.",
        )


def check_wanted(session: Session, wanted: Wanted) -> None:
    if wanted.unit not in UNITS:
        raise UsageError(
            f"unknown unit {wanted.unit!r}; valid: {', '.join(UNITS)}", code="unknown-unit"
        )
    if wanted.segments is not None and (wanted.unit, wanted.level == "directions") != (
        SEGMENT,
        False,
    ):
        raise UsageError(
            "segments are given, and they are not the unit",
            code="segments-unused",
            hint="Say --unit segment; directions have mapped segments of their own.",
        )
    if wanted.level not in LEVELS:
        raise UsageError(
            f"unknown level {wanted.level!r}; valid: {', '.join(LEVELS)}", code="unknown-level"
        )
    for source_id in wanted.sources:
        need_source(session, source_id)
    for name in wanted.codes:
        if wanted.level == "directions":
            valid = [one.id for one in queries.directions(session.database)]
            if name not in valid:
                raise unknown("direction", name, valid, hint="`qct directions show` lists them.")
        else:
            need_code(session, name)
    for coder_id in wanted.coders:
        need_coder(session, coder_id)
    if wanted.round_id is not None:
        refuse_blind(need_round(session, wanted.round_id))


def _codes(session: Session, wanted: Wanted, notes: list[str]) -> Scope:
    counts = counted_rounds(session, wanted.round_id)
    everything = queries.codings(session.database)
    found = [
        coding
        for coding in everything
        if counts(coding.round_id)
        and (not wanted.sources or coding.source_id in wanted.sources)
        and (not wanted.coders or coding.coder_id in wanted.coders)
    ]
    kept = [c for c in found if c.independent] if wanted.independent_only else found
    if len(kept) < len(found):
        notes.append(
            f"{len(found) - len(kept)} codings made after a suggestion was seen are left out"
        )
    coders = tuple(wanted.coders) or tuple(sorted({coding.coder_id for coding in kept}))
    worked: dict[str, set[str]] = defaultdict(set)
    passes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in queries.coverage(session.database):
        if counts(one.round_id) and one.coder_id in coders:
            worked[one.source_id].add(one.coder_id)
            passes[one.coder_id, one.source_id].add(one.round_id)
    again = sorted({coder for (coder, _), rounds in passes.items() if len(rounds) > 1})
    if again:
        notes.append(
            f"{', '.join(again)} coded sources in several rounds, put together here: name one "
            "with --round"
        )
    segments, rule = None, ""
    if wanted.unit == SEGMENT:
        segments, rule, missed = _segments(session, wanted, kept, worked)
        notes += missed
    label = _labels(session, wanted.level)
    spans = tuple(
        CodedSpan(c.source_id, c.coder_id, label[c.code_id], c.span.start, c.span.end)
        for c in kept
        if segments is None or c.source_id in segments
    )
    book = queries.codebook(session.database)
    # A code that others used has a row here too: not using it is an answer.
    hidden = {one.id for one in queries.rounds(session.database) if one.is_blind}
    used = {label[coding.code_id] for coding in everything if coding.round_id not in hidden}
    codes = tuple(wanted.codes) or tuple(c.id for c in book.depth_first() if c.id in used)
    return Scope(
        wanted=wanted,
        coders=coders,
        codes=codes,
        frames=tuple(_frames(session, worked, wanted, segments)),
        spans=spans,
        unit=wanted.unit,
        codebook_versions=tuple(sorted({coding.codebook_version for coding in kept})),
        dates=_dates(kept),
        segments=rule,
    )


def _segments(
    session: Session, wanted: Wanted, codings: Sequence[Coding], worked: Mapping[str, set[str]]
) -> tuple[Segments, str, list[str]]:
    """The units by source, where they come from, and what they leave out."""
    if wanted.segments is None:
        found = coded_passages(codings)
        return {source: found.units.get(source, ()) for source in worked}, found.rule, []
    hidden = [one.id for one in queries.rounds(session.database) if one.is_blind]
    found = given_segments(session, wanted.segments, hidden)
    shared = [source for source, coders in worked.items() if len(coders) >= 2]
    units = {source: places for source, places in found.units.items() if places}
    return units, found.rule, left_out(units, codings, shared)


def _labels(session: Session, level: str) -> dict[str, str]:
    """What each code counts as: itself, or the code it stands under."""
    codes = queries.codes(session.database)
    if level == "codes":
        return {code.id: code.id for code in codes}
    return {code.id: code.parent or code.id for code in codes}


def _dates(answers: Iterable[Coding | DirectionMapping]) -> dict[str, str]:
    found: dict[str, str] = {}
    for answer in answers:
        found[answer.source_id] = max(found.get(answer.source_id, ""), answer.created_at[:10])
    return found


def _frames(
    session: Session,
    worked: Mapping[str, set[str]],
    wanted: Wanted,
    segments: Segments | None,
) -> Iterable[SourceFrame]:
    for source in queries.sources(session.database):
        if source.id not in worked or (wanted.sources and source.id not in wanted.sources):
            continue
        if segments is not None and source.id not in segments:
            continue
        turns = queries.turns(session.database, source.id)
        spoken = [turn.body for turn in turns if wanted.whole_text or turn.role is Role.EXPERT]
        yield SourceFrame(
            source.id,
            source.length,
            frame=None if wanted.whole_text else [(span.start, span.end) for span in spoken],
            coverage=frozenset(worked[source.id]),
            units=_units(session, source, turns, wanted)
            if segments is None
            else list(segments[source.id]),
        )


def _units(
    session: Session, source: Source, turns: Sequence[Turn], wanted: Wanted
) -> list[tuple[int, int]] | None:
    if wanted.unit in ("character", "source"):
        return None
    bodies = [turn.body for turn in turns if wanted.whole_text or turn.role is Role.EXPERT]
    if wanted.unit == "turn":
        return [(body.start, body.end) for body in bodies]
    from toolkit.text.sentences import sentences, words

    text = queries.text_body(session.database, source.text_sha256)
    cut = sentences if wanted.unit == "sentence" else words
    found: list[Span] = [span for body in bodies for span in cut(text, body)]
    return [(span.start, span.end) for span in found]


def _directions(session: Session, wanted: Wanted, notes: list[str]) -> Scope:
    """Directions on mapped segments: each segment is one unit, each direction a yes or no."""
    counts = counted_rounds(session, wanted.round_id)
    found = [
        one
        for one in queries.direction_mappings(session.database)
        if counts(one.round_id)
        and (not wanted.sources or one.source_id in wanted.sources)
        and (not wanted.coders or one.coder_id in wanted.coders)
    ]
    kept = [one for one in found if not (wanted.independent_only and one.proposal_id)]
    if len(kept) < len(found):
        notes.append(f"{len(found) - len(kept)} mappings that confirm a proposal are left out")
    coders = tuple(wanted.coders) or tuple(sorted({one.coder_id for one in kept}))
    answered: dict[str, dict[tuple[int, int], set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in kept:
        answered[one.source_id][one.span.start, one.span.end].add(one.coder_id)
    frames, spans, alone = [], [], 0
    for source in queries.sources(session.database):
        if source.id not in answered:
            continue
        by_coders: dict[frozenset[str], list[tuple[int, int]]] = defaultdict(list)
        for place, who in sorted(answered[source.id].items()):
            by_coders[frozenset(who)].append(place)
            alone += len(who) < 2
        for people, places in sorted(by_coders.items(), key=lambda item: sorted(item[0])):
            name = (
                source.id if len(by_coders) == 1 else f"{source.id} ({', '.join(sorted(people))})"
            )
            at = {place: number for number, place in enumerate(places)}
            units = [(number, number + 1) for number in at.values()]
            frames.append(SourceFrame(name, len(places), coverage=people, units=units))
            spans += [
                CodedSpan(name, one.coder_id, one.direction_id, number, number + 1)
                for one in kept
                if one.source_id == source.id
                and (number := at.get((one.span.start, one.span.end))) is not None
            ]
    if alone:
        notes.append(f"{alone} segments were mapped by one coder only and say nothing here")
    used = {span.code for span in spans}
    known = [one.id for one in queries.directions(session.database)]
    extra = sorted(used - set(known))
    return Scope(
        wanted=wanted,
        coders=coders,
        codes=tuple(wanted.codes) or tuple(one for one in [*known, *extra] if one in used),
        frames=tuple(frames),
        spans=tuple(spans),
        unit=SEGMENT,
        codebook_versions=(queries.codebook(session.database).version,),
        dates=_dates(kept),
    )
