"""Opening the next semester: what is copied, who moves up, stays or leaves, all of it one act."""

from .edits import MEASURES, closing_measures, open_semester
from .plan import Choices, Plan, Problem, Target, plan
from .state import Member, State

__all__ = [
    "MEASURES",
    "Choices",
    "Member",
    "Plan",
    "Problem",
    "State",
    "Target",
    "closing_measures",
    "open_semester",
    "plan",
]
