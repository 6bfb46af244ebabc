"""Answering a queue: one passage after the other, with one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from toolkit.domain.queues import Answer
from toolkit.errors import ConflictError, QctError
from toolkit.i18n import _
from toolkit.tui.screens.message import show_error
from toolkit.tui.widgets.bars import QUIET, Bar, hanging, key_rows, safe

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from toolkit.domain.codings import Coding
    from toolkit.operations.queue.show import Shown
    from toolkit.tui.state.queue import QueueAnswers

Place = tuple[str, int]
"""Source and offset."""
_KEYS = (
    ("y", _("Yes")),
    ("n", _("No")),
    ("?", _("Later")),
    ("m", _("Yes, with a memo…")),
    ("u", _("Undo")),
    ("enter", _("Read it in the source")),
    ("esc", _("Back")),
)
_DONE_KEYS = (("u", _("Undo")), ("esc", _("Back")))


class QueueScreen(Screen["Place | None"]):
    """Returns the place of the passage that the coder wants to read in its source, or None."""

    DEFAULT_CSS = """
    QueueScreen { background: $background; layout: vertical; }
    QueueScreen #queue-title { background: $panel; }
    QueueScreen #queue-status { background: $surface; }
    QueueScreen #queue-keys { background: $panel; height: auto; max-height: 3; padding: 0 1; }
    QueueScreen #queue-code { height: auto; max-height: 40%; border-top: solid $panel;
        padding: 0 1; }
    QueueScreen #queue-text { height: 1fr; padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back"),
        Binding("y", "answer('yes')", "Yes"),
        Binding("n", "answer('no')", "No"),
        Binding("question_mark", "answer('later')", "Later"),
        Binding("m", "memo", "Yes, with a memo"),
        Binding("u,ctrl+z", "undo", "Undo"),
        Binding("enter", "read", "Read it in the source"),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]

    def __init__(self, answers: QueueAnswers) -> None:
        super().__init__()
        self.answers = answers

    def compose(self) -> ComposeResult:
        yield Bar(id="queue-title")
        with VerticalScroll(id="queue-text"):
            yield Static(id="queue-passage", markup=False)
        with VerticalScroll(id="queue-code"):
            yield Static(id="queue-meaning", markup=False)
        yield Bar(id="queue-status")
        yield Static(id="queue-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one("#queue-text").focus()
        self._show()

    def on_resize(self, _event: events.Resize) -> None:
        self._show()

    def say(self, message: str) -> None:
        """Show a message in the status line until the next one."""
        self.query_one("#queue-status", Bar).set([(f" {message}", "")])

    # --- what is shown ------------------------------------------------------------------

    def _show(self) -> None:
        passage, state = self.answers.passage, self.answers.state
        question = safe(passage.question) if passage is not None else _("Nothing is left")
        self.query_one("#queue-title", Bar).set(
            [
                (" " + _("Queue {number}").format(number=state.queue.number), "bold"),
                (f"  {question}", "$text-accent"),
            ],
            [(f"{self.answers.progress} ", "")],
        )
        text = self.query_one("#queue-passage", Static)
        meaning = self.query_one("#queue-meaning", Static)
        self.query_one("#queue-code").display = passage is not None
        keys = _KEYS if passage is not None else _DONE_KEYS
        self.query_one("#queue-keys", Static).update(key_rows(keys, self.size.width - 2))
        if passage is None:
            text.update(self.answers.result if not state.left else _("The queue is stopped."))
            meaning.update("")
            return
        text.update(_passage(passage))
        meaning.update(self._meaning(passage))
        self.call_after_refresh(self._scroll_to_passage, passage)

    def _scroll_to_passage(self, passage: Shown) -> None:
        """Bring the passage into view, with what stands before it above."""
        width = max(self.query_one("#queue-passage").size.width, 1)
        rows = len(hanging(passage.before, width, 0).split("\n")) if passage.before else 0
        view = self.query_one("#queue-text")
        view.scroll_to(y=max(rows + 2 - view.size.height // 3, 0), animate=False)

    def _meaning(self, passage: Shown) -> Content:
        language = self.answers.session.project.config.language
        cells = max(self.size.width - 4, 20)
        code = passage.code
        parts: list[tuple[str, str]] = [
            (safe(code.label(language)), "bold"),
            (f"  {safe(code.id)}", QUIET),
        ]
        definition = passage.definition(language) or _("No definition is written yet.")
        parts.append((f"\n{hanging(definition, cells, 1)}", ""))
        for sign, lines in (("+", code.include), ("−", code.exclude)):
            parts += [(f"\n {sign} {hanging(line, cells, 3).lstrip()}", QUIET) for line in lines]
        if passage.score is not None:
            text = _("similarity to the examples: {score:.2f}").format(score=passage.score)
            parts.append((f"\n {text}", QUIET))
        return Content.assemble(*parts)

    # --- answering ----------------------------------------------------------------------

    def action_answer(self, given: str) -> None:
        self._answer(Answer(given))

    def _answer(self, given: Answer) -> Coding | None:
        """Answer the passage, and say what that did; an error opens a window."""
        passage = self.answers.passage
        if passage is None or self._refuses():
            return None
        coding = None
        try:
            coding = self.answers.answer(given)
        except ConflictError:
            self._read_again(_("The text was corrected meanwhile; this is the passage now."))
            return None
        except QctError as error:
            show_error(self.app, error, lambda: self._read_again(""))
            return None
        texts = {
            Answer.YES: _("{name}: yes, coded with {code}. u takes it back."),
            Answer.NO: _("{name}: no. u takes it back."),
            Answer.LATER: _("{name}: put off; it comes again after the others."),
        }
        self._show()
        self.say(texts[given].format(name=passage.name, code=safe(passage.code.id)))
        return coding

    def _read_again(self, message: str) -> None:
        try:
            self.answers.read()
        except QctError as error:
            show_error(self.app, error, lambda: self.dismiss(None))
            return
        self._show()
        self.say(message)

    def action_memo(self) -> None:
        """Answer with yes, and write a memo on the coding."""
        from toolkit.tui.screens.memo import MemoScreen
        from toolkit.tui.state.unsaved_text import UnsavedText

        session = self.answers.session
        coding = self._answer(Answer.YES)
        if coding is None:
            return
        folder = session.project.folder
        draft = UnsavedText(folder, f"{session.coder}\ncoding {coding.id}")

        def ended(text: str | None) -> None:
            if text is not None:
                try:
                    session.note(coding.id, text)
                except QctError as error:
                    draft.write(text)
                    show_error(self.app, error)
                    return
                self.say(_("Memo saved."))
            draft.drop()

        before = session.my_memo(coding.id)
        self.app.push_screen(MemoScreen(safe(coding.code_id), before, draft, folder), ended)

    def action_undo(self) -> None:
        if self._refuses():
            return
        try:
            self.answers.take_back()
        except QctError as error:
            self.say(safe(error.message))
            return
        self._show()
        self.say(_("Taken back."))

    def _refuses(self) -> bool:
        """Say that nothing can be answered here, where that is so."""
        if self.answers.session.read_only:
            self.say(_("The workspace is read-only: nothing can be answered here."))
            return True
        return False

    # --- moving -------------------------------------------------------------------------

    def action_scroll(self, rows: int) -> None:
        self.query_one("#queue-text").scroll_relative(y=rows, animate=False)

    def action_read(self) -> None:
        passage = self.answers.passage
        if passage is not None:
            self.dismiss((passage.item.source_id, passage.item.span.start))

    def action_leave(self) -> None:
        self.dismiss(None)


def _passage(passage: Shown) -> Content:
    """The passage among what stands around it."""
    item = passage.item
    place = f"{passage.name}   {safe(item.source_id)} {item.span}"
    if passage.turn:
        place += "   " + _("turn {number}").format(number=passage.turn)
    if passage.speaker:
        place += f"   {safe(passage.speaker)}"
    parts = [(place, QUIET)]
    if passage.was_corrected:
        text = _("The text was corrected since the queue was made.")
        parts.append((f"   {text}", "$text-warning"))
    parts += [
        ("\n\n", ""),
        (safe(passage.before.lstrip("\n")), QUIET),
        (safe(passage.quote), "bold reverse"),
        (safe(passage.after), QUIET),
    ]
    return Content.assemble(*parts)
