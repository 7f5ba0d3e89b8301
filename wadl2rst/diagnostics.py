"""What the tool says about its input: places, severities, the catalogue of codes, and messages.

Nothing here prints.  Every stage is handed a :data:`Report` and calls it with a
:class:`Diagnostic`; the front ends decide how to show it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

LONGEST = 1000
"""Characters of a message: of a longer one, which names a part of a hostile file, the middle is left out."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What would break the line, drive the terminal or turn the text around."""


class Location(NamedTuple):
    """A place in a file, as a person would look it up."""

    file: str
    """Path or address, spelled as the person typed it (or relative to what they typed)."""
    line: int = 0
    """Line, from 1; 0 means the file as a whole."""
    column: int = 0
    """Column, from 1; 0 where it is not known."""
    entity: str = ""
    """Name of the entity whose text holds the place; ``line`` is then the line of the reference."""
    entity_file: str = ""
    """File in which that entity is declared."""
    entity_line: int = 0
    """Line in ``entity_file`` that holds the place."""

    def __str__(self) -> str:
        """``file``, ``file:line`` or ``file:line:column``: the form that editors can jump to."""
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    @property
    def origin(self) -> str:
        """``in &name;, file:line`` where the text came from an entity, else an empty string."""
        if not self.entity:
            return ""
        return f"in &{self.entity};, {self.entity_file}:{self.entity_line}"


class Origin(NamedTuple):
    """Where lines of a page come from."""

    line: int
    """The first of them, from 0; the next origin begins behind the last."""
    location: Location
    """The place in the WADL."""
    of_page: bool
    """Whether they are the template's own, rather than text of the WADL; the place is then that of what they stand in."""


class Severity(Enum):
    """How bad it is."""

    ERROR = "error"
    """Something is lost: exit status 1."""
    WARNING = "warning"
    """Something is odd: exit status 1 only under ``-W``."""
    INFO = "info"
    """Shown with ``-v``."""


