"""Actions that change codings. Each is saved when it returns; there is no save key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toolkit.domain.codings import Coding
from toolkit.domain.events import Event
from toolkit.domain.spans import Span
from toolkit.errors import QctError
from toolkit.tui.widgets.bars import safe, short
from toolkit.tui.workspace.new_code import Coining, CoiningActions

_DONE = {
    "coding.add": "coding",
    "coding.remove": "removal",
    "coding.change": "change of a coding",
    "coding.split": "split of a coding",
    "coding.join": "joining of codings",
    "coding.none": "answer “no code”",
    "memo.set": "memo",
    "memo.remove": "removal of a memo",
    "suggestion.decide": "answer to suggestions",
    "coding.place": "placing of a coding",
    "coding.drop": "dropping of a coding",
    "code.add": "new code",
    "code.coin": "new code and its coding",
    "code.rename": "new name of a code",
    "code.redefine": "definition of a code",
    "code.move": "move of a code",
    "code.merge": "merge of codes",
    "code.split": "split of a code",
    "code.retire": "retirement of a code",
    "code.reinstate": "return of a code",
}
"""What an event is called when it is undone."""
_SHOWN = 40
"""Characters of a coding that are shown at the end that was moved."""


class EditingActions(CoiningActions):
    """Applying, removing and changing codings, memos, undo."""

    _held = ("", 0)
    """The coding whose end was moved last, and where that left the cursor."""

    def action_apply(self) -> None:
        span = self.target()
        if span is not None:
            self.pick_codes(
                span,
                lambda codes: self.put(span, codes),
                create_code=lambda code, also: self.put_new(span, code, also),
            )

    def pick_codes(
        self,
        span: Span | None,
        then: Callable[[Sequence[str]], None],
        *,
        several: bool = True,
        title: str = "",
        create_code: Coining | None = None,
    ) -> None:
        """Let the coder choose codes; `then` gets them unless the choice was left.

        `create_code` makes a code that the coder describes, and applies it with those marked
        before; without it only codes that are there can be chosen.
        """
        from toolkit.tui.screens.code_picker import CodePicker, NewCode

        session, document = self.session, self.view.document
        create_code = create_code if session.can_create_codes else None
        if not len(session.codebook) and create_code is None:
            self.say("There are no codes yet. Bring some with `qct codebook import FILE`.")
            return
        quote = ""
        if span is not None and document is not None:
            quote = document.text[span.start : span.end]
        already = frozenset(session.codes_on(span)) if span else frozenset()
        picker = CodePicker(
            session,
            quote=quote,
            already=already,
            several=several,
            coining=create_code is not None,
            title=title,
        )

        def chosen(answer: tuple[str, ...] | NewCode | None) -> None:
            if isinstance(answer, NewCode):
                assert create_code is not None
                self.describe_code(answer.name, quote, answer.marked, then, create_code)
            elif answer:
                then(answer)

        self.app.push_screen(picker, chosen)

    def put(self, span: Span, codes: Sequence[str]) -> None:
        """Apply codes to a span and stand at its start."""
        added = self.attempt(lambda: self.session.apply(span, codes))
        if added is None:
            return
        self.view.act(lambda reader: reader.go(span.start))
        self.refresh_data()
        names = ", ".join(self.session.look(code_id).name for code_id in codes)
        if added:
            self.say(f"Saved: {short(names, 60)}")
        else:
            self.say(f"Already there: {short(names, 60)}")

    def action_repeat(self) -> None:
        span = self.target()
        if span is not None:
            self.put(span, self.session.last_codes)

    def action_remove(self) -> None:
        def remove(codings: Sequence[Coding]) -> None:
            ids = [coding.id for coding in codings]
            self._change(lambda: self.session.remove(ids), "Removed: " + self._names(codings))

        self._on_own("Remove which?", remove, several=True)

    def action_recode(self) -> None:
        def recode(codings: Sequence[Coding]) -> None:
            coding = codings[0]

            def change(codes: Sequence[str]) -> None:
                name = self.session.look(codes[0]).name
                self._change(
                    lambda: self.session.recode(coding.id, codes[0]), f"Recoded: {short(name, 60)}"
                )

            was = self.session.look(coding.code_id).name
            self.pick_codes(
                coding.span,
                change,
                several=False,
                title=f"Instead of {short(was, 40)}",
                create_code=lambda code, _: self.recode_new(coding, code),
            )

        self._on_own("Recode which?", recode)

    def action_resize(self) -> None:
        span = self.view.selection
        if span is None:
            return
        wanted = self.session.trimmed(span)

        def resize(codings: Sequence[Coding]) -> None:
            coding = codings[0]
            self._change(
                lambda: self.session.resize(coding.id, wanted), "Fitted: " + self._names(codings)
            )

        touching = [c for c in self.session.own_codings if c.span.overlaps(wanted)]
        if not touching:
            self.say("No coding of yours touches the selection.")
        else:
            self._choose(touching, "Fit which to the selection?", resize)

    def action_edge(self, which: str) -> None:
        """Move one end of a coding by a word, and stand at that end, so that it is seen.

        As long as the coder stays there, further keys go on with the same coding.
        """
        end, back = which.startswith("end"), which.endswith("back")
        own = [coding for coding in self.view.under_cursor() if self.session.is_own(coding)]
        held_id, at = self._held
        held = [c for c in own if c.id == held_id and self.view.cursor == at]

        def move(codings: Sequence[Coding]) -> None:
            self._move_edge(codings[0], end=end, back=back)

        if held:
            move(held)
        elif own:
            self._choose(own, f"Move the {'end' if end else 'start'} of which?", move)

    def _move_edge(self, coding: Coding, *, end: bool, back: bool) -> None:
        document = self.view.document
        if document is None:
            return
        span = document.moved_edge(coding.span, end=end, back=back)
        if span == coding.span:
            self.say("One word is left." if back == end else "There is nothing further.")
            return

        def resize() -> bool:
            self.session.resize(coding.id, span)
            return True

        if not self.attempt(resize):
            return
        edge = span.end - 1 if end else span.start
        self.view.act(lambda reader: reader.go(edge))
        self._held = coding.id, self.view.cursor
        self.refresh_data()
        words = " ".join(document.text[span.start : span.end].split())
        shown = f"ends “…{words[-_SHOWN:]}”" if end else f"starts “{words[:_SHOWN]}…”"
        self.say(f"{self._names([coding])} {short(shown, _SHOWN + 12)}  {span}")

    def action_split(self) -> None:
        at = self.view.cursor

        def split(codings: Sequence[Coding]) -> None:
            coding = codings[0]
            self._change(
                lambda: self.session.split(coding.id, at), "Split: " + self._names(codings)
            )

        self._on_own("Split which here?", split)

    def action_join(self) -> None:
        span = self.view.selection
        if span is None:
            return
        touching = [c for c in self.session.own_codings if c.span.overlaps(span)]
        codes = dict.fromkeys(c.code_id for c in touching)
        alike = [[c for c in touching if c.code_id == code] for code in codes]
        several = [group for group in alike if len(group) > 1]
        if not several:
            self.say("Select across two codings of yours with the same code to join them.")
            return

        def join(chosen: Sequence[Coding]) -> None:
            group = next(group for group in several if chosen[0] in group)
            ids = [coding.id for coding in group]
            self._change(lambda: self.session.join(ids), "Joined: " + self._names(group[:1]))

        self._choose([group[0] for group in several], "Join which?", join)

    def action_discuss(self) -> None:
        def flag(codings: Sequence[Coding]) -> None:
            name = self._names(codings)
            on = self.attempt(lambda: self.session.flag(codings[0]))
            if on is not None:
                self.refresh_data()
                self.say(f"To discuss: {name}" if on else f"No longer to discuss: {name}")

        self._on_own("Discuss which?", flag)

    def action_memo(self) -> None:
        def edit(codings: Sequence[Coding]) -> None:
            coding, session = codings[0], self.session
            before = session.my_memo(coding.id)
            self.edit_memo(
                self._names(codings), before, f"coding {coding.id}",
                lambda text: session.note(coding.id, text),
            )  # fmt: skip

        self._on_own("Memo on which?", edit)

    def action_source_memo(self) -> None:
        document = self.view.document
        if document is None:
            return
        before = self.attempt(self.session.source_memo)
        if before is not None:
            name = document.source.id
            self.edit_memo(safe(name), before, f"source {name}", self.session.note_source)

    def action_submit(self) -> None:
        from toolkit.tui.screens.confirm import Confirm

        document = self.view.document
        if document is None:
            return
        name = safe(document.source.id)

        def submit(sure: bool | None) -> None:
            if sure:
                self._change(self.session.submit, f"Submitted: {name}. It is locked now.")

        self.app.push_screen(
            Confirm(
                f"Submit {name} in round {safe(self.session.round.id)}?",
                "You say that you are done: what you left uncoded counts as no code, and nothing "
                "can be changed any more. Only someone else can unlock it, with a reason.",
                "Submit and lock",
            ),
            submit,
        )

    def action_undo(self) -> None:
        self._travel(self.session.undo, "Undone", "Nothing left to undo.")

    def action_redo(self) -> None:
        self._travel(self.session.redo, "Brought back", "Nothing to bring back.")

    def _travel(self, step: Callable[[], Event], verb: str, nowhere: str) -> None:
        """Undo or redo; that there is nothing is no error."""
        try:
            event = step()
        except QctError as error:
            if error.code in ("nothing-to-undo", "nothing-to-redo"):
                self.say(nowhere)
            else:
                self.report(error)
            return
        kind = str(event.summary.get("brought_back") or event.summary.get("of", ""))
        self.refresh_data(sources=True)
        self.say(f"{verb}: {_DONE.get(kind, kind or 'the last change')}")

    def _change(self, work: Callable[[], None], done: str) -> None:
        """Make a change; say `done` when it went well."""

        def changed() -> bool:
            work()
            return True

        if self.attempt(changed):
            self.view.act(lambda reader: reader.clear())
            self.refresh_data()
            self.say(done)

    def _names(self, codings: Sequence[Coding]) -> str:
        return short(", ".join(self.session.look(c.code_id).name for c in codings), 60)

    def _on_own(
        self,
        question: str,
        then: Callable[[Sequence[Coding]], None],
        *,
        several: bool = False,
    ) -> None:
        own = [coding for coding in self.view.under_cursor() if self.session.is_own(coding)]
        if own:
            self._choose(own, question, then, several=several)

    def _choose(
        self,
        codings: Sequence[Coding],
        question: str,
        then: Callable[[Sequence[Coding]], None],
        *,
        several: bool = False,
    ) -> None:
        """Go on with the only coding, or ask which."""
        if len(codings) == 1:
            then(codings)
            return
        from toolkit.tui.screens.choose_coding import ChooseCoding

        screen = ChooseCoding(self.session, codings, question, several=several)
        self.app.push_screen(screen, lambda chosen: then(chosen) if chosen else None)
