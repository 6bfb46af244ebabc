"""Passages with their codes, and whose answers they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from toolkit.analysis.by_directions import pairs_of
from toolkit.analysis.choose_quotes import Choice, chosen
from toolkit.analysis.records import STANCES, records_of
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.answers.chosen import choose, coding_statements, mapping_statements
from toolkit.operations.answers.kept import kept
from toolkit.operations.answers.renderings import renderings_among
from toolkit.operations.answers.rule import refuse_both
from toolkit.operations.codings.listing import branch_codings, check_filters, coding_rows
from toolkit.operations.codings.quote_rows import (
    QuoteRow,
    Texts,
    balance_notes,
    cases_of,
    checked_texts,
)
from toolkit.operations.matrices.groups import cases_asked_for
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding
    from toolkit.operations.session import ProjectSession
    from toolkit.store.protocol import Database
    from toolkit.store.queries import CodingFilters


class QuoteChoice(TypedDict, total=False):
    """Which passages are quoted, beside those of a code, a coder and a source."""

    direction: str | None
    stance: Sequence[str]
    where: Sequence[str]
    choose: str | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Quotes:
    """Passages in the order of the text, or in that of a choice."""

    rows: Sequence[QuoteRow]
    notes: Sequence[str]
    """Whose codings they are, and what is left out."""


def quotes(
    session: ProjectSession,
    filters: CodingFilters,
    *,
    answers: str | None,
    exactly: bool,
    choice: QuoteChoice,
) -> Quotes:
    """The passages that count by a rule of answers; everyone's without a rule.

    By `intersection` they are the passages that all coders gave the same code, once for each
    coder. Raises `UsageError` for a rule where the filters name a coder too.
    """
    refuse_both(filters.get("coder"), answers)
    check_filters(session, filters)
    _check(session, choice)
    codings = branch_codings(session, filters, exactly=exactly)
    notes: list[str] = []
    scope = [source.id for source in queries.sources(session.database)]
    if (named := filters.get("source")) is not None:
        scope = [named]
    elif renderings := renderings_among(queries.sources(session.database)):
        scope = [source_id for source_id in scope if source_id not in renderings]
        if any(coding.source_id in renderings for coding in codings):
            note = _("left out, since they render another source: {sources} (name one to see it)")
            notes.append(note.format(sources=", ".join(renderings)))
    place = {source_id: at for at, source_id in enumerate(scope)}
    codings = [coding for coding in codings if coding.source_id in place]
    if answers is not None:
        statements = coding_statements(session, scope)
        rule = choose(session, statements, answers=answers, round_id=filters.get("round_id"))
        codings, left_out = kept(codings, rule)
        codings.sort(key=lambda c: (place[c.source_id], c.span.start, c.span.end))
        notes += rule.notes(of_listing=True)
        notes += [
            ngettext(
                "{count} coding is left out: {reason}",
                "{count} codings are left out: {reason}",
                len(ids),
            ).format(count=len(ids), reason=reason)
            for reason, ids in sorted(left_out.items())
        ]
    else:
        coders = sorted({coding.coder_id for coding in codings})
        if len(coders) > 1:
            note = _(
                "quotes of {coders}, who may have coded the same passage: --answers names whose "
                "answers count, as in matrices"
            )
            notes.append(note.format(coders=", ".join(coders)))
    codings, stances, more = _mapped(session, codings, scope, answers, choice)
    notes += more
    records = records_of(codings)
    cases = cases_of(session.database, records) if codings else []
    wanted = cases_asked_for(session, choice.get("where", ()))
    if wanted is not None:
        inside = [at for at, own in enumerate(cases) if wanted & set(own)]
        codings, cases = [codings[at] for at in inside], [cases[at] for at in inside]
        stances = [stances[at] for at in inside]
    texts = checked_texts(session.database, {coding.source_id for coding in codings})
    order, picked = _order(codings, texts, [", ".join(own) for own in cases], stances, choice)
    notes += picked
    shown = order[: choice.get("most")]
    rows = quote_rows(
        session.database,
        [codings[at] for at in shown],
        texts,
        [", ".join(cases[at]) for at in shown],
    )
    notes += balance_notes([row["case"] for row in rows])
    return Quotes(rows, notes)


def quote_rows(
    database: Database, codings: Sequence[Coding], texts: Texts, cases: Sequence[str]
) -> list[QuoteRow]:
    """The codings as they are quoted, each with its case."""
    for coding in codings:
        texts.words(coding.source_id, coding.span)
    return [
        QuoteRow(**row, case=case, citation=texts.citation(coding.source_id, coding.span))
        for coding, row, case in zip(codings, coding_rows(database, codings), cases, strict=True)
    ]


def _check(session: ProjectSession, choice: QuoteChoice) -> None:
    """Raise for a direction, stance, choice or number that there is not."""
    direction = choice.get("direction")
    known = [each.id for each in queries.directions(session.database)]
    if direction is not None and direction not in (*known, "none"):
        raise unknown("direction", direction, known)
    for name in choice.get("stance", ()):
        if name not in STANCES:
            raise UsageError(
                _("unknown stance {name!r}; valid: {valid}").format(
                    name=name, valid=", ".join(STANCES)
                ),
                code="matrix-stance",
            )
    how = choice.get("choose")
    if how is not None and how not in list(Choice):
        raise UsageError(
            _("unknown choice {name!r}; valid: {valid}").format(name=how, valid=", ".join(Choice)),
            code="quotes-choice",
        )
    most = choice.get("most")
    if most is not None and most < 1:
        raise UsageError(_("--most needs a number from 1"), code="quotes-most")


def _mapped(
    session: ProjectSession,
    codings: list[Coding],
    scope: Sequence[str],
    answers: str | None,
    choice: QuoteChoice,
) -> tuple[list[Coding], list[str], list[str]]:
    """The codings that a mapping of the direction and stance belongs to, with their stances.

    A mapping belongs to a coding as in codes-by-directions.
    """
    direction, stance = choice.get("direction"), choice.get("stance", ())
    if direction is None and not stance and choice.get("choose") != Choice.CONTRADICTING:
        return codings, [""] * len(codings), []
    inside = set(scope)
    mappings = [
        each
        for each in queries.direction_mappings(session.database)
        if each.source_id in inside and (direction is None or each.direction_id == direction)
    ]
    notes = []
    if answers is not None:
        rule = choose(session, mapping_statements(mappings), answers=answers, round_id=None)
        mappings, _left = kept(mappings, rule)
        notes = [_("mappings: {note}").format(note=note) for note in rule.notes(of_listing=True)]
    mappings = [each for each in mappings if not stance or each.stance in stance]
    coding, mapping = pairs_of(records_of(codings), records_of(mappings), "coding")
    stances: dict[int, set[str]] = {}
    for at, other in zip(coding.tolist(), mapping.tolist(), strict=True):
        own = mappings[other].stance
        stances.setdefault(at, set()).update([own.value] if own is not None else [])
    limited = direction is not None or bool(stance)
    keep = [at for at in range(len(codings)) if at in stances or not limited]
    note = _("{mapped} of {count:,} coded passages are mapped")
    if limited:
        note = _("{mapped} of {count:,} coded passages have such a mapping")
    notes.append(note.format(mapped=f"{len(stances):,}", count=len(codings)))
    return (
        [codings[at] for at in keep],
        [", ".join(sorted(stances.get(at, ()))) for at in keep],
        notes,
    )


def _order(
    codings: Sequence[Coding],
    texts: Texts,
    experts: Sequence[str],
    stances: Sequence[str],
    choice: QuoteChoice,
) -> tuple[list[int], list[str]]:
    how = choice.get("choose")
    if how is None:
        return list(range(len(codings))), []
    words = [texts.words(coding.source_id, coding.span) for coding in codings]
    if how == Choice.CONTRADICTING and not any(stances):
        raise InputError(
            _("nobody has given a stance to these passages, so that none contradicts"),
            code="quotes-no-stance",
            hint=_("`qct directions confirm --stance` gives one."),
        )
    # The same passage of several coders is quoted once.
    seen: dict[tuple[str, int, int], int] = {}
    for at, coding in enumerate(codings):
        seen.setdefault((coding.source_id, coding.span.start, coding.span.end), at)
    kept_at = sorted(seen.values())
    picked = chosen(
        Choice(how),
        [words[at] for at in kept_at],
        [experts[at] for at in kept_at],
        [stances[at] for at in kept_at],
    )
    meaning = {
        Choice.TYPICAL: _("the passages that share most words with the others come first"),
        Choice.EXTREME: _("the passages that share fewest words with the others come first"),
        Choice.SHORT: _("the shortest passages of five words or more come first"),
        Choice.CONTRADICTING: _("only passages whose stance is not the most frequent one"),
        Choice.BALANCED: _("one passage of each expert in turn, the most typical first"),
    }[Choice(how)]
    note = ngettext(
        "{meaning}; {picked} of {count:,} passage",
        "{meaning}; {picked} of {count:,} passages",
        len(kept_at),
    )
    return (
        [kept_at[at] for at in picked],
        [note.format(meaning=meaning, picked=f"{len(picked):,}", count=len(kept_at))],
    )
