"""Files that are no text are told apart by how they begin, and by nothing that an author's text could begin with."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from scenarios.language.check import check
from scenarios.language.diagnostics import Finding


def found(tmp_path: Path, content: bytes) -> Finding:
    path = tmp_path / "lesson.yaml"
    path.write_bytes(content)
    (finding,) = check(path)
    return finding


def packed(tmp_path: Path, *members: str, mimetype: str = "") -> bytes:
    with zipfile.ZipFile(tmp_path / "packed", "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for member in members:
            archive.writestr(member, "text " * 100)
    return (tmp_path / "packed").read_bytes()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "an old Word document"),
        (rb"{\rtf1\ansi\ansicpg1252 kaveri: 1}", "a document with formatting (RTF)"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\r\n<p>kaveri: 1</p>", "a web page"),
    ],
)
def test_a_document_is_named_and_its_text_is_to_be_copied(tmp_path: Path, content: bytes, kind: str) -> None:
    told = found(tmp_path, content)
    assert (told.code, told.position.line) == ("K121", 1)
    assert told.message() == f"This is not a text file: it looks like {kind}."
    for language, editor in (("en", "Notepad"), ("fi", "Muistiolla"), ("sv", "Anteckningar")):
        assert editor in told.advice(language)


def test_a_packed_document_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    word = packed(tmp_path, "[Content_Types].xml", "word/document.xml")
    libre = packed(tmp_path, "content.xml", mimetype="application/vnd.oasis.opendocument.text")
    table = packed(tmp_path, "[Content_Types].xml", "xl/workbook.xml")
    assert "a Word document" in found(tmp_path, word).message()
    assert "Word-asiakirjalta" in found(tmp_path, word).message("fi")
    assert "a LibreOffice document" in found(tmp_path, libre).message()
    assert (found(tmp_path, table).code, "packed file" in found(tmp_path, table).message()) == ("K122", True)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "picture"),
        (b"\x00\x00\x00\x18ftypheic", "picture"),
        (b"RIFF\x24\x08\x00\x00WAVEfmt ", "sound or film"),
        (bytes(700), "broken when it was copied"),
        (b"\x7fELF\x02\x01\x01" + bytes(90) + b"\x03\x00\x3e" * 20, "a file for a program"),
    ],
)
def test_what_holds_no_text_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    told = found(tmp_path, content)
    assert told.code == "K122"
    assert kind in told.message()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_text_in_another_encoding_is_to_be_saved_again(tmp_path: Path, encoding: str) -> None:
    told = found(tmp_path, "kaveri: 1\r\ntitle: Pieni päivä\r\n".encode(encoding))
    assert told.code == "K106"
    assert "Notepad" in told.advice()


def test_the_letter_that_is_not_in_utf_8_is_shown_in_its_line(tmp_path: Path) -> None:
    told = found(tmp_path, "kaveri: 1\ntitle: Pieni päivä\n".encode("cp1252"))
    assert (told.position.line, told.position.column) == (2, 15)
    assert told.excerpt is not None
    assert told.excerpt.text == "title: Pieni päivä"


@pytest.mark.parametrize("text", ["RIFF: 1\n", "ID3: [\n", "GIF8: x\n", "PK: x\n"])
def test_a_text_may_begin_as_some_files_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lesson.yaml"
    path.write_text(text, encoding="utf-8")
    assert not {"K121", "K122"} & {finding.code for finding in check(path)}
