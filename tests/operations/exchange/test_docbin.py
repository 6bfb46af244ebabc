"""Sources and codings as a DocBin of spaCy, out and in."""

from __future__ import annotations

import pickle
import random
import zlib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.blindness import OTHER, ROUND, begin
from tests.finished import add_finished
from toolkit.errors import InputError, UsageError
from toolkit.operations.exchange.docbin import check_file
from toolkit.project import Project

pytestmark = pytest.mark.skipif(find_spec("spacy") is None, reason="needs the extra [language]")
ROOT = Path(__file__).resolve().parents[3]
TRUST = "We do not trust their figures."


@pytest.fixture
def coded(project: Project) -> Project:
    text = project.sources.text("E01")
    start = text.index(TRUST)
    add_finished(project, "E01", start, start + len(TRUST), "trust", coder="coder-a")
    # Within words: "ot trust th".
    add_finished(project, "E01", start + 7, start + 18, "security", coder="coder-a")
    add_finished(project, "E01", start, start + 10, "proposal", coder="coder-b")
    # A blank alone, and a word with the blank after it.
    add_finished(project, "E01", start + 2, start + 3, "proposal", coder="coder-b")
    add_finished(project, "E01", start + 3, start + 6, "security", coder="coder-b")
    korean = project.sources.text("K01").index("믿지")
    add_finished(project, "K01", korean, korean + 2, "trust", coder="coder-b")
    return project


@pytest.fixture
def other(tmp_path: Path, coded: Project) -> Project:
    """Another project with the same texts and codebook, and no codings."""
    assert coded.codings.find()
    made = Project.init(tmp_path / "other")
    made.codebook.import_file(tmp_path / "book.yaml", actor="lead")
    made.sources.import_files([tmp_path / "E01.txt", tmp_path / "K01.txt"], actor="lead")
    return made


def docs_of(path: Path) -> list[Any]:
    import spacy
    from spacy.tokens import DocBin

    return list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))


def save(docs: list[Any], path: Path) -> None:
    from spacy.tokens import DocBin

    packed = DocBin(store_user_data=True)
    for doc in docs:
        packed.add(doc)
    packed.to_disk(path)


def places(project: Project) -> set[tuple[Any, ...]]:
    return {
        (coding.source_id, coding.span, coding.code_id, coding.coder_id, coding.round_id)
        for coding in project.codings.find()
    }


def test_spacy_reads_turns_and_the_codings_of_each_coder(coded: Project, tmp_path: Path) -> None:
    made = coded.exchange.docbin()
    path = tmp_path / "study.spacy"
    assert [file.name for file in made.write(path)] == ["study.spacy", "study.spacy.meta.json"]
    english, korean = docs_of(path)
    assert english.text == coded.sources.text("E01")
    assert korean.text == coded.sources.text("K01")
    assert set(english.spans) == {"turns", "coder:coder-a", "coder:coder-b"}
    assert [span.label_ for span in english.spans["turns"]][:2] == ["interviewer", "expert"]
    own = [(span.label_, span.text) for span in english.spans["coder:coder-a"]]
    assert own == [("trust", TRUST), ("security", "not trust their")]
    written = english.user_data["qct"]
    assert written["source"] == "E01"
    assert written["revision"] == 1
    assert written["text_sha256"] == coded.sources.get("E01").text_sha256
    assert any(note.startswith("4 of 14 spans begin or end within a token") for note in made.notes)


def test_equal_projects_give_equal_bytes(coded: Project) -> None:
    assert coded.exchange.docbin().data == coded.exchange.docbin().data


def test_what_goes_out_comes_in_with_its_code_points(
    coded: Project, other: Project, tmp_path: Path
) -> None:
    path = tmp_path / "study.spacy"
    coded.exchange.docbin().write(path)
    (imported,) = other.sources.import_files([path], actor="lead")
    assert (imported.kind, imported.new, imported.unchanged) == ("codings", 6, 0)
    assert places(other) == places(coded)
    (again,) = other.sources.import_files([path], actor="lead")
    assert (again.new, again.unchanged) == (0, 6)
    other.history.undo(actor="lead")
    assert places(other) == set()
    assert other.history.verify() == []


