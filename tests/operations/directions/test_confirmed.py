"""What follows from confirmed directions: overviews, rules, samples, versions and replays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.domain.directions import Stance
from toolkit.domain.transcript import Role
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project

Write = "Callable[[str, str], Path]"
TOPICS = (
    ("trust", "organization", "They never talk to us and keep the list to themselves"),
    ("security", "security", "A leak of the file would be a catastrophe for everyone"),
    ("security", "law-system", "The act forbids it and there is no legal basis for that"),
)


@pytest.fixture
def study(empty_project: Project, write: Callable[[str, str], Path]) -> Project:
    """Eight interviews of three coded segments each, all mapped by two coders."""
    from tests.conftest import CODEBOOK, DIRECTIONS

    project = empty_project
    project.codebook.import_file(write("book.yaml", CODEBOOK), actor="lead")
    project.directions.import_file(write("directions.yaml", DIRECTIONS), actor="lead")
    files = []
    for number in range(1, 9):
        said = "\n\n".join(f"Expert: {text} in case {number}." for _c, _d, text in TOPICS)
        files.append(write(f"S{number}.txt", f"{said}\n"))
    project.sources.import_files(files, actor="lead")
    assert project.sources.turns("S1")[0].role is Role.EXPERT
    for number in range(1, 9):
        name, text = f"S{number}", project.sources.text(f"S{number}")
        for at, (code, direction, words) in enumerate(TOPICS):
            start = text.index(words)
            end = start + len(words)
            for coder in ("a", "b"):
                project.codings.add(name, start, end, code, coder=coder)
                stance = Stance.BARRIER if at else Stance.PROPOSAL
                project.directions.confirm(
                    name, start, end, [direction], coder=coder, stance=stance
                )
    return project


def test_an_overview_counts_one_coder_and_not_both(study: Project) -> None:
    from toolkit.directions.overview import categories

    shown = study.directions.overview(coder="a")
    rows = {(row[0], row[1]): row[2:4] for row in categories(shown.passages, shown.ids)}
    assert rows["security", "barrier"] == (8, 8)
    assert rows["organization", "proposal"] == (8, 8)
    assert ("organization", "barrier") not in rows
    assert any("another coder" in line for line in shown.notes)


def test_unconfirmed_proposals_enter_no_figure(study: Project) -> None:
    text = study.sources.text("S1")
    study.codings.add("S1", 0, 12, "trust", coder="a")
    study.directions.propose(actor="a", model="lexical", sources=["S1"])
    assert text
    shown = study.directions.overview(coder="a")
    assert shown.proposed == 1
    assert len(shown.passages) == 24


def test_answers_that_are_each_shown_are_refused(study: Project) -> None:
    with pytest.raises(UsageError) as caught:
        study.directions.overview(answers="each")
    assert caught.value.code == "directions-each"
    with pytest.raises(InputError, match="attribute"):
        study.directions.overview(coder="a", by="nothing")


def test_written_directions_need_segments_of_two_experts(
    study: Project, write: Callable[[str, str], Path]
) -> None:
    shown = study.directions.overview(coder="a")
    first, second = [part.place for part in shown.passages if "security" in part.directions][:2]
    other = next(part.place for part in shown.passages if "law-system" in part.directions)
    path = write(
        "written.yaml",
        f"statements:\n- id: s1\n  direction: security\n  text: Grade access.\n"
        f"  supports: ['{first}', '{second}']\n  contradicts: ['{other}']\n"
        f"- id: s2\n  direction: security\n  text: One.\n  supports: ['{first}']\n",
    )
    one, two = study.directions.written(path, shown)
    assert (one.confidence, len(one.experts), len(one.contradicts)) == ("low", 2, 1)
    assert two.confidence == "withheld"
    wrong = write(
        "wrong.yaml",
        f"statements:\n- id: s1\n  direction: security\n  text: x\n  supports: ['{other}']\n",
    )
    with pytest.raises(InputError, match="is mapped to law-system, not security"):
        study.directions.written(wrong, shown)
    unknown = write(
        "unknown.yaml", "statements:\n- id: s1\n  direction: secutiry\n  text: x\n  supports: [a]\n"
    )
    with pytest.raises(InputError, match="did you mean security"):
        study.directions.written(unknown, shown)


def test_a_replay_predicts_each_interview_without_itself(study: Project) -> None:
    done = study.directions.replay(reader="a", coder="a", model="lexical")
    assert (done.segments, len(done.sources)) == (24, 8)
    chosen = next(row for row in done.rows if row[:2] == ("all", "chosen"))
    plain = next(row for row in done.rows if row[:2] == ("all", "map_only"))
    assert chosen[4] is not None
    assert plain[4] is not None
    assert float(chosen[4]) < float(plain[4])


def test_a_replay_of_too_little_says_how_much_it_needs(study: Project) -> None:
    study.directions.confirm("S1", 0, 5, ["none"], coder="c")
    with pytest.raises(InputError) as caught:
        study.directions.replay(reader="a", coder="c", model="lexical")
    assert caught.value.code == "replay-few"
    with pytest.raises(InputError, match="unknown coder"):
        study.directions.replay(reader="a", coder="nobody", model="lexical")


def test_a_rule_waits_for_double_mapping_and_checks(study: Project) -> None:
    planned = study.directions.rule("trust", "organization", coder="a", model="lexical")
    assert (planned.double, planned.double_needed) == (24, 60)
    assert planned.masi == 1.0
    assert len(planned.missing) == 1
    with pytest.raises(UsageError) as caught:
        study.directions.apply_rule("trust", "organization", coder="a", model="lexical")
    assert caught.value.code == "rule-unchecked"


def test_a_rule_maps_what_was_not_decided_and_says_so(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.operations.directions import rule

    monkeypatch.setattr(rule, "DOUBLE_LEAST", 10)
    for number in range(1, 9):
        study.codings.add(f"S{number}", 0, 6, "trust", coder="a")
    planned = study.directions.rule("trust", "organization", coder="a", model="lexical")
    open_ones = [*planned.of("exception"), *planned.of("check")]
    for part in open_ones:
        span = part.segment.span
        study.directions.confirm(part.segment.source_id, span.start, span.end, ["none"], coder="a")
    made = study.directions.apply_rule("trust", "organization", coder="a", model="lexical")
    assert made
    assert {mapping.proposal_id for mapping in made} == {"rule:trust:organization"}
    again = study.directions.rule("trust", "organization", coder="a", model="lexical")
    assert again.of("rule") == []
    # What a rule made is no independent answer.
    assert again.double == planned.double


def test_shares_need_an_answer_for_every_segment_of_the_sample(
    study: Project, tmp_path: Path
) -> None:
    from toolkit.formats.directions.sample_csv import COLUMNS

    drawn = study.directions.sample(16, actor="a")
    assert sum(part.weight for part in drawn) == pytest.approx(24)
    path = tmp_path / "sample.csv"
    lines = [",".join(COLUMNS)]
    lines += [
        f"{part.source_id},{part.start},{part.end},{part.stratum},{part.size},{part.drawn}"
        for part in drawn
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    shown = study.directions.overview(coder="a")
    shares = {part.direction: part for part in study.directions.shares(path, shown)}
    assert sum(part.share for part in shares.values()) == pytest.approx(1.0)
    assert shares["security"].low <= 1 / 3 <= shares["security"].high
    path.write_text("\n".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(InputError, match="its columns say otherwise"):
        study.directions.shares(path, shown)
    lines[1] = "S1,0,3,S1,3,2"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        study.directions.shares(path, shown)
    assert caught.value.code == "sample-unfinished"


def test_the_versions_of_the_scheme_are_kept(
    study: Project, write: Callable[[str, str], Path]
) -> None:
    from tests.conftest import DIRECTIONS

    newer = DIRECTIONS.replace("version: 1", "version: 2").replace("Security", "Safety")
    study.directions.import_file(write("newer.yaml", newer), actor="lead")
    first, second = study.directions.versions()
    assert (first.version, first.mappings, second.version) == (1, 48, 2)
    assert second.added == ()


def test_proposals_learn_from_what_was_decided(study: Project) -> None:
    # The code security points to law-system too; answers and text say which it is.
    text = study.sources.text("S8")
    start = text.index("A leak of the file")
    proposals = study.directions.propose(actor="a", model="lexical", sources=["S8"])
    leak = [part for part in proposals if part.span.start == start]
    assert leak[0].direction_id == "security"
    assert all(0.0 <= part.score <= 1.0 for part in proposals)
