"""The desk of de-identification: proposals grouped by their words, and decisions. No widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.errors import QctError, UsageError
from toolkit.i18n import _, ngettext
from toolkit.language.identifiers.candidate import Kind
from toolkit.language.identifiers.pseudonyms import comparable
from toolkit.operations.identifiers.key import Entry
from toolkit.operations.identifiers.propose import ALWAYS, KNOWN, NEW, Proposal, Proposals
from toolkit.text.languages import language_named
from toolkit.text.sentences import sentences
from toolkit.tui.widgets.bars import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.progress import ProgressCallback
    from toolkit.tui.state.coding_session import CodingSession

DEIDENTIFY = ("source.deidentify",)
"""The kinds of event that undo and redo go through on the desk."""
KINDS: Mapping[Kind, str] = {
    Kind.PERSON: _("person"),
    Kind.ORGANISATION: _("organisation"),
    Kind.PLACE: _("place"),
    Kind.ADDRESS: _("address"),
    Kind.TELEPHONE: _("telephone"),
    Kind.EXTENSION: _("extension"),
    Kind.ROOM: _("room"),
    Kind.EMAIL: _("e-mail"),
    Kind.URL: _("web address"),
    Kind.RESIDENT_NUMBER: _("personal number"),
    Kind.ACCOUNT: _("account"),
    Kind.PLATE: _("vehicle plate"),
    Kind.BIRTH_DATE: _("date of birth"),
    Kind.TITLE: _("job title"),
    Kind.NICKNAME: _("nickname"),
}
STATES: Mapping[str, str] = {NEW: _("new"), KNOWN: _("known"), ALWAYS: _("always")}
AROUND = 160
"""Code points of a sentence that are shown before and after the words."""
PASSPHRASE_CODES = ("passphrase-missing", "passphrase-wrong")
"""Codes of the errors after which the passphrase is asked for again."""

GroupId = tuple[Kind, str]
"""A kind, and words in the form in which they are compared."""
PlaceId = tuple[str, int, int]
"""A source, and the start and end of a place in its text."""


@dataclass(frozen=True, slots=True)
class Group:
    """All places of the same words of one kind."""

    id: GroupId
    words: str
    """As they are written most often."""
    replacement: str
    state: str
    """`new`, `known` or `always`."""
    places: tuple[Proposal, ...]

    @property
    def kind(self) -> Kind:
        return self.id[0]

    @property
    def sources(self) -> int:
        """In how many sources the places are."""
        return len({place.source for place in self.places})

    @property
    def count_text(self) -> str:
        """How many places there are in how many sources."""
        return _("{places} in {sources}").format(places=len(self.places), sources=self.sources)


class Step(Enum):
    """What a decision does."""

    ACCEPT = "accept"
    ALWAYS = "always"
    REJECT = "reject"
    REJECT_PLACE = "reject-place"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was made; offsets may move until its turn comes, so it holds none."""

    step: Step
    group: GroupId | None = None
    words: str = ""
    replacement: str = ""
    """A pseudonym that a person wrote; empty for the one that is listed."""
    numbers: frozenset[tuple[str, int]] | None = None
    """The places meant: a source, and the number of the place among those of the group there.
    None for all of them."""
    counts: tuple[tuple[str, int], ...] = ()
    """How many places the group had in each source, where `numbers` are given."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What was read for the desk."""

    proposals: Proposals
    entries: tuple[Entry, ...]
    """The key."""
    texts: Mapping[str, str]
    """SHA-256 of the text of each source that offsets were read from."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is listed; the plain filter lists everything."""

    kind: Kind | None = None
    new_only: bool = False

    def keeps(self, group: Group) -> bool:
        return (self.kind is None or group.kind is self.kind) and (
            not self.new_only or group.state == NEW
        )

    @property
    def text(self) -> str:
        parts = [KINDS[self.kind]] if self.kind is not None else []
        return " · ".join([*parts, *([STATES[NEW]] if self.new_only else [])])


@dataclass(frozen=True, slots=True)
class Passage:
    """A place with the sentence around it."""

    before: str
    words: str
    after: str


def grouped(proposals: Iterable[Proposal]) -> list[Group]:
    """Proposals by their kind and words: what is new first, then what has most places."""
    places: dict[GroupId, list[Proposal]] = {}
    for proposal in proposals:
        places.setdefault((proposal.kind, comparable(proposal.text)), []).append(proposal)
    groups = []
    for id_, those in places.items():
        written = Counter(place.text for place in those).most_common(1)[0][0]
        groups.append(Group(id_, written, those[0].replacement, those[0].state, tuple(those)))
    order = [NEW, ALWAYS, KNOWN]
    return sorted(
        groups,
        key=lambda group: (order.index(group.state), -len(group.places), group.words, group.kind),
    )


def numbered(places: Iterable[Proposal]) -> dict[tuple[str, int], Proposal]:
    """The places by their source and their number in it, from 0."""
    counts: Counter[str] = Counter()
    result = {}
    for place in places:
        result[place.source, counts[place.source]] = place
        counts[place.source] += 1
    return result


