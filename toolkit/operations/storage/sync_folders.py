"""Recognition of folders where a database is not safe: synchronised and network folders."""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.i18n import _

NETWORK = {
    "nfs": _("an NFS share"),
    "nfs4": _("an NFS share"),
    "cifs": _("a Windows share"),
    "smb3": _("a Windows share"),
    "smbfs": _("a Windows share"),
    "fuse.sshfs": _("a folder over SSH"),
    "davfs": _("a WebDAV share"),
    "afs": _("an AFS share"),
    "fuse.rclone": _("a folder in the cloud"),
    "fuse.onedriver": "OneDrive",
    "fuse.google-drive-ocamlfuse": "Google Drive",
}
"""Names of mounts, by the type of their file system."""

SYNCHRONISED = (
    (re.compile(r"dropbox( .*|\(.*\))?", re.I), "Dropbox"),
    (re.compile(r"onedrive( ?- ?.*)?", re.I), "OneDrive"),
    (re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs", re.I), "iCloud Drive"),
    (re.compile(r"google ?drive( .*)?|googledrive-.*|my drive", re.I), "Google Drive"),
    (re.compile(r"nextcloud|owncloud", re.I), "Nextcloud"),
)
MARKS = {".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".sync": _("a synchronised folder")}
"""Files that a synchronising program leaves in the folder that it watches."""

ADVICE = _(
    "Two machines that write at once can damage a store there. Keep the project on this "
    "machine's own disk, and exchange work with `qct bundle` and `qct merge`, or put a "
    "`qct backup` file into the shared folder."
)
SAID = "placement-said"
"""The file that remembers which place the project was warned of."""


def where_it_lies(folder: Path, mounts: str | None = None) -> str:
    """The kind of shared place that a folder is in, or empty. `mounts` is as in /proc/mounts."""
    real = folder.resolve()
    for part in (real, *real.parents):
        for pattern, name in SYNCHRONISED:
            if pattern.fullmatch(part.name):
                return name
        for mark, name in MARKS.items():
            if (part / mark).exists() and part != Path.home():
                return name
    return _network(real, _mounts() if mounts is None else mounts)


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _network(real: Path, mounts: str) -> str:
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # Blanks in a mount point are written as octal escapes.
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[1])
        inside = str(real) == point or str(real).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return NETWORK.get(kind, "")
