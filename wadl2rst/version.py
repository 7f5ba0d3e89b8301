"""The version of wadl2rst; a separate module, so that other modules can import it without importing the package."""

__version__ = "0.1.0"
