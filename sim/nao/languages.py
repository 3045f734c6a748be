"""The languages by NAOqi's names and by our codes."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {"Finnish": "fi", "Swedish": "sv", "English": "en"}
LOCALES: Mapping[str, str] = {"Finnish": "fi_FI", "Swedish": "sv_SE", "English": "en_US"}
VOICES: Mapping[str, str] = {"Finnish": "Satu", "Swedish": "Alva", "English": "naoenu"}
"""One voice a language, as a NAO has; the names are examples."""
