"""Tests of the agreement table of a project and of the notes below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.operations.agreement.request import IntervalKeywords, TableKeywords
    from toolkit.project import Project
    from toolkit.report.tables import Table

A, B = "coder-a", "coder-b"
OLD_COLUMNS = [
    "scope",
    "code",
    "coders",
    "percent",
    "cohen_kappa",
    "krippendorff_alpha",
    "fleiss_kappa",
    "gwet_ac1",
    "brennan_prediger",
    "uses",
    "prevalence",
    "n",
    "unit",
    "sources",
    "reason",
]


def _say(project: Project, source: str, quote: str, code: str, coder: str, **more: Any) -> None:
    start = project.sources.text(source).index(quote)
    add_finished(project, source, start, start + len(quote), code, coder=coder, **more)


@pytest.fixture
def coded(project: Project) -> Project:
    """A project in which two coders coded both sources in a blind round that is closed."""
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    for coder in (A, B):
        _say(project, "E01", "We do not trust their figures.", "trust", coder, round_id="R1")
        _say(project, "K01", "유출되면 누가 책임집니까.", "security", coder, round_id="R1")
    _say(project, "E01", "A leak is what my director fears.", "security", A, round_id="R1")
    _say(project, "E01", "A leak is what", "security", B, round_id="R1")
    _say(project, "K01", "저쪽 자료를 믿지 못해요.", "trust", A, round_id="R1")
    _say(project, "K01", "저쪽 자료를 믿지 못해요.", "proposal", B, round_id="R1")
    project.rounds.close("R1", actor="lead")
    return project


def _row(table: Table, scope: str, code: str = "", **also: str) -> dict[str, Any]:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    (matching_row,) = [
        row
        for row in rows
        if (row["scope"], row["code"]) == (scope, code)
        and all(row[name] == value for name, value in also.items())
    ]
    return matching_row


def test_columns_stay_where_they_were_and_new_ones_follow(coded: Project) -> None:
    assert list(coded.agreement.report().columns[:15]) == OLD_COLUMNS
    wide = coded.agreement.report(
        by="source", domains=["top"], coefficients=["u-alpha"], intervals=True
    )
    assert list(wide.columns[:15]) == OLD_COLUMNS
    assert {"group", "u_alpha", "krippendorff_alpha_low"} <= set(wide.columns)


def test_an_open_blind_round_is_refused_and_left_out(coded: Project) -> None:
    before = coded.agreement.report()
    coded.rounds.open("R2", actor="lead", mode=Mode.BLIND)
    _say(coded, "E01", "There should be one rule", "proposal", A, round_id="R2")
    with pytest.raises(UsageError, match="R2 is open and blind") as refused:
        coded.agreement.report(round_id="R2")
    assert refused.value.code == "round-blind"
    assert "qct round close R2" in refused.value.hint
    after = coded.agreement.report()
    assert after.rows == before.rows
    assert any("open and blind: R2" in note for note in after.notes)


def test_a_domain_asks_whether_any_of_its_codes_is_there(coded: Project) -> None:
    table = coded.agreement.report(domains=["top"])
    row = _row(table, "domain", "obstacles")
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
    named = _row(coded.agreement.report(domains=["obstacles"]), "domain", "obstacles")
    assert named
    # In a codebook without families, each top-level code with codes below it is a domain.
    by_word = coded.agreement.report(domains=["exclusive"])
    assert [row[1] for row in by_word.rows if row[0] == "domain"] == ["obstacles"]
    assert _row(by_word, "domain", "obstacles")["percent"] == named["percent"]
    with pytest.raises(UsageError, match="share codes"):
        coded.agreement.report(domains=["obstacles", "trust"])
    with pytest.raises(InputError, match="unknown code 'nothing'"):
        coded.agreement.report(domains=["nothing"])


def test_parents_put_their_children_together(coded: Project) -> None:
    table = coded.agreement.report(level="parents")
    assert [row[1] for row in table.rows if row[0] == "code"] == ["obstacles", "proposal"]
    by_domain = coded.agreement.report(domains=["top"])
    assert (
        _row(table, "code", "obstacles")["percent"]
        == (_row(by_domain, "domain", "obstacles")["percent"])
    )


def test_directions_are_compared_on_segments_that_both_mapped(coded: Project) -> None:
    for coder in (A, B):
        coded.directions.confirm("E01", 40, 60, ["organization"], coder=coder)
        coded.directions.confirm("K01", 30, 50, ["security"], coder=coder)
    coded.directions.confirm("K01", 60, 70, ["security", "law-system"], coder=A)
    coded.directions.confirm("K01", 60, 70, ["security"], coder=B)
    coded.directions.confirm("K01", 75, 80, ["security"], coder=A)
    table = coded.agreement.report(level="directions")
    row = _row(table, "code", "security")
    assert (row["unit"], row["n"], row["percent"], row["uses"]) == ("segment", 3, 1.0, "2 2")
    assert _row(table, "code", "law-system")["percent"] == pytest.approx(2 / 3)
    assert any("1 segments were mapped by one coder only" in note for note in table.notes)
    with pytest.raises(UsageError, match="mapped segments are given"):
        coded.agreement.report(level="directions", coefficients=["u-alpha"])
    with pytest.raises(UsageError, match="one set already"):
        coded.agreement.report(level="directions", domains=["top"])


def test_by_source_measures_each_alone(coded: Project) -> None:
    table = coded.agreement.report(by="source")
    assert {row[table.columns.index("group")] for row in table.rows} == {"E01", "K01"}
    alone = coded.agreement.report(sources=["K01"])
    assert (
        _row(table, "code", "trust", group="K01")["percent"]
        == (_row(alone, "code", "trust")["percent"])
    )
    # A note that holds for both sources is printed once.
    assert len(table.notes) == len(set(table.notes))
    assert not any(note.startswith("E01: unit") for note in table.notes)


def test_by_round_says_which_rounds_cannot_be_measured(coded: Project) -> None:
    table = coded.agreement.report(by="round")
    assert {row[table.columns.index("group")] for row in table.rows} == {"R1"}
    assert any(note.startswith("round main is left out") for note in table.notes)


def test_overlaps_inside_a_domain_are_listed_never_flattened(coded: Project) -> None:
    _say(coded, "E01", "trust their figures", "security", A)
    table = coded.agreement.report(
        domains=["top"], coefficients=["cu-alpha", "ku-alpha"], round_id="all"
    )
    assert _row(table, "domain", "obstacles")["cu_alpha"] is None
    assert any("overlap inside a coder" in note for note in table.notes)
    start = coded.sources.text("E01").index("trust their figures")
    overlaps = coded.agreement.overlaps(round_id="all")
    assert overlaps.rows == (
        ("obstacles", "E01", A, "trust", "security", start, start + len("trust their figures")),
    )


def test_requested_coefficients_are_those_of_the_library(coded: Project) -> None:
    from toolkit.agreement import CodedSpan, SourceFrame, cu_alpha, u_alpha, unit_sums

    table = coded.agreement.report(domains=["top"], coefficients=["u-alpha", "cu-alpha"])
    frames = [
        SourceFrame(
            source,
            coded.sources.get(source).length,
            [(t.body.start, t.body.end) for t in coded.sources.turns(source) if t.role == "expert"],
            frozenset((A, B)),
        )
        for source in ("E01", "K01")
    ]
    spans = [
        CodedSpan(c.source_id, c.coder_id, c.code_id, c.span.start, c.span.end)
        for c in coded.codings.find()
    ]
    sums = unit_sums(frames, spans, (A, B), ["trust", "security"])
    row = _row(table, "domain", "obstacles")
    assert row["u_alpha"] == pytest.approx(u_alpha(sums).value)
    assert row["cu_alpha"] == pytest.approx(cu_alpha(sums).value)
    trust_sums = unit_sums(frames, spans, (A, B), ["trust"])
    assert _row(table, "code", "trust")["u_alpha"] == pytest.approx(u_alpha(trust_sums).value)
    assert _row(table, "macro")["u_alpha"] is None


@pytest.mark.parametrize(
    "name",
    [
        "u-alpha-binary",
        "ku-alpha",
        "alpha-u-1995",
        "gamma",
        "pabak",
        "kappa-max",
        "prevalence-index",
        "bias-index",
        "nvivo",
        "maxqda",
    ],
)
def test_every_coefficient_on_request_has_a_value_somewhere(coded: Project, name: str) -> None:
    from toolkit.operations.agreement.optional_coefficients import REGISTRY

    table = coded.agreement_report(domains=["top"], coefficients=[name])
    for column in REGISTRY[name].columns:
        values = [row[table.columns.index(column)] for row in table.rows]
        assert any(isinstance(value, float) and -1.0 <= value <= 1.0 for value in values)


def test_intervals_name_their_method_and_repeat_with_the_seed(coded: Project) -> None:
    auto = coded.agreement.report(intervals=True)
    assert "three or more sources" in str(_row(auto, "pooled")["interval"])
    jackknife = coded.agreement.report(intervals=True, method="jackknife")
    assert "jackknife" in str(_row(jackknife, "pooled")["interval"])
    drawn = coded.agreement.report(intervals=True, method="bootstrap", resamples=200, seed=3)
    again = coded.agreement.report(intervals=True, method="bootstrap", resamples=200, seed=3)
    assert drawn == again
    row = _row(drawn, "pooled")
    assert row["krippendorff_alpha_low"] <= row["krippendorff_alpha"]
    assert row["krippendorff_alpha"] <= row["krippendorff_alpha_high"]
    assert 0.0 <= row["alpha_below_667"] <= row["alpha_below_800"] <= 1.0
    assert any("200 resamples, seed 3" in note for note in drawn.notes)
    bca = coded.agreement.report(intervals=True, method="bca", resamples=200, seed=3)
    assert str(_row(bca, "pooled")["interval"]).startswith(("BCa", "all resamples"))


def test_one_source_has_no_interval_and_says_why(coded: Project) -> None:
    for method, least in (("auto", "three"), ("jackknife", "two"), ("bootstrap", "two")):
        table = coded.agreement.report(intervals=True, sources=["E01"], method=method)
        row = _row(table, "pooled")
        assert row["krippendorff_alpha_low"] is None
        assert f"{least} or more sources" in str(row["interval"])


@pytest.mark.parametrize("unit", ["token", "source"])
def test_units_of_their_own_size(coded: Project, unit: str) -> None:
    row = _row(coded.agreement.report(unit=unit, sources=["E01"]), "code", "trust")
    assert (row["unit"], row["n"]) == (unit, {"token": 32, "source": 1}[unit])


def test_two_passes_are_put_together_on_request_only(coded: Project) -> None:
    before = coded.agreement.report()
    assert not any("--round" in note for note in before.notes)
    _say(coded, "E01", "There should be one rule", "proposal", A)
    report = coded.agreement.report()
    assert [row[:10] for row in report.rows[:2]] == [row[:10] for row in before.rows[:2]]
    assert any(
        "round R1 is the only one in which two coders have finished a source; answers in main "
        "are not compared" in note
        for note in report.notes
    )
    together = coded.agreement.report(round_id="all").notes
    assert any(f"{A} coded sources in several rounds" in note for note in together)
    assert any("all rounds but consensus, put together" in note for note in together)


def test_the_round_closed_last_is_compared(coded: Project) -> None:
    for name in ("R3", "R2"):
        coded.rounds.open(name, actor="lead", mode=Mode.BLIND)
        for coder in (A, B):
            _say(coded, "E01", "A leak is what", "security", coder, round_id=name)
        coded.rounds.close(name, actor="lead")
    notes = coded.agreement.report().notes
    assert any("round R2 is the one of R1, R2, R3 that was closed last" in note for note in notes)
    assert any("; round R2; " in note for note in notes)


def test_two_coders_who_meet_in_no_round_are_compared_over_rounds(project: Project) -> None:
    project.rounds.open("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    _say(project, "E01", "A leak is what", "security", A, round_id="R1")
    _say(project, "E01", "A leak is what", "security", B)
    table = project.agreement.report()
    assert _row(table, "code", "security")["cohen_kappa"] == 1.0
    assert any(
        "there is no round in which two coders have finished a source, so R1, main are put "
        "together" in note
        for note in table.notes
    )


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"level": "themes"}, "codes, parents, directions"),
        ({"by": "day"}, "round, source"),
        ({"method": "guess"}, "auto, bootstrap, bca, jackknife"),
        ({"resamples": 0}, "one resample or more"),
        ({"coefficients": ["omega"]}, "u-alpha, u-alpha-binary"),
        ({"level": "directions", "codes": ["trust"]}, "organization, security, law-system"),
    ],
)
def test_wrong_choices_name_the_right_ones(
    coded: Project, options: dict[str, Any], match: str
) -> None:
    with pytest.raises((UsageError, InputError), match=match):
        coded.agreement.report(**options)


def test_naming_something_twice_asks_for_nothing_more(coded: Project) -> None:
    once = coded.agreement.report(codes=["trust"], sources=["E01"])
    assert coded.agreement.report(codes=["trust"] * 2, sources=["E01"] * 2) == once
    with pytest.raises(InputError, match="needs two coders"):
        coded.agreement.report(coders=["coder-a", "coder-a"])


# --- segments as units -----------------------------------------------------------------------


def test_segments_are_what_someone_coded_joined_where_they_overlap(coded: Project) -> None:
    table = coded.agreement.report(unit="segment")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    by_code = {row["code"]: row for row in rows if row["scope"] == "code"}
    # E01 and K01 have two passages each; a passage is one unit, whatever its length.
    assert {row["n"] for row in by_code.values()} == {4}
    assert by_code["security"]["percent"] == 1.0
    assert by_code["trust"]["percent"] == 0.75
    assert by_code["trust"]["unit"] == "segment"
    assert any("nobody coded is no unit" in note for note in table.notes)


def test_given_segments_are_the_units_and_the_statement_says_so(coded: Project, write: Any) -> None:
    text = coded.sources.text("E01")
    first = text.index("We do not trust")
    lines = [f"E01,{first},{first + 30},x", f"E01,0,{first},y"]
    path = write("segments.csv", "source,start,end,note\n" + "\n".join(lines) + "\n")
    segments = coded.agreement.read_segments(path)
    assert segments == {"E01": [(0, first), (first, first + 30)]}
    table = coded.agreement.report(unit="segment", segments=segments)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    # The text before the first expert turn is the interviewer's and lies outside the frame.
    assert {row["n"] for row in rows if row["scope"] == "code"} == {1}
    assert any("K01" in note and "no segment is given" in note for note in table.notes)
    statement = coded.consensus.statement(unit="segment", segments=segments)
    assert any("fixed apart from the codings" in str(row) for row in statement.rows)
    with pytest.raises(UsageError) as error:
        coded.agreement.report(segments=segments)
    assert error.value.code == "segments-unused"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("source,start\nE01,1\n", "segments-columns"),
        ("source,start,end\nE01,a,3\n", "segments-number"),
        ("source,start,end\nE9,1,3\n", "unknown-source"),
        ("source,start,end\nE01,5,99999\n", "span-outside"),
        ("source,start,end\nE01,1,5\nE01,4,9\n", "segments-overlap"),
        ("source,start,end\n", "segments-empty"),
        ("source,start,end\nE01,,\n", "segments-number"),
    ],
)
def test_what_is_no_list_of_segments_is_refused_with_its_line(
    coded: Project, write: Any, content: str, code: str
) -> None:
    path = write("segments.csv", content)
    with pytest.raises(InputError) as error:
        coded.agreement.read_segments(path)
    assert error.value.code == code
    assert "segments.csv" in error.value.message


def number(cell: str | float | None) -> float:
    assert isinstance(cell, int | float)
    return cell


def test_the_unitizing_family_has_intervals_by_sources(coded: Project) -> None:
    names = ["u-alpha", "cu-alpha", "cu-alpha-domains", "gamma"]
    table = coded.agreement.report(
        coefficients=names, intervals=True, domains=["trust"], method="jackknife"
    )
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    pooled = next(row for row in rows if row["scope"] == "pooled")
    assert {"u_alpha_low", "u_alpha_high", "cu_alpha_low", "cu_alpha_high"} <= set(table.columns)
    assert "gamma_low" not in table.columns
    low, value, high = (number(pooled[name]) for name in ("u_alpha_low", "u_alpha", "u_alpha_high"))
    assert low <= value <= high
    for row in rows:
        if row["scope"] == "code":
            assert row["cu_alpha_low"] is None
        if row["u_alpha"] is None:
            assert row["u_alpha_low"] is None
    drawn = coded.agreement.report(
        coefficients=["u-alpha"], intervals=True, method="bootstrap", resamples=50, seed=3
    )
    assert any("50 resamples, seed 3" in note for note in drawn.notes)
    again = coded.agreement.report(
        coefficients=["u-alpha"], intervals=True, method="bootstrap", resamples=50, seed=3
    )
    assert again.rows == drawn.rows


def test_a_file_without_notes_has_the_small_print_in_every_row(coded: Project) -> None:
    table = coded.agreement.report(intervals=True, seed=7, round_id="R1", method="jackknife")
    record = dict(zip(table.columns, table.rows[0], strict=True))
    assert record["rounds"] == "round R1"
    assert record["codebook_versions"] == "1"
    assert "did not work on are left out" in str(record["missing_rule"])
    # No seed is printed, since the jackknife draws nothing at random.
    assert (record["interval_level"], record["resamples"], record["seed"]) == (0.95, 2, None)
    assert "missing_rule" in table.to_csv().splitlines()[0]
    drawn = coded.agreement.report(intervals=True, seed=7, method="bootstrap", resamples=50)
    assert '"seed": 7' in drawn.to_json()
    rows = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.rows]
    assert all(row["resamples"] == 50 and number(row["degenerate"]) >= 0 for row in rows)
    assert "missing_rule" not in table.to_text()
    assert table.shown().columns == tuple(c for c in table.columns if c not in table.aside)


def test_what_is_empty_says_why_in_its_own_row(coded: Project) -> None:
    _say(coded, "E01", "trust their figures", "security", A)
    names = ["cu-alpha", "ku-alpha", "u-alpha", "nvivo"]
    table = coded.agreement.report(domains=["top"], coefficients=names, round_id="all")
    domain = _row(table, "domain", "obstacles")
    assert domain["cu_alpha"] is None
    assert "cu_alpha: codes of one layer overlap inside a coder" in domain["undefined"]
    code = _row(table, "code", "trust")
    assert code["u_alpha"] is not None
    assert "ku_alpha: codes of one layer overlap" in code["undefined"]
    assert "u_alpha:" not in code["undefined"].replace("ku_alpha:", "")
    assert "undefined" in table.to_csv().splitlines()[0]
    assert "undefined" not in table.to_text().splitlines()[2]


def test_nvivo_counts_characters_whatever_the_unit(coded: Project) -> None:
    by_character = coded.agreement.report(coefficients=["nvivo"])
    by_turn = coded.agreement.report(coefficients=["nvivo"], unit="turn")
    assert _row(by_character, "pooled")["percent"] != _row(by_turn, "pooled")["percent"]
    assert _row(by_character, "pooled")["nvivo_kappa"] == _row(by_turn, "pooled")["nvivo_kappa"]


def test_every_coefficient_of_the_family_has_its_interval(coded: Project) -> None:
    names = ["u-alpha", "u-alpha-binary", "cu-alpha", "cu-alpha-domains", "ku-alpha"]
    options: TableKeywords = {
        "coefficients": names,
        "intervals": True,
        "domains": ["top"],
        "method": "jackknife",
    }
    table = coded.agreement.report(**options)
    # Without K01 only one domain is left, so no two domains can be told apart.
    assert "cu_alpha_domains_low, cu_alpha_domains_high: the coefficient is undefined" in str(
        _row(table, "pooled")["undefined"]
    )
    for coder in (A, B):
        _say(coded, "E01", "There should be one rule", "proposal", coder)
    table = coded.agreement.report(round_id="all", **options)
    for column, scope, code in (
        ("u_alpha", "code", "trust"),
        ("u_alpha_binary", "domain", "obstacles"),
        ("cu_alpha_domains", "pooled", ""),
    ):
        row = _row(table, scope, code)
        assert row[f"{column}_low"] <= row[column] <= row[f"{column}_high"], column
    for column in ("cu_alpha", "ku_alpha"):
        assert {f"{column}_low", f"{column}_high"} <= set(table.columns)


def test_trend_scales_and_adjudication_carry_the_small_print_too(coded: Project) -> None:
    for table in (
        coded.agreement.trend(over="round"),
        coded.agreement.scales(method="bootstrap", resamples=50, seed=3),
    ):
        record = dict(zip(table.columns, table.rows[0], strict=True))
        assert record["codebook_versions"] == "1"
        assert "did not work on are left out" in str(record["missing_rule"])
        assert "codebook_versions" not in table.to_text()
        assert any(note.startswith("unit: character") for note in table.notes)
    assert record["seed"] == 3
    assert any(
        note.startswith("unit: character") for note in coded.consensus.settlement_report().notes
    )


# --- units as what is sampled ------------------------------------------------------------------


def _ratings(project: Project, code: str) -> list[list[int]]:
    """A table of turns by coders, counted the slow way."""
    table = []
    for source in ("E01", "K01"):
        for turn in project.sources.turns(source):
            if turn.role == "expert":
                marked = [
                    any(
                        coding.code_id == code
                        and coding.coder_id == coder
                        and coding.span.start < turn.body.end
                        and turn.body.start < coding.span.end
                        for coding in project.codings.find(source=source)
                    )
                    for coder in (A, B)
                ]
                table.append([int(value) for value in marked])
    return table


def test_intervals_over_units_are_those_of_the_library(coded: Project) -> None:
    from toolkit.agreement import cohen_interval, gwet_interval, hayes_krippendorff

    data = _ratings(coded, "trust")
    gwet = _row(coded.agreement.report(unit="turn", intervals=True, method="gwet"), "code", "trust")
    for column, name in (
        ("krippendorff_alpha", "krippendorff_alpha"),
        ("cohen_kappa", "conger_kappa"),
        ("gwet_ac1", "gwet_ac1"),
    ):
        own = gwet_interval(name, data)
        assert own.low is not None
        assert gwet[f"{column}_low"] == pytest.approx(max(own.low, -1.0))
        assert gwet[f"{column}_high"] == pytest.approx(own.high)
    table = coded.agreement.report(unit="turn", intervals=True, method="cohen")
    cohen = _row(table, "code", "trust")
    assert cohen["cohen_kappa_low"] == pytest.approx(cohen_interval(data).low)
    assert cohen["krippendorff_alpha_low"] is None
    options: IntervalKeywords = {"method": "hayes-krippendorff", "resamples": 300, "seed": 5}
    table = coded.agreement.report(unit="turn", intervals=True, **options)
    narrow = _row(table, "code", "trust")
    assert narrow["krippendorff_alpha_low"] == hayes_krippendorff(data, resamples=300, seed=5).low
    assert "far too narrow" in narrow["interval"]
    assert (narrow["resamples"], narrow["seed"]) == (300, 5)
    assert _row(table, "pooled")["krippendorff_alpha_low"] is None
    assert "codes pooled decide on one unit" in _row(table, "pooled")["interval"]


@pytest.mark.parametrize("method", ["gwet", "cohen", "hayes-krippendorff"])
def test_characters_are_never_taken_for_independent(coded: Project, method: str) -> None:
    for unit in ("character", "token"):
        with pytest.raises(UsageError, match="resample sources") as caught:
            coded.agreement.report(intervals=True, method=method, unit=unit)
        assert caught.value.code == "units-dependent"
    with pytest.raises(UsageError):
        coded.agreement.trend(over="round", method=method)


def test_directions_have_units_of_their_own(coded: Project) -> None:
    for coder in (A, B):
        coded.directions.confirm("E01", 40, 60, ["organization"], coder=coder)
        coded.directions.confirm("K01", 40, 60, ["security"], coder=coder)
    with pytest.raises(UsageError, match="not by turn"):
        coded.agreement.report(level="directions", unit="turn")
    table = coded.agreement.report(level="directions")
    assert coded.agreement.report(level="directions", unit="segment").rows == table.rows
    statement = str(coded.consensus.statement(level="directions").rows)
    assert "pooled over directions" in statement
    assert "codes" not in statement.replace("how much its codes", "")


def test_gamma_reads_what_lies_in_the_frame(coded: Project) -> None:
    """The interviewer's turns do not enter gamma, however much one coder marks in them."""
    before = _row(coded.agreement.report(coefficients=["gamma"]), "pooled")
    first = next(turn for turn in coded.sources.turns("E01") if turn.role != "expert")
    body = first.body
    add_finished(coded, "E01", body.start, body.end, "trust", coder=A, mode=Mode.BLIND)
    after = _row(coded.agreement.report(coefficients=["gamma"]), "pooled")
    assert after["gamma"] == before["gamma"]
    whole = _row(coded.agreement.report(coefficients=["gamma"], whole_text=True), "pooled")
    assert whole["gamma"] != before["gamma"]


