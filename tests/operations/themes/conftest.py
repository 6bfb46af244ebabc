"""Interviews with topics that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project

SAID = {
    "law": "The statute has a clause on consent and the lawyers read that article in two ways.",
    "money": "The budget pays for the contract and the invoice but never for the upkeep.",
    "leak": "A breach of the network and a stolen password, and then the copies were public.",
}


@pytest.fixture
def interviews(empty_project: Project, write: Callable[[str, str], Path]) -> Project:
    """A project with four English interviews of three topics each and one Korean interview."""
    paths = []
    for number in range(1, 5):
        turns = [
            f"E0{number}: {sentence} I tell you this as number {number}."
            for sentence in (*SAID.values(), *SAID.values())
        ]
        body = "\n\n".join(f"I: And?\n\n{turn}" for turn in turns)
        paths.append(write(f"E0{number}.txt", f"---\nlanguage: en\n---\n{body}\n"))
    korean = "\n\n".join(
        f"K01: {n}번째로 말씀드리면 예산이 끊겨서 시스템을 아무도 고치지 않게 되었습니다."
        for n in range(12)
    )
    paths.append(write("K01.txt", f"---\nlanguage: ko\n---\n{korean}\n"))
    empty_project.sources.import_files(paths, actor="lead")
    return empty_project


@pytest.fixture
def fitted(interviews: Project) -> Project:
    """The same with a run of three themes."""
    interviews.themes.fit(actor="lead", model="lexical", themes=3)
    return interviews
