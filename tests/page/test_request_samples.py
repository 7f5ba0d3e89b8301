"""Request samples on pages: what is in a request, and what is left out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wadl2rst
from tests.small_wadls import NAMESPACE, Pages, post
from wadl2rst.config.options import problems
from wadl2rst.page.values import OperationPage
from wadl2rst.run import inputs, pipeline


def operation_pages(folder: Path, inside: str, **settings: object) -> list[OperationPage]:
    """The content of the pages of the operations of a WADL."""
    path = folder / "api.wadl"
    names = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:api="https://api.example/types"'
    path.write_text(f'<application xmlns="{NAMESPACE}" {names}>{inside}</application>', encoding="utf-8")
    config = wadl2rst.Config(root=folder, **{"style": "sphinx", **settings})  # type: ignore[arg-type]
    loaded = pipeline.load_wadl(str(path), config, lambda _message: None)
    assert loaded.application is not None
    known = inputs.find_inputs((str(path),), None, lambda _message: None)[0][0]
    site, _filters = pipeline.plan_filtered(loaded.application, known, config, lambda _message: None)
    return [site.operation_page(named) for named in site.operations]


def resource(method: str, *, base: str = "https://api.example/v1/", path: str = "plants", params: str = "") -> str:
    """A WADL with one method of one resource."""
    return f'<resources base="{base}"><resource path="{path}">{params}{method}</resource></resources>'


def curl(folder: Path, inside: str, **settings: object) -> str:
    """The curl sample of the one operation of a WADL, on one line, or the reason for which there is none."""
    (page,) = operation_pages(folder, inside, request_samples=("curl",), **settings)
    if page.left_out:
        assert not page.request_samples
        return page.left_out[0].reason
    return page.request_samples[0].text.replace(" \\\n  ", " ")


# --- which samples a page has --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "languages"),
    [
        ({"style": "sphinx"}, ["curl", "HTTPie", "Python", "JavaScript"]),
        ({"style": "classic"}, []),
        ({"style": "classic", "request_samples": ("python", "curl", "python")}, ["Python", "curl"]),
        ({"style": "sphinx", "request_samples": ("none",)}, []),
        ({"style": "sphinx", "without_examples": True}, []),
    ],
)
def test_the_languages_of_a_page(pages: Pages, settings: dict[str, object], languages: list[str]) -> None:
    """The style sphinx has samples in four languages and the classic style none, unless the setting says which."""
    page = pages(resource('<method name="GET" id="g"/>'), **settings)["get-plants"]
    found = [line.strip() for line in page.splitlines() if line.lstrip().startswith("**Request with")]
    assert found == [f"**Request with {language}, made from the WADL**" for language in languages]


def test_tabs_of_samples(pages: Pages) -> None:
    """With tabs, each language is a tab that changes with those of the other pages."""
    page = pages(resource('<method name="GET" id="g"/>'), style="sphinx", tabs="always")["get-plants"]
    assert len(re.findall(r"\.\. tab-set::\n *:sync-group: wadl-request-language\n", page)) == 1
    assert [line.strip() for line in page.splitlines() if ":sync:" in line] == [
        ":sync: curl",
        ":sync: httpie",
        ":sync: python",
        ":sync: javascript",
    ]


def test_captions_in_another_language(pages: Pages) -> None:
    """The captions, which say that the samples were made, are translated."""
    page = pages(resource('<method name="GET" id="g"/>'), style="sphinx", lang="de")["get-plants"]
    assert "**Anfrage mit curl, aus der WADL erzeugt**" in page


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        (("pyton",), "'pyton' is not one of curl, httpie, python, javascript, none; did you mean 'python'?"),
        (("none", "curl"), "use either 'none' or languages, not both"),
    ],
)
def test_languages_that_do_not_exist(languages: tuple[str, ...], said: str) -> None:
    """A language that does not exist is reported with those that do, and ``none`` beside others is reported."""
    found = list(problems(wadl2rst.Config(sources=("a.wadl",), request_samples=languages)))
    assert [(problem.name, problem.text) for problem in found] == [("request_samples", said)]


# --- the address -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "path", "sent"),
    [
        ("https://api.example/v1/", "plants", "curl 'https://api.example/v1/plants'"),
        ("https://api.example/v1", "/plants/", "curl 'https://api.example/v1/plants/'"),
        ("https://api.example/v1/", "", "curl 'https://api.example/v1/'"),
        ("https://api.example", "", "curl 'https://api.example/'"),
        ("https://{region}.api.example/v1/", "{plantId}", "curl 'https://REGION.api.example/v1/PLANT_ID'"),
        ("", "plants", 'curl "$BASE_URL/plants"'),
        ("./", "plants", 'curl "$BASE_URL/plants"'),
        ("/api/", "plants", 'curl "$BASE_URL/api/plants"'),
        ("https://api.example/", "a b/ü/50%/%20/#x", "curl 'https://api.example/a%20b/%C3%BC/50%25/%20/%23x'"),
        ("https://api.example/", "plants/{id: [0-9]+}", "curl 'https://api.example/plants/1'"),
        ("https://api.example/", "plants/{code: [A-Z]{2}-\\d{3}}", "curl 'https://api.example/plants/AA-111'"),
        ("https://api.example/", "plants/{rest: .*}", "curl 'https://api.example/plants/REST'"),
        ("https://api.example/", "plants/{token}", "curl 'https://api.example/plants/TOKEN'"),
        ("https:///api/", "plants", "base"),
        ("https://user:secret@api.example/", "plants", "base"),
        ("ftp://api.example/", "plants", "base"),
        ("https://api.example/", "plants/{id: (?=x)y}", "path"),
    ],
)
def test_addresses(tmp_path: Path, base: str, path: str, sent: str) -> None:
    """An address has a value for each parameter of the path, or its name; a relative base is a variable."""
    assert curl(tmp_path, resource('<method name="GET" id="g"/>', base=base, path=path)) == sent


def test_values_in_the_path(tmp_path: Path) -> None:
    """Defaults, allowed values and types of template parameters fill the path; identifiers of unknown value keep their name."""
    params = (
        '<param name="a" style="template" default="x/y"/><param name="b" style="template"><option value=""/><option value="ü"/></param>'
        '<param name="c" style="template" type="xsd:int"/><param name="d" style="template" type="api:UUID"/>'
        '<param name="e" style="template" default="1" fixed="2"/>'
    )
    sent = curl(tmp_path, resource('<method name="GET" id="g"/>', path="{a}/{b}/{c}/{d}/{e}", params=params))
    assert sent == "curl 'https://api.example/v1/x%2Fy/%C3%BC/1/D/2'"


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        (
            "https://api.example/v1/users/ann%20lee/plants/7.json?limit=3&api_key=s3cret&more=1",
            "users/ann%20lee/plants/7.json?limit=3&api_key=$API_KEY",
        ),
        ("/users/ann/plants/7.json", "users/ann/plants/7.json"),
        ("https://api.example/v1/users/{user}/plants/:plant.json", "users/USER/plants/1.json"),
        ("https://api.example/v1/people/ann/plants/7.json", "users/USER/plants/1.json"),
        ("plants", "users/USER/plants/1.json"),
    ],
)
def test_example_addresses(tmp_path: Path, url: str, sent: str) -> None:
    """An example address of the operation's path gives the values of the parameters that are no secrets, optional ones included."""
    params = '<param name="plant" style="template" type="xsd:int"/>'
    query = '<param name="limit" style="query" required="false"/><param name="api_key" style="query" required="false"/>'
    example = f'<a:example xmlns:a="http://api.apigee.com/wadl/2010/07/" url="{url.replace("&", "&amp;")}"/>'
    method = f'<method name="GET" id="g">{example}<request>{query}</request></method>'
    found = curl(tmp_path, resource(method, path="users/{user}/plants/{plant}.json", params=params))
    assert found.replace('"', "'") == f"curl 'https://api.example/v1/{sent}'"


