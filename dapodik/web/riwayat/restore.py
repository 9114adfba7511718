"""Kembalikan nilai ini: an old value is put back as an ordinary change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from dapodik.akun.access import operator_only
from dapodik.pokok import display, write
from dapodik.pokok.models import KINDS, Journal, Origin, Plain, Record, RombonganBelajar
from dapodik.pokok.models.record import clean
from dapodik.pokok.pending import group_of
from dapodik.pokok.semester import active, is_closed
from dapodik.pokok.undo import overtaken
from dapodik.pokok.write import Edit
from dapodik.validasi.models import Finding

from ..author import author_of
from ..form_page import saved_unless_doubtful
from ..navigation import next_page
from ..record_form import changes_since, latest_change
from .entries import may_return


class Refused(Exception):
    """The old value cannot be put back; the message says why."""


@dataclass(frozen=True)
class Part:
    """One field that is put back: its present value and its old one, the latter in plain form too."""

    name: str
    label: str
    now: str
    old: str
    value: Plain


@require_POST
@operator_only
@transaction.atomic
def put_back(request: HttpRequest) -> HttpResponse:
    """Put back the old value of one field (with those it goes together with), after asking where that would
    surprise: the value was changed again since, several go together, or it would be invalid."""
    row, name = _asked(request)
    record: Record = get_object_or_404(KINDS[row.kind].objects, pk=row.record_id)
    parts = _parts(row, name, record)
    try:
        check(record, parts)
    except Refused as reason:
        messages.error(request, f"Tidak dikembalikan. {reason}")
        return redirect(next_page(request, "/"))
    if not parts:
        messages.info(request, "Nilainya sudah seperti itu.")
        return redirect(next_page(request, "/"))
    agreed = request.POST.get("setuju") == str(latest_change(record))
    if not agreed and (len(parts) > 1 or record.plain(name) != row.changes[name][1]):
        return _ask(request, row, name, record, parts)
    edit = Edit(type(record), {part.name: part.value for part in parts}, record.id)
    author = author_of(request, Origin.UNDO)
    saved, doubtful = saved_unless_doubtful(request, lambda: bool(write.save([edit], author)), [record.id])
    if not saved:
        return _ask(request, row, name, record, parts, doubtful)
    words = ", ".join(f"{part.label} “{part.old or 'kosong'}”" for part in parts)
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


def _parts(row: Journal, name: str, record: Record) -> list[Part]:
    """The fields that differ from what they were before the row, of those that go with this one."""
    model = type(record)
    before = changes_since(record, row.id - 1)
    return [
        Part(
            mate,
            capfirst(display.field_label(model, mate)),
            words(model, mate, record.plain(mate)),
            words(model, mate, before[mate][0]),
            before[mate][0],
        )
        for mate in group_of(model, name)
        if mate in before and before[mate][0] != record.plain(mate)
    ]


def words(model: type[Record], name: str, value: Plain) -> str:
    """A value as it is read; of a reference, the name of what it names."""
    target = model.references().get(name)
    if target is None:
        return display.value_label(model, name, value)
    return str(target.objects.filter(pk=str(value)).first() or "") if value else ""


def check(record: Record, parts: Sequence[Part]) -> None:
    """Raises Refused where a value (`old` of a part) may not be put into the record any more."""
    if record.soft_delete:
        raise Refused("Data ini sudah dihapus. Pulihkan dahulu, lalu kembalikan nilainya.")
    if is_closed(record):
        raise Refused("Data semester yang lalu tidak diubah lagi.")
    if overtaken([Edit(type(record), {part.name: part.value for part in parts}, record.pk)]):
        raise Refused("Peserta didik ini sudah bersekolah lagi dengan registrasi yang baru.")
    for part in parts:
        try:
            clean(type(record), part.name, part.value)
        except ValidationError as error:
            raise Refused(
                f"{part.label} “{part.old}” tidak diterima lagi: {' '.join(error.messages)}"
            ) from error
        _check_named(type(record), part)


def _check_named(model: type[Record], part: Part) -> None:
    """What a reference named must still be there, and a class be one of the active semester."""
    target = model.references().get(part.name)
    if target is None or not part.value:
        return
    named = target.live.filter(pk=part.value).first()
    if named is None:
        raise Refused(f"{part.label} “{part.old}” sudah dihapus. Pulihkan dahulu, lalu kembalikan nilainya.")
    if isinstance(named, RombonganBelajar) and named.semester_id != active():
        raise Refused(f"{part.label} “{part.old}” milik semester yang lain.")


def _ask(
    request: HttpRequest,
    row: Journal,
    name: str,
    record: Record,
    parts: Sequence[Part],
    doubtful: Sequence[Finding] = (),
) -> HttpResponse:
    context = {
        "row": row,
        "record": record,
        "name": name,
        "label": capfirst(display.field_label(type(record), name)),
        "parts": parts,
        "changed_since": record.plain(name) != row.changes[name][1],
        "doubtful": doubtful,
        "version": latest_change(record),
        "next": next_page(request, "/"),
    }
    return render(request, "riwayat/kembalikan.html", context)
