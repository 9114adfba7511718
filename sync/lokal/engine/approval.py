"""Approval by the kepala sekolah, where the school asks for it: they have seen what is sent, and agree.

An approval covers the changes as they were shown. A change that is made or edited afterwards needs another
approval; until then nothing new is sent. A batch that was numbered before goes on.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from sync.lokal.models import Approval
from sync.wire import packing
from sync.wire.messages import Change

from . import outbox, record_counts
from .record_counts import RecordCounts


@dataclass(frozen=True)
class ApprovalRequest:
    """The changes that would be sent now: counts per kind, and {record id: hash of its change}."""

    counts: RecordCounts
    hashes: dict[str, str]

    @property
    def digest(self) -> str:
        """One hash over all of it (hexadecimal)."""
        text = "".join(sorted(pk + value for pk, value in self.hashes.items()))
        return hashlib.sha256(text.encode()).hexdigest()


def current_request() -> ApprovalRequest:
    """The request for what would be sent now."""
    changes = list(outbox.unnumbered_changes())
    hashes = {str(change.id): _hash(change) for change in changes}
    return ApprovalRequest(record_counts.of_batch(changes), hashes)


def is_required() -> bool:
    """True where this school asks for approval: the last switch counts."""
    switch = Approval.objects.exclude(what=Approval.What.GIVEN).first()
    return switch is not None and switch.what == Approval.What.ON


def is_awaited() -> bool:
    """True where something may not be sent yet, because nobody has approved it as it is now."""
    if not is_required():
        return False
    approval = newest()
    covered = approval.covered if approval else {}
    return any(covered.get(str(change.id)) != _hash(change) for change in outbox.unnumbered_changes())


def newest() -> Approval | None:
    """The newest approval that was given."""
    return Approval.objects.filter(what=Approval.What.GIVEN).first()


def is_given(digest: str) -> bool:
    """True where the request with this digest is approved already: the form was sent twice."""
    approval = newest()
    return approval is not None and approval.digest == digest and not is_awaited()


@transaction.atomic
def approve(by: str, digest: str) -> bool:
    """Approve the request with this digest. False, and nothing done, where it is not the current request any
    more or is approved already (see `is_given`)."""
    request = current_request()
    if not request.hashes or request.digest != digest or is_given(digest):
        return False
    Approval.objects.exclude(covered={}).update(covered={})
    Approval.objects.create(
        by=by, what=Approval.What.GIVEN, counts=request.counts, digest=digest, covered=request.hashes
    )
    return True


@transaction.atomic
def switch(by: str, on: bool) -> None:
    """Ask for approval from now on, or no longer."""
    if is_required() != on:
        Approval.objects.create(by=by, what=Approval.What.ON if on else Approval.What.OFF)


def _hash(change: Change) -> str:
    """The hash of the values that would be sent, without their base, which moves with every pull."""
    values = Change(change.kind, change.id, change.values, change.ids, is_new=change.is_new)
    return hashlib.sha256(packing.encode(values)).hexdigest()[:32]
