"""What the whole suite may be told."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--robot",
        metavar="nao://HOST[:PORT]",
        help="run the contract suite on this real NAO too; it speaks, wakes up and moves its head",
    )
