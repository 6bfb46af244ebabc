"""A suggester reaches this machine alone, unless the user's own file names a host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.suggest.suggesters.plugged import lay_down, simple
from toolkit.errors import InputError
from toolkit.suggest.suggesters import allowed as allowing
from toolkit.suggest.suggesters.allowed import Allowed, allowed
from toolkit.suggest.suggesters.ask import ask, environment, installed
from toolkit.suggest.suggesters.guard import Guard, Refused
from toolkit.suggest.suggesters.protocol import OfferedCode, Question

if TYPE_CHECKING:
    from pathlib import Path

CODES = tuple(OfferedCode(name, "", name.title(), "", (), ()) for name in ("trust", "security"))
QUESTION = Question("A leak is what we fear.", "en", CODES, ())


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own file, in a folder of this test; there is none at first."""
    path = tmp_path / "config" / "suggesters.toml"
    path.parent.mkdir()
    monkeypatch.setattr(allowing, "user_file", lambda: path)
    return path


def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, *, head: str = "") -> Path:
    """Install a suggester with this body; gives the folder of a project."""
    packages = lay_down(
        tmp_path / "packages", "plugged", simple(body, head=head), plug="plugged:Plug"
    )
    monkeypatch.syspath_prepend(str(packages))
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def test_an_answer_has_name_version_hash_of_the_prompt_and_offers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (
        "print('noise')\nreturn [('security', .8), 'trust'] if 'leak' in question.passage else []"
    )
    project = plug(tmp_path, monkeypatch, body)
    (found,) = installed(project).values()
    assert (found.name, found.package) == ("plug", "plugged")
    said = ask("plug", [QUESTION, Question("No.", "en", CODES, ())], project)
    assert said.offers == ((("security", 0.8), ("trust", 0.0)), ())
    # SHA-256 of `Which?`, as `printf Which? | sha256sum` gives it.
    digest = "f04329d65effaa07830f4ff30d13cdcad36b43666b07f85dad90f313979b7667"
    assert said.id == f"suggester:plug 2.1 prompt:{digest}"


LOOPBACK = """
import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    with socket.create_connection(server.getsockname()) as there:
        there.sendall(b"x")
return ["trust"]
"""


def test_this_machine_can_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("plug", [QUESTION], plug(tmp_path, monkeypatch, LOOPBACK.strip())).offers


@pytest.mark.parametrize(
    "body",
    [
        "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)\nreturn ['trust']",
        "import urllib.request\nurllib.request.urlopen('http://llm.example.org/')\nreturn []",
        # What hides its attempt is told all the same.
        "import socket\ntry:\n    socket.getaddrinfo('example.org', 80)\nexcept OSError:\n"
        "    pass\nreturn ['trust']",
        "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', "
        "('192.0.2.1', 53))\nreturn []",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])\nreturn []",
        "import os\nos.system('true')\nreturn []",
    ],
)
def test_nothing_else_can_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    project = plug(tmp_path, monkeypatch, body)
    with pytest.raises(InputError, match="tried to reach") as caught:
        ask("plug", [QUESTION], project)
    assert caught.value.code == "suggester-refused"
    assert "suggesters.toml" in str(caught.value.hint)


def test_the_users_own_file_allows_hosts_and_programs_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_file: Path
) -> None:
    body = (
        "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 9), timeout=.1)\n"
        "except PermissionError:\n    raise\nexcept OSError:\n    pass\n"
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''], check=True)\n"
        "return ['trust']"
    )
    project = plug(tmp_path, monkeypatch, body)
    own_file.write_text('[other]\nhosts = ["192.0.2.1"]\nprograms = true\n')
    with pytest.raises(InputError, match="tried to reach"):
        ask("plug", [QUESTION], project)
    own_file.write_text('[plug]\nhosts = ["192.0.2.1"]\nprograms = true\n')
    assert ask("plug", [QUESTION], project).offers == ((("trust", 0.0),),)
    assert allowed() == {"plug": Allowed(("192.0.2.1",), True)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[plug]\nhosts = 'x'\n", "hosts must be a list"),
        ('[plug]\nhosts = ["*"]\n', "without port and without"),
        ('[plug]\nhosts = ["a.org:80"]\n', "without port"),
        ("[plug]\nprograms = 1\n", "programs must be true or false"),
        ("[plug]\nhost = []\n", "unknown key host; valid: hosts, programs"),
        ("plug = 1\n", "it must be a table"),
        ("[plug\n", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_by_name(own_file: Path, text: str, problem: str) -> None:
    own_file.write_text(text)
    with pytest.raises(InputError, match=problem) as caught:
        allowed()
    assert str(own_file) in caught.value.message


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("raise RuntimeError(question.passage)", "it stopped with RuntimeError"),
        ("return ['nonsense']", "'nonsense', which is none of the codes"),
        ("return [('trust', 7)]", "not from 0 to 1"),
        ("return None", "stopped with TypeError"),
        ("import os\nos._exit(3)", "ended without an answer"),
        ("import time\ntime.sleep(60)", "no answer within 1 seconds"),
    ],
)
def test_what_goes_wrong_is_said_without_the_words_of_the_passage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, problem: str
) -> None:
    project = plug(tmp_path, monkeypatch, body)
    seconds = 1.0 if "sleep" in body else 60.0
    with pytest.raises(InputError, match=problem) as caught:
        ask("plug", [QUESTION], project, seconds=seconds)
    assert "leak" not in f"{caught.value.message} {caught.value.hint}"


def test_packages_of_the_project_and_of_the_working_folder_are_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    lay_down(project / "lib", "hidden", simple("return []"), evil="hidden:Plug")
    lay_down(tmp_path / "here", "beside", simple("return []"), worse="beside:Plug")
    for folder in (project / "lib", tmp_path / "here"):
        monkeypatch.syspath_prepend(str(folder))
    monkeypatch.chdir(tmp_path / "here")
    assert installed(project) == {}
    with pytest.raises(InputError, match="unknown suggester 'evil'"):
        ask("evil", [QUESTION], project)
    search = environment({}, [str(project / "lib"), str(tmp_path / "here"), "", "/else"], project)
    assert "/else" in search["PYTHONPATH"]
    assert "lib" not in search["PYTHONPATH"].split("/else")[0]
    assert "here" not in search["PYTHONPATH"].split("/else")[0]


def test_no_proxy_carries_away_what_is_sent_to_this_machine(tmp_path: Path) -> None:
    given = {
        "HTTP_PROXY": "http://127.0.0.1:1",
        "https_proxy": "x",
        "PYTHONPATH": "y",
        "HOME": "/h",
    }
    left = environment(given, [], tmp_path)
    assert left["NO_PROXY"] == "*"
    assert "HTTP_PROXY" not in left
    assert "https_proxy" not in left
    assert left["HOME"] == "/h"


@pytest.mark.parametrize(
    ("host", "may"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
        ("::ffff:127.0.0.1", True), ("", True), ("LOCALHOST.", True),
        ("0.0.0.0", False), ("10.0.0.1", False), ("::ffff:10.0.0.1", False),
        ("fe80::1%lo", False), ("127.0.0.1.example.org", False), ("localhost.example.org", False),
        ("2130706433", False),
    ],
)  # fmt: skip
def test_this_machine_is_told_from_others(host: str, may: bool) -> None:
    guard = Guard()
    assert guard.may_reach(host) is may
    assert guard.may_reach(host.encode()) is may
    if not may:
        with pytest.raises(Refused):
            guard("socket.connect", (None, (host, 80)))
