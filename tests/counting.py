"""Counts what a piece of work does, which is the same on a busy machine as on any other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")


def within(most: int, work: Callable[[], Result]) -> Result:
    """What ``work`` returns; fails as soon as it has called more than ``most`` functions, of Python or of C."""
    calls = 0

    def count(_frame: FrameType, event: str, _about: object) -> None:
        nonlocal calls
        if event in ("call", "c_call"):
            calls += 1
            assert calls <= most, f"more than {most:,} calls"

    sys.setprofile(count)
    try:
        return work()
    finally:
        sys.setprofile(None)
