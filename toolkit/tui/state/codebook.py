"""What the codebook screen knows and does, without any widget.

Counts and codings come through the session's viewer: in a blind round they are one's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code, CodeStatus, Example
from toolkit.domain.suggestions import Proposing
from toolkit.i18n import _
from toolkit.tui.state.coding_session import UNDOABLE, CodingSession
from toolkit.tui.support.fuzzy import rank
from toolkit.tui.widgets.bars import QUIET, Part, safe

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding
    from toolkit.domain.events import Event
    from toolkit.operations.codebook.edit import CodebookEdit

PROPOSING = {
    Proposing.ASSIST: _("models may propose it"),
    Proposing.HAND: _("models never propose it"),
    Proposing.QUEUE: _("models propose it in queues alone"),
}
"""What models may do with a code."""
EDITS = tuple(kind for kind in UNDOABLE if kind.startswith("code."))
"""What undo and redo go through here: edits of the codebook, not codings."""

Edit = Callable[[bool], "CodebookEdit"]
"""Does an edit, or with True tells what it would do."""


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    created_at: str
    codes: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    """Ids of codes that say or are placed otherwise than in the version before."""


class CodebookView:
    """The codebook as one coder sees it."""

    def __init__(self, session: CodingSession) -> None:
        self.session = session
        self.may_edit = not session.read_only and not session.round.takes_no_new_codes
        self.reload()

    @property
    def why_not(self) -> str:
        """Why nothing can be edited here."""
        if self.session.read_only:
            return _("The workspace is read-only: you cannot change the codebook here.")
        version = self.session.codebook.version
        return _(
            "This blind round is fixed to version {version} of the "
            "codebook: you cannot change it from here."
        ).format(version=version)

    def reload(self) -> None:
        session = self.session
        session.reload()
        self.counts = session.project.codebook.counts(session.viewer)
        self.proposing = session.project.suggestions.proposing()
        self._versions: list[Version] | None = None

    def codes(self, query: str = "") -> list[tuple[Code, int]]:
        """Codes with their depth, parents first; those found by `query` stand at depth 0."""
        book, language = self.session.codebook, self.session.language
        tree = list(book.depth_first())
        if not query.strip():
            return [(code, len(book.path(code.id)) - 1) for code in tree]
        fields = []
        for code in tree:
            shown = code.label(language)
            fields.append([shown, code.id, *(n for n in code.name.values() if n != shown)])
        indices = sorted(match.index for match in rank(query, fields, (1.0, 0.9, 0.9, 0.9, 0.9)))
        return [(tree[at], 0) for at in indices]

    def count(self, code_id: str) -> str:
        """The number of own codings, and of everyone's where there are more."""
        by_coder = self.counts.get(code_id, {})
        own, every = by_coder.get(self.session.coder, 0), sum(by_coder.values())
        return f"{own}" if own == every else _("{own} of {every}").format(own=own, every=every)

    def codings(self, code_id: str) -> list[Coding]:
        return self.session.project.codings.find(code=code_id, viewer=self.session.viewer)

    def older(self) -> list[Coding]:
        """Codings made when their code was defined otherwise."""
        return self.session.project.codebook.older_definition(viewer=self.session.viewer)

    def versions(self) -> list[Version]:
        """Every version, oldest first."""
        if self._versions is None:
            self._versions, before = [], dict[str, Code]()
            for version in self.session.project.codebook.versions():
                if version.version > self.session.codebook.version:
                    break
                now = {code.id: code for code in version.codes}
                changed = tuple(c for c in now if c in before and _differ(now[c], before[c]))
                added = tuple(code_id for code_id in now if code_id not in before)
                self._versions.append(
                    Version(version.version, version.created_at, len(now), added, changed)
                )
                before = now
        return self._versions

    def diff(self, first: int, second: int) -> list[tuple[str, str, str, str]]:
        """Code, field, before and after."""
        differences = self.session.project.codebook.diff(first, second)
        return [
            (difference.code, difference.field, difference.before, difference.after)
            for difference in differences
        ]

    def undo(self) -> Event:
        me = self.session.coder
        event = self.session.project.history.undo(actor=me, of=me, kinds=EDITS)
        self.reload()
        return event

    def redo(self) -> Event:
        me = self.session.coder
        event = self.session.project.history.redo(actor=me, of=me, kinds=EDITS)
        self.reload()
        return event

    # --- the side ---------------------------------------------------------------------

    def details(self, code: Code) -> list[Part]:
        """Everything the codebook says of a code, and how often it was used."""
        session = self.session
        look = session.look(code.id)
        parts: list[Part] = [("▌", look.color.hex), (safe(look.name), "bold")]
        if code.status is CodeStatus.RETIRED:
            parts.append((("  " + _("retired: takes no new codings")), "$text-warning"))
        elif (how := self.proposing[code.id]) is not Proposing.ASSIST:
            parts.append((f"  {PROPOSING[how]}", "$text-warning"))
        path = session.path(code.id)
        parts.append((f"\n{safe(path)} › {safe(code.id)}\n" if path else f"\n{safe(code.id)}\n",
                      QUIET))  # fmt: skip
        parts += _by_language(_("Names"), code.name)
        if any(code.definition.values()):
            parts += _by_language(_("Definition"), code.definition)
        else:
            parts.append((("\n" + _("No definition yet.") + "\n"), ""))
        parts += _listed(_("Include"), code.include)
        parts += _listed(_("Exclude"), code.exclude)
        parts += _listed(_("Examples"), map(_quoted, code.examples))
        parts += _listed(_("Counter-examples"), map(_quoted, code.counter_examples))
        parts += _listed(_("Primary directions"), code.directions.primary)
        parts += _listed(_("Secondary directions"), code.directions.secondary)
        by_coder = self.counts.get(code.id, {})
        whose = _("Your codings") if session.is_blind else _("Codings")
        parts.append((f"\n{whose}\n", "bold"))
        parts += [(f"{safe(name)} {count}\n", "") for name, count in by_coder.items()]
        if not by_coder:
            parts.append((_("none") + "\n", ""))
        made, changed = self._since(code.id)
        since = (
            _("Added in version {made}; the codebook is now version {version}.")
            if changed == made
            else _(
                "Added in version {made}, changed in version {changed}; the codebook is now "
                "version {version}."
            )
        )
        parts.append(
            (
                "\n" + since.format(made=made, changed=changed, version=session.codebook.version),
                QUIET,
            )
        )
        return parts

    def _since(self, code_id: str) -> tuple[int, int]:
        """The versions that brought a code and that last changed it."""
        made = changed = 0
        for version in self.versions():
            if code_id in version.added:
                made = changed = version.number
            elif code_id in version.changed:
                changed = version.number
        return made, changed


def _differ(code: Code, other: Code) -> bool:
    from dataclasses import replace

    return replace(code, position=0) != replace(other, position=0)


def _by_language(title: str, texts: Mapping[str, str]) -> list[Part]:
    parts: list[Part] = [(f"\n{title}\n", "bold")]
    for language, text in texts.items():
        parts += [(f"{safe(language)} ", QUIET), (f"{safe(text)}\n", "")]
    return parts


def _listed(title: str, items: Iterable[str]) -> list[Part]:
    lines = [(f"- {safe(item)}\n", "") for item in items]
    return [(f"\n{title}\n", "bold"), *lines] if lines else []


def _quoted(example: Example) -> str:
    where = f" ({example.source})" if example.source else ""
    note = f" – {example.note}" if example.note else ""
    return f"“{' '.join(example.text.split())}”{where}{note}"
