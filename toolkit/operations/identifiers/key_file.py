"""The file of the key, plain or sealed by a passphrase.

Sealed, the key is encrypted to an X25519 identity of age (https://age-encryption.org/v1), and
the identity is encrypted with the passphrase (scrypt). pyrage does both; nothing here is a cipher.
"""

from __future__ import annotations

import io
import os
import tempfile
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError, StoreError, UsageError
from toolkit.i18n import _
from toolkit.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAIN = "pseudonyms.json"
SEALED = "pseudonyms.json.age"
IDENTITY = "pseudonyms.identity.age"
"""The identity to which the key is encrypted, sealed by the passphrase."""
LEAST = 8
"""Characters that a passphrase has at least."""


class KeyFile:
    """The files in a private folder that hold a key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: tuple[bytes, str, Any] | None = None
        """The sealed identity that was opened, its passphrase, and the identity."""

    @property
    def path(self) -> Path:
        """The file that holds the key now, or would hold it."""
        return self._folder / (SEALED if self.is_sealed else PLAIN)

    @property
    def is_sealed(self) -> bool:
        """Whether a passphrase is needed to read the key."""
        return (self._folder / IDENTITY).exists()

    @property
    def paths(self) -> list[Path]:
        """The files that are there."""
        files = (self._folder / name for name in (PLAIN, SEALED, IDENTITY))
        return [path for path in files if path.exists()]

    def read(self, passphrase: str | None = None) -> str | None:
        """The text of the key; None where there is none. Raises `InputError` and `UsageError`."""
        try:
            if not self.is_sealed:
                return read_regular(self._folder / PLAIN).decode("utf-8")
            identity = self._identity(passphrase)
            return _decrypted(read_regular(self._folder / SEALED), identity, self.path)
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                _("{path} cannot be read: {why}").format(path=self.path, why=error),
                code="key-unreadable",
            ) from error

    def write(self, text: str, passphrase: str | None = None) -> None:
        """Put the text in the place of the key, sealed where it was sealed."""
        if not self.is_sealed:
            self._put(PLAIN, text.encode("utf-8"))
            return
        self._put(SEALED, _encrypted(text.encode("utf-8"), self._identity(passphrase)))

    def put_back(self, text: str | None, passphrase: str | None = None) -> None:
        """Let the key be as it was when `read` gave this text."""
        if text is not None:
            self.write(text, passphrase)
        else:
            self.path.unlink(missing_ok=True)

    def seal(self, passphrase: str) -> None:
        """Encrypt the key, and remove the plain file. Raises `UsageError` where that cannot be."""
        pyrage = _pyrage()
        if self.is_sealed:
            raise UsageError(
                _("the key is sealed already"),
                code="key-sealed",
                hint=_("`qct deidentify open` makes it a plain file again."),
            )
        if len(passphrase) < LEAST:
            raise UsageError(
                _("the passphrase has fewer than {least} characters").format(least=LEAST),
                code="passphrase-short",
                hint=_("Several words that do not belong together are easy to remember."),
            )
        text = self.read() or ""
        identity = pyrage.x25519.Identity.generate()
        sealed = pyrage.passphrase.encrypt(str(identity).encode("ascii"), passphrase)
        # First what the key is read from, then the mark that it is sealed.
        self._put(SEALED, _encrypted(text.encode("utf-8"), identity))
        self._put(IDENTITY, sealed)
        _overwrite(self._folder / PLAIN)

    def unseal(self, passphrase: str) -> None:
        """Make the key a plain file again."""
        if not self.is_sealed:
            raise UsageError(
                _("the key is not sealed"),
                code="key-open",
                hint=_("`qct deidentify seal` seals it with a passphrase."),
            )
        text = self.read(passphrase) or ""
        self._put(PLAIN, text.encode("utf-8"))
        (self._folder / IDENTITY).unlink()
        (self._folder / SEALED).unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes the key meanwhile: reading, deciding and writing are one step."""
        import fcntl

        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self._folder / "pseudonyms.lock", "a+b", opener=_private) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _identity(self, passphrase: str | None) -> Any:
        pyrage = _pyrage()
        if passphrase is None:
            raise UsageError(
                _("the key of the pseudonyms is sealed, and needs its passphrase"),
                code="passphrase-missing",
                hint=_(
                    "Run the command in a terminal, which asks for it, or set QCT_PASSPHRASE; "
                    "it is never given on the command line."
                ),
            )
        sealed = read_regular(self._folder / IDENTITY)
        if self._opened is not None and self._opened[:2] == (sealed, passphrase):
            return self._opened[2]
        try:
            opened = pyrage.passphrase.decrypt(sealed, passphrase)
            identity = pyrage.x25519.Identity.from_str(opened.decode("ascii"))
        except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as error:
            raise InputError(
                _("the passphrase does not open {path}, or the file is damaged").format(
                    path=self._folder / IDENTITY
                ),
                code="passphrase-wrong",
                hint=_("Nothing was changed. The passphrase cannot be recovered."),
            ) from error
        self._opened = (sealed, passphrase, identity)
        return identity

    def _put(self, name: str, content: bytes) -> None:
        path = self._folder / name
        draft = ""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Readable to its owner alone from the start, and put in place in one step.
            handle, draft = tempfile.mkstemp(dir=self._folder, prefix=f".{name}.")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        except OSError as error:
            if draft:
                with suppress(OSError):
                    os.unlink(draft)
            raise StoreError(
                _("{path} cannot be written: {reason}").format(
                    path=path, reason=error.strerror or _("input/output error")
                ),
                code="cannot-write",
                hint=_("The key is kept beside the store; the folder must be yours to write."),
            ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _pyrage() -> Any:
    if find_spec("pyrage") is None:
        raise UsageError(
            _("a passphrase needs the package pyrage, which is not installed"),
            code="pyrage-missing",
            hint=_("Install it with: pip install 'qualitative-coding-toolkit[encryption]'."),
        )
    import pyrage

    return pyrage


def _encrypted(content: bytes, identity: Any) -> bytes:
    pyrage = _pyrage()
    target = io.BytesIO()
    pyrage.encrypt_io(io.BytesIO(content), target, [identity.to_public()])
    return target.getvalue()


def _decrypted(content: bytes, identity: Any, path: Path) -> str:
    pyrage = _pyrage()
    target = io.BytesIO()
    try:
        pyrage.decrypt_io(io.BytesIO(content), target, [identity])
    except pyrage.DecryptError as error:
        raise InputError(
            _("{path} is damaged, or belongs to another identity").format(path=path),
            code="key-unreadable",
            hint=_("Restore it from a copy, together with {name}.").format(name=IDENTITY),
        ) from error
    return target.getvalue().decode("utf-8")


def _overwrite(path: Path) -> None:
    """Remove a file after its content was overwritten, as far as the disk allows it."""
    with suppress(OSError):
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(b"\0" * size)
            file.flush()
            os.fsync(file.fileno())
    path.unlink(missing_ok=True)
