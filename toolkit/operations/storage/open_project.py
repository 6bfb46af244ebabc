"""Making and opening projects."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from toolkit import config as configuration
from toolkit.domain.codings import Mode
from toolkit.domain.rounds import DEFAULT_ROUND, Round
from toolkit.errors import StoreError, UsageError
from toolkit.i18n import _
from toolkit.operations.session import ProjectSession
from toolkit.store import migrate, queries, rows
from toolkit.store.connect import connect
from toolkit.store.files.errors import need_file
from toolkit.store.log.head import HeadKeeper, beside, of_server

_README = {
    "corpus": _("Transcripts as they were imported, cases tables and codings.\n"),
    "codebooks": _("Codebooks and direction schemes in YAML.\n"),
    "outputs": _("Everything that qct writes. Safe to delete.\n"),
}


def init_session(folder: Path, *, name: str | None = None) -> ProjectSession:
    """Make a project in `folder`, or open the project that is there. No file is overwritten.

    A failure leaves nothing of a new project behind.
    """
    made: list[Path] = []
    try:
        _make_files(folder, name, made)
        config = configuration.load(folder)
        where = store_location(folder, config)
        if isinstance(where, Path):
            if not need_file(where):
                migrate.create(where)
            migrate.check(where)
            session = _on_file(folder.resolve(), config, where)
        else:
            session = _on_server(folder.resolve(), config, where, create=True)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise
    session.open_reader = partial(open_session, session.folder, read_only=True)
    begin(session)
    return session


def _make_files(folder: Path, name: str | None, made: list[Path]) -> None:
    """Make the folders and files of a new project, and add what was made to `made`."""
    try:
        settings = folder / configuration.FILE_NAME
        if settings.exists():
            return
        for above in reversed([folder, *folder.parents]):
            _make_folder(above, made)
        made.append(settings)
        settings.write_text(configuration.template(name or folder.resolve().name), encoding="utf-8")
        for sub, text in _README.items():
            _make_folder(folder / sub, made, mode=0o700 if sub == "outputs" else 0o777)
            readme = folder / sub / "README.md"
            if not readme.exists():
                made.append(readme)
                readme.write_text(f"# {sub}/\n\n{text}", encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UsageError(
            _("{folder} cannot become a project: {reason}").format(
                folder=folder, reason=reason or error
            ),
            code="folder-unusable",
            hint=_("Choose a folder that you may write to, and whose path is not too long."),
        ) from error


def _make_folder(path: Path, made: list[Path], *, mode: int = 0o777) -> None:
    """Make a folder unless it is there."""
    try:
        path.mkdir(mode=mode)
    except FileExistsError:
        if not path.is_dir():
            raise
    except OSError:  # A folder above may be there without being writable.
        if not path.is_dir():
            raise
    else:
        made.append(path)


def begin(session: ProjectSession) -> None:
    """Give a new store the default round, which every project has."""
    if queries.row(session.database, "rounds", id=DEFAULT_ROUND) is None:
        standing = Round(DEFAULT_ROUND, Mode.COMMIT_THEN_REVEAL, codebook_version=0)
        session.record(
            actor="qct",
            kind="project.init",
            changes=[rows.added("rounds", rows.round_row(standing))],
            summary={"project": session.config.name},
        )


def open_session(start: str | Path | None, *, read_only: bool = False) -> ProjectSession:
    """Open the project that `start`, QCT_PROJECT or the working folder leads to."""
    session = _opened(start, read_only=read_only)
    session.open_reader = partial(open_session, session.folder, read_only=True)
    return session


def _opened(start: str | Path | None, *, read_only: bool) -> ProjectSession:
    folder = configuration.find(Path(start) if start is not None else None)
    config = configuration.load(folder)
    where = store_location(folder, config)
    if not isinstance(where, Path):
        return _on_server(folder, config, where, read_only=read_only)
    if not need_file(where):
        raise StoreError(
            _("project {folder} has no store yet").format(folder=folder),
            code="no-store",
            hint=_("Build it with `qct init {folder}`.").format(folder=folder),
        )
    migrate.check(where)
    if not read_only and where == folder / configuration.STORE_PATH:
        make_private(where)
    return _on_file(folder, config, where, read_only=read_only)


def _on_file(
    folder: Path, config: configuration.Config, store: Path, *, read_only: bool = False
) -> ProjectSession:
    database = connect(store, read_only=read_only)
    HeadKeeper(beside(store)).begin(database)
    return ProjectSession(folder, config, database)


def make_private(store: Path) -> None:
    """Make a store and its folder readable to this user alone, where they belong to this user.

    An unpacked bundle or a copy has the rights that the program that wrote it chose.
    """
    for path in (store.parent, store):
        with suppress(OSError):  # someone else's file: `qct doctor` says that it is open
            mode = path.stat().st_mode
            if mode & 0o077:
                path.chmod(mode & 0o700)  # Whoever made it read-only meant it.


def _on_server(
    folder: Path,
    config: configuration.Config,
    url: str,
    *,
    read_only: bool = False,
    create: bool = False,
) -> ProjectSession:
    """Open a project on a server. Changes that wait in the journal are sent first.

    Where the server is away and a copy was kept on this machine, the copy stands in.
    """
    from toolkit.store.offline import replica
    from toolkit.store.offline.failover import FailoverDatabase
    from toolkit.store.offline.journal import Journal
    from toolkit.store.postgres import migrate as migrate_server
    from toolkit.store.postgres.database import PostgresDatabase
    from toolkit.store.postgres.urls import redacted

    private = folder / Path(configuration.STORE_PATH).parent
    journal = None if read_only else Journal(private)
    database = (
        FailoverDatabase(url, replica.path_of(private, redacted(url)), journal, read_only=read_only)
        if config.offline
        else PostgresDatabase(url, read_only=read_only)
    )
    try:
        database.first("SELECT 1 AS here")
        if database.away:
            create = False
        if create and migrate_server.version_of(database) is None:
            migrate_server.create(database)
        if not database.away:
            migrate_server.check(database)
        session = ProjectSession(folder, config, database)
        if journal is not None:
            private.mkdir(mode=0o700, exist_ok=True)
        HeadKeeper(of_server(private, redacted(url))).begin(database)
        if journal is not None:
            database.on_connection_lost = journal.queue
            database.attach(journal.replay)
    except BaseException:
        database.close()
        raise
    return session


def store_location(folder: Path, config: configuration.Config) -> Path | str:
    """The file of the store, or the URL of its server. QCT_STORE goes before qct.toml."""
    settled = configuration.from_environment("QCT_STORE")
    return resolve(folder, settled or config.store, shared=not settled)


def resolve(folder: Path, url: str, *, shared: bool = False) -> Path | str:
    """The file or server of a store URL. A `shared` URL, from qct.toml, must hold no password."""
    if not url:
        return folder / configuration.STORE_PATH
    from toolkit.store.postgres import urls

    if url.startswith("sqlite:///") or url == "sqlite://":
        path = url.removeprefix("sqlite://").removeprefix("/")
        if not path or "\0" in path:
            raise urls.unreadable(_("it names no file"))
        return folder / path
    if not urls.is_postgres(url):
        raise UsageError(
            _(
                "{partition!r} is not a kind of store that this version opens; valid: {VALID}"
            ).format(partition=url.partition(":")[0], VALID=urls.VALID),
            code="store-kind",
        )
    urls.check(url)
    if shared and urls.has_password(url):
        raise UsageError(
            _("{folder}: project.store has a password in it, and that file is shared").format(
                folder=folder / configuration.FILE_NAME
            ),
            code="store-password",
            hint=_("Leave it out, and put it into ~/.pgpass or PGPASSWORD."),
        )
    return url
