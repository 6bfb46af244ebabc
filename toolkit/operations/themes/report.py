"""A stored run of themes as people read it: a table, and sentences on what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.domain.spans import Span
from toolkit.i18n import _, ngettext
from toolkit.report.provenance import Provenance
from toolkit.report.tables import Table

COLUMNS = (
    "theme",
    "size",
    "sources",
    "stability",
    "npmi",
    "keywords",
    "label",
    "status",
    "rank",
    "source",
    "start",
    "end",
    "quote",
)
SHOWN_KEYWORDS = 8
STABLE = 0.6
"""Share of the resamples from which on a theme is shown with its passages."""
RELIABLE_FROM = 100
"""Number of segments below which themes are not to be relied on."""
OPENING = 0.6
"""Share of a theme's segments in openings of interviews from which on this is told."""


@dataclass(frozen=True, slots=True)
class Representative:
    """A segment that stands for a theme."""

    rank: int
    source_id: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class ThemeSummary:
    """A theme as it stands after what people changed."""

    number: int
    size: int
    sources: int
    stability: float | None
    keywords: tuple[str, ...]
    representatives: tuple[Representative, ...]
    label: str = ""
    """The name that a person gave, else the first keywords."""
    npmi: float | None = None
    opening: float = 0.0
    place: tuple[float, float] | None = None
    cosines: tuple[float, ...] = ()
    named: bool = False
    """Whether a person gave the label."""
    rejected: bool = False
    code_id: str = ""
    """The code that a person made of it."""
    guide: str = ""
    """The code whose meaning brought its segments together."""
    added: int = 0
    """Segments of interviews that came after the fit."""

    @property
    def is_unstable(self) -> bool:
        """Whether it came back in fewer than .6 of the fits without a fifth of the interviews."""
        return self.stability is not None and self.stability < STABLE

    @property
    def status(self) -> str:
        """What people or the figures say of it, in a word."""
        if self.rejected:
            return _("rejected")
        if self.code_id:
            return _("code {code}").format(code=self.code_id)
        if self.guide:
            return _("guided by {code}").format(code=self.guide)
        return _("unstable") if self.is_unstable else ""


