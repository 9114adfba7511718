"""Doing what was planned: with a backup before it, as one act that can be taken back."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from dapodik.pokok import acts, write
from dapodik.pokok.models import Sekolah
from dapodik.pokok.write import Author
from dapodik.program.cadangan import store

from ..layout import Layout
from ..models import ImportedSheet
from ..sheet import NUMBER, Sheet
from .report import ImportPlan


class Unanswered(Exception):
    """The sheet leaves questions open; nothing was imported. `plan.questions` has them."""

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__("Ada pertanyaan yang belum dijawab.")
        self.plan = plan


class Changed(Exception):
    """What the import would do is no longer what was confirmed; nothing was imported."""

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__("Data berubah sejak pratinjau dibuat. Periksa lagi, lalu setujui.")
        self.plan = plan


def apply(
    made: Callable[[], ImportPlan], sheet: Sheet, layout: Layout, author: Author, confirmed: str | None
) -> ImportPlan:
    """Make the plan and carry it out, all of it or nothing, after a backup; the plan with its `act`.

    `confirmed` is the fingerprint of the plan that the operator agreed to. Raises Unanswered and Changed.
    """
    store.make_before("an import")
    with transaction.atomic():
        plan = made()
        if plan.questions:
            raise Unanswered(plan)
        if confirmed is not None and confirmed != plan.fingerprint():
            raise Changed(plan)
        return _perform(plan, sheet, layout, author)


def _perform(plan: ImportPlan, sheet: Sheet, layout: Layout, author: Author) -> ImportPlan:
    """Carry out a plan without open questions, and remember the sheet. A school that the sheet makes stays
    where the act is taken back: what is added to it later needs it."""
    known = set(Sekolah.objects.values_list("pk", flat=True))
    founding = [edit for edit in plan.edits if edit.model is Sekolah and edit.id not in known]
    if founding:
        write.save(founding, author)
    edits = [edit for edit in plan.edits if edit not in founding]
    act = acts.perform(_title(plan, sheet), edits, author) if edits else None
    ImportedSheet.objects.create(
        operation=act.operation if act else write.new_id(),
        sheet=sheet.file_word,
        stamp=plan.stamp,
        at=timezone.now(),
        fields=[column.column.field for column in layout.columns if column.column.field != NUMBER],
        persons=[str(person) for person in plan.persons],
    )
    return replace(plan, act=act)


def _title(plan: ImportPlan, sheet: Sheet) -> str:
    stamp = f" (unduhan {date_format(timezone.localtime(plan.stamp), 'j F Y H.i')})" if plan.stamp else ""
    return f"Impor {sheet.title}{stamp}: {len(plan.added)} ditambah, {len(plan.changed)} diubah"
