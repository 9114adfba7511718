"""Choosing the semester from the head of every page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dapodik.akun.access import open_to_all

from ..navigation import next_page
from .chosen import choose


@require_POST
@open_to_all
def select(request: HttpRequest) -> HttpResponse:
    """Look at another semester, and stay on the page."""
    if not choose(request, request.POST.get("semester_id", "")):
        messages.error(request, "Semester itu tidak ada di sini. Pilih dari daftar.")
    return redirect(next_page(request, "/"))
