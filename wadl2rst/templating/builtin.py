"""Where the templates lie that come with wadl2rst."""

from __future__ import annotations

from pathlib import Path


def builtin_templates() -> Path:
    """The folder of the templates that come with wadl2rst.

    In an installed package it lies in the package; in a checkout, installed with
    ``pip install -e`` or not at all, it lies beside it.

    Raises:
        FileNotFoundError: Neither is there: the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the templates of wadl2rst are missing: there is no {package / 'templates'}")
