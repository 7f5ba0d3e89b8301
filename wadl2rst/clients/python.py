"""Requests for Python's library ``requests``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from wadl2rst.clients.request import ClientRequest, FileBody, FormBody, MultipartBody, RequestText, TextBody, Variable

_FUNCTIONS = frozenset({"GET", "OPTIONS", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_WIDTH = 88
_WORDS = {"true": "True", "false": "False", "null": "None"}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|true|false|null')
"""What differs from a literal of Python in JSON: the escapes in strings, and the words outside of them."""


def python(request: ClientRequest) -> str:
    """The program that sends the request and prints the answer."""
    body = request.body
    before: list[str] = []
    verb = request.verb
    arguments = [_address(request)]
    if request.query:
        arguments.append("params=" + _pairs(request.query))
    headers = request.headers
    if isinstance(body, TextBody) and body.is_json:
        headers = tuple([pair for pair in headers if pair != ("Content-Type", "application/json")])  # what "json=" says already
    if headers:
        arguments.append("headers=" + _pairs(headers))
    if request.cookies:
        arguments.append("cookies=" + _pairs(request.cookies))
    match body:
        case TextBody(is_json=True):
            arguments.append("json=" + _literal(body.text).replace("\n", "\n    "))
        case TextBody():
            before += [f"body = {_long_string(body.text)}", ""]
            arguments.append("data=body.encode()")
        case FileBody():
            arguments.append(f'data=Path("{body.name}").read_bytes()')
        case FormBody():
            arguments.append("data=" + _pairs(body.fields))
        case MultipartBody():
            arguments.append("files=" + _block("[", [_part(*part) for part in body.parts], "]"))
    text = "\n".join(arguments)
    imports = "import os\n" if "os.environ[" in text and _has_variable(request) else ""
    imports += "from pathlib import Path\n" if "Path(" in text and _has_file(request) else ""
    name = f"requests.{verb.lower()}(" if verb in _FUNCTIONS else f'requests.request("{verb}", '
    lines = [*([imports] if imports else []), "import requests", "", *before]
    if len(arguments) == 1 and len(text) < _WIDTH:
        lines.append(f"response = {name}{text})")
    else:
        first = [] if verb in _FUNCTIONS else [f'    "{verb}",']
        name = name if verb in _FUNCTIONS else "requests.request("
        lines += [f"response = {name}", *first, *(f"    {argument}," for argument in arguments), ")"]
    shown = "response.headers" if verb == "HEAD" else "response.text"
    return "\n".join([*lines, f"print(response.status_code, {shown})"])


def _has_variable(request: ClientRequest) -> bool:
    body = request.body
    values = [request.base, *(value for _name, value in (*request.query, *request.headers, *request.cookies))]
    if isinstance(body, FormBody):
        values += [value for _name, value in body.fields]
    elif isinstance(body, MultipartBody):
        values += [part.value for part in body.parts]
    return any(isinstance(value, Variable) for value in values)


def _has_file(request: ClientRequest) -> bool:
    body = request.body
    return isinstance(body, FileBody) or (isinstance(body, MultipartBody) and any(part.is_file for part in body.parts))


def _address(request: ClientRequest) -> str:
    base = request.base
    return string(base + request.path) if isinstance(base, str) else f"{_value(base)} + {string(request.path)}"


def string(text: str) -> str:
    """A literal of a string, in double quotes if all its characters can be printed."""
    return json.dumps(text, ensure_ascii=False) if text.isprintable() else repr(text)


def _value(value: RequestText) -> str:
    return string(value) if isinstance(value, str) else f'os.environ["{value.name}"]'


def _pairs(pairs: Sequence[tuple[str, RequestText]]) -> str:
    """Names and values as a dictionary, or as a list where a name is repeated."""
    if len({name for name, _value in pairs}) < len(pairs):
        return _block("[", [f"({string(name)}, {_value(value)})" for name, value in pairs], "]")
    return _block("{", [f"{string(name)}: {_value(value)}" for name, value in pairs], "}")


def _part(name: str, value: RequestText, is_file: bool) -> str:
    if is_file:
        return f'({string(name)}, ("{value}", Path("{value}").read_bytes()))'
    return f"({string(name)}, (None, {_value(value)}))"


def _block(start: str, items: Sequence[str], end: str) -> str:
    """Items on one line if there is only one, else each on a line."""
    if len(items) == 1 and len(items[0]) < _WIDTH:
        return start + items[0] + end
    return "\n        ".join([start, *(f"{item}," for item in items)]) + "\n    " + end


def _literal(text: str) -> str:
    """JSON as a literal of Python, in its own layout."""
    return _TOKEN.sub(_python_token, text)


def _python_token(match: re.Match[str]) -> str:
    token = match[0]
    if token[0] != '"':
        return _WORDS[token]
    return string(json.loads(token)) if "\\" in token else token


def _long_string(text: str) -> str:
    """A literal of a text that may have several lines."""
    if "\n" not in text:
        return string(text)
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    return f'"""\\\n{escaped}"""'
