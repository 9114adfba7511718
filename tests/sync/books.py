"""Pusat's own books, read past it: whether each batch was applied once and no number was left out."""

import json
import sqlite3
from contextlib import closing
from typing import Any
from uuid import UUID

from sync.wire import packing
from sync.wire.catalogue import catalogue
from sync.wire.messages import Ack

from .conftest import Pusat


class Books:
    """What pusat's database holds of one school."""

    def __init__(self, pusat: Pusat, npsn: str) -> None:
        self._pusat = pusat
        ((school,),) = self._ask("SELECT sekolah_id FROM npsn WHERE npsn = ?", npsn)
        self._school = school

    def values(self, record: str) -> dict[str, Any]:
        """What pusat holds of a record; nothing where it does not know it."""
        known = UUID(record)
        rows = self._ask(
            'SELECT kind, "values" FROM record WHERE sekolah_id = ? AND record_id = ?',
            self._school,
            known if self._is_postgres else known.hex,
        )
        if not rows:
            return {}
        ((kind, values),) = rows
        return {**catalogue().kinds[kind].defaults, **json.loads(values)}

    def batches(self) -> int:
        """How many batches it has taken."""
        ((count,),) = self._ask("SELECT count(*) FROM batch WHERE sekolah_id = ?", self._school)
        return int(count)

    def receipts(self) -> int:
        """How many times it has said that both sides agree."""
        ((count,),) = self._ask("SELECT receipts FROM sekolah WHERE id = ?", self._school)
        return int(count)

    def assert_kept_well(self, by_pusat: int) -> None:
        """All numbers were given, each once: to the batches one after the other, and `by_pusat` to pusat
        itself, and the batches of each epoch were counted without a gap."""
        batches = self._ask(
            "SELECT installation, epoch, number, ack FROM batch WHERE sekolah_id = ?", self._school
        )
        ((head,),) = self._ask("SELECT head FROM sekolah WHERE id = ?", self._school)
        acks = sorted(
            (packing.decode(bytes(ack), Ack) for *_, ack in batches),
            key=lambda ack: (ack.head_before, ack.head_after),
        )
        for before, after in zip(acks, acks[1:], strict=False):
            assert before.head_after <= after.head_before, "two batches got the same numbers"
        assert sum(ack.head_after - ack.head_before for ack in acks) + by_pusat == head
        counts: dict[tuple[int, str], list[int]] = {}
        for installation, epoch, number, _ in batches:
            counts.setdefault((installation, epoch), []).append(number)
        assert all(sorted(numbers) == [*range(1, len(numbers) + 1)] for numbers in counts.values())

    @property
    def _is_postgres(self) -> bool:
        return bool(self._pusat.database)

    def _ask(self, query: str, *values: Any) -> list[Any]:
        if not self._is_postgres:
            with closing(sqlite3.connect(self._pusat.folder / "pusat.sqlite3")) as database:
                return database.execute(query, values).fetchall()
        import psycopg

        with psycopg.connect(self._pusat.database["DATABASE_URL"]) as server:
            return server.execute(query.replace("?", "%s"), values).fetchall()  # type: ignore[arg-type]
