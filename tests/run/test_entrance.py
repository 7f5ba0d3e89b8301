"""The index above several WADLs in the style ``sphinx``: from what a run remembers, and from several processes."""

from __future__ import annotations

from pathlib import Path

import pytest

import wadl2rst
from tests.small_wadls import NAMESPACE

WADL = (
    f'<application xmlns="{NAMESPACE}"><doc title="API %(name)s">About %(name)s: what it is. More.</doc><resources base="http://x/">'
    '<resource path="%(name)s"><method name="GET" id="list"><doc title="List %(name)s">Lists : all. More.</doc></method>'
    '<method name="PUT" id="old" deprecated="true"/></resource></resources></application>'
)


def _entrance(folder: Path, out: str, **settings: object) -> str:
    """The index above the WADLs of a folder."""
    config = wadl2rst.Config(style="sphinx", root=folder, **settings)  # type: ignore[arg-type]
    wadl2rst.generate(folder / "wadls", folder / out, config)
    return (folder / out / "index.rst").read_text("utf-8")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "wadls").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "wadls" / f"{name}.wadl").write_text(WADL % {"name": name}, encoding="utf-8")
    return tmp_path


def test_what_is_remembered_is_listed_as_what_is_read(folder: Path) -> None:
    """After a change of one WADL, the entrance is that of a run that reads all; the others are taken from the cache."""
    first = _entrance(folder, "out")
    assert first == _entrance(folder, "out") and first.count(".. wadl:methods::") == 3
    assert ":doc:`API b <b/index>`\n" in first and "About b: what it is.\n" in first
    assert "GET ``/b`` : :ref:`List b <b-list>`\n         Lists : all.\n" in first and ":ref:`old <b-old>` : *deprecated*\n" in first
    (folder / "wadls" / "c.wadl").write_text(WADL % {"name": "d"}, encoding="utf-8")
    changed = _entrance(folder, "out")
    assert changed != first and changed == _entrance(folder, "fresh", no_cache=True)


def test_several_processes_make_the_same_entrance(folder: Path) -> None:
    """With --jobs, the entrance is the same."""
    assert _entrance(folder, "one", no_cache=True) == _entrance(folder, "two", no_cache=True, jobs=2)


def test_a_wadl_that_cannot_be_read_any_more_stays_listed(folder: Path) -> None:
    """Its pages are kept, so the entrance leads to them, under the name of the file."""
    _entrance(folder, "out")
    (folder / "wadls" / "b.wadl").write_text("<application", encoding="utf-8")
    text = _entrance(folder, "out")
    assert ":doc:`b <b/index>`\n" in text and text.count(".. wadl:methods::") == 2 and "   b/index\n" in text
