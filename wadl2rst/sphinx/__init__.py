"""The Sphinx extension: directive, domain, and pages generated before the build.  ``extensions = ["wadl2rst.sphinx"]``."""

from wadl2rst.sphinx.setup import setup

__all__ = ["setup"]
