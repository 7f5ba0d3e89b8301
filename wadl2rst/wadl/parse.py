"""The XML tree of a WADL -> the model: one ``_parse_<element>`` for each element of WADL.

References are resolved, constructs of older WADL versions (``fault``, a status on a representation,
``query_variable``) are converted to those of 2009/02, and extensions of generators (Jersey, Apigee, the
Rackspace normaliser) are read if they describe an operation.  Children are accepted in
any order and foreign elements are ignored: many real WADLs are not valid against the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from textwrap import dedent

from wadl2rst.diagnostics import Diagnostic, LoadError, MessageCode, Report
from wadl2rst.frozen import dataclass, maker
from wadl2rst.markup import Markup
from wadl2rst.prose import CodeBlock
from wadl2rst.source.documents import Document
from wadl2rst.source.prefixes import without_generated
from wadl2rst.source.tree import WADL_NAMESPACES, XML_ID, XML_LANG, Element, Namespaces, QName
from wadl2rst.wadl import model
from wadl2rst.wadl.completion import completed_method, completed_param, completed_representation
from wadl2rst.wadl.facts import REQUESTS_WITHOUT_BODY
from wadl2rst.wadl.references import ReferenceTarget, Resolver, is_reference

JERSEY = ("http://jersey.java.net/", "http://jersey.dev.java.net/")
"""Jersey's namespaces: the current one, and that of 1.0 and 1.1."""
APIGEE = "http://api.apigee.com/wadl/2010/07/"
RAX = "http://docs.rackspace.com/api"
_RAX_ID = RAX + "}id"
_APIGEE_URL = APIGEE + "}url"
ENUNCIATE = ("http://enunciate.codehaus.org/", "http://enunciate.webcohesion.com/")
JSON_SCHEMA = ("http://wadl.dev.java.net/2009/02/json-schema", "http://json-schema.org/schema#")

STYLES = frozenset({"plain", "query", "matrix", "header", "template", ""})
"""The styles of a parameter (section 2.12, table 1); empty for none."""

_CONTENTS = {
    "application": ("doc", "grammars", "resources", "resource_type", "method", "representation", "param"),
    "resources": ("doc", "resource"),
    "resource": ("doc", "param", "method", "resource"),
    "resource_type": ("doc", "param", "method", "resource"),
    "method": ("doc", "request", "response"),
    "request": ("doc", "param", "representation"),
    "response": ("doc", "param", "representation"),
    "representation": ("doc", "param"),
    "param": ("doc", "option", "link"),
}
"""The elements that WADL 2009/02 has in each element."""

_WITH_METHODS = frozenset({"resources", "resource", "resource_type", "method"})
"""The elements whose documentation is about much more than their parameters."""

_JERSEYS_WADL = "application.wadl"
"""The path at which Jersey serves the WADL itself."""

_WADL_MEDIA = "application/vnd.sun.wadl+xml"
_OPTIONS_MEDIA = frozenset({_WADL_MEDIA, "text/plain", "*/*"})
"""The media types of the responses to the ``OPTIONS`` methods that Jersey adds to each resource."""

_QUERY_VARIABLES = frozenset({"query_variable", "query.variable"})
"""The element of a query parameter in the drafts of 2005 and 2006."""

MAX_PATH = 2_000
"""Maximum length of the path of a resource, in characters."""
MAX_REFERENCES = 100
"""Maximum length of a chain of references before the definition."""
MAX_FRAMES = 600
"""Maximum number of nested calls for nested resources and resource types; Python's default recursion limit is 1,000."""

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}

_make_param, _make_doc = maker(model.Param), maker(model.Doc)  # a WADL has thousands


def parse_application(document: Document, resolver: Resolver, markup: Markup, report: Report) -> model.Application:
    """Parses a WADL into the model (section 2.2).

    ``document`` is the parsed XML, ``resolver`` resolves its references, and ``markup`` converts the documentation.
    The tree of ``document`` is consumed: the children of methods are removed once they are parsed.
    Problems are passed to ``report``.  Raises :class:`LoadError` if resources and resource types are nested too deeply.
    """
    return _Parser(resolver, markup, report).application(document)


@dataclass(frozen=True, slots=True)
class _ResourceContent:
    """The children of a resource or resource type."""

    docs: tuple[model.Doc, ...]
    params: tuple[model.Param, ...]
    methods: tuple[model.Method, ...]
    resources: tuple[model.Resource, ...]
    extended: bool


