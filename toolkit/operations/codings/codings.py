"""Codes applied to spans of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Code
from toolkit.domain.codings import (
    MANUAL,
    Coding,
    Mode,
)
from toolkit.domain.rounds import Viewer
from toolkit.operations.session import need_round
from toolkit.store import queries

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.operations.codebook.edit import CodebookEdit
    from toolkit.operations.codings.listing import CodingRow

from toolkit.operations.codings import apply
from toolkit.operations.codings.step_context import Placement
from toolkit.operations.subject import Subject, in_one_snapshot


class Codings(Subject):
    """Codes applied to spans of the sources."""

    def find(
        self,
        *,
        source: str | None = None,
        coder: str | None = None,
        code: str | None = None,
        round_id: str | None = None,
        at: int | None = None,
        viewer: Viewer | None = None,
    ) -> list[Coding]:
        """Codings in the order of the text, kept to those that match every argument given."""
        return queries.codings(
            self._session.database,
            source=source,
            coder=coder,
            code=code,
            round_id=round_id,
            at=at,
            viewer=viewer,
        )

    @in_one_snapshot
    def rows(self, **filters: Any) -> list[CodingRow]:
        """`codings` with their quotes, as `qct codings` lists them; the same filters."""
        from toolkit.operations.codings.listing import coding_rows

        return coding_rows(self._session, **filters)

    @in_one_snapshot
    def to_frame(self, **filters: Any) -> pd.DataFrame:
        """`codings` as a pandas frame: source, start, end, code, coder, round, quote, id."""
        from toolkit.operations.codings.listing import codings_frame

        return codings_frame(self._session, **filters)

    def counts(self, coder: str, viewer: Viewer | None = None) -> dict[str, int]:
        """The coder's codings by source id."""
        return queries.count_codings(self._session.database, coder=coder, viewer=viewer)

    def create_code(
        self,
        code: Code,
        places: Iterable[tuple[str, int, int]],
        *,
        coder: str,
        round_id: str | None = None,
        also: Sequence[str] = (),
        instead_of: str | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> tuple[CodebookEdit, list[Coding]]:
        """A new code, applied at once to each place (source, start, end), as one step.

        The codes `also` are applied to the same places; `instead_of` is a coding that the new
        code is given to; `texts` as in `add_coding`.
        """
        from toolkit.operations.codings.new_code import coin_code

        return coin_code(
            self._session,
            code,
            places,
            coder=coder,
            round_id=round_id,
            also=also,
            instead_of=instead_of,
            texts=texts or {},
        )

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
        texts: Mapping[str, str] | None = None,
    ) -> tuple[Code, list[Coding]]:
        """Apply a code named by the words of the span itself, made in the same step.

        An active code of that name is applied instead of a second one; `texts` as in
        `add_coding`.
        """
        from toolkit.operations.codings.new_code import code_in_vivo

        return code_in_vivo(
            self._session,
            source_id,
            start,
            end,
            coder=coder,
            round_id=round_id,
            also=also,
            parent=parent,
            texts=texts or {},
        )

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
        texts: Mapping[str, str] | None = None,
    ) -> Coding:
        """Apply a code to `[start, end)`, in code points; durable when this returns.

        `texts`: by source id, the hash of the text that the offsets were read from
        (`Source.text_sha256`). Raises `ConflictError` when it was corrected since.
        """
        return apply.add_codings(
            self._session,
            [(source_id, start, end, code_id)],
            coder=coder,
            round_id=round_id,
            origin=origin,
            mode=mode,
            texts=texts or {},
        )[0]

    def add_many(
        self,
        placements: Iterable[Placement],
        *,
        coder: str,
        round_id: str | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> list[Coding]:
        """Apply several codes as one step; `texts` as in `add_coding`."""
        return apply.add_codings(
            self._session, placements, coder=coder, round_id=round_id, texts=texts or {}
        )

    def remove(self, coding_ids: Sequence[str], *, coder: str) -> list[Coding]:
        return apply.remove_codings(self._session, coding_ids, coder=coder)

    def change(
        self,
        coding_id: str,
        *,
        coder: str,
        start: int | None = None,
        end: int | None = None,
        code_id: str | None = None,
        discuss: bool | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> Coding:
        """Move a coding's ends, give it another code or flag it; `texts` as in `add_coding`."""
        return apply.change_coding(
            self._session,
            coding_id,
            coder=coder,
            start=start,
            end=end,
            code_id=code_id,
            discuss=discuss,
            texts=texts or {},
        )

    def split(
        self, coding_id: str, at: int, *, coder: str, texts: Mapping[str, str] | None = None
    ) -> tuple[Coding, Coding]:
        """Part the coder's own coding in two at a code point; `texts` as in `add_coding`."""
        from toolkit.operations.codings.split_join import split_coding

        return split_coding(self._session, coding_id, at, coder=coder, texts=texts or {})

    def join(self, coding_ids: Sequence[str], *, coder: str) -> Coding:
        """Make one of the coder's own codings of one code that touch or overlap."""
        from toolkit.operations.codings.split_join import join_codings

        return join_codings(self._session, coding_ids, coder=coder)

    def commit_none(
        self,
        source_id: str,
        start: int,
        end: int,
        *,
        coder: str,
        round_id: str | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Record "no code here", the other answer that may come before a reveal."""
        apply.commit_none(
            self._session,
            source_id,
            start,
            end,
            coder=coder,
            round_id=round_id,
            texts=texts or {},
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
        """Whether the coder has said "no code here" of the very span in the round."""
        round_ = need_round(self._session, round_id)
        return queries.has_commitment(
            self._session.database, source_id, start, end, coder, round_.id
        )
