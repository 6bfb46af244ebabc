"""The group of commands that `qct directions` is made of."""

from __future__ import annotations

from toolkit.cli.commands import group
from toolkit.i18n import _

directions = group("directions", _("Propose, show and confirm policy directions of segments."))