class _Parser:
    """Parses one WADL.  A definition with several references is parsed once and shared."""

    def __init__(self, resolver: Resolver, markup: Markup, report: Report) -> None:
        self._resolver = resolver
        self._blocks = markup.blocks
        self._shows = markup.shows
        self._report = report
        self._methods: dict[int, model.Method] = {}
        self._params: dict[int, model.Param] = {}
        self._representations: dict[int, tuple[model.Representation, tuple[str, ...]]] = {}
        self._used_representations: set[int] = set()
        """The ``id()`` of the representations that are the target of a reference."""
        self._inlined_methods: set[str] = set()
        """The ids of the methods that copies made by a normaliser name."""
        self._types: dict[int, model.ResourceType | None] = {}
        self._used_types: set[int] = set()
        self._written_types: dict[tuple[str, Namespaces], tuple[str, QName | None, bool]] = {}
        self._reported: set[tuple[str, str]] = set()
        self._frames = 0
        self._is_jersey = False
        self._alive: list[Element] = []  # the elements whose id() is a key in a cache must not be freed

    # --- application ------------------------------------------------------------------------

    def application(self, document: Document) -> model.Application:
        """The application (section 2.2), including definitions that nothing refers to."""
        root = document.root
        self._resolver.duplicates(document)
        generator = _generator(root)
        self._is_jersey = generator.lower().startswith("jersey")
        grammars: list[model.Grammars] = []
        resources: list[model.Resources] = []
        definitions: list[Element] = []
        types: list[Element] = []
        representations: list[Element] = []
        params: list[Element] = []
        for child in self._children(root):
            name = child.name
            if is_reference(child) and name in ("method", "param", "representation", "fault"):
                self._follow_chain(child, document)  # a reference without effect here; followed only to report a dangling one
            elif name == "resources":
                resources.append(self._parse_resources(child, document))
            elif name == "method":
                definitions.append(child)
            elif name == "resource_type":
                types.append(child)
            elif name in ("representation", "fault"):
                representations.append(child)
            elif name == "param":
                params.append(child)
            elif name == "grammars":
                grammars.append(self._parse_grammars(child))
            elif name == "resource":  # the enclosing resources element is missing
                resources.append(model.Resources(resources=(self._parse_resource(child, document),), location=child.location))
            elif name != "doc":
                self._report_unknown(child, root)
        resource_types = [(child, self._resource_type(ReferenceTarget(child, document))) for child in types]
        own = set(map(id, types))
        foreign = [parsed for key, parsed in self._types.items() if key not in own and key in self._used_types and parsed is not None]
        unattached = [child for child in definitions if id(child) not in self._methods]
        bodies = [(child, self._representation(child, document)[0]) for child in representations]
        docs = self._docs(root)
        unattached_methods = tuple(self._unattached(child, document) for child in unattached)
        return model.Application(
            docs=docs,
            generator=generator,
            grammars=tuple(grammars),
            resources=tuple(resources),
            resource_types=(*(parsed for _child, parsed in resource_types if parsed is not None), *foreign),
            unused_types=tuple(
                parsed
                for child, parsed in resource_types
                if parsed is not None and id(child) not in self._used_types and not self._is_inlined_type(parsed)
            ),
            unattached=unattached_methods,
            representations=tuple(parsed for _child, parsed in bodies),
            unused_representations=tuple(parsed for child, parsed in bodies if id(child) not in self._used_representations),
            unused_params=tuple(self._param(child, document) for child in params if id(child) not in self._params),
            location=root.location,
        )

    def _unattached(self, element: Element, document: Document) -> model.Method:
        """A method directly in ``application`` (section 2.8) that nothing refers to; reports it."""
        method = self._method(element, document)
        label = method.id or method.name
        self._report(Diagnostic(MessageCode.UNATTACHED, f"no resource refers to method {label}; its page has no path", element.location))
        return method

    def _inlined_definition(self, element: Element, document: Document) -> ReferenceTarget | None:
        """The definition that ``element`` is a copy of, which a normaliser put in place of a reference (``rax:id``); None if it is none."""
        attributes = element.attributes
        if _RAX_ID not in attributes:
            return None
        identifier = attributes[_RAX_ID].strip()
        if not identifier or "href" in attributes or _identifier(element):
            return None
        definition = self._resolver.find(identifier, element.name, document)
        chain = None if definition is None or definition is element else [(definition, document)]
        if chain and is_reference(chain[0][0]):
            chain = self._follow_chain(*chain[0])
        if not chain or chain[-1][0] is element:
            return None
        if element.name == "method":
            self._inlined_methods.add(identifier)
        return ReferenceTarget(*chain[-1])

    def _is_inlined_type(self, resource_type: model.ResourceType) -> bool:
        """Whether a normaliser copied all methods of a resource type to the resources of that type."""
        methods = resource_type.methods
        return bool(methods) and not resource_type.resources and all(method.id in self._inlined_methods for method in methods)

    def _parse_grammars(self, element: Element) -> model.Grammars:
        """The definitions of data formats (section 2.4): included grammars, and inline schemas."""
        includes = []
        schemas = []
        for child in element.elements():
            if child.name == "include" and child.is_wadl:
                includes.append(model.Include(href=child.get("href"), docs=self._docs(child), location=child.location))
            elif not child.is_wadl and child.name != "doc":
                schemas.append(child.get("targetNamespace") or child.name)
        return model.Grammars(docs=self._docs(element), includes=tuple(includes), schemas=tuple(schemas), location=element.location)

    # --- resources ------------------------------------------------------------------------------

    def _parse_resources(self, element: Element, document: Document) -> model.Resources:
        """A base address and its resources (section 2.5)."""
        inner = self._resource_content(element, document)
        return model.Resources(
            base=element.get("base").strip(),
            docs=inner.docs,
            params=inner.params,
            resources=_with_methods(inner, element),
            location=element.location,
        )

    def _parse_resource(self, element: Element, document: Document) -> model.Resource:
        """A resource (section 2.6) with its types."""
        attributes = element.attributes
        references = dict.fromkeys(attributes.get("type", "").split())
        types = tuple(resource_type for reference in references if (resource_type := self._used_type(reference, element, document)))
        inner = self._resource_content(element, document)
        path = self._path(element)
        return model.Resource(
            id=_identifier(element),
            path=path,
            query_type=attributes.get("queryType", "").strip(),
            types=types,
            docs=inner.docs,
            params=inner.params,
            methods=inner.methods,
            resources=inner.resources,
            roles=_roles(element),
            extended=inner.extended or (self._is_jersey and path.strip("/") == _JERSEYS_WADL),
            location=element.location,
        )

    def _path(self, element: Element) -> str:
        """The path of a resource.  A path that is too long is truncated, because every resource and operation below repeats it."""
        path = (element.attributes.get("path") or element.attributes.get("uri") or "").strip()
        if len(path) > MAX_PATH:
            text = f"the path of this resource is longer than {MAX_PATH:,} characters and is truncated"
            self._report(Diagnostic(MessageCode.TOO_LARGE, text, element.location))
        return path[:MAX_PATH]

    def _used_type(self, reference: str, element: Element, document: Document) -> model.ResourceType | None:
        """The target of ``reference``, one of those in the ``type`` attribute (section 2.7); None if it cannot be resolved."""
        definition = self._resolver.follow(reference, element, document, "resource_type")
        if definition is None:
            return None
        self._used_types.add(id(definition.element))
        if self._types.get(id(definition.element), element) is None:
            text = f"resource type {reference} refers back to itself; it is shown once"
            self._report(Diagnostic(MessageCode.CYCLE, text, element.location))
            return None
        return self._resource_type(definition)

    def _resource_type(self, definition: ReferenceTarget) -> model.ResourceType | None:
        """A resource type (section 2.7); None for one that is being parsed, which ends cycles."""
        element = definition.element
        key = id(element)
        if key in self._types:
            return self._types[key]
        self._types[key] = None
        self._alive.append(element)
        self._frames += 3
        inner = self._resource_content(element, definition.document)
        self._frames -= 3
        resource_type = model.ResourceType(
            id=_identifier(element),
            query_type=element.get("queryType").strip(),
            docs=inner.docs,
            params=inner.params,
            methods=inner.methods,
            resources=inner.resources,
            location=element.location,
        )
        self._types[key] = resource_type
        return resource_type

    def _resource_content(self, element: Element, document: Document) -> _ResourceContent:
        """The content that the elements resources, resource and resource_type have in common."""
        self._move_docs(element)
        params: list[model.Param] = []
        methods: list[model.Method] = []
        resources: list[model.Resource] = []
        requests: list[model.Request] = []
        responses: list[model.Response] = []
        misplaced: list[Element] = []
        extended = False
        self._frames += 2
        if self._frames > MAX_FRAMES:
            raise LoadError(Diagnostic(MessageCode.TOO_DEEP, "resources and resource types are nested too deeply", element.location))
        for child in element.elements():
            name = child.name
            if child.namespace not in WADL_NAMESPACES:
                extended = extended or (name == "extended" and child.namespace in JERSEY and child.text().strip() == "true")
            elif name == "resource":
                resources.append(self._parse_resource(child, document))
            elif name == "method":
                method = self._resolve_method(child, document)
                if method is not None:
                    methods.append(method)
            elif name == "param":
                param = self._resolve_param(child, document)
                if param is not None:
                    params.append(param)
            elif name in _QUERY_VARIABLES:
                params.append(self._param(child, document))
            elif name == "request":
                requests.append(self._parse_request(child, document))
                misplaced.append(child)
            elif name == "response":
                responses += self._parse_responses(child, document)
                misplaced.append(child)
            elif name != "doc":
                self._report_unknown(child, element)
        self._frames -= 2
        docs = self._docs(element)
        for child in misplaced:
            reading = f"it is read as {'the request' if child.name == 'request' else 'a response'} of each method there"
            missing = "there are no methods, so only its documentation and the parameters of a request are shown"
            self._report_misplaced(child, element, reading if methods else missing)
        if misplaced and methods:
            methods = [_with_messages(method, requests, responses) for method in methods]
        elif misplaced:
            docs += tuple(doc for request in requests for doc in request.docs) + tuple(doc for known in responses for doc in known.docs)
            params += [param for request in requests for param in request.params]
        return _ResourceContent(docs, tuple(params), tuple(methods), tuple(resources), extended)

    # --- methods ----------------------------------------------------------------------------------

    def _resolve_method(self, element: Element, document: Document) -> model.Method | None:
        """A method of a resource, or the target of its ``href`` (section 2.8).

        If that cannot be resolved: what the reference itself says of the method, or None if it does not name the verb.
        """
        href = element.attributes.get("href")
        if not href:
            definition = self._inlined_definition(element, document)
            method = self._method(element, document)
            return completed_method(method, self._method(definition.element, definition.document)) if definition else method
        chain = self._follow_chain(element, document)
        if chain is None:
            return self._method(element, document) if element.get("name").strip() else None
        method = self._method(*chain.pop())
        for reference, reference_document in reversed(chain):
            if _has_additions(reference):
                method = _merged_method(method, self._parse_method(reference, reference_document), reference)
        return method

    def _method(self, element: Element, document: Document) -> model.Method:
        """A method, parsed once however many references to it there are."""
        key = id(element)
        method = self._methods.get(key)
        if method is None:
            self._alive.append(element)
            method = self._methods[key] = self._parse_method(element, document)
            # The children are not needed again (the resolver has its own references to elements with an id): free the memory.
            element.children.clear()
        return method

    def _parse_method(self, element: Element, document: Document) -> model.Method:
        """A method (section 2.8); several requests are merged into one."""
        self._move_docs(element)
        requests: list[model.Request] = []
        responses: list[model.Response] = []
        params: list[model.Param] = []
        tags: list[str] = []
        examples: list[model.Example] = []
        authentication = ""
        extended = False
        incomplete = False
        attributes = element.attributes
        verb = attributes.get("name", "").strip().upper()
        for child in element.elements():
            name = child.name
            if child.namespace not in WADL_NAMESPACES:
                if name == "extended" and child.namespace in JERSEY:
                    extended = child.text().strip() == "true"
                elif child.namespace == APIGEE:
                    if name == "tags":
                        tags += _tags(child)
                    elif name == "authentication":
                        authentication = child.get("required")
                    elif name == "example":
                        examples.append(model.Example(url=child.get("url"), docs=self._docs(child)))
            elif name == "response":
                responses += self._parse_responses(child, document)
            elif name == "request":
                requests.append(self._parse_request(child, document))
            elif name == "param":
                param = self._resolve_param(child, document)
                if param is not None:
                    params.append(param)
                self._report_misplaced(child, element, "it is read as part of the request")
            elif name in _QUERY_VARIABLES:
                params.append(self._param(child, document))
            elif name in ("representation", "fault"):
                representation, statuses = self._resolve_representation(child, document)
                if name == "representation" and not statuses and verb not in REQUESTS_WITHOUT_BODY:
                    requests.append(model.Request(representations=(representation,), location=child.location))
                    self._report_misplaced(child, element, "it is read as a body of the request")
                    continue
                responses.append(
                    model.Response(statuses=statuses, fault=name == "fault", representations=(representation,), location=child.location)
                )
                self._report_misplaced(child, element, "it is read as the body of a response")
            elif name != "doc":
                incomplete = True
                self._report_unknown(child, element)
        if not verb and "href" not in attributes:
            self._report(Diagnostic(MessageCode.NO_NAME, "this method has no name; GET is assumed", element.location))
        identifier = _identifier(element)
        docs = self._docs(element)
        return model.Method(
            name=verb or "GET",
            id=identifier,
            docs=docs,
            params=tuple(params),
            request=_joined(requests),
            responses=tuple(responses),
            incomplete=incomplete,
            display_name=" ".join((attributes.get(APIGEE + "}displayName") or attributes.get(RAX + "}id") or "").split()),
            tags=tuple(tags),
            roles=_roles(element),
            authentication=authentication,
            examples=tuple(examples),
            extended=extended or (self._is_jersey and verb == "OPTIONS" and _is_added_by_jersey(identifier, docs, responses)),
            deprecated=attributes.get("deprecated", "") == "true",
            experimental=attributes.get("experimental", "") == "true",
            location=element.location,
        )

    def _parse_request(self, element: Element, document: Document) -> model.Request:
        """A request (section 2.9)."""
        self._move_docs(element)
        params: list[model.Param] = []
        representations: list[model.Representation] = []
        incomplete = False
        for child in element.elements():
            name = child.name
            if child.namespace not in WADL_NAMESPACES:
                continue
            if name == "param":
                param = self._resolve_param(child, document)
                if param is not None:
                    params.append(param)
                incomplete = incomplete or param is None
            elif name in ("representation", "fault"):
                representations.append(self._resolve_representation(child, document)[0])
            elif name in _QUERY_VARIABLES:
                params.append(self._param(child, document))
            elif name != "doc":
                incomplete = True
                self._report_unknown(child, element)
        return model.Request(
            docs=self._docs(element),
            params=tuple(params),
            representations=tuple(representations),
            incomplete=incomplete,
            location=element.location,
        )

    def _parse_responses(self, element: Element, document: Document) -> list[model.Response]:
        """A response (section 2.10); several if representations of an older WADL have their own statuses."""
        self._move_docs(element)
        params: list[model.Param] = []
        plain: list[model.Representation] = []
        faults: list[model.Representation] = []  # those without a status, if the response has none either
        only_faults = True
        incomplete = False
        own: dict[tuple[tuple[str, ...], bool], list[model.Representation]] = {}
        statuses = _statuses(element)
        for child in element.elements():
            name = child.name
            if child.namespace not in WADL_NAMESPACES:
                continue
            if name == "param":
                param = self._resolve_param(child, document)
                if param is not None:
                    params.append(param)
                incomplete = incomplete or param is None
            elif name in ("representation", "fault"):
                representation, own_statuses = self._resolve_representation(child, document)
                if own_statuses and own_statuses != statuses:
                    own.setdefault((own_statuses, name == "fault"), []).append(representation)
                elif name == "fault" and not statuses:
                    faults.append(representation)
                else:
                    plain.append(representation)
                    only_faults = only_faults and name == "fault"
            elif name in _QUERY_VARIABLES:
                params.append(self._param(child, document))
            elif name != "doc":
                incomplete = True
                self._report_unknown(child, element)
        docs = self._docs(element)
        responses = []
        location = element.location
        if plain or statuses or docs or params or incomplete or not (own or faults):
            fault = bool(plain) and only_faults
            responses.append(
                model.Response(
                    statuses=statuses,
                    fault=fault,
                    docs=docs,
                    params=tuple(params),
                    representations=tuple(plain),
                    incomplete=incomplete,
                    location=location,
                )
            )
        for (own_statuses, fault), group in own.items():
            bodies = tuple(body for body in group if not _describes_status(body))
            docs = tuple(doc for body in group if _describes_status(body) for doc in body.docs)
            responses.append(
                model.Response(statuses=own_statuses, fault=fault, docs=docs, representations=bodies, location=group[0].location)
            )
        if faults:
            responses.append(model.Response(fault=True, representations=tuple(faults), location=faults[0].location))
        return responses

    # --- representations ----------------------------------------------------------------------------

    def _resolve_representation(self, element: Element, document: Document) -> tuple[model.Representation, tuple[str, ...]]:
        """A representation, or the target of its ``href`` (section 2.11), and its own statuses.

        If that cannot be resolved: what the reference itself says of the body.
        """
        if not element.attributes.get("href"):
            inlined = self._inlined_definition(element, document)
            if inlined is None:
                return self._representation(element, document)
            self._used_representations.add(id(inlined.element))
            representation, statuses = self._representation(element, document)
            other, other_statuses = self._representation(inlined.element, inlined.document)
            return completed_representation(representation, other), statuses or other_statuses
        if not is_reference(element) and self._resolver.find(element.get("href"), element.name, document) is None:
            # The URL of a schema, as some generators write it, not a reference.
            return self._representation(element, document)
        chain = self._follow_chain(element, document)
        if chain is None:
            return replace(self._parse_representation(element, document), schema="", unresolved=True), _statuses(element)
        definition, reference_document = chain.pop()
        self._used_representations.add(id(definition))
        representation, statuses = self._representation(definition, reference_document)
        for reference, reference_document in reversed(chain):
            if _has_additions(reference):
                representation = _merged_representation(
                    representation, self._parse_representation(reference, reference_document), reference
                )
                statuses = _statuses(reference) or statuses
        return representation, statuses

    def _representation(self, element: Element, document: Document) -> tuple[model.Representation, tuple[str, ...]]:
        """A representation, parsed once however many references to it there are, and its own statuses."""
        key = id(element)
        entry = self._representations.get(key)
        if entry is None:
            self._alive.append(element)
            entry = self._representations[key] = (self._parse_representation(element, document), _statuses(element))
        return entry

    def _parse_representation(self, element: Element, document: Document) -> model.Representation:
        """A representation (section 2.11), including the content that older WADL versions and extensions allow in it."""
        self._move_docs(element)
        params: list[model.Param] = []
        docs: list[model.Doc] = []
        before: Element | None = None
        for child in element.elements():
            name = child.name
            if name == "doc":
                if self._shows(child):
                    docs.append(self._parse_doc(child, _behind(before)))
                continue
            before = child
            if child.namespace not in WADL_NAMESPACES:
                if child.namespace == APIGEE and name == "payload":
                    docs += self._payload(child)
                elif "xsd-ext" in child.namespace:  # a sample without an enclosing doc
                    docs.append(self._bare_sample(child))
            elif name == "param":
                param = self._resolve_param(child, document)
                if param is not None:
                    params.append(param)
            elif name in _QUERY_VARIABLES:
                params.append(self._param(child, document))
            elif name == "representation" or name == "wadl":
                inner = self._parse_representation(child, document)
                params += inner.params
                docs += inner.docs
                self._report_misplaced(child, element, "it is read as part of it")
            else:
                self._report_unknown(child, element)
        attributes = element.attributes
        return model.Representation(
            id=_identifier(element),
            media_type=" ".join((attributes.get("mediaType") or attributes.get("ediaType") or "").split()),
            element=without_generated(attributes.get("element", "").strip(), element),
            element_name=element.qualified(attributes["element"]) if "element" in attributes else None,
            profiles=tuple(attributes.get("profile", "").split()),
            schema=_schema(attributes),
            params=tuple(params),
            docs=tuple(docs),
            location=element.location,
        )

    def _bare_sample(self, element: Element) -> model.Doc:
        holder = Element(element.namespace, "doc", {}, element.line, element.origin)
        holder.children.append(element)
        return model.Doc(blocks=self._blocks(holder), location=element.location)

    def _payload(self, element: Element) -> Iterator[model.Doc]:
        """Apigee's example of a body."""
        yield from self._docs(element)
        for child in element.walk():
            if child.name == "content" and child.namespace == APIGEE:
                text = child.text().strip("\n")
                if text.strip():
                    yield model.Doc(blocks=(CodeBlock(_dedent(text)),), location=child.location)

    # --- parameters -----------------------------------------------------------------------------------

    def _resolve_param(self, element: Element, document: Document) -> model.Param | None:
        """A parameter, or the target of its ``href`` (section 2.12).

        If that cannot be resolved: what the reference itself says of the parameter, or None if it does not name it.
        """
        attributes = element.attributes
        href = attributes.get("href")
        if not href:
            if (definition := self._inlined_definition(element, document)) is not None:
                return completed_param(self._parse_param(element, document), self._param(definition.element, definition.document))
            # A parameter without an id cannot be referred to, so it need not be cached.
            return self._param(element, document) if "id" in attributes or XML_ID in attributes else self._parse_param(element, document)
        chain = self._follow_chain(element, document)
        if chain is None:
            return self._parse_param(element, document) if element.get("name").strip() else None
        param = self._param(*chain.pop())
        for reference, reference_document in reversed(chain):
            if _has_additions(reference):
                param = _merged_param(param, self._parse_param(reference, reference_document))
        return param

    def _param(self, element: Element, document: Document) -> model.Param:
        """A parameter, parsed once however many references to it there are."""
        key = id(element)
        param = self._params.get(key)
        if param is None:
            self._alive.append(element)
            param = self._params[key] = self._parse_param(element, document)
        return param

    def _parse_param(self, element: Element, document: Document) -> model.Param:
        """A parameter (section 2.12), its options and its links."""
        options: list[model.Option] = []
        links: list[model.Link] = []
        docs: list[model.Doc] = []
        for child in element.children:
            if isinstance(child, str):
                continue
            name = child.name
            if name == "doc":
                if self._shows(child):
                    docs.append(self._parse_doc(child))
            elif child.namespace not in WADL_NAMESPACES:
                continue
            elif name == "option":
                options.append(self._parse_option(child))
            elif name == "link":
                links.append(self._parse_link(child, document))
            else:
                self._report_unknown(child, element)
        attributes = element.attributes
        name = attributes.get("name", "").strip()
        style = attributes.get("style", "").strip()
        if not style and element.name in _QUERY_VARIABLES:
            style = "query"
        elif style not in STYLES:
            style = style.lower()
        location = element.origin.locate(element.line)  # as the property does, whose call is a quarter of the time
        if not name and "href" not in attributes:
            self._report(Diagnostic(MessageCode.NO_NAME, "this parameter has no name", location))
        if style not in STYLES:
            text = f'unknown style="{style}" (parameter {name}); it is shown as is'
            self._report(Diagnostic(MessageCode.BAD_VALUE, text, location))
        type_of_it, type_name, is_typed = self._type(attributes.get("type", "").strip(), element)
        return _make_param(
            name=name,
            style=style,
            id=_identifier(element),
            type=type_of_it,
            type_name=type_name,
            typed=is_typed,
            path=attributes["path"].strip() if "path" in attributes else "",
            required=_boolean(attributes["required"]) if "required" in attributes else None,
            repeating=_boolean(attributes["repeating"]) if "repeating" in attributes else None,
            default=attributes.get("default"),
            fixed=attributes.get("fixed"),
            options=tuple(options),
            links=tuple(links),
            docs=tuple(docs),
            location=location,
        )

    def _type(self, written: str, element: Element) -> tuple[str, QName | None, bool]:
        """The type of a parameter, its expanded name, and whether it was ``written``.  Cached: many parameters have few types."""
        key = written, element.namespaces
        found = self._written_types.get(key)
        if found is None:
            name = element.qualified(written) if written else None
            found = self._written_types[key] = without_generated(written, element) or "xsd:string", name, name is not None
        return found

    def _parse_option(self, element: Element) -> model.Option:
        """An option of a parameter (section 2.12.3)."""
        return model.Option(
            value=element.get("value"),
            media_type=element.get("mediaType").strip(),
            docs=self._docs(element),
            location=element.location,
        )

    def _parse_link(self, element: Element, document: Document) -> model.Link:
        """A link to another resource (section 2.12.4)."""
        reference = (element.get("resource_type") or element.get("href")).strip()
        target = ""
        if reference:
            definition = self._resolver.follow(reference, element, document, "resource_type")
            target = definition.element.get("id") if definition else ""
        return model.Link(
            resource_type=reference,
            target=target,
            relation=element.get("rel").strip(),
            reverse=element.get("rev").strip(),
            docs=self._docs(element),
            location=element.location,
        )

    # --- documentation ----------------------------------------------------------------------------------

    def _docs(self, element: Element) -> tuple[model.Doc, ...]:
        docs: list[model.Doc] = []
        before: Element | None = None
        for child in element.children:
            if isinstance(child, str):
                continue
            if child.name != "doc":
                before = child
            elif self._shows(child):
                docs.append(self._parse_doc(child, _behind(before)))
        return tuple(docs)

    def _move_docs(self, element: Element) -> None:
        """Moves each doc that stands behind a parameter, instead of in it, into the parameter, and reports that once for each file.

        That is what it is about if each parameter in ``element`` is followed by one doc, and has none of its own.  A resource or method
        with one parameter is left as it is: the doc may well be its own.
        """
        children = element.children
        for child in children:
            if not isinstance(child, str) and child.name == "doc":
                break
        else:
            return
        params: list[tuple[Element, list[Element]]] = []
        docs: list[Element] = []
        for child in children:
            if isinstance(child, str):
                continue
            if child.name == "doc":
                docs.append(child)
                continue
            docs = []
            if child.name == "param" and child.is_wadl:
                if not _lacks_doc(child):
                    return
                params.append((child, docs))
        if any(len(docs) != 1 for _param, docs in params) or len(params) < (2 if element.name in _WITH_METHODS else 1):
            return
        moved = {id(docs[0]) for _param, docs in params}
        children[:] = [child for child in children if id(child) not in moved]
        for param, docs in params:
            param.children.append(docs[0])
        first = params[0][0]
        location = first.location
        if ("moved doc", location.file) not in self._reported:
            self._reported.add(("moved doc", location.file))
            text = f"this doc is after parameter {first.get('name')}, not inside it; it is read as the doc of the parameter"
            self._report(Diagnostic(MessageCode.MISPLACED, text, params[0][1][0].location))

    def _parse_doc(self, element: Element, behind: str = "") -> model.Doc:
        """Documentation (section 2.3), with its content as prose; ``behind`` is the parameter that it stands behind.

        Any namespace is accepted: authors declare the default namespace of the content on the doc itself by mistake.
        """
        if element.namespace not in WADL_NAMESPACES:
            self._report_foreign_doc(element)
        attributes = element.attributes
        blocks = self._blocks(element)
        location = element.origin.locate(element.line)  # as in _parse_param
        if not attributes:
            return _make_doc(blocks=blocks, behind=behind, location=location)
        return _make_doc(
            title=" ".join(attributes["title"].split()) if "title" in attributes else "",
            language=attributes.get(XML_LANG, ""),
            blocks=blocks,
            url=attributes.get(_APIGEE_URL, ""),
            behind=behind,
            location=location,
        )

    def _report_foreign_doc(self, doc: Element) -> None:
        """Reports, once for each file, a doc that is not in the WADL namespace."""
        location = doc.location
        if ("doc", location.file) not in self._reported:
            self._reported.add(("doc", location.file))
            text = f"this doc is in the namespace {doc.namespace}; it is read as a WADL doc"
            self._report(Diagnostic(MessageCode.FOREIGN_DOC, text, location))

    # --- shared -------------------------------------------------------------------------------------------

    def _follow_chain(self, element: Element, document: Document) -> list[tuple[Element, Document]] | None:
        """The reference ``element``, all further references, and the definition; None if it cannot be resolved, which is reported."""
        chain = [(element, document)]
        seen = {id(element)}
        while True:
            reference, reference_document = chain[-1]
            found = self._resolver.follow(reference.get("href"), reference, reference_document, reference.name)
            if found is None:
                return None
            if id(found.element) in seen:
                text = f"{element.name} {element.get('href')} refers back to itself; it is not shown"
                self._report(Diagnostic(MessageCode.CYCLE, text, element.location))
                return None
            chain.append((found.element, found.document))
            if not is_reference(found.element):
                return chain
            if len(chain) > MAX_REFERENCES:
                text = f"{element.name} {element.get('href')} is a chain of more than {MAX_REFERENCES} references; it is not shown"
                self._report(Diagnostic(MessageCode.CYCLE, text, element.location))
                return None
            seen.add(id(found.element))

    def _children(self, element: Element) -> list[Element]:
        """The child elements in a WADL namespace."""
        return [child for child in element.elements() if child.is_wadl]

    def _report_misplaced(self, element: Element, parent: Element, reading: str) -> None:
        """Reports an element that WADL does not have in ``parent``, and how it is read, once for each pair of names."""
        if (element.name, parent.name) not in self._reported:
            self._reported.add((element.name, parent.name))
            text = f"WADL has no '{element.name}' in '{parent.name}'; {reading}"
            self._report(Diagnostic(MessageCode.MISPLACED, text, element.location))

    def _report_unknown(self, element: Element, parent: Element) -> None:
        """Reports an element that WADL does not define in ``parent``, once for each pair of names."""
        if (element.name, parent.name) in self._reported:
            return
        self._reported.add((element.name, parent.name))
        text = f"WADL has no element '{element.name}' in '{parent.name}'; it is not shown{_suggestion(element.name, parent.name)}"
        self._report(Diagnostic(MessageCode.UNKNOWN_ELEMENT, text, element.location))


