"""The codebook is edited in versions, and says beforehand what an edit touches."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from toolkit.domain.codebook import Code, CodeStatus, DirectionLinks
from toolkit.domain.codings import MemoTarget, Mode
from toolkit.errors import InputError, UsageError
from toolkit.operations.codebook.edit import CodebookEdit
from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    """coder-a has both codes on one passage and security on another; coder-b has security."""
    both = place("E01", "We do not trust their figures.")
    project.add_codings([("E01", *both, "trust"), ("E01", *both, "security")], coder="coder-a")
    leak = place("E01", "A leak is what my director fears.")
    project.add_coding("E01", *leak, "security", coder="coder-a")
    project.add_coding("K01", 0, 5, "security", coder="coder-b")
    return project


def _codings(project: Project) -> list[tuple[str, str, str]]:
    return [(one.source_id, one.code_id, one.coder_id) for one in project.codings()]


def test_each_edit_is_one_version_and_one_step(coded: Project) -> None:
    steps: list[Callable[[], CodebookEdit]] = [
        lambda: coded.add_code(
            Code("cost", {"en": "Cost"}, parent="obstacles", color="#aa0000"), actor="lead"
        ),
        lambda: coded.rename_code("cost", {"ko": "비용"}, actor="lead"),
        lambda: coded.redefine_code(
            "cost",
            actor="lead",
            definition={"en": "Money."},
            include=["budgets"],
            directions=DirectionLinks(("security",)),
        ),
        lambda: coded.move_code("cost", None, actor="lead", before="proposal"),
        lambda: coded.retire_code("cost", actor="lead"),
    ]
    events = len(coded.events())
    for number, step in enumerate(steps, 2):
        assert step().version == number == coded.codebook().version
        assert len(coded.events()) == events + number - 1
    code = coded.code("cost")
    assert (code.name, code.parent) == ({"en": "Cost", "ko": "비용"}, None)
    assert code.status is CodeStatus.RETIRED
    assert [one.id for one in coded.codebook().depth_first()] == [
        "obstacles", "trust", "security", "cost", "proposal",
    ]  # fmt: skip
    with pytest.raises(InputError, match="retired"):
        coded.add_coding("E01", 0, 3, "cost", coder="coder-a")
    coded.retire_code("cost", actor="lead", reinstate=True)
    coded.add_coding("E01", 0, 3, "cost", coder="coder-a")
    assert coded.verify_log() == []


def test_an_edit_that_changes_nothing_is_no_version(coded: Project) -> None:
    edit = coded.rename_code("trust", {"en": "Distrust"}, actor="lead")
    assert (edit.version, edit.changed, coded.codebook().version) == (1, (), 1)


def test_a_dry_run_tells_and_changes_nothing(coded: Project) -> None:
    before = (len(coded.events()), coded.codings(), coded.codebook())
    edit = coded.merge_codes(["security"], "trust", actor="lead", dry_run=True)
    assert (edit.version, edit.moved, edit.collapsed) == (2, 2, 1)
    assert edit.touch.codings == 3
    assert edit.touch.by_coder == {"coder-a": 2, "coder-b": 1}
    assert edit.touch.by_source == {"E01": 2, "K01": 1}
    assert (len(coded.events()), coded.codings(), coded.codebook()) == before


def test_a_merge_moves_codings_and_undo_brings_them_back(coded: Project) -> None:
    before = coded.codings()
    coded.merge_codes(["security"], "trust", actor="lead")
    assert _codings(coded) == [
        ("E01", "trust", "coder-a"),
        ("E01", "trust", "coder-a"),
        ("K01", "trust", "coder-b"),
    ]
    assert {one.codebook_version for one in coded.codings()} == {1}
    assert coded.code("security").status is CodeStatus.RETIRED
    coded.undo(actor="lead")
    assert coded.codings() == before
    assert coded.code("security").status is CodeStatus.ACTIVE
    assert coded.verify_log() == []


def test_memos_of_what_becomes_one_are_kept(coded: Project) -> None:
    kept, gone = sorted(
        (c for c in coded.codings(coder="coder-a") if c.span.start < 40),
        key=lambda c: c.code_id == "security",
    )
    coded.set_memo(MemoTarget.CODING, kept.id, "first", coder="coder-a")
    coded.set_memo(MemoTarget.CODING, gone.id, "second", coder="coder-a")
    coded.set_memo(MemoTarget.CODING, gone.id, "theirs", coder="coder-b")
    coded.change_coding(gone.id, coder="coder-a", discuss=True)
    coded.merge_codes(["security"], "trust", actor="lead")
    memos = {memo.coder_id: memo.text for memo in coded.memos(target_id=kept.id)}
    assert memos == {"coder-a": "first\n\nsecond", "coder-b": "theirs"}
    assert next(c for c in coded.codings() if c.id == kept.id).discuss
    coded.undo(actor="lead")
    assert len(coded.memos()) == 3
    assert coded.verify_log() == []


def test_codes_below_a_merged_one_go_where_its_codings_go(coded: Project) -> None:
    coded.add_code(Code("fear", {"en": "Fear"}, parent="security"), actor="lead")
    coded.merge_codes(["security", "obstacles"], "fear", actor="lead")
    book = coded.codebook()
    assert (book["fear"].parent, book["trust"].parent) == (None, "fear")
    assert len(list(book.depth_first())) == len(book) == 5


def test_a_split_gives_the_new_code_the_codings_listed(coded: Project) -> None:
    wanted = [c.id for c in coded.codings(code="security", coder="coder-a")]
    new = Code("leaks", {"en": "Leaks"})
    preview = coded.split_code("security", new, wanted, actor="lead", dry_run=True)
    assert (preview.moved, preview.touch.by_source) == (2, {"E01": 2})
    edit = coded.split_code("security", new, wanted, actor="lead")
    assert edit.added == ("leaks",)
    assert [c.coder_id for c in coded.codings(code="security")] == ["coder-b"]
    assert coded.code("leaks").parent == "obstacles"
    coded.undo(actor="lead")
    assert "leaks" not in coded.codebook()
    assert coded.verify_log() == []
    with pytest.raises(InputError, match="no codings of trust"):
        coded.split_code("trust", new, wanted, actor="lead")


def test_closed_rounds_and_submitted_work_are_stated(coded: Project) -> None:
    coded.open_round("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    coded.add_coding("E01", 0, 3, "security", coder="coder-a", round="R1")
    coded.submit("R1", "E01", coder="coder-a")
    touch = coded.retire_code("security", actor="lead", dry_run=True).touch
    assert (touch.closed_rounds, touch.submitted) == ((), ("R1/coder-a/E01",))
    coded.close_round("R1", actor="lead")
    touch = coded.merge_codes(["security"], "trust", actor="lead", dry_run=True).touch
    assert touch.closed_rounds == ("R1",)
    assert any("R1" in line for line in touch.lines())


def test_an_open_blind_round_keeps_to_its_codebook(coded: Project) -> None:
    coded.open_round("R1", actor="lead", coders=["coder-a"])
    coded.add_coding("E01", 0, 3, "security", coder="coder-a", round="R1")
    with pytest.raises(UsageError) as error:
        coded.merge_codes(["security"], "trust", actor="lead")
    assert error.value.code == "round-pinned"
    touch = coded.retire_code("security", actor="lead").touch
    assert (touch.blind_rounds, touch.by_round) == (("R1",), {"main": 3})
    coded.add_code(Code("cost", {"en": "Cost"}), actor="lead")
    made = coded.add_coding("E01", 4, 6, "security", coder="coder-a", round="R1")
    assert made.codebook_version == 1
    with pytest.raises(InputError) as refused:
        coded.add_coding("E01", 4, 6, "cost", coder="coder-a", round="R1")
    assert refused.value.code == "code-not-in-round"
    assert coded.add_coding("E01", 4, 6, "cost", coder="coder-a").codebook_version == 3


def test_codings_of_an_older_definition_are_found(coded: Project) -> None:
    coded.rename_code("security", {"en": "Safety"}, actor="lead")
    assert coded.older_definition() == []
    coded.redefine_code("security", actor="lead", definition={"en": "Leaks only."})
    coded.add_coding("E01", 0, 3, "security", coder="coder-b")
    older = coded.older_definition()
    assert {one.code_id for one in older} == {"security"}
    assert len(older) == 3
    assert coded.older_definition(code="trust") == []


def test_versions_are_compared_field_by_field(coded: Project) -> None:
    coded.rename_code("trust", {"ko": "신뢰 부족"}, actor="lead")
    coded.redefine_code("trust", actor="lead", include=["one", "two"])
    coded.add_code(Code("cost", {"en": "Cost"}), actor="lead")
    found = [(d.code, d.field, d.before, d.after) for d in coded.codebook_diff(1, 4)]
    assert found == [
        ("trust", "name.ko", "불신", "신뢰 부족"),
        ("trust", "include", "", "one; two"),
        ("cost", "code", "", "Cost"),
    ]
    assert coded.codebook_diff(2, 2) == []
    assert coded.codebook_diff(4, 1)[-1].code == "cost"
    with pytest.raises(InputError, match="9"):
        coded.codebook_diff(1, 9)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda p: p.add_code(Code("trust", {"en": "x"}), actor="l"), "code-exists"),
        (lambda p: p.add_code(Code("a b", {"en": "x"}), actor="l"), "code-id"),
        (lambda p: p.add_code(Code("a", {"en": "x"}, parent="no"), actor="l"), "unknown-code"),
        (lambda p: p.add_code(Code("a", {"en": "x"}, color="red"), actor="l"), "code-color"),
        (lambda p: p.rename_code("no", {"en": "x"}, actor="l"), "unknown-code"),
        (lambda p: p.rename_code("trust", {"en": " "}, actor="l"), "empty-name"),
        (lambda p: p.move_code("obstacles", "trust", actor="l"), "codebook-cycle"),
        (lambda p: p.move_code("trust", None, actor="l", before="security"), "not-a-sibling"),
        (lambda p: p.merge_codes(["trust"], "trust", actor="l"), "merge-itself"),
        (lambda p: p.merge_codes([], "trust", actor="l"), "merge-nothing"),
        (
            lambda p: p.redefine_code("trust", actor="l", directions=DirectionLinks(("no",))),
            "unknown-direction",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    coded: Project, edit: Callable[[Project], object], code: str
) -> None:
    before = len(coded.events())
    with pytest.raises((InputError, UsageError)) as error:
        edit(coded)
    assert error.value.code == code
    assert len(coded.events()) == before
