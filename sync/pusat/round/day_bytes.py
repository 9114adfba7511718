"""The bytes of changes that a school has sent today."""

from datetime import timedelta

from django.utils import timezone

from sync.pusat import sql
from sync.pusat.models import Sekolah
from sync.wire.problems import SyncProblem

from .quotas import quotas

_SENT = "UPDATE sekolah SET sent_day = %s, sent_bytes = %s WHERE id = %s"


def count(school: Sekolah, size: int) -> None:
    """Count the bytes of a batch of the (locked) school.

    Raises SyncProblem 310 where it has sent as much as is taken in a day, with the seconds until the next.
    """
    now = timezone.localtime()
    today = now.date().isoformat()
    sent = (school.sent_bytes if school.sent_day == today else 0) + size
    if sent > quotas().bytes_a_day:
        midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        raise SyncProblem(310, retry_after=int((midnight - now).total_seconds()) + 1)
    school.sent_day, school.sent_bytes = today, sent
    sql.run(_SENT, today, sent, school.pk.hex)
