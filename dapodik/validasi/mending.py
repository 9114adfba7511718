"""Correct all findings of a rule at once, where each has one obvious cure (blanks, capital letters)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from dapodik.pokok import pending, write
from dapodik.pokok.models import Record
from dapodik.pokok.write import Author, Edit

from .models import Finding
from .rule import RULES


@dataclass(frozen=True)
class Cure:
    """The correction of one field: its present value and the new one."""

    finding: Finding
    old: str
    new: str


def can_mend(code: str) -> bool:
    """True for a rule that can mend some of its findings by itself."""
    return code in RULES and RULES[code].mend is not None


def mendable(findings: "QuerySet[Finding]") -> set[str]:
    """The rules of which some of these findings have an obvious cure."""
    codes = [code for code in RULES if can_mend(code)]
    return {cure.finding.code for cure in cures(findings.filter(code__in=codes))}


def cures(findings: Iterable[Finding]) -> list[Cure]:
    """The cures of these findings, in their order. A finding without an obvious cure has none."""
    mendable = [finding for finding in findings if can_mend(finding.code)]
    records = _records(mendable)
    return [
        cure
        for finding in mendable
        if finding.record_id in records
        for cure in _cure(finding, records[finding.record_id])
    ]


@transaction.atomic
def mend(chosen: Iterable[Cure], author: Author, operation: UUID) -> int:
    """Mend the fields that still have their old value, in one act. Returns how many records changed."""
    chosen = list(chosen)
    records = _records(cure.finding for cure in chosen)
    edits = [
        Edit(type(record), {cure.finding.field: cure.new}, record.pk)
        for cure in chosen
        if (record := records.get(cure.finding.record_id)) and record.plain(cure.finding.field) == cure.old
    ]
    return len(write.save(edits, author, operation))


def _cure(finding: Finding, record: Record) -> list[Cure]:
    rule, old = RULES[finding.code], record.plain(finding.field)
    new = rule.mend(old) if rule.mend and isinstance(old, str) else None
    return [Cure(finding, str(old), new)] if new and new != old else []


def _records(findings: Iterable[Finding]) -> dict[UUID, Record]:
    """The records that these findings are about."""
    by_kind: dict[str, list[UUID]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding.record_id)
    return {
        pk: record for kind, ids in by_kind.items() for pk, record in pending.records_of(kind, ids).items()
    }