def test_spans_added_and_removed_in_spacy_are_added_and_left_out(
    coded: Project, other: Project, tmp_path: Path
) -> None:
    path = tmp_path / "study.spacy"
    coded.exchange.docbin().write(path)
    docs = docs_of(path)
    english = docs[0]
    start = english.text.index("A leak is what")
    added = english.char_span(start, start + 6, "security")
    kept = [span for span in english.spans["coder:coder-a"] if span.label_ == "security"]
    english.spans["coder:coder-a"] = [*kept, added]
    # What a model predicted is nobody's coding.
    english.spans["sc"] = [english.char_span(start, start + 1, "trust")]
    save(docs, path)
    other.sources.import_files([path], actor="lead")
    own = {place[1:3] for place in places(other) if place[3] == "coder-a"}
    text = coded.sources.text("E01")
    assert {(text[span.start : span.end], code) for span, code in own} == {
        ("ot trust th", "security"), ("A leak", "security"),
    }  # fmt: skip


def test_a_choice_of_coders_and_sources_and_a_rule(coded: Project, tmp_path: Path) -> None:
    path = tmp_path / "part.spacy"
    coded.exchange.docbin(sources=["E01"], coders=["coder-b"]).write(path)
    (only,) = docs_of(path)
    assert set(only.spans) == {"turns", "coder:coder-b"}
    made = coded.exchange.docbin(answers="coder-a")
    assert made.codings == 2
    assert any("answers by the rule coder-a" in note for note in made.notes)
    with pytest.raises(InputError, match="unknown coder"):
        coded.exchange.docbin(coders=["nobody"])
    with pytest.raises(InputError, match="unknown source"):
        coded.exchange.docbin(sources=["E99"])
    with pytest.raises(UsageError, match=r"does not end in \.spacy"):
        check_file(tmp_path / "part.bin")


def test_unknown_codes_are_named_once(coded: Project, tmp_path: Path) -> None:
    path = tmp_path / "study.spacy"
    coded.exchange.docbin().write(path)
    docs = docs_of(path)
    words = [docs[0][at : at + 1] for at in (3, 5)]
    from spacy.tokens import Span

    docs[0].spans["coder:coder-a"] = [
        Span(docs[0], word.start, word.end, label="trusst") for word in words
    ]
    save(docs, path)
    before = places(coded)
    with pytest.raises(InputError, match="the codebook has no code 'trusst'") as caught:
        coded.sources.import_files([path], actor="lead")
    assert caught.value.message.count("trusst") == 1
    assert "Did you mean trust?" in caught.value.hint
    assert places(coded) == before


def test_a_corrected_text_is_refused(coded: Project, tmp_path: Path) -> None:
    path = tmp_path / "study.spacy"
    coded.exchange.docbin().write(path)
    text = coded.sources.text("E01")
    coded.sources.correct("E01", text.replace("figures", "numbers"), actor="lead")
    with pytest.raises(InputError, match="E01 has another text here than in the file"):
        coded.sources.import_files([path], actor="lead")


def test_words_that_were_changed_and_missing_user_data_are_refused(
    coded: Project, tmp_path: Path
) -> None:
    import spacy

    path = tmp_path / "study.spacy"
    coded.exchange.docbin(sources=["E01"]).write(path)
    (doc,) = docs_of(path)
    other = spacy.blank("xx").make_doc("We trust them.")
    other.user_data.update(doc.user_data)
    save([other], path)
    with pytest.raises(InputError, match="the words of document 1 are not the text of 'E01'"):
        coded.sources.import_files([path], actor="lead")
    other.user_data.clear()
    save([other], path)
    with pytest.raises(InputError, match="document 1 does not say which source it is"):
        coded.sources.import_files([path], actor="lead")


class Hostile:
    """Would leave a mark if it were ever unpickled."""

    called = False

    def __reduce__(self) -> tuple[Any, ...]:
        return (_mark, ())


def _mark() -> None:
    Hostile.called = True


