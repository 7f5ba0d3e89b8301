"""Rules that find problems in a readable WADL; each takes the model and yields messages.

:data:`CHECKS` always run: they find what pages cannot show correctly.  :data:`LINT_RULES` run with ``--lint``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence

from wadl2rst import formats
from wadl2rst.diagnostics import Diagnostic, Location, MessageCode
from wadl2rst.prose import CodeBlock, Reference
from wadl2rst.wadl import paths
from wadl2rst.wadl.facts import code_blocks, first_title, is_success, representations_of
from wadl2rst.wadl.model import Application, Doc, Param, Resource
from wadl2rst.wadl.operations import Group, Operation, request_params, response_params, united_responses
from wadl2rst.wadl.published import unpublished_names
from wadl2rst.wadl.walk import docs_of, walk

LintRule = Callable[[Application, Sequence[Group]], Iterator[Diagnostic]]
"""Takes an application and its groups (see :func:`wadl2rst.wadl.operations.groups`); yields messages on one kind of problem."""


def no_operation(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """The WADL documents no operations."""
    if not any(group.operations for group in groups):
        yield Diagnostic(MessageCode.NO_OPERATION, "no methods, so there are no operations to document", application.location)


def undeclared_templates(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """A path contains a template parameter that is not declared (section 2.6.1)."""
    for group in groups:
        resource = group.resource
        if not isinstance(resource, Resource) or "{" not in resource.path:
            continue
        declared = {param.name for param in group.params}
        for operation in group.operations:
            request = operation.method.request
            declared.update(param.name for param in (*operation.method.params, *(request.params if request else ())))
        for name in dict.fromkeys(paths.template_names(resource.path)):
            if name not in declared:
                text = f"template parameter {{{name}}} of {paths.without_patterns(resource.path)} is not declared"
                if name.startswith("$") and name[1:] in declared:
                    text += f"; parameter {name[1:]} is, without the $"
                yield Diagnostic(MessageCode.TEMPLATE_UNDECLARED, text, resource.location)


def unused_templates(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """A template parameter is declared, but the path does not contain it."""
    for group in groups:
        resource = group.resource
        if not isinstance(resource, Resource):
            continue
        names = paths.template_names(group.path)
        for param in resource.params:
            # For {$name}, the message on the undeclared parameter names this one.
            if param.style == "template" and param.name and param.name not in names and f"${param.name}" not in names:
                text = f"template parameter {{{param.name}}} is not in the path {paths.without_patterns(group.path)}"
                yield Diagnostic(MessageCode.TEMPLATE_UNUSED, text, param.location)


def inapplicable_params(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """A query or header parameter is declared on a resource without methods (section 2.6)."""
    for group in groups:
        resource = group.resource
        if isinstance(resource, Resource) and not group.operations:
            for param in resource.params:
                if param.style in ("query", "header"):
                    text = f"{param.style} parameter {param.name} has no effect: {paths.without_patterns(group.path)} has no methods"
                    yield Diagnostic(MessageCode.INAPPLICABLE, text, param.location)


def contradictory_params(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """Parameters of one operation have the same name and style, but differ."""
    seen: set[tuple[str, Location, Location]] = set()
    found: list[tuple[Param, Param, bool]] = []

    def differing(param: Param, other: Param, both: bool) -> None:
        found.append((param, other, both))

    for operation in _operations(groups):
        found.clear()
        request_params(operation, differing)
        for response in united_responses(operation.method):
            response_params(response, differing)
        for param, other, both in found:
            key = (param.name, param.location, other.location)
            if key not in seen:
                seen.add(key)
                shown = "both are shown" if both else "the one nearer to the request counts"
                text = f"parameter {param.name} of {operation.request_line} is declared twice, in different ways; {shown}"
                yield Diagnostic(MessageCode.CONTRADICTION, text, (other if both else param).location)


_LOOPBACK = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^@/]*@)?(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1\])(?=[:/]|$)", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"%[sdr](?![0-9A-Fa-f])|%\(\w*\)s|\{\{.*?\}\}|\$\{[^}]*\}|#\{[^}]*\}|<[^>]*>")


def unusable_bases(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """A base address is a placeholder, or leads to the reader's own computer."""
    for resources in application.resources:
        base = resources.address.strip()
        if placeholder := _PLACEHOLDER.search(base):
            yield Diagnostic(
                MessageCode.UNUSABLE_BASE, f"base address {base} contains the placeholder {placeholder[0]}", resources.location
            )
        elif _LOOPBACK.match(base):
            yield Diagnostic(MessageCode.UNUSABLE_BASE, f"base address {base} is the reader's own computer", resources.location)