def test_methods_of_no_resource(tmp_path: Path) -> None:
    """A method that is on no resource has no path, and so no sample."""
    assert curl(tmp_path, '<method name="GET" id="g"/>') == "unattached"


@pytest.mark.parametrize("verb", ["CONNECT", "G T"])
def test_verbs_that_cannot_be_sent(tmp_path: Path, verb: str) -> None:
    """What is no method of HTTP, or none for a request alone, has no sample."""
    assert curl(tmp_path, resource(f'<method name="{verb}" id="g"/>')) == "verb"


# --- parameters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "sent"),
    [
        ('<param name="q" style="query"/><param name="r" style="query" required="false" default="1"/>', ""),
        ('<param name="q" style="query" required="true"/>', "?q=Q"),
        ('<param name="q" style="query" required="true" default="a b"/>', "?q=a%20b"),
        ('<param name="version" style="query" fixed="2"/>', "?version=2"),
        ('<param name="limit" style="query" required="true" type="xsd:int"/>', "?limit=10"),
        ('<param name="since" style="query" required="true" type="xsd:dateTime"/>', "?since=2026-01-31T12:00:00Z"),
        ('<param name="old" style="matrix" required="true" type="xsd:boolean"/>', ";old"),
        ('<param name="colour" style="matrix" required="true"/>', ";colour=COLOUR"),
    ],
)
def test_parameters_of_the_address(tmp_path: Path, params: str, sent: str) -> None:
    """Required and fixed query and matrix parameters are in the address, with what the WADL, the type or the name says."""
    method = f'<method name="GET" id="g"><request>{params}</request></method>'
    assert curl(tmp_path, resource(method)) == f"curl 'https://api.example/v1/plants{sent}'"


