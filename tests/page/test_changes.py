"""The page about changes: its order and words, what several operations have in common, and hostile text."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from tests.changes_reading import Versions, application, operation
from tests.rst_reading import read
from wadl2rst.changes.compare import compare
from wadl2rst.changes.values import Comparison
from wadl2rst.diagnostics import Location
from wadl2rst.page.changes import ChangesPage, OperationName, changes_page, links_of
from wadl2rst.page.translations import translator
from wadl2rst.templating.renderer import Renderer


def page(comparison: Comparison, *, label: str = "", lang: str = "") -> ChangesPage:
    """The page of a comparison."""
    return changes_page(
        comparison,
        title="",
        prefix="garden",
        old="old.wadl",
        new="new.wadl",
        name_of=lambda item: OperationName(item.operation.method.id or item.operation.request_line, label),
        location=Location("new.wadl"),
        say=translator(lang),
    )


def rendered(value: ChangesPage) -> str:
    """The text of a page."""
    return Renderer().changes(value, links_of(value)).text


def lines(value: ChangesPage) -> list[str]:
    """The lines of the list of changes."""
    return [line.strip() for line in rendered(value).splitlines() if line.startswith("* ")]


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    """Reads WADLs as versions of an API."""
    return Versions(tmp_path)


PARAM = '<param name="{}" style="query"/>'


def test_what_several_operations_have_in_common_is_shown_once(versions: Versions) -> None:
    """A change that three operations share is shown once, with the operations; one that two share, with each of them."""

    def api(*names: int) -> str:
        wadl = ""
        for number in range(4):
            params = "".join(PARAM.format(f"p{limit}") for limit in names if number < limit)
            wadl += operation(f"<request>{params}</request>", path=f"r{number}")
        return application(wadl)

    value = page(compare(versions.api(api()), versions.api(api(2, 3))))
    assert [len(shared.operations) for shared in value.shared] == [3]
    assert [(operation.path, len(operation.changes)) for operation in value.changed] == [("/r0", 1), ("/r1", 1)]
    assert lines(value) == ["* Query parameter ``p3``: new", "* Query parameter ``p2``: new", "* Query parameter ``p2``: new"]


def test_breaking_changes_come_first(versions: Versions) -> None:
    """In each list, changes that can break clients are first, and marked."""
    needed = '<param name="c" style="query" required="true"/>'
    old = application(operation(f"<request>{PARAM.format('a')}</request>"))
    new = application(operation(f"<request>{PARAM.format('b')}{needed}</request>"))
    assert lines(page(compare(versions.api(old), versions.api(new)))) == [
        "* **Breaking:** Query parameter ``a``: gone",
        "* **Breaking:** Query parameter ``c``: new and required",
        "* Query parameter ``b``: new",
    ]


def test_operations_with_one_path_are_told_apart_by_their_title(versions: Versions) -> None:
    """If several operations have one method and path, their titles stand beside it."""
    body = '<request><representation mediaType="application/xml" element="g:{}">{}</representation></request>'
    field = '<param name="x" style="plain"/><param name="z" style="plain"/>'
    old, new = (
        application(
            f'<resource path="action"><method name="POST" id="one">{body.format("a", first)}</method>'
            f'<method name="POST" id="two">{body.format("b", first)}</method></resource>'
        )
        for first in ('<param name="z" style="plain"/>', field)
    )
    text = rendered(page(compare(versions.api(old), versions.api(new))))
    assert "``POST /action`` (one)" in text and "``POST /action`` (two)" in text
    text = rendered(page(compare(versions.api(old), versions.api(new)), label="garden-x"))
    assert ":ref:`POST /action (one) <garden-x>`" in text


def test_nothing_is_said_to_be_nothing(versions: Versions) -> None:
    """Two equal versions give a page that says so."""
    value = page(compare(versions.api(application(operation())), versions.api(application(operation()))))
    assert rendered(value).rstrip().endswith("Nothing has changed.")


HOSTILE = (
    "*a* `b` |c| d_ ``e``",
    ".. raw:: html",
    ":ref:`x`",
    "\\",
    "a&#10;&#10;.. evil::",
    " ",
    "x" * 12_000,
    "``",
    "%(old)s %s",
    "{{ x }}",
    "&#x202e;&#x85;&#x2028;.. raw:: html",
)


@pytest.mark.parametrize("lang", ["", "de", "ja"])
def test_hostile_text_stays_text(lang: str, versions: Versions) -> None:
    """No name, path, value or media type of a WADL becomes markup, whatever it contains."""

    def api(*texts: str) -> str:
        found = []
        for number, text in enumerate(texts):
            named = f'<param name="{text}" style="query" default="{text}"><option value="{text}"/></param><param name="q" style="{text}"/>'
            kept = f'<param name="p" style="header" default="{text}" fixed="{text}" type="{text}"><option value="{text}"/></param>'
            media = f'<representation mediaType="{text}" element="{text}"/>'
            inside = f"<request>{named}{kept}{media}</request><response status='{number}00 {text}'>{kept}{media}</response>"
            found.append(operation(inside, path=f"r{number}", verb="PUT") + operation(path=text, attributes=f'id="{text}"'))
        return application("".join(found), base=texts[0])

    old, new = versions.api(api(*HOSTILE)), versions.api(api(*reversed(HOSTILE)))
    value = page(compare(old, new), label="garden-x", lang=lang)
    document = read(rendered(value).splitlines())
    assert {type(node) for node in document.findall(nodes.Element)} <= {
        nodes.document, nodes.section, nodes.title, nodes.paragraph, nodes.literal, nodes.bullet_list, nodes.list_item, nodes.strong,
        nodes.emphasis, nodes.inline, nodes.target, nodes.table, nodes.tgroup, nodes.colspec, nodes.thead, nodes.tbody, nodes.row,
        nodes.entry,
    }  # fmt: skip
