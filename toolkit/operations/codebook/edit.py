"""Editing the codebook: every edit is one event and makes one version.

With `dry_run` an edit tells what it would do and changes nothing. Codings keep the version
they were made under, also where a merge or split moves them to another code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.domain.codebook import Code, Codebook, CodeStatus, DirectionLinks, Example
from toolkit.domain.events import Change, canonical_json
from toolkit.errors import InputError, UsageError, shorten
from toolkit.operations.codebook import move_codings as moves
from toolkit.operations.codebook.impact import EditImpact, coding_rows, touch
from toolkit.operations.session import ProjectSession, need_code
from toolkit.store import queries, rows
from toolkit.store.codebook_versions import family_rows, new_version
from toolkit.store.preconditions import Precondition


@dataclass(frozen=True, slots=True)
class CodebookEdit:
    """What an edit did, or with `dry_run` would do."""

    kind: str
    version: int
    """The version it makes; the present one where nothing changes."""
    added: tuple[str, ...]
    changed: tuple[str, ...]
    """Ids of codes, in codebook order; not those that only come at another place in it."""
    touch: EditImpact
    """The codings of the codes that it concerns."""
    moved: int = 0
    """Codings that get another code."""
    collapsed: int = 0
    """Codings that would say the same twice and become one."""

    def lines(self, *, would: bool) -> list[str]:
        """The same as sentences, for people; `would` while it is only a plan."""
        makes = "would make" if would else "makes"
        found = [f"{self.kind} {makes} codebook version {self.version}"]
        named = (("added", self.added), ("changed", self.changed))
        found += [f"  {what}: {', '.join(ids)}" for what, ids in named if ids]
        found += [f"  {line}" for line in self.touch.lines()]
        if self.moved or self.collapsed:
            found.append(
                f"  {self.moved} codings get another code, {self.collapsed} become one with another"
            )
        return found


def add_code(
    session: ProjectSession, code: Code, *, actor: str, dry_run: bool = False
) -> CodebookEdit:
    """A new code, after its siblings."""
    book = queries.codebook(session.database)
    check_new(session, book, code)
    after = appended(book, code)
    return record_edit(session, "code.add", book, after, [], actor=actor, dry_run=dry_run)


def rename_code(
    session: ProjectSession,
    code_id: str,
    name: Mapping[str, str],
    *,
    actor: str,
    dry_run: bool = False,
) -> CodebookEdit:
    """Names by language; languages not given stay. The id never changes: codings refer to it."""
    code = need_code(session, code_id)
    return _replace_code(
        session,
        "code.rename",
        replace(code, name={**code.name, **_texts("name", name)}),
        actor=actor,
        dry_run=dry_run,
    )


def redefine_code(
    session: ProjectSession,
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
    dry_run: bool = False,
) -> CodebookEdit:
    """Change what a code says. What is None stays; definitions are changed language by
    language, and an empty one is removed."""
    code = need_code(session, code_id)
    said = {language: text for language, text in (definition or {}).items() if text.strip()}
    kept = {one: text for one, text in code.definition.items() if one not in (definition or {})}
    if directions is not None:
        _check_directions(session, directions)
    after = replace(
        code,
        definition={**kept, **_texts("definition", said)},
        include=code.include if include is None else tuple(include),
        exclude=code.exclude if exclude is None else tuple(exclude),
        examples=code.examples if examples is None else tuple(examples),
        counter_examples=(
            code.counter_examples if counter_examples is None else tuple(counter_examples)
        ),
        color=code.color if color is None else moves.checked_color(color),
        directions=code.directions if directions is None else directions,
    )
    return _replace_code(session, "code.redefine", after, actor=actor, dry_run=dry_run)


def retire_code(
    session: ProjectSession,
    code_id: str,
    *,
    actor: str,
    reinstate: bool = False,
    dry_run: bool = False,
) -> CodebookEdit:
    """Take no new codings under a code from now on (or again); what is coded stays."""
    code = need_code(session, code_id)
    status = CodeStatus.ACTIVE if reinstate else CodeStatus.RETIRED
    kind = "code.reinstate" if reinstate else "code.retire"
    return _replace_code(session, kind, replace(code, status=status), actor=actor, dry_run=dry_run)


def move_code(
    session: ProjectSession,
    code_id: str,
    parent: str | None,
    *,
    actor: str,
    before: str | None = None,
    dry_run: bool = False,
) -> CodebookEdit:
    """Put a code under `parent` (None: at the top), before a sibling or last."""
    book = queries.codebook(session.database)
    code = need_code(session, code_id)
    if parent is not None:
        need_code(session, parent)
        if parent in book.descendants(code_id):
            raise InputError(
                f"{code_id} cannot go under {parent}, which is {code_id} itself or below it",
                code="codebook-cycle",
            )
    others = [one for one in book.codes if one.id != code_id]
    place = len(others)
    if before is not None:
        if before == code_id or need_code(session, before).parent != parent:
            raise InputError(
                f"{before} is no other code under {parent or 'the top'}",
                code="not-a-sibling",
                hint="`qct codebook show` prints the tree.",
            )
        place = next(at for at, one in enumerate(others) if one.id == before)
    others.insert(place, replace(code, parent=parent))
    after = _ordered(others)
    return record_edit(session, "code.move", book, after, [code_id], actor=actor, dry_run=dry_run)


def merge_codes(
    session: ProjectSession,
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
    book = queries.codebook(session.database)
    need_code(session, into)
    merged = list(dict.fromkeys(code_ids))
    for code_id in merged:
        need_code(session, code_id)
        if code_id == into:
            raise InputError(f"{into} cannot be merged into itself", code="merge-itself")
    if not merged:
        raise UsageError("name at least one code to merge", code="merge-nothing")
    found = coding_rows(session, merged)
    touched = touch(session, merged, found, actor)
    _check_pinned(touched, "merging")
    plan = moves.plan(session, found, into, orphans_of=merged)
    after = moves.merged_tree(book, merged, into)
    return record_edit(
        session,
        "code.merge",
        book,
        _ordered(after),
        merged,
        actor=actor,
        dry_run=dry_run,
        touched=touched,
        plan=plan,
        summary={"codes": merged, "into": into},
    )


def split_code(
    session: ProjectSession,
    code_id: str,
    new: Code,
    coding_ids: Sequence[str],
    *,
    actor: str,
    dry_run: bool = False,
) -> CodebookEdit:
    """A new code beside `code_id` that takes over the codings listed, as one step."""
    book = queries.codebook(session.database)
    code = need_code(session, code_id)
    new = new if new.parent is not None else replace(new, parent=code.parent)
    check_new(session, book, new)
    found = coding_rows(session, [code_id], coding_ids)
    strangers = sorted(set(coding_ids) - {row["id"] for row in found})
    if strangers:
        raise InputError(
            f"no codings of {code_id}: {shorten(strangers, 5)}",
            code="not-of-the-code",
            hint=f"`qct codings --code {code_id} --format json` shows the ids.",
        )
    touched = touch(session, [], found, actor)
    _check_pinned(touched, "splitting")
    others = list(book.codes)
    others.insert(others.index(code) + 1, new)
    return record_edit(
        session,
        "code.split",
        book,
        _ordered(others),
        [code_id],
        actor=actor,
        dry_run=dry_run,
        touched=touched,
        plan=moves.plan(session, found, new.id),
        summary={"code": code_id, "new": new.id},
    )


def _replace_code(
    session: ProjectSession, kind: str, after: Code, *, actor: str, dry_run: bool
) -> CodebookEdit:
    book = queries.codebook(session.database)
    codes = [after if code.id == after.id else code for code in book.codes]
    return record_edit(session, kind, book, codes, [after.id], actor=actor, dry_run=dry_run)


def record_edit(
    session: ProjectSession,
    kind: str,
    book: Codebook,
    after: Sequence[Code],
    concerned: Sequence[str],
    *,
    actor: str,
    dry_run: bool,
    touched: EditImpact | None = None,
    plan: moves.Moves | None = None,
    more: Sequence[Change] = (),
    preconditions: Iterable[Precondition] = (),
    summary: Mapping[str, object] | None = None,
) -> CodebookEdit:
    """The edit that turns `book` into `after`, recorded unless it is a dry run or nothing.

    `more` are changes that go with it, made after those of the codes; `preconditions` are what they
    rely on.
    """
    was = {code.id: rows.code_row(code) for code in book}
    now = {code.id: rows.code_row(code) for code in after}
    added = tuple(code_id for code_id in now if code_id not in was)
    altered = [code_id for code_id in now if code_id in was and now[code_id] != was[code_id]]
    changed = tuple(
        code_id
        for code_id in altered
        if {**now[code_id], "position": 0} != {**was[code_id], "position": 0}
    )
    plan = plan or moves.Moves()
    if touched is None:
        touched = touch(session, concerned, coding_rows(session, concerned), actor)
    if not added and not altered and not plan.changes:
        return CodebookEdit(kind, book.version, (), (), touched)
    edit = CodebookEdit(kind, book.version + 1, added, changed, touched, plan.moved, plan.collapsed)
    if dry_run:
        return edit
    version, content = new_version(
        session.database,
        now.values(),
        family_rows(session.database).values(),
        created_at=session.clock(),
        book_id=book.id,
        name=canonical_json(dict(book.name)),
    )
    changes: list[Change] = [rows.added("codes", now[code_id]) for code_id in added]
    changes += [rows.changed("codes", was[code_id], now[code_id]) for code_id in altered]
    session.record(
        actor=actor,
        kind=kind,
        changes=[*changes, *plan.changes, *more, version],
        summary={
            **(summary or {"codes": list(concerned) or list(added)}),
            "version": edit.version,
            **({"moved": plan.moved, "collapsed": plan.collapsed} if plan.changes else {}),
        },
        texts=[content],
        preconditions=preconditions,
    )
    return edit


def _ordered(codes: Sequence[Code]) -> list[Code]:
    """Codebook order: siblings as given, parents before their children, numbered by it."""
    tree = list(Codebook(tuple(codes)).depth_first())
    if [code.id for code in tree] == [code.id for code in codes] and all(
        one.position < other.position for one, other in pairwise(tree)
    ):
        return tree
    return [replace(code, position=at) for at, code in enumerate(tree)]


def appended(book: Codebook, code: Code) -> list[Code]:
    """The codes with one more after all others."""
    last = max((one.position for one in book.codes), default=-1)
    return [*book.codes, replace(code, position=last + 1)]


def check_new(session: ProjectSession, book: Codebook, code: Code) -> None:
    """Raise unless the code can be added: its id is free, and what it names exists."""
    moves.check_id(code.id)
    if code.id in book:
        raise InputError(
            f"there already is a code {code.id}",
            code="code-exists",
            hint=f"`qct codebook show {code.id}` shows it; choose another id.",
        )
    if code.parent is not None:
        need_code(session, code.parent)
    _texts("name", code.name)
    moves.checked_color(code.color)
    _check_directions(session, code.directions)


def _texts(what: str, given: Mapping[str, str]) -> Mapping[str, str]:
    for language, text in given.items():
        if not language.strip() or not text.strip():
            raise InputError(
                f"the {what} in language {language!r} is empty",
                code=f"empty-{what}",
                hint=f"Write it as LANGUAGE=TEXT, e.g. --{what} en=Trust.",
            )
    return given


def _check_directions(session: ProjectSession, links: DirectionLinks) -> None:
    known = [one.id for one in queries.directions(session.database)]
    for direction in (*links.primary, *links.secondary):
        if direction not in known:
            raise InputError(
                f"unknown direction {direction!r}; valid: {shorten(known) or 'none yet'}",
                code="unknown-direction",
            )


def _check_pinned(touched: EditImpact, doing: str) -> None:
    if touched.blind_rounds:
        raise UsageError(
            f"{doing} would change codings of the open blind rounds "
            f"{', '.join(touched.blind_rounds)}, which are pinned to their codebook version",
            code="round-pinned",
            hint="Close them first with `qct round close NAME`.",
        )
