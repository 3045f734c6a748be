"""Profiles: the paces at which sessions treat their people, as `profiles/` of a scenario folder has them."""

from __future__ import annotations

from pathlib import Path

from behaviours.profile import Profile
from scenarios.language.diagnostics import Finding, ScenarioError
from scenarios.language.document import Document
from scenarios.language.model import LANGUAGES, ProfileFile
from scenarios.language.validation import validated

FOLDER = Path(__file__).parents[1] / "profiles"

SHELF = "profiles/"
"""Where profiles lie in any scenario folder."""


def profile_names() -> tuple[str, ...]:
    """Every profile that Kaveri brings along."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def profile_of(document: Document, name: str) -> Profile:
    """The profile in a document.

    Raises:
        ScenarioError: A figure is missing, unknown or out of its range.
    """
    file, findings = validated(ProfileFile, document.data, document, ())
    if file is not None:
        findings = _sense(file, document)
    if file is None or findings:
        raise ScenarioError(findings)
    return Profile(name=name, **{field: getattr(file, field) for field in ProfileFile.model_fields})


def _sense(file: ProfileFile, document: Document) -> list[Finding]:
    missing = tuple(language for language in LANGUAGES if language not in file.sentence_words)
    findings = [document.at_key("K306", ("sentence_words",), missing=missing)] if missing else []
    if file.confirm > file.accept:
        findings.append(document.at_value("K405", ("confirm",), least=file.confirm, most=file.accept))
    return findings