class Desk:
    """Proposals of all sources of a project, and what one person decides on them.

    `read` and `carry_out` are for a thread of their own; the others are quick.
    """

    def __init__(self, session: CodingSession) -> None:
        self.session = session
        self.passphrase: str | None = None
        """The passphrase of the key, once it was asked for; kept while the desk is open."""
        self.listing: Listing | None = None
        self.groups: list[Group] = []
        self.filters = Filters()
        self.left_out: set[PlaceId] = set()
        """Places that accepting their group leaves as they are."""
        self._texts: dict[str, str] = {}

    @property
    def may_decide(self) -> bool:
        return not self.session.read_only

    @property
    def needs_passphrase(self) -> bool:
        """Whether the key is sealed and nobody has given its passphrase yet."""
        return self.passphrase is None and self.session.project.identifiers.is_key_sealed()

    # --- reading ------------------------------------------------------------------------

    def read(self, tell: ProgressCallback) -> Listing:
        """Everything that may identify somebody. Raises `QctError`, and what `tell` raises."""
        project = self.session.project
        # Before the proposals: a text that is corrected in between has another hash then, and
        # a decision on it is refused.
        texts = {source.id: source.text_sha256 for source in project.sources.all()}
        entries = tuple(project.identifiers.key(passphrase=self.passphrase))
        proposals = project.identifiers.propose(passphrase=self.passphrase, note=tell)
        return Listing(proposals, entries, texts)

    def show(self, listing: Listing) -> None:
        """List what was read. Places stay left out where their text is the same as before."""
        same = self.listing.texts if self.listing is not None else {}
        self.left_out = {
            place
            for place in self.left_out
            if same.get(place[0]) == listing.texts.get(place[0], "gone")
        }
        self.listing = listing
        self.groups = grouped(listing.proposals.all)
        self._texts.clear()

    def listed(self) -> list[Group]:
        """The groups that the filters keep."""
        return [group for group in self.groups if self.filters.keeps(group)]

    def kinds(self) -> list[Kind]:
        """The kinds that are there, in their usual order."""
        there = {group.kind for group in self.groups}
        return [kind for kind in Kind if kind in there]

    def group(self, group_id: GroupId | None) -> Group | None:
        return next((group for group in self.groups if group.id == group_id), None)

    @property
    def limits(self) -> str:
        """A line on what was not analysed; empty where everything was."""
        if self.listing is None:
            return ""
        proposals = self.listing.proposals
        if proposals.missing:
            return _("Names are found by rules alone, and more are missed: {why}.").format(
                why=proposals.missing
            )
        if proposals.unread:
            return _(
                "No analysis for {languages}: numbers and addresses are found there, most names "
                "are not."
            ).format(languages=", ".join(map(language_named, proposals.unread)))
        return ""

    def passage(self, place: Proposal) -> Passage:
        """The words of a place and the sentence around them, each without line breaks."""
        text = self._text(place.source)
        start, end = place.start, place.end
        if text[start:end] != place.text:
            return Passage("… ", place.text, " …")
        first = max(text.rfind("\n", 0, start) + 1, start - 2 * AROUND)
        newline = text.find("\n", end)
        last = min(len(text) if newline < 0 else newline, end + 2 * AROUND)
        around = [
            span
            for span in sentences(text, Span(first, last))
            if span.start < end and start < span.end
        ]
        low = min((span.start for span in around), default=start)
        high = max((span.end for span in around), default=end)
        low, high = min(low, start), max(high, end)
        cut_low, cut_high = max(low, start - AROUND), min(high, end + AROUND)
        return Passage(
            ("…" if cut_low > low else "") + _on_one_line(text[cut_low:start]),
            _on_one_line(text[start:end]),
            _on_one_line(text[end:cut_high]) + ("…" if cut_high < high else ""),
        )

    def _text(self, source: str) -> str:
        if source not in self._texts:
            try:
                self._texts[source] = self.session.project.sources.text(source)
            except QctError:  # it was withdrawn meanwhile
                self._texts[source] = ""
        return self._texts[source]

    def offered(self, group: Group) -> list[tuple[str, str]]:
        """Pseudonyms that words of this kind can have, with the words each stands for."""
        return offered(self.listing.entries if self.listing else (), self.groups, group.id)

    # --- deciding -----------------------------------------------------------------------

    def is_left_out(self, place: Proposal) -> bool:
        return (place.source, place.start, place.end) in self.left_out

    def toggle(self, place: Proposal) -> None:
        """Leave a place out when its group is accepted, or take it in again."""
        self.left_out ^= {(place.source, place.start, place.end)}

    def chosen(self, group: Group) -> list[Proposal]:
        """The places that accepting the group replaces."""
        return [place for place in group.places if not self.is_left_out(place)]

    def decision(
        self,
        step: Step,
        group: Group | None = None,
        *,
        replacement: str = "",
        place: Proposal | None = None,
    ) -> Decision:
        """A decision on a group or on one place of it, as it is listed now."""
        if group is None:
            return Decision(step)
        meant = [place] if place is not None else self.chosen(group)
        numbers = None
        if step is not Step.REJECT and len(meant) < len(group.places):
            numbers = frozenset(
                number for number, each in numbered(group.places).items() if each in meant
            )
        return Decision(step, group.id, group.words, replacement, numbers, _counts(group))

    def carry_out(self, decision: Decision, _tell: ProgressCallback) -> str:
        """Do what was decided, on the places as they are now; a sentence on what was done.

        Raises `QctError`; nothing is changed then.
        """
        if decision.group is None:
            return self._go_back(decision.step)
        group = self.group(decision.group)
        if group is None or self.listing is None:
            raise _moved()
        places = self._places_of(decision, group)
        if decision.step in (Step.REJECT, Step.REJECT_PLACE):
            return self._reject(decision, group, places)
        return self._accept(decision, group, places)

    def _places_of(self, decision: Decision, group: Group) -> Sequence[Proposal]:
        if decision.numbers is None:
            return group.places
        if decision.counts != _counts(group):
            raise _moved()
        return [
            place for number, place in numbered(group.places).items() if number in decision.numbers
        ]

    def _accept(self, decision: Decision, group: Group, places: Sequence[Proposal]) -> str:
        from toolkit.operations.identifiers.accept import Choice

        assert self.listing is not None
        replacement = decision.replacement or group.replacement
        always = decision.step is Step.ALWAYS
        choices = [
            Choice(place.source, place.start, place.end, place.kind, replacement, always=always)
            for place in places
        ]
        done = self.session.project.identifiers.accept(
            choices,
            actor=self.session.coder,
            passphrase=self.passphrase,
            texts=self.listing.texts,
            seen=self.listing.proposals.taken,
        )
        text = ngettext(
            "{words}: {count} place is {replacement} now, in {sources}.",
            "{words}: {count} places are {replacement} now, in {sources}.",
            done.replaced,
        ).format(
            words=short(group.words, 30),
            count=done.replaced,
            replacement=replacement,
            sources=ngettext("{n} source", "{n} sources", len(done.corrections)).format(
                n=len(done.corrections)
            ),
        )
        more = _("Always from now on.") if always else _("u undoes it.")
        return f"{text} {more}"

    def _reject(self, decision: Decision, group: Group, places: Sequence[Proposal]) -> str:
        assert self.listing is not None
        identifiers = self.session.project.identifiers
        words = short(group.words, 30)
        if decision.step is Step.REJECT and group.state == NEW:
            identifiers.reject([(group.kind, group.words)], passphrase=self.passphrase)
            return _("{words} is no {kind}: it is not listed again.").format(
                words=words, kind=KINDS[group.kind]
            )
        # Words with a pseudonym keep it: texts may hold it, and the key says what it stands for.
        at = [(place.source, place.start, place.end) for place in places]
        identifiers.reject(at=at, passphrase=self.passphrase, texts=self.listing.texts)
        return ngettext(
            "{words}: {count} place is not listed again.",
            "{words}: {count} places are not listed again.",
            len(at),
        ).format(words=words, count=len(at))

    def _go_back(self, step: Step) -> str:
        history, coder = self.session.project.history, self.session.coder
        if step is Step.REDO:
            history.redo(actor=coder, of=coder, kinds=DEIDENTIFY)
            return _("Redone.")
        history.undo(actor=coder, of=coder, kinds=DEIDENTIFY)
        return _("Undone: the texts are as they were. The key keeps the pseudonyms.")


def offered(
    entries: Iterable[Entry], groups: Iterable[Group], own: GroupId
) -> list[tuple[str, str]]:
    """Pseudonyms with the words each stands for: of the key, then those that are proposed.

    Those of the kind of `own` come first; its own words are left out.
    """
    rows = [(entry.kind, entry.replacement, entry.words) for entry in entries]
    rows += [(other.kind, other.replacement, other.words) for other in groups]
    words_of: dict[tuple[Kind, str], list[str]] = {}
    for kind, replacement, words in rows:
        if (kind, comparable(words)) != own:
            those = words_of.setdefault((kind, replacement), [])
            if words not in those:
                those.append(words)
    result: dict[str, str] = {}
    for kind, replacement in sorted(words_of, key=lambda each: each[0] is not own[0]):
        result.setdefault(replacement, ", ".join(words_of[kind, replacement]))
    return list(result.items())


def _counts(group: Group) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(place.source for place in group.places).items())


def _moved() -> QctError:
    return UsageError(
        _("the places of these words are others than they were when you decided"),
        code="places-moved",
        hint=_("Look at them again. Nothing was changed."),
    )


def _on_one_line(text: str) -> str:
    return "".join(" " if char in "\n\t" else char for char in text)
