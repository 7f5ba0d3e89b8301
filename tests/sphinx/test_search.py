"""The search of a built site: Sphinx's own script, run by Node.js, with the ranks that the extension gives."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.sphinx_projects import Built, build, method, project, wadl
from wadl2rst.sphinx.domain import MOST_NAMESAKES

SCRIPT = Path(__file__).with_name("search.js")
WADL = """<application xmlns="http://wadl.dev.java.net/2009/02">
<doc title="Shop"/>
<resource_type id="paged"><doc>In pages.</doc></resource_type>
<resources base="http://shop.example/">
  <resource path="v2.1/{tenant}/orders" type="#paged"><param name="tenant" style="template"/>
    <method name="GET" id="listOrders"><doc title="List orders">Lists what was ordered. See also: create order, cartons.</doc></method>
    <method name="POST" id="createOrder"><doc title="Create order">Orders something.</doc>
      <request><representation mediaType="application/json">
        <param name="wrapping_v2" style="plain" path="$.order.wrapping_v2"><doc>How.</doc></param>
        <param name="ribbon" style="plain" path="$.order.wrapping_v2.ribbon"/></representation></request></method>
    <resource path="{id}"><param name="id" style="template"/>
      <method name="GET" id="showOrder"><doc title="Show order">Shows an order.</doc></method>
      <method name="PUT" id="changeOrder"><doc title="Change order">Changes an order, the wrapping_v2 too.</doc>
        <request><representation mediaType="application/json">
          <param name="wrapping_v2" style="plain" path="$.order.wrapping_v2"/></representation></request></method>
      <method name="DELETE"><doc>Deletes an order.</doc></method>
    </resource>
  </resource>
  <resource path="cartons"><method name="GET" id="cartons">
    <doc title="Cartons">All create order, wrapping_v2, listOrders.</doc></method></resource>
</resources></application>
"""
INDEX = "Top\n===\n\ncreate order listOrders wrapping_v2 paged\n\n.. toctree::\n\n   api/index\n"
SOURCES = 'wadl2rst_sources = [{"path": "PATH", "destination": "api"}]\n'


def first(site: Path, *queries: str) -> dict[str, str]:
    """Where the first result of each query leads."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    done = subprocess.run([node, str(SCRIPT), str(site), *queries], capture_output=True, text=True, check=True, encoding="utf-8")
    found: list[list[list[Any]]] = json.loads(done.stdout)
    return {query: f"{results[0][0]}{results[0][2]}" if results else "" for query, results in zip(queries, found, strict=True)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A project whose texts have all the names that are looked for, in places that are not looked for."""
    return build(project(tmp_path_factory.mktemp("search") / "p", conf=SOURCES.replace("PATH", "api.wadl"), index=INDEX, api_wadl=WADL))


def test_what_is_typed_leads_to_what_has_that_name(built: Built) -> None:
    """Verb and path, path, id, title, type, parameter and beginnings lead first to where they are described."""
    orders = "api/get-v2-1-tenant-orders#listOrders"
    expected = {
        "POST /v2.1/{tenant}/orders": "api/post-v2-1-tenant-orders#createOrder",
        "get  /v2.1/{}/orders": orders,
        "delete /v2.1/{tenant}/orders/{id}": "api/delete-v2-1-tenant-orders-id#wadl-method-api-delete-v2-1-tenant-orders-id",
        "/v2.1/{tenant}/orders": orders,
        "/v2.1/{tenant}/orders/": orders,
        "/orders": orders,
        "/v2.1": orders,
        "listOrders": orders,
        "create order": "api/post-v2-1-tenant-orders",
        "cartons": "api/get-cartons#wadl-method-api-cartons",
        "paged": "api/index#wadl-type-api-paged",
        "wrapping_v2": "api/post-v2-1-tenant-orders#wadl-param-api-createorder-body-order-wrapping-v2",
        "order.wrapping_v2": "api/post-v2-1-tenant-orders#wadl-param-api-createorder-body-order-wrapping-v2",
        "ribbon": "api/post-v2-1-tenant-orders#wadl-param-api-createorder-body-order-wrapping-v2-ribbon",
        "tenant": "api/index#wadl-param-api-group-orders-uri-tenant",
        "show": "api/get-v2-1-tenant-orders-id#showOrder",
        "nonesuch": "",
    }
    assert first(built.out, *expected) == expected


def test_parameters_of_one_name_are_few_search_objects(tmp_path: Path) -> None:
    """However many operations have a parameter, the search has only some as objects; the inventory has all."""
    limit = '<request><param name="limit" style="query"/></request>'
    api = wadl(*(method(f"m{number}", inside=limit) for number in range(12)))
    built = build(project(tmp_path / "p", index="Top\n===\n\n.. wadl:: api.wadl\n", api_wadl=api))
    index = json.loads((built.out / "searchindex.js").read_text("utf-8").removeprefix("Search.setIndex(").removesuffix(")"))
    names = [entry[4] for entries in index["objects"].values() for entry in entries]
    assert names.count("limit") == MOST_NAMESAKES
    assert sum(line.startswith("api-m") and " wadl:param " in line for line in built.inventory) == 12


def test_a_scorer_of_the_project_is_kept(tmp_path: Path) -> None:
    """Where conf.py names a scorer, that is used."""
    folder = project(
        tmp_path / "p", conf='html_search_scorer = str(__import__("pathlib").Path(__file__).with_name("mine.js"))\n', index="Top\n===\n"
    )
    (folder / "mine.js").write_text("var Scorer = {mine: 1};", encoding="utf-8")
    assert "mine: 1" in build(folder).text("_static/language_data.js")


@pytest.mark.corpus
def test_openstack_compute(tmp_path: Path, corpus: Path) -> None:
    """On the site of OpenStack's compute API, what one types leads to where one would look."""
    wadls = corpus / "openstack" / "wadls" / "compute-api" / "src" / "v2.1" / "wadl"
    if not wadls.is_dir():
        pytest.skip("the corpus has no WADLs of OpenStack's compute API")
    conf = SOURCES.replace("PATH", str(wadls)) + f'wadl2rst_root = "{corpus}"\n'
    built = build(project(tmp_path / "p", conf=conf, index=INDEX), jobs=2)
    servers = "api/servers-v2-1/post-v2-1-tenant-id-servers"
    expected = {
        "create server": servers,
        "/v2.1/{tenant_id}/servers": "api/servers-v2-1/get-v2-1-tenant-id-servers#listServers",
        "POST /v2.1/{tenant_id}/servers": f"{servers}#createServer",
        "createServer": f"{servers}#createServer",
        "block_device_mapping_v2": f"{servers}#wadl-param-servers-v2-1-createserver-body-block-device-mapping-v2",
    }
    assert first(built.out, *expected) == expected
