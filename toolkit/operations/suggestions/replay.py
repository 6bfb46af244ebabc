"""A replay of a coder's interviews: how good suggestions would have been."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.errors import InputError, unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.suggestions.held import held_of, need_held, without_held
from toolkit.operations.suggestions.held import on_held as held_notes
from toolkit.operations.suggestions.proposing import listed
from toolkit.operations.suggestions.training_data import ScorerContext, scorer_context
from toolkit.store import queries
from toolkit.suggest.quoted import NOWHERE
from toolkit.suggest.replay.loop import Task, World, orders_of, replayer
from toolkit.suggest.replay.outcomes import Outcomes
from toolkit.suggest.replay.table import Results

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.operations.session import ProjectSession
    from toolkit.suggest.groups import Group
    from toolkit.suggest.quoted import Quoted

FEWEST_INTERVIEWS = 3
LEAST_ORDERS = 6
"""Orders from which on several processes replay them."""
QUICK = ("frequency", "names", "knn")
"""Methods that follow every order of the interviews."""
SLOW = ("tfidf_lr", "lr")
"""Methods that follow the order of coding alone."""


@dataclass(frozen=True)
class Replay:
    """The figures of a replay, and the answers that they come from."""

    results: Results
    orders: tuple[NDArray[np.intp], ...]
    """The order in which the interviews were coded, then random ones."""
    families: dict[str, dict[str, list[Outcomes]]]
    """The answers by family and method, an entry for each order."""
    sources: tuple[str, ...]
    """The interviews by their numbers in the answers."""
    answered: tuple[str, ...] = ()
    """The interviews that the figures are on: all, without those that are held, or these alone."""
    lengths: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    """Length of each coded passage in code points, by its number in the answers."""
    languages: tuple[str, ...] = ()
    """Language of each interview."""
    twins: tuple[int, ...] = ()
    """Number of the interview that each interview is a rendering of, itself for most."""
    told: tuple[str, ...] = ()
    """Which of the notes say what takes part: held interviews, and what is left out."""


def replay(
    session: ProjectSession,
    visible: Sequence[Coding],
    *,
    coder: str,
    orders: int,
    second: str | None,
    model: str | None,
    on_held: bool,
    note: Callable[[int, int], None] | None,
) -> Replay:
    """Replay the codings of `coder` among those that are visible; see `Suggestions.replay`."""
    from toolkit.suggest.replay import table

    work = work_of(session, visible, coder, model, on_held=on_held)
    context, world, names, asked = work.context, work.world, work.names, work.asked
    ways = tuple(orders_of(len(names), 0 if on_held else orders))
    settled = queries.settled_rounds(session.database)
    other = _second(visible, coder, second, settled)
    family_names = [group.id or _("codes without a family") for group in context.groups]
    families: dict[str, dict[str, list[Outcomes]]] = {name: {} for name in family_names}
    columns = [group.columns for group in context.groups]
    for parts in _answers(work, columns, ways, note):
        for name, part in zip(families, parts, strict=True):
            for method, outcomes in part.items():
                families[name].setdefault(method, []).append(outcomes)
    if other:
        for group, name in zip(context.groups, family_names, strict=True):
            ceiling = _ceiling(world, group, context, other)
            if asked:
                ceiling = ceiling.at(np.isin(ceiling.sources, sorted(asked)))
            if len(ceiling):
                families[name]["second_coder"] = [ceiling]
    results = table.results(
        families,
        codes={
            name: len(group.columns)
            for group, name in zip(context.groups, family_names, strict=True)
        },
    )
    return Replay(
        table.Results(results.rows, (*results.notes, *work.told)),
        ways,
        families,
        names,
        tuple(names[at] for at in sorted(asked)) if asked else names,
        (world.coded.ends - world.coded.starts).astype(np.intp),
        world.languages,
        tuple(world.twins.tolist()),
        work.told,
    )


def _answers(
    work: Work,
    columns: Sequence[NDArray[np.intp]],
    ways: Sequence[NDArray[np.intp]],
    note: Callable[[int, int], None] | None,
) -> list[list[dict[str, Outcomes]]]:
    """The answers of each order of the interviews, by family and method.

    Several orders are replayed by several processes. The order of coding, which has the slow
    methods too, is the last of them, since the first one is computed twice to be compared.
    """
    from functools import partial

    from toolkit.compute.chunks import Job, cut
    from toolkit.compute.executors import executor_for, map_chunks

    tasks: list[Task] = [
        (order, (*QUICK, *SLOW) if at == 0 else QUICK) for at, order in enumerate(ways)
    ]
    tasks = [*tasks[1:], tasks[0]]
    ids = [_("order {number}").format(number=number) for number in range(1, len(tasks) + 1)]
    job = Job(_("replay"), partial(replayer, work.world, tuple(columns), work.asked))
    executor = executor_for(len(tasks), LEAST_ORDERS)
    done = [
        answers
        for part in map_chunks(job, cut(tasks, ids, 1), executor, progress=note)
        for answers in part
    ]
    return [done[-1], *done[:-1]]


@dataclass(frozen=True)
class Work:
    """What is replayed of a coder's work."""

    context: ScorerContext
    world: World
    names: tuple[str, ...]
    """The ids of the interviews by their numbers."""
    asked: frozenset[int]
    """Numbers of the held interviews that alone are predicted; empty for all interviews."""
    told: tuple[str, ...]
    """What takes part and what does not, as sentences."""


