"""What the index says once about authentication, and what the operations then leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import wadl2rst
from tests.small_wadls import NAMESPACE
from wadl2rst.markdown.inline import text_line
from wadl2rst.page.authentication import carries_credentials
from wadl2rst.page.options import PageOptions
from wadl2rst.page.plan import SitePlan
from wadl2rst.page.values import Fact, Line, OperationPage
from wadl2rst.prose import Code, Emphasis, Reference, Text
from wadl2rst.wadl.operations import groups

Plan = Callable[..., SitePlan]

TOKEN = '<param name="X-Auth-Token" style="header" required="true"><doc>The token that you got.</doc></param>'


@pytest.fixture(name="plan")
def _plan(tmp_path: Path) -> Plan:
    """The plan of the pages of a WADL with these methods, each on a resource of its own."""

    def plan(*methods: str, **options: object) -> SitePlan:
        path = tmp_path / "api.wadl"
        inside = "".join(f'<resource path="r{number}">{method}</resource>' for number, method in enumerate(methods))
        names = 'xmlns:ap="http://api.apigee.com/wadl/2010/07/" xmlns:rax="http://docs.rackspace.com/api"'
        path.write_text(f'<application xmlns="{NAMESPACE}" {names}><resources base="http://x/">{inside}</resources></application>')
        application = wadl2rst.load(path, wadl2rst.Config(root=tmp_path))
        settings = PageOptions(prefix="api", fallback_title="api", **{"authentication": True, **options})  # type: ignore[arg-type]
        return SitePlan(application=application, groups=groups(application), options=settings)

    return plan


def method(name: str, request: str = "", attributes: str = "", flag: str = "") -> str:
    return f'<method name="GET" id="{name}" {attributes}>{flag}<request>{request}</request></method>'


def flag(required: str) -> str:
    return f'<ap:authentication required="{required}"/>'


def pages(plan: SitePlan) -> list[OperationPage]:
    return [plan.operation_page(named) for named in plan.operations]


def said(plan: SitePlan) -> dict[str, str]:
    """The facts of the section of the index as text."""
    assert plan.authentication is not None
    return dict(map(shown, plan.authentication.facts))


def shown(fact: Fact) -> tuple[str, str]:
    return fact.name, text(fact.line)


def text(line: Line) -> str:
    return text_line(line)


def words(page: OperationPage) -> list[str]:
    """The documentation of the request headers of a page."""
    return [
        child.text
        for table in page.request.tables
        for row in table.rows
        for block in row.description
        for child in _leaves(getattr(block, "children", ()))
    ]


def _leaves(children: tuple[object, ...]) -> Iterator[Text | Code]:
    for child in children:
        if isinstance(child, Text | Code):
            yield child
        elif isinstance(child, Emphasis | Reference):
            yield from _leaves(child.children)


def test_a_header_of_all_operations_is_documented_once(plan: Plan) -> None:
    """Its text is in the section of the index; operations keep its row, and say in one line which header it is."""
    site = plan(method("a", TOKEN), method("b", TOKEN))
    assert said(site) == {"Header": "`X-Auth-Token` (all operations)"}
    assert site.authentication is not None
    (table,) = site.authentication.tables
    assert [row.name for row in table.rows] == ["X-Auth-Token"]
    assert table.rows[0].required
    assert "The token that you got." in str(table.rows[0].description)
    for page in pages(site):
        assert text(page.authentication) == "header `X-Auth-Token`. See Authentication."
        assert [row.name for one in page.request.tables for row in one.rows] == ["X-Auth-Token"]
        assert words(page) == []
    reference = pages(site)[0].authentication[-2]
    assert isinstance(reference, Reference)
    assert site.references[reference.target] == site.authentication.label == site.index().authentication.label  # type: ignore[union-attr]


def test_operations_without_the_header_are_named(plan: Plan) -> None:
    """Of four operations, one may lack the header; the section names it, and it has no line."""
    site = plan(method("login"), *(method(name, TOKEN) for name in "abc"))
    assert said(site) == {"Header": "`X-Auth-Token` (all operations but these: login)"}
    assert [bool(page.authentication) for page in pages(site)] == [False, True, True, True]


def test_a_header_of_few_operations_stays_with_them(plan: Plan) -> None:
    """A header that fewer than three quarters of the operations have is documented by each."""
    site = plan(method("a", TOKEN), method("b", TOKEN), method("c"))
    assert site.authentication is None
    assert [page.authentication for page in pages(site)] == [(), (), ()]
    assert words(pages(site)[0]) == ["The token that you got."]


def test_an_operation_that_documents_the_header_otherwise_keeps_its_text(plan: Plan) -> None:
    """Only what the index says is left out: other documentation of the same header stays with its operation."""
    other = TOKEN.replace("The token that you got.", "An admin token.")
    site = plan(method("a", TOKEN), method("b", other), method("c", TOKEN))
    assert list(map(words, pages(site))) == [[], ["An admin token."], []]


def test_without_an_index_nothing_is_left_out(plan: Plan) -> None:
    """Where only operations are shown, each has the text of its header, and no link."""
    page = pages(plan(method("a", TOKEN), method("b", TOKEN), has_index=False))[0]
    assert words(page) == ["The token that you got."]
    assert text(page.authentication) == "header `X-Auth-Token`"


def test_other_styles_say_all_on_each_page(plan: Plan) -> None:
    """Unless asked for, nothing is collected: pages have the facts and the texts themselves."""
    site = plan(method("a", TOKEN, 'rax:roles="admin"', flag("true")), method("b", TOKEN), authentication=False)
    page = pages(site)[0]
    assert site.authentication is None
    assert site.index().authentication is None
    assert page.authentication == ()
    assert dict(map(shown, page.facts)) == {"Roles": "`admin`", "Authentication": "required"}
    assert words(page) == ["The token that you got."]


def test_the_flag_of_apigee(plan: Plan) -> None:
    """Which operations require authentication is on the index; each says it in its line instead of a fact."""
    site = plan(method("a", flag=flag("true")), method("b", flag=flag("false")), method("c", flag=flag("true")), method("d"))
    assert said(site) == {"Required": "a, c", "Not required": "b"}
    assert [text(page.authentication) for page in pages(site)] == [
        "required. See Authentication.",
        "not required. See Authentication.",
        "required. See Authentication.",
        "",
    ]
    assert pages(site)[0].facts == ()


def test_roles(plan: Plan) -> None:
    """The index lists each role with its operations, and an operation its roles."""
    site = plan(method("a", TOKEN, 'rax:roles="admin reader"'), method("b", TOKEN, 'rax:roles="reader"'))
    assert site.authentication is not None
    assert list(map(shown, site.authentication.facts)) == [
        ("Header", "`X-Auth-Token` (all operations)"),
        ("Role", "`admin` (a)"),
        ("Role", "`reader` (all operations)"),
    ]
    assert text(pages(site)[0].authentication) == "header `X-Auth-Token`; roles `admin`, `reader`. See Authentication."


def test_many_operations_are_counted(plan: Plan) -> None:
    """Where neither those with a role nor those without are few, the section gives their number."""
    site = plan(*(method(f"a{number}", attributes='rax:roles="admin"') for number in range(13)), *(method(f"b{n}") for n in range(13)))
    assert said(site) == {"Role": "`admin` (13 of 26 operations)"}


@pytest.mark.parametrize("name", ["Authorization", "X-Auth-Token", "x-api-key", "Api-Key", "Proxy-Authorization", "X-Access-Token"])
def test_headers_with_credentials(name: str) -> None:
    """Headers are recognised by their name, whatever its case."""
    assert carries_credentials(name)


@pytest.mark.parametrize("name", ["Accept", "X-Request-Id", "Content-Type", "X-Subject-Token", "Idempotency-Key", "Authority", ""])
def test_headers_without_credentials(name: str) -> None:
    """Other headers are not, even if their names end alike: they say what a request is about."""
    assert not carries_credentials(name)
