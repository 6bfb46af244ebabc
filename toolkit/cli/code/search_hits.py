"""Hits of a code's search patterns: listing them, asking about each, and coding what is kept."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from toolkit.cli import output
from toolkit.cli.analysing import AnalysisProgress
from toolkit.cli.notes import note, visible
from toolkit.cli.opening import open_project, working_coder, working_round
from toolkit.cli.options import Format
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.operations.search.code_hits import CodeHits, PatternHit, Unit

COLUMNS = (
    "number", "source", "start", "end", "turn", "speaker", "code", "state", "codes", "pattern",
    "passage",
)  # fmt: skip
_PART = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def hits_of_code(
    code: str,
    pattern: str | None,
    *,
    unit: Unit,
    accept: str | None,
    reject: str | None,
    sources: Sequence[str],
    round_id: str | None,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> Mapping[str, tuple[str, ...]]:
    """List the hits, and code those that a person keeps; nothing is coded without a decision.

    Returns the languages without an analyser, each with its sources.
    """
    from toolkit.operations.search.code_hits import precision_lines

    with open_project(folder, read_only=True, round_id=round_id, coder=coder) as project:
        who = working_coder(project, coder)
        round_ = working_round(project, who, round_id, sources)
        listed = project.suggestions.pattern_hits(
            code,
            [pattern] if pattern is not None else [],
            coder=who,
            round_id=round_,
            unit=unit,
            sources=sources,
            note=AnalysisProgress(),
        )
        lines = list(precision_lines(code, *project.suggestions.pattern_precision(code)))
    output.emit(COLUMNS, [_row(code, hit) for hit in listed.hits], format_, wrapped=("passage",))
    _tell(listed, is_decided=not (accept is None and reject is None))
    for line in lines:
        note(line)
    if accept is None and reject is None:
        accepted, rejected = _asked(listed, shown=format_ is Format.TABLE)
    else:
        taken = named(accept, listed.hits)
        accepted, rejected = taken, named(reject, [hit for hit in listed.hits if hit not in taken])
    if not accepted and not rejected:
        return listed.unread
    with open_project(folder) as project:
        done = project.suggestions.decide_hits(
            code, accepted=accepted, rejected=rejected, coder=who, round_id=listed.round_id
        )
    note(
        ngettext(
            "{count} passage coded with {code} in round {round}, {rejected} rejected",
            "{count} passages coded with {code} in round {round}, {rejected} rejected",
            len(done.coded),
        ).format(count=len(done.coded), code=code, round=listed.round_id, rejected=done.rejected)
    )
    if done.there:
        numbers = ", ".join(str(hit.number) for hit in done.there)
        note(_("coded before, and left alone: {numbers}").format(numbers=numbers))
    return listed.unread


def _row(code: str, hit: PatternHit) -> tuple[object, ...]:
    return (
        hit.number,
        hit.source_id,
        hit.span.start,
        hit.span.end,
        hit.turn.index + 1,
        hit.turn.speaker,
        code,
        hit.state,
        " ".join(hit.codes),
        " | ".join(hit.patterns),
        " ".join(hit.quote.split()),
    )


def _tell(listed: CodeHits, *, is_decided: bool) -> None:
    """Say how many hits wait for a decision, and what was left out."""
    waiting = sum(hit.is_open for hit in listed.hits)
    note(
        ngettext(
            "{count} passage, {waiting} of them without a decision of yours",
            "{count} passages, {waiting} of them without a decision of yours",
            len(listed.hits),
        ).format(count=len(listed.hits), waiting=waiting)
    )
    if listed.left_out:
        note(
            ngettext(
                "{count} match in what interviewers and others say is left out",
                "{count} matches in what interviewers and others say are left out",
                listed.left_out,
            ).format(count=listed.left_out)
        )
    if waiting and not is_decided:
        note(
            _(
                "nothing is coded yet: --accept 1,3-5 or --accept all codes passages, --reject 2 "
                "remembers that the code does not fit"
            )
        )


def named(numbers: str | None, hits: Sequence[PatternHit]) -> list[PatternHit]:
    """The hits that `1,3-5` names, or `all` that are without a decision.

    Raises `UsageError` for what is no list of their numbers.
    """
    if numbers is None:
        return []
    if numbers.strip() == "all":
        return [hit for hit in hits if hit.is_open]
    by_number = {hit.number: hit for hit in hits}
    chosen: dict[int, PatternHit] = {}
    for part in numbers.split(","):
        match = _PART.fullmatch(part.strip())
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if not 1 <= first <= last or last not in by_number or first not in by_number:
            raise UsageError(
                _("{part!r} names none of the hits; they are numbered from 1 to {last}").format(
                    part=part.strip(), last=max(by_number, default=0)
                ),
                code="search-numbers",
                hint=_("Write numbers and ranges, such as 1,3-5, or all."),
            )
        chosen |= {number: by_number[number] for number in range(first, last + 1)}
    return [chosen[number] for number in sorted(chosen)]


def _asked(listed: CodeHits, *, shown: bool) -> tuple[list[PatternHit], list[PatternHit]]:
    """What the person at the terminal keeps and rejects; nothing where there is no terminal."""
    if not (shown and sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return [], []
    return ask(listed, lambda: click.getchar())


def ask(listed: CodeHits, read: Callable[[], str]) -> tuple[list[PatternHit], list[PatternHit]]:
    """Ask about each hit without a decision; `read` gives the next key.

    y keeps it, n rejects it, a keeps it and all that follow, q leaves the rest undecided.
    """
    accepted: list[PatternHit] = []
    rejected: list[PatternHit] = []
    waiting = [hit for hit in listed.hits if hit.is_open]
    for at, hit in enumerate(waiting):
        place = f"{hit.number}. {hit.source_id} {hit.span}"
        click.echo(visible(f"\n{place}\n{hit.quote}"), err=True)
        question = _("Code it with {code}? y(es) n(o) a(ll the rest) q(uit)")
        click.echo(question.format(code=listed.code_id) + " ", nl=False, err=True)
        while (key := read().lower()) not in ("y", "n", "a", "q", "\x03", "\x04", ""):
            pass
        click.echo(key if key.isprintable() else "", err=True)
        if key == "y":
            accepted.append(hit)
        elif key == "n":
            rejected.append(hit)
        elif key == "a":
            accepted += waiting[at:]
            break
        else:
            break
    return accepted, rejected
