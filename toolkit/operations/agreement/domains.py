"""Domains: sets of codes that exclude each other, such as all codes below a top-level code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.agreement.spans import CodedSpan
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.codebook.families import domain_of, exclusive_domains
from toolkit.operations.session import ProjectSession, need_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.domain.codebook import Codebook
    from toolkit.operations.agreement.request import AgreementRequest, Scope

TOP, EXCLUSIVE = "top", "exclusive"
"""Domains by a word: the top-level codes, each with all below it, or the exclusive families."""


def domains_of(book: Codebook) -> dict[str, str] | None:
    """Domain by code: its family, else its top-level code; None where all codes are one domain.

    A codebook without families and without levels is one domain.
    """
    if not book.families and all(code.parent is None for code in book):
        return None
    return {code.id: domain_of(book, code.id) for code in book}


def check_domains(
    session: ProjectSession, book: Codebook, request: AgreementRequest, domains: Sequence[str]
) -> None:
    """Raise for domains of directions, which have none, and for codes that are not known."""
    if domains and request.level == "directions":
        raise UsageError(
            _("directions are one set already and have no domains"),
            code="domains-of-directions",
            hint=_("Leave --families out with --level directions."),
        )
    if list(domains) in ([TOP], [EXCLUSIVE]):
        return
    for name in domains:
        if not book.family_members(name):
            need_code(session, name)


def domain_members(
    book: Codebook, scope: Scope, domains: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The codes in scope that belong to each domain, in codebook order.

    `domains` names families, or codes that each stand for themselves and all codes below them.
    """
    if list(domains) == [TOP]:
        if all(code.parent is None for code in book):
            return {"all": scope.codes}
        top_of = {code: book.path(code)[0].id for code in scope.codes}
        tops = dict.fromkeys(top_of.values())
        return {top: tuple(code for code in scope.codes if top_of[code] == top) for top in tops}
    families = exclusive_domains(book)
    members: dict[str, tuple[str, ...]] = {}
    for name in families if list(domains) == [EXCLUSIVE] else domains:
        below = set(families.get(name) or book.family_members(name) or book.descendants(name))
        members[name] = tuple(code for code in scope.codes if code in below)
    distinct = {code for codes in members.values() for code in codes}
    if len(distinct) < sum(map(len, members.values())):
        raise UsageError(
            _("the domains {domains} share codes; domains exclude each other").format(
                domains=", ".join(domains)
            ),
            code="domains-overlap",
            hint=_("Name codes of which none stands below another."),
        )
    return {name: codes for name, codes in members.items() if codes}


def relabelled(scope: Scope, members: Mapping[str, tuple[str, ...]]) -> Scope:
    """The scope with each code counted as its domain."""
    domain = {code: name for name, codes in members.items() for code in codes}
    spans = tuple(
        CodedSpan(span.source_id, span.coder, domain[span.code], span.start, span.end)
        for span in scope.spans
        if span.code in domain
    )
    return replace(scope, codes=tuple(members), spans=spans)
