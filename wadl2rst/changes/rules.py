"""The rules that say whether a change can break a client, each with an example and its reason.

A client is a program that was written for the old version as its WADL describes it, and is not changed.  It sends no more than
that allows, and relies on all that it promises.  Rules that begin with ``input`` are about what a client sends: the parameters of
the request, and the parameters and rows of its body.  Rules that begin with ``output`` are about what it receives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Rule(NamedTuple):
    """A rule: a kind of change, and whether it can break a client."""

    id: str
    """Its id, in each change to which it applies."""
    breaking: bool
    """Whether such a change can break a client."""
    example: str
    """An example; text between double backquotes is literal."""
    reason: str
    """Why it can or cannot break a client."""


_RULES = (
    # Operations.
    Rule("operation-added", False, "``POST /plants`` is new", "No client calls it yet."),
    Rule("operation-removed", True, "``DELETE /plants/{id}`` is gone", "Clients that call it fail, even if it was deprecated before."),
    Rule("operation-moved", True, "``GET /v1/plants`` is now ``GET /v2/plants``", "Clients call the old path."),
    Rule(
        "operation-rewritten",
        False,
        "Base ``https://garden.example/`` and path ``/v1/plants`` are now base ``https://garden.example/v1/`` and path ``/plants``",
        "Base and path are divided differently, but the address is the same.",
    ),
    Rule("operation-deprecated", False, '``GET /plants`` has ``deprecated="true"``', "It still works."),
    Rule("operation-reinstated", False, "``GET /plants`` is no longer deprecated", "It still works."),
    Rule(
        "authentication-required",
        True,
        "``apigee:authentication required`` is now ``true``",
        "Requests without credentials are refused.",
    ),
    Rule("authentication-dropped", False, "``apigee:authentication required`` is now ``false``", "Credentials are no longer needed."),
    Rule("role-removed", True, "``rax:roles`` no longer names ``observer``", "Clients with that role are refused."),
    Rule("role-added", False, "``rax:roles`` also names ``observer``, or names no role any more", "More clients may call it."),
    # Base addresses.
    Rule("base-changed", True, "``https://garden.example/`` is now ``https://api.garden.example/``", "Clients call the old address."),
    Rule(
        "base-restated",
        False,
        "``http://localhost:8080/`` is now ``https://garden.example/``",
        "Clients could not call the old address: it is relative, or on the local machine. Or the addresses of the operations are the "
        "same as before, because their paths changed with it.",
    ),
    Rule("base-added", False, "The operations are at ``https://eu.garden.example/``, too", "The old addresses still work."),
    Rule("base-removed", True, "The operations are no longer at ``https://eu.garden.example/``", "Clients call that address."),
    # Statuses.
    Rule(
        "status-added",
        False,
        "Status 429 is new",
        "A client must treat a status that it does not know as the first one of its class (RFC 9110, section 15).",
    ),
    Rule("success-removed", True, "Status 201 is gone", "Clients rely on it."),
    Rule("success-changed", True, "The only successful status was 200, and now is 201", "Clients may accept only the old one."),
    Rule("error-removed", False, "Status 409 is gone", "Clients no longer need to handle it."),
    Rule(
        "status-stated",
        False,
        "A response without a status now has status 200; or no response is described any more",
        "The WADL says more, or less, about the same response.",
    ),
    # Media types.
    Rule("request-media-type-added", False, "A request can be ``application/json``, too", "The old media types are still accepted."),
    Rule(
        "request-media-type-removed",
        True,
        "A request can no longer be ``application/xml``",
        "The server refuses it. (If a range such as ``*/*`` that is accepted includes it, the rule is ``media-type-covered``.)",
    ),
    Rule("request-body-added", True, "``GET /plants`` now takes a body", "WADL cannot say that a body is optional; clients send none."),
    Rule(
        "request-body-described",
        False,
        "The WADL did not describe the request of ``POST /plants``, and now names a media type",
        "A ``POST``, ``PUT`` or ``PATCH`` without a ``request`` says nothing about its body: it is described now, not new.",
    ),
    Rule(
        "response-media-type-added", False, "A response can be ``application/json``, too", "Clients ask for the media type that they want."
    ),
    Rule("response-media-type-removed", True, "A response can no longer be ``application/xml``", "Clients may not read the others."),
    Rule(
        "media-type-covered",
        False,
        "``application/xml`` is gone, but the request accepts ``*/*``; or the range ``*/*`` of a response is gone",
        "The range includes it; and a range does not say what a client receives.",
    ),
    Rule(
        "media-type-stated",
        False,
        "A body without a media type now has one",
        "The WADL says more, or less, about the same body.",
    ),
    Rule(
        "media-type-parameters-changed",
        False,
        "``application/json`` is now ``application/json;charset=UTF-8``",
        "``charset``, ``q`` and ``qs`` do not change what a body contains. (Other parameters make another media type.)",
    ),
    Rule(
        "body-described",
        False,
        "The parameters of the body of ``POST /plants`` are now listed, and were not before",
        "The WADL says more, or less, about the same body.",
    ),
    Rule("body-element-changed", True, "The root element was ``plant``, and now is ``flower``", "It is a different document."),
    # What clients send.
    Rule("input-added", False, "Query parameter ``sort`` is new", "It need not be sent."),
    Rule("input-added-required", True, "Header ``X-Garden`` is new and required", "Clients do not send it."),
    Rule("input-removed", True, "Query parameter ``limit`` is gone", "It is ignored or refused; clients get a different result."),
    Rule(
        "input-renamed", False, "``/plants/{id}`` is now ``/plants/{plantId}``", "The name of a template parameter is not in the address."
    ),
    Rule("input-required", True, "Query parameter ``limit`` is now required", "Clients may leave it out."),
    Rule("input-optional", False, "Query parameter ``limit`` is no longer required", "It can still be sent."),
    Rule("input-type-changed", True, "``limit`` was ``xs:string``, and now is ``xs:int``", "Values of the old type may be refused."),
    Rule(
        "input-type-widened",
        False,
        "``limit`` was ``xs:int``, and now is ``xs:long``",
        "The new type includes the old one. Outside of bodies, ``xs:string`` includes every simple type.",
    ),
    Rule(
        "input-type-stated",
        False,
        "``limit`` had no type, and now is ``xs:int``",
        "The old WADL did not say what it takes.",
    ),
    Rule(
        "input-default-changed",
        True,
        "The default of ``limit`` was 10, and now is 100",
        "Clients without it get a different result.",
    ),
    Rule(
        "input-default-stated",
        False,
        "``limit`` now has a default",
        "The old WADL did not say what happens without it.",
    ),
    Rule("input-fixed", True, "``version`` must now be 2", "Clients may send another value."),
    Rule("input-not-fixed", False, "``version`` can now have any value", "The old value is still accepted."),
    Rule("input-value-removed", True, "``color`` can no longer be ``blue``", "Clients may send it."),
    Rule("input-value-added", False, "``color`` can now also be ``pink``", "The old values are still accepted."),
    Rule("input-values-limited", True, "``color`` now takes only ``red`` and ``blue``", "Clients may send another value."),
    Rule("input-values-unlimited", False, "``color`` can now have any value", "The old values are still accepted."),
    Rule("input-single", True, "``tag`` can no longer be repeated", "Clients may send several."),
    Rule("input-repeating", False, "``tag`` can now be repeated", "It need not be."),
    Rule("input-limit-tightened", True, "``name`` may now have 20 characters, not 40", "Clients may send longer ones."),
    Rule("input-limit-relaxed", False, "``name`` may now have 80 characters, not 40", "Shorter ones are still accepted."),
    Rule("input-not-null", True, "``size`` can no longer be null", "Clients may send null."),
    Rule("input-null", False, "``size`` can now be null", "It need not be."),
    Rule("input-deprecated", False, "``size`` is now deprecated", "It still works."),
    Rule("input-reinstated", False, "``size`` is no longer deprecated", "It still works."),
    # What clients receive.
    Rule("output-added", False, "``height`` is new in the response", "Clients must ignore what they do not know."),
    Rule("output-removed", True, "``height`` is gone from the response", "Clients may read it."),
    Rule("output-required", False, "``height`` is now always there", "Clients can read it as before."),
    Rule("output-optional", True, "``height`` may now be missing", "Clients may rely on it."),
    Rule("output-type-changed", True, "``height`` was ``xs:int``, and now is ``xs:string``", "Clients read it as the old type."),
    Rule("output-type-narrowed", False, "``height`` was ``xs:long``, and now is ``xs:int``", "The old type includes the new one."),
    Rule(
        "output-type-stated",
        False,
        "``height`` had no type, and now is ``xs:int``",
        "The old WADL did not say what it has.",
    ),
    Rule(
        "output-default-changed",
        False,
        "The default of ``height`` was 0, and now is 1",
        "It is just what a missing value means.",
    ),
    Rule("output-fixed-changed", True, "``version`` was always 1, and now is something else", "Clients may rely on it."),
    Rule("output-fixed", False, "``version`` is now always 2", "It was any value before."),
    Rule("output-value-removed", False, "``color`` is never ``blue`` any more", "Clients simply no longer see it."),
    Rule("output-value-added", True, "``color`` can now also be ``pink``", "Clients that know only the old values do not know what to do."),
    Rule("output-values-limited", False, "``color`` is now ``red`` or ``blue``", "It was any value before."),
    Rule("output-values-unlimited", True, "``color`` can now be any value", "Clients may know only the old values."),
    Rule("output-single", False, "``tag`` comes at most once", "Clients that read several can read one."),
    Rule("output-repeating", True, "``tag`` can now come several times", "Clients may read only the first."),
    Rule("output-limit-tightened", False, "``name`` has at most 20 characters, not 40", "Clients have room for it."),
    Rule("output-limit-relaxed", True, "``name`` has at most 80 characters, not 40", "Clients may have no room for it."),
    Rule("output-not-null", False, "``size`` is never null any more", "Clients simply no longer see it."),
    Rule("output-null", True, "``size`` can now be null", "Clients may rely on a value."),
    Rule("output-deprecated", False, "``size`` is now deprecated", "It is still there."),
    Rule("output-reinstated", False, "``size`` is no longer deprecated", "It is still there."),
)

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _RULES}
"""The rules, by id."""