@dataclass(frozen=True, slots=True)
class ThemeReport:
    """A stored run, as people read it."""

    run_id: str
    model: str
    created_at: str
    parameters: Mapping[str, Any]
    versions: Mapping[str, str]
    themes: tuple[ThemeSummary, ...]
    changes: tuple[str, ...] = ()
    """What people changed, a sentence each."""
    on_codes: tuple[str, ...] = ()
    """How the themes lie to the human codes, a sentence each."""
    unfolded: bool = False
    """Whether unstable and rejected themes are shown with their passages."""
    provenance: Provenance | None = field(default=None, compare=False, repr=False)

    @property
    def table(self) -> Table:
        """A row for each representative segment of each theme; a folded theme has one row."""
        rows: list[tuple[Any, ...]] = []
        for theme in sorted(self.themes, key=lambda theme: (self._folds(theme), theme.number)):
            facts = (
                theme.number,
                theme.size,
                theme.sources,
                theme.stability,
                theme.npmi,
                ", ".join(theme.keywords[:SHOWN_KEYWORDS]),
                theme.label,
                theme.status,
            )
            if self._folds(theme) or not theme.representatives:
                rows.append((*facts, None, None, None, None, None))
                continue
            rows += [
                (*facts, each.rank, each.source_id, each.span.start, each.span.end, each.quote)
                for each in theme.representatives
            ]
        return Table(
            COLUMNS,
            tuple(rows),
            _("themes"),
            self.notes,
            wrapped=("keywords", "quote"),
            provenance=self.provenance,
        )

    def _folds(self, theme: ThemeSummary) -> bool:
        return not self.unfolded and (theme.is_unstable or theme.rejected)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what the themes rest on, what was left out, and what to try."""
        return (
            *self._warnings(),
            *self._basis(),
            *self._figures(),
            *self.on_codes,
            *self._folded(),
            *self._openings(),
            *self.changes,
        )

    def _warnings(self) -> Sequence[str]:
        lines = []
        segments = int(self.parameters.get("segments") or 0)
        collapsed = self.parameters.get("collapsed")
        advice = _("try another number with --themes, another cut with --unit, or fewer sources")
        if collapsed == "largest" and self.themes:
            largest = max(theme.size for theme in self.themes)
            lines.append(
                _(
                    "one theme has {size} of {segments} segments, so that it says little: {advice}"
                ).format(size=largest, segments=segments, advice=advice)
            )
        elif collapsed == "few":
            lines.append(
                ngettext(
                    "only {count} theme in {segments} segments: {advice}",
                    "only {count} themes in {segments} segments: {advice}",
                    len(self.themes),
                ).format(count=len(self.themes), segments=segments, advice=advice)
            )
        if segments < RELIABLE_FROM:
            lines.append(
                _(
                    "{segments} segments are few: these themes are not to be relied on, since "
                    "another interview can change all of them; from {needed} on they can be"
                ).format(segments=segments, needed=RELIABLE_FROM)
            )
        return lines

    def _basis(self) -> Sequence[str]:
        lines = [
            ngettext(
                "{count} theme in {segments} segments of experts' speech; {method}, seed {seed}, "
                "{model}",
                "{count} themes in {segments} segments of experts' speech; {method}, seed {seed}, "
                "{model}",
                len(self.themes),
            ).format(
                count=len(self.themes),
                segments=self.parameters.get("segments"),
                method=self.parameters.get("method"),
                seed=self.parameters.get("seed"),
                model=self.model,
            )
        ]
        if talk := self.parameters.get("small_talk"):
            lines.append(
                ngettext(
                    "{count} more segment is set apart as small talk, since it lies nearest to "
                    "ordinary talk; `qct themes show --apart` lists it",
                    "{count} more segments are set apart as small talk, since they lie nearest "
                    "to ordinary talk; `qct themes show --apart` lists them",
                    talk,
                ).format(count=talk)
            )
        if again := self.parameters.get("recurring"):
            lines.append(
                ngettext(
                    "{count} more segment is set apart, since half of the interviews or more "
                    "have its words, as of a statement that is read out",
                    "{count} more segments are set apart, since half of the interviews or more "
                    "have their words, as of a statement that is read out",
                    again,
                ).format(count=again)
            )
        lines.append(_("a theme is a reading aid: it is no code and enters no count"))
        return lines

    def _figures(self) -> Sequence[str]:
        lines = []
        ari = self.parameters.get("stability_ari_median")
        if ari is not None:
            lines.append(
                _(
                    "{resamples} fits, each without a fifth of the interviews, keep {ari:.2f} of "
                    "the partition by the adjusted Rand index and {nmi:.2f} by normalised mutual "
                    "information (medians); stability is the share of them in which a theme "
                    "was found again"
                ).format(
                    resamples=self.parameters.get("stability_resamples"),
                    ari=ari,
                    nmi=self.parameters.get("stability_nmi_median") or 0.0,
                )
            )
        elif self.parameters.get("guides"):
            lines.append(
                _(
                    "guided by the codebook, so that stability is not measured: the codes would "
                    "bring the same segments together again"
                )
            )
        elif self.parameters.get("method") == "umap":
            lines.append(_("stability is not measured with umap, whose fits take too long"))
        else:
            lines.append(_("stability is not measured: it needs four interviews or more"))
        diversity = self.parameters.get("diversity")
        if diversity is not None:
            lines.append(
                _(
                    "npmi says how far the keywords of a theme occur together (-1 to 1); "
                    "{diversity:.0%} of all keywords are of one theme only or counted once; "
                    "no figure alone says whether a theme means something"
                ).format(diversity=diversity)
            )
        return lines

    def _folded(self) -> Sequence[str]:
        unstable = [theme for theme in self.themes if theme.is_unstable and not theme.rejected]
        if not unstable:
            return ()
        names = ", ".join(str(theme.number) for theme in unstable)
        text = (
            _("unstable, found again in fewer than {share:.0%} of the fits: {themes}")
            if self.unfolded
            else _(
                "unstable, found again in fewer than {share:.0%} of the fits, and folded to one "
                "row: {themes}; `qct themes show --unfold` shows their passages"
            )
        )
        return (text.format(share=STABLE, themes=names),)

    def _openings(self) -> Sequence[str]:
        early = [theme for theme in self.themes if theme.opening >= OPENING]
        if not early:
            return ()
        names = ", ".join(str(theme.number) for theme in early)
        return (
            _(
                "mostly said in the first tenth of the interviews, perhaps the answer to a "
                "question that opens all of them: {themes}"
            ).format(themes=names),
        )
