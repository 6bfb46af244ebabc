"""De-identification: the desk, and a pseudonym in the place of the words selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.tui.keymap import shown_keys
from toolkit.tui.widgets.bars import safe, short
from toolkit.tui.workspace.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.domain.progress import ProgressCallback
    from toolkit.domain.spans import Span
    from toolkit.language.identifiers.candidate import Kind
    from toolkit.operations.identifiers.key import Entry
    from toolkit.tui.transcript.document import Document

    _Opened = Callable[[str | None, list[Entry]], None]


class IdentifiersController(Controller):
    """Texts are everyone's: these actions show nothing of anybody's codings."""

    def desk(self) -> None:
        """Open the list of what may identify somebody."""
        from toolkit.tui.screens.identifiers.desk import DeidentifyScreen
        from toolkit.tui.state.identifiers import Desk

        self.host.open_screen(DeidentifyScreen(Desk(self.session)), self._closed)

    def _closed(self, has_changed: bool | None) -> None:
        if has_changed:
            self._show_texts()

    def _show_texts(self) -> None:
        """Show the open source as it is now, with its codings."""

        def read() -> bool:
            self.session.reload()
            return True

        if self.attempt(read):
            self.host.refresh_data(sources=True)

    def replace(self) -> None:
        """Ask what the words selected are, and put a pseudonym in their place."""
        document, selection = self.view.document, self.view.selection
        if document is None or selection is None:
            return
        if self.session.read_only:
            self.host.say(_("The workspace is read-only: texts cannot be changed here."))
            return
        span = self.session.trimmed(selection)
        if "\n" in self.words(span):
            self.host.say(_("Select words of one line: a name does not go over several."))
            return
        self._open_key(lambda passphrase, key: self._ask_kind(document, span, passphrase, key))

    def _open_key(self, then: _Opened, *, is_wrong: bool = False) -> None:
        """Go on with the passphrase, None where the key is not sealed, and what the key holds."""
        identifiers = self.session.project.identifiers
        if not identifiers.is_key_sealed():
            key = self.attempt(identifiers.key)
            if key is not None:
                then(None, key)
            return
        from toolkit.tui.screens.identifiers.passphrase import PassphraseScreen

        def answered(passphrase: str | None) -> None:
            if passphrase is None:
                return

            def read(_tell: ProgressCallback) -> list[Entry] | None:
                try:
                    return identifiers.key(passphrase=passphrase)
                except InputError as error:
                    if error.code == "passphrase-wrong":
                        return None
                    raise

            def opened(key: list[Entry] | None) -> None:
                if key is None:
                    self._open_key(then, is_wrong=True)
                else:
                    then(passphrase, key)

            self.host.run_with_progress(_("Opening the key …"), read, opened)

        self.host.open_screen(PassphraseScreen(is_wrong=is_wrong), answered)

    def _ask_kind(
        self, document: Document, span: Span, passphrase: str | None, key: list[Entry]
    ) -> None:
        from toolkit.language.identifiers.candidate import Kind
        from toolkit.tui.screens.choose_item import Item, Pick
        from toolkit.tui.state.identifiers import KINDS

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self._ask_pseudonym(document, span, Kind(answer), passphrase, key)

        items = [Item(kind.value, name) for kind, name in KINDS.items()]
        words = short(self.words(span), 40)
        self.host.open_screen(Pick(_("What is “{words}”?").format(words=words), items), chosen)

    def _ask_pseudonym(
        self,
        document: Document,
        span: Span,
        kind: Kind,
        passphrase: str | None,
        key: list[Entry],
    ) -> None:
        from toolkit.language.identifiers.pseudonyms import Named, Pseudonyms, comparable
        from toolkit.tui.screens.identifiers.pseudonym import PseudonymScreen
        from toolkit.tui.state.identifiers import offered

        words = document.text[span.start : span.end]
        known = Pseudonyms(Named(entry.kind, entry.words, entry.replacement) for entry in key)
        proposed = known.of(kind, words, document.source.language)

        def answered(replacement: str | None) -> None:
            if replacement is not None:
                self._accept(document, span, kind, replacement, passphrase)

        others = offered(key, (), (kind, comparable(words)))
        self.host.open_screen(PseudonymScreen(words, proposed, others), answered)

    def _accept(
        self,
        document: Document,
        span: Span,
        kind: Kind,
        replacement: str,
        passphrase: str | None,
    ) -> None:
        from toolkit.operations.identifiers.accept import Choice

        source, session = document.source, self.session
        choice = Choice(source.id, span.start, span.end, kind, replacement)

        def accept(_tell: ProgressCallback) -> None:
            session.project.identifiers.accept(
                [choice],
                actor=session.coder,
                passphrase=passphrase,
                texts={source.id: source.text_sha256},
            )

        def accepted(_nothing: None) -> None:
            self._show_texts()
            self.host.say(
                _("Replaced by {replacement}. u undoes it; {key} lists other places.").format(
                    replacement=safe(replacement),
                    key=shown_keys(self.host.keys["text.deidentify"], 1),
                )
            )

        title = _("Replacing the words …")
        self.host.run_with_progress(title, accept, accepted, can_stop=False)
