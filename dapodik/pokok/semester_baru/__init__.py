"""Opening the next semester: what is copied, who moves up, stays or leaves, all of it one act."""

from .edits import MEASURES, closing_measures, open_semester
from .plan import Obstacle, SemesterChoices, SemesterPlan, Target, plan
from .state import Member, SchoolState

__all__ = [
    "MEASURES",
    "SemesterChoices",
    "Member",
    "SemesterPlan",
    "Obstacle",
    "SchoolState",
    "Target",
    "closing_measures",
    "open_semester",
    "plan",
]
