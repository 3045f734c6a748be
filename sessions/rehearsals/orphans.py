"""Workers whose parent was killed: it told them nothing, and they would wait for work for ever."""

from __future__ import annotations

import multiprocessing
import os
from threading import Thread


def end_with_parent() -> None:
    """End this process, a child that `multiprocessing` began, as soon as its parent is gone."""
    Thread(target=_end, name="end-with-parent", daemon=True).start()


def _end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
