"""Kembalikan nilai ini: an old value is put back as an ordinary change."""

from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from dapodik.akun.access import operator_only
from dapodik.pokok import display, write
from dapodik.pokok.models import KINDS, Journal, Origin, Record
from dapodik.pokok.pending import group_of
from dapodik.pokok.put_back import CannotPutBack, FieldPutBack, check, may_return
from dapodik.pokok.write import Edit
from dapodik.validasi.models import Finding

from ..author import author_of
from ..form_page import saved_unless_doubtful
from ..navigation import next_page
from ..record_form import changes_since, latest_change
from ..record_names import Names


@require_POST
@operator_only
@transaction.atomic
def put_back(request: HttpRequest) -> HttpResponse:
    """Put back the old value of one field (with those it goes together with), after asking where that would
    surprise: the value was changed again since, several go together, or it would be invalid."""
    row, name = _asked(request)
    record: Record = get_object_or_404(KINDS[row.kind].objects, pk=row.record_id)
    fields = _fields(row, name, record)
    try:
        check(record, fields)
    except CannotPutBack as reason:
        messages.error(request, f"Tidak dikembalikan. {reason}")
        return redirect(next_page(request, "/"))
    if not fields:
        messages.info(request, "Nilainya sudah seperti itu.")
        return redirect(next_page(request, "/"))
    agreed = request.POST.get("setuju") == str(latest_change(record))
    if not agreed and (len(fields) > 1 or record.plain(name) != row.changes[name][1]):
        return _ask(request, row, name, record, fields)
    edit = Edit(type(record), {field.name: field.value for field in fields}, record.id)
    author = author_of(request, Origin.UNDO)
    saved, doubtful = saved_unless_doubtful(request, lambda: bool(write.save([edit], author)), [record.id])
    if not saved:
        return _ask(request, row, name, record, fields, doubtful)
    words = ", ".join(f"{field.label} “{field.old or 'kosong'}”" for field in fields)
    messages.success(request, f"Dikembalikan: {words}.")
    return redirect(next_page(request, "/"))


def _asked(request: HttpRequest) -> tuple[Journal, str]:
    """The row and the field that `isian` names, as `row:field`. Raises Http404."""
    number, _, name = request.POST.get("isian", "").partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    row = get_object_or_404(Journal, pk=int(number))
    if not may_return(row, name):
        raise Http404
    return row, name


def _fields(row: Journal, name: str, record: Record) -> list[FieldPutBack]:
    """The fields that differ from what they were before the row, of those that go with this one."""
    model, before = type(record), changes_since(record, row.id - 1)
    values = {
        mate: (record.plain(mate), before[mate][0])
        for mate in group_of(model, name)
        if mate in before and before[mate][0] != record.plain(mate)
    }
    names = Names([(model, values)])
    return [
        FieldPutBack(
            mate,
            capfirst(display.field_label(model, mate)),
            names.words(model, mate, now),
            names.words(model, mate, old),
            old,
        )
        for mate, (now, old) in values.items()
    ]


def _ask(
    request: HttpRequest,
    row: Journal,
    name: str,
    record: Record,
    fields: Sequence[FieldPutBack],
    doubtful: Sequence[Finding] = (),
) -> HttpResponse:
    context = {
        "row": row,
        "record": record,
        "name": name,
        "label": capfirst(display.field_label(type(record), name)),
        "parts": fields,
        "changed_since": record.plain(name) != row.changes[name][1],
        "doubtful": doubtful,
        "version": latest_change(record),
        "next": next_page(request, "/"),
    }
    return render(request, "riwayat/kembalikan.html", context)
