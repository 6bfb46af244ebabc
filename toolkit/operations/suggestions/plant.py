"""Putting a candidate that nothing speaks for among those of a passage, as a check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.outcomes import draw
from toolkit.operations.suggestions.checks import chosen_code
from toolkit.operations.suggestions.suggest import MOST, ranked, suggestion_of
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.suggestions import Suggestion
    from toolkit.operations.suggestions.checks import Checks
    from toolkit.operations.suggestions.training_data import ScorerContext
    from toolkit.suggest.candidates import Ranking
    from toolkit.suggest.groups import Group


def with_check(
    context: ScorerContext, checks: Checks, offered: Sequence[Suggestion], text: str
) -> tuple[list[Suggestion], str]:
    """The candidates of a passage with one that nothing speaks for, and the id of that one.

    It is the third of a family with more than six codes: in the place of the third candidate, or
    behind those that are shown. The id is empty where no such family is shown, and where no code
    is unlikely enough.
    """
    from toolkit.suggest.candidates import SuggestionVerdict
    from toolkit.suggest.verdicts import SMALL_GROUP

    first = offered[0]
    place = (first.coder_id, first.source_id, first.span.start, first.span.end)
    shown = {
        each.evidence.family: each.batch_id
        for each in offered
        if each.verdict != SuggestionVerdict.SILENT
    }
    passage, rankings = ranked(context, first.source_id, first.span, text, len(context.codes.ids))
    large = [
        (group, ranking)
        for group, ranking in rankings
        if group.id in shown and len(group.columns) > SMALL_GROUP
    ]
    taken = {each.code_id for each in offered} | _codes_on(context, first)
    for group, ranking in sorted(large, key=lambda pair: draw(checks.seed, pair[0].id, *place)):
        by_chance = _by_chance(context, group, ranking)
        code = chosen_code(checks, list(by_chance.items()), taken, place)
        if code is None:
            continue
        batch = shown[group.id]
        own = [
            each
            for each in offered
            if each.batch_id == batch and each.verdict != SuggestionVerdict.SILENT
        ]
        rank = min(len(own) + 1, MOST)
        candidate = replace(
            ranking.candidates[list(by_chance).index(code)],
            rank=rank,
            verdict=SuggestionVerdict.POSSIBLE,
            reason="",
            record=None,
        )
        check = suggestion_of(
            context,
            passage,
            text,
            group,
            candidate,
            code,
            batch,
            first.coder_id,
            first.evidence.new_code,
        )
        kept = [each for each in offered if each.batch_id != batch or each.rank < rank]
        at = max(n for n, each in enumerate(kept) if each.batch_id == batch) + 1
        return [*kept[:at], check, *kept[at:]], check.id
    return list(offered), ""


def _by_chance(context: ScorerContext, group: Group, ranking: Ranking) -> dict[str, float]:
    """The codes of a family with their probabilities, the most likely first."""
    return {
        context.codes.ids[group.columns[each.column]]: each.probability
        for each in ranking.candidates
    }


def _codes_on(context: ScorerContext, offered: Suggestion) -> set[str]:
    """The codes that anyone gave to text of the passage."""
    return {
        coding.code_id
        for coding in queries.codings(context.session.database, source=offered.source_id)
        if coding.span.overlaps(offered.span)
    }
