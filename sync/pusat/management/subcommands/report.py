"""The answer of a subcommand."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Report:
    """The answer for programs (`--json`) and for people (Indonesian)."""

    result: dict[str, Any]
    text: str
