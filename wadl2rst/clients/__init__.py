"""Writes one HTTP request for the programs and libraries that send requests: curl, HTTPie, Python's ``requests``, ``fetch``."""
