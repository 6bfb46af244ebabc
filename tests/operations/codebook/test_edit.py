"""Every edit of the codebook makes a version, and its preview says what it touches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codebook import Code, CodeStatus, DirectionLinks
from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.operations.codebook.edit import CodebookEdit
    from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    """A project in which coder-a has both codes on one passage; both coders use security."""
    both = place("E01", "We do not trust their figures.")
    project.codings.add_many([("E01", *both, "trust"), ("E01", *both, "security")], coder="coder-a")
    leak = place("E01", "A leak is what my director fears.")
    project.codings.add("E01", *leak, "security", coder="coder-a")
    project.codings.add("K01", 0, 5, "security", coder="coder-b")
    return project


def _codings(project: Project) -> list[tuple[str, str, str]]:
    return [
        (coding.source_id, coding.code_id, coding.coder_id) for coding in project.codings.find()
    ]


def test_each_edit_is_one_version_and_one_step(coded: Project) -> None:
    steps: list[Callable[[], CodebookEdit]] = [
        lambda: coded.codebook.add(
            Code("cost", {"en": "Cost"}, parent="obstacles", color="#aa0000"), actor="lead"
        ),
        lambda: coded.codebook.rename("cost", {"ko": "비용"}, actor="lead"),
        lambda: coded.codebook.redefine(
            "cost",
            actor="lead",
            definition={"en": "Money."},
            include=["budgets"],
            directions=DirectionLinks(("security",)),
        ),
        lambda: coded.codebook.move("cost", None, actor="lead", before="proposal"),
        lambda: coded.codebook.retire("cost", actor="lead"),
    ]
    events = len(coded.history.events())
    for number, step in enumerate(steps, 2):
        assert step().version == number == coded.codebook.current().version
        assert len(coded.history.events()) == events + number - 1
    code = coded.codebook.code("cost")
    assert (code.name, code.parent) == ({"en": "Cost", "ko": "비용"}, None)
    assert code.status is CodeStatus.RETIRED
    assert [listed_code.id for listed_code in coded.codebook.current().depth_first()] == [
        "obstacles", "trust", "security", "cost", "proposal",
    ]  # fmt: skip
    with pytest.raises(InputError, match="retired"):
        coded.codings.add("E01", 0, 3, "cost", coder="coder-a")
    coded.codebook.retire("cost", actor="lead", reinstate=True)
    coded.codings.add("E01", 0, 3, "cost", coder="coder-a")
    assert coded.history.verify() == []


def test_an_edit_that_changes_nothing_is_no_version(coded: Project) -> None:
    edit = coded.codebook.rename("trust", {"en": "Distrust"}, actor="lead")
    assert (edit.version, edit.changed, coded.codebook.current().version) == (1, (), 1)


def test_a_dry_run_tells_and_changes_nothing(coded: Project) -> None:
    before = (len(coded.history.events()), coded.codings.find(), coded.codebook.current())
    edit = coded.codebook.merge(["security"], "trust", actor="lead", dry_run=True)
    assert (edit.version, edit.moved, edit.collapsed) == (2, 2, 1)
    assert edit.impact.codings == 3
    assert edit.impact.by_coder == {"coder-a": 2, "coder-b": 1}
    assert edit.impact.by_source == {"E01": 2, "K01": 1}
    assert (len(coded.history.events()), coded.codings.find(), coded.codebook.current()) == before


def test_a_merge_moves_codings_and_undo_brings_them_back(coded: Project) -> None:
    before = coded.codings.find()
    coded.codebook.merge(["security"], "trust", actor="lead")
    assert _codings(coded) == [
        ("E01", "trust", "coder-a"),
        ("E01", "trust", "coder-a"),
        ("K01", "trust", "coder-b"),
    ]
    assert {coding.codebook_version for coding in coded.codings.find()} == {1}
    assert coded.codebook.code("security").status is CodeStatus.RETIRED
    coded.history.undo(actor="lead")
    assert coded.codings.find() == before
    assert coded.codebook.code("security").status is CodeStatus.ACTIVE
    assert coded.history.verify() == []


def test_memos_of_what_becomes_one_are_kept(coded: Project) -> None:
    trust_coding, security_coding = sorted(
        (c for c in coded.codings.find(coder="coder-a") if c.span.start < 40),
        key=lambda c: c.code_id == "security",
    )
    coded.memos.write(MemoTarget.CODING, trust_coding.id, "first", coder="coder-a")
    coded.memos.write(MemoTarget.CODING, security_coding.id, "second", coder="coder-a")
    coded.memos.write(MemoTarget.CODING, security_coding.id, "theirs", coder="coder-b")
    coded.codings.change(security_coding.id, coder="coder-a", discuss=True)
    coded.codebook.merge(["security"], "trust", actor="lead")
    memos = {memo.coder_id: memo.text for memo in coded.memos.find(target_id=trust_coding.id)}
    assert memos == {"coder-a": "first\n\nsecond", "coder-b": "theirs"}
    assert next(c for c in coded.codings.find() if c.id == trust_coding.id).discuss
    coded.history.undo(actor="lead")
    assert len(coded.memos.find()) == 3
    assert coded.history.verify() == []


def test_codes_below_a_merged_one_go_where_its_codings_go(coded: Project) -> None:
    coded.codebook.add(Code("fear", {"en": "Fear"}, parent="security"), actor="lead")
    coded.codebook.merge(["security", "obstacles"], "fear", actor="lead")
    book = coded.codebook.current()
    assert (book["fear"].parent, book["trust"].parent) == (None, "fear")
    assert len(list(book.depth_first())) == len(book) == 5


def test_a_split_gives_the_new_code_the_codings_listed(coded: Project) -> None:
    coding_ids = [c.id for c in coded.codings.find(code="security", coder="coder-a")]
    new = Code("leaks", {"en": "Leaks"})
    preview = coded.codebook.split("security", new, coding_ids, actor="lead", dry_run=True)
    assert (preview.moved, preview.impact.by_source) == (2, {"E01": 2})
    edit = coded.codebook.split("security", new, coding_ids, actor="lead")
    assert edit.added == ("leaks",)
    assert [c.coder_id for c in coded.codings.find(code="security")] == ["coder-b"]
    assert coded.codebook.code("leaks").parent == "obstacles"
    coded.history.undo(actor="lead")
    assert "leaks" not in coded.codebook.current()
    assert coded.history.verify() == []
    with pytest.raises(InputError, match="no codings of trust"):
        coded.codebook.split("trust", new, coding_ids, actor="lead")


def test_closed_rounds_and_submitted_work_are_stated(coded: Project) -> None:
    coded.rounds.open("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    coded.codings.add("E01", 0, 3, "security", coder="coder-a", round_id="R1")
    coded.rounds.submit("R1", "E01", coder="coder-a")
    impact = coded.codebook.retire("security", actor="lead", dry_run=True).impact
    assert (impact.closed_rounds, impact.submitted) == ((), ("R1/coder-a/E01",))
    coded.rounds.close("R1", actor="lead")
    impact = coded.codebook.merge(["security"], "trust", actor="lead", dry_run=True).impact
    assert impact.closed_rounds == ("R1",)
    assert any("R1" in line for line in impact.lines())


def test_an_open_blind_round_keeps_to_its_codebook(coded: Project) -> None:
    coded.rounds.open("R1", actor="lead", coders=["coder-a"])
    coded.codings.add("E01", 0, 3, "security", coder="coder-a", round_id="R1")
    with pytest.raises(UsageError) as error:
        coded.codebook.merge(["security"], "trust", actor="lead")
    assert error.value.code == "codebook-frozen"
    impact = coded.codebook.retire("security", actor="lead").impact
    assert (impact.blind_rounds, impact.by_round) == (("R1",), {"main": 3})
    coded.codebook.add(Code("cost", {"en": "Cost"}), actor="lead")
    made = coded.codings.add("E01", 4, 6, "security", coder="coder-a", round_id="R1")
    assert made.codebook_version == 1
    with pytest.raises(InputError) as refused:
        coded.codings.add("E01", 4, 6, "cost", coder="coder-a", round_id="R1")
    assert refused.value.code == "code-not-in-round"
    assert coded.codings.add("E01", 4, 6, "cost", coder="coder-a").codebook_version == 3


def test_codings_of_an_older_definition_are_found(coded: Project) -> None:
    coded.codebook.rename("security", {"en": "Safety"}, actor="lead")
    assert coded.codebook.older_definition() == []
    coded.codebook.redefine("security", actor="lead", definition={"en": "Leaks only."})
    coded.codings.add("E01", 0, 3, "security", coder="coder-b")
    older = coded.codebook.older_definition()
    assert {coding.code_id for coding in older} == {"security"}
    assert len(older) == 3
    assert coded.codebook.older_definition(code="trust") == []


def test_versions_are_compared_field_by_field(coded: Project) -> None:
    coded.codebook.rename("trust", {"ko": "신뢰 부족"}, actor="lead")
    coded.codebook.redefine("trust", actor="lead", include=["one", "two"])
    coded.codebook.add(Code("cost", {"en": "Cost"}), actor="lead")
    differences = [(d.code, d.field, d.before, d.after) for d in coded.codebook.diff(1, 4)]
    assert differences == [
        ("trust", "name.ko", "불신", "신뢰 부족"),
        ("trust", "include", "", "one; two"),
        ("cost", "code", "", "Cost"),
    ]
    assert coded.codebook.diff(2, 2) == []
    assert coded.codebook.diff(4, 1)[-1].code == "cost"
    with pytest.raises(InputError, match="9"):
        coded.codebook.diff(1, 9)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda p: p.codebook.add(Code("trust", {"en": "x"}), actor="l"), "code-exists"),
        (lambda p: p.codebook.add(Code("a b", {"en": "x"}), actor="l"), "code-id"),
        (lambda p: p.codebook.add(Code("a", {"en": "x"}, parent="no"), actor="l"), "unknown-code"),
        (lambda p: p.codebook.add(Code("a", {"en": "x"}, color="red"), actor="l"), "code-color"),
        (lambda p: p.codebook.rename("no", {"en": "x"}, actor="l"), "unknown-code"),
        (lambda p: p.codebook.rename("trust", {"en": " "}, actor="l"), "empty-name"),
        (lambda p: p.codebook.move("obstacles", "trust", actor="l"), "codebook-cycle"),
        (lambda p: p.codebook.move("trust", None, actor="l", before="security"), "not-a-sibling"),
        (lambda p: p.codebook.merge(["trust"], "trust", actor="l"), "merge-itself"),
        (lambda p: p.codebook.merge([], "trust", actor="l"), "merge-nothing"),
        (
            lambda p: p.codebook.redefine("trust", actor="l", directions=DirectionLinks(("no",))),
            "unknown-direction",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    coded: Project, edit: Callable[[Project], object], code: str
) -> None:
    before = len(coded.history.events())
    with pytest.raises((InputError, UsageError)) as error:
        edit(coded)
    assert error.value.code == code
    assert len(coded.history.events()) == before
