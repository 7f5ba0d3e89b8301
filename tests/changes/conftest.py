"""How the tests of changes read WADLs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.changes_reading import Versions


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    """Reads WADLs as versions of an API."""
    return Versions(tmp_path)
