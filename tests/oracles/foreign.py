"""A study that looks like none of ours: drawn at random with a seed, and written as plain files.

Case ids are no file names; two focus groups have several cases each, and a case speaks in two
sources; labels are Korean; three coders worked in two rounds and left sources unfinished; the
consensus is finished for a part; codes stand below others, and some have no use; a part of the
segments is mapped; a source renders another one, and one that nobody started has a case.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pandas as pd

from tests.oracles.commands import qct
from tests.oracles.plain import (
    Spans,
    Study,
    Text,
    read_codebook,
    read_directions,
    read_lines,
    read_mappings,
    read_text,
)

if TYPE_CHECKING:
    from pathlib import Path

CODEBOOK = """\
id: foreign
name: {en: Foreign, ko: 낯선 연구}
version: 1
families:
  - {id: stance, name: {en: Stance, ko: 태도}, exclusive: true, codes: [stance-for, stance-against]}
codes:
  - id: law
    name: {en: Law, ko: 법}
    definition: {en: Statutes.}
    children:
      - id: law-text
        name: {en: Text of the law, ko: 법문}
        definition: {en: What it says.}
        children:
          - {id: law-old, name: {en: Old law, ko: 옛 법}, definition: {en: Out of date.}}
          - {id: law-new, name: {en: New law, ko: 새 법}, definition: {en: Just made.}}
      - {id: law-use, name: {en: Use of the law, ko: 법의 운용}, definition: {en: In practice.}}
      - {id: law-never, name: {en: Never used, ko: 쓰이지 않음}, definition: {en: Without use.}}
  - id: money
    name: {en: Money, ko: 돈}
    definition: {en: Budgets.}
    children:
      - {id: money-lack, name: {en: Lack, ko: 부족}, definition: {en: Too little.}}
      - {id: money-waste, name: {en: Waste, ko: 낭비}, definition: {en: Too much.}}
  - {id: stance-for, name: {en: For it, ko: 찬성}, definition: {en: In favour.}}
  - {id: stance-against, name: {en: Against it, ko: 반대}, definition: {en: Opposed.}}
  - {id: alone, name: {en: Alone, ko: 혼자}, definition: {en: Used by one coder only.}}
  - {id: empty, name: {en: Empty, ko: 빈 코드}, definition: {en: Without use.}}
"""
DIRECTIONS = """\
id: foreign-directions
name: {en: Directions, ko: 방향}
version: 1
directions:
  - {id: rules, name: {en: Rules, ko: 규칙}, definition: {en: Rules.}, prototypes: {en: [A rule.]}}
  - {id: funds, name: {en: Funds, ko: 재원}, definition: {en: Funds.}, prototypes: {en: [Money.]}}
  - {id: never, name: {en: Never, ko: 없음}, definition: {en: Unused.}, prototypes: {en: [No.]}}
