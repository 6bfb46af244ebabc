"""Agreement by semantic domain, a set of codes that exclude each other and make a layer.

Inside a domain cu-alpha asks whether coders who marked the same words chose the same
code, and |u-alpha whether they marked the same words at all. Cu-alpha across domains asks
whether they saw the same domain. The names are those of ATLAS.ti, and the formulas
Krippendorff's (2016, 2019): see :mod:`toolkit.agreement.unitizing.alpha_2016`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
from toolkit.agreement.unitizing.alpha_2016 import (
    LAYER_RULE,
    cu_alpha,
    cu_alpha_coverage,
    u_alpha,
    u_alpha_binary,
)
from toolkit.agreement.unitizing.layers import Overlap, OverlapError, find_overlaps
from toolkit.agreement.unitizing.unit_sums import UnitSums, unit_sums
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.agreement.spans import CodedSpan, SourceFrame

OVERLAPPING = _("codes of the domain overlap inside a coder, so they are no layer")
DOMAINS_OVERLAP = _("domains overlap inside a coder, so they are no layer")


@dataclass(frozen=True, slots=True)
class DomainAgreement:
    """The coefficients of a domain, for all coders together."""

    domain: str
    codes: tuple[str, ...]
    u_alpha: Coefficient
    """The same words with the same code; text that nobody coded counts as agreement."""
    u_alpha_binary: Coefficient
    """The same words, whatever the code."""
    cu_alpha: Coefficient
    """The same code, where coders marked the same words."""
    cu_alpha_coverage: Coefficient
    """The share of all text that cu_alpha is about."""
    overlaps: tuple[Overlap, ...]
    """Where codes of the domain overlap inside a coder; the coefficients are then undefined."""


def domain_agreement(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    domains: Mapping[str, Sequence[str]],
    self_pairing: str = "mean",
) -> list[DomainAgreement]:
    """Measure each domain as a separate layer, in the order of `domains`.

    Parameters
    ----------
    frames, spans
        As in :func:`toolkit.agreement.table.cover.cover_tables`.
    domains
        The codes of each domain. A code belongs to a single domain.
    self_pairing
        As in :func:`toolkit.agreement.unitizing.alpha_2016.cu_alpha`.

    Raises
    ------
    ValueError
        A code is in two domains, the self-pairing is unknown, or an error of
        :func:`~toolkit.agreement.unitizing.unit_sums.unit_sums`.

    Examples
    --------
    Krippendorff (2019), fig. 12.11, whose codes are one domain: cu-alpha .724.

    >>> from toolkit.agreement.examples import three_observers_spans
    >>> frames, spans, coders = three_observers_spans()
    >>> [domain] = domain_agreement(frames, spans, coders, {"all": "1234567"})
    >>> round(domain.cu_alpha.value, 3), domain.overlaps
    (0.724, ())
    """
    _check(domains)
    rows = list(spans)
    return [
        _domain(frames, rows, coders, name, codes, self_pairing) for name, codes in domains.items()
    ]


def cu_alpha_domains(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    domains: Mapping[str, Sequence[str]],
    self_pairing: str = "mean",
) -> Coefficient:
    """Return Cu-alpha: where coders mark the same words, do they see the same domain?

    All codes of a domain count as the same code. The coefficient is undefined where
    domains overlap inside a coder: passages are then in several domains by design, and
    each domain is measured by itself.

    Parameters
    ----------
    frames, spans, coders, domains, self_pairing
        As in :func:`domain_agreement`.

    Raises
    ------
    ValueError
        An error of :func:`domain_agreement`.

    Examples
    --------
    With a domain for every code it is cu-alpha: .724 in Krippendorff (2019), fig. 12.11.

    >>> from toolkit.agreement.examples import three_observers_spans
    >>> frames, spans, coders = three_observers_spans()
    >>> value = cu_alpha_domains(frames, spans, coders, {code: code for code in "1234567"}).value
    >>> round(value, 3)
    0.724
    """
    try:
        sums = domain_sums(frames, spans, coders, domains)
    except OverlapError:
        return _undefined("cu_alpha_domains", frames, DOMAINS_OVERLAP)
    return replace(cu_alpha(sums, self_pairing), name="cu_alpha_domains")


def domain_sums(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    domains: Mapping[str, Sequence[str]],
) -> UnitSums:
    """Measure all domains as a single layer, in which each domain is a code.

    Parameters
    ----------
    frames, spans, coders, domains
        As in :func:`domain_agreement`.

    Returns
    -------
    UnitSums
        The sums by source, which the coefficient and its intervals are computed from.

    Raises
    ------
    OverlapError
        Domains overlap inside a coder; the error lists where.
    ValueError
        An error of :func:`domain_agreement`.

    Examples
    --------
    Krippendorff (2019), fig. 12.11, codes 1 to 4 against 5 to 7: what the three share.

    >>> from toolkit.agreement.examples import three_observers_spans
    >>> frames, spans, coders = three_observers_spans()
    >>> sums = domain_sums(frames, spans, coders, {"low": "1234", "high": "567"})
    >>> sums.observed.shape, round(cu_alpha(sums).value, 3)
    ((1, 3, 3), 1.0)
    """
    _check(domains)
    domain = {code: name for name, codes in domains.items() for code in codes}
    relabelled = [replace(span, code=domain[span.code]) for span in spans if span.code in domain]
    return unit_sums(frames, relabelled, coders, list(domains))


def _domain(
    frames: Sequence[SourceFrame],
    spans: Sequence[CodedSpan],
    coders: Sequence[str],
    name: str,
    codes: Sequence[str],
    self_pairing: str,
) -> DomainAgreement:
    members = tuple(codes)
    try:
        sums = unit_sums(frames, spans, coders, members)
    except OverlapError:
        overlaps = find_overlaps([span for span in spans if span.coder in coders], members)
        return DomainAgreement(
            name,
            members,
            _undefined("u_alpha", frames, OVERLAPPING),
            _undefined("u_alpha_binary", frames, OVERLAPPING),
            _undefined("cu_alpha", frames, OVERLAPPING),
            _undefined("cu_alpha_coverage", frames, OVERLAPPING),
            tuple(overlaps),
        )
    return DomainAgreement(
        name,
        members,
        u_alpha(sums),
        u_alpha_binary(sums),
        cu_alpha(sums, self_pairing),
        cu_alpha_coverage(sums),
        (),
    )


def _undefined(name: str, frames: Sequence[SourceFrame], reason: str) -> Coefficient:
    length = sum(frame.length for frame in frames)
    return CoefficientBuilder(name, length, "character", LAYER_RULE, {}).undefined(reason)


def _check(domains: Mapping[str, Sequence[str]]) -> None:
    """Refuse a code that belongs to two domains."""
    domain_of: dict[str, str] = {}
    for name, codes in domains.items():
        for code in codes:
            if code in domain_of:
                raise ValueError(
                    f"code {code!r} is in the domains {domain_of[code]!r} and {name!r}"
                )
            domain_of[code] = name
