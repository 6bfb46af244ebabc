"""Steps of people on themes: splitting one, making a code of one, putting new interviews in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code, Example
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.answers.renderings import renderings_among
from toolkit.operations.codebook.edit import appended, checked_new, record_edit
from toolkit.operations.session import ProjectSession, need_source
from toolkit.operations.suggestions.models import embedder
from toolkit.operations.terms.segments import segment_terms
from toolkit.operations.themes import edits
from toolkit.operations.themes.fitting import segments_of, vectors_of
from toolkit.operations.themes.runs import Member, StoredRun
from toolkit.store import queries
from toolkit.text.stage_directions import without_stage_directions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.codebook.edit import CodebookEdit
    from toolkit.operations.themes.edits import Standing, Standings
    from toolkit.suggest.models.embedders import Embedder
    from toolkit.themes.units import ThemeSegment


def split(
    session: ProjectSession, run: StoredRun, state: Standings, number: int, parts: int, actor: str
) -> None:
    """Cut a theme into parts by what its segments say, and record it."""
    from toolkit.suggest.terms import tokens
    from toolkit.themes.assign import split as cut
    from toolkit.themes.units import languages

    theme = state.need(number)
    segments = _segments(session, theme.members)
    texts = [without_stage_directions(segment.text) for segment in segments]
    ids = list(dict.fromkeys(segment.source_id for segment in segments))
    terms = segment_terms(session, [need_source(session, name) for name in ids], tokens)
    found = cut(
        vectors_of(_reader(session, run), texts),
        [segment.source_id for segment in segments],
        languages(texts),
        [tuple(terms.of(segment)) for segment in segments],
        parts=parts,
        seed=int(run.parameters.get("seed") or 42),
    )
    first = state.next_number
    body = {
        "theme": number,
        "keywords": {str(first + part): list(words) for part, words in enumerate(found.keywords)},
    }
    assigned = [
        replace(member, theme=first + int(label), rank=found.ranks.get(at, 0))
        for at, (member, label) in enumerate(zip(theme.members, found.labels, strict=True))
    ]
    edits.record(session, run, actor=actor, kind="split", body=body, assigned=assigned)


def make_code(
    session: ProjectSession,
    run: StoredRun,
    theme: Standing,
    code: Code,
    *,
    actor: str,
) -> CodebookEdit:
    """Add a code for a theme, with the passages that stand for it as examples, in one step.

    The code gets no codings: a person reads the passages and codes them.
    """
    if theme.code_id:
        raise UsageError(
            _("the theme {theme} is the code {code} already").format(
                theme=theme.number, code=theme.code_id
            ),
            code="theme-coded",
        )
    book = queries.codebook(session.database)
    shown = sorted((member for member in theme.members if member.rank), key=lambda each: each.rank)
    if not code.examples:
        code = replace(
            code,
            examples=tuple(
                Example(segment.text, segment.source_id, segment.span.start, segment.span.end)
                for segment in _segments(session, shown)
            ),
        )
    code = checked_new(session, book, code)
    body = {"theme": theme.number, "code": code.id}
    return record_edit(
        session,
        "code.add",
        book,
        appended(book, code),
        [],
        actor=actor,
        dry_run=False,
        more=edits.changes_for(session, run, actor, "code", body),
        summary={"codes": [code.id], "run": run.id, "theme": theme.number},
    )


def assign(
    session: ProjectSession, run: StoredRun, state: Standings, sources: Sequence[str], actor: str
) -> dict[str, int]:
    """Put the segments of sources that the run does not have into its themes, and record it.

    Returns how many segments of each source got a theme. The themes stay as they were fitted.
    """
    import numpy as np

    from toolkit.themes.assign import Fitted
    from toolkit.themes.assign import assign as nearest
    from toolkit.themes.units import languages

    asked = _new_sources(session, run, state, sources)
    members = list(run.members)
    segments = _segments(session, members)
    texts = [without_stage_directions(segment.text) for segment in segments]
    new = segments_of(session, asked, str(run.parameters.get("unit") or "passage"))
    if not new:
        raise UsageError(
            _("no expert says a passage of some length in {sources}").format(
                sources=", ".join(asked)
            ),
            code="themes-no-segments",
        )
    fresh = [without_stage_directions(segment.text) for segment in new]
    reader = _reader(session, run)
    now = {(m.source_id, m.span): n for n, t in state.themes.items() for m in t.members}
    numbers = sorted(state.themes)
    place = {number: at for at, number in enumerate(numbers)}
    labels = np.array(
        [
            place.get(now.get((m.source_id, m.span), -9), -1 if m.theme == -1 else -2)
            for m in members
        ],
        dtype=np.intp,
    )
    found = nearest(
        Fitted(vectors_of(reader, texts), [m.source_id for m in members], languages(texts), labels),
        vectors_of(reader, fresh),
        [segment.source_id for segment in new],
        languages(fresh),
    )
    assigned = [
        Member(segment.source_id, segment.span, numbers[at] if at >= 0 else -1, 0)
        for segment, at in zip(new, found.tolist(), strict=True)
    ]
    edits.record(
        session, run, actor=actor, kind="assign", body={"sources": list(asked)}, assigned=assigned
    )
    return {
        name: sum(each.source_id == name and each.theme >= 0 for each in assigned) for name in asked
    }


def _new_sources(
    session: ProjectSession, run: StoredRun, state: Standings, named: Sequence[str]
) -> list[str]:
    """The sources to assign: those named, else all that the run does not have, but those that
    render another one or whose language its model does not read.

    Raises `UsageError` for a source that has themes already, and where there is none.
    """
    have = {*run.sources, *(m.source_id for t in state.themes.values() for m in t.added)}
    asked = [need_source(session, name).id for name in dict.fromkeys(named)]
    again = [name for name in asked if name in have]
    if again:
        raise UsageError(
            _("{sources} are in these themes already").format(sources=", ".join(again)),
            code="themes-assigned",
            hint=_("`qct themes fit` fits themes anew."),
        )
    if not asked:
        every = queries.sources(session.database)
        renderings = set(renderings_among(every))
        asked = [each.id for each in every if each.id not in have and each.id not in renderings]
        asked = [name for name in asked if _reads(session, run, name)]
    if not asked:
        raise UsageError(
            _("the themes have every source that their model reads"),
            code="themes-assigned",
            hint=_("`qct import FILE` adds an interview; `qct themes fit` fits themes anew."),
        )
    unread = [name for name in asked if not _reads(session, run, name)]
    if unread:
        raise UsageError(
            _("the model {model} of these themes does not read {sources}").format(
                model=run.model, sources=", ".join(unread)
            ),
            code="themes-language",
            hint=_("`qct themes fit --language all` fits themes in all languages together."),
        )
    return asked


def _reads(session: ProjectSession, run: StoredRun, source_id: str) -> bool:
    """Whether the model of the run reads a source."""
    from toolkit.suggest.models import registry

    return registry.reads(
        run.model.split("@")[0], queries.texts_of(session.database, [source_id])[source_id]
    )


def words_of_codes(
    session: ProjectSession, members: Sequence[Member], codes: Sequence[str]
) -> dict[str, list[str]]:
    """The keywords of codes by c-TF-IDF: each code is a topic, whose segments a person gave it."""
    import numpy as np

    from toolkit.suggest.terms import tokens
    from toolkit.themes.assign import words_of_groups
    from toolkit.themes.quality import numbered

    if len(set(codes)) < 2:
        return {}
    segments = _segments(session, members)
    ids = list(dict.fromkeys(segment.source_id for segment in segments))
    terms = segment_terms(session, [need_source(session, name) for name in ids], tokens)
    words = words_of_groups([tuple(terms.of(each)) for each in segments], numbered(codes))
    names = np.unique(np.asarray(codes, dtype=str)).tolist()
    return {name: [*of_code] for name, of_code in zip(names, words, strict=True)}


def _reader(session: ProjectSession, run: StoredRun) -> Embedder:
    """The model of the run. Raises `UsageError` where it is another one now."""
    reader = embedder(session, run.model.split("@")[0])
    if reader.id != run.model:
        raise UsageError(
            _("the themes were fitted by {model}, and here it is {now}").format(
                model=run.model, now=reader.id
            ),
            code="themes-model",
            hint=_("`qct themes fit` fits them anew, as another run."),
        )
    return reader


def _segments(session: ProjectSession, members: Sequence[Member]) -> list[ThemeSegment]:
    """The members with their words."""
    from toolkit.themes.units import ThemeSegment

    texts = queries.texts_of(session.database, dict.fromkeys(m.source_id for m in members))
    return [
        ThemeSegment(m.source_id, m.span, texts[m.source_id][m.span.start : m.span.end])
        for m in members
    ]
