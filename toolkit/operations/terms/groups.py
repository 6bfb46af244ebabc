"""The stretches of text whose words are counted, by group and case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.analysis.case_stretches import Material, frame_of, places
from toolkit.domain.spans import Span, clip, union
from toolkit.domain.transcript import Participation, Source
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.answers.renderings import renderings_note
from toolkit.operations.answers.rule import Combination
from toolkit.operations.matrices.decided import DecidedData, decided_data, sources_in_scope
from toolkit.operations.matrices.request import MatrixRequest
from toolkit.operations.provenance import merged_reasons
from toolkit.operations.session import need_code
from toolkit.operations.terms.request import ATTRIBUTE, CASE, CODE, DIRECTION
from toolkit.report.provenance import CODINGS, MAPPINGS
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.terms.request import TermsRequest
    from toolkit.operations.terms.spoken import Spoken

Stretches = Mapping[str, Sequence[Span]]
"""Stretches by source, in order and without overlap."""
ByCase = Mapping[str, Stretches]
"""Stretches by case."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The sources in scope, and the codings or mappings that a question rests on."""

    sources: Sequence[Source]
    renderings: Sequence[str] = ()
    decided: DecidedData | None = None
    """None where no coding or mapping is asked for."""
    of_mappings: bool = False
    """Whether mappings decide what counts, and not codings."""

    def notes(self) -> list[str]:
        """Whose answers, out of how many, and what is left out."""
        notes = []
        if self.decided is not None:
            chosen = self.decided.chosen_mappings if self.of_mappings else self.decided.chosen
            notes += chosen.notes(of_listing=True)
            left = self.decided.left_out_mappings if self.of_mappings else self.decided.left_out
            notes += [_left_out(len(ids), reason, self.of_mappings) for reason, ids in left.items()]
        if self.renderings:
            notes.append(renderings_note(self.renderings))
        return notes

    @property
    def answers(self) -> dict[str, object]:
        """What the provenance says of the answers; empty where there are none."""
        if self.decided is None:
            return {}
        decided = self.decided
        chosen = decided.chosen_mappings if self.of_mappings else decided.chosen
        used = decided.mappings if self.of_mappings else decided.codings
        left = decided.left_out_mappings if self.of_mappings else decided.left_out
        every = [*chosen.finished.values(), *chosen.unfinished.values()]
        counted = {answer.id for answer in used}
        return {
            "answers": str(chosen.rule),
            "readers": tuple(chosen.coders()),
            "rounds": tuple(sorted({round_id for part in every for round_id, _coder in part})),
            "counted_of": MAPPINGS if self.of_mappings else CODINGS,
            "counted": len(counted),
            "left_out": tuple(merged_reasons([left], counted).items()),
        }


def _left_out(count: int, reason: str, of_mappings: bool) -> str:
    text = (
        ngettext(
            "{count:,} mapping is left out: {reason}",
            "{count:,} mappings are left out: {reason}",
            count,
        )
        if of_mappings
        else ngettext(
            "{count:,} coding is left out: {reason}",
            "{count:,} codings are left out: {reason}",
            count,
        )
    )
    return text.format(count=count, reason=reason)


def scope_of(session: ProjectSession, request: TermsRequest, by: str | None) -> Scope:
    """The sources in scope, with answers where codes or directions are asked for."""
    of_mappings = by == DIRECTION
    if not of_mappings and by != CODE and request.code is None:
        return Scope(*sources_in_scope(session, request.sources))
    kind = "codes-by-cases"
    if of_mappings:
        kind = "directions-by-cases"
        if request.code is not None:
            raise InputError(
                _("terms by direction are those of mapped passages, which --code cannot limit"),
                code="terms-by",
                hint=_("Leave --code away, or ask for --by code."),
            )
    asked = MatrixRequest(answers=request.rule, round_id=request.round_id, sources=request.sources)
    decided = decided_data(session, kind, asked)
    chosen = decided.chosen_mappings if of_mappings else decided.chosen
    if chosen.rule.combination is Combination.EACH:
        raise UsageError(
            _("terms cannot show the answers of each coder side by side"),
            code="terms-each",
            hint=_("Name one coder, or say --answers union or intersection."),
        )
    return Scope(decided.sources, decided.renderings, decided, of_mappings)


@dataclass(frozen=True, slots=True)
class Frames:
    """What the cases in scope say, before it is divided into groups."""

    by_case: ByCase
    without_case: Sequence[str] = ()
    """Sources of which no case is known; each stands for itself."""
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Attributes by case."""

    def notes(self) -> list[str]:
        """A sentence on sources without a case."""
        if not self.without_case:
            return []
        note = _("no case is known in {sources}, so each of these sources counts as a case")
        return [note.format(sources=", ".join(self.without_case))]


def frames_of(session: ProjectSession, spoken: Spoken, request: TermsRequest) -> Frames:
    """The stretches in which each case speaks."""
    database = session.database
    parts = [part for part in queries.participations(database) if part.source_id in spoken.sources]
    known = {part.source_id for part in parts}
    without = [source_id for source_id in spoken.sources if source_id not in known]
    material = Material(
        participations=[*parts, *(Participation(name, name) for name in without)],
        turns={name: source.turns for name, source in spoken.sources.items()},
        texts={name: source.text for name, source in spoken.sources.items()},
        experts_only=request.speakers != "all",
    )
    by_case: dict[str, dict[str, list[Span]]] = defaultdict(dict)
    for place in places(material):
        by_case[place.case_id][place.source_id] = frame_of(material, place)
    cases = queries.cases(database)
    order = {case.id: at for at, case in enumerate(cases)}
    ordered = sorted(by_case, key=lambda case: (order.get(case, len(order)), case))
    return Frames(
        {case: by_case[case] for case in ordered},
        without,
        {case.id: case.attributes for case in cases},
    )


def within(frames: ByCase, stretches: Stretches) -> ByCase:
    """What of the frames lies in stretches of their sources."""
    return {
        case: {
            source: union(clip(spans, stretches[source]))
            for source, spans in of_case.items()
            if stretches.get(source)
        }
        for case, of_case in frames.items()
    }


def outside(frames: ByCase, stretches: Stretches) -> ByCase:
    """What of the frames lies in none of the stretches."""
    return {
        case: {
            source: list(_minus(spans, stretches.get(source, ())))
            for source, spans in of_case.items()
        }
        for case, of_case in frames.items()
    }


def together(frames: ByCase) -> Stretches:
    """The stretches of all cases, each once."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for of_case in frames.values():
        for source, own in of_case.items():
            spans[source] += own
    return {source: union(own) for source, own in spans.items()}


