"""Codes applied to spans of the sources: applying, changing, listing, and new codes.

What makes new codes is imported by the methods that do it, so that a listing starts early.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from toolkit.domain.codebook import Code, Codebook
from toolkit.domain.codings import MANUAL, Coding, Mode
from toolkit.domain.ids import slug, uuid7
from toolkit.domain.spans import Span
from toolkit.operations.codings.apply import (
    NO_TEXTS,
    Texts,
    brief,
    plan_codings,
)
from toolkit.operations.codings.change import (
    Wish,
    change_coding,
    plan_moves,
    plan_removal,
)
from toolkit.operations.codings.listing import (
    CodingRow,
    branch_codings,
    check_filters,
    coding_rows,
)
from toolkit.operations.codings.split_join import halves, memo_changes, refuse_gaps, whole_of
from toolkit.operations.codings.step_context import Placement, load_step
from toolkit.operations.session import (
    check_span,
    need_round,
    need_text,
    text_seen,
)
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from toolkit.operations.codebook.edit import CodebookEdit
    from toolkit.operations.codings.new_code import Place
    from toolkit.operations.codings.quotes import QuoteChoice, Quotes
    from toolkit.store.queries import CodingFilters, PlaceFilters


class Codings(Subject):
    """Codes applied to spans of the sources."""

    def find(self, **filters: Unpack[CodingFilters]) -> list[Coding]:
        """Codings in the order of the text, kept to those that match every filter given."""
        return list(queries.iterate_codings(self._session.database, **filters))

    @in_one_snapshot
    def rows(self, *, exactly: bool = False, **filters: Unpack[CodingFilters]) -> list[CodingRow]:
        """Codings with their quotes, as `qct codings` lists them.

        Unlike `find` it raises for a source, code, coder or round that the project does not have,
        and takes a code with all codes below it, unless `exactly` is true.
        """
        database = self._session.database
        check_filters(self._session, filters)
        codings = branch_codings(self._session, filters, exactly=exactly)
        return coding_rows(database, codings)

    @in_one_snapshot
    def to_frame(self, *, exactly: bool = False, **filters: Unpack[CodingFilters]) -> pd.DataFrame:
        """The rows of `rows` as a pandas frame."""
        import pandas as pd

        rows_ = self.rows(exactly=exactly, **filters)
        return pd.DataFrame(rows_, columns=list(CodingRow.__annotations__))

    @in_one_snapshot
    def quotes(
        self,
        code: str | None = None,
        *,
        answers: str | None = None,
        exactly: bool = False,
        choice: QuoteChoice | None = None,
        **filters: Unpack[PlaceFilters],
    ) -> Quotes:
        """The passages behind a code and all codes below it, with notes on whose they are.

        None stands for all codes. `answers` is a rule as in matrices; without one the codings of
        everyone are listed. Sources that render another one are left out unless the source is
        named. `choice` limits them to a direction, stances or cases, and puts typical, extreme,
        short, contradicting or balanced ones first. Each text is checked to be the one that was
        imported. Raises `UsageError` where a coder and a rule are both given.
        """
        from toolkit.operations.codings.quotes import quotes

        of_code: CodingFilters = {**filters, "code": code}
        return quotes(self._session, of_code, answers=answers, exactly=exactly, choice=choice or {})

    def counts(self, **filters: Unpack[CodingFilters]) -> dict[str, int]:
        """How many codings each source has, by source id, of those that match every filter.

        A source without any is left out.
        """
        return queries.count_codings(self._session.database, **filters)

    def create_code(
        self,
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

        A place is a source, a start and an end. `instead_of` is a coding of the coder's that gets
        the new code in place of its own; `texts` is as in `add`. Raises `UsageError` in a blind
        round that keeps to its codebook version, where the new code could not be used.
        """
        from toolkit.operations.codebook.edit import appended, checked_new, record_edit
        from toolkit.operations.codings.new_code import (
            refuse_blind_sources,
            require_unfrozen_codebook,
        )

        session = self._session
        spans = list(places)
        placements = [(*span, code_id) for span in spans for code_id in (code.id, *also)]
        source_ids = list(dict.fromkeys(span[0] for span in spans))
        context = load_step(
            session,
            coder=coder,
            round_id=round_id,
            placements=placements,
            code_ids=also,
            coding_ids=[instead_of] if instead_of is not None else [],
        )
        round_ = context.need_round(round_id)
        require_unfrozen_codebook(round_)
        book = queries.codebook(session.database)
        code = checked_new(session, book, code)
        codes = appended(book, code)
        refuse_blind_sources(session, coder, source_ids)
        for source_id in source_ids:
            context.need_text(source_id, texts.get(source_id))
        preconditions = context.preconditions(source_ids, also, [round_])
        codings, changes = plan_codings(
            session,
            placements,
            coder=coder,
            round_=round_,
            making=Codebook(tuple(codes), version=book.version + 1),
            context=context,
        )
        if instead_of is not None:
            before = context.need_own_coding(instead_of)
            after = replace(before, code_id=code.id, codebook_version=book.version + 1)
            changes.append(rows.changed("codings", rows.coding_row(before), rows.coding_row(after)))
            codings.append(after)
        edit = record_edit(
            session,
            "code.coin",
            book,
            codes,
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
        self,
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

        An active code that has this name already, in whatever language, is applied instead of a
        second one; `texts` is as in `add`. Raises `InputError` for a span without a word.
        """
        from toolkit.operations.codebook.versions import book_of
        from toolkit.operations.codings.new_code import active_code_named, need_name
        from toolkit.text.in_vivo_names import CUT

        session = self._session
        round_ = need_round(session, round_id)
        source = need_text(session, source_id, texts.get(source_id))
        check_span(source, start, end)
        text = queries.text_body(session.database, source.text_sha256)
        name = need_name(source_id, Span(start, end), text)
        present = None if name.endswith(CUT) else active_code_named(book_of(session, round_), name)
        if present is not None:
            placements = [(source_id, start, end, code_id) for code_id in (present.id, *also)]
            codings = self.add_many(placements, coder=coder, round_id=round_.id, texts=texts)
            return present, codings
        language = source.language if source.language != "und" else session.config.language
        taken = {code.id for code in queries.codes(session.database)}
        code = Code(slug(name, taken), name={language: name}, parent=parent)
        place = (source_id, start, end)
        _edit, codings = self.create_code(
            code, [place], coder=coder, round_id=round_.id, also=also, texts=texts
        )
        return code, codings

    def add(
        self,
        source_id: str,
        start: int,
        end: int,
        code_id: str,
        *,
        coder: str,
        round_id: str | None = None,
        origin: str = MANUAL,
        mode: Mode | None = None,
        texts: Texts = NO_TEXTS,
    ) -> Coding:
        """Apply a code to `[start, end)`, in code points; durable when this returns.

        `texts` has, by source id, the hash of the text that the offsets were read from
        (`Source.text_sha256`). Raises `ConflictError` when that text was corrected since.
        """
        placement = (source_id, start, end, code_id)
        codings = self.add_many(
            [placement], coder=coder, round_id=round_id, origin=origin, mode=mode, texts=texts
        )
        return codings[0]

    def add_many(
        self,
        placements: Iterable[Placement],
        *,
        coder: str,
        round_id: str | None = None,
        origin: str = MANUAL,
        mode: Mode | None = None,
        texts: Texts = NO_TEXTS,
    ) -> list[Coding]:
        """Apply several codes to spans as one step; a coding that exists is returned as it is.

        `texts` is as in `add`.
        """
        session = self._session
        places = list(placements)
        context = load_step(session, coder=coder, round_id=round_id, placements=places)
        round_ = context.need_round(round_id)
        source_ids = list(dict.fromkeys(place[0] for place in places))
        for source_id in source_ids:
            context.need_text(source_id, texts.get(source_id))
        preconditions = context.preconditions(source_ids, (place[3] for place in places), [round_])
        result, changes = plan_codings(
            session,
            places,
            coder=coder,
            round_=round_,
            origin=origin,
            mode=mode,
            context=context,
        )
        if changes:
            session.record(
                actor=coder,
                kind="coding.add",
                changes=changes,
                summary={"codings": [brief(coding) for coding in result], "round": round_.id},
                preconditions=preconditions,
            )
        return result

    def remove(self, coding_ids: Sequence[str], *, coder: str) -> list[Coding]:
        """Remove codings of the coder's, with their memos, as one step."""
        removed, changes = plan_removal(self._session, coding_ids, coder)
        if changes:
            self._session.record(
                actor=coder,
                kind="coding.remove",
                changes=changes,
                summary={"codings": [brief(coding) for coding in removed]},
            )
        return removed

    def move(self, coding_ids: Sequence[str], to_round: str, *, coder: str) -> list[Coding]:
        """Move codings of the coder's to another open round, as one step.

        They keep how they were made (`mode`). Raises `UsageError` where the coder may not code
        there, or has the same coding there already.
        """
        moved, changes, preconditions = plan_moves(self._session, coding_ids, to_round, coder)
        if changes:
            self._session.record(
                actor=coder,
                kind="coding.move",
                changes=changes,
                summary={"codings": [brief(coding) for coding in moved], "round": to_round},
                preconditions=preconditions,
            )
        return moved

    def change(
        self,
        coding_id: str,
        *,
        coder: str,
        start: int | None = None,
        end: int | None = None,
        code_id: str | None = None,
        discuss: bool | None = None,
        texts: Texts = NO_TEXTS,
    ) -> Coding:
        """Move a coding's ends, give it another code, or flag it for discussion.

        `texts` is as in `add`.
        """
        wish = Wish(start, end, code_id, discuss)
        return change_coding(self._session, coding_id, wish, coder=coder, texts=texts)

    def split(
        self, coding_id: str, at: int, *, coder: str, texts: Texts = NO_TEXTS
    ) -> tuple[Coding, Coding]:
        """Split the coder's own coding in two at a code point; blank space at the cut is left out.

        The first half keeps the id and the memos; `texts` is as in `add`. Raises `InputError`
        unless words are left on both sides.
        """
        session = self._session
        context = load_step(session, coder=coder, coding_ids=[coding_id])
        before = context.need_own_coding(coding_id)
        source = context.need_text(before.source_id, texts.get(before.source_id))
        first, second = halves(before, queries.text_body(session.database, source.text_sha256), at)
        session.record(
            actor=coder,
            kind="coding.split",
            changes=[
                rows.changed("codings", rows.coding_row(before), rows.coding_row(first)),
                rows.added("codings", rows.coding_row(second)),
            ],
            summary={"source": before.source_id, "code": before.code_id, "was": str(before.span)},
            preconditions=[text_seen(source)],
        )
        return first, second

    def join(self, coding_ids: Sequence[str], *, coder: str) -> Coding:
        """Make one coding of several of the coder's of one code, where no word lies between them.

        The first in the text stays and gets the memos of all.
        """
        session = self._session
        ids = list(dict.fromkeys(coding_ids))
        context = load_step(session, coder=coder, coding_ids=ids)
        parts = sorted(
            (context.need_own_coding(coding_id) for coding_id in ids),
            key=lambda coding: (coding.span.start, coding.span.end, coding.id),
        )
        joined = whole_of(parts)
        first, source = parts[0], context.need_source(joined.source_id)
        refuse_gaps(source, queries.text_body(session.database, source.text_sha256), parts)
        session.record(
            actor=coder,
            kind="coding.join",
            changes=[
                *memo_changes(context, parts),
                *(rows.removed("codings", rows.coding_row(part)) for part in parts[1:]),
                rows.changed("codings", rows.coding_row(first), rows.coding_row(joined)),
            ],
            summary={"source": first.source_id, "code": first.code_id, "joined": len(parts)},
            preconditions=[text_seen(source)],
        )
        return joined

    def commit_none(
        self,
        source_id: str,
        start: int,
        end: int,
        *,
        coder: str,
        round_id: str | None = None,
        texts: Texts = NO_TEXTS,
    ) -> None:
        """Record "no code here" for a span: the other answer that may come before suggestions.

        `texts` is as in `add`.
        """
        session = self._session
        context = load_step(session, coder=coder, round_id=round_id, source_ids=[source_id])
        round_ = context.need_round(round_id)
        source = context.need_text(source_id, texts.get(source_id))
        check_span(source, start, end)
        context.check_open(round_, source_id)
        if queries.has_commitment(session.database, source_id, start, end, coder, round_.id):
            return
        row = {
            "id": uuid7(),
            "source_id": source_id,
            "span_start": start,
            "span_end": end,
            "coder_id": coder,
            "round_id": round_.id,
            "created_at": session.clock(),
        }
        session.record(
            actor=coder,
            kind="coding.none",
            changes=[
                *context.registrations(round_.id, [source_id]),
                rows.added("commitments", row),
            ],
            summary={"source": source_id, "start": start, "end": end, "round": round_.id},
            preconditions=context.preconditions([source_id], [], [round_]),
        )

    @in_one_snapshot
    def has_commitment(
        self,
        source_id: str,
        start: int,
        end: int,
        *,
        coder: str,
        round_id: str | None = None,
    ) -> bool:
        """Whether the coder has said "no code here" of exactly this span in the round."""
        round_ = need_round(self._session, round_id)
        return queries.has_commitment(
            self._session.database, source_id, start, end, coder, round_.id
        )