def test_secrets_are_variables(tmp_path: Path) -> None:
    """A secret is an environment variable, whatever value the WADL shows; it is sent unless it is optional."""
    params = (
        '<param name="X-Auth-Token" style="header" default="s3cret"/><param name="api_key" style="query" fixed="s3cret"/>'
        '<param name="Authorization" style="header" required="false"/>'
        '<param name="Cookie" style="header" path="JSESSIONID"/><param name="theme" style="cookie" required="true" default="dark"/>'
    )
    method = f'<method name="GET" id="g"><request>{params}</request></method>'
    (page,) = operation_pages(tmp_path, resource(method))
    texts = {sample.language: sample.text for sample in page.request_samples}
    assert not any("s3cret" in text for text in texts.values())
    assert texts["curl"] == (
        'curl "https://api.example/v1/plants?api_key=$API_KEY" \\\n'
        '  --header "X-Auth-Token: $X_AUTH_TOKEN" \\\n'
        '  --header "Cookie: JSESSIONID=$JSESSIONID; theme=dark"'
    )
    assert 'os.environ["X_AUTH_TOKEN"]' in texts["python"]
    assert [(left.language, left.reason) for left in page.left_out] == [("javascript", "client")]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ('<param name="a b" style="header" required="true"/>', "value"),
        ('<param name="X-A" style="header" required="true" default="日本"/>', "value"),
        ('<param name="c" style="cookie" required="true" default="a;b"/>', "value"),
        ('<param name="token" style="matrix" required="true"/>', "matrix"),
    ],
)
def test_parameters_that_cannot_be_sent(tmp_path: Path, params: str, reason: str) -> None:
    """Where a name or value cannot be sent, there is no sample."""
    assert curl(tmp_path, resource(f'<method name="GET" id="g"><request>{params}</request></method>')) == reason


def test_the_media_type_to_ask_for(tmp_path: Path) -> None:
    """``Accept`` is JSON if a successful response has it, else its first media type that is no range."""
    response = '<response status="200"><representation mediaType="*/*"/><representation mediaType="text/csv"/>{}</response>'
    method = f'<method name="GET" id="g">{response}<response status="400"><representation mediaType="a/json"/></response></method>'
    assert curl(tmp_path, resource(method.format(""))).endswith("--header 'Accept: text/csv'")
    also = '<representation mediaType="application/hal+json"/>'
    assert curl(tmp_path, resource(method.format(also))).endswith("--header 'Accept: application/hal+json'")


# --- bodies --------------------------------------------------------------------------------------------------


def sample(text: str) -> str:
    """A doc with a sample."""
    return f'<doc><pre xmlns="http://www.w3.org/1999/xhtml">{text}</pre></doc>'


