"""Page values to text, with Jinja: the only package that imports it."""
