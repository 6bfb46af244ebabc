"""Tests of domains and parents, which put codes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.agreement.coded_study import A, row_of, say
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project


def test_a_domain_asks_whether_any_of_its_codes_is_there(coded: Project) -> None:
    table = coded.agreement.report(domains=["top"])
    row = row_of(table, "domain", "obstacles")
    # In E01 B has 44 of the 63 characters of A; in K01 A has 28 characters of trust and B has none.
    texts = {source: coded.sources.text(source) for source in ("E01", "K01")}
    spoken = sum(
        len(t.body) for source in texts for t in coded.sources.turns(source) if t.role == "expert"
    )
    missed = len("A leak is what my director fears.") - len("A leak is what")
    missed += len("저쪽 자료를 믿지 못해요.")
    assert row["percent"] == pytest.approx(1 - missed / spoken)
    assert row["n"] == spoken
    assert [row[0] for row in table.rows][-2:] == ["pooled", "macro"]


def test_domains_can_be_named_but_not_share_codes(coded: Project) -> None:
    named = row_of(coded.agreement.report(domains=["obstacles"]), "domain", "obstacles")
    assert named
    # In a codebook without families, each top-level code with codes below it is a domain.
    by_word = coded.agreement.report(domains=["exclusive"])
    assert [row[1] for row in by_word.rows if row[0] == "domain"] == ["obstacles"]
    assert row_of(by_word, "domain", "obstacles")["percent"] == named["percent"]
    with pytest.raises(UsageError, match="share codes"):
        coded.agreement.report(domains=["obstacles", "trust"])
    with pytest.raises(InputError, match="unknown code 'nothing'"):
        coded.agreement.report(domains=["nothing"])


def test_parents_put_their_children_together(coded: Project) -> None:
    table = coded.agreement.report(level="parents")
    assert [row[1] for row in table.rows if row[0] == "code"] == ["obstacles", "proposal"]
    by_domain = coded.agreement.report(domains=["top"])
    assert (
        row_of(table, "code", "obstacles")["percent"]
        == (row_of(by_domain, "domain", "obstacles")["percent"])
    )


def test_overlaps_inside_a_domain_are_listed_never_flattened(coded: Project) -> None:
    say(coded, "E01", "trust their figures", "security", A)
    table = coded.agreement.report(
        domains=["top"], coefficients=["cu-alpha", "ku-alpha"], round_id="all"
    )
    assert row_of(table, "domain", "obstacles")["cu_alpha"] is None
    assert any("overlap inside a coder" in note for note in table.notes)
    start = coded.sources.text("E01").index("trust their figures")
    overlaps = coded.agreement.overlaps(round_id="all")
    assert overlaps.rows == (
        ("obstacles", "E01", A, "trust", "security", start, start + len("trust their figures")),
    )
