"""Keeps Python's cyclic garbage collector from walking over what a run holds on purpose.

A WADL is a tree of hundreds of thousands of objects without a cycle; reference counts free all of it.  The collector
starts whenever enough objects were made, and walks over all of them each time: without this, it would take longer than
what it interrupts, and ever longer the larger the file is.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_FEW = 500_000
"""Blocks of memory that are nothing to speak of: what a small process holds."""
_FROZEN_AT_START = 2_000
"""Objects that Python may have set aside by itself (3.12: 375); a process that does so has more than 10,000."""
_most = 2 * _FEW
"""How many blocks there may be before all of them are walked over."""


def _is_frozen() -> bool:
    """Whether somebody has set aside what there is: Python 3.12 itself begins with a few hundred objects set aside."""
    return gc.get_freeze_count() > _FROZEN_AT_START


def _collect_what_piled_up() -> None:
    """Collects what lies in cycles, if there is twice as much in memory as after the last time.

    What :func:`paused` and :func:`set_aside` mark as old, the collector itself would never get to where they are called
    often: each call begins its count of what is new afresh.  In a process that reads many WADLs, what others leave (docutils,
    Sphinx, a web framework) would pile up.
    """
    global _most
    if sys.getallocatedblocks() > _most:
        gc.collect()
        _most = 2 * max(sys.getallocatedblocks(), _FEW)


@contextmanager
def paused() -> Iterator[None]:
    """No collection while a tree grows.

    Afterwards, the tree counts as old: a walk over all of it, at once, would find nothing to free.
    """
    enabled = gc.isenabled()
    if enabled and not _is_frozen():
        _collect_what_piled_up()
    gc.disable()
    try:
        yield
    finally:
        if not _is_frozen():
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


@contextmanager
def set_aside() -> Iterator[None]:
    """What there is now is left out of collections; what is made meanwhile is collected as ever."""
    if _is_frozen():  # somebody has done so already, and will undo it
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
