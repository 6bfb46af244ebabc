"""Terms: what is typical of codes, cases and directions, keyness, and concordances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from toolkit.domain.spans import Span
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.language.terms.occurrences import Kind
from toolkit.operations.provenance import stamped
from toolkit.operations.session import check_span, need_code, need_source
from toolkit.operations.speakers.warnings import role_note
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.operations.terms import groups, tables
from toolkit.operations.terms.lines import LEMMA, Concordance, concordance, read
from toolkit.operations.terms.names import names_in
from toolkit.operations.terms.request import CODE, TermsQuestion, TermsRequest, check
from toolkit.operations.terms.spoken import count, read_spoken
from toolkit.report.provenance import Provenance
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.terms.groups import ByCase, Frames, Scope
    from toolkit.operations.terms.spoken import Counts, Spoken
    from toolkit.report.tables import Table


class Terms(Subject):
    """Words and noun phrases of the experts, by their lemmas.

    All methods take the fields of `TermsRequest` as keyword arguments: `code`, `answers` (or
    `coder`), `round_id`, `sources`, `kind`, `language` and `speakers`.
    """

    @in_one_snapshot
    def table(
        self,
        by: str | None = None,
        *,
        limit: int = 10,
        least: int = 2,
        **question: Unpack[TermsQuestion],
    ) -> Table:
        """The terms that weigh most, of everything or by group.

        `by` is `code`, `case`, `direction` or an attribute of cases. A group has at most `limit`
        terms, which occur `least` times or more in it. With `by="code"` the code that is asked
        for, and those below it, are the groups that are shown, beside all others.
        """
        request = TermsRequest(**question)
        scope, spoken, frames = self._read(request, by)
        own = groups.answered(scope, frames.by_case)
        if by != CODE:
            own = groups.limited(self._session, scope, request, own)
        named = groups.groups_of(self._session, scope, by, frames, own)
        counts = {name: self._count(spoken, part) for name, part in named.items()}
        shown = set(counts)
        if by == CODE and request.code is not None:
            shown &= set(queries.codebook(self._session.database).descendants(request.code))
        made = tables.terms_table(counts, shown, by=by, limit=limit, least=least)
        return self._told(made, scope, spoken, frames, request, self._count(spoken, own))

    @in_one_snapshot
    def compare(
        self,
        first: str,
        second: str | None = None,
        *,
        limit: int = 20,
        least: int = 5,
        **question: Unpack[TermsQuestion],
    ) -> Table:
        """Which terms one group uses more or less than another, by G2.

        A group is `ATTRIBUTE=VALUE`, the cases with that value, or the id of a code, the words in
        its passages. None as the `second`: everything else in scope. Words of both groups count
        in neither. Terms that occur less often than `least` in both together are not compared.
        """
        request = TermsRequest(**question)
        names = [name for name in (first, second) if name is not None]
        codes = [name for name in names if "=" not in name]
        for code in codes:
            need_code(self._session, code)
        by = CODE if codes else None
        scope, spoken, frames = self._read(request, by)
        own = groups.limited(self._session, scope, request, groups.answered(scope, frames.by_case))
        sides = [groups.side(self._session, scope, frames, own, name) for name in names]
        shared = 0
        if second is None:
            sides.append(groups.outside(own, groups.together(sides[0])))
        else:
            both = groups.within(sides[0], groups.together(sides[1]))
            shared = self._count(spoken, both).words
            covered = groups.together(both)
            sides = [groups.outside(part, covered) for part in sides]
        counts = [self._count(spoken, part) for part in sides]
        titles = (first, second or _("everything else"))
        for title, part in zip(titles, counts, strict=True):
            if not part.words:
                raise UsageError(
                    _("there is not a word of {group} to compare").format(group=title),
                    code="terms-empty",
                    hint=_(
                        "`qct terms --by ATTRIBUTE` and `--by code` show which groups have words."
                    ),
                )
        made = tables.keyness_table(titles, counts, limit=limit, least=least, shared=shared)
        return self._told(made, scope, spoken, frames, request, self._count(spoken, own))

    @in_one_snapshot
    def concordance(
        self,
        word: str,
        *,
        search: str = LEMMA,
        order: str = "text",
        width: int = 60,
        limit: int | None = None,
        **question: Unpack[TermsQuestion],
    ) -> Sequence[Table]:
        """The lines of `lines` as three tables: in the order asked for (`text`, `left` or
        `right`), and in the other two.
        """
        tables.check_order(order)
        made = self.lines(word, search=search, width=width, **question)
        return tables.concordance_tables(made, order=order, limit=limit)

    @in_one_snapshot
    def lines(
        self,
        word: str,
        *,
        search: str = LEMMA,
        width: int = 60,
        **question: Unpack[TermsQuestion],
    ) -> Concordance:
        """The places of a word in the order of the texts, with `width` characters on each side.

        `search` is `lemma`, for a word or phrase in all its forms or a pattern of words as
        `qct search` reads it; `written`, for the letters of a word; or `regex`.
        """
        request = replace(TermsRequest(**question), kind=Kind.WORDS)
        check(self._session, request)
        scope = groups.scope_of(self._session, request, None)
        spoken = read(self._session, scope.sources, request, word, search)
        frames = groups.frames_of(self._session, spoken, request)
        own = groups.limited(self._session, scope, request, groups.answered(scope, frames.by_case))
        made = concordance(
            self._session,
            spoken,
            groups.together(own),
            request,
            word=word,
            search=search,
            width=width,
        )
        counted = self._count(spoken, own)
        notes = self._notes(scope, spoken, frames, request, counted, made.unread)
        return replace(made, notes=tuple(notes), provenance=self._provenance(scope, spoken))

    @in_one_snapshot
    def names(self, source_id: str, start: int, end: int, *, most: int = 5) -> tuple[str, ...]:
        """Names for a new code from the words of a passage, its noun phrases first.

        Empty where no word of it is in a language that is analysed. Raises `InputError` where an
        analyser is not installed.
        """
        source = need_source(self._session, source_id)
        check_span(source, start, end)
        return names_in(self._session, source, Span(start, end), most)

    def _read(self, request: TermsRequest, by: str | None) -> tuple[Scope, Spoken, Frames]:
        check(self._session, request)
        scope = groups.scope_of(self._session, request, by)
        spoken = read_spoken(self._session, scope.sources, request)
        return scope, spoken, groups.frames_of(self._session, spoken, request)

    def _count(self, spoken: Spoken, part: ByCase) -> Counts:
        return count(spoken, part, groups.together(part))

    def _told(
        self,
        table: Table,
        scope: Scope,
        spoken: Spoken,
        frames: Frames,
        request: TermsRequest,
        counted: Counts,
    ) -> Table:
        """The table with whose words it counts, out of how many, and where it comes from."""
        notes = self._notes(scope, spoken, frames, request, counted, spoken.notes())
        provenance = self._provenance(scope, spoken)
        return tables.with_notes(table, [*table.notes, *notes], provenance)

    def _notes(
        self,
        scope: Scope,
        spoken: Spoken,
        frames: Frames,
        request: TermsRequest,
        counted: Counts,
        unread: Sequence[str],
    ) -> list[str]:
        return [
            tables.scope_note(request, scope, spoken, counted, len(frames.by_case)),
            *scope.notes(),
            *frames.notes(),
            *unread,
            *role_note(self._session, spoken.sources),
        ]

    def _provenance(self, scope: Scope, spoken: Spoken) -> Provenance:
        provenance = Provenance(
            sources=tuple(source.id for source in scope.sources),
            codebook_versions=(queries.codebook_version(self._session.database),),
            unit="terms",
            details=tuple(
                (f"analyser of {language}", model) for language, model in spoken.models.items()
            ),
            **scope.answers,  # type: ignore[arg-type]
        )
        return stamped(self._session, provenance)
