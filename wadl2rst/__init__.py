"""wadl2rst: documentation sites from WADL, by way of reStructuredText.

The Python API is :mod:`wadl2rst.api`; its names can be taken from here, and are imported when they are first used.
"""

from typing import TYPE_CHECKING

from wadl2rst.version import __version__ as __version__

if TYPE_CHECKING:
    from wadl2rst.api import (
        Application,
        Config,
        Diagnostic,
        Error,
        LoadError,
        Location,
        Origin,
        RenderedPage,
        RenderError,
        Report,
        Result,
        Severity,
        WriteError,
        generate,
        load,
        render,
    )

__all__ = [
    "Application",
    "Config",
    "Diagnostic",
    "Error",
    "LoadError",
    "Location",
    "Origin",
    "RenderError",
    "RenderedPage",
    "Report",
    "Result",
    "Severity",
    "WriteError",
    "generate",
    "load",
    "render",
]


def __getattr__(name: str) -> object:
    """A name of the API, imported when it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wadl2rst import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """The names of the API too, which are not imported yet."""
    return sorted({*globals(), *__all__})
