"""Lists of operations: on the index, on the index above several WADLs, and where a directive puts one; their filter."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx import addnodes

from tests.sphinx_projects import Built, build, project

WADL = '<application xmlns="http://wadl.dev.java.net/2009/02">{}</application>'
SHOP = """
<doc title="Shop"><p xmlns="http://www.w3.org/1999/xhtml">Sells things. Ask us.</p></doc>
<resources base="http://shop.example/">
  <resource path="v1/orders"><doc title="Orders">What was ordered.</doc>
    <method name="GET" id="listOrders"><doc title="List orders">Lists orders, e.g. yours. Newest first.</doc></method>
    <method name="POST" id="createOrder"><doc title="Create order">Orders something.</doc>
      <request><representation mediaType="application/json"><param name="item" style="plain"/></representation></request></method>
    <resource path="{order_id}"><param name="order_id" style="template"><doc>Which one.</doc></param>
      <method name="GET" id="showOrder"><doc title="Show order">Shows an order.</doc></method>
      <method name="PUT" id="changeOrder" deprecated="true"><doc title="Change order"/></method>
      <method name="DELETE"/>
    </resource>
  </resource>
  <resource path="v1/limits"><method name="GET" id="limits"><doc title="Show limits">Shows limits.</doc></method></resource>
</resources>
"""
STOCK = '<resources base="http://stock.example/"><resource path="orders"><method name="GET" id="listOrders"/></resource></resources>'
CONF = 'wadl2rst_sources = [{"path": ["shop.wadl", "stock.wadl"], "destination": "api", "title": "Shop & stock"}]\n'
INDEX = "Top\n===\n\n.. toctree::\n\n   api/index\n   some\n"
SOME = "Some\n====\n\n.. wadl:operations:: shop.wadl\n   :ids: limits createOrder\n   :name: some-operations\n"


def sources(folder: Path, conf: str = "") -> Path:
    """A project with two WADLs and a page with a list."""
    return project(folder, conf=CONF + conf, index=INDEX, some=SOME, shop_wadl=WADL.format(SHOP), stock_wadl=WADL.format(STOCK))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project, built once."""
    built = build(sources(tmp_path_factory.mktemp("listing") / "p"))
    assert built.warnings == ()
    return built


def _rows(html: str) -> list[str]:
    """The rows of the lists of a page as text, with the addresses of their links."""
    found = []
    for row in re.findall(r'<li class="wadl-method">.*?</li>', html, re.DOTALL):
        links = re.findall(r'<a class="reference internal" href="([^"]*)"', row)
        found.append(f"{' '.join(re.sub('<[^>]*>', '', row).split())} -> {' '.join(links)}")
    return found


def test_an_index_lists_its_operations_by_group(built: Built) -> None:
    """Each row has verb, path, title and first sentence, and is one link; an operation without a title is itself the link."""
    html = built.text("api/shop/index.html")
    assert _rows(html) == [
        "GET /v1/orders List orders Lists orders, e.g. yours. -> get-v1-orders.html#shop-listorders",
        "POST /v1/orders Create order Orders something. -> post-v1-orders.html#shop-createorder",
        "GET /v1/orders/{order_id} Show order Shows an order. -> get-v1-orders-order-id.html#shop-showorder",
        "PUT /v1/orders/{order_id} Change order deprecated -> put-v1-orders-order-id.html#shop-changeorder",
        "DELETE /v1/orders/{order_id} -> delete-v1-orders-order-id.html#shop-delete-v1-orders-order-id",
        "GET /v1/limits Show limits Shows limits. -> get-v1-limits.html#shop-limits",
    ]
    assert html.count('<span class="wadl-verb wadl-verb-delete">DELETE</span>') == 1 and html.count('class="wadl-deprecated"') == 1
    assert re.findall(r"<h2>(.*?)<a", html) == ["Orders", "limits"]
    assert '<details class="wadl-fold"><summary>Path parameters</summary>' in html and "Which one." in html


def test_several_wadls_have_one_entrance(built: Built) -> None:
    """The index above several WADLs has the title of each as a link, its first sentence, and its operations."""
    html = built.text("api/index.html")
    headings = [
        (re.search('href="(.*?)"', text)[1], re.sub("<.*?>", "", text)) for text in re.findall('<h2 class="rubric">(.*?)</h2>', html)
    ]  # type: ignore[index]
    assert headings == [("shop/index.html", "Shop"), ("stock/index.html", "stock")]
    assert "<p>Sells things.</p>" in html and "Ask us" not in html
    rows = _rows(html)
    assert len(rows) == 7 and rows[6] == "GET /orders listOrders -> stock/get-orders.html#stock-listorders"


def test_each_group_holds_its_own_pages(built: Built) -> None:
    """A table of contents stands in the section of each group, so that themes show pages there; a WADL has no section but its page."""
    tocs = built.app.env.tocs
    groups = tocs["api/shop/index"].children[0].children[1]
    assert isinstance(groups, nodes.bullet_list)
    assert [[len(toctree["entries"]) for toctree in group.findall(addnodes.toctree)] for group in groups.children] == [[5], [1]]
    assert [toctree["entries"] for toctree in tocs["api/index"].findall(addnodes.toctree)] == [
        [(None, "api/shop/index"), (None, "api/stock/index")]
    ]
    assert len(list(tocs["api/index"].findall(nodes.reference))) == 1


