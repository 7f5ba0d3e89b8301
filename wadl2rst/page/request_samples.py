"""Samples of requests that can be sent: an operation as one request, and the request for each client.

A sample contains what the WADL states.  Other values are made (:mod:`~wadl2rst.page.example_values`).  If something would have
to be guessed, there is no sample, and the reason is kept; ``docs/guides/samples.rst`` lists the reasons.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from urllib.parse import quote

from wadl2rst import formats
from wadl2rst.clients.curl import curl
from wadl2rst.clients.httpie import httpie
from wadl2rst.clients.javascript import javascript
from wadl2rst.clients.python import python
from wadl2rst.clients.request import (
    ClientRequest,
    FileBody,
    FormBody,
    FormPart,
    MultipartBody,
    RequestBody,
    RequestText,
    TextBody,
    Variable,
)
from wadl2rst.grammar import plain_values as plain
from wadl2rst.page.example_addresses import AddressValues, address_values
from wadl2rst.page.example_values import has_secret_value, request_value
from wadl2rst.page.made_bodies import made_samples
from wadl2rst.page.options import PageContext
from wadl2rst.page.values import Body as PageBody
from wadl2rst.page.values import HttpMessage, LeftOut, RequestSample, Sample
from wadl2rst.rst import code_lines
from wadl2rst.rst.text import LONGEST_LINE
from wadl2rst.wadl import paths
from wadl2rst.wadl.completion import COOKIE_HEADERS
from wadl2rst.wadl.facts import is_success
from wadl2rst.wadl.model import Param, Representation
from wadl2rst.wadl.operations import MAX_FULL_PATH, REQUEST_STYLES, Operation, is_apart, request_params

LONGEST_BODY = 4_000
"""The longest body that a sample shows, in characters; a longer one is read from a file."""

_CLIENTS: dict[str, tuple[str, str, Callable[[ClientRequest], str | None]]] = {
    "curl": ("curl", "bash", curl),
    "httpie": ("HTTPie", "bash", httpie),
    "python": ("Python", "python", python),
    "javascript": ("JavaScript", "javascript", javascript),
}
"""The name to show, the lexer and the writer for each language."""

_OWN_HEADERS = frozenset({"host", "content-length", "connection", "transfer-encoding"})
"""The headers that clients write themselves."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FIELD_VALUE = re.compile(r"[!-~\xa1-\xff](?:[ -~\xa1-\xff]*[!-~\xa1-\xff])?")
_COOKIE_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]*")
_PART_NAME = re.compile(r"[ !#-:<>-\[\]-~]+")
"""The names of parts of a form that all clients write alike: ASCII without quotation marks, backslashes, ``;`` and ``=``."""
_MEDIA_TYPE = re.compile(r"[!#$%&'+.^_`|~0-9A-Za-z-]+/[!#$%&'+.^_`|~0-9A-Za-z-]+(?:\s*;\s*[\w.-]+=(?:[\w.+:/-]+|\"[\w .+:/;=-]*\"))*")
_HTTP = re.compile(r"(?P<host>https?://[\w.:\[\]-]+)(?P<path>(?:/[^?#%\s\\]*)?)", re.IGNORECASE | re.ASCII)
"""A base address without a name and password."""
_RELATIVE = re.compile(r"(?:\./|/(?!/))?[\w./-]*", re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH_SAFE = "/:@!$&'()*+,;=~?%"
_VALUE_SAFE = "-._~:@,"
_FORM = "application/x-www-form-urlencoded"
_EXTENSIONS = {"JSON": "json", "XML": "xml"}
_MORE_EXTENSIONS = {"text/plain": "txt", "text/csv": "csv", "text/html": "html", "application/pdf": "pdf", "application/zip": "zip"}
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Half a character, which cannot be written as UTF-8 alone."""
_PLAIN_NUMBER = re.compile(r"(?:-?[1-9][0-9]{0,14}|0|-?(?:0|[1-9][0-9]{0,6})\.[0-9]{1,8})")


_NO_VALUES = AddressValues({}, {})


class _NotMadeError(Exception):
    """No correct request can be made; the argument is the reason."""


def request_samples(
    operation: Operation, request: HttpMessage, context: PageContext
) -> tuple[tuple[RequestSample, ...], tuple[LeftOut, ...]]:
    """The request samples of an operation in the languages of the settings, and those that are left out.

    ``request`` is what the page shows of the request: its samples are the bodies.
    """
    languages = context.options.request_samples
    found = client_request(operation, request, context)
    if isinstance(found, str):
        return (), tuple([LeftOut(language, found) for language in languages])
    made, is_body_made = found
    samples: list[RequestSample] = []
    left_out: list[LeftOut] = []
    for language in languages:
        name, lexer, write = _CLIENTS[language]
        text = write(made)
        if text is None:
            left_out.append(LeftOut(language, "client"))
        elif len(text) > LONGEST_LINE and max(map(len, text.split("\n"))) > LONGEST_LINE:
            left_out.append(LeftOut(language, "long"))
        else:
            samples.append(RequestSample(language=language, name=name, lexer=lexer, text=text, is_body_made=is_body_made))
    return tuple(samples), tuple(left_out)


def client_request(operation: Operation, request: HttpMessage, context: PageContext) -> tuple[ClientRequest, bool] | str:
    """The request that the samples of an operation send, and whether its body was made; a reason if there is none."""
    try:
        return _RequestMaker(operation, request, context).request()
    except _NotMadeError as error:
        return str(error)


class _RequestMaker:
    """Makes the request of one operation."""

    def __init__(self, operation: Operation, request: HttpMessage, context: PageContext) -> None:
        self._operation = operation
        self._request = request
        self._context = context
        self._styled = request_params(operation)
        self._is_body_made = False
        self._own = address_values(operation) if operation.method.examples else _NO_VALUES

    def request(self) -> tuple[ClientRequest, bool]:
        """The request, and whether its body was made.  Raises :class:`_NotMadeError`."""
        operation = self._operation
        if operation.resources is None:
            raise _NotMadeError("unattached")
        if operation.verb == "CONNECT" or not _TOKEN.fullmatch(operation.verb):
            raise _NotMadeError("verb")
        base, path = self._address(operation.resources.address)
        body = self._body()
        if body is not None and operation.verb in ("HEAD", "TRACE"):
            raise _NotMadeError("verb")
        made = ClientRequest(
            verb=operation.verb,
            base=base,
            path=path,
            query=tuple(self._query()),
            headers=tuple(self._headers(body)),
            cookies=tuple(self._cookies()),
            body=body,
        )
        return made, self._is_body_made

    # --- the address ----------------------------------------------------------------------------

    def _address(self, base: str) -> tuple[RequestText, str]:
        """The base address and the path, with values in place of their parameters."""
        raw_path = self._operation.raw_path
        if len(raw_path) >= MAX_FULL_PATH:
            raise _NotMadeError("path")
        templates = {param.name: param for param, style in self._styled if style == "template"} if "{" in raw_path + base else {}

        def value(template: paths.Template) -> str:
            name = template.name
            param = templates.get(name) or templates.get(name.removeprefix("$")) or Param(name=name, style="template")
            return self._path_value(param, template.pattern)

        base = base.strip()
        if "{" in base:
            base = paths.filled_path(base, value)
        path = paths.filled_path(raw_path, value, _literal) + "".join(self._matrix())
        known, below = _base(base)
        path = below.rstrip("/") + (path if path.startswith("/") else f"/{path}") if path else below
        if any(step in (".", "..") for step in path.partition("?")[0].split("/")):
            raise _NotMadeError("path")  # clients resolve such steps
        return known, path

    def _path_value(self, param: Param, pattern: str) -> str:
        """The value of a template parameter, percent-encoded; one that its regular expression matches."""
        text = "" if has_secret_value(param) else self._own.path.get(param.name) or request_value(param, self._context)
        text = plain.placeholder(param.name) if not isinstance(text, str) or not text else text
        if pattern:
            text = _matching(pattern, (text, plain.placeholder(param.name).lower()))
        return quote(text, safe=_VALUE_SAFE)

    def _matrix(self) -> Iterator[str]:
        """Matrix parameters, after the path of the resource; one that is true has no value (section 2.12.1)."""
        for param, style in self._styled:
            if style != "matrix" or not _is_needed(param):
                continue
            value = request_value(param, self._context)
            if not param.name or isinstance(value, Variable) or param in self._operation.params:
                raise _NotMadeError("matrix")
            name = quote(param.name, safe="-._~")
            if plain.built_in_of(param.type) == "boolean":
                if value == "true":
                    yield f";{name}"
            else:
                yield f";{name}={quote(value, safe=_VALUE_SAFE)}"

    # --- parameters -----------------------------------------------------------------------------

    def _query(self) -> Iterator[tuple[str, RequestText]]:
        for param, style in self._styled:
            own = self._own.query.get(param.name)
            if style == "query" and param.name and (_is_needed(param) or own):
                if self._operation.query_type not in ("", _FORM):
                    raise _NotMadeError("query-type")
                yield param.name, own if own and not has_secret_value(param) else self._value(param)

    def _headers(self, body: RequestBody | None) -> Iterator[tuple[str, RequestText]]:
        found: dict[str, tuple[str, RequestText]] = {}
        accept = self._accept()
        if accept:
            found["accept"] = "Accept", accept
        if isinstance(body, TextBody | FileBody):
            found["content-type"] = "Content-Type", body.media_type
        for param, style in self._styled:
            name = param.name.lower()
            if style != "header" or not name or not _is_needed(param) or name in _OWN_HEADERS or name in COOKIE_HEADERS:
                continue
            if name == "content-type" or (name == "accept" and (accept or not _says_value(param))):
                continue
            value = self._value(param)
            if not _TOKEN.fullmatch(param.name) or (isinstance(value, str) and not _FIELD_VALUE.fullmatch(value)):
                raise _NotMadeError("value")
            found.setdefault(name, (param.name, value))
        yield from found.values()

    def _cookies(self) -> Iterator[tuple[str, RequestText]]:
        """Cookies: parameters of the style ``cookie``, and headers as Jersey writes them, with the name of the cookie as path."""
        for param, style in self._styled:
            is_header = style == "header" and param.name.lower() == "cookie"
            if not (is_header or style == "cookie") or not (_is_needed(param) or (param.required is None and _is_session(param))):
                continue
            name = (param.path.strip().strip("./@$") if is_header else "") or ("" if is_header else param.name)
            if not name or not _TOKEN.fullmatch(name):
                raise _NotMadeError("value")
            value = Variable(plain.variable(name)) if plain.is_secret(name) or not _says_value(param) else self._value(param)
            if isinstance(value, str) and not _COOKIE_VALUE.fullmatch(value):
                raise _NotMadeError("value")
            yield name, value

    def _value(self, param: Param) -> RequestText:
        value = request_value(param, self._context)
        if isinstance(value, str) and not value.isprintable():
            raise _NotMadeError("value")
        return value

    def _accept(self) -> str:
        """The media type to ask for: JSON if a successful response has it, else the first that it has."""
        known = [
            representation.media_type
            for response in self._operation.method.responses
            if is_success(response)
            for representation in response.representations
            if _is_concrete(representation.media_type)
        ]
        return next((media_type for media_type in known if formats.declared_format(media_type) == "JSON"), known[0] if known else "")

    # --- the body -------------------------------------------------------------------------------

    def _body(self) -> RequestBody | None:
        """The body: the first that can be made of a sample, a form, parameters or the schema, or a file; None for no body.

        JSON precedes other formats.
        """
        if not self._request.has_body:
            return None
        method = self._operation.method
        representations = method.request.representations if method.request else ()
        if (method.request and method.request.incomplete) or any(known.unresolved for known in representations):
            raise _NotMadeError("incomplete")
        stated = tuple([representation.media_type for representation in representations])
        in_body = tuple([param for param, style in self._styled if style in ("plain", "form")])
        bodies: Sequence[PageBody] = self._request.bodies
        if not any(body.media_types or body.params for body in bodies):
            bodies = [PageBody(media_types=stated, params=in_body)]
        elif in_body and not any(body.params for body in bodies):
            bodies = [PageBody(media_types=stated, params=in_body), *bodies]
        shown = list(_first_json(self._shown(bodies, is_made=False)))
        if not shown:
            shown += self._forms(representations, in_body)
        if not shown:
            shown += _first_json([*self._shown(bodies, is_made=True), *self._from_params(bodies)])
            self._is_body_made = bool(shown)
        if shown:
            return shown[0]
        return self._from_file([media_type for body in bodies for media_type in body.media_types] or stated)

    def _shown(self, bodies: Iterable[PageBody], *, is_made: bool) -> Iterator[RequestBody]:
        """Yields the samples of the page as bodies: those of the WADL and its schemas, or those that were made."""
        for body in bodies:
            for part in body.parts:
                if isinstance(part, Sample) and part.is_made is is_made and (found := _text_body(part, body.media_types)):
                    yield found

    def _from_params(self, bodies: Iterable[PageBody]) -> Iterator[RequestBody]:
        """Yields bodies made of parameters, for pages that do not show them."""
        for body in bodies:
            if body.params and not body.root and not any(isinstance(part, Sample) for part in body.parts):
                for sample in made_samples(body.params, body.media_types, self._context):
                    if found := _text_body(sample, body.media_types):
                        yield found

    def _forms(self, representations: Sequence[Representation], in_body: Sequence[Param]) -> Iterator[RequestBody]:
        """Yields HTML forms whose fields are known: all fields but those that are optional."""
        for representation in representations:
            media_type = representation.media_type.lower().partition(";")[0].strip()
            if media_type not in (_FORM, "multipart/form-data"):
                continue
            own = [param for param in representation.params if not is_apart(param.style, REQUEST_STYLES)] or in_body
            fields = [param for param in own if param.name and param.required is not False and "{" not in param.name]
            if not fields:
                continue
            values = [(param, self._value(param)) for param in fields]
            if not all(param.name.isprintable() for param in fields):
                raise _NotMadeError("value")
            if media_type == _FORM:
                if not any(_is_file(param) for param in fields):
                    yield FormBody(tuple([(param.name, value) for param, value in values]))
            elif all(_is_part(param) for param in fields):
                if not all(_PART_NAME.fullmatch(param.name) for param in fields):
                    raise _NotMadeError("value")
                yield MultipartBody(
                    tuple(
                        [
                            FormPart(param.name, "file.bin", True) if _is_file(param) else FormPart(param.name, value)
                            for param, value in values
                        ]
                    )
                )

    def _from_file(self, media_types: Sequence[str]) -> RequestBody:
        """A body that is read from a file, because the WADL says no more than its media type."""
        known = [media_type for media_type in media_types if _is_concrete(media_type)]
        whole = [media_type for media_type in known if not _is_form(media_type)]
        if not whole:
            raise _NotMadeError("parts" if known else "media-type")
        first = next((media_type for media_type in whole if formats.declared_format(media_type) == "JSON"), whole[0])
        return FileBody(_file_name(first), first)


# --- bodies ---------------------------------------------------------------------------------------


def _text_body(sample: Sample, media_types: Sequence[str]) -> RequestBody | None:
    """A sample as a body; None if it cannot be one, or its media type is unknown or different."""
    text, kind = sample.block.text, sample.kind
    if kind == "HTTP":
        text = text[formats.http_head_end(text) :]
        kind = formats.caption(text) if text.strip() else ""
    if not text.strip():
        return None
    media_type = _media_type_of(kind, media_types)
    if not media_type:
        return None
    if len(text) > LONGEST_BODY:
        return FileBody(_file_name(media_type), media_type)
    text = "\n".join(code_lines(text))
    if kind == "JSON":
        text = text.lstrip()
    return TextBody(text, media_type, kind == "JSON" and is_plain_json(text))


def _media_type_of(kind: str, media_types: Sequence[str]) -> str:
    """The media type of a sample in a format; empty if the WADL has none for it, or only others."""
    known = [media_type for media_type in media_types if _is_concrete(media_type) and not media_type.lower().startswith("multipart/")]
    formats_known = [formats.declared_format(media_type) for media_type in known]
    if kind in _EXTENSIONS:
        if kind in formats_known:
            return known[formats_known.index(kind)]
        if not known:
            return f"application/{kind.lower()}"
    open_types = [media_type for media_type, name in zip(known, formats_known, strict=True) if not name]
    return next((media_type for media_type in open_types if media_type.lower() != "application/http"), "")


@lru_cache(maxsize=64)
def is_plain_json(text: str) -> bool:
    """Whether JSON means the same when it is read and written again: no long numbers, no name twice, none that JavaScript treats apart."""
    try:
        json.loads(text, object_pairs_hook=_members, parse_int=_number, parse_float=_number, parse_constant=_number)
    except (ValueError, RecursionError):
        return False
    return _SURROGATE.search(text) is None


def _members(pairs: list[tuple[str, object]]) -> None:
    names = {name for name, _value in pairs}
    if len(names) < len(pairs) or "__proto__" in names:
        raise ValueError("repeated")


def _number(text: str) -> None:
    if not _PLAIN_NUMBER.fullmatch(text):
        raise ValueError(text)


def _first_json(bodies: Iterable[RequestBody]) -> list[RequestBody]:
    """The bodies, those in JSON first."""
    return sorted(bodies, key=lambda body: isinstance(body, TextBody | FileBody) and formats.declared_format(body.media_type) != "JSON")


def _file_name(media_type: str) -> str:
    """The name of the file that holds a body."""
    bare = media_type.partition(";")[0].strip().lower()
    extension = _EXTENSIONS.get(formats.declared_format(bare)) or _MORE_EXTENSIONS.get(bare)
    if not extension:
        kind, _slash, name = bare.partition("/")
        extension = name if kind in ("image", "audio", "video", "text") and name.isalnum() else "bin"
    return f"body.{extension}"


# --- parameters -----------------------------------------------------------------------------------


def _is_needed(param: Param) -> bool:
    """Whether a parameter outside of the body is in the request: a required or fixed one, and a secret that is not optional."""
    if param.required is None:
        return param.fixed is not None or has_secret_value(param)
    return param.required


def _is_session(param: Param) -> bool:
    return plain.is_secret(param.path) or plain.is_secret(param.name)


def _says_value(param: Param) -> bool:
    return bool(param.fixed or param.default or param.options)


def _is_file(param: Param) -> bool:
    return plain.built_in_of(param.type) in ("file", "base64Binary", "hexBinary")


def _is_part(param: Param) -> bool:
    """Whether the type says what the part of a form is: a file, or one value."""
    return param.typed and plain.built_in_of(param.type) not in ("", "object", "array")


@lru_cache(maxsize=256)
def _is_concrete(media_type: str) -> bool:
    """Whether it is one media type, and not a range of them."""
    return _MEDIA_TYPE.fullmatch(media_type) is not None


def _is_form(media_type: str) -> bool:
    return media_type.lower().startswith(("multipart/", _FORM))


# --- the address ----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _base(base: str) -> tuple[RequestText, str]:
    """The scheme and host of a base address, and its path.  Raises :class:`_NotMadeError`.

    The host of a relative one is a variable: where the WADL is served is not in it.
    """
    match = _HTTP.fullmatch(base)
    if match is not None:
        return match["host"], _literal(match["path"])
    if not _RELATIVE.fullmatch(base):
        raise _NotMadeError("base")
    path = base.removeprefix(".").removeprefix("/")
    return Variable("BASE_URL"), _literal(f"/{path}") if path else ""


@lru_cache(maxsize=1024)
def _literal(text: str) -> str:
    """The text of an address between its parameters, percent-encoded where it must be; what is encoded stays so."""
    return quote(_BROKEN_ESCAPE.sub("%25", text), safe=_PATH_SAFE)


@lru_cache(maxsize=256)
def _matching(pattern: str, texts: tuple[str, ...]) -> str:
    """The first of ``texts`` that a regular expression matches, else one made from it.  Raises :class:`_NotMadeError`."""
    from wadl2rst.grammar import example_patterns  # only for the few paths that have one

    whole = f"^(?:{pattern})$"
    for text in (*texts, "1", *islice(example_patterns.texts(whole, is_json=True), 20)):
        if text and text.isprintable() and example_patterns.matches(whole, text, is_json=True):
            return text
    raise _NotMadeError("path")
