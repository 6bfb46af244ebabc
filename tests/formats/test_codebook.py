"""A codebook or scheme is read with every problem and its line, and is written back unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.domain.codebook import Code, Codebook, CodeStatus, DirectionLinks, Example
from toolkit.errors import InputError
from toolkit.formats.codebook_yaml import check_codebook, read_codebook, write_codebook
from toolkit.formats.directions_yaml import check_directions, read_directions
from toolkit.formats.problems import Severity

SHIPPED = Path(__file__).parents[2] / "codebooks"

NESTED = """\
id: sharing
name: {en: Sharing, ko: 공유}
version: 3
codes:
  - id: obstacles
    name: {en: Obstacles, ko: 장애}
    definition: {en: What hinders.}
    children:
      - id: trust
        name: {en: Distrust}
        definition:
          en: |
            Doubts about
            others' data.
        include: [doubts, "no: never"]
        exclude: [costs]
        examples:
          - plain words
          - {text: " a quote ", source: E01, start: 5, end: 14, note: clear}
        counter_examples: [{text: not this}]
        color: "#3f83d1"
        directions: {primary: [security], secondary: [organization]}
  - id: old
    name: {en: Old}
    definition: {en: Gone.}
    status: retired
"""


def lines(text: str, **options: object) -> list[tuple[int, str]]:
    problems = check_codebook(text, "book.yaml", **options)  # type: ignore[arg-type]
    return [(problem.line, problem.code) for problem in problems]


def test_nested_codebook() -> None:
    book = read_codebook(NESTED)
    assert (book.id, book.version, book.name["ko"]) == ("sharing", 3, "공유")
    assert [(code.id, code.parent, code.position) for code in book] == [
        ("obstacles", None, 0),
        ("trust", "obstacles", 1),
        ("old", None, 2),
    ]
    trust = book["trust"]
    assert trust.definition == {"en": "Doubts about\nothers' data."}
    assert trust.include == ("doubts", "no: never")
    assert trust.examples == (
        Example("plain words"),
        Example(" a quote ", "E01", 5, 14, "clear"),
    )
    assert trust.counter_examples == (Example("not this"),)
    assert trust.directions == DirectionLinks(("security",), ("organization",))
    assert book["old"].status is CodeStatus.RETIRED
    assert lines(NESTED) == []


def test_minimal_flat_codebook() -> None:
    book = read_codebook(
        "language: ko\ncodes:\n- {id: b, name: 둘, definition: 뜻, parent: a}\n"
        "- {id: a, name: {en: One}, definition: D}\n"
    )
    assert [(code.id, code.parent) for code in book] == [("a", None), ("b", "a")]
    assert book["b"].name == {"ko": "둘"}
    assert book["a"].definition == {"ko": "D"}
    assert read_codebook("codes: [{id: a, name: A, definition: D}]")["a"].name == {"en": "A"}


def test_what_ships_is_without_problems_and_comes_back() -> None:
    directions = read_directions(SHIPPED / "policy-directions.yaml")
    ids = [direction.id for direction in directions]
    assert check_codebook(SHIPPED / "information-sharing.yaml", direction_ids=ids) == []
    assert check_directions(SHIPPED / "policy-directions.yaml") == []
    book = read_codebook(SHIPPED / "information-sharing.yaml")
    assert read_codebook(write_codebook(book)) == book


def test_every_problem_is_named_with_its_line() -> None:
    text = """\
id: book
name: 2024
codes:
  - id: a b
    nmae: {en: A}
  - name: {en: No id}
    definition: D
  - id: no
    name: {en: N}
    definition: D
  - id: 12
    name: {en: 12, english: X}
    definition: {en: 2021-05-12}
  - id: c
    name: C
    definition: ""
    color: red
    include: one
    examples: [{source: E01}, {text: t, start: 5}, {text: t, start: 5, end: 5}]
  - id: c
    name: C
    definition: D
    color: #123456
    parent: nowhere
    status: gone
    directions: {primary: [secrity, security], secondary: [security], both: []}
  - plain
  - id: d
    name: D
    definition: [x]
    definition: D
