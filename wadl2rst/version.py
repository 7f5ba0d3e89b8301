"""The version of wadl2rst, for the modules below the package as well as for the package itself."""

__version__ = "0.1.0"
