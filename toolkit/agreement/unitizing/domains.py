"""Agreement by semantic domain: sets of codes that exclude each other, one layer each.

Inside a domain cu-alpha asks whether coders who marked the same words chose the same code,
|u-alpha whether they marked the same words at all. Cu-alpha asks across domains whether
they saw the same domain. The naming is ATLAS.ti's, the formulas are Krippendorff's
(2016, 2019): see :mod:`toolkit.agreement.unitizing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.unitizing.alpha_2016 import (
    LAYER_RULE,
    UnitSums,
    cu_alpha,
    cu_alpha_coverage,
    u_alpha,
    u_alpha_binary,
    unit_sums,
)
from toolkit.agreement.unitizing.layers import Overlap, OverlapError, find_overlaps

OVERLAPPING = "codes of one layer overlap inside a coder, and are not flattened"
DOMAINS_OVERLAP = "domains overlap inside a coder, so they are no layer"


@dataclass(frozen=True, slots=True)
class DomainAgreement:
    """One domain, all coders together."""

    domain: str
    codes: tuple[str, ...]
    u_alpha: Coefficient
    """Same words and same code; text that nobody coded counts."""
    u_alpha_binary: Coefficient
    """Same words, whatever the code."""
    cu_alpha: Coefficient
    """Same code, where words are shared."""
    cu_alpha_coverage: Coefficient
    """Share of all text that cu_alpha speaks of."""
    overlaps: tuple[Overlap, ...]
    """Where codes of the domain overlap inside a coder; its coefficients are undefined then."""


def domain_agreement(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    domains: Mapping[str, Sequence[str]],
    self_pairing: str = "mean",
) -> list[DomainAgreement]:
    """Measure each domain as a layer of its own, in the order of `domains`.

    Parameters
    ----------
    frames, spans
        In code points; spans of other coders or codes are left out.
    domains
        The codes of each domain. A code stands in one domain.
    self_pairing
        As in :func:`toolkit.agreement.unitizing.cu_alpha`.

    Raises
    ------
    ValueError
        A code in two domains, an unknown self-pairing, or as :func:`unit_sums`.

    Examples
    --------
    Krippendorff (2019), fig. 12.11, whose codes are one domain: cu-alpha .724.

    >>> from toolkit.agreement.examples import three_observers_spans
    >>> frames, spans, coders = three_observers_spans()
    >>> [one] = domain_agreement(frames, spans, coders, {"all": "1234567"})
    >>> round(one.cu_alpha.value, 3), one.overlaps
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
    """Cu-alpha: where coders mark the same words, do they see the same domain?

    Codes of one domain count as one; which of them it is does not matter here. Undefined
    where domains overlap inside a coder: passages are then in several domains by design, and
    each domain is measured alone.

    Parameters
    ----------
    As :func:`domain_agreement`.

    Raises
    ------
    ValueError
        As :func:`domain_agreement`.

    Examples
    --------
    With every code a domain of its own it is cu-alpha: .724 in Krippendorff (2019), fig. 12.11.

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
    """All domains as one layer in which each domain is one code; what its intervals need too.

    Parameters
    ----------
    As :func:`domain_agreement`.

    Returns
    -------
    As :func:`toolkit.agreement.unitizing.unit_sums`, the sources first.

    Raises
    ------
    OverlapError
        When domains overlap inside a coder; it lists where.
    ValueError
        As :func:`domain_agreement`.

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
    relabelled = [replace(one, code=domain[one.code]) for one in spans if one.code in domain]
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
        own = [one for one in spans if one.coder in coders]
        found = tuple(find_overlaps(own, members))
        return DomainAgreement(
            name,
            members,
            _undefined("u_alpha", frames, OVERLAPPING),
            _undefined("u_alpha_binary", frames, OVERLAPPING),
            _undefined("cu_alpha", frames, OVERLAPPING),
            _undefined("cu_alpha_coverage", frames, OVERLAPPING),
            found,
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
    seen: dict[str, str] = {}
    for name, codes in domains.items():
        for code in codes:
            if code in seen:
                raise ValueError(f"code {code!r} is in the domains {seen[code]!r} and {name!r}")
            seen[code] = name
