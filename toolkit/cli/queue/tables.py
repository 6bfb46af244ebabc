"""Tables and lines about queues, as commands print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.operations.queue.show import Shown
    from toolkit.operations.queue.stored import QueueState

COLUMNS = (
    "queue", "from", "code", "round", "passages", "yes", "no", "later", "left", "status", "seed",
    "scores",
)  # fmt: skip
PASSAGES = ("passage", "source", "start", "end", "code", "why", "answer", "quote")
NEXT = (
    "passage", "source", "start", "end", "speaker", "turn", "code", "question", "before", "quote",
    "after", "definition", "include", "exclude", "passages", "answered", "left",
)  # fmt: skip


def state_row(state: QueueState) -> tuple[object, ...]:
    """The row of a queue in a list."""
    queue_ = state.queue
    return (
        queue_.number,
        queue_.kind.value,
        queue_.code_id,
        queue_.round_id,
        state.items,
        state.yes,
        state.no,
        state.later,
        state.left,
        queue_.status.value if state.left or queue_.status.value != "open" else "done",
        queue_.seed,
        "shown" if queue_.shows_scores else "hidden",
    )


def next_row(shown: Shown, state: QueueState, language: str) -> tuple[object, ...]:
    item = shown.item
    row = (
        shown.name,
        item.source_id,
        item.span.start,
        item.span.end,
        shown.speaker,
        shown.turn,
        item.code_id,
        shown.question,
        shown.before,
        shown.quote,
        shown.after,
        shown.definition(language),
        list(shown.code.include),
        list(shown.code.exclude),
        state.items,
        state.answered,
        state.left,
    )
    return (*row, shown.score) if state.queue.shows_scores else row


def passage_lines(shown: Shown, language: str) -> list[str]:
    """What a person reads of a passage before answering, line by line."""
    item = shown.item
    place = f"{shown.name}  {item.source_id} {item.span}"
    if shown.turn:
        place += "  " + _("turn {number}").format(number=shown.turn)
    if shown.speaker:
        place += f" ({shown.speaker})"
    lines = [place, "", f"{shown.before}>>> {shown.quote} <<<{shown.after}".strip(), ""]
    lines.append(f"{shown.question} ({item.code_id})")
    if definition := shown.definition(language):
        lines.append("  " + definition)
    lines += [_("  include: {line}").format(line=line) for line in shown.code.include]
    lines += [_("  exclude: {line}").format(line=line) for line in shown.code.exclude]
    if shown.was_corrected:
        lines.append(_("  The text was corrected since the queue was made; this is it now."))
    if shown.score is not None:
        lines.append(_("  similarity to the examples: {score:.2f}").format(score=shown.score))
    return lines


def progress(state: QueueState) -> str:
    """How many passages are answered, as a sentence."""
    return ngettext(
        "queue {number}: {answered} of {count} passage answered, {left} left",
        "queue {number}: {answered} of {count} passages answered, {left} left",
        state.items,
    ).format(number=state.queue.number, answered=state.answered, count=state.items, left=state.left)
