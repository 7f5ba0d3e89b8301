"""The page about the changes between two versions of an API: what it shows, in which order and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import field

from wadl2rst import names
from wadl2rst.changes.messages import BODY, FAULT, NO_STATUS
from wadl2rst.changes.values import ApiOperation, Change, Comparison
from wadl2rst.diagnostics import Location
from wadl2rst.frozen import dataclass
from wadl2rst.page.docs import filled_sentence, value_inline
from wadl2rst.page.options import Say
from wadl2rst.page.values import Line, SiteLinks
from wadl2rst.prose import CellContent, Code, Paragraph, Reference, Text
from wadl2rst.wadl.facts import first_title

CHANGES = "changes"
"""The last part of the label of the page."""
FEWEST_IN_COMMON = 3
"""From this number of operations on, a change that they have in common is shown once, with a list of them."""

_NOWHERE = Location("")


# --- the values -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChange:
    """A change as a line of text."""

    line: Line
    """What was changed, and how: the whole sentence, without the word for breaking changes."""
    is_breaking: bool
    """Whether it can break a client."""
    rule: str
    """The id of the rule that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedOperation:
    """An operation, with what was changed of it."""

    verb: str
    """The HTTP method, such as ``GET``."""
    path: str
    """The path in the new version, in the old one if it was removed."""
    old_path: str = ""
    """If it has moved: the path in the old version."""
    title: str
    """The operation's title."""
    is_ambiguous: bool = False
    """Whether another operation that is shown has the same HTTP method and path."""
    label: str = ""
    """The label of its page; empty if there is none."""
    is_breaking: bool = False
    """Whether its being added, removed or moved can break a client."""
    changes: tuple[NamedChange, ...] = ()
    """What else was changed, without what many operations have in common."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of its method in the WADL."""

    @property
    def line(self) -> Line:
        """HTTP method and path, with a link to its page; its title, too, if others have the same."""
        text = f"{self.verb} {self.path}"
        if self.is_ambiguous and self.label:
            text = f"{text} ({self.title})"
        elif self.is_ambiguous:
            return (Code(text), Text(f" ({self.title})"))
        return (Reference(self.label, (Text(text),)),) if self.label else (Code(text),)

    @property
    def cells(self) -> tuple[CellContent, ...]:
        """HTTP method, path (below the old one, if it has moved), and title with a link to its page."""
        path = Paragraph((Code(self.path),))
        paths = (Paragraph((Code(self.old_path),)), Paragraph((Text("→ "), Code(self.path)))) if self.old_path else (path,)
        return (self.verb, paths, (Paragraph((Reference(self.label, (Text(self.title),)) if self.label else Text(self.title),)),))


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedChange:
    """A change that several operations have in common."""

    change: NamedChange
    """The change."""
    operations: tuple[ChangedOperation, ...]
    """The operations, without their other changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """The page about the changes between two versions of an API."""

    title: str
    """Its title."""
    label: str
    """Its label."""
    old: str
    """The name of the old version: the path or URL of its WADL, as the user has written it."""
    new: str
    """The name of the new version."""
    breaking: int
    """The number of changes that can break a client."""
    others: int
    """The number of all other changes."""
    bases: tuple[NamedChange, ...] = ()
    """The changes of base addresses."""
    removed: tuple[ChangedOperation, ...] = ()
    """The removed operations."""
    moved: tuple[ChangedOperation, ...] = ()
    """The operations with a new path."""
    shared: tuple[SharedChange, ...] = ()
    """The changes that several operations have in common."""
    changed: tuple[ChangedOperation, ...] = ()
    """The operations with other changes; one that has moved can be among them."""
    added: tuple[ChangedOperation, ...] = ()
    """The added operations."""
    location: Location = field(default=_NOWHERE, compare=False)
    """The location of the new version."""


# --- their content --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OperationName:
    """How a page names an operation."""

    title: str
    """Its title."""
    label: str = ""
    """The label of its page; empty if there is none."""


def changes_page(
    comparison: Comparison,
    *,
    title: str,
    prefix: str,
    old: str,
    new: str,
    name_of: Callable[[ApiOperation], OperationName],
    location: Location,
    say: Say,
) -> ChangesPage:
    """The page about the changes of ``comparison``.

    ``title`` is its title, empty for the usual one; ``prefix`` precedes its label; ``old`` and ``new`` name the versions, ``name_of``
    gives the title and label of an operation of the new version, ``location`` is that of the new version, and ``say`` translates.
    """
    changes = comparison.changes
    words = _Words(say)
    lines = Counter({id(change.subject): change.operation for change in changes if change.subject is not None}.values())
    make = _Maker(name_of, {line for line, count in lines.items() if count > 1})
    own: dict[str, list[Change]] = {"removed": [], "moved": [], "added": []}
    parts: list[Change] = []
    for change in changes:
        if change.kind == "operation" and change.change in own:
            own[change.change].append(change)
        elif change.kind != "base":
            parts.append(change)
    shared, changed = _grouped(parts, words, make)
    breaking = sum(change.breaking for change in changes)
    return ChangesPage(
        title=title or say("What changed"),
        label=f"{prefix}-{CHANGES}{names.SEPARATOR}page" if prefix else CHANGES,
        old=old,
        new=new,
        breaking=breaking,
        others=len(changes) - breaking,
        bases=tuple(words.change(change) for change in changes if change.kind == "base"),
        removed=tuple(make.operation(change) for change in own["removed"]),
        moved=tuple(make.operation(change) for change in own["moved"]),
        shared=shared,
        changed=changed,
        added=tuple(make.operation(change) for change in own["added"]),
        location=location,
    )


def links_of(page: ChangesPage, application: str = "") -> SiteLinks:
    """The reference targets of the page; ``application`` is the name of the WADL in the style ``sphinx``."""
    shared = (operation for change in page.shared for operation in change.operations)
    labels = (operation.label for operation in (*page.moved, *page.changed, *page.added, *shared))
    return SiteLinks(application, {label: label for label in labels if label})


def _title(item: ApiOperation) -> str:
    method = item.operation.method
    return first_title(method.docs) or method.display_name or method.id or item.operation.request_line


class _Maker:
    """Makes the values of operations."""

    def __init__(self, name_of: Callable[[ApiOperation], OperationName], ambiguous: Container[str]) -> None:
        """``name_of`` names those of the new version; ``ambiguous`` are the methods and paths that several have."""
        self._name_of = name_of
        self._ambiguous = ambiguous

    def operation(self, change: Change, changes: tuple[NamedChange, ...] = ()) -> ChangedOperation:
        """The operation of a change, with what else was changed of it."""
        assert change.subject is not None, "only base addresses belong to no operation"
        operation = change.subject.operation
        is_gone = change.kind == "operation" and change.change == "removed"
        name = OperationName(_title(change.subject)) if is_gone else self._name_of(change.subject)
        return ChangedOperation(
            verb=operation.verb,
            path=operation.path,
            old_path=(change.old or "").partition(" ")[2] if change.change == "moved" else "",
            title=name.title,
            is_ambiguous=change.operation in self._ambiguous,
            label=name.label,
            is_breaking=change.breaking,
            changes=changes,
            location=operation.method.location,
        )


def _grouped(parts: Sequence[Change], words: _Words, make: _Maker) -> tuple[tuple[SharedChange, ...], tuple[ChangedOperation, ...]]:
    """The changes that several operations have in common, and the operations with the other ones."""
    alike: dict[tuple[object, ...], list[Change]] = {}
    for change in parts:
        alike.setdefault(_content(change), []).append(change)
    shared = []
    for same in alike.values():
        if len(same) >= FEWEST_IN_COMMON:
            shared.append(SharedChange(change=words.change(same[0]), operations=tuple(make.operation(change) for change in same)))
    shared.sort(key=lambda one: not one.change.is_breaking)
    rest: dict[int, list[Change]] = {}
    for change in parts:
        if len(alike[_content(change)]) < FEWEST_IN_COMMON:
            rest.setdefault(id(change.subject), []).append(change)
    changed = []
    for own in rest.values():
        own.sort(key=lambda change: not change.breaking)
        changed.append(make.operation(own[0], tuple(words.change(change) for change in own)))
    return tuple(shared), tuple(changed)


def _content(change: Change) -> tuple[object, ...]:
    """A change without its operation."""
    return change.change, change.kind, change.name, change.place, change.old, change.new, change.rule


# --- in words -------------------------------------------------------------------------------------------


class _Words:
    """Puts changes into words."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._places = {
            "query": say("Query parameter"),
            "header": say("Header"),
            "template": say("URI parameter"),
            "matrix": say("Matrix parameter"),
            BODY: say("Request body"),
        }
        self._fragments = _fragments(say)

    def change(self, change: Change) -> NamedChange:
        """A change as a line."""
        place = self._place(change)
        words = self._fragment(change)
        if change.name and change.kind in ("parameter", "row", "deprecation") and change.rule != "body-element-changed":
            if change.place.endswith(BODY):
                place += ","
            line: Line = (Text(f"{place} "), value_inline(change.name, self._say), Text(": "), *words)
        else:
            line = (Text(f"{place}: "), *words) if place else words
        return NamedChange(line=line, is_breaking=change.breaking, rule=change.rule)

    def _place(self, change: Change) -> str:
        say = self._say
        if change.kind == "base":
            return ""
        if change.kind == "status":
            return say("Response %(statuses)s") % {"statuses": self._status(change.name)} if change.change != "changed" else say("Response")
        if not change.place.startswith("response "):
            style = change.place
            return self._places.get(style) or (say("%(style)s parameter") % {"style": style} if style else "")
        *statuses, where = change.place.split(" ")[1:]
        response = say("Response") if statuses == [NO_STATUS] else say("Response %(statuses)s") % {"statuses": self._statuses(statuses)}
        inside = {"header": say("header"), BODY: say("body")}.get(where) or say("%(style)s parameter") % {"style": where}
        return f"{response}, {inside}"

    def _statuses(self, statuses: Sequence[str]) -> str:
        return " ".join(map(self._status, statuses))

    def _status(self, status: str) -> str:
        say = self._say
        return {NO_STATUS: say("default"), FAULT: say("fault")}.get(status, status)

    def _fragment(self, change: Change) -> Line:
        rule = change.rule
        if change.kind == "media-type" and "" in (change.old, change.new) and None in (change.old, change.new):
            rule = change.change  # a body without a media type
        sentence = self._fragments.get(rule) or self._fragments.get(rule.partition("-")[2]) or {}
        text = sentence.get((change.old is not None, change.new is not None)) or sentence.get(None, "%(old)s → %(new)s")
        values = {}
        for key, value in (("old", change.old), ("new", change.new)):
            status = self._status(value) if value is not None and change.kind == "status" else value
            values[key] = Text("") if status is None else Text(status) if change.kind == "status" else value_inline(status, self._say)
        return filled_sentence(text, **values)


