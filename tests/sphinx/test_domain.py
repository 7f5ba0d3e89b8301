"""The domain: objects, roles, indexes, search, the inventory for other projects, and builds in several processes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docutils import nodes

from tests.sphinx_projects import IMAGES, Built, build, method, project, wadl

BY_HAND = """\
Top
===

.. wadl:application:: shop
   :title: The shop

.. wadl:resource:: /orders/{id}

   .. wadl:method:: PUT /orders/{id}
      :id: changeOrder
      :title: Change an order
      :deprecated:

      Text.

      .. wadl:param:: dryRun

         See :wadl:param:`dryRun`.

.. wadl:type:: Paged

.. wadl:representation:: order

{roles}
"""


@pytest.mark.parametrize(
    "role",
    [
        ":wadl:application:`shop`",
        ":wadl:application:`The shop`",
        ":wadl:resource:`/orders/{id}`",
        ":wadl:method:`changeOrder`",
        ":wadl:method:`PUT /orders/{id}`",
        ":wadl:method:`put  /orders/{id}`",
        ":wadl:method:`change it <changeOrder>`",
        ":wadl:param:`changeOrder.dryRun`",
        ":wadl:type:`Paged`",
        ":wadl:representation:`order`",
        ":any:`PUT /orders/{id}`",
        ":any:`Paged`",
    ],
)
def test_roles_lead_to_objects_written_by_hand(role: str, tmp_path: Path) -> None:
    """Objects can be written without a WADL; roles lead to them by id and by request line."""
    built = build(project(tmp_path / "p", index=BY_HAND.replace("{roles}", role)), "dummy")
    assert built.warnings == ()


@pytest.mark.parametrize("role", [":wadl:method:`none`", ":wadl:param:`changeOrder.none`", ":wadl:type:`none`", ":any:`none`"])
def test_a_role_that_leads_nowhere_warns(role: str, tmp_path: Path) -> None:
    """A role that finds no object is a warning that names what was looked for."""
    built = build(project(tmp_path / "p", index=BY_HAND.replace("{roles}", role)), "dummy")
    assert len(built.warnings) == 1 and "index.rst:24: WARNING:" in built.warnings[0] and "none" in built.warnings[0]


FIELDS = """\
Top
===

.. wadl:method:: PUT /orders/{id}
   :deprecated:

   :param id: The order.
   :type id: int
   :query int limit: How many.
   :reqheader X-Trace: Names the call.
   :resheader ETag: The version.
   :resjson string name: The name.
   :statuscode 200: Changed.
   :statuscode 404: There is none.