def _suggestion(name: str, parent: str) -> str:
    """``; did you mean 'x'?`` with the element of WADL in ``parent`` whose name is the closest to ``name``, or an empty string."""
    from difflib import get_close_matches  # only needed for messages; importing it slows down every start

    known = _CONTENTS.get(parent, ())
    matches = [] if any(name in names for names in _CONTENTS.values()) else get_close_matches(name.lower(), known, n=1)
    return f"; did you mean '{matches[0]}'?" if matches else ""


def _with_methods(inner: _ResourceContent, element: Element) -> tuple[model.Resource, ...]:
    """The resources; methods directly in ``resources`` are put on a resource without a path."""
    if not inner.methods:
        return inner.resources
    return (model.Resource(methods=inner.methods, location=element.location), *inner.resources)


def _joined(requests: list[model.Request]) -> model.Request | None:
    """Merges several ``request`` elements into one that has the content of all; None if there are none."""
    if len(requests) < 2:
        return requests[0] if requests else None
    return model.Request(
        docs=tuple(doc for request in requests for doc in request.docs),
        params=tuple(param for request in requests for param in request.params),
        representations=tuple(representation for request in requests for representation in request.representations),
        incomplete=any(request.incomplete for request in requests),
        location=requests[0].location,
    )


def _lacks_doc(element: Element) -> bool:
    """Whether an element is a parameter without documentation of its own."""
    return element.name == "param" and not any(not isinstance(child, str) and child.name == "doc" for child in element.children)


