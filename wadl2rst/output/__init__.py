"""Writes pages: only changed ones, and never over files that wadl2rst did not write."""
