"""SQLite as ours has it: write-ahead log, and on the disk before an answer is given."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class MorangoSite(AppConfig):
    name = "benchmarks.sync.morango_site"

    def ready(self) -> None:
        connection_created.connect(_as_ours)


def _as_ours(connection: Any, **_: Any) -> None:
    connection.cursor().executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
