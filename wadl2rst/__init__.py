"""wadl2rst: documentation sites from WADL, by way of reStructuredText."""

__version__ = "0.1.0"
