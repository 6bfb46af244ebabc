"""The codebook of the project: reading, importing, editing, and its versions.

Every edit is one event and makes one version. With `dry_run` it tells what it would do and
changes nothing. Codings keep the version they were made under, also where a merge or split
moves them to another code.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code, Codebook, CodeStatus, DirectionLinks, Example
from toolkit.errors import InputError, UsageError, shorten
from toolkit.i18n import _
from toolkit.operations.codebook import move_codings as moves
from toolkit.operations.codebook.edit import (
    CodebookEdit,
    appended,
    changed_patterns,
    check_directions,
    checked_new,
    checked_texts,
    ordered,
    record_edit,
    refuse_frozen,
    replace_code,
)
from toolkit.operations.codebook.impact import coding_rows, impact_of
from toolkit.operations.codebook.import_codebook import (
    CodebookChange,
    CodebookVersion,
    import_codebook,
)
from toolkit.operations.codebook.versions import (
    Difference,
    book_of,
    differences,
    meaning,
    need_version,
)
from toolkit.operations.session import need_code, need_round
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries
from toolkit.store.codebook_versions import codebook_at, read_version
from toolkit.text.code_similarity import MOST, CodeSimilarity, SimilarCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.rounds import Viewer


class ProjectCodebook(Subject):
    """The codebook of the project: reading, importing, editing, and its versions."""

    def code(self, code_id: str) -> Code:
        """The code of that id. Raises `InputError`, naming those there are, for another."""
        return need_code(self._session, code_id)

    @in_one_snapshot
    def current(self) -> Codebook:
        """The newest version, with the codes as they are now."""
        return queries.codebook(self._session.database)

    @in_one_snapshot
    def in_round(self, round_id: str | None = None) -> Codebook:
        """The codebook to code by in a round; an open blind round keeps to its version."""
        return book_of(self._session, need_round(self._session, round_id))

    def counts(self, viewer: Viewer | None = None) -> dict[str, dict[str, int]]:
        """How many codings each code has by coder, of those that the viewer may see."""
        return queries.count_codes(self._session.database, viewer=viewer)

    def used(self, coder: str, viewer: Viewer | None = None) -> list[tuple[str, int]]:
        """The codes that the coder has applied and how often, the one applied last first."""
        return queries.used_codes(self._session.database, coder, viewer=viewer)

    def import_file(self, path: str | Path, *, actor: str) -> CodebookChange:
        """Make the codes of the project those of a codebook file, as one version.

        Codes that the file does not have stay; the same file again changes nothing.
        """
        from toolkit.formats.codebook_yaml import read_codebook

        return import_codebook(self._session, read_codebook(Path(path)), actor=actor)

    def add(self, code: Code, *, actor: str, dry_run: bool = False) -> CodebookEdit:
        """Add a code, after its siblings."""
        session = self._session
        book = queries.codebook(session.database)
        code = checked_new(session, book, code)
        after = appended(book, code)
        return record_edit(session, "code.add", book, after, [], actor=actor, dry_run=dry_run)

    @in_one_snapshot
    def nearest(
        self, names: Iterable[str], definitions: Iterable[str] = (), *, most: int = MOST
    ) -> list[SimilarCode]:
        """The codes that one of these names and definitions would resemble, nearest first.

        Compared by letters, in every language of the codebook; `score` is above 0, at most 1.
        """
        book = queries.codebook(self._session.database)
        return CodeSimilarity(book.codes).nearest(names, definitions, most)

    def rename(
        self,
        code_id: str,
        name: Mapping[str, str],
        *,
        actor: str,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """Give a code names by language; the names in other languages stay.

        The id never changes, since codings refer to it.
        """
        code = need_code(self._session, code_id)
        return replace_code(
            self._session,
            "code.rename",
            replace(code, name={**code.name, **checked_texts("name", name)}),
            actor=actor,
            dry_run=dry_run,
        )

    def redefine(  # noqa: PLR0913
        self,
        code_id: str,
        *,
        actor: str,
        definition: Mapping[str, str] | None = None,
        include: Sequence[str] | None = None,
        exclude: Sequence[str] | None = None,
        examples: Sequence[Example] | None = None,
        counter_examples: Sequence[Example] | None = None,
        color: str | None = None,
        directions: DirectionLinks | None = None,
        search: Mapping[str, Sequence[str]] | None = None,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """Change what a code means, its colour, directions and search patterns; None stays.

        Definitions and patterns are changed language by language, and what is empty is removed.
        """
        session = self._session
        code = need_code(session, code_id)
        changed = definition or {}
        given = {language: text for language, text in changed.items() if text.strip()}
        kept = {
            language: text for language, text in code.definition.items() if language not in changed
        }
        if directions is not None:
            check_directions(session, directions)
        after = replace(
            code,
            definition={**kept, **checked_texts("definition", given)},
            include=code.include if include is None else tuple(include),
            exclude=code.exclude if exclude is None else tuple(exclude),
            examples=code.examples if examples is None else tuple(examples),
            counter_examples=(
                code.counter_examples if counter_examples is None else tuple(counter_examples)
            ),
            color=code.color if color is None else moves.checked_color(color),
            directions=code.directions if directions is None else directions,
            search=code.search if search is None else changed_patterns(code.search, search),
        )
        return replace_code(session, "code.redefine", after, actor=actor, dry_run=dry_run)

    def move(
        self,
        code_id: str,
        parent: str | None,
        *,
        actor: str,
        before: str | None = None,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """Put a code under `parent` (None: at the top), before a sibling or last."""
        session = self._session
        book = queries.codebook(session.database)
        code = need_code(session, code_id)
        if parent is not None:
            need_code(session, parent)
            if parent in book.descendants(code_id):
                raise InputError(
                    _(
                        "{code_id} cannot go under {parent}, which is {code_id} itself or below it"
                    ).format(code_id=code_id, parent=parent),
                    code="codebook-cycle",
                )
        others = [other for other in book.codes if other.id != code_id]
        place = len(others)
        if before is not None:
            if before == code_id or need_code(session, before).parent != parent:
                raise InputError(
                    _("{before} is no other code under {parent}").format(
                        before=before, parent=parent or _("the top")
                    ),
                    code="not-a-sibling",
                    hint=_("`qct codebook show` prints the tree."),
                )
            place = next(at for at, other in enumerate(others) if other.id == before)
        others.insert(place, replace(code, parent=parent))
        after = ordered(others)
        return record_edit(
            session, "code.move", book, after, [code_id], actor=actor, dry_run=dry_run
        )

    def merge(
        self,
        code_ids: Sequence[str],
        into: str,
        *,
        actor: str,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """Move the codings of some codes to another and retire them, as one step.

        A coding that its coder has under both codes on the same span becomes one, memos
        included. Codes below the merged ones go under `into`.
        """
        session = self._session
        book = queries.codebook(session.database)
        need_code(session, into)
        merged = list(dict.fromkeys(code_ids))
        for code_id in merged:
            need_code(session, code_id)
            if code_id == into:
                raise InputError(
                    _("{into} cannot be merged into itself").format(into=into), code="merge-itself"
                )
        if not merged:
            raise UsageError(_("name at least one code to merge"), code="merge-nothing")
        codings = coding_rows(session, merged)
        impact = impact_of(session, merged, codings, actor)
        refuse_frozen(impact, "merging")
        plan = moves.plan(session, codings, into, orphans_of=merged)
        after = moves.merged_tree(book, merged, into)
        return record_edit(
            session,
            "code.merge",
            book,
            ordered(after),
            merged,
            actor=actor,
            dry_run=dry_run,
            impact=impact,
            plan=plan,
            summary={"codes": merged, "into": into},
        )

    def split(
        self,
        code_id: str,
        new: Code,
        coding_ids: Sequence[str],
        *,
        actor: str,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """A new code beside `code_id` that takes over the codings listed, as one step."""
        session = self._session
        book = queries.codebook(session.database)
        code = need_code(session, code_id)
        new = new if new.parent is not None else replace(new, parent=code.parent)
        new = checked_new(session, book, new)
        codings = coding_rows(session, [code_id], coding_ids)
        strangers = sorted(set(coding_ids) - {row["id"] for row in codings})
        if strangers:
            raise InputError(
                _("no codings of {code_id}: {strangers}").format(
                    code_id=code_id, strangers=shorten(strangers, 5)
                ),
                code="not-of-the-code",
                hint=_("`qct codings --code {code_id} --format json` shows the ids.").format(
                    code_id=code_id
                ),
            )
        impact = impact_of(session, [], codings, actor)
        refuse_frozen(impact, "splitting")
        others = list(book.codes)
        others.insert(others.index(code) + 1, new)
        return record_edit(
            session,
            "code.split",
            book,
            ordered(others),
            [code_id],
            actor=actor,
            dry_run=dry_run,
            impact=impact,
            plan=moves.plan(session, codings, new.id),
            summary={"code": code_id, "new": new.id},
        )

    def retire(
        self,
        code_id: str,
        *,
        actor: str,
        reinstate: bool = False,
        dry_run: bool = False,
    ) -> CodebookEdit:
        """Take no new codings under a code from now on, or take them again with `reinstate`.

        What is coded stays.
        """
        code = need_code(self._session, code_id)
        status = CodeStatus.ACTIVE if reinstate else CodeStatus.RETIRED
        kind = "code.reinstate" if reinstate else "code.retire"
        return replace_code(
            self._session, kind, replace(code, status=status), actor=actor, dry_run=dry_run
        )

    @in_one_snapshot
    def diff(self, first: int, second: int) -> list[Difference]:
        """What differs from one version to another, field by field, in the order of the codes."""
        before, after = need_version(self._session, first), need_version(self._session, second)
        return differences(before, after)

    @in_one_snapshot
    def version(self, version: int) -> Codebook:
        """The codebook as it was in a version."""
        return need_version(self._session, version)

    @in_one_snapshot
    def older_definition(
        self, *, code: str | None = None, viewer: Viewer | None = None
    ) -> list[Coding]:
        """Codings made when their code was defined otherwise, or did not exist, in text order."""
        session = self._session
        if code is not None:
            need_code(session, code)
        book = queries.codebook(session.database)
        versions: dict[int, Codebook | None] = {}
        result = []
        for coding in queries.iterate_codings(session.database, code=code, viewer=viewer):
            version = coding.codebook_version
            if version == book.version:
                continue
            if version not in versions:
                versions[version] = codebook_at(session.database, version)
            then, now = versions[version], book.by_id.get(coding.code_id)
            was = then.by_id.get(coding.code_id) if then is not None else None
            if was is None or now is None or meaning(was) != meaning(now):
                result.append(coding)
        return result

    @in_one_snapshot
    def versions(self) -> list[CodebookVersion]:
        """Every version, oldest first, with its codes as they were."""
        stored = self._session.database.query(
            "SELECT version, created_at, body FROM codebook_versions "
            "JOIN texts ON texts.sha256 = content_sha256 ORDER BY version"
        )
        return [
            CodebookVersion(
                row["version"],
                row["created_at"],
                read_version(row["body"], version=row["version"]).codes,
            )
            for row in stored
        ]
