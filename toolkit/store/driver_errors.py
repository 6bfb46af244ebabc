"""Errors of a driver that the store itself handles before a user hears of them."""

from __future__ import annotations

from toolkit.errors import InputError, StoreError
from toolkit.i18n import _

BUSY_SECONDS = 10.0
"""Seconds to wait for a store that another program has locked."""


class ConstraintError(StoreError):
    """A row breaks a key; the writer turns it into a `ConflictError` that names the row."""


class ConnectionLostError(StoreError):
    """The server cannot be reached, or went away in the middle."""


class SerializationError(StoreError):
    """Two transactions stood in each other's way; the same one may be tried again."""


class QueuedError(StoreError):
    """The change did not reach the server, and is safe in the local journal."""


def beyond_64_bits() -> InputError:
    """The error for a number that no store can hold."""
    return InputError(
        _("the store cannot hold a number beyond 64 bits"),
        code="value-unstorable",
        hint=_("Nothing was changed. Look at the numbers that were given."),
    )
