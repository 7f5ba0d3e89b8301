"""Renders page values to text with Jinja; no other package imports Jinja."""
