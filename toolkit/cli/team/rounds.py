"""`qct round open|submit|reopen|close|list|progress`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import Words, argument, group, option
from toolkit.cli.modes import MODES, mode_name, parse_mode
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.options import Format
from toolkit.domain.rounds import Progress
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = (
    "round", "mode", "status", "coders", "sources", "codebook_version", "covered", "submitted",
)  # fmt: skip

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
@options.coder
@options.project
def open_(
    round_id: str,
    coders: tuple[str, ...],
    sources: tuple[str, ...],
    mode: str,
    codebook_version: int | None,
    coder: str | None,
    folder: str | None,
) -> None:
    """Open a round; its mode cannot change afterwards.

    While a blind round is open, its codings are hidden from every list. With --round you see
    your own. Coders who take part see nothing that others did on its sources.

    Example: qct round open R1 --coders coder-a,coder-b --mode blind
    """
    chosen = parse_mode(mode)
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
@options.coder
@options.project
def close(round_id: str, coder: str | None, folder: str | None) -> None:
    """Close a round: nothing more is coded in it, and a blind one becomes visible.

    Example: qct round close R1
    """
    with open_project(folder) as project:
        project.rounds.close(round_id, actor=acting_coder(project, coder))
    note(_("round {round} is closed").format(round=round_id))


@rounds.command("list")
@options.project
@options.format_
def list_(folder: str | None, format_: Format) -> None:
    """List the rounds, and how many pairs of coder and source are begun or submitted in each.

    Example: qct round list --format json
    """
    with open_project(folder, read_only=True) as project:
        covered: Counter[str] = Counter()
        submitted: Counter[str] = Counter()
        for coverage in project.rounds.coverage():
            covered[coverage.round_id] += 1
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
    """Show how far each coder is with each source: not started, working or submitted.

    A source that a coder has not started is missing, and counts as no answer. A coder who
    takes part in an open blind round is shown their own progress only.

    Example: qct round progress R1 --format csv
    """
    with open_project(folder, read_only=True) as project:
        rows = [
            (state.coder_id, state.source_id, state.state)
            for state in project.rounds.progress(round_id)
        ]
    output.emit(("coder", "source", "state"), rows, format_)
