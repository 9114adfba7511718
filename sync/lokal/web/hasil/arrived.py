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
class KindIn:
    """How many records of a kind came in, and how many questions (conflicts) are still open about them."""

    kind: str
    total: int
    conflicts: int

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(KINDS[self.kind]._meta.verbose_name)


@dataclass(frozen=True)
class Arrived:
    """One record's change by one author; `record` is None where it is no longer here."""

    entry: HistoryEntry
    record: Record | None

    @property
    def label(self) -> str:
        """Whom it is about."""
        return record_names.name_of(self.record) if self.record else capfirst(record_names.GONE)

    @property
    def address(self) -> str:
        """The page of whom it is about; "" where there is none."""
        return record_names.address_of(self.record) if self.record else ""


def entries(run: Run) -> "QuerySet[Journal]":
    """The lines of the history that a run wrote, but for those that only united records."""
    return Journal.objects.filter(operation=run.pk).exclude(origin=Origin.ADOPT).order_by("pk")


def counts(run: Run, asked: list[tuple[str, bool]]) -> list[KindIn]:
    """Per kind, in the order in which kinds are sent; `asked`: the run's questions (conflicts.asked_by)."""
    rows = entries(run).order_by().values("kind").annotate(total=Count("record_id", distinct=True))
    totals = dict(rows.values_list("kind", "total"))
    return [KindIn(kind, totals[kind], asked.count((kind, True))) for kind in KINDS if kind in totals]


def changes(rows: Iterable[Journal]) -> list[Arrived]:
    """These lines in words, in a number of queries that does not grow with them."""
    rows = list(rows)
    records = record_names.of_kinds((row.kind, row.record_id) for row in rows)
    told = in_words(rows)
    return [Arrived(entry, records.get(row.record_id)) for row, entry in zip(rows, told, strict=True)]


def authors(run: Run) -> list[str]:
    """Who changed at pusat what came in, decrees among them, in the order of their names."""
    return list(entries(run).order_by("author").values_list("author", flat=True).distinct())
