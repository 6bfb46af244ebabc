"""The codebook of the project: reading, importing, editing, and its versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Code, Codebook
from toolkit.domain.codings import (
    Coding,
)
from toolkit.domain.rounds import Viewer
from toolkit.operations.session import need_code, need_round
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.codebook.edit import CodebookEdit
    from toolkit.operations.codebook.import_codebook import CodebookChange, CodebookVersion
    from toolkit.operations.codebook.versions import Difference
    from toolkit.text.code_similarity import SimilarCode

from toolkit.operations.subject import Subject, in_one_snapshot


class ProjectCodebook(Subject):
    """The codebook of the project: reading, importing, editing, and its versions."""

    def code(self, code_id: str) -> Code:
        return need_code(self._session, code_id)

    @in_one_snapshot
    def current(self) -> Codebook:
        return queries.codebook(self._session.database)

    @in_one_snapshot
    def in_round(self, round_id: str | None = None) -> Codebook:
        """The codebook to code by in a round; an open blind round keeps to its version."""
        from toolkit.operations.codebook.versions import book_of

        return book_of(self._session, need_round(self._session, round_id))

    def counts(self, viewer: Viewer | None = None) -> dict[str, dict[str, int]]:
        """Codings by code id and coder, of those that the viewer may see."""
        return queries.count_codes(self._session.database, viewer=viewer)

    def used(self, coder: str, viewer: Viewer | None = None) -> list[tuple[str, int]]:
        """The codes that the coder has applied and how often, the one applied last first."""
        return queries.used_codes(self._session.database, coder, viewer=viewer)

    def import_file(self, path: str | Path, *, actor: str) -> CodebookChange:
        from toolkit.formats.codebook_yaml import read_codebook
        from toolkit.operations.codebook.import_codebook import import_codebook

        return import_codebook(self._session, read_codebook(Path(path)), actor=actor)

    def add(self, code: Code, *, actor: str, dry_run: bool = False) -> CodebookEdit:
        """A new code. This and the edits below are one step and one version each; `dry_run`
        only tells what would change and which codings it concerns."""
        from toolkit.operations.codebook.edit import add_code

        return add_code(self._session, code, actor=actor, dry_run=dry_run)

    @in_one_snapshot
    def nearest(
        self, names: Iterable[str], definitions: Iterable[str] = (), *, most: int = 3
    ) -> list[SimilarCode]:
        """The codes that one of these names and definitions would resemble, nearest first.

        Compared by letters, in every language of the codebook; `score` is above 0, at most 1.
        """
        from toolkit.operations.codings.new_code import nearest_codes

        return nearest_codes(self._session, names, definitions, most=most)

    def rename(
        self, code_id: str, name: Mapping[str, str], *, actor: str, dry_run: bool = False
    ) -> CodebookEdit:
        """Names by language; the id stays."""
        from toolkit.operations.codebook.edit import rename_code

        return rename_code(self._session, code_id, name, actor=actor, dry_run=dry_run)

    def redefine(self, code_id: str, *, actor: str, **changes: Any) -> CodebookEdit:
        """Definition, include, exclude, examples, counter_examples, color, directions."""
        from toolkit.operations.codebook.edit import redefine_code

        return redefine_code(self._session, code_id, actor=actor, **changes)

    def move(
        self,
        code_id: str,
        parent: str | None,
        *,
        actor: str,
        before: str | None = None,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """Put a code under another (None: at the top), before a sibling or last."""
        from toolkit.operations.codebook.edit import move_code

        return move_code(
            self._session, code_id, parent, actor=actor, before=before, dry_run=dry_run
        )

    def merge(
        self, code_ids: Sequence[str], into: str, *, actor: str, dry_run: bool = False
    ) -> CodebookEdit:
        """Move the codings of some codes to another and retire them."""
        from toolkit.operations.codebook.edit import merge_codes

        return merge_codes(self._session, code_ids, into, actor=actor, dry_run=dry_run)

    def split(
        self,
        code_id: str,
        new: Code,
        coding_ids: Sequence[str],
        *,
        actor: str,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """A new code that takes over some codings of another."""
        from toolkit.operations.codebook.edit import split_code

        return split_code(self._session, code_id, new, coding_ids, actor=actor, dry_run=dry_run)

    def retire(
        self, code_id: str, *, actor: str, reinstate: bool = False, dry_run: bool = False
    ) -> CodebookEdit:
        """Take no new codings under a code, or with `reinstate` again."""
        from toolkit.operations.codebook.edit import retire_code

        return retire_code(
            self._session, code_id, actor=actor, reinstate=reinstate, dry_run=dry_run
        )

    @in_one_snapshot
    def diff(self, first: int, second: int) -> list[Difference]:
        """What differs between two versions of the codebook, field by field."""
        from toolkit.operations.codebook.versions import diff

        return diff(self._session, first, second)

    @in_one_snapshot
    def version(self, version: int) -> Codebook:
        """The codebook as it was in a version."""
        from toolkit.operations.codebook.versions import need_version

        return need_version(self._session, version)

    @in_one_snapshot
    def older_definition(
        self, *, code: str | None = None, viewer: Viewer | None = None
    ) -> list[Coding]:
        """Codings made when their code was defined otherwise than now."""
        from toolkit.operations.codebook.versions import older_definition

        return older_definition(self._session, code=code, viewer=viewer)

    @in_one_snapshot
    def versions(self) -> list[CodebookVersion]:
        from toolkit.operations.codebook.import_codebook import codebook_history

        return codebook_history(self._session)
