"""Suggestions with their reasons, and the question that comes before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from toolkit.domain.suggestions import Suggestion
from toolkit.i18n import _, ngettext
from toolkit.tui.widgets.bars import QUIET, safe, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from toolkit.domain.evidence import CodedPassage
    from toolkit.tui.state.coding_session import CodingSession
    from toolkit.tui.state.comparing import Comparing

MOST = 9
"""Candidates that a digit can take."""
_QUOTE = 76
_EXAMPLES = 2
_RULES = 2
"""Include lines, and exclude lines, of a code."""
_SILENT = "silent"
_WORDING = {
    "strong": (_("strong"), "bold $text-success"),
    "possible": (_("possible"), "$text-warning"),
}
_REASONS = {
    "not likely enough": _("not likely enough"),
    "not likely enough to be strong": _("not likely enough to be strong"),
    "this code was often wrong when it was strong": _(
        "this code was often wrong when it was strong"
    ),
    "{count} of {most} earlier answers": _("{count} of {most} earlier answers"),
    "{count} of {most} examples": _("{count} of {most} examples"),
    "examples from {count} of {most} interviews": _("examples from {count} of {most} interviews"),
}
"""The reasons of `toolkit.suggest.candidates`, which are stored in English."""

Part = str | tuple[str, str]


class CommitFirst(ModalScreen[str | None]):
    """Asks for the coder's own answer: `code`, `none`, or None when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Leave"),
        Binding("enter,c", "dismiss('code')", "Code"),
        Binding("0", "dismiss('none')", "None"),
    ]

    def __init__(self, quote: str) -> None:
        super().__init__()
        self._quote = quote

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(
                _("Code first, then see suggestions"), classes="window-title", markup=False
            )
            yield Static(
                Content.assemble(
                    (f"{short(self._quote, 300)}\n\n", QUIET),
                    _(
                        "People tend to follow suggestions, right or wrong. Decide for "
                        "yourself first, then see what the coded passages suggest."
                    ),
                ),
                classes="window-body",
                markup=False,
            )
            yield Static(
                _("enter Choose a code   0 No code fits   esc Cancel"),
                classes="window-keys",
                markup=False,
            )