def test_a_directive_lists_some_operations(built: Built) -> None:
    """wadl:operations makes the same list, which its name refers to; its links lead to where the operations are described."""
    html = built.text("some.html")
    assert _rows(html) == [
        "POST /v1/orders Create order Orders something. -> api/shop/post-v1-orders.html#shop-createorder",
        "GET /v1/limits Show limits Shows limits. -> api/shop/get-v1-limits.html#shop-limits",
    ]
    assert '<ul class="wadl-methods" id="some-operations">' in html


def test_the_filter_is_on_pages_with_several_operations(built: Built) -> None:
    """The script is on the pages that list at least six operations, with the words that it shows, and on no other."""
    pages = {str(page.relative_to(built.out)) for page in built.out.rglob("*.html") if "wadl2rst-filter.js" in page.read_text("utf-8")}
    assert pages == {"api/index.html", "api/shop/index.html"}
    assert 'data-label="Filter the operations"' in built.text("api/index.html")
    assert (built.out / "_static" / "wadl2rst-filter.js").is_file()


def test_other_builders_have_definition_lists(tmp_path: Path) -> None:
    """In text, an operation is a term with its verb, path and title, above the first sentence; parameters are not folded."""
    text = build(sources(tmp_path / "p"), "text").text("api/shop/index.txt")
    assert re.search(r'GET "/v1/orders" .*List orders.*\n +Lists orders, e\.g\. yours\.', text)
    assert re.search(r"PUT .*Change order.*deprecated", text) and "Which one." in text and "DELETE /v1/orders/{order_id}" in text


HOSTILE = [
    "a : b :: c",
    "`x` <y> **z** |s| [1]_ _t_ *",
    "``lit`` :ref:`evil` \\",
    "!shriek",
    "<script>alert(1)</script> & x",
    ".. raw:: html",
    "- x",
    "一覧を返す。「い」",
    "x" * 3000,
    "GET /",
    "Ends with colon::",
]


def test_text_of_the_wadl_stays_text(tmp_path: Path) -> None:
    """Whatever stands in titles, paths, tags and sentences, each operation is a row with that text, and nothing warns."""
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in HOSTILE]
    methods = "".join(
        f'<method name="GET" id="m{number}"><doc title="{text}">{text} and more.</doc></method>' for number, text in enumerate(escaped)
    )
    resources = "".join(f'<resource path="{text}"><doc title="{text}">{text}</doc>{methods}</resource>' for text in escaped)
    api = WADL.format(f'<doc title="{escaped[1]}">{escaped[0]}</doc><resources base="http://x/">{resources}</resources>')
    conf = 'wadl2rst_sources = [{"path": ["a.wadl", "b.wadl"], "destination": "api"}]\n'
    index = "Top\n===\n\n.. toctree::\n\n   api/index\n"
    built = build(project(tmp_path / "p", conf=conf, index=index, a_wadl=api, b_wadl=WADL.format(STOCK)), "dummy")
    assert [line for line in built.warnings if "[wadl." not in line] == []
    for page in ("api/index", "api/a/index"):
        doctree = built.app.env.get_doctree(page)
        listed = [node for node in doctree.findall(nodes.definition_list) if "wadl-methods" in node["classes"]]
        items = [item for node in listed for item in node.children]
        assert len(items) >= len(HOSTILE) ** 2
        texts = {" ".join(part.astext() for part in item.findall(nodes.classifier)) for item in items}
        for text in HOSTILE:
            shown = text if len(text) <= 1000 else text[:500]
            assert any(shown in other for other in texts), (page, text)
    assert not list(doctree.findall(nodes.raw)) and not list(doctree.findall(nodes.problematic))


def _chromium() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


@pytest.fixture(scope="module")
def page(built: Built) -> Iterator[Any]:
    """The entrance in a browser."""
    if find_spec("playwright") is None or not _chromium():
        pytest.skip("Playwright or Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((built.out / "api" / "index.html").as_uri())
        yield page
        browser.close()


def test_the_filter_hides_what_does_not_match(page: Any) -> None:
    """The filter is labelled, matches verb, path, title and words in any order, hides empty groups, and tells the number."""
    box = page.get_by_label("Filter the operations")

    def shown() -> tuple[list[str], int, str]:
        titles = page.locator(".wadl-method:visible a").all_inner_texts()
        return titles, page.locator(".wadl-source:visible").count(), page.locator(".wadl-filter output").inner_text()

    assert len(shown()[0]) == 7 and shown()[1:] == (2, "")
    for words, expected in {
        "post": (["Create order"], 1, "1 operation matches."),
        "ORDER  show": (["Show order"], 1, "1 operation matches."),
        "/v1/orders/{": (["Show order", "Change order", "DELETE /v1/orders/{order_id}"], 1, "3 operations match."),
        "listorders": (["listOrders"], 1, "1 operation matches."),
        "nothing like it": ([], 0, "No operation matches."),
    }.items():
        box.fill(words)
        assert shown() == expected
    box.press("Escape")
    assert len(shown()[0]) == 7 and box.input_value() == ""
    box.fill("limits")
    box.press("Enter")
    page.wait_for_url("**/api/shop/get-v1-limits.html*")
