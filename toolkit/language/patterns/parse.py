"""The language of search patterns: words by lemma, phrases with gaps, lists, near, and not.

    pattern  = near, {"NOT", list}
    near     = list, {"NEAR" or "NEAR/10", list}
    list     = phrase, {"|", phrase}
    phrase   = item, {["..." or "..3"], item}
    item     = word | '"' words '"' | "(" list ")"
    word     = ["="] letters ["*"] ["/" part of speech]

docs/search.md explains it for people. No pattern is ever evaluated as a regular expression.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.text.search import folded

PARTS_OF_SPEECH = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
"""Parts of speech of Universal Dependencies, which a pattern may name."""
GAP = 5
"""Words that `...` lets stand between."""
NEAR = 10
"""Words that `NEAR` without a number lets stand between."""
MOST_BETWEEN = 100
"""Most words that a gap or NEAR may let stand between."""
MOST_LETTERS = 2_000
"""Longest pattern, in code points."""
MOST_DEPTH = 20
"""Most parentheses inside one another."""


class PatternError(UsageError):
    """A pattern that cannot be read; `at` counts its characters from 1."""

    def __init__(self, pattern: str, at: int, problem: str, hint: str = "") -> None:
        """`problem` says what is wrong there, and `hint` what may stand there."""
        self.at = at
        super().__init__(
            _("the pattern {pattern!r} is wrong at character {at}: {problem}").format(
                pattern=pattern if len(pattern) <= 80 else f"{pattern[:79]}…",
                at=at,
                problem=problem,
            ),
            code="pattern-syntax",
            hint=hint,
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a pattern. `text` is folded; an empty one stands for any word."""

    text: str
    is_form: bool = False
    """Only this form of the word, as with `=shared`."""
    is_beginning: bool = False
    """Any word that begins so, as with `inform*`."""
    part: str = ""
    """The part of speech that it must be; empty for any."""

    @property
    def is_any(self) -> bool:
        """Whether every word fits."""
        return not (self.text or self.part)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Items that follow one another."""

    items: tuple[Word | AnyOf, ...]
    gaps: tuple[int, ...]
    """The most words between each item and the next; 0 where they follow directly."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A list, any phrase of which may stand there."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was read."""

    text: str
    """As it was written."""
    near: tuple[AnyOf, ...]
    """What stands near one another: one list, or two and more."""
    distances: tuple[int, ...]
    """The most words between each of them and the next, in either order."""
    excluded: tuple[AnyOf, ...]
    """What must not stand in the same sentence or turn."""
    is_plain: bool
    """Whether it is words alone, without a sign of the pattern language."""


class _Part(NamedTuple):
    """A piece of the text of a pattern; `at` counts code points from 0."""

    kind: str
    text: str
    at: int


_PARTS = re.compile(r"\s+|(?P<sign>[()|])|(?P<quote>[\"“”„])|(?P<run>[^\s()|\"“”„]+)")
_QUOTES = '"“”„'
_GAP = re.compile(r"\.\.\.|…|\.\.(\d+)")
_NEAR = re.compile(r"NEAR(?:/(.*))?")
_PART = re.compile(r"(.+)/([A-Z]+)")


def parse(text: str) -> Pattern:
    """The pattern in a text. Raises `PatternError`, which says where it is wrong and why."""
    return _Parser(unicodedata.normalize("NFC", text)).pattern()


class _Parser:
    """Reads a pattern from left to right, once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._depth = 0
        self._is_plain = True
        if len(text) > MOST_LETTERS:
            self._refuse(
                MOST_LETTERS,
                _("it is longer than {most} characters").format(most=MOST_LETTERS),
                _("Search for its parts one after another."),
            )
        self._parts = self._cut()
        self._next = 0

    # --- the text in parts ------------------------------------------------------------

    def _cut(self) -> list[_Part]:
        parts: list[_Part] = []
        at, text = 0, self._text
        while at < len(text):
            match = _PARTS.match(text, at)
            assert match is not None
            at = match.end()
            if match["sign"]:
                parts.append(_Part(match["sign"], match[0], match.start()))
            elif match["quote"]:
                close = next((i for i in range(at, len(text)) if text[i] in _QUOTES), -1)
                if close < 0:
                    self._refuse(
                        match.start(),
                        _("the quotation mark is never closed"),
                        _('Write a phrase as "share data".'),
                    )
                parts.append(_Part("quoted", text[at:close], match.start()))
                at = close + 1
            elif match["run"]:
                parts.append(_Part(self._kind(match["run"]), match["run"], match.start()))
        return parts

    @staticmethod
    def _kind(run: str) -> str:
        if _GAP.fullmatch(run):
            return "gap"
        if run == "NOT":
            return "NOT"
        return "NEAR" if _NEAR.fullmatch(run) else "word"

    @property
    def _now(self) -> _Part:
        if self._next < len(self._parts):
            return self._parts[self._next]
        return _Part("end", "", len(self._text))

    def _take(self, *kinds: str) -> _Part | None:
        part = self._now
        if part.kind not in kinds:
            return None
        self._next += 1
        return part

    # --- the grammar ------------------------------------------------------------------

    def pattern(self) -> Pattern:
        """The whole pattern."""
        if not self._parts:
            self._refuse(0, _("it is empty"), _("Write a word, such as share."))
        near, distances, excluded = [self._list()], [], []
        while part := self._take("NEAR"):
            self._is_plain = False
            distances.append(self._distance(part))
            near.append(self._list())
        while self._take("NOT"):
            self._is_plain = False
            excluded.append(self._list())
        part = self._now
        if part.kind == "NEAR":
            self._refuse(
                part.at,
                _("NEAR stands after NOT"),
                _("Write what is near first: law NEAR/10 obstacle NOT lawyer."),
            )
        if part.kind == ")":
            self._refuse(
                part.at, _("this parenthesis was never opened"), _("Write (data|figures) share.")
            )
        assert part.kind == "end"
        return Pattern(self._text, tuple(near), tuple(distances), tuple(excluded), self._is_plain)

    def _distance(self, part: _Part) -> int:
        match = _NEAR.fullmatch(part.text)
        assert match is not None
        if match[1] is None:
            return NEAR
        return self._number(match[1], part.at + len("NEAR/"), "NEAR/10")

    def _number(self, digits: str, at: int, example: str) -> int:
        number = int(digits) if digits.isdecimal() and len(digits) < 10 else 0
        if not 1 <= number <= MOST_BETWEEN:
            self._refuse(
                at,
                _("{number!r} is no number of words").format(number=digits),
                _("Write a number from 1 to {most}, as in {example}.").format(
                    most=MOST_BETWEEN, example=example
                ),
            )
        return number

    def _list(self) -> AnyOf:
        begin = self._now.at
        phrases = [self._phrase()]
        while self._take("|"):
            self._is_plain = False
            phrases.append(self._phrase())
        listed = AnyOf(tuple(phrases))
        if _fits_all(listed):
            self._refuse(
                begin,
                _("every word fits this"),
                _("Add a word, as in */ADJ data."),
            )
        return listed

    def _phrase(self) -> Phrase:
        items = [self._item()]
        gaps: list[int] = []
        while self._now.kind in ("word", "quoted", "(", "gap"):
            part = self._take("gap")
            gaps.append(self._gap(part) if part else 0)
            items.append(self._item())
        if len(items) == 1:
            return Phrase((items[0],), ())
        return Phrase(tuple(items), tuple(gaps))

    def _gap(self, part: _Part) -> int:
        self._is_plain = False
        match = _GAP.fullmatch(part.text)
        assert match is not None
        return GAP if match[1] is None else self._number(match[1], part.at + 2, "share ..3 data")

    def _item(self) -> Word | AnyOf:
        part = self._now
        if self._take("word"):
            return self._word(part)
        if self._take("quoted"):
            self._is_plain = False
            words = tuple(Word(_key(word)) for word in part.text.split())
            if not words:
                self._refuse(
                    part.at,
                    _("nothing stands between the quotation marks"),
                    _('Write a phrase as "share data".'),
                )
            return AnyOf((Phrase(words, (0,) * (len(words) - 1)),))
        if self._take("("):
            return self._group(part)
        named = _("the end") if part.kind == "end" else repr(part.text)
        self._refuse(
            part.at,
            _("a word is missing before {named}").format(named=named),
            _('A word, a phrase in "quotation marks" or a list in (parentheses) may stand there.'),
        )

    def _group(self, opening: _Part) -> AnyOf:
        self._is_plain = False
        self._depth += 1
        if self._depth > MOST_DEPTH:
            self._refuse(
                opening.at,
                _("more than {most} parentheses are open").format(most=MOST_DEPTH),
                _("Write it with fewer."),
            )
        listed = self._list()
        part = self._now
        if part.kind in ("NEAR", "NOT"):
            self._refuse(
                part.at,
                _("{word} stands inside parentheses").format(word=part.kind),
                _("A list in parentheses holds words and phrases: law NOT (lawyer|law firm)."),
            )
        if not self._take(")"):
            self._refuse(
                opening.at,
                _("this parenthesis is never closed"),
                _("Write (data|figures) share."),
            )
        self._depth -= 1
        return listed

    def _word(self, part: _Part) -> Word:
        run, at = part.text, part.at
        is_form = len(run) > 1 and run.startswith("=")
        if is_form:
            run, at = run[1:], at + 1
        match = _PART.fullmatch(run)
        pos = ""
        if match is not None:
            run, pos = match[1], match[2]
            if pos not in PARTS_OF_SPEECH:
                self._refuse(
                    at + match.start(2),
                    _("{given!r} is no part of speech; valid: {names}").format(
                        given=pos, names=", ".join(PARTS_OF_SPEECH)
                    ),
                    _('Words with a slash stand in quotation marks, as in "{words}".').format(
                        words=part.text
                    ),
                )
        is_beginning = run.endswith("*")
        run = run.removesuffix("*")
        if "*" in run:
            self._refuse(
                at + run.index("*"),
                _("an asterisk may only end a word"),
                _("Write inform* for inform and all words that begin so, or * for any word."),
            )
        if is_form and is_beginning:
            self._refuse(
                at - 1,
                _("an exact form has no asterisk"),
                _("Write =shared, or shar* for all words that begin so."),
            )
        if is_form or is_beginning or pos:
            self._is_plain = False
        return Word(_key(run), is_form, is_beginning and bool(run), pos)

    def _refuse(self, at: int, problem: str, hint: str = "") -> NoReturn:
        raise PatternError(self._text, at + 1, problem, hint)


def _fits_all(listed: AnyOf) -> bool:
    """Whether a phrase of the list is of nothing but words that are any word."""
    return any(
        all(item.is_any if isinstance(item, Word) else _fits_all(item) for item in phrase.items)
        for phrase in listed.phrases
    )


def _key(word: str) -> str:
    return folded(unicodedata.normalize("NFC", word))
