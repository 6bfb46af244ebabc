"""`qct decisions`: what became of suggestions, answers to them, and checks of over-trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, flag, group_with_table, option, together
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project, working_coder
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format

COLUMNS = (
    "group", "shown", "accepted", "by_hand", "other", "rejected", "ignored", "had", "open",
    "share", "low", "high",
)  # fmt: skip
LIST_COLUMNS = (
    "source", "start", "end", "coder", "round", "family", "rank", "code", "verdict", "probability",
    "moment", "outcome", "check", "shown_at", "decided_at", "model", "training", "batch", "id",
)  # fmt: skip
CHECK_COLUMNS = ("coder", "shown", "answered", "taken", "index", "low", "high", "reason")
DECIMALS = 3

_filters = together(
    option(
        "--coder",
        metavar="NAME",
        text=_("Only suggestions that were shown to this coder (default: all coders)."),
        complete=completing.coders,
    ),
    options.only_source,
)
_table = together(
    option(
        "--by",
        "by",
        metavar="NAME,NAME",
        kind=options.IDS,
        default="rank",
        text=_(
            "Groups, one or more of rank, model, family, code, verdict, coder, source, round, "
            "month, week and moment (default: {default})."
        ),
    ),
    _filters,
    options.out,
    options.project,
    options.format_,
)


@group_with_table("decisions")
@_table
@click.pass_context
def decisions(
    context: click.Context,
    by: tuple[str, ...],
    coder: str | None,
    source: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Count how often suggestions were accepted, rejected and ignored.

    A suggestion is ignored where its coder has finished the source and decided nothing about it.
    The share says how often people follow suggestions; `qct replay` says how often they are right.

    Example: qct decisions --by rank,family --coder coder-a
    """
    if context.invoked_subcommand is not None:
        return
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    with open_project(folder, read_only=True, coder=coder) as project:
        found = project.decisions.table(by, coder=coder, source=source)
        reader = acting_coder(project, None)
        provenance = project.history.stamped(
            Provenance(
                sources=found.sources,
                readers=(coder,) if coder else (),
                details=(("by", ",".join(by)),),
                counted=sum(row.shown for row in found.rows),
            ),
            reader=reader,
        )
    rows = tuple(
        (
            row.group,
            row.shown,
            row.accepted,
            row.by_hand,
            row.other,
            row.rejected,
            row.ignored,
            row.had,
            row.open,
            *(_rounded(value) for value in (row.share, row.low, row.high)),
        )
        for row in found.rows
    )
    title = _("outcomes of suggestions by {by}").format(by=", ".join(by))
    table = Table(COLUMNS, rows, title, notes=found.notes, provenance=provenance)
    output.print_report([table], format_, out)


@decisions.command("list")
@_filters
@options.project
@options.format_
def list_(coder: str | None, source: str | None, folder: str | None, format_: Format) -> None:
    """List every suggestion that was shown, with what became of it.

    outcome is accepted, by-hand, had (its coder had given the code before), other, rejected,
    ignored or open; moment is whether the suggestion was shown before or after the coder's own
    answer. A candidate that was a check is named once its list is answered.

    Example: qct decisions list --coder coder-a --format csv
    """
    from toolkit.domain.outcomes import Fate
    from toolkit.operations.suggestions.outcomes import moment

    with open_project(folder, read_only=True, coder=coder) as project:
        shown = project.decisions.shown(coder=coder, source=source)
        checks_are_on = project.decisions.checks().are_on
    rows = [
        (
            each.suggestion.source_id,
            each.suggestion.span.start,
            each.suggestion.span.end,
            each.reveal.coder_id,
            each.reveal.round_id,
            each.suggestion.evidence.family,
            each.suggestion.rank,
            each.suggestion.code_id,
            each.suggestion.verdict,
            None if checks_are_on and each.fate is Fate.OPEN else _rounded(each.suggestion.score),
            moment(each.reveal),
            each.fate.value,
            "yes" if each.reveal.is_check and each.fate is not Fate.OPEN else "",
            each.reveal.shown_at,
            each.decision.decided_at if each.decision is not None else "",
            each.suggestion.model,
            each.suggestion.training_sha256,
            each.suggestion.batch_id,
            each.suggestion.id,
        )
        for each in shown
    ]
    output.emit(LIST_COLUMNS, rows, format_)


