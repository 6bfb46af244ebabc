"""Codings: applied, removed, changed, undone. Each change is saved when its method returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import QctError
from toolkit.i18n import _, ngettext
from toolkit.tui.widgets.bars import safe, short
from toolkit.tui.workspace.controller import Controller, Host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.events import Event
    from toolkit.domain.spans import Span
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.transcript.widget import TranscriptView
    from toolkit.tui.workspace.new_code import CreateCode, NewCodes

_DONE = {
    "coding.add": _("coding"),
    "coding.remove": _("removal"),
    "coding.change": _("change of a coding"),
    "coding.split": _("split of a coding"),
    "coding.join": _("joining of codings"),
    "coding.none": _("answer “no code”"),
    "memo.set": _("memo"),
    "memo.remove": _("removal of a memo"),
    "queue.answer": _("answer in a queue"),
    "search.decide": _("answer to hits of a search"),
    "suggestion.decide": _("answer to suggestions"),
    "coding.place": _("placing of a coding"),
    "coding.drop": _("dropping of a coding"),
    "source.finish": _("“finished” of a source"),
    "source.unfinish": _("“not finished” of a source"),
    "code.add": _("new code"),
    "code.coin": _("new code and its coding"),
    "code.rename": _("new name of a code"),
    "code.redefine": _("definition of a code"),
    "code.move": _("move of a code"),
    "code.merge": _("merge of codes"),
    "code.split": _("split of a code"),
    "code.retire": _("retirement of a code"),
    "code.reinstate": _("return of a code"),
    "code.proposing": _("setting of what models propose"),
}
"""What an event is called when it is undone."""
_SHOWN = 40
"""Characters of a coding that are shown at the end that was moved."""


class Editing(Controller):
    """Applying, removing and changing codings, and undo."""

    def __init__(
        self, host: Host, session: CodingSession, view: TranscriptView, new_codes: NewCodes
    ) -> None:
        super().__init__(host, session, view)
        self._new_codes = new_codes
        self._held = ("", 0)
        """The coding whose end was moved last, and where that left the cursor."""

    def apply(self) -> None:
        span = self.target()
        if span is not None:
            self.pick_codes(
                span,
                lambda codes: self.apply_codes(span, codes),
                create_code=lambda code, also: self._new_codes.apply(span, code, also),
            )

    def pick_codes(
        self,
        span: Span | None,
        then: Callable[[Sequence[str]], None],
        *,
        several: bool = True,
        title: str = "",
        create_code: CreateCode | None = None,
    ) -> None:
        """Let the coder choose codes; `then` gets them unless the choice was left.

        `create_code` makes a code that the coder describes, and applies it with those marked
        before; without it only existing codes can be chosen.
        """
        from toolkit.tui.screens.code_picker import CodePicker, NewCode

        session = self.session
        create_code = create_code if session.can_create_codes else None
        if not len(session.codebook) and create_code is None:
            self.host.say(_("There are no codes yet. Import some with `qct codebook import FILE`."))
            return
        quote = self.words(span)
        picker = CodePicker(
            session,
            quote=quote,
            already=frozenset(session.codes_on(span)) if span else frozenset(),
            several=several,
            may_create=create_code is not None,
            title=title,
        )

        def chosen(answer: tuple[str, ...] | NewCode | None) -> None:
            if isinstance(answer, NewCode):
                assert create_code is not None
                self._new_codes.ask(answer.name, quote, answer.marked, then, create_code, span=span)
            elif answer:
                then(answer)

        self.host.open_screen(picker, chosen)

    def apply_codes(self, span: Span, codes: Sequence[str]) -> None:
        """Apply codes to a span and stand at its start."""
        added = self.attempt(lambda: self.session.apply(span, codes))
        if added is None:
            return
        self.view.act(lambda reader: reader.go(span.start))
        self.host.refresh_data()
        names = ", ".join(self.session.look(code_id).name for code_id in codes)
        message = _("Saved: {codes}") if added else _("Already there: {codes}")
        self.host.say(message.format(codes=short(names, 60)))

    def apply_here(self, code_id: str) -> None:
        """Apply one code to the selection or the sentence, as the palette does."""
        span = self.target()
        if span is not None:
            self.apply_codes(span, [code_id])

    def repeat(self) -> None:
        span = self.target()
        if span is not None:
            self.apply_codes(span, self.session.last_codes)

    def remove(self) -> None:
        def remove(codings: Sequence[Coding]) -> None:
            ids = [coding.id for coding in codings]
            self._change(
                lambda: self.session.remove(ids), (_("Removed:") + " ") + self.names(codings)
            )

        self._on_own(_("Choose the coding to remove"), remove, several=True)

    def recode(self) -> None:
        def recode(codings: Sequence[Coding]) -> None:
            coding = codings[0]

            def change(codes: Sequence[str]) -> None:
                name = self.session.look(codes[0]).name
                self._change(
                    lambda: self.session.recode(coding.id, codes[0]),
                    _("Recoded: {name}").format(name=short(name, 60)),
                )

            was = self.session.look(coding.code_id).name
            self.pick_codes(
                coding.span,
                change,
                several=False,
                title=_("Instead of {was}").format(was=short(was, 40)),
                create_code=lambda code, _: self._new_codes.recode(coding, code),
            )

        self._on_own(_("Choose the coding to recode"), recode)

    def resize(self) -> None:
        span = self.view.selection
        if span is None:
            return
        goal = self.session.trimmed(span)

        def resize(codings: Sequence[Coding]) -> None:
            coding = codings[0]
            self._change(
                lambda: self.session.resize(coding.id, goal),
                (_("Fitted:") + " ") + self.names(codings),
            )

        touching = [c for c in self.session.own_codings if c.span.overlaps(goal)]
        if not touching:
            self.host.say(_("You have no coding within the selection."))
        else:
            self.choose_coding(touching, _("Choose the coding to fit to the selection"), resize)

    def edge(self, edge_key: str) -> None:
        """Move one end of a coding by a word, and stand at that end, so that it is seen.

        As long as the coder stays there, further keys go on with the same coding.
        """
        end, back = edge_key.startswith("end"), edge_key.endswith("back")
        own = self.own_codings_here()
        held_id, at = self._held
        held = [c for c in own if c.id == held_id and self.view.cursor == at]

        def move(codings: Sequence[Coding]) -> None:
            self._move_edge(codings[0], end=end, back=back)

        if held:
            move(held)
        elif own:
            question = (
                _("Choose the coding whose end moves")
                if end
                else _("Choose the coding whose start moves")
            )
            self.choose_coding(own, question, move)

    def _move_edge(self, coding: Coding, *, end: bool, back: bool) -> None:
        document = self.view.document
        if document is None:
            return
        span = document.moved_edge(coding.span, end=end, back=back)
        if span == coding.span:
            self.host.say(
                _("The coding is only one word long.") if back == end else _("The text ends here.")
            )
            return

        def resize() -> bool:
            self.session.resize(coding.id, span)
            return True

        if not self.attempt(resize):
            return
        edge = span.end - 1 if end else span.start
        self.view.act(lambda reader: reader.go(edge))
        self._held = coding.id, self.view.cursor
        self.host.refresh_data()
        words = " ".join(document.text[span.start : span.end].split())
        shown = (
            _("ends “…{words}”").format(words=words[-_SHOWN:])
            if end
            else _("starts “{words}…”").format(words=words[:_SHOWN])
        )
        self.host.say(f"{self.names([coding])} {short(shown, _SHOWN + 12)}  {span}")

    def split(self) -> None:
        at = self.view.cursor

        def split(codings: Sequence[Coding]) -> None:
            coding = codings[0]
            self._change(
                lambda: self.session.split(coding.id, at), (_("Split:") + " ") + self.names(codings)
            )

        self._on_own(_("Choose the coding to split"), split)

    def join(self) -> None:
        span = self.view.selection
        if span is None:
            return
        touching = [c for c in self.session.own_codings if c.span.overlaps(span)]
        codes = dict.fromkeys(c.code_id for c in touching)
        alike = [[c for c in touching if c.code_id == code] for code in codes]
        several = [group for group in alike if len(group) > 1]
        if not several:
            self.host.say(_("To join, select across two of your codings of the same code."))
            return

        def join(chosen: Sequence[Coding]) -> None:
            group = next(group for group in several if chosen[0] in group)
            ids = [coding.id for coding in group]
            self._change(
                lambda: self.session.join(ids), (_("Joined:") + " ") + self.names(group[:1])
            )

        self.choose_coding([group[0] for group in several], _("Choose the codings to join"), join)

    def discuss(self) -> None:
        def flag(codings: Sequence[Coding]) -> None:
            name = self.names(codings)
            on = self.attempt(lambda: self.session.flag(codings[0]))
            if on is not None:
                self.host.refresh_data()
                self.host.say(
                    _("Flagged for discussion: {name}").format(name=name)
                    if on
                    else _("No longer flagged: {name}").format(name=name)
                )

        self._on_own(_("Choose the coding to flag"), flag)

    def undo(self) -> None:
        self._step(self.session.undo, _("Undone: {change}"), _("There is nothing to undo."))

    def redo(self) -> None:
        self._step(self.session.redo, _("Redone: {change}"), _("There is nothing to redo."))

    def _step(self, step: Callable[[], Event], done: str, nowhere: str) -> None:
        """Undo or redo, and say what changed where; nothing to undo is no error."""
        before = self.attempt(self.session.all_own_codings)
        if before is None:
            return
        names = self._names(before.values())
        try:
            event = step()
        except QctError as error:
            if error.code in ("nothing-to-undo", "nothing-to-redo"):
                self.host.say(nowhere)
            else:
                self.host.report(error)
            return
        self.host.refresh_data(sources=True)
        after = self.attempt(self.session.all_own_codings)
        after = before if after is None else after
        changed = [
            after.get(coding_id) or before[coding_id]
            for coding_id in before.keys() | after.keys()
            if after.get(coding_id) != before.get(coding_id)
        ]
        kind = str(event.summary.get("brought_back") or event.summary.get("of", ""))
        change = _DONE.get(kind, kind or _("the last change"))
        if changed:
            names = self._names(after.values()) | names  # a code may have gone with its coding
            where = self._described(sorted(changed, key=lambda coding: coding.span), names)
            change = f"{change} ({where})"
        self.host.say(done.format(change=change))

    def _names(self, codings: Iterable[Coding]) -> dict[str, str]:
        """The names of the codes of these codings, as the codebook has them now."""
        return {
            code_id: self.session.look(code_id).name for code_id in {c.code_id for c in codings}
        }

    def _described(self, codings: Sequence[Coding], names: Mapping[str, str]) -> str:
        """Code and place of the first coding, and how many more there are."""
        coding = codings[0]
        name, source = short(names[coding.code_id], 40), safe(coding.source_id)
        turn = self.session.turn_number(coding)
        place = _("{source} turn {turn}").format(source=source, turn=turn) if turn else source
        more = len(codings) - 1
        if not more:
            return f"{name}, {place}"
        return ngettext(
            "{name}, {place} and {more} more coding",
            "{name}, {place} and {more} more codings",
            more,
        ).format(name=name, place=place, more=more)

    def _change(self, work: Callable[[], None], done: str) -> None:
        """Make a change; say `done` when it went well."""

        def changed() -> bool:
            work()
            return True

        if self.attempt(changed):
            self.view.act(lambda reader: reader.clear())
            self.host.refresh_data()
            self.host.say(done)

    def _on_own(
        self,
        question: str,
        then: Callable[[Sequence[Coding]], None],
        *,
        several: bool = False,
    ) -> None:
        self.choose_coding(self.own_codings_here(), question, then, several=several)
