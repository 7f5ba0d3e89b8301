"""How the tests of the model load a WADL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_wadls import NAMESPACE, Read
from wadl2rst.config.options import Config
from wadl2rst.diagnostics import Diagnostic
from wadl2rst.run.pipeline import load_wadl
from wadl2rst.wadl import model


@pytest.fixture(name="read")
def _read(tmp_path: Path) -> Read:
    """Writes the inside of an application into a file and loads it."""

    def read(
        inside: str, *, attributes: str = "", namespace: str = NAMESPACE, profile: tuple[str, ...] = ()
    ) -> tuple[model.Application, list[Diagnostic]]:
        path = tmp_path / "api.wadl"
        path.write_text(f'<application xmlns="{namespace}" {attributes}>{inside}</application>', encoding="utf-8")
        diagnostics: list[Diagnostic] = []
        application = load_wadl(str(path), Config(root=tmp_path, profile=profile), diagnostics.append).application
        assert application is not None
        return application, diagnostics

    return read
