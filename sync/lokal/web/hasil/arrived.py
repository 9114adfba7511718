"""Perubahan data yang masuk ke lokal: what a run brought in, as the history has it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.text import capfirst

from dapodik.pokok.models import KINDS, Journal, Origin, Record
from dapodik.web import record_names
from dapodik.web.riwayat.entries import HistoryEntry
from dapodik.web.riwayat.entries import entries as in_words
from sync.lokal.models import Run


@dataclass(frozen=True)
class KindReceived:
    """How many records of a kind came in, and how many conflicts about them have no answer yet."""

    kind: str
    total: int
    conflicts: int

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(KINDS[self.kind]._meta.verbose_name)


@dataclass(frozen=True)
class ReceivedChange:
    """One record's change by one author; `record` is None where it is no longer here."""

    entry: HistoryEntry
    record: Record | None

    @property
    def label(self) -> str:
        """The name of the record."""
        return record_names.name_of(self.record) if self.record else capfirst(record_names.GONE)

    @property
    def address(self) -> str:
        """The address of the record's page; "" where it has none."""
        return record_names.address_of(self.record) if self.record else ""


def entries(run: Run) -> "QuerySet[Journal]":
    """The journal entries of what a run received, without those that only changed an id."""
    return Journal.objects.filter(operation=run.pk).exclude(origin=Origin.ADOPT).order_by("pk")


def counts(run: Run, conflicts: list[tuple[str, bool]]) -> list[KindReceived]:
    """Count them per kind, in the order in which kinds are sent; `conflicts` as from conflicts.of_run."""
    rows = entries(run).order_by().values("kind").annotate(total=Count("record_id", distinct=True))
    totals = dict(rows.values_list("kind", "total"))
    return [
        KindReceived(kind, totals[kind], conflicts.count((kind, True))) for kind in KINDS if kind in totals
    ]


def changes(rows: Iterable[Journal]) -> list[ReceivedChange]:
    """The entries in words. The number of queries does not grow with them."""
    rows = list(rows)
    records = record_names.of_kinds((row.kind, row.record_id) for row in rows)
    entries = in_words(rows)
    return [
        ReceivedChange(entry, records.get(row.record_id)) for row, entry in zip(rows, entries, strict=True)
    ]


def authors(run: Run) -> list[str]:
    """The authors of what came in, an SK among them, by name."""
    return list(entries(run).order_by("author").values_list("author", flat=True).distinct())
