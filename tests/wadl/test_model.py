"""The values that a WADL becomes."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import wadl2rst
from wadl2rst.wadl.operations import groups
from wadl2rst.wadl.walk import walk


def test_no_value_can_be_changed(root: Path) -> None:
    """What was read of a WADL stays as it is: no field of the model, of its operations or of the prose in it can be set."""
    application = wadl2rst.load(root / "samples/every-construct/every-construct.wadl")
    by_type = {type(value): value for value in walk(application, *groups(application))}
    assert len(by_type) > 25
    for value in by_type.values():
        for name in (field.name for field in fields(value)):  # type: ignore[arg-type]
            with pytest.raises(FrozenInstanceError):
                setattr(value, name, getattr(value, name))
