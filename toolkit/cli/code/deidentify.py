"""`qct deidentify`, and `qct deidentify accept|reject`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.analysing import AnalysisProgress
from toolkit.cli.asking import passphrase_if_sealed
from toolkit.cli.code import deidentify_key
from toolkit.cli.code.correct import rows_told
from toolkit.cli.commands import Words, argument, flag, group_with_table, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.errors import InputError, UsageError, nearest, unknown
from toolkit.i18n import _, ngettext
from toolkit.language.identifiers.candidate import KINDS, Kind
from toolkit.text.languages import language_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cli.options import Format
    from toolkit.operations.identifiers.propose import Proposal, Proposals
    from toolkit.project import Project

COLUMNS = ("source", "start", "end", "kind", "text", "replacement")

_kinds = option(
    "--kind",
    "kinds",
    metavar="KIND",
    kind=Words(*Kind),
    multiple=True,
    text=_("Only identifiers of this kind; repeat it for others (default: every kind)."),
)
_at = option(
    "--at",
    "places",
    metavar="SOURCE:START:END",
    multiple=True,
    text=_("Only this place; repeat it for others (default: every place of the words)."),
)


@group_with_table("deidentify")
@options.only_sources
@_kinds
@flag("--new", text=_("List only what nobody decided on yet."))
@options.project
@options.format_
@click.pass_context
def deidentify(
    context: click.Context,
    sources: tuple[str, ...],
    kinds: tuple[str, ...],
    new: bool,
    folder: str | None,
    format_: Format,
) -> None:
    """List words in the sources that may identify somebody, with a pseudonym for each.

    Nothing is changed before you accept. The name alone is listed: titles and particles stay in
    the text. Offsets are in characters. Names are found by rules and, where the extra `language`
    is installed, by its analysis; a person has to read the transcript all the same.

    Example: qct deidentify --sources E05 --kind person --format json
    """
    if context.invoked_subcommand is not None:
        return
    with open_project(folder, read_only=True) as project:
        proposals = _proposals(project, sources)
    chosen = _of_kinds(proposals.all, kinds)
    if new:
        chosen = [proposal for proposal in chosen if proposal.state == "new"]
    rows = [(p.source, p.start, p.end, p.kind.value, p.text, p.replacement) for p in chosen]
    output.emit(COLUMNS, rows, format_)
    _tell(proposals, chosen)


@deidentify.command("accept")
@argument(
    "words",
    "WORDS",
    _("Words as they are listed (default: none, --all or --at is given)."),
    many=True,
    required=False,
)
@flag("--all", "everything", text=_("Accept everything that is listed."))
@_at
@_kinds
@options.only_sources
@option(
    "--as",
    "replacement",
    metavar="PSEUDONYM",
    text=_("Pseudonym for these words (default: the one that is listed)."),
)
@flag("--always", text=_("Replace these words in sources to come, too."))
@options.dry_run
@options.coder
@options.project
@options.format_
def accept(
    words: tuple[str, ...],
    everything: bool,
    places: tuple[str, ...],
    kinds: tuple[str, ...],
    sources: tuple[str, ...],
    replacement: str | None,
    always: bool,
    dry_run: bool,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Put pseudonyms in the place of words that identify somebody.

    The texts get a new revision; codings and memos stay on their words, and `qct undo` takes the
    step back. Which words a pseudonym stands for is kept in the key, beside the store. With --at
    and --kind you can replace a place that is not listed. Give two spellings of one name the same
    pseudonym with --as.

    Example: qct deidentify accept "Park Ji-hoon" Ji-hoon --as "[Official 1]" --dry-run
    """
    if sum((bool(words), everything, bool(places))) != 1:
        raise UsageError(
            _("say what to accept: WORDS, --at SOURCE:START:END, or --all"), code="accept-what"
        )
    if replacement is not None and everything:
        raise UsageError(
            _("--as gives words one pseudonym, and --all means different words"),
            code="accept-as",
            hint=_("Name the words, or leave --as away."),
        )
    from toolkit.operations.identifiers.accept import Choice

    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        key = passphrase_if_sealed(project)
        proposals = _proposals(project, sources, key)
        chosen = (
            _at_places(project, proposals, places, kinds)
            if places
            else _of_words(_of_kinds(proposals.all, kinds), words, everything=everything)
        )
        choices = [
            Choice(p.source, p.start, p.end, p.kind, replacement or p.replacement, always=always)
            for p in chosen
        ]
        done = project.identifiers.accept(
            choices, actor=actor, passphrase=key, seen=proposals.taken, dry_run=dry_run
        )
        path = project.identifiers.key_path()
        carried = rows_told(project, (row for c in done.corrections for row in c.rows), actor)
    rows = [
        (c.source, c.start, c.end, c.kind.value, p.text, c.replacement)
        for c, p in zip(choices, chosen, strict=True)
    ]
    output.emit(COLUMNS, rows, format_)
    if not choices:
        note(_("nothing is listed that could be accepted; nothing was changed"))
        return
    counts = {
        state: sum(row.outcome.value == state and row.table == "codings" for row in carried)
        for state in ("moved", "changed")
    }
    text = (
        _("{count} places in {sources} would be replaced: {moved} codings moved, {changed} hold a "
          "pseudonym")
        if dry_run
        else _("{count} places in {sources} were replaced: {moved} codings moved, {changed} hold a "
               "pseudonym; `qct undo` takes it back")
    )  # fmt: skip
    note(
        text.format(
            count=done.replaced,
            sources=ngettext("{n} source", "{n} sources", len(done.corrections)).format(
                n=len(done.corrections)
            ),
            **counts,
        )
    )
    if not dry_run:
        note(_("the key is {path}; it is in no export and no backup").format(path=path))
        note(_("the texts before are kept for undo: `qct deidentify erase` removes them for good"))


