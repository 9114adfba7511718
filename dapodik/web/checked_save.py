"""Saving a form under validation's eyes: a wrong value may be saved half known, but never silently."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest

from dapodik.validasi import engine
from dapodik.validasi.models import Finding
from dapodik.validasi.rule import INVALID, WARNING

# The button that saves all the same.
ANYWAY = "apa_adanya"


class _Doubtful(Exception):
    """What is invalid because of what was typed: nothing of it is kept."""


def checked_save(
    request: HttpRequest, save: Callable[[], bool], record_ids: Iterable[UUID]
) -> tuple[bool, list[Finding]]:
    """Save, unless that makes something invalid that was not so before and nobody has said to save it.

    Returns whether it was saved, and the findings because of which it was not. `save` says False where
    the form itself has errors. New warnings are told after saving.
    """
    ids = list(record_ids)
    engine.refresh()
    before = {_key(one) for one in _of(ids)}
    fresh: list[Finding] = []
    try:
        with transaction.atomic():
            if not save():
                return False, []
            engine.refresh()
            fresh = [one for one in _of(ids) if _key(one) not in before]
            if any(one.level == INVALID for one in fresh) and ANYWAY not in request.POST:
                raise _Doubtful
    except _Doubtful:
        return False, [one for one in fresh if one.level == INVALID]
    for one in fresh:
        if one.level in (INVALID, WARNING):
            messages.warning(request, one.message)
    return True, []


def _of(ids: list[UUID]) -> list[Finding]:
    return list(engine.findings().filter(record_id__in=ids).order_by("level", "pk"))


def _key(finding: Finding) -> tuple[UUID, str, str]:
    return finding.record_id, finding.code, finding.message