"""


def test_fields_of_an_operation_by_hand(tmp_path: Path) -> None:
    """Fields are grouped and labelled as in sphinxcontrib-httpdomain, and a deprecated operation says so."""
    built = build(project(tmp_path / "p", index=FIELDS))
    assert built.warnings == ()
    text = re.sub("<[^>]*>", "", built.text("index.html"))
    for label in ("Parameters", "Query parameters", "Request headers", "Response headers", "JSON of the response", "Status codes"):
        assert f"{label}:" in text
    assert "id (int) – The order." in text and "limit (int) – How many." in text and "404 – There is none." in text
    assert "/orders/{id} Deprecated" in text


@pytest.mark.parametrize("written", ["/status", "get", "GET status", "GET /a b"])
def test_an_operation_by_hand_needs_verb_and_path(written: str, tmp_path: Path) -> None:
    """What is not a verb and a path is reported with the form that it should have, and is no object."""
    built = build(project(tmp_path / "p", index=f"Top\n===\n\n.. wadl:method:: {written}\n   :id: x\n"))
    assert len(built.warnings) == 1 and built.inventory == []
    assert f"index.rst:4: WARNING: wadl:method: '{written}' must be a verb and a path" in built.warnings[0]
    assert "such as GET /images/{image_id} [wadl.config]" in built.warnings[0]


def test_pages_have_indexes_search_and_contents(tmp_path: Path) -> None:
    """An object has an entry in the general index, in the operations index, in the search and in the table of contents of its page."""
    built = build(project(tmp_path / "p", index=BY_HAND.replace("{roles}", ":ref:`wadl-operations`")))
    assert built.warnings == ()
    index = built.text("genindex.html")
    assert "Change an order (PUT /orders/{id})" in index and "Paged (resource type)" in index
    operations = built.text("wadl-operations.html")
    assert 'href="index.html#changeOrder"' in operations and "Change an order" in operations and "Deprecated" in operations
    search = json.loads(re.search(r"Search\.setIndex\((.*)\)", built.text("searchindex.js"))[1])  # type: ignore[index]
    found = {entry[4] for entries in search["objects"].values() for entry in entries}
    assert {"PUT /orders/{id}", "/orders/{id}", "shop", "dryRun"} <= found
    contents = built.app.env.tocs["index"].astext()
    assert "PUT /orders/{id}" in contents and "dryRun" in contents


UNATTACHED = '<method id="stray" name="DELETE"><doc title="Stray">Text.</doc></method>'


def _index(built: Built) -> dict[str, list[tuple[str, str]]]:
    """The operations index: for each group its operations, with what stands beside them."""
    content, _collapse = built.app.env.domains["wadl"].indices[0](built.app.env.domains["wadl"]).generate()
    return {group: [(entry.name, entry.extra) for entry in entries] for group, entries in content}


def test_the_operations_index_names_the_api_where_there_are_several(tmp_path: Path) -> None:
    """The title of the API stands beside an operation where there are several; operations without a path have a group of their own."""
    one = wadl(method("a")).replace("<resources", f'<doc title="First API"/>{UNATTACHED}<resources')
    index = "Top\n===\n\n.. wadl:: one.wadl\n   :methods: GET DELETE\n"
    built = build(project(tmp_path / "p", index=index, one_wadl=one))
    assert _index(built) == {"things": [("GET /things", "")], "Not attached to a resource": [("DELETE", "")]}
    assert "Stray (DELETE)" in built.text("genindex.html") and ">DELETE<" not in built.text("genindex.html")
    built = build(project(tmp_path / "p", index=index + ".. wadl:: two.wadl\n", two_wadl=wadl(method("b"), path="others")))
    assert _index(built)["things"] == [("GET /things", "First API")] and _index(built)["others"] == [("GET /others", "two")]


def test_a_resource_and_its_verbs_have_one_entry_in_the_general_index(tmp_path: Path) -> None:
    """The path stands once in the general index, with the verbs below it."""
    built = build(project(tmp_path / "p", index=BY_HAND.replace("{roles}", "")))
    index = built.text("genindex.html")
    assert index.count("/orders/{id}<") == 1 and "(resource)" not in index and ">PUT<" in index


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("method:`~put /orders/{id}`", "/orders/{id}"),
        ("param:`~changeOrder.dryRun`", "dryRun"),
        ("resource:`~/orders/{id}`", "{id}"),
        ("type:`~Paged`", "Paged"),
    ],
)
def test_a_tilde_shows_the_last_part(role: str, shown: str, tmp_path: Path) -> None:
    """``~`` before a name shows its last part alone."""
    built = build(project(tmp_path / "p", index=BY_HAND.replace("{roles}", f":wadl:{role}")))
    assert built.warnings == ()
    assert f'<span class="pre">{shown}</span></code></a></p>' in built.text("index.html")


def test_the_style_sphinx_makes_objects(tmp_path: Path) -> None:
    """What a WADL documents are objects, whose anchors are the ids of the methods."""
    roles = ":wadl:method:`showImage` :wadl:method:`GET /images` :wadl:param:`showImage.image.status` :wadl:application:`image-service`"
    built = build(
        project(tmp_path / "p", index=f"Top\n===\n\n.. wadl:: {IMAGES}\n   :group: resource\n\n{roles} :wadl:resource:`/images`\n")
    )
    assert built.warnings == ()
    assert "image-service-showImage wadl:method 0 index.html#showImage GET /images/{image_id}" in built.inventory
    assert 'href="#showImage"' in built.text("index.html")


def test_an_ambiguous_role_warns_and_names_the_choices(tmp_path: Path) -> None:
    """Two operations with the same verb and path: a role by their request line warns; on a page of one of the WADLs it means that one's."""
    files = {f"{name}_wadl": wadl(method(f"list{name}")) for name in ("one", "two")}
    pages = {name: f"{name}\n===\n\n.. wadl:: {name}.wadl\n\n:wadl:method:`GET /things`\n" for name in ("one", "two")}
    index = "Top\n===\n\n.. toctree::\n\n   one\n   two\n\n:wadl:method:`GET /things`\n"
    built = build(project(tmp_path / "p", index=index, **files, **pages))
    assert len(built.warnings) == 1
    assert "GET /things is ambiguous; use one of one-listone, two-listtwo" in built.warnings[0] and "[wadl.ambiguous]" in built.warnings[0]
    assert 'href="#listtwo"' in built.text("two.html")


