"""`qct round open|submit|reopen|close|list|progress`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.asking import confirmed
from toolkit.cli.commands import Words, argument, flag, group, option
from toolkit.cli.modes import MODES, mode_name, parse_mode
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.options import Format
from toolkit.domain.rounds import Progress
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.operations.rounds import NOT_STARTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from toolkit.cli.options import Format
    from toolkit.domain.rounds import Round
    from toolkit.project import Project

COLUMNS = (
    "round", "mode", "status", "coders", "sources", "codebook_version", "covered", "finished",
    "submitted",
)  # fmt: skip

_SEED = 1
"""Seed of the draw for double coding where none is given."""

rounds = group("round", _("Open, submit, reopen, close and list rounds."))
_round = argument("round_id", "ROUND", _("Name of the round."), complete=completing.rounds)


@rounds.command("open")
@_round
@option(
    "--coders",
    metavar="A,B",
    kind=options.IDS,
    default="",
    text=_("Coders who take part (default: anyone)."),
    complete=completing.coders,
)
@option(
    "--sources",
    metavar="E01,E02",
    kind=options.IDS,
    default="",
    text=_("Sources to code (default: all)."),
    complete=completing.sources,
)
@option(
    "--mode",
    metavar="MODE",
    kind=Words(*MODES),
    default="blind",
    text=_(
        "Mode of the round: blind, open (code first, then see suggestions) or assisted "
        "(default: {default})."
    ),
)
@option(
    "--codebook-version",
    metavar="N",
    kind=int,
    text=_("Version of the codebook to code by (default: the newest)."),
)
@option(
    "--overlap",
    metavar="N%",
    text=_(
        "Share of the sources that all coders code, rounded up; the others are shared out among "
        "them (default: all coders code all sources)."
    ),
)
@option(
    "--seed",
    metavar="N",
    kind=int,
    text=_("Number that the draw of --overlap depends on alone (default: 1)."),
)
@options.coder
@options.project
def open_(
    round_id: str,
    coders: tuple[str, ...],
    sources: tuple[str, ...],
    mode: str,
    codebook_version: int | None,
    overlap: str | None,
    seed: int | None,
    coder: str | None,
    folder: str | None,
) -> None:
    """Open a round; its mode cannot change afterwards.

    While a blind round is open, its codings are hidden from every list. With --round you see
    your own. Coders who take part see nothing that others did on its sources.

    --overlap is for double coding of a sample. It opens ROUND with the sources that all coders
    code, and ROUND-CODER for each coder with sources of their own, as one step; it lists who
    gets which source. Agreement is that of ROUND.

    Example: qct round open R1 --coders coder-a,coder-b --mode blind
    """
    chosen = parse_mode(mode)
    if overlap is not None:
        with open_project(folder) as project:
            opened_together = project.rounds.open_overlapping(
                round_id,
                actor=acting_coder(project, coder),
                mode=chosen,
                coders=coders,
                sources=sources,
                codebook_version=codebook_version,
                share=_share(overlap),
                seed=_SEED if seed is None else seed,
            )
        _tell_shares(opened_together, _SEED if seed is None else seed)
        return
    if seed is not None:
        raise UsageError(
            _("--seed is for the draw of --overlap, and there is none"),
            code="seed-alone",
            hint=_("Add --overlap 20%, or leave --seed away."),
        )
    with open_project(folder) as project:
        opened = project.rounds.open(
            round_id,
            actor=acting_coder(project, coder),
            mode=chosen,
            coders=coders,
            sources=sources,
            codebook_version=codebook_version,
        )
    note(
        _("round {round} is open (mode {mode}, codebook version {version})").format(
            round=opened.id, mode=mode_name(opened.mode), version=opened.codebook_version
        )
    )


def _share(text: str) -> Fraction:
    """The share that a text like `20%` names."""
    from fractions import Fraction

    number = text.strip().removesuffix("%").strip()
    if not text.strip().endswith("%") or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", number):
        raise UsageError(
            _("{text!r} is no share of the sources").format(text=text),
            code="overlap-share",
            hint=_("Write it as in --overlap 20%."),
        )
    return Fraction(number) / 100


def _tell_shares(opened: Sequence[Round], seed: int) -> None:
    """Tell who codes which sources in which of the rounds that were opened together."""
    shared, *own = opened
    everything = sum(len(round_.sources) for round_ in opened)
    note(
        ngettext(
            "{shared} of {count} source is coded by all: {sources} (drawn with seed {seed})",
            "{shared} of {count} sources are coded by all: {sources} (drawn with seed {seed})",
            everything,
        ).format(
            shared=len(shared.sources),
            count=everything,
            sources=", ".join(shared.sources),
            seed=seed,
        )
    )
    for round_ in opened:
        note(
            _(
                "round {round} is open for {coders} on {sources} (mode {mode}, codebook version "
                "{version})"
            ).format(
                round=round_.id,
                coders=", ".join(round_.coders),
                sources=", ".join(round_.sources),
                mode=mode_name(round_.mode),
                version=round_.codebook_version,
            )
        )
    for name in shared.coders:
        if all(name not in round_.coders for round_ in own):
            note(_("{coder} has no source alone").format(coder=name))
    note(
        _(
            "each coder's steps go into the round that has the source; `qct undo` takes all "
            "rounds back"
        )
    )


@rounds.command("submit")
@_round
@option(
    "--source",
    metavar="ID",
    required=True,
    text=_("Source that you have finished."),
    complete=completing.sources,
)
@options.coder
@options.project
def submit(round_id: str, source: str, coder: str | None, folder: str | None) -> None:
    """Submit a source that you have finished in a round; you cannot change it afterwards.

    Example: qct round submit R1 --source E01 --coder coder-a
    """
    with open_project(folder) as project:
        done = project.rounds.submit(round_id, source, coder=acting_coder(project, coder))
    note(
        _("{coder} has submitted {source} in round {round}").format(
            coder=done.coder_id, source=done.source_id, round=done.round_id
        )
    )


@rounds.command("reopen")
@_round
@option(
    "--of",
    "owner",
    metavar="NAME",
    required=True,
    text=_("Coder whose work to unlock."),
    complete=completing.coders,
)
@option(
    "--source",
    metavar="ID",
    required=True,
    text=_("Source to unlock."),
    complete=completing.sources,
)
@option("--reason", metavar="TEXT", required=True, text=_("Reason; it is kept in the log."))
@options.coder
@options.project
def reopen(
    round_id: str, owner: str, source: str, reason: str, coder: str | None, folder: str | None
) -> None:
    """Unlock a source that a coder has submitted; someone other than that coder does this.

    Example: qct round reopen R1 --of coder-a --source E01 --reason "half was missing" --coder lead
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        project.rounds.reopen(round_id, source, coder=owner, actor=actor, reason=reason)
    note(
        _("{coder} may work on {source} in round {round} again").format(
            coder=owner, source=source, round=round_id
        )
    )


