"""What later sheets have brought: an older sheet that comes after them changes nothing of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from dapodik.pokok.models import Act

from ..models import ImportedSheet
from .report import Answers, ImportPlan, ImportQuestion


@dataclass
class LaterSheets:
    """Per person the fields that sheets of a later download have had, with whatever value."""

    fields: dict[UUID, set[str]] = field(default_factory=dict)

    def blocks(self, person: UUID, names: Collection[str]) -> bool:
        """Return whether a later sheet has brought one of these fields of a person."""
        return not self.fields.get(person, set()).isdisjoint(names)


def later_sheets(sheet: str, stamp: datetime | None, answers: Answers, plan: ImportPlan) -> LaterSheets:
    """What sheets of this kind brought that were downloaded after `stamp`; the plan notes that there are any.

    A sheet without a stamp is asked about. Imports that were taken back do not count.
    """
    imported = _in_force(sheet)
    newest = imported.first()
    if newest is None or (stamp is None and _is_newest(newest, answers, plan)):
        return LaterSheets()
    rows = imported.filter(stamp__gt=stamp) if stamp else imported
    later = LaterSheets()
    for fields, persons in rows.values_list("fields", "persons"):
        for person in persons:
            later.fields.setdefault(UUID(person), set()).update(fields)
    if later.fields:
        plan.notes.append(
            f"Lembar yang lebih baru, unduhan {_day(newest.stamp)}, sudah diimpor. Yang datang dari lembar "
            "itu tidak diubah lembar ini."
        )
    return later


def _in_force(sheet: str) -> "QuerySet[ImportedSheet]":
    """The imports with a stamp that stand, the newest stamp first."""
    undone = Act.objects.exclude(undone=None).values("operation")
    imported = ImportedSheet.objects.filter(sheet=sheet, stamp__isnull=False)
    return imported.exclude(operation__in=undone).order_by("-stamp")


def _is_newest(newest: ImportedSheet, answers: Answers, plan: ImportPlan) -> bool:
    text = (
        "Kapan lembar ini diunduh tidak diketahui. Yang terakhir diimpor adalah unduhan "
        f"{_day(newest.stamp)}. Mana yang lebih baru?"
    )
    choices = (("lembar", "Lembar ini"), ("data", "Yang sudah diimpor: jangan ubah yang datang dari sana"))
    return plan.ask(ImportQuestion("lebih_baru", text, choices), answers) == "lembar"


def _day(stamp: datetime | None) -> str:
    return date_format(timezone.localtime(stamp), "j F Y H.i")
