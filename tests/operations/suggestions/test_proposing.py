"""What models may do with a code: propose it, never, or in queues alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.suggestions.test_suggest import Place, ask
from toolkit.domain.suggestions import Proposing
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.project import Project


@pytest.mark.parametrize("how", [Proposing.HAND, Proposing.QUEUE])
def test_a_code_that_is_held_back_is_no_candidate(
    project: Project, place: Place, how: Proposing
) -> None:
    start, end = place("E01", "We do not trust their figures.")
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    before = ask(project, place, quote="do not trust")
    changed = project.suggestions.set_proposing(["trust"], how, actor="coder-a")
    after = ask(project, place, quote="do not trust")
    assert changed == ["trust"]
    assert before[0].code_id == "trust"
    # It still competes: the chances of the others do not grow because it is left out.
    chances = {each.code_id: each.score for each in before}
    assert {each.code_id: each.score for each in after} == {
        code: chance for code, chance in chances.items() if code != "trust"
    }
    assert [each.rank for each in after] == [1, 2]
    project.history.undo(actor="coder-a")
    assert ask(project, place, quote="do not trust")[0].code_id == "trust"


def test_what_is_settled_is_one_step_of_the_log_and_said_of_every_code(project: Project) -> None:
    suggestions = project.suggestions
    assert set(suggestions.proposing().values()) == {Proposing.ASSIST}
    changed = suggestions.set_proposing(
        ["trust", "security", "trust"], Proposing.QUEUE, actor="coder-a"
    )
    assert changed == ["trust", "security"]
    assert suggestions.set_proposing(["trust"], Proposing.QUEUE, actor="coder-a") == []
    assert suggestions.set_proposing(["trust"], Proposing.ASSIST, actor="coder-a") == ["trust"]
    settled = suggestions.proposing()
    assert list(settled) == [code.id for code in project.codebook.current().codes]
    assert {code for code, how in settled.items() if how is not Proposing.ASSIST} == {"security"}
    kinds = [event.kind for event in project.history.events()]
    assert kinds.count("code.proposing") == 2
    with pytest.raises(InputError, match="no-code"):
        suggestions.set_proposing(["security", "no-code"], Proposing.HAND, actor="coder-a")
    assert suggestions.proposing() == settled


def test_a_family_whose_codes_are_all_held_back_offers_nothing(
    project: Project, place: Place
) -> None:
    every = list(project.suggestions.proposing())
    project.suggestions.set_proposing(every, Proposing.HAND, actor="coder-a")
    assert ask(project, place) == []