@rounds.command("close")
@_round
@flag(
    "--yes",
    text=_("Close it without asking, whoever has not finished (default: ask, then close)."),
)
@options.coder
@options.project
def close(round_id: str, yes: bool, coder: str | None, folder: str | None) -> None:
    """Close a round: nothing more is coded in it, and a blind one becomes visible.

    Who has not finished which source is listed first, and you are asked: unfinished work stays
    out of agreement, and nobody can finish it later. Without a terminal and without --yes such
    a round stays open, and the command ends with 1.

    Example: qct round close R1
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        doubts = _unfinished_work(project, round_id, actor)
        for doubt in doubts:
            note(doubt)
        if doubts and not yes and not confirmed(_("Close round {round}?").format(round=round_id)):
            note(_("round {round} stays open; --yes closes it all the same").format(round=round_id))
            raise click.exceptions.Exit(1)
        project.rounds.close(round_id, actor=actor)
    note(_("round {round} is closed").format(round=round_id))


def _unfinished_work(project: Project, round_id: str, actor: str) -> list[str]:
    """Sentences on who has not finished what, as far as whoever closes the round may know."""
    round_ = project.rounds.get(round_id)
    sources: dict[tuple[str, str], list[str]] = {}
    for state in project.rounds.unfinished(round_id, actor=actor):
        sources.setdefault((state.coder_id, state.state), []).append(state.source_id)
    sentences = [
        (
            _("{coder} has not begun {sources}")
            if state == NOT_STARTED
            else _("{coder} is still working on {sources}")
        ).format(coder=coder, sources=", ".join(names))
        for (coder, state), names in sorted(sources.items())
    ]
    if project.rounds.binds(round_id, actor) and len(round_.coders) != 1:
        sentences.append(
            _(
                "round {round} is blind and you take part in it, so how far the others are is "
                "not shown"
            ).format(round=round_id)
        )
    return sentences


@rounds.command("list")
@options.project
@options.format_
def list_(folder: str | None, format_: Format) -> None:
    """List the rounds, and how many pairs of coder and source are covered in each.

    Of the covered pairs, which somebody has begun, it counts those that are finished; those that
    are submitted are finished and locked.

    Example: qct round list --format json
    """
    with open_project(folder, read_only=True) as project:
        covered: Counter[str] = Counter()
        finished: Counter[str] = Counter()
        submitted: Counter[str] = Counter()
        for coverage in project.rounds.coverage():
            covered[coverage.round_id] += 1
            finished[coverage.round_id] += coverage.progress.is_finished
            submitted[coverage.round_id] += coverage.progress is Progress.SUBMITTED
        rows = [
            (
                round_.id,
                mode_name(round_.mode),
                round_.status.value,
                " ".join(round_.coders) or "anyone",
                " ".join(round_.sources) or "all",
                round_.codebook_version,
                covered[round_.id],
                finished[round_.id],
                submitted[round_.id],
            )
            for round_ in project.rounds.all()
        ]
    output.emit(COLUMNS, rows, format_)


@rounds.command("progress")
@_round
@options.project
@options.format_
def progress(round_id: str, folder: str | None, format_: Format) -> None:
    """Show how far each coder is with each source: not started, working, finished or submitted.

    Submitted is finished and locked. What a coder has not finished counts as no answer. A coder who
    takes part in an open blind round is shown their own progress only.

    Example: qct round progress R1 --format csv
    """
    with open_project(folder, read_only=True) as project:
        rows = [
            (state.coder_id, state.source_id, state.state)
            for state in project.rounds.progress(round_id)
        ]
    output.emit(("coder", "source", "state"), rows, format_)
