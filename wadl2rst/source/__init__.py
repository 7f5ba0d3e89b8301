"""Reads a WADL, and everything that a WADL names, into trees."""

from wadl2rst.source.library import Document, Library

__all__ = ["Document", "Library"]
