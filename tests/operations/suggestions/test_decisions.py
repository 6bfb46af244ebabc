"""What was shown is stored with what became of it; checks are announced and code nothing alone."""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codebook import Code
from toolkit.domain.codings import Mode
from toolkit.domain.outcomes import Fate
from toolkit.domain.suggestions import Outcome, Proposing
from toolkit.errors import InputError, UsageError
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from toolkit.domain.suggestions import Suggestion

TOPICS = ("trust", "security", "proposal", "money", "roads", "water", "staff", "law")
SENTENCES = [f"Our {name} and the {name} office are about {name} again." for name in TOPICS]


@pytest.fixture
def helped(project: Project, write: Callable[[str, str], Path]) -> Project:
    """Four interviews with a sentence on each of eight topics; three of them coded by coder-a."""
    for name in TOPICS[3:]:
        project.codebook.add(Code(name, name={"en": name.title()}), actor="lead")
    for number in range(1, 5):
        lines = "\n\n".join(f"P{number}: {sentence}" for sentence in SENTENCES)
        path = write(f"P{number}.txt", f"Interviewer: Go on.\n\n{lines}\n")
        project.sources.import_files([path], actor="lead")
        if number < 4:
            project.codings.add_many(
                [(f"P{number}", *span(project, f"P{number}", at), TOPICS[at]) for at in range(8)],
                coder="coder-a",
            )
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    return project


def span(project: Project, source: str, at: int) -> tuple[int, int]:
    start = project.sources.text(source).index(SENTENCES[at])
    return start, start + len(SENTENCES[at])


def ask(
    project: Project, topics: Sequence[int], *, coder: str = "coder-a", source: str = "P4"
) -> list[Suggestion]:
    return project.suggestions.for_spans(
        [(source, *span(project, source, at)) for at in topics],
        coder=coder,
        round_id="helped",
        model="lexical",
    )


def fates(project: Project) -> dict[str, Counter[Fate]]:
    found: dict[str, Counter[Fate]] = {}
    for each in project.decisions.shown():
        found.setdefault(each.suggestion.batch_id, Counter())[each.fate] += 1
    return found


def test_everything_shown_is_listed_with_model_snapshot_rank_moment_and_outcome(
    helped: Project,
) -> None:
    offered = ask(helped, [0, 1])
    shown = helped.decisions.shown()
    visible = [each for each in offered if each.verdict != "silent"]
    assert [each.suggestion.id for each in shown] == [each.id for each in visible]
    first = shown[0]
    assert (first.suggestion.code_id, first.suggestion.rank) == ("trust", 1)
    assert first.suggestion.model.startswith("lexical@")
    assert len(first.suggestion.training_sha256) == 64
    assert not first.reveal.after_commit
    assert first.reveal.shown_at
    assert {each.fate for each in shown} == {Fate.OPEN}


def test_a_suggestion_is_ignored_once_its_source_is_finished(helped: Project) -> None:
    offered = ask(helped, [0, 1, 2])
    batches = list(dict.fromkeys(each.batch_id for each in offered))
    helped.decisions.answer(batches[0], coder="coder-a", rank=1)
    helped.decisions.answer(batches[1], coder="coder-a")
    found = fates(helped)
    assert found[batches[0]][Fate.ACCEPTED] == 1
    assert set(found[batches[1]]) == {Fate.REJECTED}
    assert set(found[batches[2]]) == {Fate.OPEN}
    helped.rounds.finish(["P4"], coder="coder-a", round_id="helped")
    found = fates(helped)
    assert set(found[batches[2]]) == {Fate.IGNORED}
    assert found[batches[0]][Fate.ACCEPTED] == 1


def test_a_code_given_before_or_by_hand_is_neither_accepted_nor_ignored(helped: Project) -> None:
    helped.codings.add("P4", *span(helped, "P4", 0), "trust", coder="coder-a", round_id="helped")
    offered = ask(helped, [0, 1])
    helped.codings.add("P4", *span(helped, "P4", 1), "security", coder="coder-a", round_id="helped")
    helped.rounds.finish(["P4"], coder="coder-a", round_id="helped")
    outcome = {
        (each.suggestion.batch_id, each.suggestion.code_id): each.fate
        for each in helped.decisions.shown()
    }
    first, second = list(dict.fromkeys(each.batch_id for each in offered))
    assert outcome[first, "trust"] is Fate.HAD
    assert outcome[second, "security"] is Fate.BY_HAND
    assert helped.decisions.shown()[0].reveal.after_commit