@pytest.mark.parametrize(
    ("representations", "sent"),
    [
        ('<representation mediaType="application/json"/>', "'Content-Type: application/json' --data-binary @body.json"),
        ('<representation mediaType="image/png"/>', "'Content-Type: image/png' --data-binary @body.png"),
        ('<representation mediaType="application/octet-stream"/>', "'Content-Type: application/octet-stream' --data-binary @body.bin"),
        (
            '<representation mediaType="application/xml"/><representation mediaType="application/json"/>',
            "'Content-Type: application/json' --data-binary @body.json",
        ),
        (
            '<representation mediaType="application/json"><param name="names" style="plain" path="$.plant.names[*]"/></representation>',
            '\'Content-Type: application/json\' --data-raw \'{\n  "plant": {\n    "names": [\n      "string"\n    ]\n  }\n}\'',
        ),
        ("<representation mediaType='*/*'/>", "media-type"),
        ("<representation/>", "media-type"),
        ('<representation mediaType="multipart/form-data"/>', "parts"),
        ('<representation mediaType="multipart/form-data"><param name="a" style="query"/></representation>', "parts"),
        ('<representation mediaType="multipart/mixed"><param name="a" style="query" type="xsd:string"/></representation>', "parts"),
        ('<representation mediaType="application/x-www-form-urlencoded"/>', "parts"),
        ('<representation href="#nowhere"/>', "incomplete"),
    ],
)
def test_bodies(tmp_path: Path, representations: str, sent: str) -> None:
    """A body is made from parameters with paths, else read from a file; one of unknown media type or parts has no sample."""
    assert curl(tmp_path, post(representations)) == (sent if " " not in sent else f"curl --request POST 'http://x/a' --header {sent}")


@pytest.mark.parametrize("name", ["a=b", "a&quot;b", "ä"])
def test_names_of_parts(tmp_path: Path, name: str) -> None:
    """There is no sample of a multipart form with a name that clients write in different ways."""
    part = f'<representation mediaType="multipart/form-data"><param name="{name}" style="query" type="xsd:string"/></representation>'
    assert curl(tmp_path, post(part)) == "value"


def test_forms(tmp_path: Path) -> None:
    """The fields of a form are those that are not optional; a multipart form has a part for each, a file where the type says so."""
    fields = '<param name="name" style="query" type="xsd:string"/><param name="password" style="query" type="xsd:string" default="x"/>'
    optional = '<param name="more" style="query" required="false"/>'
    form = f'<representation mediaType="application/x-www-form-urlencoded">{fields}{optional}</representation>'
    assert curl(tmp_path, post(form)) == (
        "curl --request POST 'http://x/a' --data-urlencode 'name=NAME' --data-urlencode \"password=$PASSWORD\""
    )
    parts = '<param name="name" style="query" type="xsd:string"/><param name="picture" style="query" type="xsd:base64Binary"/>'
    assert curl(tmp_path, post(f'<representation mediaType="multipart/form-data">{parts}</representation>')) == (
        "curl --request POST 'http://x/a' --form-string 'name=NAME' --form 'picture=@file.bin'"
    )


def plant(media_type: str, docs: str) -> str:
    """A WADL with one operation whose request has a representation with these docs."""
    return post(f'<representation mediaType="{media_type}">{docs}</representation>')


def test_bodies_of_samples(tmp_path: Path) -> None:
    """The body is the WADL's own sample, without the head of an HTTP message; JSON precedes XML."""
    xml = f'<representation mediaType="application/xml">{sample("&lt;plant/&gt;")}</representation>'
    head = "POST /a HTTP/1.1\nHost: x\nX-Auth-Token: s3cret\nContent-Type: application/json\n\n"
    json = f'<representation mediaType="application/json">{sample(head + "{&quot;a&quot;: 1}")}</representation>'
    sent = "curl --request POST 'http://x/a' --header 'Content-Type: application/{}' --data-raw '{}'"
    assert curl(tmp_path, post(xml)) == sent.format("xml", "<plant/>")
    assert curl(tmp_path, post(xml + json)) == sent.format("json", '{"a": 1}')


