"""The history of a record, with all that belongs to it: filtered, in pages."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from dapodik.pokok import display
from dapodik.pokok.family import family, parts_of
from dapodik.pokok.models import DELETION, KINDS, Journal, Origin, Record

from ..record_names import address_of
from ..table import PER_PAGE
from .entries import HistoryEntry, entries

_HIDDEN = {*DELETION, "sekolah_id"}


@dataclass(frozen=True)
class Riwayat:
    """The context of `_riwayat.html`. `fields` are (kind in words, [(value, label)]); `isian` is the chosen
    field, `asal` the chosen one of `origins`."""

    entries: list[HistoryEntry]
    page: "Page[Any]"
    fields: list[tuple[str, list[tuple[str, str]]]]
    origins: list[tuple[str, str]]
    isian: str
    asal: str


def riwayat(request: HttpRequest, record: Record) -> Riwayat:
    """Everything that happened to a record and to what belongs to it, the newest first.

    The address may choose a field (`isian=ptk.nik`), an origin (`asal=sk`) and a `page`; nonsense there is
    passed over.
    """
    own = family(record)
    fields = _fields(type(record))
    isian = request.GET.get("isian", "")
    isian = isian if isian in {value for _, group in fields for value, _ in group} else ""
    asal = request.GET.get("asal", "")
    asal = asal if asal in Origin.values else ""
    rows = Journal.objects.filter(record_id__in=own).order_by("-id")
    kind, _, field = isian.partition(".")
    if field:
        rows = rows.filter(kind=kind, changes__has_key=field)
    if asal:
        rows = rows.filter(origin=asal)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = entries(list(page), own, field)
    return Riwayat(shown, page, fields, list(Origin.choices), isian, asal)


@require_GET
def index(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """The history of any record, on a page of its own."""
    if kind not in KINDS:
        raise Http404
    record = get_object_or_404(KINDS[kind].objects, pk=pk)
    context = {
        "record": record,
        "kind": record._meta.verbose_name,
        "address": address_of(record),
        "riwayat": riwayat(request, record),
    }
    return render(request, "riwayat/index.html", context)


def _fields(model: type[Record]) -> list[tuple[str, list[tuple[str, str]]]]:
    kinds = [model, *(part for part, _ in parts_of(model))]
    return [(capfirst(str(kind._meta.verbose_name)), _fields_of(kind)) for kind in kinds]


def _fields_of(model: type[Record]) -> list[tuple[str, str]]:
    names = [name for name in model.synced_fields() if name not in _HIDDEN]
    return [(f"{model.kind()}.{name}", capfirst(display.field_label(model, name))) for name in names]
