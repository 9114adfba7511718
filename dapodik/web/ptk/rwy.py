"""Riwayat pendidikan formal and kepangkatan: the lists on a PTK's page, and what is done to an entry."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dapodik.akun.access import operator_only
from dapodik.pokok import display, write
from dapodik.pokok.models import Ptk, Record, RwyKepangkatan, RwyPendFormal
from dapodik.pokok.write import Edit

from ..author import author_of
from ..form_page import form_page
from ..record_form import RecordForm, save
from .forms import KepangkatanForm, PendidikanForm

# Paket A, B and C stand beside SD, SMP and SMA; non formal, informal and others beside nothing.
_EQUAL = {"7": 4, "8": 5, "9": 6}
_NO_STEP = 90


@dataclass(frozen=True)
class RwyList:
    """One of the two lists.

    `slug`: its tab, and the beginning of the names of its addresses. `columns`: what the list shows.
    `sums_up`: the field of the PTK that says the same as the entry for which `best` is highest.
    """

    slug: str
    title: str
    model: Any
    form: Callable[[Any, Any], RecordForm[Any]]
    columns: Sequence[str]
    field: str
    sums_up: str
    best: Callable[[Any], Any]

    @property
    def names(self) -> dict[str, str]:
        """The names of its addresses: {what is done: name for reverse()}."""
        return {act: f"ptk:{self.slug}_{act}" for act in ("tambah", "ubah", "hapus", "pulihkan", "pakai")}


def _step(entry: RwyPendFormal) -> int:
    code = entry.jenjang_pendidikan_id
    step = _EQUAL.get(code, int(code) if code.isdecimal() else _NO_STEP)
    return step if step < _NO_STEP else -1


def _since(entry: RwyKepangkatan) -> tuple[date, date]:
    return entry.tmt_pangkat or date.min, entry.tanggal_sk or date.min


PENDIDIKAN = RwyList(
    "pendidikan",
    "Riwayat pendidikan",
    RwyPendFormal,
    PendidikanForm,
    ["jenjang_pendidikan_id", "satuan_pendidikan_formal", "prodi", "gelar_akademik_id_str", "tahun_lulus"],
    "jenjang_pendidikan_id",
    "pendidikan_terakhir",
    _step,
)
KEPANGKATAN = RwyList(
    "kepangkatan",
    "Kepangkatan",
    RwyKepangkatan,
    KepangkatanForm,
    ["pangkat_golongan_id", "nomor_sk", "tanggal_sk", "tmt_pangkat", "masa_kerja_gol_tahun"],
    "pangkat_golongan_id",
    "pangkat_golongan_id",
    _since,
)
LISTS = {rwy_list.slug: rwy_list for rwy_list in (PENDIDIKAN, KEPANGKATAN)}


def listing(rwy_list: RwyList, ptk: Ptk) -> dict[str, Any]:
    """The context of the template: the entries, the highest or newest first; the deleted ones; and the value
    that the PTK's own field should have after them ("" where it has it already)."""
    entries = sorted(rwy_list.model.objects.filter(ptk=ptk), key=rwy_list.best, reverse=True)
    live = [entry for entry in entries if not entry.soft_delete]
    proposed = _proposed(rwy_list, live)
    columns = [display.field_label(rwy_list.model, name) for name in rwy_list.columns]
    words = [_words(rwy_list, entry) for entry in live]
    return {
        "list": rwy_list,
        "columns": columns,
        "entries": [
            (entry, text, list(zip(columns, text, strict=True)))
            for entry, text in zip(live, words, strict=True)
        ],
        "deleted": [(entry, _words(rwy_list, entry)) for entry in entries if entry.soft_delete],
        "proposed": display.value_label(Ptk, rwy_list.sums_up, proposed)
        if proposed != ptk.plain(rwy_list.sums_up)
        else "",
        "sums_up": display.field_label(Ptk, rwy_list.sums_up),
        "stands": display.value_label(Ptk, rwy_list.sums_up, ptk.plain(rwy_list.sums_up)),
        "agreed": _agreed(rwy_list, ptk, proposed),
    }


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def add(request: HttpRequest, pk: UUID, rwy_list: RwyList) -> HttpResponse:
    """A new entry of a PTK."""
    ptk = get_object_or_404(Ptk.live, pk=pk)
    return _form_page(request, rwy_list, rwy_list.form(None, request.POST or None), ptk)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def edit(request: HttpRequest, pk: UUID, rwy_list: RwyList) -> HttpResponse:
    """Change an entry."""
    entry = _entry(rwy_list, pk, deleted=False)
    return _form_page(request, rwy_list, rwy_list.form(entry, request.POST or None), entry.ptk)


