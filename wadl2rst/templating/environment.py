"""The Jinja environment: the template search path, and the escaping of template output.

Output is escaped for RST by default, unless a filter returned it as :class:`Rst`.  Jinja's own HTML escaping is never
applied, except by constructs that ``tests/templating/test_templates.py`` bans from the built-in templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any, Self

import jinja2
import markupsafe
from jinja2.runtime import BlockReference, Context, Macro
from markupsafe import Markup

from wadl2rst import rst

Lookups = MutableMapping[str, str | None]
"""The names of the templates looked up in the user's folder, mapped to their SHA-256; None for templates that do not exist."""


class Rst(Markup):
    """Text that is already RST, and is printed unchanged."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Wraps ``text`` without the conversions that Markup attempts."""
        return str.__new__(cls, text)

    __html__ = str.__str__  # type: ignore[assignment]
    """Jinja asks for it at each output, and does not ask a plain ``str`` again."""


@jinja2.pass_context
def printed(_context: Context, value: object) -> Rst:
    """The ``finalize`` function of the environment: escapes plain text, and returns RST unchanged.

    It takes the context, which it does not use, so that Jinja does not apply it to constants at compile time, before HTML escaping.

    Raises:
        UndefinedError: The value is undefined.
        TypeError: The value is neither text nor a number.
    """
    if isinstance(value, Rst):
        return value
    if isinstance(value, Markup):  # the result of a macro or set block, whose parts are already safe
        return Rst(str.strip(value, "\n"))
    if isinstance(value, str):
        return _escaped_rst(value)
    if value is None:
        return Rst("")
    if isinstance(value, jinja2.Undefined | int | float):
        return _escaped_rst(str(value))
    raise TypeError(f"cannot print {described(value)}; a filter such as blocks, inline or table can")


def described(value: object) -> str:
    """The type of a value with its article, for messages: ``a tuple``, ``a ParamTable``."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


_BLOCK_END = "\x03"
"""Stands after the output of ``super()`` until the template is rendered; like the marks of ``origins``, no text contains it."""
_AFTER_BLOCK = re.compile(_BLOCK_END + r"(?P<text> )?(?P<breaks>\n*)(?P<end>\Z)?")


class _SuperBlock:
    """The function ``super`` of a block: its output ends with a blank line, like the block itself."""

    def __init__(self, block: BlockReference) -> None:
        self._block = block

    @property
    def super(self) -> object:
        """The block that the inherited block overrides."""
        return _with_blank_line(self._block.super)

    def __call__(self) -> Rst:
        """The output of the inherited block."""
        text = str.strip(self._block(), "\n")
        return Rst(text + _BLOCK_END if text else text)


def _with_blank_line(block: object) -> object:
    return _SuperBlock(block) if isinstance(block, BlockReference) else block  # otherwise it is undefined


class PageWord(str):
    """A translated word or sentence that the page adds."""

    __slots__ = ()


class WordTranslator(dict[str, PageWord]):
    """The function ``_`` of the templates, which translates a word or sentence."""

    def __init__(self, say: Callable[[str], str]) -> None:
        """Takes the function that translates."""
        super().__init__()
        self._say = say

    def __missing__(self, word: str) -> PageWord:
        self[word] = found = PageWord(self._say(word))
        return found

    __call__ = dict.__getitem__


class _Context(Context):
    """The context of a template."""

    def super(self, name: str, current: Callable[..., object]) -> object:  # type: ignore[override]
        """The function ``super`` of the block ``name``."""
        return _with_blank_line(super().super(name, current))  # type: ignore[arg-type]

    def call(self, callee: Callable[..., object], /, *args: object, **named: object) -> object:
        """Calls a function of a template; for the most frequent, without asking what it wants of the context."""
        kind = type(callee)
        if kind is not Macro and kind is not WordTranslator:
            return super().call(callee, *args, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return callee(self.eval_ctx, *args, **named) if kind is Macro else callee(*args, **named)


class _Environment(jinja2.Environment):
    """The environment, with what it needs for each page prepared."""

    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._found: dict[tuple[object, str | None], jinja2.Template] = {}

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """A template, looked up once: each page asks for its own, and that for the macros."""
        if globals:
            return super().get_template(name, parent, globals)
        found = self._found.get((name, parent))
        if found is None:
            found = self._found[name, parent] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, in a single dictionary, which every page copies; later changes of ``globals`` do not apply."""
        return {**self.globals, **(d or {})}


def separated(text: str) -> str:
    """Rendered text with a blank line after the output of each ``super()``, unless text follows on the same line."""
    return _AFTER_BLOCK.sub(_separator, text) if _BLOCK_END in text else text


def _separator(match: re.Match[str]) -> str:
    breaks = match["breaks"]
    if match["text"] or match["end"] is not None:
        return (match["text"] or "") + breaks
    return breaks if len(breaks) > 1 else "\n\n"


@lru_cache(maxsize=512)
def _escaped_rst(text: str) -> Rst:
    """Plain text escaped as RST; cached, because most of it is repeated text of the templates."""
    return Rst(rst.escape(text))


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


def environment(templates: Path | None, style: str, looked_for: Lookups | None = None) -> jinja2.Environment:
    """The Jinja environment for the built-in templates of ``style`` and the user's ``templates``.

    Templates are looked up in ``templates``, then in the folder of the style, then in the classic style.
    ``default/NAME`` is always the built-in template, so that a user's template can extend the one it overrides;
    ``classic/NAME`` is that of the classic style, which the other styles extend.  Lookups in ``templates`` are
    recorded in ``looked_for``.
    """
    builtin = builtin_templates()
    styles = [builtin / style] if style == "classic" else [builtin / style, builtin / "classic"]
    folders: list[jinja2.BaseLoader] = [_UserTemplates(templates, {} if looked_for is None else looked_for)] if templates else []
    default = jinja2.FileSystemLoader(styles)
    prefixed = jinja2.PrefixLoader({"default": default, "classic": jinja2.FileSystemLoader(builtin / "classic")})
    return _Environment(
        loader=jinja2.ChoiceLoader([*folders, default, prefixed]),
        autoescape=True,
        finalize=printed,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
