"""Deleting a record and bringing it back: nothing is ever lost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dapodik.pokok import write
from dapodik.pokok.models import Record
from dapodik.pokok.write import Edit

from .author import author_of


def delete(request: HttpRequest, record: Record, pages: str) -> HttpResponse:
    """Ask on GET, delete on POST. `pages`: the namespace of the record's pages (`rinci`, `daftar`)."""
    if request.method == "GET":
        kind = record._meta.verbose_name
        context = {"record": record, "kind": kind, "back": reverse(f"{pages}:rinci", args=[record.pk])}
        return render(request, "delete.html", context)
    write.save([Edit(type(record), {"soft_delete": True}, record.pk)], author_of(request))
    messages.success(request, f"{record} dihapus. Buka saringan “Dihapus” untuk memulihkannya.")
    return redirect(f"{pages}:daftar")


def restore(request: HttpRequest, record: Record, pages: str) -> HttpResponse:
    """Bring a deleted record back."""
    write.save([Edit(type(record), {"soft_delete": False}, record.pk)], author_of(request))
    messages.success(request, f"{record} dipulihkan.")
    return redirect(f"{pages}:rinci", record.pk)
