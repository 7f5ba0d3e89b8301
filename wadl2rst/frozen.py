"""Dataclasses of which a run makes hundreds of thousands: frozen for type checkers, and quick to make.

At run time, a frozen dataclass sets each field with a call that goes around its own lock, which was a sixth of what the
model takes.  Here the lock is mypy's alone.  All else is as with ``dataclasses``: equality, hashes, ``replace``, ``match``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, eq: bool = True, **options: Any) -> Callable[[type], type]:
        """As ``dataclasses.dataclass``; what is ``frozen`` has a hash, and it is for the type checker to say who sets a field."""
        return dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **options)


__all__ = ["dataclass"]