def coded(decided: DecidedData, codes: Iterable[str]) -> Stretches:
    """The passages with one of the codes, by source."""
    kept = set(codes)
    spans: dict[str, list[Span]] = defaultdict(list)
    for coding in decided.codings:
        if coding.label in kept:
            spans[coding.source_id].append(coding.span)
    return {source: union(own) for source, own in spans.items()}


def limited(session: ProjectSession, scope: Scope, request: TermsRequest, frames: ByCase) -> ByCase:
    """The frames within the passages of the code that is asked for; all without one."""
    if request.code is None or scope.decided is None:
        return frames
    branch = queries.codebook(session.database).descendants(request.code)
    return within(frames, coded(scope.decided, branch))


def answered(scope: Scope, frames: ByCase) -> ByCase:
    """The frames in sources on which anybody whose answers count has answered; what others did
    not read is neither coded nor left uncoded."""
    if scope.decided is None:
        return frames
    chosen = scope.decided.chosen_mappings if scope.of_mappings else scope.decided.chosen
    there = {*chosen.finished, *chosen.unfinished}
    return {
        case: {source: spans for source, spans in of_case.items() if source in there}
        for case, of_case in frames.items()
    }


def groups_of(
    session: ProjectSession, scope: Scope, by: str | None, frames: Frames, own: ByCase
) -> dict[str, ByCase]:
    """The frames `own` by group, in the order of the codebook, the directions or the cases.

    Raises `InputError` for an attribute that no case has.
    """
    if by is None:
        return {"": own}
    if by == CASE:
        return {case: {case: of_case} for case, of_case in own.items()}
    if by == CODE and scope.decided is not None:
        used = scope.decided.codings.used_labels()
        order = [code.id for code in queries.codes(session.database) if code.id in used]
        return {code: within(own, coded(scope.decided, [code])) for code in order}
    if by == DIRECTION and scope.decided is not None:
        return dict(_by_direction(session, scope.decided, own))
    name = attribute_of(frames, by)
    groups: dict[str, dict[str, Stretches]] = defaultdict(dict)
    for case, of_case in own.items():
        groups[value_of(frames, case, name)][case] = of_case
    return {value: groups[value] for value in sorted(groups, key=lambda v: (v.startswith("("), v))}


def attribute_of(frames: Frames, by: str) -> str:
    """The attribute that is named. Raises `InputError` where no case has it."""
    name = by.removeprefix(ATTRIBUTE)
    names = list(dict.fromkeys(name for own in frames.attributes.values() for name in own))
    if name not in names:
        raise unknown(
            "attribute",
            name,
            names,
            hint=_("Terms are grouped by code, case, direction, or an attribute of cases."),
        )
    return name


def value_of(frames: Frames, case: str, attribute: str) -> str:
    """The value of an attribute of a case; `(no <attribute>)` where it has none."""
    return frames.attributes.get(case, {}).get(attribute) or f"(no {attribute})"


def side(session: ProjectSession, scope: Scope, frames: Frames, own: ByCase, named: str) -> ByCase:
    """The frames of one side of a comparison: `ATTRIBUTE=VALUE`, or a code with those below it.

    Raises `InputError` for what the project does not have.
    """
    attribute, equals, value = named.partition("=")
    if equals:
        attribute = attribute_of(frames, attribute)
        values = sorted({value_of(frames, case, attribute) for case in own})
        if value not in values:
            raise _unknown_value(attribute, value, values)
        return {
            case: of_case
            for case, of_case in own.items()
            if value_of(frames, case, attribute) == value
        }
    code = need_code(session, named)
    assert scope.decided is not None, "codings are read where a code is named"
    branch = queries.codebook(session.database).descendants(code.id)
    return within(own, coded(scope.decided, branch))


def _unknown_value(attribute: str, value: str, values: Sequence[str]) -> InputError:
    return InputError(
        _("no case in scope has {value!r} as its {attribute}; valid: {valid}").format(
            value=value, attribute=attribute, valid=", ".join(values) or _("none")
        ),
        code="unknown-value",
        hint=_("`qct cases` shows the attributes of cases."),
    )


def _by_direction(
    session: ProjectSession, decided: DecidedData, own: ByCase
) -> Iterator[tuple[str, ByCase]]:
    for direction in queries.directions(session.database):
        spans: dict[str, list[Span]] = defaultdict(list)
        for mapping in decided.mappings:
            if mapping.label == direction.id:
                spans[mapping.source_id].append(mapping.span)
        if spans:
            yield direction.id, within(own, {name: union(part) for name, part in spans.items()})


def _minus(spans: Iterable[Span], others: Sequence[Span]) -> Iterator[Span]:
    for span in spans:
        at = span.start
        for other in others:
            if other.end <= at or other.start >= span.end:
                continue
            if other.start > at:
                yield Span(at, other.start)
            at = max(at, other.end)
        if at < span.end:
            yield Span(at, span.end)
