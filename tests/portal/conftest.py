"""An index of its own for a test, filled with what the database holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from caunoi.kit import searching
from caunoi.kit.searching import shelf

Index = Callable[[], int]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """Builds the index when it is called."""
    monkeypatch.setattr(shelf, "folder", lambda: tmp_path / "search")
    return searching.rebuild