"""
    assert lines(text, direction_ids=["security", "finance"]) == [
        (2, "not-text"),
        (4, "bad-id"),
        (4, "missing-name"),
        (4, "empty-definition"),
        (5, "unknown-key"),
        (6, "missing-id"),
        (8, "not-text"),
        (11, "not-text"),
        (12, "not-text"),
        (12, "bad-language"),
        (13, "not-text"),
        (16, "empty-definition"),
        (17, "bad-color"),
        (18, "not-a-list"),
        (19, "example-without-text"),
        (19, "half-a-span"),
        (19, "bad-span"),
        (20, "unknown-parent"),
        (20, "duplicate-id"),
        (23, "bad-color"),
        (25, "bad-status"),
        (26, "unknown-key"),
        (26, "unknown-direction"),
        (26, "direction-twice"),
        (27, "not-a-mapping"),
        (30, "not-a-mapping"),
        (30, "empty-definition"),
        (31, "repeated-key"),
    ]


def test_messages_help() -> None:
    problems = {p.code: p for p in check_codebook(
        "codes:\n- {id: a, nmae: A, definition: D, parent: bb}\n"
        "- {id: bbb, name: off, definition: D, color: , directions: {primary: [secrity]}}\n",
        "book.yaml", direction_ids=["security"],
    )}  # fmt: skip
    assert "did you mean name?" in problems["unknown-key"].message
    assert "did you mean bbb?" in problems["unknown-parent"].message
    assert "did you mean security?" in problems["unknown-direction"].message
    assert 'reads off as a truth value: write "off"' in problems["not-text"].message
    assert "# begins a comment" in problems["bad-color"].message
    assert str(problems["unknown-parent"]).startswith("book.yaml:2: error: ")


def test_a_missing_definition_is_a_warning() -> None:
    text = "codes: [{id: a, name: A}]"
    problems = check_codebook(text)
    assert [(p.code, p.severity) for p in problems] == [("empty-definition", Severity.WARNING)]
    assert read_codebook(text)["a"].definition == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("codes: [", [(1, "bad-yaml")]),
        ("codes:\n- id: a\n  name: b: c\n", [(3, "bad-yaml")]),
        ("codes:\n- id: a\n\tname: b\n", [(3, "bad-yaml")]),
        ("a: \x07", [(1, "bad-yaml")]),
        ("", [(1, "empty-file")]),
        ("# nothing\n", [(1, "empty-file")]),
        ("[]", [(1, "not-a-mapping")]),
        ("codes: []", [(1, "no-codes")]),
        ("id: x\n", [(1, "no-codes")]),
        ("codes: &a [*a]", [(1, "bad-yaml")]),
        ("x: &a [1]\ny: &b [*a, *a]\n", [(1, "bad-yaml")]),
        pytest.param("codes: " + "[" * 5000, [(1, "bad-yaml")], id="five-thousand-lists"),
        ("codes: [!!python/object:os.system {}]", [(1, "missing-id")]),
        ("codes: [{id: !!binary aGk=, name: A, definition: D}]", [(1, "not-text"), (1, "bad-id")]),
        ("codes:\n- {id: a, name: A, definition: D, parent: a}", [(2, "parent-cycle")]),
        (
            "codes:\n- {id: a, name: A, definition: D, parent: b}\n"
            "- {id: b, name: B, definition: D, parent: a}",
            [(2, "parent-cycle"), (3, "parent-cycle")],
        ),
        ("codes:\n- {id: a, name: A, definition: D, children: [{id: b, name: B, definition: D,\n"
         " parent: c}]}\n- {id: c, name: C, definition: D}", [(3, "two-parents")]),
        ("version: one\ncodes: [{id: a, name: A, definition: D}]", [(1, "not-a-number")]),
        ("codes: [{id: a, name: A, definition: D, ? [x] : y}]", [(1, "bad-key")]),
    ],
)  # fmt: skip
def test_hazards(text: str, expected: list[tuple[int, str]]) -> None:
    assert lines(text) == expected


def test_reading_names_the_first_error_and_how_many_follow() -> None:
    with pytest.raises(InputError, match=r"^book\.yaml:2: .*\(2 more\)") as caught:
        read_codebook("codes:\n- {id: a b, name: A, definition: D}\n- {}\n- {id: c}\n", "book.yaml")
    assert "qct codebook check" in caught.value.hint


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match="nowhere"):
        read_codebook(Path("nowhere.yaml"))


WORDS = st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12
).filter(lambda text: text == text.strip() and "\r" not in text)  # fmt: skip
IDS = st.from_regex(r"[a-zA-Z0-9가][\w.\-]{0,8}", fullmatch=True)
LOCAL = st.dictionaries(st.sampled_from(["en", "ko", "no"]), WORDS, min_size=1, max_size=3)
EXAMPLES = st.builds(
    lambda text, source, span, note: Example(
        text, source, span and span[0], span and span[1], note
    ),
    WORDS,
    st.one_of(st.just(""), WORDS),
    st.one_of(st.none(), st.integers(0, 99).map(lambda at: (at, at + 5))),
    st.one_of(st.just(""), WORDS),
)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    codes = [
        Code(
            id=code_id,
            name=draw(LOCAL),
            definition=draw(st.one_of(st.just({}), LOCAL)),
            include=tuple(draw(st.lists(WORDS, max_size=2))),
            exclude=tuple(draw(st.lists(WORDS, max_size=2))),
            examples=tuple(draw(st.lists(EXAMPLES, max_size=2))),
            color=draw(st.sampled_from(["", "#a1B2c3", "#fff"])),
            parent=draw(st.sampled_from([None, *ids[:at]])),
            directions=DirectionLinks(tuple(draw(st.lists(IDS, max_size=2, unique=True))), ()),
            status=draw(st.sampled_from(CodeStatus)),
        )
        for at, code_id in enumerate(ids)
    ]
    from dataclasses import replace

    ordered = Codebook(tuple(codes)).depth_first()
    return Codebook(
        tuple(replace(code, position=at) for at, code in enumerate(ordered)),
        version=draw(st.integers(1, 9)),
        id=draw(IDS),
        name=draw(st.one_of(st.just({}), LOCAL)),
    )


@settings(max_examples=150, deadline=None)
@given(codebooks())
def test_what_is_written_reads_back_equal(book: Codebook) -> None:
    text = write_codebook(book)
    assert read_codebook(text) == book
    assert write_codebook(read_codebook(text)) == text


@settings(deadline=None)
@given(st.text(alphabet="abc:-[]{}&*!#'\"\n ,?|>%@`codes", max_size=80))
def test_no_text_breaks_the_check(text: str) -> None:
    check_codebook(text)
    check_directions(text)


DIRECTIONS = """\
id: policy
name: {en: Policy}
directions:
  - id: security
    name: {en: Security, ko: 보안}
    definition: {en: Guarding.}
    terms: {en: [leak, breach], ko: [유출]}
    prototypes: {en: ["It leaked."]}
    boundary_cases:
      - {text: Guarded by law., direction: [security, law], note: both}
      - {text: Idle talk., direction: none}
    color: "#123456"
  - {id: law, name: Law, definition: Rules., terms: [act]}
