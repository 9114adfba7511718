"""Setting a warning aside: somebody has looked at it and says why it may stay.

The reason goes into the record's history. When a field that the rule reads changes, the warning is
back. What is invalid cannot be set aside: pusat could not take it.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from dapodik.pokok.chunks import SIZE, chunks
from dapodik.pokok.models import KINDS
from dapodik.pokok.remark import Remark, remark
from dapodik.pokok.write import Author

from .models import Aside, Finding
from .rule import INVALID

REASON_MAX = 255
ABOUT = "peringatan validasi"


class NotAWarning(Exception):
    """The finding blocks sending: it must be mended."""


@transaction.atomic
def set_aside(findings: Iterable[Finding], reason: str, author: Author) -> int:
    """Set these findings aside, all or none. Returns how many.

    Raises NotAWarning where one of them is invalid, and ValueError without a reason of at most 255
    characters.
    """
    findings, reason = list(findings), " ".join(reason.split())
    if not 0 < len(reason) <= REASON_MAX:
        raise ValueError("a reason is needed")
    if any(finding.level == INVALID for finding in findings):
        raise NotAWarning
    Aside.objects.bulk_create(
        [_aside(finding, reason, author) for finding in findings],
        batch_size=SIZE,
        update_conflicts=True,
        unique_fields=["record_id", "code"],
        update_fields=["basis", "reason", "author", "at"],
    )
    remark([_remark(finding, f"dikesampingkan: {reason}") for finding in findings], author)
    for part in chunks(finding.pk for finding in findings):
        Finding.objects.filter(pk__in=part).update(aside=True)
    return len(findings)


def _aside(finding: Finding, reason: str, author: Author) -> Aside:
    return Aside(
        record_id=finding.record_id,
        code=finding.code,
        basis=finding.basis,
        reason=reason,
        author=author.name,
    )


@transaction.atomic
def take_back(finding: Finding, author: Author) -> None:
    """Show a warning again that was set aside."""
    Aside.objects.filter(record_id=finding.record_id, code=finding.code).delete()
    remark([_remark(finding, "ditampilkan lagi")], author)
    Finding.objects.filter(pk=finding.pk).update(aside=False)


def reasons(findings: Iterable[Finding]) -> dict[int, Aside]:
    """{key of the finding: its Aside}, with who set it aside and why."""
    findings = list(findings)
    asides = Aside.objects.filter(record_id__in=[finding.record_id for finding in findings])
    known: dict[tuple[UUID, str], Aside] = {(aside.record_id, aside.code): aside for aside in asides}
    pairs = ((finding.pk, known.get((finding.record_id, finding.code))) for finding in findings)
    return {pk: aside for pk, aside in pairs if aside}


def _remark(finding: Finding, text: str) -> Remark:
    return Remark(KINDS[finding.kind], finding.record_id, ABOUT, finding.message, text)