def test_ids_are_stable_for_paths_that_are_not_ascii(tmp_path: Path) -> None:
    """Paths that differ only in what no id can hold get different ids, which do not depend on their order."""
    ids = []
    for number, paths in enumerate((["/用户", "/订单"], ["/订单", "/用户"])):
        index = "Top\n===\n\n" + "".join(f".. wadl:method:: GET {path}\n\n" for path in paths)
        built = build(project(tmp_path / f"p{number}", index=index))
        assert built.warnings == ()
        ids.append([line for line in built.inventory if " wadl:method " in line])
    assert ids[0] == ids[1] and len({line.split("#")[1].split()[0] for line in ids[0]}) == 2


def test_an_unknown_name_is_reported_with_the_closest_one(tmp_path: Path) -> None:
    """A role with a misspelt name names the closest object of its kind; the type of the warning is that of Sphinx."""
    roles = {
        ":wadl:method:`changeOrdr`": "no operation named changeOrdr in this project; did you mean 'changeOrder'? [ref.method]",
        ":wadl:method:`PUT /order/{id}`": "no operation named PUT /order/{id} in this project; did you mean 'PUT /orders/{id}'?",
        ":wadl:param:`changeOrder.dryRan`": "no parameter named changeOrder.dryRan in this project; did you mean 'changeOrder.dryRun'?",
        ":wadl:type:`Pagd`": "no resource type or type of a schema named Pagd in this project; did you mean 'Paged'?",
        ":wadl:type:`unlike`": "no resource type or type of a schema named unlike in this project [ref.type]",
    }
    text = BY_HAND.replace("{roles}", "\n".join(roles))
    built = build(project(tmp_path / "p", index=text), "dummy")
    assert len(built.warnings) == len(roles)
    assert all(said in warning for said, warning in zip(roles.values(), built.warnings, strict=True))


