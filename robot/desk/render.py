"""A program that renders sentences to a WAV: pyttsx3 may hang, and a process of its own can be killed.

`render.py voices` prints, as JSON, the id of the voice for each language there is one for. `render.py` reads a job as
JSON from its input, so that no name shows in a list of processes, and writes a WAV; it fails with exit code 1.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterable
from pathlib import Path
from threading import Event
from typing import Any

WORDS_A_MINUTE = 160
"""The pace at rate 1.0; 150 to 200 words a minute suit old and young (Sutton 1995)."""

_PREFERRED = {"fi": ("fi-fi", "fi"), "sv": ("sv-fi", "sv-se", "sv"), "en": ("en-gb", "en-us", "en")}
_TRIES = 200


def chosen(voices: Iterable[Any], language: str) -> str | None:
    """The id of the best of pyttsx3's `voices` for a language; None where none speaks it."""
    spoken: dict[str, str] = {}
    for voice in voices:
        for name in voice.languages:
            spoken.setdefault(str(name).replace("_", "-").casefold(), voice.id)
    for name in _PREFERRED[language]:
        if name in spoken:
            return spoken[name]
    return next((id_ for name, id_ in sorted(spoken.items()) if name.startswith(f"{language}-")), None)


def _engine() -> Any:
    import pyttsx3

    return pyttsx3.init()


def _voices() -> dict[str, str]:
    voices = _engine().getProperty("voices")
    found = {language: chosen(voices, language) for language in _PREFERRED}
    return {language: id_ for language, id_ in found.items() if id_ is not None}


def _render(job: dict[str, Any]) -> None:
    path = Path(job["path"])
    engine = _engine()
    engine.setProperty("voice", chosen(engine.getProperty("voices"), job["language"]))
    engine.setProperty("rate", round(WORDS_A_MINUTE * job["rate"]))
    engine.setProperty("volume", job["volume"])
    parts = []
    for number, sentence in enumerate(job["sentences"]):
        part = path.with_suffix(f".{number}.wav")
        engine.save_to_file(sentence, str(part))
        engine.runAndWait()
        parts.append(_awaited(part))
    _join(parts, job["pause"], path)


def _awaited(part: Path) -> Path:
    # runAndWait can return before the file is whole.
    for _ in range(_TRIES):
        if part.exists() and part.stat().st_size:
            try:
                with wave.open(str(part)) as sound:
                    sound.getnframes()
            except (EOFError, wave.Error):
                _from_aiff(part)
            else:
                return part
        Event().wait(0.05)
    raise SystemExit("the voice gave no sound")


def _from_aiff(part: Path) -> None:
    # A Mac's voices write AIFF, whatever the file is called.
    if shutil.which("afconvert"):
        converted = part.with_suffix(".converted.wav")
        made = subprocess.run(["afconvert", "-f", "WAVE", "-d", "LEI16", str(part), str(converted)], check=False)
        if made.returncode == 0:
            converted.replace(part)


def _join(parts: list[Path], pause: float, path: Path) -> None:
    with wave.open(str(path), "wb") as whole:
        for number, part in enumerate(parts):
            with wave.open(str(part)) as sound:
                if number == 0:
                    whole.setparams(sound.getparams())
                else:
                    frame = sound.getsampwidth() * sound.getnchannels()
                    whole.writeframes(bytes(round(pause * sound.getframerate()) * frame))
                whole.writeframes(sound.readframes(sound.getnframes()))
            part.unlink()


if __name__ == "__main__":
    if sys.argv[1:] == ["voices"]:
        print(json.dumps(_voices()))
    else:
        _render(json.load(sys.stdin))