"""
USED = (
    *("law", "law-text", "law-old", "law-new", "law-use", "money", "money-lack", "money-waste"),
    *("stance-for", "stance-against"),
)
SOURCES = {
    "인터뷰1": ("첫째 면담.txt", "case: 참여자-07", "면담자", ("전문가",)),
    "인터뷰2": ("둘째 면담.txt", "case: 참여자-08", "면담자", ("김 국장",)),
    "follow-up": ("zz_again.txt", "case: 참여자-08", "I", ("E9",)),
    "집담회": ("group a.txt", "speakers: {가영: P-13, 나래: P-14}", "사회자", ("가영", "나래")),
    "panel": ("group b.txt", "speakers: {A: P-18, B: P-19, C: 참여자-07}", "I", ("A", "B", "C")),
    "s5": ("05.txt", "case: P-15", "Interviewer", ("R5",)),
    "s6": ("06.txt", "case: P-16", "Interviewer", ("R6",)),
    "rendered": ("english.txt", "case: 참여자-07\nrendering_of: 인터뷰1", "I", ("E1",)),
    "nobody": ("unread.txt", "case: P-17", "I", ("E7",)),
}
"""By id of a source its file, its front matter, and who asks and speaks."""
CASES = """\
id,sector,region
참여자-07,산업,서울
참여자-08,학계,부산
P-13,학계,서울
P-14,학계,부산
P-15,산업,서울
P-16,,부산
P-17,정부,서울
P-18,정부,부산
P-19,산업,
P-20,정부,서울
"""
DONE = {
    ("R1", "kim"): ("인터뷰1", "인터뷰2", "follow-up", "집담회", "panel", "s5", "rendered"),
    ("R1", "lee"): ("인터뷰1", "인터뷰2", "follow-up", "집담회", "s6", "rendered"),
    ("R1", "park"): ("인터뷰1", "인터뷰2", "집담회", "panel"),
    ("R2", "kim"): ("인터뷰1", "인터뷰2", "panel"),
    ("R2", "lee"): ("인터뷰1", "인터뷰2"),
    ("R2", "park"): ("인터뷰2",),
    ("consensus", "consensus"): ("인터뷰1", "집담회"),
}
"""By round and coder, the sources that are finished."""
BEGUN = {
    ("R1", "kim"): ("s6",),
    ("R1", "lee"): ("s5", "panel"),
    ("R1", "park"): ("follow-up",),
    ("consensus", "consensus"): ("인터뷰2",),
    ("main", "kim"): ("panel",),
    ("main", "park"): ("nobody",),
}
"""The same for sources that are not finished."""
ROUNDS = ("R1", "R2")
_WORDS = (
    *("law", "rule", "budget", "money", "never", "ministry", "data", "share", "U.S.", "e-mail"),
    *(
        "법이",
        "예산은",
        "부처가",
        "자료를",
        "공유하지",
        "않아요",
        "그런데",
        "(웃음)",
        "1.5배",
        "A/B",
    ),
)


def write_study(folder: Path, seed: int) -> None:
    """Write the plain files of the study."""
    rng = random.Random(seed)
    folder.mkdir()
    (folder / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    (folder / "directions.yaml").write_text(DIRECTIONS, "utf-8")
    (folder / "cases.csv").write_text(CASES, "utf-8")
    texts = {}
    for source, (file, meta, asks, says) in SOURCES.items():
        head = f"---\nid: {source}\ntitle: {source}\nlanguage: ko\n{meta}\n---\n"
        path = folder / file
        path.write_text(head + _conversation(rng, asks, says), "utf-8")
        texts[source] = read_text(path, says)
    codings = []
    for (round_, coder), sources in [*DONE.items(), *BEGUN.items()]:
        for source in sources:
            # What a source says is coded alike by all, up to where a passage begins and ends.
            same = random.Random(f"{seed} {source}")
            for start, end, code in _passages(rng, same, texts[source], coder):
                codings.append((source, start, end, code, coder, round_))
    columns = ["source", "start", "end", "code", "coder", "round"]
    codings = list(dict.fromkeys(codings))
    _write(folder / "codings.jsonl", [dict(zip(columns, row, strict=True)) for row in codings])
    _write(folder / "mappings.jsonl", list(_mappings(rng, codings)))


def _write(path: Path, records: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records), "utf-8")


def _conversation(rng: random.Random, asks: str, says: tuple[str, ...]) -> str:
    turns = []
    for _ in range(8):
        turns.append((asks, rng.randint(1, 2)))
        turns += [(rng.choice(says), rng.randint(1, 5)) for _ in range(rng.randint(1, 2))]
    turns += [(name, 2) for name in says]
    return "\n\n".join(
        f"{label}: "
        + " ".join(
            " ".join(rng.choices(_WORDS, k=rng.randint(3, 9))).capitalize() + rng.choice(".?!.")
            for _ in range(count)
        )
        for label, count in turns
    )


def _passages(
    rng: random.Random, same: random.Random, text: Text, coder: str
) -> list[tuple[int, int, str]]:
    passages = []
    length = len(text.text)
    turns: Spans = list(zip(text.turns.start.tolist(), text.turns.end.tolist(), strict=True))
    for _ in range(same.randint(12, 24)):
        first, last = same.choice(turns)
        start = same.randint(first, last - 1)
        end = min(length, start + same.randint(1, 90))
        if same.random() < 0.3:
            start, end = first, last
        code = same.choice(USED)
        touches = same.random() < 0.15 and end < length - 5
        if rng.random() < 0.25:
            continue
        if rng.random() < 0.3:
            start = max(0, start - rng.randint(-3, 8))
            end = min(length, max(start + 1, end + rng.randint(-8, 8)))
        if rng.random() < 0.15:
            code = rng.choice(USED)
        passages.append((start, end, code))
        if touches:
            passages.append((end, min(length, end + 5), code))
    if coder == "kim":
        passages.append((*turns[1], "alone"))
    return passages


def _mappings(
    rng: random.Random, codings: list[tuple[str, int, int, str, str, str]]
) -> list[dict[str, Any]]:
    segments = sorted({row[:3] for row in codings if row[4] == "kim" and row[0] != "s6"})
    records: list[dict[str, Any]] = []
    for source, start, end in rng.sample(segments, k=len(segments) // 2):
        shorter = max(start + 1, end - rng.choice((0, 0, (end - start) // 3)))
        for coder in ("kim", "lee"):
            if coder == "lee" and (source in ("s5", "panel") or rng.random() < 0.3):
                continue
            chosen = rng.choice((["rules"], ["funds"], ["rules", "funds"], ["none"]))
            if coder == "lee" and rng.random() < 0.6 and records:
                chosen = records[-1]["directions"]
            records.append(
                {"source": source, "start": start, "end": shorter, "directions": chosen,
                 "stance": "barrier", "coder": coder}
            )  # fmt: skip
    keys = [(row["source"], row["start"], row["end"], row["coder"]) for row in records]
    return [row for at, row in enumerate(records) if keys[at] not in keys[:at]]


def build_study(folder: Path, project: Path) -> None:
    """Build the project of these files. What is not finished cannot come from a file."""
    from toolkit import Project
    from toolkit.domain.codings import Mode

    qct(folder.parent, "init", str(project), "--name", "Foreign")
    for names in (["codebook.yaml"], ["directions.yaml"]):
        qct(project, "codebook", "import", str(folder / names[0]))
    files = [str(folder / file) for file, *_ in SOURCES.values()]
    qct(project, "import", *files, str(folder / "cases.csv"))
    codings = read_lines(
        [folder / "codings.jsonl"], ["source", "start", "end", "code", "coder", "round"]
    )
    finished = {(*place, source) for place, sources in DONE.items() for source in sources}
    with Project.open(project) as opened:
        for round_ in (*ROUNDS, "main", "consensus"):
            if round_ != "main":
                mode = Mode.BLIND if round_ in ROUNDS else Mode.COMMIT_THEN_REVEAL
                opened.rounds.open(round_, actor="lead", mode=mode)
            mine = codings[codings["round"] == round_]
            for row in mine.to_dict("records"):
                opened.codings.add(
                    row["source"],
                    row["start"],
                    row["end"],
                    row["code"],
                    coder=row["coder"],
                    round_id=round_,
                )
            for place in sorted(finished):
                if place[0] == round_:
                    opened.rounds.finish([place[2]], coder=place[1], round_id=round_)
            if round_ in ROUNDS:
                opened.rounds.close(round_, actor="lead")
        opened.rounds.set_lead_coder("kim", actor="lead")
    qct(project, "import", str(folder / "mappings.jsonl"))


def read_study(folder: Path) -> Study:
    """The study from its plain files, with what is stated above on rounds and coverage."""
    texts = {
        source: read_text(folder / SOURCES[source][0], SOURCES[source][3]) for source in SOURCES
    }
    cases = pd.read_csv(folder / "cases.csv", dtype=str, keep_default_na=False)
    rows = []
    for text in texts.values():
        speakers = text.meta.get("speakers") or {"": text.meta.get("case")}
        rows += [(case, text.id, label) for label, case in speakers.items()]
    order = {case: at for at, case in enumerate(cases.id)}
    rows.sort(key=lambda row: order[row[0]])
    stated = [
        (round_, coder, source, is_finished)
        for places, is_finished in ((DONE, True), (BEGUN, False))
        for (round_, coder), sources in places.items()
        for source in sources
    ]
    codes, parents, families = read_codebook(folder / "codebook.yaml")
    return Study(
        texts=texts,
        cases=pd.DataFrame(rows, columns=["case", "source", "speaker"]),
        attributes={
            row["id"]: {key: row[key] for key in ("sector", "region")}
            for row in cases.to_dict("records")
        },
        codings=read_lines(
            [folder / "codings.jsonl"], ["source", "start", "end", "code", "coder", "round"]
        ),
        mappings=read_mappings([folder / "mappings.jsonl"]),
        coverage=pd.DataFrame(stated, columns=["round", "coder", "source", "finished"]),
        rounds=["R2", "R1", "consensus", "main"],
        lead="kim",
        codes=codes,
        parents=parents,
        directions=read_directions(folder / "directions.yaml"),
        families=families,
    )
