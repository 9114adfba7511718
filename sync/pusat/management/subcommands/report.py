"""The answer of a subcommand."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Report:
    """The answer for programs (`--json`) and for people (Indonesian)."""

    result: dict[str, Any]
    text: str


def shown(text: object) -> str:
    """A text from outside as a terminal may get it: what moves its cursor, colours it or turns its direction
    is a question mark."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text))
