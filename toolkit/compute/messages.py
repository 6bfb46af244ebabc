"""What is sent between this process and its workers: pickled values over pipes.

Each message is its length in eight bytes and then the pickle. Both ends are processes that this
program started itself on this machine; nothing is ever read from a file or a socket.
"""

from __future__ import annotations

import pickle
import struct
from typing import IO, Any

_LENGTH = struct.Struct("<Q")


def packed(message: object) -> bytes:
    """A message as bytes. Raises what pickle raises for a value that it cannot write."""
    return pickle.dumps(message, protocol=5)


def send(stream: IO[bytes], content: bytes) -> None:
    """Write a packed message. Raises `OSError` where the other end has gone."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read a packed message. Raises `EOFError` where the other end has gone."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def unpacked(content: bytes) -> Any:
    """The message in bytes that `packed` made."""
    return pickle.loads(content)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise EOFError
    return content