def test_as_other_programs_average(coded: Project) -> None:
    row = _row(coded.agreement.report(coefficients=["nvivo", "maxqda"]), "code", "trust")
    # In E01 both coded alike. In K01 only A coded, so kappa is 0 and presence differs.
    lengths = {
        source: sum(len(t.body) for t in coded.sources.turns(source) if t.role == "expert")
        for source in ("E01", "K01")
    }
    assert row["nvivo_kappa"] == pytest.approx(0.5)
    assert row["nvivo_kappa_by_length"] == pytest.approx(lengths["E01"] / sum(lengths.values()))
    assert (row["maxqda_presence"], row["maxqda_frequency"]) == (0.5, 0.5)


def test_docs_and_help_name_every_coefficient() -> None:
    from pathlib import Path

    from toolkit.operations.agreement.optional_coefficients import coefficient_names
    from toolkit.operations.agreement.table import METHODS

    root = Path(__file__).parents[3]
    for path in ("docs/agreement.md", "docs/cli.md"):
        # The help is wrapped at hyphens too, so the pieces of a name are joined again.
        text = " ".join((root / path).read_text("utf-8").split()).replace("- ", "-")
        assert [name for name in (*coefficient_names(), *METHODS) if name not in text] == [], path


def test_consensus_is_no_coder_to_agree_with(coded: Project) -> None:
    coded.consensus.accept_agreed(actor="lead")
    with pytest.raises(InputError) as caught:
        coded.agreement.report(coders=[A, "consensus"])
    assert "qct adjudicate consensus" in caught.value.hint
