"""The guard of the process in which a suggester runs: it reaches this machine and nothing else.

It is an audit hook (PEP 578), which cannot be taken off again. It stops calls of Python's own
functions, so that a package that phones home is noticed and refused; it is no prison for a package
that means harm, which could call the system by other ways.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", ""})
_ADDRESSED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"})
_NAMED = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_PROGRAMS = frozenset(
    {
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.startfile/2",
        "pty.spawn",
    }
)


class Refused(PermissionError):  # noqa: N818 - it says what was done, as PermissionError does
    """What a suggester tried and may not."""


class Guard:
    """The hook, with what it has refused so far."""

    def __init__(self, hosts: Sequence[str] = (), *, programs: bool = False) -> None:
        """`hosts` are names beside this machine that may be connected to."""
        self.hosts = frozenset(host.lower() for host in hosts)
        self.programs = programs
        self.addresses = {address for host in self.hosts for address in _addresses(host)}
        self.refused: list[str] = []

    def install(self) -> None:
        """Watch this process from now on."""
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise `Refused` for what may not be done."""
        if event in _ADDRESSED:
            address = arguments[1] if len(arguments) > 1 else None
            # A path is a socket of this machine; a datagram without an address goes where the
            # socket was connected to.
            if isinstance(address, tuple) and address and not self.may_reach(address[0]):
                self._refuse(f"{address[0]}")
        elif event in _NAMED:
            if arguments[0] is not None and not self.may_reach(arguments[0]):
                self._refuse(_text(arguments[0]))
        elif event in _PROGRAMS and not self.programs:
            self._refuse("another program")

    def may_reach(self, host: object) -> bool:
        """Whether a host is this machine, or one that the user named."""
        name = _text(host).lower().rstrip(".")
        if name in LOCAL_NAMES or name in self.hosts or name in self.addresses:
            return True
        try:
            address = ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return bool((mapped or address).is_loopback)

    def _refuse(self, what: str) -> None:
        self.refused.append(what[:200])
        raise Refused(f"a suggester may not reach {what[:200]}")


def _addresses(host: str) -> set[str]:
    try:
        return {str(found[4][0]).lower() for found in socket.getaddrinfo(host, None)}
    except OSError:
        return set()


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
