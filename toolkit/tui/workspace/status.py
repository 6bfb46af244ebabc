"""What title, status and hints say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.domain.rounds import RoundStatus
from toolkit.tui.footer import hints
from toolkit.tui.keymap import shown_key
from toolkit.tui.widgets.bars import QUIET, Part, safe, short

if TYPE_CHECKING:
    from toolkit.tui.actions import ActionContext
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.widgets.prompt import Prompt


class StatusTexts:
    """The parts of the three bars, made from the session and the view."""

    def __init__(
        self, session: CodingSession, view: TranscriptView, keys: Mapping[str, str]
    ) -> None:
        """`keys` are the keys by the id of their action."""
        self._session, self._view, self._keys = session, view, keys

    def title_left(self) -> list[Part]:
        """Project and source."""
        project, document = self._session.project, self._view.document
        parts: list[Part] = [(f" {short(project.name, 40)}", "bold")]
        if document is not None:
            source = document.source
            title = f"  {short(source.title, 60)}" if source.title != source.id else ""
            parts += [("  ", ""), (safe(source.id), "bold $text-primary"), (title, "")]
        return parts

    def title_right(self) -> list[Part]:
        """Coder, round and mode."""
        session = self._session
        round_ = session.round
        mode = {
            Mode.BLIND: "blind",
            Mode.COMMIT_THEN_REVEAL: "own answer first",
            Mode.ASSISTED: "assisted",
        }[round_.mode]
        parts: list[Part] = []
        if session.comparing:
            a, b = map(safe, session.comparing)
            parts.append((f"A {a} with B {b}   ", "bold $text-accent"))
        parts += [(safe(session.coder), "bold"), (f" · {safe(round_.id)} · {mode} ", "")]
        if session.read_only:
            parts.append(("read-only ", "bold $text-warning"))
        elif round_.status is RoundStatus.CLOSED:
            parts.append(("closed ", "bold $text-warning"))
        elif session.is_locked:
            parts.append(("submitted ", "bold $text-warning"))
        return parts

    def status_left(self, message: str) -> list[Part]:
        """Selection and the last message."""
        view = self._view
        if view.document is None and not message:
            return [(" No sources yet. Bring some with `qct import FILE …`.", "")]
        parts: list[Part] = [(" ", "")]
        if view.reader is not None and view.reader.is_visual:
            parts.append(("VISUAL ", "bold $text-accent"))
        if view.selection is not None:
            parts.append((f"{len(view.selection)} characters selected  ", "$text-accent"))
        parts.append((message, ""))
        return parts

    def status_right(self) -> list[Part]:
        """Place in the source, and whether everything is saved."""
        view, session = self._view, self._session
        document = view.document
        if document is None:
            return []
        reader = view.reader
        parts: list[Part] = []
        if reader is not None and reader.matches:
            index = max(reader.matches.place_of(view.cursor), 1)
            parts.append((f"match {index} of {len(reader.matches)}  ", "$text-accent"))
        place = (view.cursor * 100) // max(len(document.text) - 1, 1)
        if document.turns:
            turn = max(document.turn_index(view.cursor), 0) + 1
            parts.append((f"turn {turn} of {len(document.turns)} · ", ""))
        parts.append((f"{place} % · ", ""))
        if session.project.storage.away:
            kept = f"server away, {session.waiting} kept here "
            parts.append((kept, "bold $text-warning"))
        else:
            parts.append(("all saved " if session.may_change else "nothing can be changed ", ""))
        return parts

    def hints(self, context: ActionContext, prompt: Prompt | None) -> list[Part]:
        """The keys that are most useful now."""
        if self._view.is_asking:
            return [(" esc", "bold $text-accent"), (" Leave", QUIET)]
        if prompt is not None:
            return prompt.hints
        parts: list[Part] = []
        for action in hints(context):
            parts.append(("   " if parts else " ", ""))
            parts.append((shown_key(self._keys[action.id].split(",")[0]), "bold $text-accent"))
            parts.append((f" {action.label}", QUIET))
        return parts
