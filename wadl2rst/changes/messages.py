"""The changes between two versions of an operation: its parameters, statuses, media types and bodies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from wadl2rst.changes.bodies import BodyComparer
from wadl2rst.changes.fields import Field, FieldChange, added, field_changes, field_of_param, removed
from wadl2rst.changes.matching import MatchedOperation
from wadl2rst.changes.sameness import same_bodies, same_request, same_responses
from wadl2rst.changes.types import TypeMeaning, meaning_of_param
from wadl2rst.frozen import dataclass
from wadl2rst.grammar.names import expanded
from wadl2rst.source.tree import QName
from wadl2rst.wadl import paths
from wadl2rst.wadl.components import Grammar
from wadl2rst.wadl.facts import REQUESTS_WITHOUT_BODY
from wadl2rst.wadl.model import Method, Param, Representation
from wadl2rst.wadl.operations import (
    BODY_STYLES,
    REQUEST_STYLES,
    RESPONSE_STYLES,
    Operation,
    is_apart,
    request_params,
    response_params,
    united_responses,
)

BODY = "body"
NO_STATUS, FAULT = "default", "fault"
"""The statuses of a response that names none, and of such a fault of an older WADL."""


class PartChange(NamedTuple):
    """A change of a part of an operation."""

    change: str
    kind: str
    name: str
    place: str
    old: str | None
    new: str | None
    rule: str


class Side:
    """The parameters of one version."""

    def __init__(self, grammar: Grammar) -> None:
        """``grammar`` has the types of parameters."""
        self._grammar = grammar
        self._meanings: dict[tuple[str, QName | None], TypeMeaning] = {}

    def field(self, param: Param, style: str, *, name: str = "", pattern: str = "", as_text: bool = True) -> Field:
        """A parameter; see :func:`field_of_param`."""
        key = param.type, param.type_name
        known = self._meanings.get(key)
        if known is None:
            known = self._meanings[key] = meaning_of_param(param, self._grammar)
        return field_of_param(param, style, known, name=name, pattern=pattern, as_text=as_text)


class OperationComparer:
    """Compares operations of two WADLs."""

    def __init__(self, old: Grammar, new: Grammar) -> None:
        """``old`` and ``new`` are the grammars of the two WADLs."""
        self._bodies = BodyComparer(old, new)
        self._grammars = old, new
        self._sides = Side(old), Side(new)
        self._is_plain = not (_says_something(old) or _says_something(new)) or old == new
        """Whether what is written the same means the same, so that it need not be looked at."""

    def changes(self, pair: MatchedOperation) -> Iterator[PartChange]:
        """The changes of an operation that is in both versions, each once."""
        old, new = pair.old.operation, pair.new.operation
        seen: set[PartChange] = set()
        request = () if self._is_plain and same_request(old, new) else self._request(old, new)
        responses = () if self._is_plain and same_responses(old.method, new.method) else self._responses(old.method, new.method)
        for change in (*_own_changes(old, new), *request, *responses):
            # The paths say it, if the operation has moved.
            if change not in seen and not (pair.has_moved and change.rule == "input-renamed"):
                seen.add(change)
                yield change

    # --- request ----------------------------------------------------------------------------------

    def _request(self, old: Operation, new: Operation) -> Iterator[PartChange]:
        sides = [_request_fields(operation, side) for operation, side in zip((old, new), self._sides, strict=True)]
        for one, other in _paired_templates(old, new, *(side.in_path for side in sides)):
            if one.name != other.name:
                yield PartChange("changed", "parameter", other.name, "template", one.name, other.name, "input-renamed")
            for change in field_changes(one, other, is_input=True):
                yield _part_change(change, "parameter", "template", is_input=True)
        for change, place in _compared(*(side.others for side in sides), is_input=True):
            yield _part_change(change, "parameter", place, is_input=True)
        requests = [operation.method.request for operation in (old, new)]
        if any(request is not None and request.incomplete for request in requests):
            return  # what is not understood may describe a body
        bodies = [_request_bodies(operation) for operation in (old, new)]
        yield from self._message(bodies[0], bodies[1], BODY, is_input=True, is_new=_takes_no_body(old))

    # --- responses --------------------------------------------------------------------------------

    def _responses(self, old: Method, new: Method) -> Iterator[PartChange]:
        before, after = _by_status(old), _by_status(new)
        if not (before and after):  # one version does not describe the responses at all
            if not (old.incomplete or new.incomplete):
                for status in filter(NO_STATUS.__ne__, before):
                    yield PartChange("removed", "status", status, "response", status, None, "status-stated")
                for status in filter(NO_STATUS.__ne__, after):
                    yield PartChange("added", "status", status, "response", None, status, "status-added")
            return
        both: dict[tuple[int, int], tuple[_Response, _Response, list[str]]] = {}
        for status, other, rule in _paired_statuses(before, after):
            if rule:
                yield PartChange("changed", "status", other, "response", status, other, rule)
            one, two = before[status], after[other]
            both.setdefault((id(one), id(two)), (one, two, []))[2].append(other)
            before.pop(status)
            after.pop(other)
        for status in before:
            if not new.incomplete:
                rule = "success-removed" if _is_success(status) else "error-removed"
                yield PartChange("removed", "status", status, "response", status, None, rule)
        for status in after:
            if not old.incomplete:
                yield PartChange("added", "status", status, "response", None, status, "status-added")
        for one, two, statuses in both.values():
            yield from self._response(one, two, f"response {' '.join(statuses)}")

    def _response(self, old: _Response, new: _Response, place: str) -> Iterator[PartChange]:
        sides = [_response_fields(response, side) for response, side in zip((old, new), self._sides, strict=True)]
        for change, where in _compared(*sides, is_input=False):
            yield _part_change(change, "parameter", f"{place} {where}", is_input=False)
        if not (old.is_incomplete or new.is_incomplete):
            yield from self._message(old.representations, new.representations, f"{place} {BODY}", is_input=False)

    # --- bodies -----------------------------------------------------------------------------------

    def _message(
        self, old: Sequence[Representation], new: Sequence[Representation], place: str, *, is_input: bool, is_new: bool = True
    ) -> Iterator[PartChange]:
        """The changes of the bodies of a request or response; ``is_new`` says whether a body was not possible before."""
        if any(representation.unresolved for representation in (*old, *new)) or (self._is_plain and same_bodies(old, new)):
            return  # what it has is unknown, or the same
        sides = _by_media(old), _by_media(new)
        side = "request" if is_input else "response"
        pairs, gone, come = _paired_media(*sides)
        yield from self._params([(sides[0][one], sides[1][other]) for one, other in pairs], old, new, place, is_input=is_input)
        for one, other in pairs:
            before, after = sides[0][one], sides[1][other]
            if before.written != after.written:
                stated = not (one and other)
                rule = "media-type-stated" if stated else "media-type-parameters-changed"
                yield PartChange("changed", "media-type", after.written, place, before.written or None, after.written or None, rule)
            yield from self._media(before, after, place, is_input=is_input)
        for media in gone:
            covered = _is_covered(media, come + [other for _one, other in pairs], is_input=is_input)
            rule = "media-type-covered" if covered else f"{side}-media-type-removed"
            written = sides[0][media].written
            if written or not new:
                yield PartChange("removed", "media-type", written, place, written, None, rule)
        for media in come:
            rule = f"{side}-media-type-added"
            if is_input and not old:
                rule = "request-body-added" if is_new else "request-body-described"
            written = sides[1][media].written
            if written or not old:
                yield PartChange("added", "media-type", written, place, None, written, rule)

    def _params(
        self,
        pairs: Sequence[tuple[_Media, _Media]],
        old: Sequence[Representation],
        new: Sequence[Representation],
        place: str,
        *,
        is_input: bool,
    ) -> Iterator[PartChange]:
        """The changes of the parameters in bodies: for each media type, if both versions list those of the same media types.

        Else those of all media types are compared with each other: many WADLs list them once, for any one of the media types.
        """
        compared: list[tuple[Sequence[Representation], Sequence[Representation]]] = []
        if all(one.has_params == other.has_params for one, other in pairs):
            for one, other in pairs:
                compared += [(one.elements[name], other.elements[name]) for name in one.elements if name in other.elements]
                compared.append(_only_ones(one, other))
        elif any(one.params for one in old) and any(one.params for one in new):
            compared = [(old, new)]
        else:
            described = [pair for pair in pairs if pair[0].has_params != pair[1].has_params]
            texts = [next(("described" for one in side if one.params), None) for side in (old, new)]
            name = described[0][1].written
            yield PartChange("changed", "media-type", name, place, texts[0], texts[1], "body-described")
            return
        for before, after in compared:
            if self._is_plain and same_bodies(before, after):
                continue
            fields = [_fields_of_bodies(bodies, side, is_input=is_input) for bodies, side in zip((before, after), self._sides, strict=True)]
            for change, _where in _compared(*fields, is_input=is_input):
                yield _part_change(change, "parameter", place, is_input=is_input)

    def _media(self, old: _Media, new: _Media, place: str, *, is_input: bool) -> Iterator[PartChange]:
        """The changes of the bodies of one media type: their elements, and what each contains."""
        elements = [list(media.elements) for media in (old, new)]
        rest = [[name for name in own if name not in others] for own, others in (elements, reversed(elements))]
        pairs = [(name, name) for name in elements[0] if name in elements[1]]
        if len(rest[0]) == len(rest[1]) == 1:
            one, other = rest[0][0], rest[1][0]
            pairs.append((one, other))
            if one.name and other.name and not _same_element(one, other):
                yield PartChange("changed", "row", other.name, place, one.shown(other), other.shown(one), "body-element-changed")
        else:
            for name in rest[0]:
                if name.name and rest[1] != [_NO_ELEMENT]:
                    yield _part_change(FieldChange("removed", name.name, name.name, None, "removed"), "row", place, is_input=is_input)
            for name in rest[1]:
                if name.name and rest[0] != [_NO_ELEMENT]:
                    yield _part_change(FieldChange("added", name.name, None, name.name, "added"), "row", place, is_input=is_input)
        for one, other in pairs:
            yield from self._contents(old.elements[one], new.elements[other], place, is_input=is_input)

    def _contents(
        self, old: Sequence[Representation], new: Sequence[Representation], place: str, *, is_input: bool
    ) -> Iterator[PartChange]:
        before, after = (
            next((body for one in representations if (body := grammar.body(one.element_name, one.schema)) is not None), None)
            for representations, grammar in zip((old, new), self._grammars, strict=True)
        )
        if before is not None and after is not None and before.is_json == after.is_json:
            for change in self._bodies.changes(before, after, is_input=is_input):
                yield _part_change(change, "row", place, is_input=is_input)


_Fields = defaultdict[tuple[str, str], list[Field]]
"""Parameters by place and what they are known by; several where they contradict each other."""


def _compared(old: _Fields, new: _Fields, *, is_input: bool) -> Iterator[tuple[FieldChange, str]]:
    """The changes of parameters, each with its place."""
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key, []), new.get(key, [])
        if len(before) != 1 or len(after) != 1:
            equal = [field for field in before if field in after]
            before = sorted((field for field in before if field not in equal), key=repr)
            after = sorted((field for field in after if field not in equal), key=repr)
        for one, other in zip(before, after, strict=False):
            for change in field_changes(one, other, is_input=is_input):
                yield change, key[0]
        # If only one version has it, it is new or gone once, however often it is listed; else there are just fewer alternatives.
        if not old.get(key):
            yield added(replace(after[0], required=any(field.required for field in after)), is_input=is_input), key[0]
        elif not new.get(key):
            yield removed(before[0]), key[0]


class _RequestFields(NamedTuple):
    """The parameters of a request, besides those in its bodies."""

    in_path: dict[str, Field]
    """The template parameters of the path, by name."""
    others: _Fields
    """All others."""


def _response_fields(response: _Response, side: Side) -> _Fields:
    fields: _Fields = defaultdict(list)
    for param, style in response.headers:
        key = param.name.lower() if style == "header" else param.name
        fields[style, key].append(side.field(param, style))
    for param in response.in_body:
        fields[BODY, _body_name(param)].append(side.field(param, "plain", name=_body_name(param), as_text=False))
    return fields


def _request_fields(operation: Operation, side: Side) -> _RequestFields:
    templates = {template.name: template.pattern for template in paths.templates(operation.raw_path)}
    of_base = paths.template_names(operation.resources.base) if operation.resources else ()
    in_path: dict[str, Field] = {}
    others: _Fields = defaultdict(list)
    for param, style in request_params(operation):
        if style in ("plain", "form"):
            name = _body_name(param)
            others[BODY, name].append(side.field(param, style, name=name, as_text=False))
        elif style == "template":
            if param.name in templates:
                in_path.setdefault(param.name, side.field(param, style, pattern=templates[param.name]))
            elif param.name in of_base:
                others[style, param.name].append(side.field(param, style))
        else:
            # A cookie is a header whose path is its name.
            name = f"{param.name} {param.path}" if style == "header" and param.path not in ("", param.name) else param.name
            key = param.name.lower() if style == "header" and name == param.name else name
            others[style, key].append(side.field(param, style, name=name))
    for name, pattern in templates.items():
        if name not in in_path:
            param = Param(name=name, style="template")
            in_path[name] = side.field(param, "template", pattern=pattern)
    return _RequestFields(in_path, others)


def _paired_templates(old: Operation, new: Operation, before: dict[str, Field], after: dict[str, Field]) -> Iterator[tuple[Field, Field]]:
    """The template parameters of the path in both versions: by their place in it, or by name if it has more or fewer than before.

    Those that only one path has are not new or gone: the path says it.
    """
    names = [[template.name for template in paths.templates(operation.raw_path)] for operation in (old, new)]
    if len(names[0]) == len(names[1]):
        pairs = dict.fromkeys(zip(*names, strict=True))
    else:
        pairs = dict.fromkeys((name, name) for name in names[1] if name in before)
    for one, other in pairs:
        yield before[one], after[other]


def _request_bodies(operation: Operation) -> Sequence[Representation]:
    """The bodies of a request; where none is usual, only those that the WADL describes, because many name a media type for nothing."""
    request = operation.method.request
    if request is None:
        return ()
    if operation.verb not in REQUESTS_WITHOUT_BODY:
        return request.representations
    return [one for one in request.representations if one.element or any(param.style in BODY_STYLES for param in one.params)]


def _part_change(change: FieldChange, kind: str, place: str, *, is_input: bool) -> PartChange:
    rule = f"{'input' if is_input else 'output'}-{change.rule}"
    if change.rule in ("deprecated", "reinstated"):
        kind = "deprecation"
    return PartChange(change.change, kind, change.name, place, change.old, change.new, rule)


def _body_name(param: Param) -> str:
    """The name of a body parameter with those of its parents; its path, if it has no name."""
    return paths.nested_name(param.name, param.path)[0] or param.path


def _says_something(grammar: Grammar) -> bool:
    return bool(grammar.bodies or grammar.json_bodies or grammar.params)


# --- the operation itself -----------------------------------------------------------------------------


def _own_changes(old: Operation, new: Operation) -> Iterator[PartChange]:
    before, after = old.method, new.method
    if before.deprecated != after.deprecated:
        change, rule = ("added", "operation-deprecated") if after.deprecated else ("removed", "operation-reinstated")
        yield PartChange(change, "deprecation", "", "", None, None, rule)
    if before.authentication != after.authentication and "true" in (before.authentication, after.authentication):
        rule = "authentication-required" if after.authentication == "true" else "authentication-dropped"
        yield PartChange("changed", "operation", "", "", before.authentication or None, after.authentication or None, rule)
    roles, now = set(old.roles), set(new.roles)
    if roles != now:
        # Without roles, everybody may call it.
        is_narrower = bool(now) and (not roles or bool(roles - now))
        was, now_is = (" ".join(sorted(names)) or None for names in (roles, now))
        yield PartChange("changed", "operation", "", "", was, now_is, "role-removed" if is_narrower else "role-added")


def _takes_no_body(operation: Operation) -> bool:
    """Whether the WADL says that a request has no body, rather than not describing it."""
    method = operation.method
    if operation.verb in REQUESTS_WITHOUT_BODY:
        return not (method.request is not None and method.request.incomplete)
    return method.request is not None and not method.request.incomplete and not method.incomplete


# --- responses ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Response:
    """All that is said about the response with a status."""

    headers: tuple[tuple[Param, str], ...]
    in_body: tuple[Param, ...]
    representations: tuple[Representation, ...]
    is_incomplete: bool


def _by_status(method: Method) -> dict[str, _Response]:
    """The responses by status, sorted; the same object for the statuses of one response."""
    found: dict[str, list[_Response]] = {}
    for response in united_responses(method):
        view = _Response(
            headers=tuple(response_params(response)),
            in_body=tuple(param for param in response.params if param.style and not is_apart(param.style, RESPONSE_STYLES)),
            representations=response.representations,
            is_incomplete=response.incomplete,
        )
        for status in response.statuses or (FAULT if response.fault else NO_STATUS,):
            found.setdefault(status, []).append(view)
    return {status: views[0] if len(views) == 1 else _joined(views) for status, views in sorted(found.items())}


def _joined(views: Sequence[_Response]) -> _Response:
    return _Response(
        headers=tuple(pair for view in views for pair in view.headers),
        in_body=tuple(param for view in views for param in view.in_body),
        representations=tuple(representation for view in views for representation in view.representations),
        is_incomplete=any(view.is_incomplete for view in views),
    )


def _is_success(status: str) -> bool:
    return status == NO_STATUS or status[:1] in ("1", "2", "3")


def _paired_statuses(before: dict[str, _Response], after: dict[str, _Response]) -> list[tuple[str, str, str]]:
    """The statuses in both versions, and what is the same response with another status, each with the rule for that."""
    pairs = [(status, status, "") for status in before if status in after]
    rest = [[status for status in own if status not in other and _is_success(status)] for own, other in ((before, after), (after, before))]
    if len(rest[0]) == len(rest[1]) == 1:
        one, other = rest[0][0], rest[1][0]
        if NO_STATUS in (one, other):
            pairs.append((one, other, "status-stated"))
        elif not any(_is_success(status) for status, _status, _rule in pairs):
            pairs.append((one, other, "success-changed"))
    return pairs


# --- media types and elements ---------------------------------------------------------------------------


class _Element(NamedTuple):
    """The root element of a body."""

    name: str
    """Its local name; empty for none."""
    namespace: str | None = None
    """Its namespace; None if its prefix is not declared."""

    def shown(self, other: _Element) -> str:
        """Its name, with the namespace if the names are the same."""
        return f"{{{self.namespace}}}{self.name}" if self.name == other.name and self.namespace else self.name


_NO_ELEMENT = _Element("")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Media:
    """The bodies of one media type."""

    written: str
    """The media type, as written."""
    elements: dict[_Element, list[Representation]]
    """The bodies by their root element."""

    @property
    def has_params(self) -> bool:
        """Whether the WADL lists what is in a body."""
        return any(one.params for bodies in self.elements.values() for one in bodies)


def _only_ones(old: _Media, new: _Media) -> tuple[Sequence[Representation], Sequence[Representation]]:
    """The bodies with the only root elements that one version has and the other has not; nothing if there are more."""
    sides = [[name for name in own.elements if name not in other.elements] for own, other in ((old, new), (new, old))]
    if len(sides[0]) == len(sides[1]) == 1:
        return old.elements[sides[0][0]], new.elements[sides[1][0]]
    return (), ()


_MINOR_PARAMETERS = ("charset=", "q=", "qs=")


@lru_cache(maxsize=1_000)
def _media_key(written: str) -> str:
    """A media type in lower case, without the parameters that do not change what a body contains."""
    first, *parameters = (part.strip() for part in written.lower().split(";"))
    rest = sorted(re.sub(r"\s*=\s*", "=", part) for part in parameters if part)
    return ";".join([first, *(part for part in rest if not part.startswith(_MINOR_PARAMETERS))])


def _by_media(representations: Sequence[Representation]) -> dict[str, _Media]:
    """The bodies by media type, sorted."""
    found: dict[str, _Media] = {}
    for representation in sorted(representations, key=lambda one: one.media_type):
        media = found.setdefault(_media_key(representation.media_type), _Media(written=representation.media_type, elements={}))
        media.elements.setdefault(_element(representation), []).append(representation)
    return found


def _element(representation: Representation) -> _Element:
    name = representation.element_name
    if name is None:
        return _Element(representation.element.rpartition(":")[2])
    name = expanded(name, representation.element)
    return _Element(name.name, name.namespace)


def _same_element(one: _Element, other: _Element) -> bool:
    return one.name == other.name and (one.namespace == other.namespace or None in (one.namespace, other.namespace))


def _paired_media(old: dict[str, _Media], new: dict[str, _Media]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """The media types in both versions, those that are gone, and those that are new."""
    pairs = [(media, media) for media in old if media in new]
    gone, come = [media for media in old if media not in new], [media for media in new if media not in old]
    # A body without a media type is the same as the only one that is left.
    if len(gone) == len(come) == 1 and "" in (gone[0], come[0]):
        pairs.append((gone.pop(), come.pop()))
    return pairs, gone, come


def _is_covered(media: str, others: Sequence[str], *, is_input: bool) -> bool:
    """Whether nothing is lost with a media type: a range that is accepted includes it, or it is a range itself, of a response."""
    if not is_input:
        return media.endswith("/*") and bool(others)
    kind = media.partition("/")[0]
    return any(other in ("*/*", f"{kind}/*") for other in others)


def _fields_of_bodies(representations: Sequence[Representation], side: Side, *, is_input: bool) -> _Fields:
    """The parameters in bodies of one media type and element."""
    fields: _Fields = defaultdict(list)
    own = REQUEST_STYLES if is_input else RESPONSE_STYLES
    for representation in representations:
        is_form = _media_key(representation.media_type).startswith(("application/x-www-form-urlencoded", "multipart/form-data"))
        for param in representation.params:
            if not is_apart(param.style, own):
                name = _body_name(param)
                field = side.field(param, "plain", name=name, as_text=is_form)
                if field not in fields[BODY, name]:
                    fields[BODY, name].append(field)
    return fields
