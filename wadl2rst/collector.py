"""Keeps Python's cyclic garbage collector from walking over what a run holds on purpose.

A WADL is a tree of hundreds of thousands of objects without a cycle; reference counts free all of it.  The collector
starts whenever enough objects were made, and walks over all of them each time: without this, it would take longer than
what it interrupts, and ever longer the larger the file is.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No collection while a tree grows.

    Afterwards, the tree counts as old: a walk over all of it, at once, would find nothing to free.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


@contextmanager
def set_aside() -> Iterator[None]:
    """What there is now is left out of collections; what is made meanwhile is collected as ever."""
    if gc.get_freeze_count():  # somebody has done so already, and will undo it
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
