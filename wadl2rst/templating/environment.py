"""The Jinja environment: the template search path, and the compiled templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from wadl2rst.templating.escaping import WordTranslator, filters, output, printed, rewritten

Lookups = MutableMapping[str, str | None]
"""The names of the templates looked up in the user's folder, mapped to their SHA-256; None for templates that do not exist."""


class _CodeGenerator(CodeGenerator):
    """Writes code that prints what ``finalize`` gives, without calling ``str`` for it."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """Writes the beginning of what prints a value, as Jinja's NativeCodeGenerator does: ``finalize`` gives text."""
        self.write(finalize.src or "(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """Writes the end of what prints a value."""
        self.write(")")


class _Environment(jinja2.Environment):
    """The environment, which rewrites templates before it compiles them, and looks up each template once."""

    code_generator_class = _CodeGenerator
    concat = staticmethod(output)  # as Jinja's own NativeEnvironment has one

    def __init__(self, **settings: Any) -> None:
        """Takes the settings of Jinja's environment; its templates are never loaded again."""
        super().__init__(auto_reload=False, **settings)
        self._loaded: dict[str, jinja2.Template] = {}

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """A template.  The one of Jinja adds the globals to it each time that a page imports it."""
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name, parent)
        return found

    def compile(self, source: str | nodes.Template, *args: Any, **named: Any) -> Any:
        """The code of a template.  Called by loaders."""
        tree = source if isinstance(source, nodes.Template) else self.parse(source, *args[:2])
        return super().compile(rewritten(tree), *args, **named)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, in a single dictionary, which every page copies; later changes of ``globals`` do not apply."""
        return {**self.globals, **(d or {})}


class CompiledTemplates(jinja2.BytecodeCache):
    """The compiled templates of this process, so that runs over many WADLs, each with its own environment, compile templates once."""

    def __init__(self) -> None:
        """Starts without templates."""
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Gives Jinja the code of a template, if it is known.  Called by Jinja."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keeps the code of a template.  Called by Jinja."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = CompiledTemplates()


class _UserTemplates(jinja2.FileSystemLoader):
    """A loader for the user's template folder that records which templates are looked up."""

    def __init__(self, folder: Path, looked_for: Lookups) -> None:
        super().__init__(folder)
        self._looked_for = looked_for

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            found = super().get_source(environment, template)
        except jinja2.TemplateNotFound:
            self._looked_for[template] = None
            raise
        self._looked_for[template] = sha256(found[0].encode("utf-8", "surrogatepass")).hexdigest()
        return found


def lookups_match(templates: Path | None, looked_for: Mapping[str, str | None]) -> bool:
    """Whether looking up the templates in ``looked_for`` in the user's folder gives the recorded results again."""
    found: dict[str, str | None] = {}
    if templates is not None:
        folder, unused = _UserTemplates(templates, found), jinja2.Environment()
        for name in looked_for:
            with suppress(jinja2.TemplateNotFound, OSError, ValueError):
                folder.get_source(unused, name)
    return found == looked_for


def library_folders() -> tuple[Path, ...]:
    """The folders of the libraries that render pages."""
    return tuple(Path(str(module.__file__)).parent for module in (jinja2, markupsafe))


def builtin_templates() -> Path:
    """The folder of the built-in templates.

    It is inside an installed package, and next to the package in a checkout, including one installed
    with ``pip install -e``.

    Raises:
        FileNotFoundError: Neither folder exists: the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the templates of wadl2rst are missing: there is no {package / 'templates'}")


def environment(
    templates: Path | None, style: str, looked_for: Lookups | None = None, say: Callable[[str], str] = str
) -> jinja2.Environment:
    """The Jinja environment for the built-in templates of ``style`` and the user's ``templates``.

    Templates are looked up in ``templates``, then in the folder of the style, then in the classic style.
    ``default/NAME`` is always the built-in template, so that a user's template can extend the one it overrides;
    ``classic/NAME`` is that of the classic style, which the other styles extend.  Lookups in ``templates`` are
    recorded in ``looked_for``.  ``say`` translates the words in the templates.
    """
    builtin = builtin_templates()
    styles = [builtin / style] if style == "classic" else [builtin / style, builtin / "classic"]
    folders: list[jinja2.BaseLoader] = [_UserTemplates(templates, {} if looked_for is None else looked_for)] if templates else []
    default = jinja2.FileSystemLoader(styles)
    prefixed = jinja2.PrefixLoader({"default": default, "classic": jinja2.FileSystemLoader(builtin / "classic")})
    words = WordTranslator(say)
    made = _Environment(
        loader=jinja2.ChoiceLoader([*folders, default, prefixed]),
        finalize=printed,
        undefined=jinja2.StrictUndefined,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters.update(filters(words))
    made.globals["_"] = words
    return made
