"""Builds Sphinx projects in a temporary folder, in this process."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.testing.util import SphinxTestApp
from sphinx.writers import latex

from wadl2rst.templating.environment import CompiledTemplates

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
IMAGES = SAMPLES / "image-service" / "image-service.wadl"

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


_COMPILED = CompiledTemplates()
"""Those of the themes: each build has an environment of its own, which would compile all of them again."""


def _share_compiled_templates(app: Sphinx) -> None:
    templates = getattr(app.builder, "templates", None)
    if templates is not None:
        templates.environment.bytecode_cache = _COMPILED


class _LaTeXRenderer(latex.LaTeXRenderer):
    """Sphinx makes one for each table."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.env.bytecode_cache = _COMPILED


@dataclass(frozen=True)
class Built:
    """What a build said and left."""

    out: Path
    warnings: tuple[str, ...]
    status: str
    docs: frozenset[str]
    """The pages that were read."""
    app: Sphinx

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")

    @property
    def inventory(self) -> list[str]:
        return inventory(self.out)


def project(folder: Path, **files: str) -> Path:
    """A project: ``index`` and other pages by name, ``conf`` for more settings; names ending in _wadl are WADLs."""
    folder.mkdir(parents=True, exist_ok=True)
    conf = files.pop("conf", "")
    (folder / "conf.py").write_text(
        f'project = "test"\nextensions = ["wadl2rst.sphinx"]\nnitpicky = True\nhtml_theme = "basic"\n{conf}\n', encoding="utf-8"
    )
    for name, text in files.items():
        file = folder / (f"{name.removesuffix('_wadl')}.wadl" if name.endswith("_wadl") else f"{name}.rst")
        file.write_text(text, encoding="utf-8")
    return folder


def build(
    source: Path, builder: str = "html", *, jobs: int = 1, out: Path | None = None, settings: Mapping[str, Any] | None = None
) -> Built:
    """Builds a project as ``sphinx-build`` does; what was built before is used again."""
    status, warning = io.StringIO(), io.StringIO()
    read: list[str] = []
    app = SphinxTestApp(
        builder,
        srcdir=source,
        builddir=out or source.with_name(f"{source.name}-built"),
        status=status,
        warning=warning,
        confoverrides=dict(settings or {}),
        parallel=jobs,
    )
    app.connect("env-before-read-docs", lambda _app, _env, names: read.extend(names))
    _share_compiled_templates(app)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(latex, "LaTeXRenderer", _LaTeXRenderer)
            app.build()
    finally:
        app.cleanup()
    lines = _COLOUR.sub("", warning.getvalue()).splitlines()
    return Built(Path(app.outdir), tuple(line for line in lines if line.strip()), _COLOUR.sub("", status.getvalue()), frozenset(read), app)


def build_elsewhere(source: Path, conf: Path, builder: str = "text") -> tuple[Path, str]:
    """Builds a project whose ``conf.py`` lies in another folder; what it gives, and what it says."""
    out = source.with_name(f"{source.name}-built")
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", builder, "-c", str(conf), str(source), str(out)]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path})
    assert done.returncode == 0, done.stderr
    return out, done.stderr


def inventory(out: Path) -> list[str]:
    """The lines of the inventory for other projects that are of our domain."""
    data = zlib.decompress((out / "objects.inv").read_bytes().split(b"\n", 4)[4]).decode()
    return sorted(line for line in data.splitlines() if " wadl:" in line)


def wadl(*methods: str, path: str = "things", before: str = "") -> str:
    """A WADL with these methods on one resource."""
    inside = "\n".join(methods)
    return (
        '<?xml version="1.0"?>\n<application xmlns="http://wadl.dev.java.net/2009/02">\n'
        f'{before}<resources base="https://api.example.org/">\n<resource path="{path}">\n{inside}\n</resource>\n'
        "</resources>\n</application>\n"
    )


def method(identifier: str, name: str = "GET", inside: str = "") -> str:
    """A method with documentation and a response."""
    return (
        f'<method id="{identifier}" name="{name}"><doc title="Title of {identifier}">Text of {identifier}.</doc>{inside}'
        '<response status="200"><doc title="OK">Fine.</doc></response></method>'
    )
