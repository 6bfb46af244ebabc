"""Recording an edit of the codebook as one event and one version, and what codes must be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.domain.codebook import (
    LANGUAGE_CODE,
    MAX_LEVELS,
    Code,
    Codebook,
    CodeStatus,
    DirectionLinks,
    same_names,
    too_deep,
)
from toolkit.domain.events import Change, canonical_json
from toolkit.errors import InputError, UsageError, shorten
from toolkit.i18n import _, ngettext
from toolkit.language.patterns.parse import parse
from toolkit.operations.codebook import move_codings as moves
from toolkit.operations.codebook.impact import EditImpact, coding_rows, impact_of
from toolkit.operations.session import ProjectSession, need_code
from toolkit.store import queries, rows
from toolkit.store.codebook_versions import family_rows, new_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.domain.codebook import LocalTexts
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
    impact: EditImpact
    """The codings of the codes that it concerns."""
    moved: int = 0
    """Codings that get another code."""
    collapsed: int = 0
    """Codings that would say the same twice and become one."""

    def lines(self, *, would: bool) -> list[str]:
        """The same as sentences, for people; `would` while it is only a plan."""
        headline = (
            _("{kind} would make codebook version {version}")
            if would
            else _("{kind} makes codebook version {version}")
        )
        lines = [headline.format(kind=self.kind, version=self.version)]
        if self.added:
            lines.append(_("  added: {codes}").format(codes=", ".join(self.added)))
        if self.changed:
            lines.append(_("  changed: {codes}").format(codes=", ".join(self.changed)))
        lines += [f"  {line}" for line in self.impact.lines()]
        if self.moved or self.collapsed:
            moved = ngettext(
                "{count} coding gets another code", "{count} codings get another code", self.moved
            ).format(count=self.moved)
            collapsed = ngettext(
                "{count} becomes one with another",
                "{count} become one with another",
                self.collapsed,
            ).format(count=self.collapsed)
            lines.append(f"  {moved}, {collapsed}")
        return lines


def replace_code(
    session: ProjectSession, kind: str, code: Code, *, actor: str, dry_run: bool
) -> CodebookEdit:
    """The edit that puts a code in the place of the one with its id."""
    book = queries.codebook(session.database)
    codes = [code if code.id == before.id else before for before in book.codes]
    return record_edit(session, kind, book, codes, [code.id], actor=actor, dry_run=dry_run)


def record_edit(  # noqa: PLR0913
    session: ProjectSession,
    kind: str,
    book: Codebook,
    after: Sequence[Code],
    concerned: Sequence[str],
    *,
    actor: str,
    dry_run: bool,
    impact: EditImpact | None = None,
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
    patterns_were, patterns = rows.pattern_rows(book), rows.pattern_rows(after)
    altered = [code_id for code_id in now if code_id in was and now[code_id] != was[code_id]]
    changed = tuple(
        code_id
        for code_id in now
        if code_id in was
        and (
            {**now[code_id], "position": 0} != {**was[code_id], "position": 0}
            or patterns_were.get(code_id) != patterns.get(code_id)
        )
    )
    plan = plan or moves.Moves()
    if impact is None:
        impact = impact_of(session, concerned, coding_rows(session, concerned), actor)
    if not (added or altered or changed or plan.changes):
        return CodebookEdit(kind, book.version, (), (), impact)
    _refuse_same_names(book, after)
    need_levels(after)
    edit = CodebookEdit(kind, book.version + 1, added, changed, impact, plan.moved, plan.collapsed)
    if dry_run:
        return edit
    version, content = new_version(
        session.database,
        now.values(),
        family_rows(session.database).values(),
        patterns.values(),
        created_at=session.clock(),
        book_id=book.id,
        name=canonical_json(dict(book.name)),
    )
    changes: list[Change] = [rows.added("codes", now[code_id]) for code_id in added]
    changes += [rows.changed("codes", was[code_id], now[code_id]) for code_id in altered]
    changes += rows.pattern_changes(patterns_were, patterns)
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


def changed_patterns(
    before: LocalTexts, changes: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """The patterns by language after changes; an empty list takes a language out.

    Raises `PatternError` for a pattern that cannot be read, and `InputError` for what is no
    language code.
    """
    after = {**before}
    for language, patterns in changes.items():
        if not LANGUAGE_CODE.fullmatch(language):
            raise InputError(
                _("{language!r} is no language code such as en, ko").format(language=language),
                code="bad-language",
            )
        after[language] = tuple(dict.fromkeys(text.strip() for text in patterns if text.strip()))
        for pattern in after[language]:
            parse(pattern)
    return {language: after[language] for language in sorted(after) if after[language]}


def need_levels(codes: Iterable[Code]) -> None:
    """Raise `InputError` where codes would stand deeper than a codebook file may nest them."""
    deep = too_deep({code.id: code.parent for code in codes})
    if deep:
        raise InputError(
            _("the code {code} would stand below {levels} levels, the most there may be").format(
                code=deep[0], levels=MAX_LEVELS
            ),
            code="codebook-too-deep",
            hint=_("Put it under a code nearer to the top."),
        )


def _refuse_same_names(before: Codebook, after: Sequence[Code]) -> None:
    """Raise `InputError` where an edit gives two codes below one parent the same name."""
    known = [{code.id for code in codes} for _language, codes in _twins(before)]
    for language, codes in _twins(after):
        ids = [code.id for code in codes]
        if not any(earlier.issuperset(ids) for earlier in known):
            raise InputError(
                _("the codes {codes} would have the same name in {language}: {name}").format(
                    codes=", ".join(ids), language=language, name=codes[0].name[language]
                ),
                code="same-name",
                hint=_(
                    "Choose another name, so that tables and the picker tell them apart, or merge "
                    "them with `qct codebook merge`."
                ),
            )


def _twins(codes: Iterable[Code]) -> list[tuple[str, list[Code]]]:
    """Active codes below one parent that share a name, with the language of the name."""
    twins = []
    for language, sharing in same_names(codes):
        siblings: dict[str | None, list[Code]] = {}
        for code in sharing:
            siblings.setdefault(code.parent, []).append(code)
        twins += [(language, group) for group in siblings.values() if len(group) > 1]
    return twins


def ordered(codes: Sequence[Code]) -> list[Code]:
    """The codes in codebook order and numbered by it: siblings as given, parents first."""
    tree = list(Codebook(tuple(codes)).depth_first())
    if [code.id for code in tree] == [code.id for code in codes] and all(
        code.position < following.position for code, following in pairwise(tree)
    ):
        return tree
    return [replace(code, position=at) for at, code in enumerate(tree)]


def appended(book: Codebook, code: Code) -> list[Code]:
    """The codes with one more after all others."""
    last = max((present.position for present in book.codes), default=-1)
    return [*book.codes, replace(code, position=last + 1)]


def checked_new(session: ProjectSession, book: Codebook, code: Code) -> Code:
    """The code as it is added, without blanks around its texts.

    Raises `InputError` unless its id is free and what it names exists.
    """
    moves.check_id(code.id)
    if code.id in book and book[code.id].status is CodeStatus.RETIRED:
        raise InputError(
            _("the code {code} exists and is retired").format(code=code.id),
            code="code-exists",
            hint=_(
                "`qct codebook retire {code} --reinstate` takes it back into use; else choose "
                "another id."
            ).format(code=code.id),
        )
    if code.id in book:
        raise InputError(
            _("there already is a code {code}").format(code=code.id),
            code="code-exists",
            hint=_("`qct codebook show {code}` shows it; choose another id.").format(code=code.id),
        )
    if code.parent is not None:
        need_code(session, code.parent)
    moves.checked_color(code.color)
    check_directions(session, code.directions)
    return replace(
        code,
        name=checked_texts("name", code.name),
        definition=checked_texts("definition", code.definition),
        search=changed_patterns({}, code.search),
    )


def checked_texts(what: str, given: Mapping[str, str]) -> Mapping[str, str]:
    """The texts by language without blanks around them, as a codebook file gives them.

    Raises `InputError` for an empty text and for what is no code of a language.
    """
    for language, text in given.items():
        if not language.strip() or not text.strip():
            raise InputError(
                _("the {what} in language {language!r} is empty").format(
                    what=what, language=language
                ),
                code=f"empty-{what}",
                hint=_("Write it as LANGUAGE=TEXT, e.g. --{what} en=Trust.").format(what=what),
            )
        if not LANGUAGE_CODE.fullmatch(language):
            raise InputError(
                _("{language!r} is no language code such as en, ko").format(language=language),
                code="bad-language",
                hint=_("Write it as LANGUAGE=TEXT, e.g. --{what} en=Trust.").format(what=what),
            )
    return {language: text.strip() for language, text in given.items()}


def check_directions(session: ProjectSession, links: DirectionLinks) -> None:
    """Raise `InputError` for a direction that the project does not have."""
    known = [direction.id for direction in queries.directions(session.database)]
    for direction in (*links.primary, *links.secondary):
        if direction not in known:
            raise InputError(
                _("unknown direction {direction!r}; valid: {known}").format(
                    direction=direction, known=shorten(known) or _("none yet")
                ),
                code="unknown-direction",
            )


def refuse_frozen(impact: EditImpact, doing: str) -> None:
    """Raise `UsageError` where an edit would change codings of open blind rounds."""
    if impact.blind_rounds:
        raise UsageError(
            _(
                "{doing} would change codings of the open blind rounds {blind_rounds}, "
                "which keep to their codebook version"
            ).format(doing=doing, blind_rounds=", ".join(impact.blind_rounds)),
            code="codebook-frozen",
            hint=_("Close them first with `qct round close NAME`."),
        )
