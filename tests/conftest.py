"""What the whole suite may be told."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# How long an example takes says how busy the computer is, and no more.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# No test, and no program that one starts, may touch the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--robot",
        metavar="nao://HOST[:PORT]",
        help="run the contract suite on this real NAO too; it speaks, wakes up and moves its head",
    )
