"""Long lists in parts: SQLite takes a limited number of values in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

# Values in one statement; Django's own limit for SQLite is 999.
SIZE = 500


def chunks(items: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """The items in lists of at most `size`, in their order. None is empty."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
