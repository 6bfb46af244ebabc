"""Terms as tables, and the sentences below them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.terms.concordance import ORDERS, ordered
from toolkit.analysis.terms.dispersion import normalised_deviation
from toolkit.analysis.terms.keyness import (
    adjusted,
    log_likelihood,
    log_ratio,
    p_value,
    percent_difference,
)
from toolkit.analysis.terms.weights import class_weights
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.operations.terms.lines import LEMMA
from toolkit.report.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from toolkit.analysis.terms.concordance import Line
    from toolkit.language.terms.occurrences import Term
    from toolkit.operations.terms.groups import Scope
    from toolkit.operations.terms.lines import Concordance
    from toolkit.operations.terms.request import TermsRequest
    from toolkit.operations.terms.spoken import Counts, Spoken
    from toolkit.report.provenance import Provenance

COLUMNS = ("term", "language", "count", "cases", "of_cases", "per_1000", "score", "dispersion")
KEYNESS_COLUMNS = (
    "term", "language", "count", "count_with", "per_1000", "per_1000_with", "cases", "cases_with",
    "g2", "log_ratio", "percent_diff", "p_adjusted",
)  # fmt: skip
LINE_COLUMNS = ("source", "at", "speaker", "left", "match", "right")
_TITLES = {
    "text": _("in the order of the texts"),
    "left": _("sorted by the words on the left"),
    "right": _("sorted by the words on the right"),
}


def terms_table(
    counts: Mapping[str, Counts],
    shown: Collection[str],
    *,
    by: str | None,
    limit: int,
    least: int,
) -> Table:
    """The terms of each group that weigh most; without `by` there is one group and no column."""
    weights = class_weights({name: part.terms for name, part in counts.items()})
    rows: list[tuple[Cell, ...]] = []
    for name, part in counts.items():
        if name not in shown:
            continue
        kept = [term for term, count in part.terms.items() if count >= least]
        kept.sort(key=lambda term: (-weights[name][term], -part.terms[term], term))
        for term in kept[:limit]:
            cells = _cells(part, term, weights[name][term])
            rows.append(cells if by is None else (name, *cells))
    notes = [
        _(
            "score: c-TF-IDF, high for what a group says often and others say seldom; "
            "dispersion: 0 where a term is spread over the cases like all words, 1 where only "
            "the case with the fewest words has it"
        ),
        ngettext(
            "terms that occur {least} time or more; a phrase is a term where it occurs twice, and "
            "its words are not counted a second time there",
            "terms that occur {least} times or more; a phrase is a term where it occurs twice, and "
            "its words are not counted a second time there",
            least,
        ).format(least=least),
    ]
    if by is not None:
        sizes = ", ".join(f"{name}: {counts[name].words:,}" for name in counts if name in shown)
        notes.append(_("words of each group: {sizes}").format(sizes=sizes or _("none")))
    return Table(
        COLUMNS if by is None else ("group", *COLUMNS), tuple(rows), _("terms"), tuple(notes)
    )


def _cells(part: Counts, term: Term, weight: float) -> tuple[Cell, ...]:
    cases = part.cases
    return (
        term[1],
        term[0],
        part.terms[term],
        part.cases_with(term),
        len(cases),
        _rate(part.terms[term], part.words),
        weight,
        normalised_deviation(
            [part.by_case[case][term] for case in cases],
            [part.words_by_case[case] for case in cases],
        ),
    )


def keyness_table(
    titles: tuple[str, str], counts: Sequence[Counts], *, limit: int, least: int, shared: int
) -> Table:
    """The terms of two groups by G2, the highest first."""
    a, b = counts
    terms = sorted(
        term for term in {*a.terms, *b.terms} if a.terms[term] + b.terms[term] >= max(least, 1)
    )
    g2 = {term: log_likelihood(a.terms[term], b.terms[term], a.words, b.words) for term in terms}
    chances = dict(zip(terms, adjusted([p_value(g2[term]) for term in terms]), strict=True))
    rows: list[tuple[Cell, ...]] = []
    for term in sorted(terms, key=lambda term: (-round(g2[term], 6), term))[:limit]:
        frequencies = (a.terms[term], b.terms[term], a.words, b.words)
        percent = percent_difference(*frequencies)
        rows.append(
            (
                term[1],
                term[0],
                a.terms[term],
                b.terms[term],
                _rate(a.terms[term], a.words),
                _rate(b.terms[term], b.words),
                a.cases_with(term),
                b.cases_with(term),
                round(g2[term], 2),
                round(log_ratio(*frequencies), 2),
                None if percent is None else round(percent, 1),
                float(f"{chances[term]:.4g}"),
            )
        )
    sizes = _(
        "{first}: {words:,} words of {cases} cases; {second} (columns with `_with`): "
        "{words_with:,} words of {cases_with} cases"
    )
    notes = [
        sizes.format(
            first=titles[0],
            words=a.words,
            cases=len(a.cases),
            second=titles[1],
            words_with=b.words,
            cases_with=len(b.cases),
        ),
        ngettext(
            "{count:,} term was compared, which occurs {least} times or more in both together; "
            "p is adjusted for this number by Benjamini and Hochberg",
            "{count:,} terms were compared, which occur {least} times or more in both together; "
            "p is adjusted for this number by Benjamini and Hochberg",
            len(terms),
        ).format(count=len(terms), least=least),
        _(
            "log_ratio: 1 is twice as frequent in the first group, -1 half as frequent; p takes "
            "every word as independent of the others, which words of one person are not, so look "
            "at the cases too"
        ),
    ]
    if shared:
        note = ngettext(
            "{count:,} word belongs to both groups, and counts in neither",
            "{count:,} words belong to both groups, and count in neither",
            shared,
        )
        notes.append(note.format(count=shared))
    return Table(KEYNESS_COLUMNS, tuple(rows), _("keyness"), tuple(notes))


def concordance_tables(made: Concordance, *, order: str, limit: int | None) -> list[Table]:
    """The lines of a concordance in the order asked for, then in the other two.

    A limit keeps the first lines of the order asked for, and the same ones in all tables.
    """
    check_order(order)
    lines = made.lines
    kept = ordered(lines, order)[:limit]
    places = {(item.source_id, item.start): at for at, item in enumerate(lines)}
    kept.sort(key=lambda item: places[item.source_id, item.start])
    notes = [
        ngettext(
            "{count:,} place in {sources} of {all} sources",
            "{count:,} places in {sources} of {all} sources",
            len(lines),
        ).format(count=len(lines), sources=made.sources_with, all=made.sources)
    ]
    if len(kept) < len(lines):
        notes.append(_("the first {count:,} are shown").format(count=len(kept)))
    if not lines and made.search == LEMMA:
        notes.append(_("`qct search` looks for the letters of a word, whatever its form"))
    notes += made.notes
    return [
        Table(
            LINE_COLUMNS,
            tuple(map(_line_cells, ordered(kept, name))),
            _("{word}, {order}").format(word=made.word, order=_TITLES[name]),
            tuple(notes) if name == order else (),
            flush_right=("left",),
            provenance=made.provenance if name == order else None,
        )
        for name in (order, *(other for other in ORDERS if other != order))
    ]


def check_order(order: str) -> None:
    """Raise `UsageError` for an unknown order of lines."""
    if order not in ORDERS:
        raise UsageError(
            _("unknown order {order!r}; valid: {valid}").format(
                order=order, valid=", ".join(ORDERS)
            ),
            code="terms-order",
        )


def _line_cells(item: Line) -> tuple[Cell, ...]:
    place = f"{item.start}:{item.end}"
    return item.source_id, place, item.speaker, item.left, item.match, item.right


def scope_note(
    request: TermsRequest, scope: Scope, spoken: Spoken, counted: Counts, cases: int
) -> str:
    """Whose words count, and out of how many."""
    whose = (
        _("words of all who speak: {words:,}, in {sources} sources, of {cases} of {all} cases")
        if request.speakers == "all"
        else _("words of experts: {words:,}, in {sources} sources, of {cases} of {all} cases")
    )
    note = whose.format(
        words=counted.words, sources=len(spoken.sources), cases=len(counted.cases), all=cases
    )
    if scope.decided is None:
        note += _("; no coding is asked for")
    return note


def with_notes(table: Table, notes: Sequence[str], provenance: Provenance) -> Table:
    """The table with its notes and where it comes from."""
    return replace(table, notes=tuple(notes), provenance=provenance)


def _rate(count: int, words: int) -> float | None:
    return round(count * 1000 / words, 2) if words else None
