"""Making a code and applying it, as one step: the thought comes while reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from toolkit.domain.codebook import Code, Codebook, CodeStatus
from toolkit.domain.codings import Coding
from toolkit.domain.ids import slug
from toolkit.domain.rounds import Round
from toolkit.errors import InputError, UsageError
from toolkit.operations.codebook.edit import CodebookEdit, appended, check_new, record_edit
from toolkit.operations.codebook.versions import book_of
from toolkit.operations.codings.apply import (
    NO_TEXTS,
    Texts,
    add_codings,
    brief,
    plan_codings,
)
from toolkit.operations.codings.step_context import load_step
from toolkit.operations.session import ProjectSession, check_span, need_round, need_text
from toolkit.store import queries, rows
from toolkit.text.code_similarity import MOST, CodeSimilarity, SimilarCode, folded
from toolkit.text.in_vivo_names import CUT, in_vivo_name

Place = tuple[str, int, int]
"""Source id, start, end."""


def coin_code(
    session: ProjectSession,
    code: Code,
    places: Iterable[Place],
    *,
    coder: str,
    round_id: str | None = None,
    also: Sequence[str] = (),
    instead_of: str | None = None,
    texts: Texts = NO_TEXTS,
) -> tuple[CodebookEdit, list[Coding]]:
    """Add a code, and apply it and the codes `also` to every place, as one step.

    `instead_of` is a coding of the coder's that gets the new code in place of its own. Raises
    `UsageError` in a blind round that keeps to its codebook version: the new code could not be
    used there.
    """
    spans = list(places)
    source_ids = list(dict.fromkeys(span[0] for span in spans))
    context = load_step(
        session,
        coder=coder,
        round_id=round_id,
        placements=[(*span, code_id) for span in spans for code_id in (code.id, *also)],
        code_ids=also,
        coding_ids=[instead_of] if instead_of is not None else [],
    )
    round_ = context.need_round(round_id)
    require_unfrozen_codebook(round_)
    book = queries.codebook(session.database)
    check_new(session, book, code)
    after = appended(book, code)
    _refuse_bound(session, coder, source_ids)
    for source_id in source_ids:
        context.need_text(source_id, texts.get(source_id))
    preconditions = context.preconditions(source_ids, also, [round_])
    codings, changes = plan_codings(
        session,
        [(*span, code_id) for span in spans for code_id in (code.id, *also)],
        coder=coder,
        round_=round_,
        making=Codebook(tuple(after), version=book.version + 1),
        context=context,
    )
    if instead_of is not None:
        before = context.need_own_coding(instead_of)
        recoded = replace(before, code_id=code.id, codebook_version=book.version + 1)
        changes.append(rows.changed("codings", rows.coding_row(before), rows.coding_row(recoded)))
        codings.append(recoded)
    edit = record_edit(
        session,
        "code.coin",
        book,
        after,
        [],
        actor=coder,
        dry_run=False,
        more=changes,
        preconditions=preconditions,
        summary={
            "codes": [code.id],
            "codings": [brief(coding) for coding in codings],
            "round": round_.id,
        },
    )
    return edit, codings


def code_in_vivo(
    session: ProjectSession,
    source_id: str,
    start: int,
    end: int,
    *,
    coder: str,
    round_id: str | None = None,
    also: Sequence[str] = (),
    parent: str | None = None,
    texts: Texts = NO_TEXTS,
) -> tuple[Code, list[Coding]]:
    """Code a span with a code named by its own words, made in the same step.

    Where an active code is called so already, in whatever language, that one is applied.
    Raises `InputError` for a span without a word.
    """
    round_ = need_round(session, round_id)
    source = need_text(session, source_id, texts.get(source_id))
    check_span(source, start, end)
    words = queries.text_body(session.database, source.text_sha256)[start:end]
    name = in_vivo_name(words)
    if not name:
        raise InputError(
            f"{source_id} {start}:{end} has no word that could name a code",
            code="in-vivo-wordless",
            hint="Take a span with words in it, or give the code a name of your own.",
        )
    there = None if name.endswith(CUT) else _called(book_of(session, round_), name)
    if there is not None:
        placements = [(source_id, start, end, one) for one in (there.id, *also)]
        return there, add_codings(session, placements, coder=coder, round_id=round_.id, texts=texts)
    language = source.language if source.language != "und" else session.config.language
    taken = {code.id for code in queries.codes(session.database)}
    code = Code(slug(name, taken), name={language: name}, parent=parent)
    place = (source_id, start, end)
    _, made = coin_code(
        session, code, [place], coder=coder, round_id=round_.id, also=also, texts=texts
    )
    return code, made


def _called(book: Codebook, name: str) -> Code | None:
    """The first active code with that name, whatever its case, width and accents."""
    wanted = folded(name)
    return next(
        (
            code
            for code in book
            if code.status is CodeStatus.ACTIVE
            and any(folded(one) == wanted for one in code.name.values())
        ),
        None,
    )


def require_unfrozen_codebook(round_: Round) -> None:
    """Raise where a code that is made now could not be used."""
    if round_.takes_no_new_codes:
        raise UsageError(
            f"round {round_.id} is blind and keeps to codebook version "
            f"{round_.codebook_version}: a code made now cannot be used in it",
            code="round-pinned",
            hint="Write the thought down in a memo, and make the code once the round is closed.",
        )


def _refuse_bound(session: ProjectSession, coder: str, source_ids: Iterable[str]) -> None:
    """The codebook is everyone's: a code named after a blind round's text would tell of it."""
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    for one in viewer.blind_rounds:
        for source_id in source_ids:
            if not one.sources or source_id in one.sources:
                raise UsageError(
                    f"{coder} takes part in the blind round {one.id}, which has {source_id}: a "
                    "code made of it would be seen by the others",
                    code="round-blind",
                    hint="Write the thought down in a memo, and make the code once the round is "
                    "closed.",
                )


def nearest_codes(
    session: ProjectSession,
    names: Iterable[str],
    definitions: Iterable[str] = (),
    *,
    most: int = MOST,
) -> list[SimilarCode]:
    """The codes of the project that a new one of these names and definitions resembles."""
    book = queries.codebook(session.database)
    return CodeSimilarity(book.codes).nearest(names, definitions, most)