def test_damaged_and_hostile_files_give_an_error_and_change_nothing(
    coded: Project, tmp_path: Path
) -> None:
    srsly: Any = import_module("srsly")

    path = tmp_path / "study.spacy"
    data = coded.exchange.docbin().data
    message = srsly.msgpack_loads(zlib.decompress(data))
    outside = dict(message)
    outside["span_groups"] = [
        srsly.msgpack_dumps(
            [srsly.msgpack_dumps({"name": "coder:x", "attrs": {}, "spans": [b"\xff" * 40]})]
        )
    ] * 2
    damaged = [
        b"", b"no", data[:-9], data[: len(data) // 2], zlib.compress(b""),
        pickle.dumps(Hostile()), zlib.compress(pickle.dumps(Hostile())),
        zlib.compress(srsly.msgpack_dumps([1, 2])),
        zlib.compress(srsly.msgpack_dumps({"strings": 5})),
        *(
            zlib.compress(srsly.msgpack_dumps({**message, key: value}))
            for key, value in (
                ("lengths", b"\xff" * 8), ("attrs", []), ("attrs", [1]), ("tokens", b""),
                ("strings", []), ("span_groups", []), ("user_data", [b"\xc1", b"\xc1"]),
            )
        ),
        zlib.compress(srsly.msgpack_dumps(outside)),
    ]  # fmt: skip
    chance = random.Random(5)
    content = zlib.decompress(data)
    for _round in range(60):
        at = chance.randrange(len(content))
        flipped = content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))])
        damaged.append(zlib.compress(flipped + content[at + 1 :]))
    before, events = places(coded), len(coded.history.events())
    for number, bad in enumerate(damaged):
        path.write_bytes(bad)
        try:
            coded.sources.import_files([path], actor="lead", preview=True)
        except InputError:
            continue
        # A flipped bit may hit what is not read, such as the name of a speaker.
        assert number >= len(damaged) - 60
    assert not Hostile.called
    assert (places(coded), len(coded.history.events())) == (before, events)


def test_a_bound_coder_exports_and_imports_their_own_alone(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(project)
    project.codings.add("E01", 60, 70, "trust", coder=OTHER, round_id=ROUND)
    project.codings.add("E01", 60, 70, "security", coder="coder-a", round_id=ROUND)
    path, whole = tmp_path / "mine.spacy", tmp_path / "whole.spacy"
    project.exchange.docbin().write(whole)
    monkeypatch.setenv("QCT_CODER", "coder-a")
    with project.open(project.folder) as mine:
        mine.exchange.docbin().write(path)
        names = {name for doc in docs_of(path) for name in doc.spans}
        assert names <= {"turns", "coder:coder-a"}
        with pytest.raises(InputError):
            mine.sources.import_files([whole], actor="coder-a")


@pytest.mark.models
def test_the_span_categoriser_of_spacy_trains_on_the_example(tmp_path: Path) -> None:
    """It learns the codes of coder-a on an interview: its loss falls by half."""
    import spacy
    from spacy.tokens import Doc, DocBin
    from spacy.training import Example

    example = Project.init(tmp_path / "example")
    example.codebook.import_file(ROOT / "codebooks/information-sharing.yaml", actor="lead")
    files = [ROOT / "corpus/interviews/E01.txt", ROOT / "corpus/codings/coder-a/E01.jsonl"]
    example.sources.import_files(files, actor="lead")
    path = tmp_path / "example.spacy"
    assert example.exchange.docbin().codings == len(example.codings.find()) > 30
    example.exchange.docbin().write(path)

    key = "coder:coder-a"
    nlp = spacy.blank("en")
    nlp.add_pipe(
        "spancat",
        config={
            "spans_key": key,
            "suggester": {"@misc": "spacy.preset_spans_suggester.v1", "spans_key": "candidates"},
            "model": {
                "@architectures": "spacy.SpanCategorizer.v1",
                "tok2vec": {
                    "@architectures": "spacy.HashEmbedCNN.v2",
                    "width": 32, "depth": 1, "embed_size": 500, "window_size": 1,
                    "maxout_pieces": 2, "subword_features": True, "pretrained_vectors": None,
                },
                "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 32},
                "scorer": {"@layers": "spacy.LinearLogistic.v1"},
            },
        },
    )  # fmt: skip
    examples = []
    for gold in DocBin().from_disk(path).get_docs(nlp.vocab):
        plain = Doc(nlp.vocab, [token.text for token in gold], [bool(t.whitespace_) for t in gold])
        plain.spans["candidates"] = [
            plain[span.start : span.end] for group in (key, "turns") for span in gold.spans[group]
        ]
        examples.append(Example(plain, gold))
    import_module("spacy.util").fix_random_seed(1)
    optimizer = nlp.initialize(lambda: examples)
    losses = []
    for _step in range(10):
        loss: dict[str, float] = {}
        nlp.update(examples, sgd=optimizer, losses=loss)
        losses.append(loss["spancat"])
    assert losses[0] > 0
    assert losses[-1] < losses[0] / 2


def test_a_docbin_of_a_withdrawn_source_is_found(coded: Project) -> None:
    path = coded.folder / "outputs" / "study.spacy"
    coded.exchange.docbin().write(path)
    apart = coded.folder / "outputs" / "korean.spacy"
    coded.exchange.docbin(sources=["K01"]).write(apart)
    held = coded.sources.withdraw(["E01"], actor="lead", dry_run=True).held
    named = " ".join(map(str, held))
    assert "study.spacy" in named
    assert "korean.spacy" not in named
