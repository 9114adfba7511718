"""Errors of the database in words that tell nothing of what is stored.

PostgreSQL writes into its errors what stood in the columns. On a screen, in a log or in an answer that would
be a child's name or NIK. So of such an error only its code is told, and the names that belong to it. SQLite
writes no values.
"""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

_NAMES = ("table_name", "column_name", "constraint_name")


def in_words(error: BaseException) -> str:
    """What may be told of an error; of one that is not PostgreSQL's all that it says."""
    for cause in (error, error.__cause__):
        if code := getattr(cause, "sqlstate", None):
            diagnosis = getattr(cause, "diag", None)
            names = [name for key in _NAMES if (name := getattr(diagnosis, key, None))]
            return " ".join([f"SQLSTATE {code}", *names])
    return str(error)


class Formatter(logging.Formatter):
    """Formats a log's line; of an error of the database in such words."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The traceback of an error and of what led to it."""
        return "".join(_lines(ei[1])).rstrip("\n") if ei[1] else ""


def _lines(error: BaseException) -> Iterator[str]:
    before: Any = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
        yield "\nThat led to:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}: {in_words(error)}\n"
