"""The key is beside the store, in nothing that is shared, and sealed by a passphrase on request."""

from __future__ import annotations

import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.operations.identifiers.conftest import NAMES, accept_all
from toolkit.cli.diagnostics import run
from toolkit.errors import InputError, UsageError
from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.accept import Choice

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project

PASSPHRASE = "seven unrelated words"
pyrage = pytest.importorskip("pyrage", reason="the extra `encryption` is not installed")


@pytest.fixture
def accepted(interviews: Project) -> Project:
    accept_all(interviews)
    return interviews


def bytes_of(path: Path) -> bytes:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return path.read_bytes()


def test_the_key_says_what_each_pseudonym_stands_for(accepted: Project) -> None:
    listed = {(entry.replacement, entry.words) for entry in accepted.identifiers.key()}
    assert ("[인물-1]", "김민수") in listed
    assert ("[Ministry A]", "Ministry of Finance") in listed
    path = accepted.identifiers.key_path()
    assert path.name == "pseudonyms.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_of_the_key_is_in_any_export(
    accepted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier texts are erased first: what is left could only come from the key."""
    accepted.identifiers.erase(["A", "B"], actor="lead")
    monkeypatch.chdir(accepted.folder)
    monkeypatch.setenv("QCT_CODER", "coder-a")
    accepted.rounds.open("R1", actor="lead", coders=["coder-b"], sources=["A"])
    out = accepted.folder / "outputs"
    for command in (
        ["codebook", "export", "--out", "outputs/book.yaml"],
        ["matrix", "codes-by-cases", "--answers", "union", "--out", "outputs/m.xlsx"],
        ["matrix", "codes-by-cases", "--answers", "union", "--out", "outputs/m.html"],
        ["bundle", "--coder", "coder-b", "--round", "R1", "--out", "outputs/b.zip"],
        ["backup"],
    ):
        assert run(command) in (0, 1), command
    files = [path for path in out.rglob("*") if path.is_file()]
    files += list((accepted.folder / ".qct" / "backups").glob("*.db"))
    assert len(files) >= 5
    for path in files:
        content = bytes_of(path)
        assert not [name for name in NAMES if name.encode() in content], path


def test_a_sealed_key_needs_its_passphrase(accepted: Project) -> None:
    folder = accepted.folder / ".qct"
    before = accepted.identifiers.key()
    accepted.identifiers.seal_key(PASSPHRASE)
    assert sorted(path.name for path in folder.glob("pseudonyms*")) == [
        "pseudonyms.identity.age",
        "pseudonyms.json.age",
        "pseudonyms.lock",
    ]
    for path in folder.glob("pseudonyms*"):
        assert not [name for name in NAMES if name.encode() in path.read_bytes()]
    assert accepted.identifiers.key(passphrase=PASSPHRASE) == before
    files = {path: path.read_bytes() for path in folder.glob("pseudonyms*")}
    with pytest.raises(UsageError, match="needs its passphrase"):
        accepted.identifiers.propose()
    with pytest.raises(InputError, match="does not open") as wrong:
        accepted.identifiers.key(passphrase="another one")
    assert "Nothing was changed" in wrong.value.hint
    events = len(accepted.history.events())
    for passphrase in (None, "another one"):
        with pytest.raises((InputError, UsageError)):
            accepted.identifiers.accept(
                [Choice("B", 0, 11, Kind.PERSON, "[P]")], actor="coder-a", passphrase=passphrase
            )
    assert len(accepted.history.events()) == events
    assert {path: path.read_bytes() for path in files} == files
    accepted.identifiers.reject([(Kind.PERSON, "Grant")], passphrase=PASSPHRASE)
    accepted.identifiers.open_key(PASSPHRASE)
    assert accepted.identifiers.key() == before
    assert accepted.identifiers.key_path().name == "pseudonyms.json"


def test_a_passphrase_has_some_length_and_a_key_is_sealed_once(accepted: Project) -> None:
    with pytest.raises(UsageError, match="fewer than 8"):
        accepted.identifiers.seal_key("short")
    with pytest.raises(UsageError, match="not sealed"):
        accepted.identifiers.open_key(PASSPHRASE)
    accepted.identifiers.seal_key(PASSPHRASE)
    with pytest.raises(UsageError, match="sealed already"):
        accepted.identifiers.seal_key(PASSPHRASE)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"version": 9}', '{"version": 1}', "null"])
def test_a_damaged_key_is_named_and_stays(interviews: Project, content: str) -> None:
    path = interviews.folder / ".qct" / "pseudonyms.json"
    path.write_text(content, encoding="utf-8")
    for attempt in (
        lambda: interviews.identifiers.propose(),
        lambda: interviews.identifiers.reject([(Kind.PERSON, "X")]),
        lambda: interviews.identifiers.seal_key(PASSPHRASE),
        lambda: accept_all(interviews),
    ):
        with pytest.raises(InputError, match=r"pseudonyms\.json"):
            attempt()
    assert path.read_text(encoding="utf-8") == content


def test_pseudonyms_can_be_dropped_from_the_key(accepted: Project) -> None:
    assert accepted.identifiers.forget(["[인물-1]"]) == 2
    assert "김민수" not in {entry.words for entry in accepted.identifiers.key()}
    with pytest.raises(UsageError, match="no pseudonym"):
        accepted.identifiers.forget(["[인물-1]"])
