"""`kaveri check` over a hundred scenarios, against PyYAML's C loader alone on the same files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter  # noqa: TID251

import yaml

from behaviours.understanding import prepare
from scenarios.language.check import check, shipped_scenarios
from tests.bench.report import Comparison

FILES = 100
REPEATS = 5
AIM = 10.0

_MEMORY = """
import json, resource
from pathlib import Path
from scenarios.language.check import check
peaks = []
for round in range(4):
    for path in sorted(Path({folder!r}).glob("*.yaml")):
        check(path)
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps(peaks))
"""


def scenarios(folder: Path, count: int = FILES) -> list[Path]:
    """So many scenarios, each with a name and a content of its own, made of those that are shipped."""
    originals = list(shipped_scenarios().values())
    paths = []
    for number in range(count):
        original = originals[number % len(originals)]
        path = folder / f"{original.stem}-{number}.yaml"
        text = re.sub(r"^name: .*$", f"name: {path.stem}", original.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def bench(repeats: int = REPEATS) -> Comparison:
    """All files checked and all files loaded, in turn, in one process that has its language data."""
    for language in ("fi", "sv", "en"):
        prepare(language)
    with tempfile.TemporaryDirectory() as name:
        paths = scenarios(Path(name))
        _checked(paths)
        pairs = [(_checked(paths), _loaded(paths)) for _ in range(repeats)]
        peaks = _peaks(name)
    return Comparison(
        f"kaveri check over {FILES} scenarios",
        [ours for ours, _ in pairs],
        [floor for _, floor in pairs],
        "yaml.load with CSafeLoader on the same files",
        aim=AIM,
        notes=[f"memory at its highest after {FILES}, {2 * FILES}, ... checks: {', '.join(map(_megabytes, peaks))}"],
    )


def _checked(paths: list[Path]) -> float:
    began = perf_counter()
    for path in paths:
        if check(path):
            raise AssertionError(f"{path.name} is not clean")
    return (perf_counter() - began) * 1000


def _loaded(paths: list[Path]) -> float:
    began = perf_counter()
    for path in paths:
        yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return (perf_counter() - began) * 1000


def _peaks(folder: str) -> list[float]:
    script = _MEMORY.format(folder=folder)
    ended = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True)
    return [float(peak) for peak in json.loads(ended.stdout)]


def _megabytes(peak: float) -> str:
    return f"{peak:.0f} MB"