@deidentify.command("reject")
@argument(
    "words",
    "WORDS",
    _("Words as they are listed (default: none, --at is given)."),
    many=True,
    required=False,
)
@_at
@_kinds
@options.project
def reject(
    words: tuple[str, ...], places: tuple[str, ...], kinds: tuple[str, ...], folder: str | None
) -> None:
    """State that words, or single places, identify nobody; they are not listed again.

    No text is changed. Without --kind the words are rejected as each kind that lists them.
    `qct deidentify forget` lets everything that was rejected be listed again.

    Example: qct deidentify reject Grant --kind person
    """
    if bool(words) == bool(places):
        raise UsageError(
            _("say what to reject: either WORDS or --at SOURCE:START:END"), code="reject-what"
        )
    with open_project(folder) as project:
        key = passphrase_if_sealed(project)
        at = [_place(place) for place in places]
        rejected: list[tuple[Kind, str]] = []
        if words:
            listed = _of_kinds(_proposals(project, (), key).all, kinds)
            chosen = _of_words(listed, words, everything=False)
            rejected = sorted({(p.kind, p.text) for p in chosen})
        project.identifiers.reject(rejected, at=at, passphrase=key)
    for kind, text in rejected:
        note(_("{text} is no {kind}: it is not listed again").format(text=text, kind=kind.value))
    for source, start, end in at:
        note(
            _("{start}:{end} of {source} is not listed again").format(
                source=source, start=start, end=end
            )
        )


def _proposals(
    project: Project, sources: Sequence[str], passphrase: str | None = None
) -> Proposals:
    return project.identifiers.propose(
        sources, passphrase=passphrase or passphrase_if_sealed(project), note=AnalysisProgress()
    )


def _of_kinds(proposals: Sequence[Proposal], kinds: Sequence[str]) -> list[Proposal]:
    chosen = set(_checked(kinds)) or set(Kind)
    return [proposal for proposal in proposals if proposal.kind in chosen]


def _checked(kinds: Sequence[str]) -> list[Kind]:
    for kind in kinds:
        if kind not in KINDS:
            raise unknown("kind of thing", kind, KINDS)
    return [KINDS[kind] for kind in kinds]


def _of_words(
    proposals: Sequence[Proposal], words: Sequence[str], *, everything: bool
) -> list[Proposal]:
    """The proposals of these words; each has to be listed."""
    from toolkit.language.identifiers.pseudonyms import comparable

    if everything:
        return list(proposals)
    asked = {comparable(each): each for each in words}
    listed = {comparable(proposal.text): proposal.text for proposal in proposals}
    for compared, each in asked.items():
        if compared not in listed:
            near = nearest(each, listed.values())
            raise InputError(
                _("{words!r} is not listed").format(words=each),
                code="words-unlisted",
                hint=_("Did you mean {near}?").format(near=", ".join(near))
                if near
                else _("With --at and --kind you replace a place that is not listed."),
            )
    return [proposal for proposal in proposals if comparable(proposal.text) in asked]


def _at_places(
    project: Project, proposals: Proposals, places: Sequence[str], kinds: Sequence[str]
) -> list[Proposal]:
    """The proposals at these places; a place that is not listed needs its kind."""
    from toolkit.operations.identifiers.propose import Proposal

    listed = {(p.source, p.start, p.end): p for p in proposals.all}
    chosen = []
    for place in map(_place, places):
        if place in listed:
            chosen.append(listed[place])
            continue
        if len(kinds) != 1:
            raise UsageError(
                _("nothing is listed at {start}:{end} of {source}").format(
                    source=place[0], start=place[1], end=place[2]
                ),
                code="place-unlisted",
                hint=_("Say what it is with --kind KIND, one of {kinds}.").format(
                    kinds=", ".join(Kind)
                ),
            )
        source, start, end = place
        text = project.sources.text(source)[start:end]
        kind = _checked(kinds)[0]
        pseudonym = project.identifiers.pseudonym(
            kind, text, passphrase=passphrase_if_sealed(project)
        )
        chosen.append(Proposal(source, start, end, kind, text, pseudonym, "new"))
    return chosen


def _place(text: str) -> tuple[str, int, int]:
    source, _colon, span = text.partition(":")
    from toolkit.cli.parsing import parse_span

    if not source or not span:
        raise UsageError(
            _("{text!r} is not a place").format(text=text),
            code="place-syntax",
            hint=_("Write SOURCE:START:END as they are listed, e.g. E05:120:132."),
        )
    return (source, *parse_span(span))


def _tell(proposals: Proposals, chosen: Sequence[Proposal]) -> None:
    """How much was listed, and what limits it."""
    counts = Counter(proposal.state for proposal in chosen)
    note(
        _(
            "{count} places in {words} words: {new} new, {known} with a pseudonym from before, "
            "{always} always to be replaced"
        ).format(
            count=len(chosen),
            words=proposals.words,
            **{state: counts[state] for state in ("new", "known", "always")},
        )
    )
    if proposals.missing:
        note(
            _("{why}; names are found by rules alone, and more are missed").format(
                why=proposals.missing
            )
        )
    if proposals.unread:
        note(
            _(
                "no analysis for {languages}: numbers and addresses are found there, most names "
                "are not"
            ).format(languages=", ".join(map(language_named, proposals.unread)))
        )


for _command in (
    deidentify_key.key_,
    deidentify_key.forget,
    deidentify_key.seal,
    deidentify_key.open_,
    deidentify_key.erase,
):
    deidentify.add_command(_command)