def _behind(before: Element | None) -> str:
    """The name of the parameter that a doc stands behind, given the element ``before`` it; empty if that has docs or is none."""
    return before.get("name") if before is not None and _lacks_doc(before) else ""


def _with_messages(method: model.Method, requests: list[model.Request], responses: list[model.Response]) -> model.Method:
    """A method with ``requests`` and ``responses``, which stand beside it, after its own."""
    own = [method.request] if method.request else []
    return replace(method, request=_joined([*own, *requests]), responses=(*method.responses, *responses))


def _has_additions(reference: Element) -> bool:
    """Whether a reference adds attributes or elements to its target."""
    return any(name not in ("href", "id", XML_ID) for name in reference.attributes) or any(
        not isinstance(child, str) for child in reference.children
    )


def _merged_method(definition: model.Method, own: model.Method, reference: Element) -> model.Method:
    """A method with the additions of a reference to it: the attributes of the reference take precedence, its content comes first."""
    return replace(
        definition,
        name=own.name if reference.get("name").strip() else definition.name,
        docs=own.docs + definition.docs,
        params=_merged_params(own.params, definition.params),
        request=_joined([request for request in (own.request, definition.request) if request is not None]),
        responses=own.responses + definition.responses,
        incomplete=own.incomplete or definition.incomplete,
        display_name=own.display_name or definition.display_name,
        tags=own.tags or definition.tags,
        roles=own.roles or definition.roles,
        authentication=own.authentication or definition.authentication,
        examples=own.examples + definition.examples,
        extended=own.extended or definition.extended,
        deprecated=own.deprecated or definition.deprecated,
        experimental=own.experimental or definition.experimental,
    )


