"""The objects of the Sphinx domain, as directives that print nothing: targets, entries of the indexes and of the search."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst import rst
from wadl2rst.diagnostics import Location
from wadl2rst.page.values import OperationPage, ParamTable
from wadl2rst.rst.text import clean
from wadl2rst.templating.origins import END, Marks


class Objects:
    """Writes objects that belong to one WADL."""

    def __init__(self, marks: Marks, application: str, options: Sequence[str]) -> None:
        """``application`` is the name of the WADL, and ``options`` are flags for each object, such as ``no-index``."""
        self._marks = marks
        self._application = application
        self._options = options

    def method(self, op: OperationPage) -> str:
        """The object of an operation."""
        options: dict[str, str | bool] = {"key": op.label, "id": op.method.id, "title": op.title, "deprecated": op.method.deprecated}
        return self._written("method", [(op.request_line, op.location)], options)

    def params(self, op: OperationPage, table: ParamTable) -> str:
        """The objects of the parameters of a table; nothing where none has a name."""
        names = [(row.name, row.location) for row in table.rows if row.name]
        return self._written("param", names, {"method": op.label}) if names else ""

    def other(self, kind: str, name: str, location: Location | None, title: str = "") -> str:
        """The object of an ``application``, a ``resource``, a ``type`` or a ``representation``."""
        return self._written(kind, [(name, location)], {"title": title})

    def _written(self, kind: str, names: Sequence[tuple[str, Location | None]], options: dict[str, str | bool]) -> str:
        shown = {"no-typesetting": "", **dict.fromkeys(self._options, "")}
        if self._application:
            shown["application"] = self._application
        for option, value in options.items():
            if value:
                shown[option] = "" if value is True else _signature(str(value))
        found = [(_signature(name), location) for name, location in names]
        # What begins with a colon would be taken for an option.
        signatures = [(f"\\{name}" if name.startswith((":", "\\")) else name, location) for name, location in found if name]
        lines = rst.directive(f"wadl:{kind}", "\n   ".join([name for name, _location in signatures]), shown)
        lines[:1] = lines[0].split("\n")
        for position, (_name, location) in enumerate(signatures):
            lines[position] = self._marks.start(location) + lines[position]
        return "\n".join(lines) + END


def _signature(text: str) -> str:
    """Text for the argument or an option of a directive, which is not RST: in one line."""
    return " ".join(clean(text).split())
