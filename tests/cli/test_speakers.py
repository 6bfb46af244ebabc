"""`qct sources --speakers`, `qct speakers` and what `qct import` prints of speakers."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project

Write = Callable[[str, str], Path]
KEYS = ["source", "label", "role", "turns", "words", "share", "case"]
NUMBERED = (
    "---\ncase: P2\n---\nInterviewer: What hinders sharing?\n\nI2: We do not trust them at all.\n\n"
    "Interviewer: And?\n\nI2: A leak.\n"
)


def _roles(qct: Qct, source: str) -> dict[str, tuple[str, str]]:
    rows = qct("sources", "--speakers", "--sources", source, "--format", "json").json()
    return {row["label"]: (row["role"], row["case"]) for row in rows}


def test_speakers_have_exactly_these_keys(qct: Qct) -> None:
    rows = qct("sources", "--speakers", "--format", "json").json()
    assert [list(row) for row in rows] == [KEYS] * 4
    assert rows[1] == {
        "source": "E01",
        "label": "E01",
        "role": "expert",
        "turns": 2,
        "words": 32,
        "share": 0.865,
        "case": "E01",
    }
    listed = list(csv.DictReader(StringIO(qct("sources", "--speakers", "--format", "csv").out)))
    assert [list(row) for row in listed] == [KEYS] * 4
    assert "E01  " in qct("sources", "--speakers").out


def test_sources_can_be_limited_and_are_listed_as_before(qct: Qct) -> None:
    assert [row["source"] for row in qct("sources", "--format", "json").json()] == ["E01", "K01"]
    (row,) = qct("sources", "--sources", "K01", "--format", "json").json()
    assert (row["source"], row["turns"], row["cases"]) == ("K01", 4, "K01")
    assert qct("sources", "--sources", "K09").code == 3


def test_roles_names_and_cases_are_set_and_undone(qct: Qct, write: Write) -> None:
    qct("import", str(write("P2.txt", NUMBERED)))
    assert _roles(qct, "P2") == {"Interviewer": ("interviewer", ""), "I2": ("interviewer", "")}
    done = qct("speakers", "set", "I2=expert", "--sources", "P2", "--format", "json")
    assert (done.code, "changed in 1 source" in done.err) == (0, True)
    assert [row["role"] for row in done.json()] == ["interviewer", "expert"]
    qct("speakers", "rename", "I2", "Ms Kim", "--sources", "P2")
    qct("speakers", "case", "Ms Kim", "C7")
    assert _roles(qct, "P2") == {"Interviewer": ("interviewer", ""), "Ms Kim": ("expert", "C7")}
    for _step in range(3):
        assert qct("undo").code == 0
    assert _roles(qct, "P2")["I2"] == ("interviewer", "")
    assert qct("log", "--verify").code == 0


def test_spellings_are_merged(qct: Qct, write: Write) -> None:
    text = "INTERVIEWER 1: Well?\n\nP1: Yes.\n\nInterviewer1: So?\n\nP1: No.\n"
    qct("import", str(write("F1.txt", text)))
    done = qct(
        *("speakers", "merge", "INTERVIEWER 1", "Interviewer1", "--into", "Interviewer"),
        *("--format", "json"),
    )
    assert [(row["label"], row["turns"]) for row in done.json()] == [("Interviewer", 2), ("P1", 2)]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["set", "I9=expert"], 3, "unknown label 'I9'. Did you mean I? Valid: I, E01"),
        (["set", "I=boss"], 2, "unknown role 'boss'; valid: expert, interviewer, other"),
        (["set", "I"], 2, "'I' is not LABEL=ROLE"),
        (["rename", "E01", "I"], 3, "qct speakers merge E01 --into I"),
        (["set", "E01=other", "--sources", "K01"], 3, "nobody speaks as 'E01' in K01"),
        (["import", "nowhere.csv"], 3, "does not exist"),
    ],
)
def test_what_cannot_be_is_named(qct: Qct, arguments: list[str], code: int, message: str) -> None:
    ran = qct("speakers", *arguments)
    assert (ran.code, message in ran.err) == (code, True), ran.err


def test_what_is_so_already_is_said(qct: Qct) -> None:
    assert "changed in 2 sources" in qct("speakers", "set", "I=interviewer").err
    again = qct("speakers", "set", "I=interviewer", "--format", "json")
    assert (again.json(), "nothing was changed" in again.err) == ([], True)


def test_a_printed_table_can_be_changed_and_taken_in_by_either_command(
    qct: Qct, write: Write, project: Project
) -> None:
    table = qct("sources", "--speakers", "--format", "csv").out
    changed = write("speakers.csv", table.replace("interviewer", "other"))
    done = qct("import", str(changed), "--format", "json")
    assert [(row["kind"], row["new"]) for row in done.json()] == [("speakers", 4)]
    assert _roles(qct, "E01") == {"I": ("other", ""), "E01": ("expert", "E01")}
    events = len(project.history.events())
    assert "nothing was changed" in qct("speakers", "import", str(changed)).err
    assert len(project.history.events()) == events
    qct("undo")
    assert _roles(qct, "E01")["I"] == ("interviewer", "")


def test_every_bad_line_of_a_table_is_named_and_nothing_is_stored(
    qct: Qct, write: Write, project: Project
) -> None:
    table = write(
        "speakers.csv",
        "source,label,role,case\nE01,I,other,\nE01,I9,expert,\nE9,I,expert,\n,I,other,\n"
        "K01,I,boss,\nK01,K01,,\nE01,I,other,\nE01,E01,expert,C,more\n",
    )
    events = len(project.history.events())
    for command in (("speakers", "import"), ("import",)):
        ran = qct(*command, str(table))
        assert ran.code == 3
        for line, problem in (
            (3, "nobody speaks as 'I9' in E01; did you mean I?"),
            (4, "unknown source 'E9'; valid: E01, K01"),
            (5, "it names no source"),
            (6, "unknown role 'boss'; valid: expert, interviewer, other"),
            (7, "it names neither a role nor a case"),
            (8, "I of E01 stands in line 2 already"),
            (9, "5 cells, but the header names 4 columns"),
        ):
            assert f"line {line}: {problem}" in ran.err
        assert "line 2:" not in ran.err
    assert len(project.history.events()) == events
    assert _roles(qct, "E01")["I"] == ("interviewer", "")
    other = write("other.csv", "source,label,sector\nE01,I,public\n")
    assert "not those of a table of speakers" in qct("speakers", "import", str(other)).err


def test_a_table_may_come_with_its_sources(qct: Qct, write: Write, project: Project) -> None:
    files = [
        write("P2.txt", NUMBERED),
        write("speakers.csv", "source,label,role,case\nP2,I2,expert,C7\nE01,I,other,\n"),
    ]
    preview = qct("import", "--preview", "--format", "json", *map(str, files))
    assert "I2 (expert, 2 turns" in preview.err
    assert [source.id for source in project.sources.all()] == ["E01", "K01"]
    done = qct("import", "--format", "json", *map(str, files))
    assert done.json() == preview.json()
    assert _roles(qct, "P2") == {"Interviewer": ("interviewer", ""), "I2": ("expert", "C7")}
    assert _roles(qct, "E01")["I"] == ("other", "")
    assert qct("log", "--verify").code == 0


def test_an_import_says_who_speaks(qct: Qct, write: Write) -> None:
    file = str(write("P2.txt", NUMBERED))
    table = qct("import", file)
    first, second = table.out.split("\n\n")
    assert first.startswith("file ")
    assert second.splitlines()[0].split() == KEYS
    assert second.splitlines()[2].split() == ["P2", "Interviewer", "interviewer", "2", "4", "0.308"]
    for format_ in ("json", "csv"):
        ran = qct("import", file, "--format", format_)
        assert "P2: Interviewer (interviewer, 2 turns, 31% of the words); I2 (" in ran.err
        assert "Interviewer" not in ran.out
    assert len(json.loads(qct("import", file, "--format", "json").out)) == 1


def test_a_preview_stores_nothing(qct: Qct, write: Write, project: Project) -> None:
    quote = "We do not trust their figures."
    start = project.sources.text("E01").index(quote)
    record = {
        **{"source": "E01", "start": start, "end": start + len(quote), "quote": quote},
        **{"code": "trust", "coder": "coder-z", "round": "R9"},
    }
    files = [
        str(write("P2.txt", NUMBERED)),
        str(write("cases.csv", "id,source,sector\nP2,P2,industry\n")),
        str(write("z.jsonl", json.dumps(record) + "\n")),
    ]
    events = project.history.events()
    preview = qct("import", "--preview", "--format", "json", *files)
    assert preview.code == 0
    assert "nothing was stored" in preview.err
    assert [(row["kind"], row["new"]) for row in preview.json()] == [
        *(("source", 1), ("cases", 1), ("codings", 1)),
    ]
    assert project.history.events() == events
    assert [source.id for source in project.sources.all()] == ["E01", "K01"]
    bad = qct("import", "--preview", str(write("bad.csv", "id,source\nX,E99\n")))
    assert (bad.code, "unknown source" in bad.err) == (3, True)
    assert qct("import", "--format", "json", *files).json() == preview.json()


def test_labels_are_read_anew_by_a_command(qct: Qct, project: Project) -> None:
    events = len(project.history.events())
    ran = qct("sources", "reread", "E01", "--format", "json")
    assert [row["label"] for row in ran.json()] == ["I", "E01"]
    assert "E01: its labels are read as before; nothing was changed" in ran.err
    assert len(project.history.events()) == events
    assert qct("sources", "reread", "E99").code == 3