def _merged_representation(definition: model.Representation, own: model.Representation, reference: Element) -> model.Representation:
    """A representation with the additions of a reference to it; see :func:`_merged_method`."""
    return replace(
        definition,
        media_type=own.media_type or definition.media_type,
        element=own.element or definition.element,
        element_name=own.element_name or definition.element_name,
        profiles=own.profiles or definition.profiles,
        schema=_schema({name: value for name, value in reference.attributes.items() if name != "href"}) or definition.schema,
        params=_merged_params(own.params, definition.params),
        docs=own.docs + definition.docs,
    )


def _merged_param(definition: model.Param, own: model.Param) -> model.Param:
    """A parameter with the additions of a reference to it; see :func:`_merged_method`."""
    values = {option.value for option in own.options}
    return replace(
        completed_param(own, definition),
        id=definition.id,
        options=(*own.options, *(option for option in definition.options if option.value not in values)),
        links=own.links + definition.links,
        docs=own.docs + definition.docs,
        location=definition.location,
    )


def _merged_params(own: tuple[model.Param, ...], definition: tuple[model.Param, ...]) -> tuple[model.Param, ...]:
    """The parameters of a reference, and those of the definition that the reference does not override."""
    if not own:
        return definition
    overridden = {(param.style, param.name) for param in own}
    return (*own, *(param for param in definition if (param.style, param.name) not in overridden))