def work_of(
    session: ProjectSession,
    visible: Sequence[Coding],
    coder: str,
    model: str | None,
    *,
    on_held: bool = False,
) -> Work:
    """The work of `coder` among the codings that are visible.

    Interviews that are held back take no part, or, with `on_held`, are what is predicted.

    Raises `InputError` for an unknown coder, and for one with fewer than three interviews.
    """
    from toolkit.operations.suggestions.models import models_for_comparing

    known = sorted({coding.coder_id for coding in visible})
    if coder not in known:
        raise unknown("coder", coder, known)
    theirs = [coding for coding in visible if coding.coder_id == coder]
    held = held_of(session)
    if on_held:
        need_held(held)
        told = held_notes(held, theirs)
    else:
        told = without_held(held, theirs)
        theirs = [coding for coding in theirs if coding.source_id not in held.sources]
    independent = [coding for coding in theirs if coding.independent]
    texts = queries.texts_of(session.database, sorted({c.source_id for c in independent}))
    longest = max(texts.values(), key=len, default="")
    models = models_for_comparing(session, longest, model=model)
    context = scorer_context(session, coder, models, None, tuple(independent))
    world, names = _world(session, context, independent)
    if len(names) < FEWEST_INTERVIEWS:
        raise InputError(
            _("{coder} has codings in {count} interviews; a replay needs {fewest}").format(
                coder=coder, count=len(names), fewest=FEWEST_INTERVIEWS
            ),
            code="replay-few",
            hint=_("`qct coders` shows how much each coder has coded; choose one by --coder."),
        )
    asked = frozenset(at for at, name in enumerate(names) if on_held and name in held.sources)
    if on_held and (not asked or len(names) - len(asked) < FEWEST_INTERVIEWS):
        raise InputError(
            _(
                "{coder} has codings in {held} held interviews and in {others} others; a replay on "
                "them needs 1 and {fewest}"
            ).format(
                coder=coder,
                held=len(asked),
                others=len(names) - len(asked),
                fewest=FEWEST_INTERVIEWS,
            ),
            code="replay-few",
        )
    told = (*told, *_left_out(theirs, independent, context))
    return Work(context, world, names, asked, told)


def _world(
    session: ProjectSession, context: ScorerContext, codings: Sequence[Coding]
) -> tuple[World, tuple[str, ...]]:
    """What is replayed, with the interviews numbered in the order in which they were coded."""
    from dataclasses import replace

    import numpy as np

    first: dict[str, str] = {}
    for coding in codings:
        first[coding.source_id] = min(
            first.get(coding.source_id, coding.created_at), coding.created_at
        )
    languages = {source.id: source.language for source in queries.sources(session.database)}
    place = {name: at for at, name in enumerate(languages)}
    numbers = context.training_set.number_of_source
    names = tuple(sorted(numbers, key=lambda name: (first[name], place[name])))
    number = np.zeros(len(names), dtype=np.intp)
    for at, name in enumerate(names):
        number[numbers[name]] = at
    coded = context.coded
    sources = number[coded.sources] if len(coded) else coded.sources
    order = np.lexsort((coded.ends, coded.starts, sources))
    interviews = [context.interviews.get(name, name) for name in names]
    twins = np.array([interviews.index(interview) for interview in interviews], dtype=np.intp)
    coded = replace(
        coded,
        sources=sources[order],
        interviews=twins[sources[order]],
        starts=coded.starts[order],
        ends=coded.ends[order],
        vectors=coded.vectors[order],
        terms=coded.terms[order],
        weights=coded.weights[order],
        quoted=_renumbered(context, interviews),
    )
    said_in = tuple(languages[name] for name in names)
    world = World(context.codes, coded, len(names), twins, said_in, context.width, names)
    return world, names


