"""The level at which each rule counts here: its own, its school's, and what pusat has lowered.

A rule that is right in law has blocked whole provinces before: pusat can lower any rule or switch it
off for everybody, and a school fetches that before its findings hold anything up.
"""

from collections.abc import Mapping

from django.db import transaction

from .limits import levels_of_school
from .models import ValidationState
from .rows import Context
from .rule import LEVELS, OFF, book


def adopt(lowered: Mapping[str, str]) -> bool:
    """Take over what pusat has lowered ({rule code: level}); whether that changed anything.

    Pusat can lower a rule and never raise one; codes and levels that this version does not know are
    kept for a later one and change nothing.
    """
    if ValidationState.load().levels == dict(lowered):
        return False
    with transaction.atomic():
        state = ValidationState.load()
        # Without a rule set nothing is true any more, so everything runs again.
        ValidationState(pk=1, journal=state.journal, day=state.day, levels=dict(lowered)).save()
    return True


def effective(lowered: Mapping[str, str], context: Context) -> dict[str, str]:
    """{rule code: level} of every rule that counts at this school; those that are off are absent."""
    year = context.awal_tahun_ajaran
    of_school = levels_of_school(context.bentuk, year.year) if year else {}
    effective_levels = {}
    for code, rule in book().items():
        level = max(of_school.get(code, rule.level), lowered.get(code, LEVELS[0]), key=_rank)
        if level != OFF:
            effective_levels[code] = level
    return effective_levels


def _rank(level: str) -> int:
    """How low a level is; an unknown one lowers nothing."""
    return LEVELS.index(level) if level in LEVELS else -1
