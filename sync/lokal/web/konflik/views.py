"""The page of conflicts: both values side by side, and the answers."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dapodik.akun.access import operator_only, user_of
from dapodik.web.author import author_of
from dapodik.web.form_page import saved_unless_doubtful
from dapodik.web.navigation import next_page
from sync.lokal.models import Conflict, Run

from . import conflicts
from .conflicts import Answer, ConflictGroup

PER_PAGE = 20


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the conflicts that have no answer, or those that have one; of all runs, or of one."""
    rows, run = Conflict.objects.all(), _run(request)
    if run:
        rows = rows.filter(run=run)
    answered = request.GET.get("tampil") == "dijawab"
    unanswered, closed = conflicts.groups(rows.filter(answer="")), conflicts.groups(rows.exclude(answer=""))
    groups = closed if answered else unanswered
    page = Paginator(groups, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "questions": conflicts.in_words(list(page)),
        "answered": answered,
        "open_count": len(unanswered),
        "answered_count": len(closed),
        "of_run": run,
        "may_edit": user_of(request).may_edit,
        "here": request.get_full_path(),
    }
    return render(request, "sinkronisasi/konflik.html", context)


@require_POST
@operator_only
@transaction.atomic
def answer(request: HttpRequest) -> HttpResponse:
    """Answer one conflict group (`jawab` is answer:key), or give the same answer to all that are ticked."""
    chosen, _, key = request.POST.get("jawab", "").partition(":")
    keys = [key] if key else request.POST.getlist("pilih")[:PER_PAGE]
    if chosen not in Answer.values or not keys:
        messages.error(request, "Belum ada yang dipilih. Centang dahulu konflik yang akan dijawab.")
        return _back(request)
    ready, refused = _split(keys, chosen)
    for reason in dict.fromkeys(refused):
        messages.error(request, reason)
    if ready:
        _give(request, ready, chosen)
    return _back(request)


def _split(keys: Sequence[str], chosen: str) -> tuple[list[ConflictGroup], list[str]]:
    """The groups that can be answered so, and the reasons why the others cannot."""
    ready: dict[int, ConflictGroup] = {}
    refused = []
    for key in keys:
        number, _, _ = key.partition(".")
        known = number.isascii() and number.isdigit() and len(number) < 18
        question = conflicts.question_of(int(number)) if known else None
        reason = _reason(question, key, chosen)
        if question and not reason:
            ready[question.first.pk] = question
        else:
            refused.append(reason)
    return list(ready.values()), refused


def _reason(question: ConflictGroup | None, key: str, chosen: str) -> str:
    if question is None:
        return "Konflik ini tidak ditemukan."
    if question.first.answer:
        by = question.first.answered_by or "pengguna lain"
        return f"{question.label}: konflik ini sudah dijawab oleh {by}."
    if question.key != key:
        return f"{question.label}: datanya berubah sejak halaman ini dibuka. Lihat sekali lagi, lalu jawab."
    reason = conflicts.refusal(question, chosen)
    return f"{question.label}: {reason}" if reason else ""


def _give(request: HttpRequest, ready: list[ConflictGroup], chosen: str) -> None:
    changed = 0

    def save() -> bool:
        nonlocal changed
        changed = conflicts.give([(question, chosen) for question in ready], author_of(request))
        return True

    ids = [question.record.pk for question in ready if question.record]
    saved, doubtful = saved_unless_doubtful(request, save, ids)
    if saved:
        sent = f" {changed} data berubah; sinkronkan untuk mengirimnya." if changed else ""
        messages.success(request, f"{len(ready)} konflik dijawab.{sent}")
    for finding in doubtful:
        messages.error(
            request, f"Belum dijawab, karena nilai itu tidak valid. {finding.label}: {finding.message}"
        )


def _run(request: HttpRequest) -> Run | None:
    """The run that the address names; None for all."""
    try:
        return Run.objects.filter(pk=UUID(request.GET.get("sinkronisasi", ""))).first()
    except ValueError:
        return None


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(next_page(request, reverse("sinkronisasi:konflik")))