class MessageCode(Enum):
    """The catalogue of messages.  The value is what stands in brackets at the end of a message.

    Each member is ``(slug, severity, meaning, example, fix)``; the message catalogue in
    the documentation is written from these, so that texts may have literals of RST.
    """

    severity: Severity
    meaning: str
    example: str
    fix: str

    def __new__(cls, slug: str, severity: Severity, meaning: str, example: str, fix: str) -> MessageCode:
        """Makes a member whose value is ``slug``."""
        member = object.__new__(cls)
        member._value_ = slug
        member.severity = severity
        member.meaning = meaning
        member.example = example
        member.fix = fix
        return member

    # What cannot be read.
    NOT_XML = (
        "not-xml",
        Severity.ERROR,
        "The file is not well-formed XML. No page is written for it.",
        "api.wadl:21:18: error: not well-formed: </resource> does not match <method> on line 20 [not-xml]",
        "Fix the XML at the given place.",
    )
    NOT_WADL = (
        "not-wadl",
        Severity.ERROR,
        "The file is XML, but its root element is not a WADL ``application``.",
        "pom.xml:2: error: the root element is 'project', not a WADL 'application' [not-wadl]",
        "Pass the WADL itself; services often serve it at ``application.wadl`` or ``?_wadl``.",
    )
    UNREADABLE = (
        "unreadable",
        Severity.ERROR,
        "A WADL or an entity file does not exist or cannot be read.",
        "api.wadl:4: error: the entity file common.ent not found [unreadable]",
        "Put the file where the WADL expects it, or fix the reference.",
    )
    REFUSED = (
        "refused",
        Severity.ERROR,
        "The WADL refers to a file that wadl2rst is not allowed to read.",
        "api.wadl:12: error: sample ../secret.json is outside the root .; to allow it, use --root .. [refused]",
        "If you trust the WADL, specify a wider root with ``--root``.",
    )
    TOO_LARGE = (
        "too-large",
        Severity.ERROR,
        "A file, a part of a file, or what entities, references and resource types expand to exceeds a limit.",
        "api.wadl:40: error: sample samples/dump.json is larger than 10 MiB [too-large]",
        "Split the file or element; for files, ``--max-size`` raises the limit.",
    )
    TOO_DEEP = (
        "too-deep",
        Severity.ERROR,
        "Elements are nested deeper than in any real WADL.",
        "api.wadl:1: error: more than 256 elements are nested in each other [too-deep]",
        "Flatten the WADL; the cause is nearly always a bug in the program that generated it.",
    )
    EXTERNAL_ENTITY = (
        "external-entity",
        Severity.ERROR,
        "A general entity is declared with ``SYSTEM``, so that its text would come from a file. wadl2rst does not read such entities.",
        "api.wadl:3: error: the entity &body; is external (body.xml); it is not read [external-entity]",
        "Put the text into the WADL, or declare the entity in a file that a parameter entity includes.",
    )
    NETWORK = (
        "network",
        Severity.ERROR,
        "A reference points to the network; wadl2rst does not follow it.",
        "api.wadl:2: error: the entity file https://example.org/common.ent is on the network and is not fetched; save a copy and use "
        "--entity-map https://example.org/common.ent=FILE [network]",
        "Save a copy and map it: ``--entity-map https://example.org/common.ent=common.ent``.",
    )
    FETCH = (
        "fetch",
        Severity.ERROR,
        "A WADL given as a URL could not be fetched.",
        "http://localhost:8080/application.wadl: error: cannot be fetched: connection refused; is the service running, and is the port "
        "right? [fetch]",
        "Start the service, or save the WADL and pass the file.",
    )
    INTERNAL = (
        "internal",
        Severity.ERROR,
        "The WADL triggers a bug in wadl2rst. No more pages are written for it.",
        "api.wadl: error: internal error: KeyError: 'x' (parse.py:12); please report it with the WADL [internal]",
        "Report it with the WADL, or the part of it that triggers the bug. ``-v`` shows a traceback.",
    )
    # What cannot be written.
    NOT_WRITTEN = (
        "not-written",
        Severity.ERROR,
        "A page or another output file could not be written.",
        "docs: error: is a file, not a folder; specify another folder with -o [not-written]",
        "Make the folder writable, or specify another one with ``-o``.",
    )
    EDITED = (
        "edited",
        Severity.ERROR,
        "A page was edited after it was written. It is left as is.",
        "docs/get-images.rst: error: edited since it was written; not replaced [edited]",
        "Move the edit into the WADL or a template, or use ``--force`` to replace the page.",
    )
    OCCUPIED = (
        "occupied",
        Severity.ERROR,
        "A page would replace a file that wadl2rst did not write, or wrote for another WADL.",
        "docs/index.rst: error: was not written by wadl2rst; not replaced [occupied]",
        "Move the file, or choose another index name with ``--index`` or another folder with ``-o``.",
    )
    MANIFEST = (
        "manifest",
        Severity.ERROR,
        "The manifest of the output folder (``.wadl2rst.json``) cannot be used. Nothing is written.",
        "docs/.wadl2rst.json:7: error: is damaged (Expecting value); restore it, or delete it together with the pages it lists; they will "
        "be regenerated [manifest]",
        "Restore it, or delete it together with the pages it lists; they will be regenerated.",
    )
    CONFIG = (
        "config",
        Severity.ERROR,
        "The configuration file cannot be read, or a setting in it cannot be used; nothing is read or written (exit status 2).",
        "wadl2rst.toml:2: error: unknown setting 'ouput'; did you mean 'output'? [config]",
        "Fix the setting; the reference of the command line lists all of them, and their values.",
    )
    TEMPLATE = (
        "template",
        Severity.ERROR,
        "One of your templates has an error.",
        "mine/operation.rst.jinja:3: error: 'titel' is undefined [template]",
        "Fix the template; the template reference lists every variable and filter.",
    )
    SITE = (
        "site",
        Severity.ERROR,
        "Sphinx could not build the site. The pages are written nevertheless.",
        'out/site: error: Sphinx is not installed; install it with: pip install "wadl2rst[site]" [site]',
        "Install Sphinx, or fix what it reports, usually in ``conf.py``.",
    )
    SPHINX = (
        "sphinx",
        Severity.WARNING,
        "Sphinx warned about a page while building the site.",
        "docs/index.rst:4: warning: Sphinx: undefined label: 'images' [ref.ref] [sphinx]",
        "Fix what it reports: in the page, one of your templates, or ``conf.py``.",
    )
    # What is wrong in a WADL, but can be worked around.
    MISSING_SAMPLE = (
        "missing-sample",
        Severity.WARNING,
        "A sample file that the WADL refers to does not exist or cannot be read.",
        "api.wadl:40: warning: sample samples/list.json not found [missing-sample]",
        "Put the file there, or fix the ``href``.",
    )
    MISSING_GRAMMAR = (
        "missing-grammar",
        Severity.WARNING,
        "A grammar that the WADL includes does not exist.",
        "api.wadl:7: warning: grammar api.xsd not found [missing-grammar]",
        "Put the file next to the WADL, or fix the ``href``.",
    )
    MISSING_WADL = (
        "missing-wadl",
        Severity.WARNING,
        "A reference points to another WADL that does not exist or cannot be read.",
        "api.wadl:19: warning: WADL types.wadl not found [missing-wadl]",
        "Put the file there, or fix the reference.",
    )
    MISSING_INCLUDE = (
        "missing-include",
        Severity.WARNING,
        "An XInclude refers to a file that does not exist or cannot be read.",
        "api.wadl:19: warning: included file parts.xml not found [missing-include]",
        "Put the file there, or fix the ``href``.",
    )
    UNDEFINED_ENTITY = (
        "undefined-entity",
        Severity.WARNING,
        "An entity is used but not declared. Its content is missing from the pages.",
        "api.wadl:33: warning: the entity &commonFaults; is not declared; perhaps it is in x.ent, which was not read [undefined-entity]",
        "Declare the entity, or put the entity file where the WADL expects it.",
    )
    DANGLING = (
        "dangling",
        Severity.WARNING,
        "A reference points to something that does not exist.",
        "api.wadl:19: warning: no method has the id listImages [dangling]",
        "Fix the reference, or add the definition.",
    )
    CYCLE = (
        "cycle",
        Severity.WARNING,
        "References form a cycle.",
        "api.wadl:52: warning: resource type #tree refers back to itself; it is shown once [cycle]",
        "Remove one of the references.",
    )
    DUPLICATE_ID = (
        "duplicate-id",
        Severity.WARNING,
        "Several elements of one kind have the same id. A reference takes the nearest.",
        "api.wadl:90: warning: 3 'method' elements have the id list; a reference takes the nearest [duplicate-id]",
        "Give each element its own id.",
    )
    UNKNOWN_ELEMENT = (
        "unknown-element",
        Severity.WARNING,
        "WADL has no such element at this place. It is not shown.",
        "api.wadl:12: warning: WADL has no element 'query' in 'request'; it is not shown [unknown-element]",
        "Fix the name, or move the content into a ``doc``.",
    )
    FOREIGN_DOC = (
        "foreign-doc",
        Severity.WARNING,
        "A ``doc`` is not in the WADL namespace, usually because it inherits or sets that of its content. "
        "It is read as a WADL ``doc``. Reported once for each file.",
        "api.wadl:17: warning: this doc is in the namespace http://www.w3.org/1999/xhtml; it is read as a WADL doc [foreign-doc]",
        "Use a prefix for the WADL namespace (``<wadl:doc xmlns=...>``), or set the other namespace on the elements inside the ``doc``.",
    )
    UNKNOWN_MARKUP = (
        "unknown-markup",
        Severity.WARNING,
        "The documentation contains an unknown tag. Its text is kept. Reported once for each tag.",
        "api.wadl:30: warning: the tag 'blink' is not known; its text is kept [unknown-markup]",
        "Use a DocBook or XHTML tag.",
    )
    NO_NAME = (
        "no-name",
        Severity.WARNING,
        "A parameter has no name, or a method has no HTTP verb.",
        "api.wadl:30: warning: this parameter has no name [no-name]",
        "Give it a ``name``.",
    )
    BAD_VALUE = (
        "bad-value",
        Severity.WARNING,
        "An attribute has a value that WADL does not define.",
        'api.wadl:30: warning: unknown style="form" (parameter name); it is shown as is [bad-value]',
        "Use a value from the specification.",
    )
    TEMPLATE_UNDECLARED = (
        "template-undeclared",
        Severity.WARNING,
        "A path contains a template parameter that no ``param`` element declares.",
        "api.wadl:30: warning: template parameter {image_id} of images/{image_id} is not declared [template-undeclared]",
        'Add ``<param style="template" name="image_id">`` to the resource.',
    )
    TEMPLATE_UNUSED = (
        "template-unused",
        Severity.WARNING,
        "A template parameter is declared, but the path does not contain it.",
        "api.wadl:30: warning: template parameter {image_id} is not in the path /images [template-unused]",
        "Add it to the path, or remove the declaration.",
    )
    INAPPLICABLE = (
        "inapplicable",
        Severity.WARNING,
        "A query or header parameter is declared on a resource without methods, where it has no effect.",
        "api.wadl:30: warning: query parameter limit has no effect: /images has no methods [inapplicable]",
        "Move it to the methods that accept it (section 2.6 of the WADL specification).",
    )
    UNATTACHED = (
        "unattached",
        Severity.WARNING,
        "No resource refers to a method. It gets a page without a path.",
        "api.wadl:30: warning: no resource refers to method listVersions; its page has no path [unattached]",
        "Refer to it from a resource, or remove it.",
    )
    NO_OPERATION = (
        "no-operation",
        Severity.WARNING,
        "The WADL documents no operations.",
        "api.wadl:1: warning: no methods, so there is no operation to document [no-operation]",
        "Check that it is the right file. Some services serve an empty WADL to clients that are not logged in.",
    )
    UNMATCHED_FILTER = (
        "unmatched-filter",
        Severity.WARNING,
        "A filter matches nothing.",
        "wadl2rst: warning: --include /image/* matches no operation [unmatched-filter]",
        "Compare the filter with the operations on the index page, and fix it.",
    )
    # What --lint adds.
    UNDOCUMENTED = (
        "undocumented",
        Severity.WARNING,
        "An operation, a parameter or a response has no documentation (``--lint``).",
        "api.wadl:123: warning: response 404 of GET /images/{id} has no documentation [undocumented]",
        "Add a ``doc``.",
    )
    UNUSED = (
        "unused",
        Severity.WARNING,
        "A resource type, parameter or representation is defined but not used (``--lint``).",
        "api.wadl:123: warning: nothing refers to representation image [unused]",
        "Refer to it, or remove it.",
    )
    NO_SUCCESS = (
        "no-success",
        Severity.WARNING,
        "An operation documents responses, but no successful one (``--lint``).",
        "api.wadl:123: warning: GET /images documents no successful response [no-success]",
        "Add the response to a valid request.",
    )
    INVALID_SAMPLE = (
        "invalid-sample",
        Severity.WARNING,
        "A sample does not match its media type (``--lint``).",
        "samples/list.json:3:7: warning: not valid JSON: Expecting ',' delimiter [invalid-sample]",
        "Fix the sample, because readers copy it.",
    )


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message."""

    code: MessageCode
    """What kind of message; tells the severity, and can be silenced."""
    text: str
    """What is wrong, in the user's words, in one line."""
    location: Location | None = None
    """Where; None for what has no place, such as a filter."""
    cause: str = ""
    """What one fix would clear: of the messages of a code with the same cause, people are told the first.  Empty: its own."""

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity

    @property
    def told(self) -> str:
        """What a person is told after the place: the text, and the entity that it is said of, in one line that is not too long."""
        origin = self.location.origin if self.location else ""
        text = cut(self.text)
        return printable(f"{text} ({origin})" if origin else text)

    @property
    def summary(self) -> str:
        """Place and text in one line."""
        return f"{self.location}: {self.text}" if self.location else self.text

    def line(self, word: str) -> str:
        """The line that a person sees, with ``word`` for the severity."""
        place = str(self.location) if self.location else "wadl2rst"
        return f"{printable(place)}: {word}: {self.told} [{self.code.value}]"

    def __str__(self) -> str:
        """The line that the command prints, without colour: ``api.wadl:12: warning: text (in &name;, common.ent:2) [code]``."""
        return self.line(self.severity.value)


