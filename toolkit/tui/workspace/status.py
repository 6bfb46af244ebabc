"""What title, status and hints say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.domain.rounds import RoundStatus
from toolkit.i18n import _, ngettext
from toolkit.tui.footer import hints
from toolkit.tui.keymap import shown_key
from toolkit.tui.widgets.bars import QUIET, Part, safe, short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.tui.action_context import ActionContext
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
            Mode.BLIND: _("blind"),
            Mode.COMMIT_THEN_REVEAL: _("open"),
            Mode.ASSISTED: _("assisted"),
        }[round_.mode]
        parts: list[Part] = []
        if session.comparing:
            a, b = map(safe, session.comparing)
            parts.append(((_("A {a} with B {b}").format(a=a, b=b) + "   "), "bold $text-accent"))
        parts += [(safe(session.coder), "bold"), (f" · {safe(round_.id)} · {mode} ", "")]
        if session.read_only:
            parts.append(((_("read-only") + " "), "bold $text-warning"))
        elif round_.status is RoundStatus.CLOSED:
            parts.append(((_("closed") + " "), "bold $text-warning"))
        elif session.is_locked:
            parts.append(((_("submitted") + " "), "bold $text-warning"))
        elif session.is_finished:
            parts.append(((_("finished") + " "), "bold $text-success"))
        return parts

    def status_left(self, message: str) -> list[Part]:
        """Selection and the last message."""
        view = self._view
        if view.document is None and not message:
            return [
                ((" " + _("There are no sources yet. Import some with `qct import FILE`.")), "")
            ]
        parts: list[Part] = [(" ", "")]
        if view.reader is not None and view.reader.is_visual:
            parts.append(((_("VISUAL") + " "), "bold $text-accent"))
        if view.selection is not None:
            parts.append(
                (
                    ngettext(
                        "{count} character selected  ",
                        "{count} characters selected  ",
                        len(view.selection),
                    ).format(count=len(view.selection)),
                    "$text-accent",
                )
            )
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
            parts.append(
                (
                    (
                        _("match {index} of {count}").format(index=index, count=len(reader.matches))
                        + "  "
                    ),
                    "$text-accent",
                )
            )
        place = (view.cursor * 100) // max(len(document.text) - 1, 1)
        if document.turns:
            turn = max(document.turn_index(view.cursor), 0) + 1
            parts.append(
                (
                    (
                        _("turn {turn} of {count} ·").format(turn=turn, count=len(document.turns))
                        + " "
                    ),
                    "",
                )
            )
        parts.append((f"{place} % · ", ""))
        if session.project.storage.away:
            kept = _("server away, {waiting} kept here").format(waiting=session.waiting) + " "
            parts.append((kept, "bold $text-warning"))
        else:
            parts.append(
                ((_("all saved") + " ") if session.may_change else (_("locked") + " "), "")
            )
        return parts

    def hints(self, context: ActionContext, prompt: Prompt | None) -> list[Part]:
        """The keys that are most useful now."""
        if self._view.is_asking:
            return [((" " + _("esc")), "bold $text-accent"), ((" " + _("Cancel")), QUIET)]
        if prompt is not None:
            return prompt.hints
        parts: list[Part] = []
        for action in hints(context):
            parts.append(("   " if parts else " ", ""))
            parts.append((shown_key(self._keys[action.id].split(",")[0]), "bold $text-accent"))
            parts.append((f" {action.label}", QUIET))
        return parts
