"""What people made of the themes of a run: the steps, and the themes as they stand after them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import canonical_json
from toolkit.domain.ids import uuid7
from toolkit.domain.spans import Span
from toolkit.errors import unknown
from toolkit.i18n import _
from toolkit.operations.session import ProjectSession, new_coder
from toolkit.operations.themes.runs import Member, StoredRun, by_theme
from toolkit.store import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.events import Change

KEYWORDS = 10


@dataclass(frozen=True, slots=True)
class Edit:
    """A step of a person on the themes of a run."""

    id: str
    kind: str
    """name, merge, split, reject, accept, code or assign."""
    body: Mapping[str, Any]
    coder_id: str
    created_at: str
    assigned: tuple[Member, ...] = ()
    """Segments that it gives a theme."""


@dataclass(slots=True)
class Standing:
    """A theme as it stands after what people made of it."""

    number: int
    keywords: list[str]
    label: str
    members: list[Member]
    added: list[Member] = field(default_factory=list)
    """Segments of interviews that came after the fit."""
    named: bool = False
    rejected: bool = False
    code_id: str = ""
    fitted: bool = True
    """Whether it is a theme of the fit, whose figures are known."""


@dataclass(frozen=True, slots=True)
class Standings:
    """The themes of a run as they stand, and what happened to them."""

    themes: Mapping[int, Standing]
    told: tuple[str, ...]
    """A sentence for each step, the first first."""
    next_number: int
    """The number that the next new theme gets."""

    def need(self, number: int) -> Standing:
        """The theme of a number. Raises `InputError` where there is none."""
        if number not in self.themes:
            raise unknown("theme", str(number), [str(name) for name in self.themes])
        return self.themes[number]


def edits_of(session: ProjectSession, run_id: str) -> list[Edit]:
    """The steps on a run, the first first."""
    of_run = {"run_id": run_id}
    assigned: dict[str, list[Member]] = defaultdict(list)
    for row in session.database.query(
        "SELECT * FROM theme_assignments WHERE run_id = :run_id "
        "ORDER BY source_id, span_start, span_end",
        of_run,
    ):
        span = Span(row["span_start"], row["span_end"])
        member = Member(row["source_id"], span, row["theme"], row["representative_rank"])
        assigned[row["edit_id"]].append(member)
    return [
        Edit(
            row["id"],
            row["kind"],
            json.loads(row["body"]),
            row["coder_id"],
            row["created_at"],
            tuple(assigned[row["id"]]),
        )
        for row in session.database.query(
            "SELECT * FROM theme_edits WHERE run_id = :run_id ORDER BY id", of_run
        )
    ]


def standing(run: StoredRun, edits: Sequence[Edit]) -> Standings:
    """The themes of a run after the steps. A step whose theme is gone, since an earlier one was
    taken back, changes nothing and is told."""
    members = by_theme(run.members)
    themes = {
        number: Standing(
            number,
            [word for word, _weight in json.loads(row["keywords"])],
            row["label"],
            members[number],
        )
        for number, row in run.themes.items()
    }
    told: list[str] = []
    newest = max(themes, default=-1)
    for edit in edits:
        named = [edit.body["theme"]] if "theme" in edit.body else edit.body.get("themes", [])
        if any(number not in themes for number in named):
            told.append(
                _(
                    "{coder}'s step ({kind} {themes}) no longer applies, since an earlier one was "
                    "taken back"
                ).format(coder=edit.coder_id, kind=edit.kind, themes=_numbers(named))
            )
            continue
        told.append(_apply(themes, edit))
        newest = max([newest, *themes])
    return Standings(dict(sorted(themes.items())), tuple(told), newest + 1)


def _apply(themes: dict[int, Standing], edit: Edit) -> str:
    """Let a step change the themes. Returns a sentence on it."""
    body, coder = edit.body, edit.coder_id
    if edit.kind == "merge":
        into, *others = body["themes"]
        kept = themes[into]
        for number in others:
            gone = themes.pop(number)
            kept.members = sorted([*kept.members, *gone.members], key=_place)
            kept.added += gone.added
            kept.keywords = _in_turn(kept.keywords, gone.keywords)
        kept.fitted = False
        return _("{coder} merged {themes} into {into}").format(
            coder=coder, themes=_numbers(others), into=into
        )
    if edit.kind == "assign":
        lost = 0
        for member in edit.assigned:
            if member.theme in themes:
                themes[member.theme].added.append(member)
            elif member.theme >= 0:
                lost += 1
        sources = sorted({member.source_id for member in edit.assigned})
        text = _("{coder} assigned the segments of {sources}").format(
            coder=coder, sources=", ".join(sources)
        )
        if lost:
            text += _(", {lost} of them to themes that are gone").format(lost=lost)
        return text
    theme = themes[body["theme"]]
    if edit.kind == "split":
        del themes[theme.number]
        for number, words in body["keywords"].items():
            parts = [member for member in edit.assigned if member.theme == int(number)]
            themes[int(number)] = Standing(
                int(number), list(words), ", ".join(words[:3]), parts, fitted=False
            )
        return _("{coder} split {theme} into {themes}").format(
            coder=coder, theme=theme.number, themes=", ".join(body["keywords"])
        )
    if edit.kind == "name":
        theme.label, theme.named = body["name"], True
        return _("{coder} named {theme} {name}").format(
            coder=coder, theme=theme.number, name=body["name"]
        )
    if edit.kind == "code":
        theme.code_id = body["code"]
        return _("{coder} made the code {code} of {theme}").format(
            coder=coder, theme=theme.number, code=body["code"]
        )
    theme.rejected = True
    reason = body.get("reason", "")
    return (
        _("{coder} rejected {theme}: {reason}")
        if reason
        else _("{coder} rejected {theme} and gave no reason")
    ).format(coder=coder, theme=theme.number, reason=reason)


def record(
    session: ProjectSession,
    run: StoredRun,
    *,
    actor: str,
    kind: str,
    body: Mapping[str, Any],
    assigned: Sequence[Member] = (),
) -> None:
    """Record a step of a person as one event."""
    session.record(
        actor=actor,
        kind=f"themes.{kind}",
        changes=changes_for(session, run, actor, kind, body, assigned),
        summary={"run": run.id, **{key: body[key] for key in ("theme", "themes") if key in body}},
    )


def changes_for(
    session: ProjectSession,
    run: StoredRun,
    actor: str,
    kind: str,
    body: Mapping[str, Any],
    assigned: Sequence[Member] = (),
) -> list[Change]:
    """The changes that a step makes."""
    edit_id = uuid7()
    return [
        *new_coder(session, actor),
        rows.added(
            "theme_edits",
            {
                "run_id": run.id,
                "id": edit_id,
                "kind": kind,
                "body": canonical_json(dict(body)),
                "coder_id": actor,
                "created_at": session.clock(),
            },
        ),
        *(
            rows.added(
                "theme_assignments",
                {
                    "run_id": run.id,
                    "edit_id": edit_id,
                    "source_id": member.source_id,
                    "span_start": member.span.start,
                    "span_end": member.span.end,
                    "theme": member.theme,
                    "representative_rank": member.rank,
                },
            )
            for member in assigned
        ),
    ]


def _in_turn(first: Sequence[str], second: Sequence[str]) -> list[str]:
    words = chain.from_iterable(zip_longest(first, second))
    return list(dict.fromkeys(word for word in words if word is not None))[:KEYWORDS]


def _numbers(themes: Sequence[int]) -> str:
    return ", ".join(map(str, themes))


def _place(member: Member) -> tuple[str, Span]:
    return (member.source_id, member.span)
