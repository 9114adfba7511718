"""The pages on which a record is deleted with what belongs to it, and brought back: nothing is ever lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dapodik.pokok import deletion
from dapodik.pokok.models import Origin, Record

from .author import author_of
from .tindakan.way_back import with_way_back


def delete(
    request: HttpRequest, record: Record, pages: str, template: str = "delete.html", **more: Any
) -> HttpResponse:
    """Ask on GET, saying what goes along; delete on POST. `pages`: the namespace of the record's pages
    (`rinci`, `daftar`); `more`: what the template of its own shows."""
    if request.method == "GET":
        context = {
            "record": record,
            "kind": record._meta.verbose_name,
            "back": reverse(f"{pages}:rinci", args=[record.pk]),
            "along": deletion.goes_along(record),
            **more,
        }
        return render(request, template, context)
    act = deletion.delete(record, author_of(request))
    messages.success(request, with_way_back(f"{record} dihapus.", act))
    return redirect(f"{pages}:daftar")


def restore(request: HttpRequest, record: Record, pages: str) -> HttpResponse:
    """Bring a deleted record back, with what went along."""
    done = deletion.restore(record, author_of(request, Origin.UNDO))
    along = f" beserta {done.fields - 1} data yang ikut dihapus" if done.fields > 1 else ""
    messages.success(request, f"{record} dipulihkan{along}.")
    if done.left:
        messages.warning(
            request,
            f"{done.left} isian sudah diubah lagi sesudah dihapus (misalnya anggota yang sekarang di "
            "rombel lain, atau yang rombelnya dihapus), jadi tidak disentuh.",
        )
    return redirect(f"{pages}:rinci", record.pk)
