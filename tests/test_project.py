"""Tests of an open project and its subjects, which are the interface for programs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

import pytest

import toolkit
from tests.finished import add_finished
from toolkit.operations.subjects import Subjects
from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]

PACKAGE = Path(toolkit.__file__).parent
OPERATIONS = PACKAGE / "operations"
SUBJECTS = [name for name, member in vars(Subjects).items() if isinstance(member, cached_property)]
SHARED = (
    "Agreement.read_segments",
    "Decisions.checks",
    "Suggestions.held",
    "Suggestions.proposing",
    "Suggestions.set_proposing",
    "Suggestions.release",
)
"""Methods that share their function with a request, or with code that reads before a change."""
CONVERSIONS = ("Path", "dict", "list", "set", "str", "tuple")


def test_the_example_of_the_readme_runs(project: Project, place: Place) -> None:
    start, end = place("E01", "We do not trust their figures.")
    with Project.open(project.folder) as opened:
        opened.codings.add("E01", start, end, "trust", coder="coder-a")
        opened.rounds.finish(["E01"], coder="coder-a")
        opened.codings.add("E01", start, end, "trust", coder="coder-b")
        opened.rounds.finish(["E01"], coder="coder-b")
        frame = opened.codings.to_frame(code="trust")
        table = opened.agreement.report(coders=["coder-a", "coder-b"])
    assert list(frame["quote"]) == ["We do not trust their figures."] * 2
    assert table.rows


def test_three_methods_have_a_second_name_on_the_project(project: Project, place: Place) -> None:
    start, end = place("E01", "We do not trust their figures.")
    coding = add_finished(project, "E01", start, end, "trust", coder="coder-a")
    add_finished(project, "E01", start, end, "trust", coder="coder-b")
    assert coding in project.codings.find(coder="coder-a")
    assert project.codings.to_frame(code="trust").equals(project.codings.to_frame(code="trust"))
    coders = ["coder-a", "coder-b"]
    assert project.agreement.report(coders=coders) == project.agreement.report(coders=coders)


def test_a_subject_is_made_once(project: Project) -> None:
    for name in SUBJECTS:
        assert getattr(project, name) is getattr(project, name)


PROBE = """
import json, sys
from toolkit import Project
with Project.open({folder!r}) as project:
    before = set(sys.modules)
    project.codings.find()
    print(json.dumps([sorted(before), sorted(sys.modules)]))
"""


def test_subjects_are_imported_when_they_are_asked_for(project: Project) -> None:
    code = PROBE.format(folder=str(project.folder))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    opened, used = (set(names) for names in json.loads(done.stdout))
    modules = {name: type(getattr(project, name)).__module__ for name in SUBJECTS}
    assert opened.isdisjoint(modules.values())
    assert used.isdisjoint(modules[name] for name in SUBJECTS if name != "codings")
    assert modules["codings"] in used
    packages = {name for name in used if name.startswith("toolkit.agreement")}
    assert not packages
    assert used.isdisjoint(("numpy", "scipy", "pandas", "yaml", "sqlalchemy", "torch"))


def test_the_facade_stays_short_and_says_what_each_member_is() -> None:
    source = (PACKAGE / "project.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) < 250
    (facade,) = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    for method in _methods(facade):
        assert method.name.startswith("_") or ast.get_docstring(method), method.name


def _methods(definition: ast.ClassDef) -> Iterator[ast.FunctionDef]:
    return (node for node in definition.body if isinstance(node, ast.FunctionDef))


def _subjects() -> Iterator[ast.ClassDef]:
    for path in sorted(OPERATIONS.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and "Subject" in map(ast.unparse, node.bases):
                yield node


def _parameters(method: ast.FunctionDef) -> set[str]:
    arguments = method.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    rest = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return {argument.arg for argument in (*named, *rest)} - {"self"}


def _only_call(method: ast.FunctionDef) -> ast.Call | None:
    """The call that is all that the method does, its docstring and imports left out."""
    body = method.body[1:] if ast.get_docstring(method) is not None else method.body
    statements = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom)]
    if len(statements) != 1 or not isinstance(statements[0], ast.Return | ast.Expr):
        return None
    value = statements[0].value
    return value if isinstance(value, ast.Call) else None


def _passed(argument: ast.expr) -> str:
    """The parameter that an argument passes on, be it unchanged, converted or with a default."""
    match argument:
        case ast.Name(id=name):
            return name
        case ast.Starred(value=value):
            return _passed(value)
        case ast.Call(func=ast.Name(id=kind), args=[only], keywords=[]) if kind in CONVERSIONS:
            return _passed(only)
        case ast.BoolOp(values=[first, *_]):
            return _passed(first)
    return ast.unparse(argument)


def forwards(method: ast.FunctionDef) -> bool:
    """Whether the method only passes its own parameters and the session to a function.

    A lookup that raises for what does not exist (`need_source`) is shared by all subjects, and a
    question to the store takes the database: neither is a second signature of an operation.
    """
    call = _only_call(method)
    if call is None:
        return False
    callee = ast.unparse(call.func).rpartition(".")[2]
    if callee.startswith("need_"):
        return False
    passed = {_passed(each) for each in (*call.args, *(word.value for word in call.keywords))}
    return passed - {"self._session", "self"} == _parameters(method) and bool(
        passed & {"self._session", "self"}
    )


def _method(source: str) -> ast.FunctionDef:
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    return node


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def add(self, a, *, b=1): return plan.add(self._session, a, b=b)", True),
        (
            "def add(self, **a):\n 'Adds.'\n from x import f\n f(self._session, **a)",
            True,
        ),
        ("def add(self, path): return f(self._session, Path(path))", True),
        ("def add(self, texts=None): return f(self._session, texts or {})", True),
        ("def info(self): return info(self._session)", True),
        ("def get(self, name): return need_source(self._session, name)", False),
        ("def all(self, *, coder): return queries.all(self._session.database, coder=coder)", False),
        ("def read(self, path): return f(self._session, read(Path(path)))", False),
        ("def make(self): return make(self._session, proven=True)", False),
        ("def add(self, a):\n b = plan(a)\n return f(self._session, b)", False),
    ],
)
def test_what_a_forwarder_is(source: str, expected: bool) -> None:
    assert forwards(_method(source)) is expected


def test_methods_of_subjects_hold_the_logic_themselves() -> None:
    subjects = list(_subjects())
    assert len(subjects) == len(SUBJECTS)
    forwarders = [
        f"{subject.name}.{method.name}"
        for subject in subjects
        for method in _methods(subject)
        if forwards(method) and f"{subject.name}.{method.name}" not in SHARED
    ]
    assert forwarders == []


def test_options_of_subjects_have_names_and_types() -> None:
    untyped = [
        f"{subject.name}.{method.name}"
        for subject in _subjects()
        for method in _methods(subject)
        if method.args.kwarg is not None
        and (
            method.args.kwarg.annotation is None
            or not ast.unparse(method.args.kwarg.annotation).startswith("Unpack[")
        )
    ]
    assert untyped == []


def test_every_method_of_a_subject_is_documented() -> None:
    silent = [
        f"{subject.name}.{method.name}"
        for subject in _subjects()
        for method in _methods(subject)
        if not method.name.startswith("_") and ast.get_docstring(method) is None
    ]
    assert silent == []
