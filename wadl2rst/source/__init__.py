"""Reads a WADL and all files that it refers to into element trees."""

from wadl2rst.source.documents import Document
from wadl2rst.source.library import Library

__all__ = ["Document", "Library"]
