"""Rules for a code that is made while reading and applied in the same step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code, Codebook, CodeStatus
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.session import ProjectSession, need_round
from toolkit.store import queries
from toolkit.text.code_similarity import folded
from toolkit.text.in_vivo_names import in_vivo_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.rounds import Round
    from toolkit.domain.spans import Span

Place = tuple[str, int, int]
"""Source id, start, end."""


def need_name(source_id: str, span: Span, text: str) -> str:
    """The name that a code made of the words of a span gets; `text` is that of the source."""
    name = in_vivo_name(text[span.start : span.end])
    if not name:
        raise InputError(
            _("{source_id} {span} has no word that could name a code").format(
                source_id=source_id, span=span
            ),
            code="in-vivo-wordless",
            hint=_("Take a span with words in it, or give the code a name of your own."),
        )
    return name


def active_code_named(book: Codebook, name: str) -> Code | None:
    """The first active code with that name, whatever its case, width and accents."""
    searched = folded(name)
    return next(
        (
            code
            for code in book
            if code.status is CodeStatus.ACTIVE
            and any(folded(label) == searched for label in code.name.values())
        ),
        None,
    )


def require_unfrozen_codebook(round_: Round) -> None:
    """Raise where a code that is made now could not be used."""
    if round_.takes_no_new_codes:
        raise UsageError(
            _(
                "round {round} is blind and keeps to codebook version "
                "{codebook_version}: a code made now cannot be used in it"
            ).format(round=round_.id, codebook_version=round_.codebook_version),
            code="codebook-frozen",
            hint=_("Write the thought down in a memo, and make the code once the round is closed."),
        )


def refuse_blind_sources(session: ProjectSession, coder: str, source_ids: Iterable[str]) -> None:
    """Raise `UsageError` for a source that the coder works on in an open blind round.

    Everyone sees the codebook: a code named after the words of such a source would tell of them.
    """
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    for round_ in viewer.blind_rounds:
        for source_id in source_ids:
            if not round_.sources or source_id in round_.sources:
                raise UsageError(
                    _(
                        "{coder} takes part in the blind round {round}, which has "
                        "{source_id}: a code made of it would be seen by the others"
                    ).format(coder=coder, round=round_.id, source_id=source_id),
                    code="round-blind",
                    hint=_(
                        "Write the thought down in a memo, and make the code once the "
                        "round is closed."
                    ),
                )
