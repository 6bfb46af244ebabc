"""No module imports itself through other modules; imports inside functions count too."""

from __future__ import annotations

import grimp
import pytest

Graph = dict[str, set[str]]


def circles(graph: Graph) -> list[list[str]]:
    """Groups of modules each of which leads to every other of its group."""
    reached = {name: _reachable(graph, name) for name in graph}
    groups = {
        tuple(sorted(other for other in reached[name] if name in reached[other]))
        for name in graph
        if name in reached[name]
    }
    return sorted(map(list, groups))


def _reachable(graph: Graph, start: str) -> set[str]:
    """The modules that imports lead to from `start`; itself only if a circle leads back."""
    reached: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += graph[name]
    return reached


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"a"}}, [["a", "b"]]),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"d"}}, [["b", "c"], ["d"]]),
    ],
)
def test_circles_are_found(graph: Graph, expected: list[list[str]]) -> None:
    assert circles(graph) == expected


def test_no_module_of_the_package_is_in_an_import_circle() -> None:
    """Imports that only a type checker follows are left out, since they do nothing at run time."""
    imports = grimp.build_graph("toolkit", exclude_type_checking_imports=True, cache_dir=None)
    graph: Graph = {
        name: set(imports.find_modules_directly_imported_by(name)) for name in imports.modules
    }
    assert len(graph) > 100
    assert circles(graph) == []
