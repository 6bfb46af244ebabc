"""Themes beside the codes that people gave: what is coded, what hardly is, and what overlaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext
from toolkit.operations.answers.chosen import choose, coding_statements
from toolkit.operations.session import need_round
from toolkit.operations.themes.exclusive import exclusive_codes
from toolkit.operations.themes.runs import Member
from toolkit.report.tables import Table
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding
    from toolkit.operations.answers.chosen import ChosenAnswers
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.themes.edits import Standings
    from toolkit.operations.themes.runs import StoredRun
    from toolkit.report.provenance import Provenance

BLIND_SPOT = 0.2
"""Share of a theme's segments with a code below which it is hardly coded."""
LEAST = 5
"""Fewest segments on which a remark rests."""
SPREAD = 0.25
"""Share of a code's segments in a theme from which on the code is spread over it."""
FILLS = 0.3
"""Share of a theme's coded segments from which on a code fills it."""
MOSTLY = 0.6
"""Share of a code's segments in one theme from which on it lies there."""
SHOWN_CODES = 4

THEME_COLUMNS = ("theme", "label", "segments", "coded", "share", "codes", "remark")
CODE_COLUMNS = ("code", "segments", "themes", "other", "remark", "keywords")
SOURCE_COLUMNS = ("source", "segments", "hardly_coded", "themes")


@dataclass(frozen=True, slots=True)
class Compared:
    """The themes of a run beside the codes."""

    themes: Table
    codes: Table
    """Codes that are spread over several themes, or share one; with their keywords."""
    next_sources: Table
    """Sources that nobody whose answers count has finished, the most promising first."""
    agreement: tuple[str, ...] = ()
    """How far the themes and the codes of each family part the same segments, in sentences."""

    @property
    def tables(self) -> list[Table]:
        """All tables that have a row, the themes always."""
        return [self.themes, *(t for t in (self.codes, self.next_sources) if t.rows)]


@dataclass(slots=True)
class _Coded:
    """The segments of themes in finished sources, and the codes that each has."""

    members: list[Member] = field(default_factory=list)
    theme_of: dict[int, int] = field(default_factory=dict)
    codes_of: dict[int, dict[str, int]] = field(default_factory=dict)
    """Codes by segment, with the code points that both share."""

    def segments(self, number: int) -> list[int]:
        """The segments of a theme."""
        return [at for at, theme in self.theme_of.items() if theme == number]


def compare(
    session: ProjectSession,
    run: StoredRun,
    state: Standings,
    *,
    answers: str | None,
    words: bool,
    provenance: Provenance | None,
) -> Compared:
    """The themes beside the codes of those whose answers count, on the sources they finished."""
    book = queries.codebook(session.database)
    chosen, codings = _answers(session, run, answers)
    coded = _coded(state, chosen, codings)
    aside = exclusive_codes(book)
    every = Counter(
        code for of_one in coded.codes_of.values() for code in of_one if code not in aside
    )
    rows = []
    thin: set[int] = set()
    for number, theme in state.themes.items():
        own = coded.segments(number)
        having = [at for at in own if coded.codes_of.get(at)]
        counts = Counter(code for at in having for code in coded.codes_of[at] if code not in aside)
        share = len(having) / len(own) if own else None
        remark = ""
        if share is not None and share < BLIND_SPOT and len(own) >= LEAST:
            thin.add(number)
            remark = _("blind spot: hardly coded")
        elif not own:
            remark = _("nobody has finished its sources")
        rows.append(
            (
                number,
                theme.label,
                len(own),
                len(having),
                None if share is None else round(share, 4),
                ", ".join(f"{code} {count}" for code, count in _most(counts)),
                remark,
            )
        )
    agreement = tuple(_agreement(book, coded))
    notes = (
        *chosen.notes(),
        _(
            "a segment has a code where they share half of the shorter of the two; only sources "
            "that are finished count"
        ),
        *agreement,
        *_left_aside(aside),
        _("these are reasons to look, and no verdicts"),
    )
    keywords = _keywords(session, coded, aside) if words else {}
    code_rows = list(_code_remarks(state, coded, every, aside))
    if words:
        told = {row[0] for row in code_rows}
        code_rows += [
            (code, every[code], None, "", "") for code in sorted(every) if code not in told
        ]
    return Compared(
        Table(
            THEME_COLUMNS,
            tuple(rows),
            _("themes beside codes"),
            notes,
            wrapped=("codes",),
            provenance=provenance,
        ),
        Table(
            CODE_COLUMNS,
            tuple((*row, ", ".join(keywords.get(str(row[0]), ()))) for row in code_rows),
            _("codes to look at"),
            wrapped=("remark", "keywords"),
            provenance=provenance,
        ),
        _next_sources(state, chosen, thin, provenance),
        agreement,
    )


def _answers(
    session: ProjectSession, run: StoredRun, answers: str | None
) -> tuple[ChosenAnswers, list[Coding]]:
    known = {source.id for source in queries.sources(session.database)}
    sources = [name for name in run.sources if name in known]
    viewer = queries.viewer(session.database, session.identity.name, need_round(session, None))
    chosen = choose(
        session, coding_statements(session, sources), answers=answers, round_id=None
    ).without_unfinished()
    read = queries.codings(session.database, viewer=viewer)
    return chosen, [coding for coding in read if chosen.counts(coding)]


