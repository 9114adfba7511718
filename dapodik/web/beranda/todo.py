"""Yang perlu dikerjakan: what the operator has to do, the most urgent first, each with the page for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.module_loading import import_string

from dapodik.referensi.bulan import beside

from ..ptk import keaktifan
from .figures import Figures


@dataclass(frozen=True)
class Todo:
    """One thing to do: `count` of what (`text`), what to do about it (`action`), and where (`address`).

    `count` is None where there is nothing to count. The lower `urgency`, the sooner. `level` is how the
    number is marked: error, warning, or "".
    """

    urgency: int
    count: int | None
    text: str
    action: str
    address: str
    level: str = "warning"


def todo(figures: Figures, staff: int, invalid: int, warning: int) -> list[Todo]:
    """List what is to be done, with what installed apps add: their `todo` names a function that yields more.

    `invalid` and `warning` are the numbers of findings.
    """
    added = [name for config in apps.get_app_configs() if (name := getattr(config, "todo", ""))]
    more: list[Any] = [entry for name in added for entry in import_string(name)()]
    known = [*_of_validation(invalid, warning), *_of_staff(staff), *_of_pupils(figures), *more]
    return sorted((entry for entry in known if entry.count != 0), key=lambda entry: entry.urgency)


def _of_validation(invalid: int, warning: int) -> Iterator[Todo]:
    page = reverse("validasi:daftar")
    blocks = "isian tidak valid menghalangi sinkronisasi."
    yield Todo(10, invalid, blocks, "Perbaiki di Validasi", f"{page}?tingkat=invalid", "error")
    yield Todo(70, warning, "peringatan sebaiknya diperiksa.", "Lihat di Validasi", f"{page}?tingkat=warning")


def _of_staff(staff: int) -> Iterator[Todo]:
    if not staff:
        yield Todo(
            35, None, "Belum ada PTK.", "Tambahkan guru dan tenaga kependidikan", reverse("ptk:daftar")
        )
        return
    this = keaktifan.this_month()
    for urgency, month, when in ((30, beside(this, -1), "bulan lalu"), (40, this, "bulan ini")):
        address = f"{reverse('ptk:keaktifan')}?bulan={month}"
        text = f"PTK belum diisi keaktifannya {when}."
        yield Todo(urgency, keaktifan.missing(month), text, "Isi keaktifan", address)


def _of_pupils(figures: Figures) -> Iterator[Todo]:
    page = reverse("peserta_didik:daftar")
    yield Todo(50, figures.without_class, "peserta didik tanpa rombel.", "Tampilkan", f"{page}?rombel=tanpa")
    yield Todo(60, figures.without_nisn, "peserta didik tanpa NISN.", "Tampilkan", f"{page}?nisn=belum")
