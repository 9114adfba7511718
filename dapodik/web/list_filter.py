"""Search and filters of a list, which never show more than they were asked for."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet


class ListFilter(filters.FilterSet):
    """Filters of which one that cannot be understood finds nothing, and says why (`form.errors`).

    django-filter would pass over it: a kept filter on a class of last semester would show the whole school,
    and a mass edit would change it.
    """

    def __init__(self, data: "dict[str, str]", queryset: "QuerySet[Any]") -> None:
        super().__init__(data, queryset)
        for field in self.filters.values():
            if isinstance(field, filters.ChoiceFilter):
                texts = {"invalid_choice": f"Pilihan saringan “{field.label}” tidak dikenal."}
                field.extra.setdefault("error_messages", texts)

    def filter_queryset(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows that all filters let through."""
        if self.form.is_valid():
            queryset: QuerySet[Any] = super().filter_queryset(rows)
            return queryset
        for name in self.form.errors:
            self._show_as_asked(name)
        return rows.none()

    def _show_as_asked(self, name: str) -> None:
        """A select would say "all" where it does not have the value, and drop it with the next choice."""
        widget = self.form.fields[name].widget
        if isinstance(widget, forms.Select):
            widget.choices = [*widget.choices, (self.data[name], "(tidak dikenal)")]