def test_the_closest_of_very_many_names_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a project with very many names, the closest name is looked for among those that begin or end alike."""
    monkeypatch.setattr("wadl2rst.sphinx.domain.MANY_NAMES", 2)
    named = "".join(f".. wadl:type:: {name}\n\n" for name in ("alpha", "betaOrders", "gammaOrders"))
    built = build(project(tmp_path / "p", index=f"Top\n===\n\n{named}:wadl:type:`gamaOrders` :wadl:type:`alpho`\n"), "dummy")
    assert ["did you mean 'gammaOrders'?" in line or "did you mean 'alpha'?" in line for line in built.warnings] == [True, True]


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (":wadl:method:`changeOrder`", "Change an order"),
        (":any:`changeOrder`", "Change an order"),
        (":wadl:method:`~changeOrder`", "changeOrder"),
        (":wadl:method:`put /orders/{id}`", "put /orders/{id}"),
        (":wadl:method:`the change <changeOrder>`", "the change"),
    ],
)
def test_a_link_by_id_shows_the_title(role: str, shown: str, tmp_path: Path) -> None:
    """A role with the id of an operation shows its title, as a reference to its label does; one with verb and path shows these."""
    built = build(project(tmp_path / "p", index=BY_HAND.replace("{roles}", role)))
    link = re.findall(r'<a class="reference internal" href="#changeOrder"[^>]*>(.*?)</a></p>', built.text("index.html"))
    assert built.warnings == () and [re.sub("<[^>]+>", "", text) for text in link] == [shown]


def _many(folder: Path) -> Path:
    """A project of several WADLs, of which two pages describe the same one."""
    names = [f"part{number}" for number in range(8)]
    files = {
        f"{name}_wadl": wadl(*(method(f"{name}m{number}", verb) for number, verb in enumerate(("GET", "PUT", "DELETE"))), path=name)
        for name in names
    }
    files["part3_wadl"] = wadl(method("odd"), '<method href="#none"/>', path="odd")
    pages = {name: f"{name}\n========\n\n.. wadl:: {name}.wadl\n" for name in names}
    pages["again"] = "Again\n=====\n\n.. wadl:automethod:: part2.wadl#part2m0\n\n.. wadl:automethod:: part3.wadl#odd\n   :no-index:\n"
    toctree = "".join(f"   {name}\n" for name in sorted(pages))
    return project(folder, index=f"Top\n===\n\n.. toctree::\n\n{toctree}", **files, **pages)


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    """One process and four give the same inventory and the same warnings, duplicates with both places among them."""
    folder = _many(tmp_path / "p")
    one, four = (build(folder, jobs=jobs, out=tmp_path / f"out{jobs}") for jobs in (1, 4))
    assert one.inventory == four.inventory and len(one.inventory) > 30
    assert sorted(one.warnings) == sorted(four.warnings)
    duplicates = [line for line in one.warnings if "[wadl.duplicate]" in line]
    assert len(duplicates) == 1
    text = r"part2\.rst:4: WARNING: duplicate description of operation GET /part2 \(part2-part2m0\), also at again\.rst:4; "
    assert re.search(text, duplicates[0])
    assert sum("[wadl.dangling]" in line for line in one.warnings) == 1


def _labels(built: Built) -> dict[str, tuple[str, str]]:
    return {name: place for name, place in built.app.env.domains["std"].anonlabels.items() if name.startswith("api-")}


def test_the_first_page_that_shows_an_operation_has_its_label(tmp_path: Path) -> None:
    """An operation on two pages is reported once, and its label leads to the first page by name: in any build, also of one page alone."""
    inside = '<request><param name="limit" style="query"/></request>'
    pages = {name: f"{name}\n=====\n\n.. wadl:: api.wadl\n" for name in ("b", "c")}
    index = "Top\n===\n\n.. toctree::\n   :glob:\n\n   *\n\n:ref:`api-first`\n"
    folder = project(tmp_path / "p", index=index, api_wadl=wadl(method("first", inside=inside)), **pages)
    found = [build(folder, jobs=jobs, out=tmp_path / f"out{jobs}") for jobs in (1, 4)]
    for built in found:
        assert (
            len(built.warnings) == 1 and "c.rst:4: WARNING: duplicate description of operation GET /things (api-first)" in built.warnings[0]
        )
        assert _labels(built) == {"api-first": ("b", "api-first")}
    assert (found[0].out / "objects.inv").read_bytes() == (found[1].out / "objects.inv").read_bytes()
    (folder / "a.rst").write_text("a\n=\n\n.. wadl:: api.wadl\n   :methods: GET\n", encoding="utf-8")
    assert _labels(build(folder, out=tmp_path / "out1")) == {"api-first": ("a", "api-first")}
    (folder / "a.rst").unlink()
    (folder / "b.rst").write_text("b\n=\n\n.. _api-first:\n\nB\n-\n", encoding="utf-8")
    last = build(folder, out=tmp_path / "out1")
    assert last.warnings == () and _labels(last)["api-first"][0] == "b"


def test_an_operation_twice_on_a_page_is_reported_once(tmp_path: Path) -> None:
    """The message names both directives of the page."""
    index = "Top\n===\n\n.. wadl:automethod:: api.wadl#a\n\n.. wadl:automethod:: api.wadl#a\n"
    built = build(project(tmp_path / "p", index=index, api_wadl=wadl(method("a"))), "dummy")
    assert len(built.warnings) == 1
    assert re.search(r"index\.rst:6: WARNING: duplicate description of .*, also at index\.rst:4;", built.warnings[0])


def test_another_project_links_to_an_operation(tmp_path: Path) -> None:
    """A second project links to operations of the first through intersphinx, by id and by request line, without a warning."""
    first = build(project(tmp_path / "first", index=f"Top\n===\n\n.. wadl:: {IMAGES}\n"))
    assert first.warnings == ()
    conf = 'extensions.append("sphinx.ext.intersphinx")\n'
    conf += f'intersphinx_mapping = {{"api": ("https://api.example.org/", "{first.out}/objects.inv")}}'
    index = "Top\n===\n\n:wadl:method:`showImage` :wadl:method:`GET /images/{image_id}`"
    index += " :external+api:wadl:method:`listImages` :any:`GET /images` :wadl:method:`get /images`"
    index += " :external+api:wadl:method:`get /images`\n"
    second = build(project(tmp_path / "second", conf=conf, index=index))
    assert second.warnings == ()
    links = re.findall(r'href="https://api\.example\.org/([^"]*)"', second.text("index.html"))
    assert links == ["index.html#showImage", "index.html#showImage", *["index.html#listImages"] * 4]


def test_a_request_line_of_several_operations_of_another_project_names_the_choices(tmp_path: Path) -> None:
    """Where another project has several operations of this verb and path, the message names them."""
    first = build(project(tmp_path / "first", index=f"Top\n===\n\n.. wadl:: {IMAGES}\n"))
    conf = 'extensions.append("sphinx.ext.intersphinx")\n'
    conf += f'intersphinx_mapping = {{"api": ("https://api.example.org/", "{first.out}/objects.inv")}}'
    index = "Top\n===\n\n:wadl:method:`post /images/{image_id}/action`\n"
    second = build(project(tmp_path / "second", conf=conf, index=index))
    text = "POST /images/{image_id}/action of another project is ambiguous; use one of image-service-rotateImage, image-service-shareImage"
    assert len(second.warnings) == 1 and text in second.warnings[0] and "[wadl.ambiguous]" in second.warnings[0]


def test_a_removed_page_takes_its_objects_along(tmp_path: Path) -> None:
    """Objects of a page that is gone are gone."""
    folder = project(
        tmp_path / "p",
        index="Top\n===\n\n.. toctree::\n   :glob:\n\n   b*\n",
        b="B\n=\n\n.. wadl:method:: GET /b\n",
        b2="B2\n==\n\n.. wadl:method:: GET /b2\n",
    )
    assert sum(" wadl:method " in line for line in build(folder).inventory) == 2
    (folder / "b2.rst").unlink()
    assert [line.split(" wadl:")[0] for line in build(folder).inventory] == ["GET /b"]


def test_the_link_of_a_parameter_depends_on_its_own_place(tmp_path: Path) -> None:
    """A parameter of a response keeps its anchor when the request gets one of the same name."""
    answer = '<response status="200"><param name="tag" style="header"/></response>'
    seen = []
    for number, request in enumerate(("", '<request><param name="tag" style="header"/></request>')):
        index = "Top\n===\n\n.. wadl:: api.wadl\n"
        built = build(project(tmp_path / f"p{number}", index=index, api_wadl=wadl(method("a", inside=request + answer))), "dummy")
        assert built.warnings == ()
        terms = built.app.env.get_doctree("index").findall(nodes.term)
        seen.append([term["ids"][0] for term in terms])
    assert seen == [["wadl-param-api-a-200-header-tag"], ["wadl-param-api-a-header-tag", "wadl-param-api-a-200-header-tag"]]