def _identifier(element: Element) -> str:
    attributes = element.attributes
    if "id" not in attributes and XML_ID not in attributes:  # most parameters have none
        return ""
    return (attributes.get("id") or attributes.get(XML_ID) or "").strip()


def _statuses(element: Element) -> tuple[str, ...]:
    """The statuses of a response, separated by white space (section 2.10), or by commas, as some authors write them."""
    return tuple(element.attributes.get("status", "").replace(",", " ").split())


def _is_added_by_jersey(identifier: str, docs: tuple[model.Doc, ...], responses: list[model.Response]) -> bool:
    """Whether an ``OPTIONS`` method in a WADL generated by Jersey was added by Jersey, which does not mark them before 2.0."""
    if identifier == "apply":
        return True
    media = {representation.media_type for response in responses for representation in response.representations}
    return not docs and bool(media) and media <= _OPTIONS_MEDIA and (_WADL_MEDIA in media or not identifier)


def _describes_status(representation: model.Representation) -> bool:
    """Whether a representation with a status, in an older WADL, documents only the status, because it does not describe a body."""
    return not (
        representation.media_type or representation.element or representation.profiles or representation.schema or representation.params
    )


def _boolean(value: str) -> bool | None:
    """The value of an xsd:boolean; None if it is not one."""
    return _BOOLEANS[value] if value in _BOOLEANS else _BOOLEANS.get(value.strip().lower())


def _roles(element: Element) -> tuple[str, ...]:
    return tuple(element.attributes.get(RAX + "}roles", "").split())


def _tags(element: Element) -> list[str]:
    tags = [child for child in element.elements() if child.name == "tag"]
    tags.sort(key=lambda child: child.get("primary") != "true")
    return [text for child in tags if (text := " ".join(child.text().split()))]


def _schema(attributes: dict[str, str]) -> str:
    href = attributes.get("href", "")
    for namespace in JSON_SCHEMA:
        for name in ("describedby", "ref"):
            href = href or attributes.get(f"{namespace}}}{name}", "")
    return "" if "#" in href and "://" not in href and href.startswith("#") else href.strip()


def _generator(root: Element) -> str:
    """The generator of the file, from ``generatedBy`` on a doc of the application; empty if there is none."""
    for child in root.elements():
        if child.name == "doc":
            for namespace in (*JERSEY, *ENUNCIATE):
                written = child.attributes.get(namespace + "}generatedBy")
                if written:
                    return " ".join(written.split())
    return ""


def _dedent(text: str) -> str:
    return dedent(text).strip("\n").rstrip()
