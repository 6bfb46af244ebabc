"""A throw-away PostgreSQL server in its own folder, with a socket and without a port."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = itertools.count(1)


def programs() -> Path | None:
    """The folder with initdb and pg_ctl of the newest version, or None."""
    places = [Path(p) for p in ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")]
    folders = [path.parent for place in places for path in place.glob("**/bin/initdb")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).parent)
    usable = [folder for folder in folders if (folder / "pg_ctl").exists()]
    return max(usable, key=_version, default=None)


def _version(folder: Path) -> int:
    done = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True)
    digits = done.stdout.split()[2].partition(".")[0] if done.returncode == 0 else "0"
    return int(digits) if digits.isdigit() else 0


def missing() -> str:
    """Why no server can be started here; empty when one can."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (the extra `postgres`)"
    if programs() is None:
        return "PostgreSQL's programs (initdb, pg_ctl) are not installed"
    return ""


def _sweep() -> None:
    """Stop the servers of test runs that were killed before they could stop them."""
    for note in Path("/tmp").glob("qctpg-*/owner"):
        with contextlib.suppress(OSError, ValueError):
            if _lives(int(note.read_text())):
                continue
            pid_file = note.parent / "data" / "postmaster.pid"
            if pid_file.exists():
                os.kill(int(pid_file.read_text().split()[0]), signal.SIGQUIT)
            shutil.rmtree(note.parent, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def running(*, fsync: bool = False) -> Iterator[Server]:
    """A server that a test may stop and start; the test is skipped where none can run."""
    if reason := missing():
        pytest.skip(reason)
    server = Server(fsync=fsync)
    try:
        server.start()
        yield server
    finally:
        server.remove()


class Server:
    """A server that `start()` starts and that `remove()` deletes with its folder."""

    def __init__(self, *, fsync: bool = False) -> None:
        folder = programs()
        assert folder is not None
        self._bin = folder
        # The server refuses to run as root, and a socket's path must be short.
        self._as: dict[str, Any] = {}
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix="qctpg-", dir="/tmp"))
        (self.folder / "owner").write_text(str(os.getpid()))
        if os.geteuid() == 0:
            import pwd

            names = {entry.pw_name for entry in pwd.getpwall()}
            user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.folder.chmod(0o755)
        self._data = self.folder / "data"
        self._program(
            "initdb", "-D", self._data, "-U", "qct", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync",
        )  # fmt: skip
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.folder}'",
            "fsync": "on" if fsync else "off",
            "shared_buffers": "'64MB'",
            "max_connections": "100",
            "log_min_messages": "fatal",
        }
        with (self._data / "postgresql.conf").open("a") as conf:
            conf.write("".join(f"{name} = {value}\n" for name, value in settings.items()))

    def _program(self, name: str, *arguments: object) -> None:
        done = subprocess.run(
            [self._bin / name, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C"},
            **self._as,
        )
        assert done.returncode == 0, done.stdout

    def start(self) -> None:
        # The server gets a log file, so that it does not keep the pipe of this process open.
        self._program("pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "start")

    def stop(self, mode: str = "fast") -> None:
        self._program("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop")

    def is_running(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://qct@/{database}?host={self.folder}"

    def sql(self, statement: str, *, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(
            host=str(self.folder), user="qct", dbname=database, autocommit=True
        ) as connection:
            connection.execute(statement)

    def new_database(self, template: str = "template0") -> str:
        """The URL of a database of its own, a copy of `template`."""
        name = f"study{next(_NAMES)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def remove(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