def unpublished_templates(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """A template parameter of a base address is not in the one that is published instead."""
    for resources in application.resources:
        for name in unpublished_names(resources):
            text = f"template parameter {{{name}}} of the base address is not in {resources.address}, so pages leave it out"
            yield Diagnostic(MessageCode.TEMPLATE_UNUSED, text, resources.location)


def undocumented(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """An operation, a parameter or a response has no documentation."""
    seen: set[int] = set()

    def param_messages(params: Sequence[Param], owner: str) -> Iterator[Diagnostic]:
        for param in params:
            if id(param) not in seen and not param.docs:
                seen.add(id(param))
                yield Diagnostic(MessageCode.UNDOCUMENTED, f"parameter {param.name} of {owner} has no documentation", param.location)

    for operation in _operations(groups):
        method = operation.method
        line = operation.request_line
        if id(method) not in seen:
            seen.add(id(method))
            if not _has_content(method.docs):
                yield Diagnostic(MessageCode.UNDOCUMENTED, f"{line} has no documentation", method.location)
            yield from param_messages(method.params, line)
            for representation in representations_of(operation.method):
                yield from param_messages(representation.params, line)
            if method.request:
                yield from param_messages(method.request.params, line)
            for response in method.responses:
                yield from param_messages(response.params, line)
                if response.statuses and not _has_content(response.docs):
                    statuses = " ".join(response.statuses)
                    yield Diagnostic(MessageCode.UNDOCUMENTED, f"response {statuses} of {line} has no documentation", response.location)
        yield from param_messages(operation.params, line)


def no_success(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """An operation documents responses, but no successful one."""
    seen: set[int] = set()
    for operation in _operations(groups):
        method = operation.method
        if method.responses and id(method) not in seen and not any(is_success(response) for response in method.responses):
            seen.add(id(method))
            yield Diagnostic(MessageCode.NO_SUCCESS, f"{operation.request_line} documents no successful response", method.location)


def unused(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """A resource type, parameter or representation is defined but not used."""
    for kind in application.unused_types:
        yield Diagnostic(MessageCode.UNUSED, f"no resource uses resource type {kind.id}", kind.location)
    for param in application.unused_params:
        yield Diagnostic(MessageCode.UNUSED, f"nothing refers to parameter {param.id or param.name}", param.location)
    for representation in application.unused_representations:
        text = f"nothing refers to representation {representation.id or representation.media_type}"
        yield Diagnostic(MessageCode.UNUSED, text, representation.location)


def invalid_samples(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """A sample does not match its declared language, its file name or the media type of its representation."""
    seen: set[tuple[str, str]] = set()
    for operation in _operations(groups):
        for representation in representations_of(operation.method):
            for doc in representation.docs:
                for block in code_blocks(doc.blocks):
                    expected = formats.declared_format(block.language or block.file or representation.media_type)
                    if not expected or (expected, block.text) in seen:
                        continue
                    seen.add((expected, block.text))
                    begin = formats.http_head_end(block.text)
                    text = block.text[begin:].strip()
                    if not text:
                        continue
                    fault = formats.json_fault(text) if expected == "JSON" else formats.xml_fault(text)
                    if fault:
                        name = "" if block.file else "this sample is "
                        location = _in_sample(block, block.text.index(text, begin), fault) or doc.location
                        yield Diagnostic(MessageCode.INVALID_SAMPLE, f"{name}not valid {expected}: {fault.text}", location)


def _in_sample(block: CodeBlock, begin: int, fault: formats.SyntaxFault) -> Location | None:
    """The location of a fault in the part of a sample that starts at ``begin``; None if the location of the sample is unknown."""
    if not block.path or not fault.line:
        return Location(block.path, block.line) if block.path else None
    line = block.line + block.text.count("\n", 0, begin) + fault.line - 1
    if not block.file:
        return Location(block.path, line)  # its indentation was removed, so the column is unknown
    before = begin - block.text.rfind("\n", 0, begin) - 1 if fault.line == 1 else 0
    return Location(block.path, line, before + fault.column)


def dead_references(application: Application, groups: Sequence[Group], others: Container[str] = ()) -> Iterator[Diagnostic]:
    """The documentation refers to an id that no operation, resource type or representation on the site has; ``others`` has more ids."""
    ids = ids_of(application, groups)
    location = application.location
    for value in walk(*reversed(groups), application):
        if isinstance(value, Doc):
            location = value.location
        elif isinstance(value, Reference) and not value.address and value.target not in ids and value.target not in others:
            text = f"the documentation refers to {value.target}, but no operation or type has that id"
            yield Diagnostic(MessageCode.DANGLING, text, location)


def ids_of(application: Application, groups: Sequence[Group]) -> set[str]:
    """The ids that the documentation of a WADL can refer to."""
    ids = {operation.method.id for operation in _operations(groups)}
    ids.update(kind.id for kind in application.resource_types)
    ids.update(representation.id for representation in application.representations)
    return ids


def docs_behind_params(application: Application, groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """Documentation stands behind a parameter that has none."""
    for doc in docs_of(*groups, application):
        if doc.behind:
            text = f"this doc is after parameter {doc.behind}, not inside it; it is shown with the enclosing element"
            yield Diagnostic(MessageCode.MISPLACED, text, doc.location)


CHECKS: tuple[LintRule, ...] = (no_operation, undeclared_templates, unused_templates, inapplicable_params, contradictory_params)
"""Rules for every run."""

LINT_RULES: tuple[LintRule, ...] = (
    unusable_bases,
    unpublished_templates,
    undocumented,
    no_success,
    unused,
    dead_references,
    invalid_samples,
    docs_behind_params,
)
"""Additional rules for ``--lint``."""


def _operations(groups: Sequence[Group]) -> Iterator[Operation]:
    for group in groups:
        yield from group.operations


def _has_content(docs: Sequence[Doc]) -> bool:
    return bool(first_title(docs)) or any(doc.blocks for doc in docs)
