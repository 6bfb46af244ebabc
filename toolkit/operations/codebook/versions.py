"""Comparing versions of the codebook, and the version that a round codes by."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Code, Codebook, CodeStatus, Family
from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.store import codebook_versions, queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.domain.rounds import Round
    from toolkit.operations.session import ProjectSession

_COMPARED = tuple(field.name for field in fields(Code) if field.name not in ("id", "position"))
_MEANING = ("definition", "include", "exclude", "examples", "counter_examples")
"""What a coder goes by. A new name, colour or place does not change what a code means."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one code that two versions have otherwise."""

    code: str
    field: str
    """`code` where the code itself came or went, `family` for a family, else the field's name."""
    before: str
    after: str


def need_version(session: ProjectSession, version: int) -> Codebook:
    """The codebook as it was in a version."""
    book = codebook_versions.codebook_at(session.database, version)
    if book is None:
        known = session.database.query("SELECT version FROM codebook_versions ORDER BY version")
        raise unknown(
            "codebook version",
            str(version),
            [str(row["version"]) for row in known],
            hint=_("`qct codebook history` lists them."),
        )
    return book


def differences(before: Codebook, after: Codebook) -> list[Difference]:
    """What differs from one version to another, in the order of the codes; families come last."""
    ids = [*after.by_id, *(code_id for code_id in before.by_id if code_id not in after)]
    of_codes = [
        difference
        for code_id in ids
        for difference in _differences(code_id, before.by_id.get(code_id), after.by_id.get(code_id))
    ]
    return [*of_codes, *_family_differences(before, after)]


def _family_differences(before: Codebook, after: Codebook) -> Iterator[Difference]:
    """The families that came, went or changed; `code` has the id of the family."""
    earlier = {family.id: family for family in before.families}
    later = {family.id: family for family in after.families}
    for family_id in [*later, *(name for name in earlier if name not in later)]:
        was, now = earlier.get(family_id), later.get(family_id)
        if was != now:
            yield Difference(family_id, "family", _family_text(was), _family_text(now))


def _family_text(family: Family | None) -> str:
    if family is None:
        return ""
    kind = "exclusive" if family.exclusive else "not exclusive"
    return f"{family.label()} ({kind}): {', '.join(family.codes)}"


def _differences(code_id: str, before: Code | None, after: Code | None) -> Iterator[Difference]:
    if before is None or after is None:
        yield Difference(
            code_id,
            "code",
            before.label() if before is not None else "",
            after.label() if after is not None else "",
        )
        return
    for name in _COMPARED:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield from _spelled(code_id, name, was, now)


def _spelled(code_id: str, name: str, was: Any, now: Any) -> Iterator[Difference]:
    if isinstance(was, dict) and isinstance(now, dict):
        for language in sorted({*was, *now}):
            if was.get(language) != now.get(language):
                yield Difference(
                    code_id,
                    f"{name}.{language}",
                    _text(was.get(language)),
                    _text(now.get(language)),
                )
        return
    yield Difference(code_id, name, _text(was), _text(now))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(item if isinstance(item, str) else item.text for item in value)
    if isinstance(value, CodeStatus | str):
        return str(value)
    return "; ".join(f"{kind}: {' '.join(ids)}" for kind, ids in asdict(value).items() if ids)


def meaning(code: Code) -> tuple[object, ...]:
    """What a coder goes by when they apply the code."""
    return tuple(getattr(code, name) for name in _MEANING)


def book_of(session: ProjectSession, round_: Round) -> Codebook:
    """The codebook to code by: an open blind round keeps to the version it was opened with."""
    book = queries.codebook(session.database)
    if not round_.is_blind or round_.codebook_version in (0, book.version):
        return book
    return codebook_versions.codebook_at(session.database, round_.codebook_version) or book


def need_active(book: Codebook, round_: Round, code_id: str) -> None:
    """Raise unless the code may be applied in the round."""
    if code_id not in book:
        raise InputError(
            _(
                "round {round} is blind and keeps to codebook version {version}, which "
                "has no code {code_id}"
            ).format(round=round_.id, version=book.version, code_id=code_id),
            code="code-not-in-round",
            hint=_("Code in another round, or close this one first."),
        )
    if book[code_id].status is CodeStatus.RETIRED:
        raise InputError(
            _("code {code_id} is retired and takes no new codings").format(code_id=code_id),
            code="code-retired",
        )
