"""Whether everything is in order, and where it is."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from toolkit.operations.session import Session
from toolkit.store import log, migrate

_PACKAGES = (
    "textual",
    "typer",
    "SQLAlchemy",
    "alembic",
    "numpy",
    "scipy",
    "pandas",
    "XlsxWriter",
    "torch",
    "sentence-transformers",
    "bertopic",
    "scikit-learn",
    "spacy",
    "kiwipiepy",
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    part: str
    state: str
    """`ok`, `note` (works, but worth knowing) or `bad`."""
    detail: str


def diagnose(session: Session) -> list[Diagnosis]:
    return [*_store(session), *_models(), *_packages(), _network()]


def _store(session: Session) -> Iterator[Diagnosis]:
    path = session.database.path
    version = migrate.version_of(path)
    yield Diagnosis("store", "ok", f"{path} (schema {version}, SQLite, {_size(path)})")
    quick = session.database.one("PRAGMA quick_check")
    said = str(quick[0]) if quick else "no answer"
    yield Diagnosis("store pages", "ok" if said == "ok" else "bad", said)
    findings = log.verify(session.database)
    newest = log.events(session.database, limit=1)
    total = newest[0].seq if newest else 0
    if findings:
        detail = f"{len(findings)} problems; see `qct log --verify`"
        yield Diagnosis("event log", "bad", detail)
    else:
        yield Diagnosis("event log", "ok", f"{total} events, chain holds, rows equal the replay")
    mode = path.stat().st_mode & 0o077
    folder_mode = path.parent.stat().st_mode & 0o077
    private = not mode and not folder_mode
    yield Diagnosis(
        "privacy",
        "ok" if private else "note",
        "store readable by its owner only"
        if private
        else f"others on this machine can read {path.parent}; `chmod -R go= {path.parent}`",
    )


def _models() -> Iterator[Diagnosis]:
    from toolkit.suggest.registry import inventory
    from toolkit.suggest.weights import Check

    for model in inventory():
        state = {Check.OK: "ok", Check.BAD: "bad"}.get(model.state, "note")
        told = (model.version, model.detail, model.path)
        yield Diagnosis(f"model {model.name}", state, "; ".join(part for part in told if part))


def _packages() -> Iterator[Diagnosis]:
    yield Diagnosis("python", "ok", f"{platform.python_version()} ({sys.executable})")
    for name in _PACKAGES:
        try:
            yield Diagnosis(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Diagnosis(name, "note", "not installed; it comes with the extra `themes`")


def _network() -> Diagnosis:
    return Diagnosis("network", "ok", "not used: no part of qct opens a connection")


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1_048_576:.1f} MB"


def where(session: Session) -> dict[str, str]:
    """What is kept where."""
    config = session.config
    return {
        "project": str(session.folder),
        "settings": str(session.folder / "qct.toml"),
        "store": session.database.url,
        "corpus": str(session.folder / "corpus"),
        "codebooks": str(session.folder / "codebooks"),
        "outputs": str(session.folder / "outputs"),
        "caches": str(session.private_folder / "cache"),
        "backups": str(session.private_folder / "backups"),
        "name": config.name,
        "language": config.language,
        "coder": config.coder or "the login name",
    }
