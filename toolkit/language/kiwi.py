"""Kiwi (kiwipiepy) as an analyser of Korean: morphemes, names, and compound nouns."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.language.protocol import UNKNOWN, Analysis, Entity, Phrase, Token
from toolkit.language.spacy_pipeline import install_hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_POS = {
    "NNG": "NOUN", "NNP": "PROPN", "NNB": "NOUN", "NR": "NUM", "NP": "PRON", "XR": "NOUN",
    "VV": "VERB", "VA": "ADJ", "VX": "AUX", "VCP": "AUX", "VCN": "AUX", "XSV": "AUX", "XSA": "AUX",
    "MM": "DET", "MAG": "ADV", "MAJ": "CCONJ", "IC": "INTJ",
    "SL": "X", "SH": "X", "SN": "NUM", "W_URL": "X", "W_EMAIL": "X", "W_SERIAL": "NUM",
    "XPN": "NOUN", "XSN": "NOUN", "XSM": "PART",
}  # fmt: skip
"""Parts of speech of Universal Dependencies by the tags of Sejong; JK* and others are below."""
_FIRST_OF_DICTIONARY = 64
"""Kiwi gives nouns that are not in its dictionary the number of their class, which is smaller."""
_WITH_DA = ("VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA")
_IN_PHRASE = frozenset(["NNG", "NNP", "XR", "XPN", "XSN", "SL", "SH", "SN", "NNB"])
_ENDS_PHRASE = frozenset(["NNG", "NNP", "XR", "XSN", "SL", "SH"])


class Kiwi:
    """Kiwi, loaded once in a process when it first analyses."""

    def __init__(self) -> None:
        """Raises `InputError` where kiwipiepy is not installed."""
        if not is_installed():
            raise InputError(
                _("kiwipiepy is not installed, and the analysis of Korean texts needs it"),
                code="language-missing",
                hint=install_hint(),
            )
        versions = (metadata.version("kiwipiepy"), metadata.version("kiwipiepy_model"))
        self.id = f"kiwi/{'+'.join(versions)}+unknown"

    def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
        """The analysis of each text, in order."""
        for text in texts:
            yield _analysis(text, loaded().tokenize(text))


def is_installed() -> bool:
    """Whether kiwipiepy can be loaded; it is not loaded for the answer."""
    return find_spec("kiwipiepy") is not None and find_spec("kiwipiepy_model") is not None


@cache
def loaded() -> Any:
    """The one Kiwi of this process. Raises `ImportError` where it is not installed."""
    from kiwipiepy import Kiwi as Library

    return Library(num_workers=1)


def _analysis(text: str, morphemes: Sequence[Any]) -> Analysis:
    tokens = tuple(
        Token(
            morpheme.start,
            morpheme.start + morpheme.len,
            _lemma(morpheme.form, tag),
            _pos(tag),
            tag,
        )
        for morpheme in morphemes
        for tag in (str(morpheme.tag).partition("-")[0],)
    )
    entities = tuple(
        Entity(token.start, token.end, "person")
        for token in tokens
        if token.tag == "NNP" and _is_person(text[token.start : token.end])
    )
    unknown = tuple(
        Entity(morpheme.start, morpheme.start + morpheme.len, UNKNOWN)
        for morpheme in morphemes
        if morpheme.id < _FIRST_OF_DICTIONARY and str(morpheme.tag) in ("NNG", "NNP")
    )
    return Analysis(tokens, (*entities, *unknown), tuple(_phrases(text, tokens)))


def _lemma(form: str, tag: str) -> str:
    return form + "다" if tag in _WITH_DA else form.lower()


def _pos(tag: str) -> str:
    if tag.startswith("J"):
        return "ADP"
    if tag.startswith("E"):
        return "PART"
    return _POS.get(tag, "PUNCT" if tag.startswith("S") else "X")


def _is_person(name: str) -> bool:
    """Whether a proper noun has the form of a Korean name: three syllables with a surname."""
    return len(name) == 3 and name[0] in _SURNAMES


_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반"
)


def _phrases(text: str, tokens: Sequence[Token]) -> Iterator[Phrase]:
    """Runs of nouns with nothing but blank space between them."""
    run: list[Token] = []
    for token in tokens:
        joins = not run or not text[run[-1].end : token.start].strip(" ")
        if token.tag in _IN_PHRASE and joins:
            run.append(token)
            continue
        if run and token.tag in ("XSV", "XSA") and run[-1].end == token.start:
            # 추진 + 하다 is one verb.
            run.pop()
        yield from _phrase(text, run)
        run = [token] if token.tag in _IN_PHRASE else []
    yield from _phrase(text, run)


def _phrase(text: str, run: list[Token]) -> Iterator[Phrase]:
    """The phrase of a run of nouns without what cannot begin or end one."""
    words = list(run)
    while words and words[-1].tag not in _ENDS_PHRASE:
        words.pop()
    while words and words[0].tag in ("NNB", "XSN", "SN"):
        words.pop(0)
    if words:
        start, end = words[0].start, words[-1].end
        yield Phrase(start, end, " ".join(text[start:end].split()).lower())
