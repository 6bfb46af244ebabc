"""Making and opening projects."""

from __future__ import annotations

from pathlib import Path

from toolkit import config as configuration
from toolkit.domain.coding import Mode
from toolkit.domain.rounds import DEFAULT_ROUND, Round
from toolkit.errors import StoreError, UsageError
from toolkit.operations.session import Session
from toolkit.store import migrate, queries, rows
from toolkit.store.database import Database

_README = {
    "corpus": "Transcripts as they were imported, cases tables and codings.\n",
    "codebooks": "Codebooks and direction schemes in YAML.\n",
    "outputs": "Everything that qct writes. Safe to delete.\n",
}


def init_session(folder: Path, *, name: str | None = None) -> Session:
    """Make a project in `folder`, or open the one that is there; never overwrites a file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings = folder / configuration.FILE_NAME
        if not settings.exists():
            settings.write_text(
                configuration.template(name or folder.resolve().name), encoding="utf-8"
            )
            for sub, text in _README.items():
                (folder / sub).mkdir(exist_ok=True)
                readme = folder / sub / "README.md"
                if not readme.exists():
                    readme.write_text(f"# {sub}/\n\n{text}", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{folder} cannot become a project: {error.strerror or error}",
            code="folder-unusable",
            hint="Choose a folder that you may write to.",
        ) from error
    config = configuration.load(folder)
    path = _store_path(folder, config)
    if not path.exists():
        migrate.create(path)
    session = _session(folder.resolve(), config, path, read_only=False)
    if queries.row(session.database, "rounds", id=DEFAULT_ROUND) is None:
        standing = Round(DEFAULT_ROUND, Mode.COMMIT_THEN_REVEAL, codebook_version=0)
        session.record(
            actor="qct",
            kind="project.init",
            changes=[rows.added("rounds", rows.round_row(standing))],
            summary={"project": config.name},
        )
    return session


def open_session(start: Path | None, *, read_only: bool = False) -> Session:
    """Open the project that `start`, QCT_PROJECT or the working folder leads to."""
    folder = configuration.find(start)
    config = configuration.load(folder)
    path = _store_path(folder, config)
    if not path.exists():
        raise StoreError(
            f"project {folder} has no store yet",
            code="no-store",
            hint=f"Build it with `qct init {folder}`.",
        )
    return _session(folder, config, path, read_only=read_only)


def _session(folder: Path, config: configuration.Config, path: Path, *, read_only: bool) -> Session:
    migrate.check(path)
    return Session(folder, config, Database(path, read_only=read_only))


def _store_path(folder: Path, config: configuration.Config) -> Path:
    url = config.store
    if not url:
        return folder / configuration.STORE_PATH
    if url.startswith("sqlite:///"):
        return folder / url.removeprefix("sqlite:///")
    raise UsageError(
        f"{folder / configuration.FILE_NAME}: project.store {url.partition(':')[0]!r} is not a "
        "kind of store that this version opens; valid: sqlite:///PATH",
        code="store-kind",
    )