_Sentences = Mapping[tuple[bool, bool] | None, str]
"""The words for a rule, by whether there is an old and a new value; None for any."""

_BOTH, _OLD, _NEW = (True, True), (True, False), (False, True)


def _fragments(say: Say) -> dict[str, _Sentences]:
    """The words for each rule; those for what clients send and receive without the first part of the id, where they are the same."""
    media_added: _Sentences = {None: say("media type %(new)s is new")}
    media_removed: _Sentences = {None: say("media type %(old)s is gone")}
    status_changed: _Sentences = {None: say("status changed from %(old)s to %(new)s"), _OLD: say("no longer described")}
    type_changed: _Sentences = {None: say("type changed from %(old)s to %(new)s")}
    default: _Sentences = {
        _BOTH: say("default changed from %(old)s to %(new)s"),
        _OLD: say("no longer has the default %(old)s"),
        _NEW: say("now has the default %(new)s"),
    }
    fixed: _Sentences = {
        _BOTH: say("is now always %(new)s, not %(old)s"),
        _OLD: say("is no longer always %(old)s"),
        _NEW: say("is now always %(new)s"),
    }
    limit: _Sentences = {
        _BOTH: say("limit changed from %(old)s to %(new)s"),
        _OLD: say("no longer has the limit %(old)s"),
        _NEW: say("now has the limit %(new)s"),
    }
    roles: _Sentences = {
        _BOTH: say("Roles changed from %(old)s to %(new)s."),
        _OLD: say("It is no longer only for the roles %(old)s."),
        _NEW: say("It is now only for the roles %(new)s."),
    }
    base: _Sentences = {
        _BOTH: say("%(old)s is now %(new)s"),
        _OLD: say("%(old)s is gone"),
        _NEW: say("%(new)s is new"),
    }
    gone: _Sentences = {None: say("gone")}
    return {
        "operation-deprecated": {None: say("The operation is now deprecated.")},
        "operation-reinstated": {None: say("The operation is no longer deprecated.")},
        "authentication-required": {None: say("Authentication is now required.")},
        "authentication-dropped": {None: say("Authentication is no longer required.")},
        **dict.fromkeys(("role-removed", "role-added"), roles),
        **dict.fromkeys(("base-changed", "base-restated", "base-added", "base-removed"), base),
        "status-added": {None: say("new")},
        **dict.fromkeys(("success-removed", "error-removed"), gone),
        **dict.fromkeys(("success-changed", "status-stated"), status_changed),
        **dict.fromkeys(("request-media-type-added", "response-media-type-added"), media_added),
        **dict.fromkeys(("request-media-type-removed", "response-media-type-removed", "media-type-covered"), media_removed),
        "request-body-added": {None: say("new, with media type %(new)s")},
        "request-body-described": {None: say("now described, with media type %(new)s")},
        "media-type-stated": {
            None: say("media type is now stated: %(new)s"),
            _OLD: say("media type %(old)s is no longer stated"),
        },
        "media-type-parameters-changed": {None: say("media type changed from %(old)s to %(new)s")},
        "body-described": {None: say("the content is now described"), _OLD: say("the content is no longer described")},
        "body-element-changed": {None: say("root element changed from %(old)s to %(new)s")},
        "added": {None: say("new")},
        "added-required": {None: say("new and required")},
        "removed": gone,
        "renamed": {None: say("renamed from %(old)s to %(new)s, which the address does not show")},
        "input-required": {None: say("now required")},
        "input-optional": {None: say("no longer required")},
        "output-required": {None: say("now always there")},
        "output-optional": {None: say("no longer always there")},
        **dict.fromkeys(("type-changed", "type-widened", "type-narrowed"), type_changed),
        "type-stated": {
            _BOTH: say("type changed from %(old)s to %(new)s"),
            _OLD: say("type %(old)s is no longer stated"),
            _NEW: say("type is now stated: %(new)s"),
        },
        **dict.fromkeys(("default-changed", "default-stated"), default),
        **dict.fromkeys(("fixed", "not-fixed", "fixed-changed"), fixed),
        "value-removed": {None: say("no longer possible: %(old)s")},
        "value-added": {None: say("now also possible: %(new)s")},
        "values-limited": {None: say("now only possible: %(new)s")},
        "values-unlimited": {None: say("any value is now possible, not only %(old)s")},
        "single": {None: say("can no longer be repeated")},
        "repeating": {None: say("can now be repeated")},
        **dict.fromkeys(("limit-tightened", "limit-relaxed"), limit),
        "not-null": {None: say("can no longer be null")},
        "null": {None: say("can now be null")},
        "deprecated": {None: say("now deprecated")},
        "reinstated": {None: say("no longer deprecated")},
    }


def first_label(text: Iterable[str]) -> str:
    """The first label in the lines of a page; empty for none."""
    for line in text:
        if line.startswith(".. _") and line.rstrip().endswith(":"):
            return line.strip().removeprefix(".. _").removesuffix(":").strip("`")
    return ""
