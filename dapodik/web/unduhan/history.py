"""What was downloaded, by whom and when: every file with personal data is in the history of security."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest

from dapodik.akun.access import user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa, RiwayatKeamanan


@dataclass(frozen=True)
class Download:
    """When a file was fetched last, and by whom."""

    at: datetime
    siapa: str


def note(request: HttpRequest, title: str) -> None:
    """Note that this account has fetched the file of this title."""
    record(Peristiwa.UNDUH, user_of(request), request, title)


def last_downloads() -> dict[str, Download]:
    """{title: the last download of it}, those of commands too."""
    rows = RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.UNDUH)
    newest = rows.values("catatan").annotate(newest=Max("pk")).values("newest")
    last = rows.filter(pk__in=newest).select_related("pengguna").order_by("pk")
    return {row.catatan.split(",")[0]: Download(row.at, row.siapa) for row in last}
