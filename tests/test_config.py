"""Settings and environment: whatever they hold, it is read or refused by name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing import fuzzed
from toolkit import config
from toolkit.errors import InputError, QctError, UsageError
from toolkit.operations.identity import identity_of
from toolkit.operations.storage import open_project
from toolkit.project import Project

if TYPE_CHECKING:
    from pathlib import Path

KEYS = [
    *(f"{section}.{key}" for section, keys in config._SECTIONS.items() for key in keys),
    "models.en",
    "keys.quit",
    "project",
    "x",
]
SCALARS = st.one_of(
    st.booleans().map(lambda value: str(value).lower()),
    st.integers(-(2**70), 2**70).map(str),
    st.sampled_from(["nan", "inf", "1e400", "1979-05-27", "07:32:00", "0x" + "f" * 40, "9" * 5000]),
    st.text(max_size=12).map(config.quoted),
    st.sampled_from(['"\\u0000"', '"sqlite:///"', '"sqlite:///\\u0000"', '"postgresql://[::1"']),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        inner.map(lambda value: "{a = " + value + "}"),
        st.integers(1, 3000).map(lambda depth: "[" * depth + "]" * depth),
    ),
    max_leaves=4,
)
LINES = st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=4).map(
    lambda pairs: "\n".join(f"{key} = {value}" for key, value in pairs)
)
TEXTS = st.one_of(
    LINES,
    st.text(max_size=60),
    st.text(alphabet="[]{}=\"'#.,\n\\u a1-", max_size=60),
)


@fuzzed(80)
@given(text=st.one_of(TEXTS.map(lambda text: text.encode("utf-8", "replace")), st.binary()))
def test_every_file_of_settings_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "settings"
    folder.mkdir(exist_ok=True)
    path = folder / config.FILE_NAME
    path.write_bytes(text)
    try:
        settings = config.load(folder)
        where = open_project.store_location(folder, settings)
    except QctError:
        return  # Refused by name; whatever else is raised fails the test.
    assert settings.stripes in ("unicode", "ascii")
    assert isinstance(where, str) or where.is_relative_to(folder) or where.is_absolute()


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("a=" + "[" * 3000 + "]" * 3000, "config-syntax", "nested too deeply"),
        ("[project]\nname=" + "9" * 5000, "config-syntax", "too many digits"),
        ("#" * 1_000_001, "config-unreadable", "larger than 1 MB"),
    ],
    ids=["nested", "digits", "large"],
)
def test_what_python_refuses_in_its_own_terms(
    tmp_path: Path, text: str, code: str, reason: str
) -> None:
    (tmp_path / config.FILE_NAME).write_text(text)
    with pytest.raises(InputError, match=reason) as caught:
        config.load(tmp_path)
    assert caught.value.code == code


def test_settings_that_are_a_pipe_are_refused_at_once(tmp_path: Path, must_end: None) -> None:
    os.mkfifo(tmp_path / config.FILE_NAME)
    with pytest.raises(InputError, match="is not a file"):
        config.load(tmp_path)


@fuzzed(30)
@given(name=st.text(max_size=20))
def test_the_settings_of_a_new_project_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "named"
    folder.mkdir(exist_ok=True)
    (folder / config.FILE_NAME).write_text(config.template(name), encoding="utf-8")
    assert config.load(folder).name == name


# Bytes that no terminal sends, and those of names of files: an environment may hold all but NUL.
RAW = st.one_of(
    st.binary(max_size=12).map(lambda raw: raw.replace(b"\0", b"")),
    st.text(max_size=12).map(lambda text: text.replace("\0", "").encode("utf-8", "replace")),
    st.sampled_from([b"\xff", b"x" * 5000, b"/" * 300, b"~", b"../" * 50]),
)
URLS = st.one_of(
    RAW,
    st.tuples(
        st.sampled_from(["sqlite:", "sqlite://", "sqlite:///", "postgresql://", "mysql://"]),
        st.text(alphabet="[]:@/?#%&= a1", max_size=12),
    ).map(lambda parts: "".join(parts).encode()),
)


@pytest.mark.parametrize("name", ["QCT_PROJECT", "QCT_CODER", "QCT_STORE"])
@fuzzed(25)
@given(data=st.data())
def test_every_environment_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "environment"
    folder.mkdir(exist_ok=True)
    (folder / config.FILE_NAME).write_text(config.template("x"))
    value = os.fsdecode(data.draw(URLS if name == "QCT_STORE" else RAW))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv(name, value)
        try:
            project_folder = config.find()
            settings = config.load(project_folder)
            identity_of(settings).name.encode("utf-8")
            where = open_project.store_location(project_folder, settings)
            if not isinstance(where, str):
                Project.open(project_folder, read_only=True).close()
        except QctError:
            return  # Refused by name; whatever else is raised fails the test.


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("QCT_PROJECT", "x" * 5000, "folder-unusable"),
        ("QCT_CODER", "\udcff", "environment-encoding"),
        ("QCT_STORE", "postgresql+psycopg://[::1", "store-url"),
        ("QCT_STORE", "postgresql://host:port/x", "store-url"),
        ("QCT_STORE", "sqlite:///", "store-url"),
        ("QCT_STORE", "sqlite:///\udcff\udcfe", "environment-encoding"),
        ("QCT_STORE", "mysql://x", "store-kind"),
        ("QCT_STORE", "sqlite:////dev/null", "store-no-file"),
        ("QCT_STORE", "sqlite:///corpus", "store-no-file"),
        ("QCT_STORE", f"sqlite:///{'x' * 300}", "store-unreachable"),
    ],
    ids=range(10),
)
def test_malformed_environment_is_refused_by_name(
    empty_project: Project, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str
) -> None:
    (empty_project.folder / "corpus").mkdir(exist_ok=True)
    monkeypatch.setenv("QCT_PROJECT", str(empty_project.folder))
    monkeypatch.setenv(name, value)
    with pytest.raises(QctError) as caught, Project.open(read_only=True) as project:
        project.rounds.identity()
    assert caught.value.code == code


def test_a_working_folder_that_was_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(UsageError, match="is not there any more"):
        config.find()
