"""The pupils of a mass edit, as its address has them: those that were ticked, or all that a search found."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from dapodik.pokok import present
from dapodik.pokok.semester import active

from ..filters import PesertaDidikFilter

TICKED, ALL, FIELD = "pilih", "semua", "isian"
_NOT_FILTERS = (TICKED, ALL, FIELD, "page", "urut")


@dataclass(frozen=True)
class PupilSelection:
    """`pupils`: live ones with what the list shows beside them; `pairs`: what the address says of it.

    `is_unread`: nobody, because a filter cannot be understood; the list says which.
    """

    pupils: "QuerySet[Any]"
    pairs: list[tuple[str, str]]
    filters: str
    is_unread: bool = False


def selection_of(query: QueryDict) -> PupilSelection:
    """Read the selection from an address; nonsense in it counts as nothing."""
    semester, filters, is_unread = active(), filters_of(query), False
    if query.get(ALL):
        asked = PesertaDidikFilter(dict(pairs(filters)), present.with_class(semester), semester)
        pupils, is_unread = asked.qs, not asked.is_valid()
        chosen = [(ALL, "1")]
    else:
        ids = [text for text in query.getlist(TICKED) if _is_uuid(text)]
        pupils = present.with_class(semester).filter(pk__in=ids)
        chosen = [(TICKED, pk) for pk in ids]
    pupils = pupils.filter(soft_delete=False).order_by("nama", "pk")
    return PupilSelection(pupils, chosen + pairs(filters), filters.urlencode(), is_unread)


def filters_of(query: QueryDict) -> QueryDict:
    """Return what the list was searched and filtered by."""
    filters = query.copy()
    for name in _NOT_FILTERS:
        filters.pop(name, None)
    return filters


def pairs(query: QueryDict) -> list[tuple[str, str]]:
    """Return an address as (name, value) for the hidden fields of a form."""
    return [(name, value) for name, values in query.lists() for value in values]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