def test_what_was_computed_and_not_shown_is_in_no_figure(helped: Project) -> None:
    offered = helped.suggestions.for_span(
        "P4",
        *span(helped, "P4", 0),
        coder="coder-a",
        round_id="helped",
        model="lexical",
        show=False,
    )
    assert helped.decisions.shown() == []
    assert helped.decisions.table().rows == ()
    with pytest.raises(InputError, match="no batch"):
        helped.decisions.show([offered[0].batch_id], coder="coder-b")
    assert helped.decisions.show([offered[0].batch_id], coder="coder-a") > 0
    assert helped.decisions.show([offered[0].batch_id], coder="coder-a") == 0
    assert helped.decisions.shown()[0].suggestion.id == offered[0].id
    last = helped.history.undo(actor="coder-a", of="coder-a")
    assert last.undoes
    assert helped.decisions.shown(), "being shown something is not taken back"


def test_shares_are_withheld_when_few_and_count_what_was_answered(helped: Project) -> None:
    few = ask(helped, [0, 1])
    for batch in dict.fromkeys(each.batch_id for each in few):
        helped.decisions.answer(batch, coder="coder-a", rank=1)
    (row,) = [row for row in helped.decisions.table(["rank"]).rows if row.group == "1"]
    assert (row.shown, row.accepted, row.share) == (2, 2, None)
    for source in ("P1", "P2", "P3"):
        for batch in dict.fromkeys(e.batch_id for e in ask(helped, [0, 1, 2, 3], source=source)):
            helped.decisions.answer(batch, coder="coder-a")
    table = helped.decisions.table(["rank", "verdict", "moment"])
    first = [row for row in table.rows if row.group.startswith("1 ")]
    assert sum(row.shown for row in first) == 14
    assert all(row.shown == row.answered + row.had + row.open for row in table.rows)
    (row,) = [row for row in helped.decisions.table(["rank"]).rows if row.group == "1"]
    assert row.share == pytest.approx(2 / 14)
    assert any("how often people follow" in note for note in table.notes)
    with pytest.raises(UsageError, match="valid: rank, model, family"):
        helped.decisions.table(["colour"])


def test_no_check_is_shown_before_a_coder_was_told_nor_while_they_are_off(helped: Project) -> None:
    ask(helped, range(8))
    assert not any(each.reveal.is_check for each in helped.decisions.shown())
    state = helped.decisions.set_checks(2, actor="lead")
    assert "one list of suggestions in 2" in state.notice
    ask(helped, range(8), coder="coder-b")
    assert not any(each.reveal.is_check for each in helped.decisions.shown())
    ask(helped, range(8), coder="coder-b")
    assert any(each.reveal.is_check for each in helped.decisions.shown(coder="coder-b"))
    assert not any(each.reveal.is_check for each in helped.decisions.shown(coder="coder-a"))
    helped.decisions.set_checks(0, actor="lead")
    before = len(helped.decisions.shown())
    ask(helped, range(8), coder="coder-b")
    assert not any(each.reveal.is_check for each in helped.decisions.shown()[before:])


def check_of(project: Project) -> tuple[Suggestion, list[Suggestion]]:
    """A check, and the list of suggestions that it stands in, as the coder gets it."""
    project.decisions.set_checks(2, actor="lead")
    ask(project, [0], source="P1")
    offered = ask(project, range(8))
    ids = {each.reveal.id for each in project.decisions.shown() if each.reveal.is_check}
    check = next(each for each in offered if each.id in ids)
    return check, [each for each in offered if each.batch_id == check.batch_id]


def test_a_check_looks_like_the_others_and_is_none_of_the_likely_codes(helped: Project) -> None:
    check, batch = check_of(helped)
    assert check.rank == len([each for each in batch if each.verdict != "silent"])
    assert check.rank <= 3
    assert check.verdict == "possible"
    assert check.score < 0.05
    assert len({each.code_id for each in batch}) == len(batch)
    assert check.evidence.past is None
    # The draw depends on the passage: the same passage has the same check again.
    again = helped.suggestions.for_span(
        "P4", check.span.start, check.span.end, coder="coder-a", round_id="helped", model="lexical"
    )
    assert check.code_id in [each.code_id for each in again]


def test_a_check_that_is_taken_codes_nothing_unless_it_is_confirmed(helped: Project) -> None:
    check, _batch = check_of(helped)
    assert not helped.decisions.was_check(check.id), "before an answer nothing tells it"
    with pytest.raises(InputError, match="no check that coder-a has taken"):
        helped.decisions.keep_check(check.id, coder="coder-a")
    made = helped.decisions.answer(check.batch_id, coder="coder-a", rank=check.rank)
    assert made.outcome is Outcome.ACCEPTED
    assert helped.decisions.was_check(check.id)
    assert helped.codings.find(round_id="helped") == []
    (index,) = helped.decisions.over_trust()
    assert (index.coder, index.answered, index.taken, index.index) == ("coder-a", 1, 1, None)
    assert index.reason == "1 of 10 answered checks"
    helped.decisions.keep_check(check.id, coder="coder-a")
    (coding,) = helped.codings.find(round_id="helped")
    assert (coding.code_id, coding.origin) == (check.code_id, f"suggested:{check.id}")
    assert not coding.independent
    (index,) = helped.decisions.over_trust()
    assert (index.answered, index.taken) == (1, 1)


