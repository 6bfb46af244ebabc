"""The words and the characters that count in each place of a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.analysis.case_stretches import CaseStretch, Material, frame_of
from toolkit.analysis.counting import Marks
from toolkit.analysis.matrix import Measure
from toolkit.analysis.tally import Areas, Framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.analysis.counting import Ints
    from toolkit.domain.spans import Span


def areas_of_cases(
    stretches: Sequence[CaseStretch],
    column: Ints,
    material: Material,
    measure: Measure,
) -> tuple[Areas, Ints | None]:
    """The places of cases in sources, and the size of each place where texts are read."""
    import numpy as np

    sources = {name: at for at, name in enumerate(dict.fromkeys(s.source_id for s in stretches))}
    source = np.array([sources[stretch.source_id] for stretch in stretches], dtype=np.int64)
    if not measure.reads_texts:
        return Areas(column, source, len(sources)), None
    reach = longest(material)
    of_places = [_marks(material, stretch, measure) for stretch in stretches]
    by_place = Framed(Marks.laid(of_places, reach), np.arange(len(stretches)))
    of_sources: list[list[int]] = [[] for _ in sources]
    for at, number in enumerate(source.tolist()):
        of_sources[number].append(at)
    joined = [_joined([of_places[at] for at in places]) for places in of_sources]
    by_source = Framed(Marks.laid(joined, reach), np.arange(len(sources)))
    return Areas(column, source, len(sources), by_place, by_source), sizes(
        by_place, len(stretches), measure
    )


def areas_of_sources(
    sources: Sequence[str], n_columns: int, material: Material, measure: Measure
) -> tuple[Areas, Ints | None]:
    """A place for each column and source, and the size of each source where texts are read.

    The place of a column and a source is `column * sources + source`.
    """
    import numpy as np

    n_sources = max(len(sources), 1)
    column, source = np.divmod(np.arange(max(n_columns, 1) * n_sources), n_sources)
    if not measure.reads_texts:
        return Areas(column, source, n_sources), None
    framed = framed_sources(sources, material, measure)
    by_place = Framed(framed.marks, source)
    return (
        Areas(column, source, n_sources, by_place, framed),
        sizes(framed, n_sources, measure),
    )


def framed_sources(sources: Sequence[str], material: Material, measure: Measure) -> Framed:
    """What counts in each source: the words (or characters) of its experts."""
    import numpy as np

    wholes = [CaseStretch(source, "", True, ()) for source in sources]
    marks = Marks.laid([_marks(material, whole, measure) for whole in wholes], longest(material))
    return Framed(marks, np.arange(max(len(sources), 1)))


def longest(material: Material) -> int:
    """The length of the longest text."""
    return max(map(len, material.texts.values()), default=0)


def sizes(framed: Framed, n_frames: int, measure: Measure) -> Ints:
    """How many words (or characters) count in each frame."""
    marks = framed.marks
    return marks.counts(n_frames) if measure is Measure.WORDS else marks.sizes(n_frames)


def _marks(material: Material, stretch: CaseStretch, measure: Measure) -> tuple[Ints, Ints]:
    from toolkit.text.sentences import words

    spans: list[Span] = []
    if stretch.source_id in material.texts:
        text = material.texts[stretch.source_id]
        for part in frame_of(material, stretch):
            spans.extend(words(text, part) if measure is Measure.WORDS else [part])
    return _arrays(spans)


def _arrays(spans: Sequence[Span]) -> tuple[Ints, Ints]:
    import numpy as np

    return (
        np.array([span.start for span in spans], dtype=np.int64),
        np.array([span.end for span in spans], dtype=np.int64),
    )


def _joined(parts: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """The marks of several cases of a source, which may speak under one label, each once."""
    if len(parts) == 1:
        return parts[0]
    from toolkit.domain.spans import Span

    pairs = {pair for starts, ends in parts for pair in zip(starts, ends, strict=True)}
    return _arrays([Span(int(start), int(end)) for start, end in sorted(pairs)])
