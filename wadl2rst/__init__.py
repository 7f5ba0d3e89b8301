"""wadl2rst: documentation sites from WADL, via reStructuredText.

The Python API is :mod:`wadl2rst.api`; its names are also available here, and are imported on first use.
"""

from typing import TYPE_CHECKING

from wadl2rst.version import __version__ as __version__

if TYPE_CHECKING:
    from wadl2rst.api import (
        Application,
        Config,
        Diagnostic,
        Error,
        GroupRule,
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
    "GroupRule",
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
    """A name of the API, imported on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wadl2rst import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """All names, including those of the API that are not imported yet."""
    return sorted({*globals(), *__all__})