def test_checks_enter_no_other_figure(helped: Project) -> None:
    check, _batch = check_of(helped)
    helped.decisions.answer(check.batch_id, coder="coder-a", rank=check.rank)
    table = helped.decisions.table(["code"])
    total = sum(row.shown for row in table.rows)
    assert total == sum(not each.reveal.is_check for each in helped.decisions.shown())
    assert any("checks" in note or "a check" in note for note in table.notes)


def test_answers_name_what_is_wrong_with_them(helped: Project) -> None:
    offered = ask(helped, [0])
    batch = offered[0].batch_id
    with pytest.raises(UsageError, match="one of a rank, codes"):
        helped.decisions.answer(batch, coder="coder-a", rank=1, codes=["trust"])
    with pytest.raises(InputError, match="no candidate of rank 9; valid: 1"):
        helped.decisions.answer(batch, coder="coder-a", rank=9)
    with pytest.raises(InputError, match="was shown to coder-b"):
        helped.decisions.answer(batch, coder="coder-b", rank=1)
    with pytest.raises(UsageError, match="valid: 0, or 2 and more"):
        helped.decisions.set_checks(1, actor="lead")


def test_the_origin_follows_the_coding_into_every_listing_and_export(
    helped: Project, tmp_path: Path
) -> None:
    offered = ask(helped, [0])
    helped.decisions.answer(offered[0].batch_id, coder="coder-a", rank=1)
    (row,) = helped.codings.rows(round_id="helped")
    assert row["origin"] == f"suggested:{offered[0].id}"
    assert (row["suggested_rank"], row["suggested_by"]) == (1, offered[0].model)
    (mine,) = helped.codings.rows(source="P1", coder="coder-a", code="trust")
    assert (mine["origin"], mine["suggested_rank"], mine["suggested_by"]) == ("manual", None, "")
    segments = helped.matrices.report("codes-by-cases", answers="coder-a").segments()
    assert {"origin", "suggested_rank"} <= set(segments.columns)
    bundle = helped.exchange.bundle(
        tmp_path / "b.zip", coder="coder-a", actor="lead", sources=["P4"], round_id="helped"
    )
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    with Project.open(tmp_path / "b") as copy:
        (there,) = copy.codings.rows(round_id="helped")
    assert there["origin"] == row["origin"]


def test_a_docbin_carries_the_rank_of_a_suggestion(helped: Project) -> None:
    pytest.importorskip("spacy")
    from toolkit.language import docbin

    offered = ask(helped, [0])
    helped.decisions.answer(offered[0].batch_id, coder="coder-a", rank=1)
    made = helped.exchange.docbin(sources=["P4"])
    (text,) = docbin.unpack(made.data, "x")
    (span_,) = text.groups[docbin.coder_group("coder-a")]
    assert span_.more["origin"] == f"suggested:{offered[0].id}"
    assert (span_.more["suggested_rank"], span_.more["suggested_by"]) == (1, offered[0].model)


def test_a_preliminary_list_has_no_check(helped: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What speaks for a code may be among what is not compared yet."""
    helped.decisions.set_checks(2, actor="lead")
    monkeypatch.setattr("toolkit.operations.suggestions.offering.is_due", lambda *_asked: True)
    start, end = span(helped, "P4", 0)
    offered = helped.suggestions.for_span(
        "P4", start, end, coder="coder-a", round_id="helped", model="lexical", at_once=True
    )
    assert offered[0].evidence.unread > 0
    assert not any(each.reveal.is_check for each in helped.decisions.shown())
    ask(helped, [0])
    assert any(each.reveal.is_check for each in helped.decisions.shown())


def test_a_code_that_is_held_back_is_no_check(helped: Project) -> None:
    check, _batch = check_of(helped)
    helped.suggestions.set_proposing([check.code_id], Proposing.HAND, actor="lead")
    again = helped.suggestions.for_span(
        "P4", check.span.start, check.span.end, coder="coder-a", round_id="helped", model="lexical"
    )
    assert check.code_id not in [each.code_id for each in again]
    ids = {each.id for each in again}
    assert any(each.reveal.is_check for each in helped.decisions.shown() if each.reveal.id in ids)
