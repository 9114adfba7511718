"""What all lists share: columns of codes and flags, search in names, and paging that no address can
upset."""

import re
from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.core.paginator import InvalidPage
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from dapodik.akun.access import user_of
from dapodik.akun.models import Pengguna
from dapodik.referensi.tables import table as code_table

PER_PAGE = 50
DELETED = mark_safe(' <span class="badge badge-error">dihapus</span>')


class CodeColumn(tables.Column):
    """The label of a code. Sorts by the code."""

    def __init__(self, table_name: str, **options: Any) -> None:
        super().__init__(**options)
        self.codes = code_table(table_name)

    def render(self, value: str) -> str:
        """The label."""
        return self.codes.label(value)


class FlagColumn(tables.Column):
    """Ya, Tidak, or nothing where nobody has said."""

    def render(self, value: bool) -> str:
        """Ya or Tidak."""
        return "Ya" if value else "Tidak"


def part_of(field: str, word: str) -> Q:
    """The word is part of the field, in large or small letters.

    SQLite folds the case of A to Z alone. Words with other letters are rare, so only they are compared in
    Python, as Django's `iregex` does.
    """
    return Q(**{f"{field}__icontains": word} if word.isascii() else {f"{field}__iregex": re.escape(word)})


def page_of(request: HttpRequest, table: tables.Table) -> tables.Table:
    """The table sorted and cut to a page as the address says; nonsense there is passed over."""
    table.order_by_field = "urut"
    wanted = [name for name in request.GET.getlist("urut") if name.lstrip("-") in table.columns.names()]
    if wanted:
        table.order_by = wanted
    number = request.GET.get("page", 1)
    try:
        table.paginate(page=number, per_page=PER_PAGE)
    except InvalidPage:
        table.page = table.paginator.get_page(number)
    return table


def chosen_columns(request: HttpRequest, table: type[tables.Table], usual: Sequence[str]) -> list[str]:
    """The columns this list shows: what this account last chose, else the usual ones."""
    columns = user_of(request).kolom.get(table.__name__, usual)
    return [name for name in table.base_columns if name in columns] or list(usual)


def without(table: type[tables.Table], shown: Sequence[str]) -> list[str]:
    """The columns to leave out."""
    return [name for name in table.base_columns if name not in shown]


def column_choices(table: type[tables.Table], shown: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Every column as (name, header, whether it is shown)."""
    return [(name, column.verbose_name, name in shown) for name, column in table.base_columns.items()]


def choose_columns(request: HttpRequest, table: type[tables.Table]) -> None:
    """Keep the choice that was posted; an empty one brings the usual columns back."""
    chosen = [name for name in table.base_columns if name in request.POST.getlist("kolom")]
    user = user_of(request)
    Pengguna.objects.filter(pk=user.pk).update(kolom={**user.kolom, table.__name__: chosen})