@decisions.command("answer")
@argument("batch", "BATCH", _("Id of the batch, as `qct suggest` shows it."))
@option(
    "--take",
    "rank",
    metavar="RANK",
    kind=click.IntRange(min=1),
    text=_("Take the candidate of this rank (default: none)."),
)
@option(
    "--code",
    "codes",
    metavar="ID",
    multiple=True,
    text=_("Code to give in place of the candidates; repeat it for others (default: none)."),
    complete=completing.codes,
)
@flag("--none", "none", text=_("Say that none of the candidates fits."))
@flag("--later", text=_("Put the answer off."))
@options.coder
@options.project
def answer(
    batch: str,
    rank: int | None,
    codes: tuple[str, ...],
    none: bool,
    later: bool,
    coder: str | None,
    folder: str | None,
) -> None:
    """Answer a batch of suggestions, which codes the passage where a code is taken.

    Exactly one of --take, --code, --none and --later is needed. A candidate may be a check, where
    the project uses them: it codes nothing, and you are told.

    Example: qct decisions answer 0197f2c0-... --take 1 --coder coder-a
    """
    if sum((rank is not None, bool(codes), none, later)) != 1:
        raise UsageError(
            _("an answer is exactly one of --take, --code, --none and --later"),
            code="answer-missing",
        )
    with open_project(folder) as project:
        who = working_coder(project, coder)
        made = project.decisions.answer(batch, coder=who, rank=rank, codes=codes, later=later)
        taken = made.suggestion_id
        is_check = taken is not None and project.decisions.was_check(taken)
    new = [code for code in made.codes_after if code not in made.codes_before]
    if is_check:
        note(
            _(
                "this candidate was a check: it was there because nothing speaks for it, and "
                "nothing was coded. If the code fits all the same: qct decisions keep {id}"
            ).format(id=taken)
        )
    elif new and not later:
        note(_("coded: {codes}").format(codes=", ".join(new)))
    else:
        note(_("stored: {outcome}").format(outcome=made.outcome.value))


@decisions.command("keep")
@argument("suggestion", "ID", _("Id of the candidate that was a check."))
@options.coder
@options.project
def keep(suggestion: str, coder: str | None, folder: str | None) -> None:
    """Code the passage with the code of a check that you took, where it fits all the same.

    Example: qct decisions keep 0197f2c0-... --coder coder-a
    """
    with open_project(folder) as project:
        who = working_coder(project, coder)
        made = project.decisions.keep_check(suggestion, coder=who)
    note(_("coded: {codes}").format(codes=", ".join(made.codes_after)))


@decisions.command("checks")
@option(
    "--every",
    metavar="N",
    kind=click.IntRange(min=2),
    text=_("Turn checks on, for one list of suggestions in N (default: leave them as they are)."),
)
@flag("--off", text=_("Turn checks off."))
@option(
    "--coder",
    metavar="NAME",
    text=_("Only checks that were shown to this coder (default: all coders)."),
    complete=completing.coders,
)
@options.project
@options.format_
def checks(
    every: int | None, off: bool, coder: str | None, folder: str | None, format_: Format
) -> None:
    """Show how often coders took a candidate that nothing speaks for: the over-trust index.

    Checks are off until --every turns them on. One list of suggestions in N (12 is usual) then
    holds such a candidate in its third place, in families of more than six codes. Every coder is
    told with each list that there are checks, and gets none before. A check is never coded unless
    its coder confirms it, and enters no other figure.

    Example: qct decisions checks --every 12
    """
    if every is not None and off:
        raise UsageError(_("--every and --off exclude each other"), code="checks-every")
    changes = every is not None or off
    with open_project(folder, read_only=not changes) as project:
        if changes:
            project.decisions.set_checks(
                0 if off else every or 0, actor=acting_coder(project, None)
            )
        state = project.decisions.checks()
        found = project.decisions.over_trust(coder=coder)
    rows = [
        (
            each.coder,
            each.shown,
            each.answered,
            each.taken,
            *(_rounded(value) for value in (each.index, each.low, each.high)),
            each.reason,
        )
        for each in found
    ]
    output.emit(CHECK_COLUMNS, rows, format_)
    if state.are_on:
        note(
            _("checks are on since {date}: one list of suggestions in {every}").format(
                date=state.since[:10], every=state.every
            )
        )
    else:
        note(_("checks are off; `qct decisions checks --every 12` turns them on"))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
