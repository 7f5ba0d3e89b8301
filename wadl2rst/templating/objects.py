"""Sphinx domain objects as directives: they create targets, index entries and search entries; most have no visible output."""

from __future__ import annotations

from collections.abc import Sequence

from wadl2rst import rst
from wadl2rst.diagnostics import Location
from wadl2rst.page.values import OperationPage, ResponseBlock
from wadl2rst.rst.text import clean
from wadl2rst.templating.origins import Marks


class Objects:
    """Writes the domain objects of one WADL."""

    def __init__(self, marks: Marks, application: str, options: Sequence[str]) -> None:
        """``application`` is the name of the WADL; ``options`` are flag options for every object, such as ``no-index``."""
        self._marks = marks
        self._application = application
        self._options = options

    def method(self, op: OperationPage, *, is_shown: bool = True) -> str:
        """The object of an operation; it shows verb and address, if not ``is_shown`` nothing."""
        options: dict[str, str | bool] = {"key": op.label, "id": op.method.id, "title": op.title, "deprecated": op.method.deprecated}
        if is_shown:
            options["base"] = op.base
        return self._written("method", [(op.request_line, op.location)], options, is_shown=is_shown)

    def param_list(self, key: str, style: str, statuses: str, lines: Sequence[str], *, is_of_operation: bool) -> str:
        """A list of parameters of the operation or type with the label ``key``, in the lines of a definition list."""
        options = {"method" if is_of_operation else "owner": _signature(key)}
        if self._application and not is_of_operation:
            options["application"] = self._application
        if statuses:
            options["statuses"] = _signature(statuses)
        options.update(dict.fromkeys(self._options, ""))
        return "\n".join(rst.directive("wadl:params", _signature(style), options, lines)) + self._marks.end

    def response(self, key: str, response: ResponseBlock) -> str:
        """The object of a response of the operation ``key``."""
        options = {"method": _signature(key), "kind": response.kind}
        return self._marks.around("\n".join(rst.directive("wadl:response", _signature(response.statuses), options)), response.location)

    def other(self, kind: str, name: str, location: Location | None, title: str = "") -> str:
        """The object of an ``application``, a ``resource``, a ``type`` or a ``representation``."""
        return self._written(kind, [(name, location)], {"title": title})

    def _written(
        self, kind: str, names: Sequence[tuple[str, Location | None]], options: dict[str, str | bool], *, is_shown: bool = False
    ) -> str:
        shown = {} if is_shown else {"no-typesetting": ""}
        shown.update(dict.fromkeys(self._options, ""))
        if self._application:
            shown["application"] = self._application
        for option, value in options.items():
            if value:
                shown[option] = "" if value is True else _signature(str(value))
        named = [(_signature(name), location) for name, location in names]
        # docutils would parse a line that begins with a colon as an option.
        signatures = [(f"\\{name}" if name.startswith((":", "\\")) else name, location) for name, location in named if name]
        lines = rst.directive(f"wadl:{kind}", "\n   ".join([name for name, _location in signatures]), shown)
        lines[:1] = lines[0].split("\n")
        for position, (_name, location) in enumerate(signatures):
            lines[position] = self._marks.start(location) + lines[position]
        return "\n".join(lines) + self._marks.end


def _signature(text: str) -> str:
    """Text on one line, for the argument or an option of a directive, where RST escaping does not apply."""
    return " ".join(clean(text).split())
