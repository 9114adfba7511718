"""Importing a Daftar Peserta Didik: first what would happen, then all of it at once."""

from .plan import Changed, Unanswered, apply_import, plan_import, read_sheet
from .report import Held, Plan, Pupil, Question, Unclear, UnreadCell

__all__ = [
    "Changed",
    "Held",
    "Plan",
    "Pupil",
    "Question",
    "Unanswered",
    "Unclear",
    "UnreadCell",
    "apply_import",
    "plan_import",
    "read_sheet",
]