def test_a_sample_of_another_format(tmp_path: Path) -> None:
    """A sample that is not in the format of its media type is not sent as that."""
    assert "--data-binary @body.xml" in curl(tmp_path, plant("application/xml", sample("{}")))


def test_a_long_sample_is_a_file(tmp_path: Path) -> None:
    """A body that is too long to be read in a command is read from a file."""
    assert "--data-binary @body.json" in curl(tmp_path, plant("application/json", sample('{"a": "' + "x" * 5000 + '"}')))


@pytest.mark.parametrize(
    ("text", "written_anew"),
    [
        ('{"a": [1, -2.5, true, null, "é\\n\\/"]}', True),
        ('{"a": 12345678901234567890}', False),
        ('{"a": 1e5}', False),
        ('{"a": 1, "a": 2}', False),
        ('{"__proto__": 1}', False),
        ('{"a": "\\ud800"}', False),
    ],
)
def test_json_that_can_be_written_anew(tmp_path: Path, text: str, written_anew: bool) -> None:
    """JSON is written as a value of the language only where nothing changes: no long numbers, no name twice, no half characters."""
    (page,) = operation_pages(tmp_path, plant("application/json", sample(text.replace('"', "&quot;"))))
    programs = {made.language: made.text for made in page.request_samples}
    assert ("json=" in programs["python"]) is written_anew
    assert ("JSON.stringify(" in programs["javascript"]) is written_anew


def test_made_bodies_are_marked(tmp_path: Path) -> None:
    """A request sample says whether its body is the WADL's or was made."""
    (of_sample,) = operation_pages(tmp_path, plant("application/json", sample("{}")))
    params = '<param name="a" style="plain" path="$.a"/>'
    (made,) = operation_pages(tmp_path, plant("application/json", params))
    assert [found.is_body_made for found in of_sample.request_samples] == [False] * 4
    assert [found.is_body_made for found in made.request_samples] == [True] * 4


# --- hostile text ----------------------------------------------------------------------------------------------

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12) | st.sampled_from(
    ["'", '"', "$(id)", "`id`", "{a}", "{a:.*}", "../..", "a\nb", "\\", "!x", "${x}", '"""', "%", "?a=b", "#", "//", "*/", "xsd:int", "@f"]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base=_TEXT, path=_TEXT, name=_TEXT, value=_TEXT, media=_TEXT, body=_TEXT)
def test_any_text_gives_samples_that_can_be_read(
    tmp_path: Path, base: str, path: str, name: str, value: str, media: str, body: str
) -> None:
    """Whatever a WADL says, the shell reads each command as the client and its arguments, and Python compiles each program."""
    params = "".join(
        f'<param name={quoteattr(name)} style="{style}" required="true" default={quoteattr(value)}/>'
        for style in ("template", "query", "header", "matrix", "cookie", "form")
    )
    docs = f"<doc><pre xmlns='http://www.w3.org/1999/xhtml'>{escape(body)}</pre></doc>"
    plain = f'<param name={quoteattr(name)} path={quoteattr("$." + path)} style="plain" type={quoteattr(value)}/>'
    bodies = f"<representation mediaType={quoteattr(media)}>{docs}</representation>"
    bodies += f'<representation mediaType="a/json">{plain}</representation>'
    method = f'<method name="POST" id="p"><request>{params}{bodies}</request></method>'
    wadl = f"<resources base={quoteattr('http://x/' + base)}><resource path={quoteattr(path)}>{method}</resource></resources>"
    for page in operation_pages(tmp_path, wadl):
        for made in page.request_samples:
            if made.lexer == "bash":
                words = shlex.split(made.text.replace(" \\\n", " "))
                options = [word for word in words if word.startswith("-") and not word.startswith("---")]
                assert words[0] in ("curl", "http")
                assert {option for option in options if option.startswith("--")} <= _OPTIONS
            elif made.language == "python":
                compile(made.text, "sample", "exec")


_OPTIONS = {"--request", "--header", "--data-raw", "--data-binary", "--data-urlencode", "--form-string", "--form", "--raw", "--multipart"}
