"""The evidence of a suggestion is stored and read back without loss."""

from __future__ import annotations

import json

from toolkit.domain.events import canonical_json
from toolkit.domain.evidence import (
    CodedPassage,
    Evidence,
    ScoreParts,
    TrainingSupport,
    evidence_from_plain,
    evidence_plain,
)
from toolkit.domain.spans import Span

PASSAGE = CodedPassage("E01", Span(10, 42), "trust", "coder-a", 0.8123)
FULL = Evidence(
    examples=(PASSAGE,),
    near_miss=CodedPassage("E02", Span(0, 7), "law", "coder-b", 0.4),
    terms=("figures", "명단"),
    new_code=True,
    reason="1 of 3 examples",
    parts=ScoreParts(1.5, 0.25, 0.0, -0.5),
    support=TrainingSupport(1, 1),
)
STORED = (
    '{"examples":[{"code":"trust","coder":"coder-a","end":42,"similarity":0.8123,"source":"E01",'
    '"start":10}],"learnt":{"examples":1,"sources":1},"near_miss":{"code":"law",'
    '"coder":"coder-b","end":7,"similarity":0.4,"source":"E02","start":0},"new_code":true,'
    '"parts":{"exclusion":-0.5,"lexical":0.25,"prototype":1.5,"recency":0.0},'
    '"reason":"1 of 3 examples","terms":["figures","명단"]}'
)


def test_evidence_is_stored_in_the_spelling_that_older_projects_have() -> None:
    assert canonical_json(evidence_plain(FULL)) == STORED


def test_stored_evidence_comes_back_as_it_was() -> None:
    assert evidence_from_plain(json.loads(STORED)) == FULL


def test_no_evidence_is_an_empty_object() -> None:
    assert evidence_plain(Evidence()) == {}
    assert evidence_from_plain({}) == Evidence()


def test_quotes_are_for_showing_and_are_not_stored() -> None:
    quoted = Evidence(examples=(PASSAGE.quoting("We do not trust their figures."),))
    assert "figures" not in canonical_json(evidence_plain(quoted))