def _renumbered(context: ScorerContext, interviews: list[str]) -> Quoted | None:
    """The quotations of the codebook, with interviews numbered as in `twins`.

    Those from interviews that are not replayed are left out.
    """
    from dataclasses import replace

    quoted = context.coded.quoted
    if quoted is None:
        return None
    number = {NOWHERE: NOWHERE} | {
        context.numbers[name]: interviews.index(name) for name in dict.fromkeys(interviews)
    }
    kept = [at for at, interview in enumerate(quoted.interviews.tolist()) if interview in number]
    return replace(
        quoted,
        interviews=np.array([number[int(quoted.interviews[at])] for at in kept], dtype=np.intp),
        columns=quoted.columns[kept],
        vectors=quoted.vectors[kept],
        terms=quoted.terms[kept],
    )


def _second(
    visible: Sequence[Coding], coder: str, second: str | None, settled: Collection[str]
) -> list[Coding]:
    """The codings of the other coder: the one named, else who shares most sources.

    What several settled together, in the rounds `settled`, is no second opinion.
    """
    others = sorted({coding.coder_id for coding in visible} - {coder})
    if second is not None and second not in others:
        raise unknown("coder", second, others)
    sources = {coding.source_id for coding in visible if coding.coder_id == coder}
    shared: dict[str, set[str]] = {}
    for coding in visible:
        if coding.coder_id != coder and coding.round_id not in settled:
            shared.setdefault(coding.coder_id, set()).update({coding.source_id} & sources)
    best = max(shared, key=lambda name: (len(shared[name]), name), default=None)
    chosen = second or (best if best is not None and shared[best] else None)
    return [coding for coding in visible if coding.coder_id == chosen]


def _ceiling(
    world: World, group: Group, context: ScorerContext, other: Sequence[Coding]
) -> Outcomes:
    """What the other coder gave to the same passages."""
    import numpy as np

    from toolkit.suggest.replay.baselines import CodedSpans, second_coder
    from toolkit.suggest.replay.loop import items_of
    from toolkit.suggest.replay.outcomes import NO_VERDICT, Outcomes

    items, rows = items_of(world, group.columns)
    column = {context.codes.ids[at]: k for k, at in enumerate(group.columns.tolist())}
    names = dict(zip(world.names, range(len(world.names)), strict=True))
    spans: dict[tuple[int, int, int], set[int]] = {}
    for coding in other:
        if coding.code_id in column and coding.source_id in names:
            key = (names[coding.source_id], coding.span.start, coding.span.end)
            spans.setdefault(key, set()).add(column[coding.code_id])
    places = np.array(list(spans), dtype=np.intp).reshape(-1, 3)
    labels = np.zeros((len(spans), len(column)), dtype=bool)
    for at, codes in enumerate(spans.values()):
        labels[at, sorted(codes)] = True
    others = CodedSpans(places[:, 0], places[:, 1], places[:, 2], labels)
    asked, answers = second_coder(items, world.coded.ends[rows], others)
    return Outcomes(
        "second_coder",
        rows[asked],
        items.sources[asked],
        answers.ranks,
        items.labels[asked],
        answers.confidence,
        np.full(len(asked), NO_VERDICT, dtype=np.int8),
        np.zeros(len(asked), dtype=bool),
    )


def _left_out(
    theirs: Sequence[Coding], independent: Sequence[Coding], context: ScorerContext
) -> list[str]:
    """What a replay leaves out, and which codes are not proposed, as sentences."""
    notes = []
    if context.held:
        notes.append(
            _(
                "these figures are of all codes; by a setting of the project {codes} are not "
                "proposed for passages"
            ).format(codes=listed(context.held))
        )
    assisted = len(theirs) - len(independent)
    if assisted:
        notes.append(
            ngettext(
                "left out: {count} coding that was made with a suggestion in sight",
                "left out: {count} codings that were made with a suggestion in sight",
                assisted,
            ).format(count=assisted)
        )
    unread = sum(
        coding.source_id not in context.training_set.number_of_source for coding in independent
    )
    if unread:
        notes.append(
            ngettext(
                "left out: {count} coding in a source that the model does not read",
                "left out: {count} codings in sources that the model does not read",
                unread,
            ).format(count=unread)
        )
    grouped = {
        context.codes.ids[column] for group in context.groups for column in group.columns.tolist()
    }
    other = sum(coding.code_id not in grouped for coding in independent)
    if other:
        notes.append(
            ngettext(
                "left out: {count} coding of a code that cannot be suggested, since it is retired, "
                "has codes below it, or stands alone",
                "left out: {count} codings of codes that cannot be suggested, since they are "
                "retired, have codes below them, or stand alone",
                other,
            ).format(count=other)
        )
    return notes
