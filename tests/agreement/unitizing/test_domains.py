"""Tests of domains, each as a layer of its own and all of them as one layer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.agreement import (
    CodedSpan,
    SourceFrame,
    cu_alpha,
    cu_alpha_domains,
    domain_agreement,
    find_overlaps,
    u_alpha,
    unit_sums,
)

CODERS = ("ann", "ben", "cat")
DOMAINS = {"law": ("law-a", "law-b"), "trust": ("trust-a", "trust-b")}
CODES = tuple(code for codes in DOMAINS.values() for code in codes)
FRAMES = [SourceFrame("E01", 60, coverage=set(CODERS)), SourceFrame("E02", 40, coverage={"ann"})]


@st.composite
def anything(draw: Any) -> list[CodedSpan]:
    spans = []
    for _ in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, 55))
        end = draw(st.integers(start + 1, min(start + 15, 60)))
        coder, code = draw(st.sampled_from(CODERS)), draw(st.sampled_from(CODES))
        spans.append(CodedSpan("E01", coder, code, start, end))
    return spans


@given(anything())
def test_a_domain_is_its_own_layer_whatever_the_others_do(spans: list[CodedSpan]) -> None:
    for domain in domain_agreement(FRAMES, spans, CODERS, DOMAINS):
        in_domain = [span for span in spans if span.code in domain.codes]
        assert domain.overlaps == tuple(find_overlaps(in_domain, domain.codes))
        if domain.overlaps:
            coefficients = (
                domain.u_alpha,
                domain.u_alpha_binary,
                domain.cu_alpha,
                domain.cu_alpha_coverage,
            )
            assert [each.value for each in coefficients] == [None] * 4
            assert all("overlap" in (each.reason or "") for each in coefficients)
            continue
        sums = unit_sums(FRAMES, in_domain, CODERS, domain.codes)
        assert domain.u_alpha == u_alpha(sums)
        assert domain.cu_alpha == cu_alpha(sums)


@given(anything(), st.data())
def test_across_domains_only_the_domain_counts(spans: list[CodedSpan], data: Any) -> None:
    """Another code of the same domain changes nothing, as long as no two codings touch."""
    before = cu_alpha_domains(FRAMES, spans, CODERS, DOMAINS)
    swapped = [
        CodedSpan(s.source_id, s.coder, f"{s.code[:-1]}{data.draw(st.sampled_from('ab'))}", *at)
        for s in spans
        for at in [(s.start, s.end)]
    ]
    # Inside a coder and domain the swap leaves the overlaps and the covered text as they are.
    after = cu_alpha_domains(FRAMES, swapped, CODERS, DOMAINS)
    assert after == before


def test_a_duplicated_coder_agrees_with_itself_on_domains() -> None:
    spans = [
        CodedSpan("E01", coder, code, start, start + 10)
        for coder in ("ann", "ben")
        for code, start in (("law-a", 0), ("trust-b", 20), ("law-b", 40))
    ]
    assert cu_alpha_domains(FRAMES, spans, ("ann", "ben"), DOMAINS).value == 1.0
    other = [
        replace(span, code="law-b") if (span.coder, span.code) == ("ben", "law-a") else span
        for span in spans
    ]
    assert cu_alpha_domains(FRAMES, other, ("ann", "ben"), DOMAINS).value == 1.0
    law = domain_agreement(FRAMES, other, ("ann", "ben"), DOMAINS)[0]
    assert law.cu_alpha.value is not None
    assert law.cu_alpha.value < 1.0


def test_a_code_in_two_domains_is_refused() -> None:
    with pytest.raises(ValueError, match="'a' is in the domains 'one' and 'two'"):
        domain_agreement(FRAMES, [], CODERS, {"one": "a", "two": "a"})
