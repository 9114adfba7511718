"""The rows of a download: values as the database has them become the texts of cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .columns import Column, Text, Written


def texts(
    rows: Iterable[Sequence[Any]], columns: Sequence[Column], computed: Mapping[str, Mapping[Any, str]]
) -> Iterator[list[str]]:
    """The texts of each row, one value for each of the columns.

    `computed`: {field: {value: text}} of columns whose values are worked out. A text is its own cell; what
    other columns have comes again and again, and is worked out once.
    """
    known = [
        computed.get(column.field) or (None if isinstance(column.codec, Text) else Written(column.codec))
        for column in columns
    ]
    for row in rows:
        yield [
            value or "" if written is None else written[value]
            for written, value in zip(known, row, strict=True)
        ]
