"""What a WADL says about authentication, collected for the index: the sentences and parameters that its operations would repeat.

There are three sources: request headers that carry credentials and that all or nearly all operations have, Apigee's flag
``authentication``, and the roles of Repose (``rax:roles``).  ``docs/explanation/page.rst`` states the rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from wadl2rst.page.docs import series
from wadl2rst.page.options import AuthenticationPlan, Say
from wadl2rst.page.values import Fact, Line, OperationLink
from wadl2rst.prose import Code, Reference, Text
from wadl2rst.wadl.model import Param
from wadl2rst.wadl.operations import Operation, request_params

SHARE = 0.75
"""The share of the operations that must have a header; the rest are typically those that issue credentials."""

FEWEST_OPERATIONS = 2
"""The number of operations that must have it."""

MOST_LISTED = 12
"""The largest number of operations that a sentence names."""

_CREDENTIALS = re.compile(
    r"(?:proxy-|x-)?authorization|x-auth(?:-[a-z]+)*"
    r"|(?:x-)?(?:access|api|app|auth|client|private|security|service|session|user)-?(?:id-)?(?:key|secret|token)",
    re.IGNORECASE,
)


def carries_credentials(name: str) -> bool:
    """Whether a header with this name carries credentials, such as ``Authorization`` or ``X-Auth-Token``."""
    return _CREDENTIALS.fullmatch(name) is not None


def authentication_plan(operations: Sequence[Operation], label: str) -> AuthenticationPlan | None:
    """What the index says about authentication, in the section ``label``; None if the WADL says nothing.

    A header belongs to it if it carries credentials and nearly all operations have it.
    """
    found: dict[str, list[Param]] = {}
    for operation in operations:
        for name, param in _headers(operation).items():
            found.setdefault(name, []).append(param)
    least = max(FEWEST_OPERATIONS, SHARE * len(operations))
    headers = {name: _most_common(params) for name, params in found.items() if len(params) >= least}
    if not headers and not any(operation.method.authentication or operation.roles for operation in operations):
        return None
    return AuthenticationPlan(label=label, headers=headers)


def without_common_docs(styled: Sequence[tuple[Param, str]], plan: AuthenticationPlan) -> list[tuple[Param, str]]:
    """The parameters of a request with their styles; those headers that the index documents are without documentation here.

    A header that is documented otherwise than for most operations keeps its documentation.
    """
    if not plan.label:
        return list(styled)
    return [
        (replace(param, docs=()), style) if style == "header" and plan.headers.get(param.name.lower()) == param else (param, style)
        for param, style in styled
    ]


def operation_line(operation: Operation, plan: AuthenticationPlan, say: Say) -> Line:
    """What an operation says about authentication: the headers, Apigee's flag, the roles, and a link to the index; empty if nothing."""
    parts: list[Line] = []
    if operation.method.authentication:
        parts.append((Text(_flag(operation.method.authentication, say)),))
    headers = _headers(operation)
    named = [headers[name] for name in plan.headers if name in headers]
    if named:
        parts.append((Text(say("header") + " "), *series([(Code(param.name),) for param in named])))
    if operation.roles:
        parts.append((Text(say("roles") + " "), *series([(Code(role),) for role in operation.roles])))
    line = series(parts, "; ")
    if not line or not plan.label:
        return line
    return (*line, Text(". " + say("See") + " "), Reference(plan.label, (Text(say("Authentication")),)), Text("."))


def authentication_facts(
    operations: Sequence[Operation], links: Sequence[OperationLink], plan: AuthenticationPlan, say: Say
) -> tuple[Fact, ...]:
    """The facts of the section of the index, each with the operations that it holds for; empty if the WADL says nothing.

    ``links`` are those of the ``operations``, in the same order.
    """
    found: list[Fact] = []
    flags = [operation.method.authentication for operation in operations]
    for flag in sorted(set(filter(None, flags)), key=lambda flag: (flag != "true", flag != "false", flag)):
        name = {"true": say("Required"), "false": say("Not required")}.get(flag, flag)
        found.append(Fact(name, _scope([one == flag for one in flags], links, say)))
    for name, param in plan.headers.items():
        scope = _scope([name in _headers(operation) for operation in operations], links, say)
        found.append(Fact(say("Header"), (Code(param.name), Text(" ("), *scope, Text(")"))))
    for role in dict.fromkeys(role for operation in operations for role in operation.roles):
        scope = _scope([role in operation.roles for operation in operations], links, say)
        found.append(Fact(say("Role"), (Code(role), Text(" ("), *scope, Text(")"))))
    return tuple(found)


def _scope(chosen: Sequence[bool], links: Sequence[OperationLink], say: Say) -> Line:
    """For which operations something holds: by name if they, or the others, are few."""
    own = [link for link, is_chosen in zip(links, chosen, strict=True) if is_chosen]
    others = [link for link, is_chosen in zip(links, chosen, strict=True) if not is_chosen]
    if not others:
        return (Text(say("all operations")),)
    if len(own) <= min(MOST_LISTED, len(others)):
        return _named(own)
    if len(others) <= MOST_LISTED:
        return (Text(say("all operations but these:") + " "), *_named(others))
    return (Text(say("%(number)s of %(total)s operations") % {"number": len(own), "total": len(chosen)}),)


def _named(links: Sequence[OperationLink]) -> Line:
    return series([(Reference(link.label, (Text(link.title),)),) for link in links])


def _flag(value: str, say: Say) -> str:
    return {"true": say("required"), "false": say("not required")}.get(value, value)


def _headers(operation: Operation) -> dict[str, Param]:
    """The request headers that carry credentials, by name in lower case."""
    return {
        param.name.lower(): param for param, style in request_params(operation) if style == "header" and carries_credentials(param.name)
    }


def _most_common(params: Sequence[Param]) -> Param:
    """The parameter that most operations have; of several, the first."""
    counted = Counter(params)
    return max(counted, key=counted.__getitem__)
