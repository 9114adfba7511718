"""Wrong registration codes, keys of computers and of the officer, and numbers of a tanda terima: a few in a
quarter of an hour, then a wait."""

from datetime import timedelta

from django.utils import timezone

from sync.pusat import sql
from sync.pusat.models import WrongAttempt
from sync.wire.problems import SyncProblem

WRONG_ATTEMPTS = 5
WAIT = timedelta(minutes=15)
# None of the future: after a clock was set back they would lock everybody out until then.
_WRONG = "SELECT count(*) FROM wrong_attempt WHERE at_what = %s AND time > %s AND time <= %s"


def refuse_guessing(at_what: str) -> None:
    """Raise SyncProblem 205 after five wrong attempts at the same thing in 15 minutes."""
    now = timezone.now()
    row = sql.row(_WRONG, at_what[:100], sql.time(now - WAIT), sql.time(now))
    if row and row[0] >= WRONG_ATTEMPTS:
        raise SyncProblem(205, seconds=int(WAIT.total_seconds()))


def count_wrong(at_what: str) -> None:
    """Store a wrong attempt, and delete those that no longer count."""
    WrongAttempt.objects.filter(time__lt=timezone.now() - WAIT).delete()
    WrongAttempt.objects.create(at_what=at_what[:100])
