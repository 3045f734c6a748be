"""What a process pays once: a language's data, and a scenario's way from its file to a plan."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.report import Cost

REPEATS = 5

_LANGUAGE = """
import json
from time import perf_counter
from behaviours.understanding import prepare
began = perf_counter()
prepare({language!r})
print(json.dumps([perf_counter() - began]))
"""

_SCENARIO = """
import json
from time import perf_counter
from scenarios.language.check import load
from scenarios.language.compile import compiled
took = []
for _ in range(2):
    began = perf_counter()
    compiled(load("number-friends"))
    took.append(perf_counter() - began)
print(json.dumps(took))
"""


def bench(repeats: int = REPEATS) -> list[Cost]:
    """Each cost in processes of its own, imports left out."""
    costs = []
    for language in ("fi", "sv", "en"):
        script = _LANGUAGE.format(language=language)
        costs.append(Cost(f"language data, {language}", [_run(script)[0] for _ in range(repeats)]))
    runs = [_run(_SCENARIO) for _ in range(repeats)]
    costs.append(Cost("number-friends loaded, checked and compiled, the first time", [first for first, _ in runs]))
    costs.append(Cost("number-friends loaded, checked and compiled, once more", [second for _, second in runs]))
    return costs


def _run(script: str) -> list[float]:
    ended = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True)
    return [seconds * 1000 for seconds in json.loads(ended.stdout)]
