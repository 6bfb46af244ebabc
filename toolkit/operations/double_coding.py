"""Rounds for double coding of a sample: some sources for all coders, the others shared out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypedDict

from toolkit.domain.codings import Mode
from toolkit.domain.rounds import Round, share_out
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.answers.renderings import renderings_among
from toolkit.operations.new_round import check_new_round, checked_version
from toolkit.operations.session import need_source, new_coder
from toolkit.store import queries, rows
from toolkit.store.round_rules import check_coder_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.events import Change
    from toolkit.operations.session import ProjectSession


class OverlapSettings(TypedDict, total=False):
    """What `plan_overlapping` takes beside the name of the round."""

    coders: Sequence[str]
    sources: Sequence[str]
    """Empty for all sources that render no other source."""
    share: Fraction
    """Share of the sources that all coders code, over 0 and at most 1."""
    seed: int
    mode: Mode
    codebook_version: int | None


def plan_overlapping(
    session: ProjectSession,
    round_id: str,
    *,
    coders: Sequence[str] = (),
    sources: Sequence[str] = (),
    share: Fraction = Fraction(1, 5),
    seed: int = 1,
    mode: Mode = Mode.BLIND,
    codebook_version: int | None = None,
) -> tuple[list[Round], list[Change], dict[str, Any]]:
    """ROUND for the sample with all coders, and ROUND-CODER for each coder's own sources; the
    changes that open them, and what the log says of it.

    A coder who gets no source of their own has no round of their own. Raises `UsageError` for
    less than two coders, a share that is none, and a round that exists, and `InputError` where
    there is no source.
    """
    names = list(dict.fromkeys(coders))
    if len(names) < 2:
        raise UsageError(
            _("sources are shared out among two coders or more, and {count} is named").format(
                count=len(names)
            ),
            code="overlap-coders",
            hint=_("Name them with --coders A,B."),
        )
    if not 0 < share <= 1:
        raise UsageError(
            _("the share of sources for all coders is over 0% and at most 100%"),
            code="overlap-share",
            hint=_("Write it as in --overlap 20%."),
        )
    for name in names:
        check_coder_name(name)
    chosen = [need_source(session, name).id for name in dict.fromkeys(sources)]
    chosen = chosen or _without_renderings(session)
    if not chosen:
        raise InputError(
            _("the project has no sources yet"),
            code="no-sources",
            hint=_("`qct import FILE` adds one."),
        )
    shares = share_out(chosen, names, share, seed)
    version = checked_version(session, codebook_version)
    parts = [(round_id, tuple(names), shares.shared)]
    parts += [(f"{round_id}-{name}", (name,), own) for name, own in shares.own.items() if own]
    opened = [
        Round(part, mode, coders=who, sources=given, codebook_version=version)
        for part, who, given in parts
    ]
    changes = [change for name in names for change in new_coder(session, name)]
    for round_ in opened:
        check_new_round(session, round_.id)
        changes.append(rows.added("rounds", rows.round_row(round_)))
    summary = {
        "round": round_id,
        "rounds": [round_.id for round_ in opened],
        "mode": mode.value,
        "coders": list(opened[0].coders),
        "shared": list(opened[0].sources),
        "overlap": str(share),
        "seed": seed,
        "codebook_version": opened[0].codebook_version,
    }
    return opened, changes, summary


def _without_renderings(session: ProjectSession) -> list[str]:
    """Ids of all sources but those that render another one in a second language."""
    sources = queries.sources(session.database)
    renderings = renderings_among(sources)
    return [source.id for source in sources if source.id not in renderings]
