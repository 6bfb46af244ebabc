"""`qct themes show` with pictures: a page of all, and the data of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.report.test_html_page import _read
from toolkit.cli.analyse.themes import PICTURES
from toolkit.report.themes import pictures

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project

pytest.importorskip("bertopic")


@pytest.fixture
def fitted(empty_project: Project, write_interviews: None) -> None:
    """Themes of the small project."""
