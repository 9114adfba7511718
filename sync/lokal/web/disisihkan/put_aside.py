"""Disisihkan: what pusat refused, one by one, with the cure and the form in which it is mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.text import capfirst

from dapodik.pokok import display, pending
from dapodik.pokok.models import DELETION, KINDS, Pending, Record
from dapodik.validasi.models import Finding
from dapodik.web import record_names
from dapodik.web.validasi.places import places
from sync.wire.problems import SyncProblem


@dataclass(frozen=True)
class RefusedRecord:
    """One refused record: the field and the value that pusat would not take, the problem, and where to mend
    it ("" where the record was deleted here)."""

    kind: str
    label: str
    field: str
    value: str
    problem: SyncProblem
    address: str


def rows() -> "QuerySet[Pending]":
    """The pending records that pusat refused; they stay here until somebody changes them."""
    return pending.unsent().filter(problem__isnull=False)


def in_words(rows: Sequence[Pending], may_edit: bool, back: str) -> list[RefusedRecord]:
    """The rows in words; `back` is where saving the form leads. The number of queries does not grow."""
    records = record_names.of_kinds((row.kind, row.record_id) for row in rows)
    # Each is mended where validation sends one for the same field.
    problems = [
        Finding(pk=number, kind=row.kind, record_id=row.record_id, field=_problem(row)["field"])
        for number, row in enumerate(rows)
    ]
    forms = places(problems, may_edit)
    return [_refused(row, records[row.record_id], forms[number], back) for number, row in enumerate(rows)]


def _refused(row: Pending, record: Record, form: str, back: str) -> RefusedRecord:
    model, problem = KINDS[row.kind], _problem(row)
    name = problem["field"]
    label = display.field_label(model, name)
    known = name in model.synced_fields() and name not in DELETION
    return RefusedRecord(
        kind=str(model._meta.verbose_name),
        label=record_names.name_of(record),
        field=capfirst(label) if known else "",
        value=display.value_label(model, name, record.plain(name)) if known else "",
        problem=SyncProblem(problem["number"], field=label),
        address="" if record.soft_delete else f"{form}?{urlencode({'field': name, 'next': back})}",
    )


def _problem(row: Pending) -> dict[str, Any]:
    problem: dict[str, Any] = row.problem or {}
    return problem
