"""Errors of psycopg in the user's terms.

A server's detail lines may quote rows, and rows may quote a transcript: only the state code, the
constraint and the table are passed on, and for a connection the server's refusal, which holds no
data.
"""

from __future__ import annotations

from typing import Any

from toolkit.errors import StoreError, UsageError
from toolkit.i18n import _
from toolkit.store.driver_errors import ConnectionLostError, ConstraintError, SerializationError


def driver() -> Any:
    """The module psycopg (version 3). Raises `UsageError` naming the extra when it is not
    installed."""
    try:
        import psycopg
    except ImportError as error:
        raise UsageError(
            _("a project on a PostgreSQL server needs psycopg, which is not installed"),
            code="postgres-extra",
            hint=_("Install it with `pip install 'qualitative-coding-toolkit[postgres]'`."),
        ) from error
    return psycopg


_AUTH = ("authentication failed", "no password supplied", "no pg_hba.conf entry", "role ")
_GONE = ("57P01", "57P02", "57P03", "57P05", "25P03")
_STATES = {
    "53100": (
        "disk-full",
        _("the server's disk is full; the change was not made"),
        _("Ask who runs the server to free some space. Everything saved before is intact."),
    ),
    "53300": (
        "store-busy",
        _("the server takes no more connections"),
        _("Wait a moment, or ask who runs the server to raise max_connections."),
    ),
    "55P03": (
        "store-locked",
        _("another program holds the store (waited 10 s)"),
        _("Wait for it to finish, and try again. Nothing was changed."),
    ),
    "42P01": (
        "store-foreign",
        _("a table of the project is missing there"),
        _("Name another database, or ask who runs the server."),
    ),
    "XX001": (
        "store-damaged",
        _("the server reports damaged pages"),
        _("Restore the newest copy from `qct backup`, or the server's own backup."),
    ),
}


def explain(error: Any, label: str) -> StoreError:
    """The driver's error on the store `label`, in the user's terms."""
    psycopg = driver()
    state: str = error.sqlstate or ""
    if isinstance(error, psycopg.IntegrityError):
        detail = error.diag.constraint_name or error.diag.message_primary or _("a key")
        table = error.diag.table_name or ""
        return ConstraintError(f"{table}: {detail}", code="store-constraint")
    if state in ("40001", "40P01"):
        return SerializationError(
            _("{label}: two changes stood in each other's way").format(label=label),
            code="store-serialization",
            hint=_("Nothing was changed; try again."),
        )
    if state in ("25006", "42501"):
        return read_only(label)
    if state in _STATES:
        code, why, hint = _STATES[state]
        return StoreError(f"{label}: {why}", code=code, hint=hint)
    if state.startswith("28"):
        return _auth(label)
    if state == "3D000":
        return _no_database(label)
    if state in _GONE or state.startswith("08"):
        return _lost(label)
    if isinstance(error, psycopg.OperationalError) and not state:
        return _connection(error, label)
    if isinstance(error, psycopg.DataError) and "NUL" in str(error):
        return StoreError(
            _("{label}: a text has a NUL character (U+0000), which PostgreSQL cannot keep").format(
                label=label
            ),
            code="store-nul",
            hint=_("Remove the character from the file and import it again."),
        )
    if isinstance(error, psycopg.ProgrammingError) and not state:
        return StoreError(
            _("the store's URL cannot be read"),
            code="store-url",
            hint=_("Write it as postgresql+psycopg://USER@HOST/DATABASE."),
        )
    return StoreError(
        _("{label}: the server refused the statement ({kind}, {state})").format(
            label=label, kind=type(error).__name__, state=state or _("no code")
        ),
        code="store-failed",
    )


def _connection(error: Any, label: str) -> StoreError:
    """The error for a failure without a code: the connection was refused or broke."""
    reason = str(error)
    if "database " in reason and "does not exist" in reason:
        return _no_database(label)
    if any(part in reason for part in _AUTH):
        return _auth(label)
    if "too many" in reason or "remaining connection slots" in reason:
        code, why, hint = _STATES["53300"]
        return StoreError(f"{label}: {why}", code=code, hint=hint)
    if "No space left" in reason:
        code, why, hint = _STATES["53100"]
        return StoreError(f"{label}: {why}", code=code, hint=hint)
    return _lost(label)


def _lost(label: str) -> StoreError:
    return ConnectionLostError(
        _("the server of {label} cannot be reached").format(label=label),
        code="store-unreachable",
        hint=_("Check that the server runs and the network is up, then try again."),
    )


def _auth(label: str) -> StoreError:
    return StoreError(
        _("the server of {label} does not let this user in").format(label=label),
        code="store-auth",
        hint=_("Check the user's name in the URL, and the password in ~/.pgpass or PGPASSWORD."),
    )


def _no_database(label: str) -> StoreError:
    return StoreError(
        _("the server has no database for {label}").format(label=label),
        code="store-no-database",
        hint=_("Have it made (`createdb NAME`, encoding UTF8), or correct `store` in qct.toml."),
    )


def read_only(label: str) -> StoreError:
    return StoreError(
        _("{label} is read-only for this user, so nothing can be changed").format(label=label),
        code="store-read-only",
        hint=_("Ask who runs the server for the right to write."),
    )
