"""Other ways to bring the same rows into PostgreSQL: `python -m benchmarks.pusat.rival ADDRESS`.

A table with a column of text for every field of a pupil, and a worker (see benchmarks.sync.worker) that holds
its rows ready in memory and stores them in one transaction a thousand.
"""

import os
import sys
from typing import Any

import django
import psycopg
from django.conf import settings

from benchmarks.sync.worker import answer
from sync.wire.catalogue import catalogue

FIELDS = list(catalogue().kinds["peserta_didik"].fields)
COLUMNS = ["id", *FIELDS]
A_TIME = 1000
Rows = list[list[str]]
rows_to_store: Rows = []


def hold(rows: Rows) -> None:
    """Take the rows that are stored next."""
    rows_to_store[:] = rows


def copy() -> None:
    """COPY into a temporary table, from there with ON CONFLICT DO UPDATE."""
    names = ", ".join(COLUMNS)
    sets = ", ".join(f"{name} = excluded.{name}" for name in FIELDS)
    for start in range(0, len(rows_to_store), A_TIME):
        with connection.transaction():
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS coming (LIKE pupil)")
            with connection.cursor().copy(f"COPY coming ({names}) FROM STDIN") as target:
                for row in rows_to_store[start : start + A_TIME]:
                    target.write_row(row)
            connection.execute(
                f"INSERT INTO pupil SELECT * FROM coming ON CONFLICT (id) DO UPDATE SET {sets}"
            )
            connection.execute("TRUNCATE coming")


def bulk_create() -> None:
    """Django's bulk_create(update_conflicts=True) of a model with the same fields."""
    from django.db import transaction

    for start in range(0, len(rows_to_store), A_TIME):
        with transaction.atomic():
            objects = [
                Pupil(**dict(zip(COLUMNS, row, strict=True))) for row in rows_to_store[start : start + A_TIME]
            ]
            Pupil.objects.bulk_create(
                objects, update_conflicts=True, unique_fields=["id"], update_fields=FIELDS
            )


def make_table(address: str) -> None:
    """The table, empty."""
    columns = ", ".join(f"{name} text NOT NULL" for name in FIELDS)
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE TABLE pupil (id uuid PRIMARY KEY, {columns})")


def _model() -> Any:
    from django.db import models

    fields = {name: models.TextField() for name in FIELDS}
    meta = type("Meta", (), {"app_label": "rival", "db_table": "pupil"})
    own = {"id": models.UUIDField(primary_key=True), "__module__": __name__, "Meta": meta}
    return type("Pupil", (models.Model,), {**own, **fields})


if __name__ == "__main__":
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    import dj_database_url

    settings.configure(DATABASES={"default": dj_database_url.parse(sys.argv[1])})
    django.setup()
    Pupil = _model()
    connection = psycopg.connect(sys.argv[1], autocommit=True)
    answer((hold, copy, bulk_create))