def _coded(state: Standings, chosen: ChosenAnswers, codings: Iterable[Coding]) -> _Coded:
    result = _Coded()
    members = result.members
    for number, theme in state.themes.items():
        for member in (*theme.members, *theme.added):
            if chosen.finished.get(member.source_id):
                result.theme_of[len(members)] = number
                members.append(member)
    by_source: dict[str, list[int]] = defaultdict(list)
    for at, member in enumerate(members):
        by_source[member.source_id].append(at)
    for coding in codings:
        for at in by_source.get(coding.source_id, ()):
            span = members[at].span
            shared = min(span.end, coding.span.end) - max(span.start, coding.span.start)
            shorter = min(span.end - span.start, coding.span.end - coding.span.start)
            if shared > 0 and 2 * shared >= shorter:
                codes = result.codes_of.setdefault(at, {})
                codes[coding.code_id] = max(codes.get(coding.code_id, 0), shared)
    return result


def _left_aside(aside: Mapping[str, str]) -> Sequence[str]:
    families = sorted(set(aside.values()))
    if not families:
        return ()
    return (
        ngettext(
            "the codes of the family {families} are not listed, since each passage has one of them",
            "the codes of the families {families} are not listed, since each passage has one of "
            "them",
            len(families),
        ).format(families=", ".join(families)),
    )


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:SHOWN_CODES]


def _agreement(book: Codebook, coded: _Coded) -> Iterable[str]:
    """The adjusted mutual information of the themes with the codes of each family."""
    from toolkit.themes.quality import mutual_information, numbered

    parents = {code.id: code.parent for code in book}
    for family in book.families:
        tops = set(family.codes)
        pairs = []
        for at, codes in coded.codes_of.items():
            own = {code: shared for code, shared in codes.items() if _below(code, tops, parents)}
            if own:
                best = min(own, key=lambda code: (-own[code], code))
                pairs.append((str(coded.theme_of[at]), best))
        if len({code for _theme, code in pairs}) < 2:
            continue
        first, second = zip(*pairs, strict=True)
        ami = mutual_information(numbered(first), numbered(second))[1]
        yield _(
            "themes and the codes of the family {family} part {count} segments alike by {ami:.2f} "
            "(adjusted mutual information: 0 is chance, 1 is the same)"
        ).format(family=family.id, count=len(pairs), ami=ami)


def _below(code: str, tops: set[str], parents: Mapping[str, str | None]) -> bool:
    here: str | None = code
    while here is not None:
        if here in tops:
            return True
        here = parents.get(here)
    return False


def _code_remarks(
    state: Standings, coded: _Coded, every: Counter[str], aside: Mapping[str, str]
) -> Iterable[tuple[str, int, str | None, str, str]]:
    """Codes that are spread over themes, and pairs that fill one theme together."""
    by_code: dict[str, Counter[int]] = defaultdict(Counter)
    for at, codes in coded.codes_of.items():
        for code in codes:
            if code not in aside:
                by_code[code][coded.theme_of[at]] += 1
    for code in sorted(every, key=lambda name: (-every[name], name)):
        wide = [
            theme
            for theme, count in sorted(by_code[code].items())
            if count >= max(SPREAD * every[code], LEAST)
        ]
        if len(wide) > 1:
            yield (
                code,
                every[code],
                ", ".join(str(theme) for theme in wide),
                "",
                _("spread over {count} themes: perhaps it means several things").format(
                    count=len(wide)
                ),
            )
    for number in state.themes:
        having = [at for at in coded.segments(number) if coded.codes_of.get(at)]
        filling = sorted(
            code
            for code in every
            if by_code[code][number] >= max(FILLS * len(having), LEAST)
            and by_code[code][number] >= MOSTLY * every[code]
        )
        for place, first in enumerate(filling):
            for second in filling[place + 1 :]:
                yield (
                    first,
                    every[first],
                    str(number),
                    second,
                    _("fills the theme together with {other}: perhaps they mean one thing").format(
                        other=second
                    ),
                )


def _keywords(
    session: ProjectSession, coded: _Coded, aside: Mapping[str, str]
) -> dict[str, list[str]]:
    """The words of each code: topics whose segments are those that people gave it (BERTopic's
    manual topics). A segment with several codes counts for the one that shares most with it."""
    from toolkit.operations.themes.steps import words_of_codes

    best = {}
    for at, codes in coded.codes_of.items():
        own = {code: shared for code, shared in codes.items() if code not in aside}
        if own:
            best[at] = min(own, key=lambda code: (-own[code], code))
    kept = sorted(best)
    return words_of_codes(session, [coded.members[at] for at in kept], [best[at] for at in kept])


def _next_sources(
    state: Standings,
    chosen: ChosenAnswers,
    thin: set[int],
    provenance: Provenance | None,
) -> Table:
    """Sources that are not finished, those first that say most in themes that are hardly coded."""
    here: dict[str, Counter[int]] = defaultdict(Counter)
    for number, theme in state.themes.items():
        for member in (*theme.members, *theme.added):
            if not chosen.finished.get(member.source_id):
                here[member.source_id][number] += 1
    rows = [
        (
            source,
            counts.total(),
            sum(counts[number] for number in thin),
            ", ".join(f"{number} ({count})" for number, count in counts.most_common(SHOWN_CODES)),
        )
        for source, counts in here.items()
    ]
    rows.sort(key=lambda row: (-row[2], -row[1], row[0]))
    return Table(
        SOURCE_COLUMNS,
        tuple(rows),
        _("what to read next"),
        (
            _(
                "sources that those whose answers count have not finished, those first that say "
                "most in themes that are hardly coded"
            ),
        ),
        provenance=provenance,
    )
