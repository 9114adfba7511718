"""What the operator of a school's computer does by its pages."""

import re
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from sync.lokal.models import Computer, Conflict, Run
from sync.lokal.web.konflik.conflicts import question_of

_ASKED = re.compile(r'name="versi" value="(\w+)"')
_REFUSED = "Tidak diurungkan."


def page() -> int:
    """The status of the page Sinkronisasi."""
    return int(_operator().get(reverse("sinkronisasi:beranda")).status_code)


def shown() -> str:
    """The page Sinkronisasi as the operator gets it."""
    return _operator().get(reverse("sinkronisasi:beranda")).content.decode()


def use_lost(conflict: int) -> dict[str, Any]:
    """The one click on the losing values of a conflict, by the page: {field: value} of what it put in force,
    nothing where the page refused and said why."""
    question = question_of(conflict)
    assert question is not None
    rows = [row.pk for row in question.rows]
    answer = _operator().post(reverse("sinkronisasi:jawab"), {"jawab": f"kalah:{question.key}"}, follow=True)
    assert answer.status_code == 200 and b'class="notice notice-' in answer.content, answer.status_code
    return dict(Conflict.objects.filter(pk__in=rows, answer="kalah").values_list("field", "lost"))


def take_back(kind: str, pk: str, field: str = "") -> bool:
    """Urungkan of a change that waits, or of one field of it; whether the page did it."""
    address = reverse("sinkronisasi:urungkan", args=[kind, pk]) + (f"?isian={field}" if field else "")
    asked = _operator().get(address, follow=True).content.decode()
    version = _ASKED.search(asked)
    if version is None:
        assert _REFUSED in asked, asked
        return False
    answer = _operator().post(address, {"versi": version[1]})
    assert answer.status_code in (200, 302), answer.status_code
    return answer.status_code == 302


def answer_computer(number: int, answer: str) -> str:
    """Milik kami (`kami`) or Bukan kami (`bukan`) on the page Komputer; the page as it says what came of
    it."""
    computer = Computer.objects.get(number=number)
    address = reverse("sinkronisasi:komputer_jawab", args=[computer.pk])
    return _operator().post(address, {"milik": answer}, follow=True).content.decode()


def stop() -> None:
    """Hentikan, on the run that is under way."""
    run = Run.objects.first()
    assert run is not None and run.status == Run.Status.RUNNING
    _operator().post(reverse("sinkronisasi:hentikan", args=[run.pk]))


@cache
def _operator() -> Client:
    user, _ = get_user_model().objects.get_or_create(username="operator")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client
