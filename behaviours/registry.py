"""Every behaviour by the word under which it stands in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from behaviours.ask import Ask
from behaviours.behaviour import Behaviour
from behaviours.breathe import Breathe
from behaviours.farewell import Farewell
from behaviours.greet import Greet
from behaviours.quiz import Quiz
from behaviours.tell import Tell

BEHAVIOURS: Mapping[str, type[Behaviour[Any]]] = {
    behaviour.key: behaviour for behaviour in (Greet, Tell, Ask, Quiz, Breathe, Farewell)
}
