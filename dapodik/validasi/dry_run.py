"""A dry run of an act: what validation would find after it."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from . import engine
from .models import Finding
from .rule import INVALID


class _TakeBack(Exception):
    """Ends the dry run: the transaction is rolled back."""


def newly_invalid(act: Callable[[], object]) -> list[Finding]:
    """The invalid findings that the act would add, by name of the record. The act is rolled back."""
    engine.refresh()
    before = set(_invalid())
    new: list[Finding] = []
    try:
        with transaction.atomic():
            act()
            engine.refresh()
            new = [finding for key, finding in _invalid().items() if key not in before]
            raise _TakeBack
    except _TakeBack:
        return new


def _invalid() -> dict[tuple[UUID, str, str], Finding]:
    rows = engine.findings(level=INVALID).order_by("label", "pk")
    return {(finding.record_id, finding.code, finding.message): finding for finding in rows}
