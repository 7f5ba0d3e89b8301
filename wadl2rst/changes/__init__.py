"""Compares two versions of an API: what was added, removed, changed and moved, and what of it can break a client."""
