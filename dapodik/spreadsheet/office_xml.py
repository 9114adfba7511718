"""The XML of office files: its parts are gone through once, by the names of the tags alone."""

import re
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def local(name: str) -> str:
    """The name of a tag or an attribute without its prefix."""
    return name.rpartition(":")[2]


class _LocalNames(dict[str, str]):
    """The names of tags without the prefix that a program gave them."""

    def __missing__(self, name: str) -> str:
        self[name] = local(name)
        return self[name]


LOCAL = _LocalNames()


def unescaped(text: str) -> str:
    """The text with its `_x000D_` as the signs they stand for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def parse(
    part: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through a part once; `start` and `end` get the names of tags without prefix."""
    parser = parser_of(
        lambda name, attributes: start(LOCAL[name], attributes),
        (lambda name: end(LOCAL[name])) if end else None,
        text,
    )
    parser.ParseFile(part)


def parser_of(start: Any, end: Any, text: Any) -> Any:
    """A parser that calls these with tags as they stand in the file; it refuses a document type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    # No such file has one; entities in it could fill the memory.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: Any) -> None:
    raise ValueError("a document type")


class Collector:
    """Gathers the text of `t`; what is inside `rPh` tells only how to pronounce it."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.phonetic = self.inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        if tag == "rPh":
            self.phonetic = True
        elif tag == "t":
            self.inside = not self.phonetic

    def end(self, tag: str) -> None:
        """A tag ends."""
        if tag == "rPh":
            self.phonetic = False
        elif tag == "t":
            self.inside = False

    def text(self, piece: str) -> None:
        """A piece of text."""
        if self.inside:
            self.pieces.append(piece)