class SuggestionScreen(ModalScreen[Suggestion | str | None]):
    """The candidates of each family with evidence; every answer costs one key.

    Candidates that the model keeps silent about are not shown.

    Returns the candidate taken, `none` (of these), `other` (code), `new` (make a new code), `again`
    (preliminary ones are asked for anew), or None for later.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, MOST + 1)),
        Binding("0", "dismiss('none')", "None of these"),
        Binding("c", "dismiss('other')", "Another code"),
        Binding("n", "new", show=False),
        Binding("r", "again", show=False),
        Binding("x", "stop", show=False),
        Binding("escape,q", "dismiss(None)", "Later"),
        Binding("j", "scroll(2)", show=False),
        Binding("k", "scroll(-2)", show=False),
    ]

    def __init__(
        self,
        session: CodingSession,
        offered: Sequence[Suggestion],
        quote: str,
        comparing: Comparing | None = None,
    ) -> None:
        """`comparing` is what goes on in the background where suggestions are preliminary."""
        super().__init__()
        self._comparing = comparing
        self._unread = max((each.evidence.unread for each in offered), default=0)
        self._session = session
        # The families in the order in which they were offered, the best of each first.
        families = list(dict.fromkeys(suggestion.batch_id for suggestion in offered))
        ranked = sorted(offered, key=lambda s: (families.index(s.batch_id), s.rank))
        self._is_new = any(each.evidence.new_code for each in offered)
        self._shown = [s for s in ranked if s.verdict != _SILENT][:MOST]
        self._has_families = len(families) > 1
        self._quote = quote

    def compose(self) -> ComposeResult:
        with Vertical(classes="window wide"):
            yield Static(
                Content.assemble(
                    (_("Suggestions"), "bold"), (f" · {short(self._quote, 64)}", QUIET)
                ),
                classes="window-title",
                markup=False,
            )
            if self._unread:
                yield Static(self._preliminary(), id="preliminary", markup=False)
            with VerticalScroll(classes="window-body"):
                yield Static(self._text(), id="candidates", markup=False)
            yield Static(self._keys(), classes="window-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        if self._unread and self._comparing is not None:
            self.set_interval(0.5, self._tell)

    def _tell(self) -> None:
        self.query_one("#preliminary", Static).update(self._preliminary())

    def _preliminary(self) -> Content:
        said = ngettext(
            "Preliminary: {count} coded passage is not compared yet.",
            "Preliminary: {count} coded passages are not compared yet.",
            self._unread,
        ).format(count=self._unread)
        told = self._comparing.told() if self._comparing is not None else ""
        return Content.assemble((said, "$text-warning"), (f"\n{told}", QUIET))

    def action_new(self) -> None:
        if self._is_new:
            self.dismiss("new")

    def action_again(self) -> None:
        if self._unread:
            self.dismiss("again")

    def action_stop(self) -> None:
        if self._unread and self._comparing is not None:
            self._comparing.stop()
            self._tell()

    def _keys(self) -> str:
        count = len(self._shown)
        numbers = f"1–{count} " if count > 1 else "1 "
        keys = [numbers + _("Accept")] if count else []
        keys.append("0 " + (_("None of these") if count else _("No code fits")))
        return "   ".join([*keys, _("c Another code…"), _("esc Later")])

    def _text(self) -> Content:
        parts: list[Part] = []
        if not self._shown:
            parts.append(_("No code is close enough to suggest here.") + "\n")
        family = None
        for number, suggestion in enumerate(self._shown, 1):
            if self._has_families and suggestion.batch_id != family:
                family = suggestion.batch_id
                name = self._session.family_name(suggestion.evidence.family)
                parts.append(("\n" if number > 1 else "") + f"{safe(name)}\n")
            parts += self._candidate(number, suggestion)
        if self._is_new:
            parts += [
                ("\nn ", "bold $text-accent"),
                (_("Maybe a new code"), "bold"),
                ("\n    ", ""),
                (
                    _("No code is as close as codes usually are to their own passages.") + "\n",
                    QUIET,
                ),
            ]
        parts += [
            ("\n0 ", "bold $text-accent"),
            (_("None of these") + "\n") if self._shown else (_("No code fits") + "\n"),
        ]
        if notice := self._session.checks_notice:
            parts.append((f"\n{notice}\n", QUIET))
        return Content.assemble(*parts)

    def _candidate(self, number: int, suggestion: Suggestion) -> list[Part]:
        session = self._session
        look = session.look(suggestion.code_id)
        word, style = _WORDING.get(suggestion.verdict, (suggestion.verdict, ""))
        path = session.path(suggestion.code_id)
        evidence = suggestion.evidence
        parts: list[Part] = [
            "\n" if number > 1 else "",
            (f"{number} ", "bold $text-accent"),
            ("▌", look.color.hex),
            (safe(look.name), "bold"),
            (f"  {word}", style),
            (_past(suggestion), QUIET),
            (f", {safe(_reason(evidence.reason))}" if evidence.reason else "", QUIET),
            (f"  {safe(path)}" if path else "", QUIET),
            "\n",
        ]
        for passage in evidence.examples[:_EXAMPLES]:
            parts += _example(_("like"), passage, self._session)
        if evidence.near_miss is not None:
            parts += _example(_("but") + " ", evidence.near_miss, self._session, other=True)
        code = session.codebook.by_id.get(suggestion.code_id)
        for sign, lines in (("+", code.include), ("−", code.exclude)) if code is not None else ():
            parts += [
                (f"    {sign} {safe(short(line, _QUOTE))}\n", QUIET) for line in lines[:_RULES]
            ]
        terms = evidence.terms[:3]
        if terms:
            shared = _("shared words: {terms}").format(terms=safe(", ".join(terms)))
            parts.append((f"    {shared}\n", QUIET))
        return parts

    def action_take(self, number: int) -> None:
        if number <= len(self._shown):
            self.dismiss(self._shown[number - 1])

    def action_scroll(self, rows: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)


def _example(
    word: str, passage: CodedPassage, session: CodingSession, *, other: bool = False
) -> list[Part]:
    """One line of evidence: a passage that a person coded, where it stands and who coded it."""
    who = _("you") if passage.coder_id == session.coder else passage.coder_id
    name = session.look(passage.code_id).name
    coded = " " + _("coded {name}").format(name=name) if other else ""
    origin = safe(f"{passage.source_id}, {who}{coded}")
    return [
        (f"    {word} ", QUIET),
        f"“{short(passage.quote, _QUOTE)}”",
        (f"  {origin}\n", QUIET),
    ]


def _past(suggestion: Suggestion) -> str:
    """How often candidates of the same verdict were right in earlier interviews."""
    past = suggestion.evidence.past
    if past is None or not past.answers:
        return ""
    return ", " + _("right {right} of {answers} times").format(
        right=past.right, answers=past.answers
    )


def _reason(stored: str) -> str:
    """A stored reason in the reader's language."""
    numbers = re.findall(r"\d+", stored)
    if len(numbers) != 2:
        return _REASONS.get(stored, stored)
    count, most = numbers
    for pattern, translation in _REASONS.items():
        if pattern.format(count=count, most=most) == stored:
            return translation.format(count=count, most=most)
    return stored
