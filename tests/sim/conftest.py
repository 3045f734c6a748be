"""Where there is no qi, what serves it cannot be tried."""

from __future__ import annotations

import importlib.util

collect_ignore = [] if importlib.util.find_spec("qi") else ["test_server.py"]
