"""The envelope around rows, and how they are paged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dapodik.pokok.models import RombonganBelajar
from dapodik.pokok.semester import active

from .endpoint import Asked, Endpoint
from .fields import rows

# What the envelope says where nothing was asked and nothing is there.
_USUAL_LIMIT = 20
_DIGITS = 9


@dataclass(frozen=True)
class Portion:
    """Which rows are asked for: `limit` rows from `start` on; all where `limit` is None."""

    start: int = 0
    limit: int | None = None

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Portion":
        """As `page` (from 1) and `limit`, or `start` and `limit` say it; nonsense is passed over, and without
        `limit` it is all rows."""
        limit = _positive(parameters.get("limit"))
        if limit is None:
            return cls()
        page = _positive(parameters.get("page"))
        if page is not None:
            return cls((page - 1) * limit, limit)
        return cls(_positive(parameters.get("start")) or 0, limit)

    def of_rows(self, every: list[Any]) -> list[Any]:
        """Its part of all rows; [] past the end."""
        return every if self.limit is None else every[self.start : self.start + self.limit]


def reply(endpoint: Endpoint, asked: Asked, profile: str) -> tuple[dict[str, Any], int]:
    """The envelope with the rows, and how many rows are in it.

    `results` counts the rows that all portions deliver together.
    """
    known = endpoint.is_object or _has_data(asked.semester)
    every = list(endpoint.read(asked)) if known else []
    portion = Portion.of(asked.parameters)
    part = every if endpoint.is_object else portion.of_rows(every)
    made = rows(endpoint.fields, profile, part)
    envelope = {
        "results": len(every),
        "id": endpoint.id,
        "start": portion.start,
        "limit": portion.limit or len(every) or _USUAL_LIMIT,
        "rows": made[0] if endpoint.is_object else made,
    }
    return envelope, len(made)


def _has_data(semester: str) -> bool:
    """True for the active semester and for those of which there are classes."""
    return bool(semester) and (
        semester == active() or RombonganBelajar.live.filter(semester_id=semester).exists()
    )


def _positive(text: str | None) -> int | None:
    if text and text.isascii() and text.isdigit() and len(text) <= _DIGITS:
        return int(text) or None
    return None
