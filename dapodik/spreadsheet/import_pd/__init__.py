"""Importing a Daftar Peserta Didik: first what would happen, then all of it at once."""

from ..importing.act import Changed, Unanswered
from ..importing.report import ImportPlan, ImportQuestion
from .plan import apply_import, plan_import, read_sheet

__all__ = [
    "Changed",
    "ImportPlan",
    "ImportQuestion",
    "Unanswered",
    "apply_import",
    "plan_import",
    "read_sheet",
]