"""


def test_directions() -> None:
    security, law = read_directions(DIRECTIONS)
    assert security.terms == {"en": ("leak", "breach"), "ko": ("유출",)}
    assert security.prototypes == {"en": ("It leaked.",)}
    assert [case.directions for case in security.boundary_cases] == [("security", "law"), ("none",)]
    assert (law.name, law.terms, law.position) == ({"en": "Law"}, {"en": ("act",)}, 1)


def test_problems_of_directions() -> None:
    text = """\
directions:
  - {id: none, name: N, definition: D}
  - {id: a, nmae: A, definition: D}
  - {id: a, name: A, definition: D, terms: x, boundary_cases: [{text: t, direction: b}, {}]}
  - {name: A}
  - {id: yes, name: A, definition: {}, color: blue}
"""
    assert [(p.line, p.code) for p in check_directions(text)] == [
        (2, "reserved-id"),
        (3, "unknown-key"),
        (3, "missing-name"),
        (4, "duplicate-id"),
        (4, "not-a-mapping"),
        (4, "unknown-direction"),
        (4, "missing-text"),
        (4, "missing-direction"),
        (5, "missing-id"),
        (6, "not-text"),
        (6, "empty-definition"),
        (6, "bad-color"),
    ]
    with pytest.raises(InputError):
        read_directions(text)
    assert [p.code for p in check_directions("id: x")] == ["no-directions"]
