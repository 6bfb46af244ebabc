"""The half of the fresh probes that was kept aside; its bars are under what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.directions.fresh_probes import fresh_probes
from toolkit.directions.evidence import EvidenceModel
from toolkit.directions.figures import figures
from toolkit.directions.propose import propose_texts
from toolkit.formats.directions_yaml import read_directions
from toolkit.operations.directions.models import READERS
from toolkit.suggest.models.registry import embedder

DIRECTIONS = Path(__file__).parents[2] / "codebooks" / "policy-directions.yaml"


def test_every_probe_is_in_one_half() -> None:
    for language, aside in (("en", 40), ("ko", 43)):
        assert len(fresh_probes(language, "kept aside")) == aside
        assert len(fresh_probes(language, "open")) == 70 - aside


def test_no_fresh_probe_is_a_prototype() -> None:
    known = {
        line
        for direction in read_directions(DIRECTIONS)
        for lines in direction.prototypes.values()
        for line in lines
    }
    for language in ("en", "ko"):
        for half in ("open", "kept aside"):
            assert not {text for text, _direction in fresh_probes(language, half)} & known


@pytest.mark.long
@pytest.mark.models
@pytest.mark.parametrize(
    ("language", "accuracy", "hit_2"), [("en", 0.75, 0.88), ("ko", 0.76, 0.84)]
)
def test_fresh_sentences_find_their_direction(language: str, accuracy: float, hit_2: float) -> None:
    rows = fresh_probes(language, "kept aside")
    readers = [EvidenceModel(embedder(name), weight, known) for name, weight, known in READERS]
    proposals = propose_texts([text for text, _ in rows], read_directions(DIRECTIONS), readers)
    found = figures(proposals, [(direction,) for _, direction in rows])
    print(language, found)
    assert found.accuracy is not None
    assert found.hit_2 is not None
    assert found.accuracy >= accuracy
    assert found.hit_2 >= hit_2