@require_POST
@operator_only
def delete(request: HttpRequest, pk: UUID, rwy_list: RwyList) -> HttpResponse:
    """Delete an entry; it stays under the list, where one click brings it back."""
    entry = _entry(rwy_list, pk, deleted=False)
    write.save([Edit(rwy_list.model, {"soft_delete": True}, pk)], author_of(request))
    messages.success(request, f"{entry} dihapus. Di bawah daftar ada tombol untuk memulihkannya.")
    return redirect(_tab(rwy_list, entry.ptk))


@require_POST
@operator_only
def restore(request: HttpRequest, pk: UUID, rwy_list: RwyList) -> HttpResponse:
    """Bring a deleted entry back."""
    entry = _entry(rwy_list, pk, deleted=True)
    write.save([Edit(rwy_list.model, {"soft_delete": False}, pk)], author_of(request))
    messages.success(request, f"{entry} dipulihkan.")
    return redirect(_tab(rwy_list, entry.ptk))


@require_POST
@operator_only
def adopt(request: HttpRequest, pk: UUID, rwy_list: RwyList) -> HttpResponse:
    """Let the PTK's own field say what the highest or newest entry says."""
    ptk = get_object_or_404(Ptk.live, pk=pk)
    proposed = _proposed(rwy_list, rwy_list.model.live.filter(ptk=ptk))
    if request.POST.get("setuju") != _agreed(rwy_list, ptk, proposed):
        messages.warning(
            request, "Datanya berubah sejak dilihat. Periksa sekali lagi; belum ada yang diubah."
        )
    elif proposed:
        write.save([Edit(Ptk, {rwy_list.sums_up: proposed}, pk)], author_of(request))
        now = display.value_label(Ptk, rwy_list.sums_up, proposed)
        messages.success(request, f"{display.field_label(Ptk, rwy_list.sums_up).capitalize()} menjadi {now}.")
    return redirect(_tab(rwy_list, ptk))


def _proposed(rwy_list: RwyList, entries: Iterable[Record]) -> str:
    known = [entry for entry in entries if entry.plain(rwy_list.field) and rwy_list.best(entry) != -1]
    return str(max(known, key=rwy_list.best).plain(rwy_list.field)) if known else ""


def _agreed(rwy_list: RwyList, ptk: Ptk, proposed: str) -> str:
    """The present and the proposed value, as the button sends them back: the user agreed to this change."""
    return f"{ptk.plain(rwy_list.sums_up)}:{proposed}"


def _words(rwy_list: RwyList, entry: Record) -> list[str]:
    return [display.value_label(rwy_list.model, name, entry.plain(name)) for name in rwy_list.columns]


def _entry(rwy_list: RwyList, pk: UUID, *, deleted: bool) -> Any:
    rows = rwy_list.model.objects.select_related("ptk").filter(soft_delete=deleted, ptk__soft_delete=False)
    return get_object_or_404(rows, pk=pk)


def _tab(rwy_list: RwyList, ptk: Ptk) -> str:
    return f"{reverse('ptk:rinci', args=[ptk.pk])}?tab={rwy_list.slug}"


def _form_page(request: HttpRequest, rwy_list: RwyList, form: RecordForm[Any], ptk: Ptk) -> HttpResponse:
    return form_page(
        request,
        "ptk/rwy_form.html",
        [form],
        lambda: save(form, author_of(request), ptk_id=ptk.pk),
        [form.record.id],
        message=lambda: f"{rwy_list.title} {ptk} tersimpan.",
        after=_tab(rwy_list, ptk),
        back=_tab(rwy_list, ptk),
        context={"form": form, "ptk": ptk, "list": rwy_list},
    )
