"""Suggestions for renderings of interviews beside those for their originals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.transcript import RENDERING_OF
from toolkit.errors import InputError
from toolkit.i18n import _, ngettext
from toolkit.operations.suggestions.replay import work_of
from toolkit.store import queries
from toolkit.suggest.replay.renderings import Row, compared, paired_answers
from toolkit.suggest.replay.table import FEW_SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.codings import Coding
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True)
class ComparedRenderings:
    """The figures by family and language."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    """The sources that were compared."""


def compare_renderings(
    session: ProjectSession, visible: Sequence[Coding], coder: str, model: str | None
) -> ComparedRenderings:
    """Compare the pairs that `coder` coded; see `Suggestions.compare_renderings`."""
    sources = {source.id: source for source in queries.sources(session.database)}
    work = work_of(session, visible, coder, model)
    number = {name: at for at, name in enumerate(work.names)}
    by_languages: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name in work.names:
        original = str(sources[name].metadata.get(RENDERING_OF, ""))
        if original in number:
            languages = (sources[name].language, sources[original].language)
            by_languages.setdefault(languages, []).append((name, original))
    if not by_languages:
        raise InputError(
            _("{coder} coded no rendering and its original").format(coder=coder),
            code="no-renderings",
            hint=_(
                "A transcript that renders another one says so in its front matter, such as "
                "`rendering_of: E01`; both have to be coded."
            ),
        )
    groups = work.context.groups
    labels = [group.id or _("codes without a family") for group in groups]
    rows: list[Row] = []
    notes = [
        _(
            "Each pair is predicted from all other interviews. low and high are a 95 % interval of "
            "hit@1 for families of up to six codes, else of hit@3, from drawing the pairs again."
        )
    ]
    for languages, pairs in by_languages.items():
        numbered = [(number[name], number[original]) for name, original in pairs]
        answers = paired_answers(work.world, [group.columns for group in groups], numbered)
        rows += compared(
            dict(zip(labels, answers, strict=True)), languages, _("families of more than six codes")
        )
        if len(pairs) < FEW_SOURCES:
            notes.append(
                ngettext(
                    "{languages}: with {count} pair there are no intervals, since they need two.",
                    "{languages}: with only {count} pairs the intervals are too narrow.",
                    len(pairs),
                ).format(languages=" - ".join(languages), count=len(pairs))
            )
    involved = sorted({name for pairs in by_languages.values() for pair in pairs for name in pair})
    return ComparedRenderings(tuple(rows), (*notes, *work.told), tuple(involved))
