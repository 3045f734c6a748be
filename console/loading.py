"""Modules loaded without the collector's help."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Import inside, and sooner: nothing that is loaded is garbage, and it stays out of every later collection.

    Looked through again and again it takes an eighth of a start, and in a session each full collection is a pause.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