class Error(Exception):
    """What was asked for could not be done.  The text is that of its first error, with the place."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        """Carries the message that says why, or all messages until then, errors and warnings, in order."""
        self.diagnostics: tuple[Diagnostic, ...] = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        """All messages, warnings too."""
        super().__init__(self.diagnostic.summary if self.diagnostics else "nothing could be read")

    @property
    def diagnostic(self) -> Diagnostic:
        """The first error; the first message where there is none."""
        return next((known for known in self.diagnostics if known.severity is Severity.ERROR), self.diagnostics[0])


class LoadError(Error):
    """A WADL cannot be read, or means more operations than could be written; where there were several, this holds for each."""


class RenderError(Error):
    """A template has a fault, so that no page can be made with it."""


class WriteError(Error):
    """The output folder or a page in it cannot be written.  What could be written is there."""


Report = Callable[[Diagnostic], None]
"""What every stage is handed to say something."""


def recording(messages: list[Diagnostic], report: Report | None) -> Report:
    """Keeps each message in ``messages``, and hands it on to ``report``, if there is one."""

    def tell(diagnostic: Diagnostic) -> None:
        messages.append(diagnostic)
        if report is not None:
            report(diagnostic)

    return tell


def reason(error: OSError) -> str:
    """What the system says went wrong, as it reads within a message: ``permission denied``."""
    text = error.strerror or str(error) or type(error).__name__
    return text[:1].lower() + text[1:]


def why_unreadable(error: Exception) -> str:
    """Why a file cannot be read, as the rest of a sentence that begins with its name; takes all that opening and resolving raise."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "not found"
    if isinstance(error, IsADirectoryError):
        return "is a folder, not a file"
    if isinstance(error, RuntimeError):  # what Path.resolve raises before Python 3.13
        return "cannot be read: symbolic link loop"
    return f"cannot be read: {reason(error) if isinstance(error, OSError) else 'invalid file name'}"


def cut(text: str) -> str:
    """What a message says, without the middle of a text that is longer than :data:`LONGEST`."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} \u2026 {text[-LONGEST // 2 :]}"


def printable(text: str) -> str:
    r"""``text`` in one line that cannot drive a terminal: control characters as ``\x1b``, line ends as blanks."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    char = match[0]
    return " " if char in "\t\n\r" else char.encode("unicode_escape").decode("ascii")
