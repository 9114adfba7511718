"""Approval by the kepala sekolah, where the school asks for it: what is sent was seen and agreed to.

An approval covers the changes as they were shown. One that is edited afterwards, or made afterwards, needs
another approval, and until then nothing new is sent; one that is taken back is not sent. A batch that was
named before goes on.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from sync.lokal.models import Approval
from sync.wire import packing
from sync.wire.messages import Change

from . import outbox, push


@dataclass(frozen=True)
class ApprovalRequest:
    """What would be sent now: counts per kind, and the hash of each record's change by its id."""

    counts: dict[str, dict[str, int]]
    hashes: dict[str, str]

    @property
    def digest(self) -> str:
        """One hash over all of it (hexadecimal)."""
        told = "".join(sorted(pk + value for pk, value in self.hashes.items()))
        return hashlib.sha256(told.encode()).hexdigest()


def sheet() -> ApprovalRequest:
    """What would be sent now."""
    changes = list(outbox.unsent())
    return ApprovalRequest(push.counted(changes), {str(change.id): _hash(change) for change in changes})


def is_required() -> bool:
    """Whether this school asks for approval: the last switch says so."""
    newest = Approval.objects.exclude(what=Approval.What.GIVEN).first()
    return newest is not None and newest.what == Approval.What.ON


def is_awaited() -> bool:
    """Whether something may not be sent yet because nobody has approved it as it is now."""
    if not is_required():
        return False
    newest = given()
    covered = newest.covered if newest else {}
    return any(covered.get(str(change.id)) != _hash(change) for change in outbox.unsent())


def given() -> Approval | None:
    """The newest approval."""
    return Approval.objects.filter(what=Approval.What.GIVEN).first()


def is_given(digest: str) -> bool:
    """Whether what was shown under this digest is approved already: a form that was sent twice."""
    newest = given()
    return newest is not None and newest.digest == digest and not is_awaited()


@transaction.atomic
def approve(by: str, digest: str) -> bool:
    """Approve what was shown under this digest; False, and nothing done, where it has changed since or is
    approved already (see `is_given`)."""
    shown = sheet()
    if not shown.hashes or shown.digest != digest or is_given(digest):
        return False
    Approval.objects.exclude(covered={}).update(covered={})
    Approval.objects.create(
        by=by, what=Approval.What.GIVEN, counts=shown.counts, digest=digest, covered=shown.hashes
    )
    return True


@transaction.atomic
def switch(by: str, on: bool) -> None:
    """Ask for approval from now on, or no longer."""
    if is_required() != on:
        Approval.objects.create(by=by, what=Approval.What.ON if on else Approval.What.OFF)


def _hash(change: Change) -> str:
    """The values that would be sent; not on what base, which moves with every pull."""
    said = Change(change.kind, change.id, change.values, change.ids, is_new=change.is_new)
    return hashlib.sha256(packing.encode(said)).hexdigest()[:32]
