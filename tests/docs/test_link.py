"""docs/link.md shows an event, topics and settings as they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sessions.envelope import Address, enveloped
from sessions.link import STATES
from sessions.record import Record
from sessions.settings import Settings, load
from tests.docs.documents import blocks, text_of

TEXT = text_of("docs/link.md")


def test_the_example_is_what_an_event_looks_like() -> None:
    (example,) = (json.loads(block) for block in blocks(TEXT, "json"))
    record = Record(
        session=example["subject"],
        seq=example["seq"],
        id=example["id"],
        type=example["type"].removeprefix("kaveri.session."),
        time=example["time"],
        data=example["data"],
    )

    assert json.loads(enveloped(record, Address("kilo-school", "nao-1").source)) == example


def test_the_topics_are_those_published() -> None:
    address = Address("<site>", "<robot>")
    assert f"| `{address.state_topic}` |" in TEXT
    assert f"| `{address.event_topic('<id>')}` |" in TEXT


def test_the_states_are_known() -> None:
    (line,) = re.findall(r"^\*\*State\.\*\* (.+)$", TEXT, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", line)) <= STATES


def test_the_settings_load_and_have_these_defaults(tmp_path: Path) -> None:
    (example,) = blocks(TEXT, "toml")
    path = tmp_path / "kaveri.toml"
    path.write_text(example, encoding="utf-8")
    assert load(path, {}) == Settings(broker="mqtt://127.0.0.1:1883", site="kilo-school", robot="nao-1")

    defaults = dict(re.findall(r"^\| `(\w+)` \| `?(\w+)`? \|", TEXT, re.MULTILINE))
    assert defaults
    assert all(str(getattr(Settings(), name) or "none") == value for name, value in defaults.items())
