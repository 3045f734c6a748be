"""Where YAML cannot be read: what the author most likely did there, and the place at which to look."""

from __future__ import annotations

import math
import re

import yaml

from scenarios.language.diagnostics import Finding, finding
from scenarios.language.source import Source
from scenarios.language.unseen import misleading

_FLOW = "did not find expected ',' or"
_BLOCK = ("did not find expected key", "did not find expected '-' indicator", "expected <document start>")
_COLON = "mapping values are not allowed"

_PROBLEMS = (
    ("found unexpected end of stream", "K113", True),
    ("could not find expected ':'", "K119", True),
    ("block sequence entries are not allowed", "K118", False),
    ("mapping keys are not allowed", "K118", False),
    ("expected comment or line break", "K118", True),
    ("cannot start any token", "K118", False),
    ("tag", "K109", True),
    ("directive", "K109", True),
    ("anchor", "K108", True),
    ("alias", "K108", True),
    ("alphabetic or numeric character", "K108", True),
)
"""What libyaml says, the code that says it better, and whether to point at where the trouble began."""

_CLOSING = ("}", "]")
_DASH = re.compile(r"^ *([–—•‣▪](?=\s)|-(?=[^\W\d]))")
_BEGINS_WITH_A_SLOT = re.compile(r"^ *(?P<dash>- )? *(?P<key>[\w-]+): +(?P<slot>\{\w+\}|\[\w+: [^\[\]]*\])")
_COMMENT = re.compile(r"(?<=\s)#")
_A_WORD = re.compile(r"[\w-]+")
_A_KEY = re.compile(r" *[A-Za-z_-]+:")
_CUT_SHORT = re.compile(r"[:,\[{]\s*$")


def misread(source: Source, error: yaml.YAMLError) -> Finding:
    """The finding for what libyaml could not read."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return finding(source, "K101", 0)
    problem = error.problem_mark or error.context_mark
    at = _visible(source, math.inf if problem is None else problem.index)
    began = at if error.context_mark is None else _visible(source, error.context_mark.index)
    said = f"{error.context or ''} {error.problem or ''}"
    return _pasted(source, at) or _told(source, said, began, at)


def _pasted(source: Source, at: int) -> Finding | None:
    """What came along with a copied text and looks like something else."""
    line, above = _line(source, at), _line_above(source, at)
    for start, text in (line, above):
        if dash := _DASH.match(text):
            return finding(source, "K128", start + dash.start(1), character=dash[1])
        if text.startswith("```"):
            return finding(source, "K127", start, start + 3)
    return misleading(source, line[0] + len(line[1]))


def _told(source: Source, said: str, began: int, at: int) -> Finding:
    if _FLOW in said:
        return _unclosed(source, at) or _in_brackets(source, began, at)
    if any(words in said for words in _BLOCK):
        return _unclosed(source, at) or _among_keys(source, at)
    if _COLON in said:
        return _colon(source, at)
    code, at_beginning = next(((code, begins) for words, code, begins in _PROBLEMS if words in said), ("K101", False))
    return finding(source, code, began if at_beginning else at)


def _unclosed(source: Source, at: int) -> Finding | None:
    """The quotation mark that was meant to end sooner: its text runs on up to another one, just before `at`."""
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    last = None
    try:
        for token in yaml.scan(source.text, Loader=loader):
            if token.start_mark.index >= at:
                break
            last = token
    except yaml.YAMLError:
        pass
    if not isinstance(last, yaml.ScalarToken) or last.plain:
        return None
    start, end = last.start_mark.index, last.end_mark.index
    written = source.text[start:end]
    if source.text[end:at].strip(" ") or not ("\n" in written or _CUT_SHORT.search(written[1:-1])):
        return None
    return finding(source, "K113", start)


def _in_brackets(source: Source, began: int, at: int) -> Finding:
    same_line = began >= _line(source, at)[0]
    if source.text[at : at + 1] in _CLOSING:
        return finding(source, "K125", at)
    if same_line:
        return finding(source, "K112" if source.text[at : at + 1] == ":" else "K124", at)
    comment = _COMMENT.search(source.text, began, at)
    if comment is not None:
        return finding(source, "K126", comment.start())
    return finding(source, "K114", began)


def _among_keys(source: Source, at: int) -> Finding:
    start, text = _line(source, at)
    if source.text[at : at + 1] in _CLOSING:
        return finding(source, "K125", at)
    if text[: at - start].strip():
        return _slot(source, start, text) or finding(source, "K124", at)
    return finding(source, "K115", at)


def _slot(source: Source, start: int, text: str) -> Finding | None:
    """A text that begins with a placeholder and has no quotation marks; or has a colon before one, in a list."""
    begins = _BEGINS_WITH_A_SLOT.match(text)
    if begins is None:
        return None
    if begins["dash"] and not begins["key"].islower():
        return finding(source, "K112", start + begins.end("key"))
    return finding(source, "K118", start + begins.start("slot"), start + begins.end("slot"))


def _colon(source: Source, at: int) -> Finding:
    """A colon where no key can be: of a text, or of a key under a line that is not open for one."""
    start, text = _line(source, at)
    before, above = _line_above(source, at)
    key = _A_KEY.match(text)
    if key is None or start + key.end() - 1 != at or _indent(text) <= _indent(above):
        return finding(source, "K112", at)
    if _A_WORD.fullmatch(above.strip()):
        return finding(source, "K119", before + _indent(above), before + len(above))
    return finding(source, "K115", start + _indent(text), at)


def _line(source: Source, at: int) -> tuple[int, str]:
    """Where the line of a character begins, and what stands on it."""
    start = source.text.rfind("\n", 0, at) + 1
    end = source.text.find("\n", at)
    return start, source.text[start : len(source.text) if end < 0 else end].rstrip()


def _line_above(source: Source, at: int) -> tuple[int, str]:
    """The nearest line above that is neither empty nor a comment; an empty one at 0 where there is none."""
    start = _line(source, at)[0]
    while start > 0:
        start, text = _line(source, start - 1)
        if text.strip() and not text.lstrip().startswith("#"):
            return start, text
    return 0, ""


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _visible(source: Source, offset: float) -> int:
    """The offset, or the last character before it that can be seen where it lies past the text's end."""
    if offset < len(source.text.rstrip()):
        return int(offset)
    return max(0, len(source.text.rstrip()) - 1)
