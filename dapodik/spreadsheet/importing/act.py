"""Doing what was planned: with a backup before it, as one act that can be taken back."""

from dataclasses import replace

from django.utils import timezone
from django.utils.formats import date_format

from dapodik.pokok import acts, write
from dapodik.pokok.models import Sekolah
from dapodik.pokok.write import Author

from ..layout import Layout
from ..models import ImportedSheet
from ..sheet import NUMBER, Sheet
from .report import ImportPlan


def perform(plan: ImportPlan, sheet: Sheet, layout: Layout, author: Author) -> ImportPlan:
    """Carry out a plan without open questions, and remember the sheet; the plan with its `act`.

    To be called in the transaction in which the plan was made. A school that the sheet makes stays where the
    act is taken back: what is added to it later needs it.
    """
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
