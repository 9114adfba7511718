"""Wrong registration codes, keys of computers and of the officer, and numbers of a tanda terima: a few are
free, then each wrong one doubles the wait of the address that guesses.

Nobody can shut a school out: what is guessed at is never locked. Where many addresses guess at the same
thing, each of them has fewer free attempts; whoever has none wrong always gets in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from sync.pusat import security_log, sql
from sync.pusat.models import SecurityEvent, WrongAttempt
from sync.wire.problems import SyncProblem

# How long a wrong attempt counts.
COUNTS_FOR = timedelta(hours=1)
# How many an address may make at one thing, and at all things of a sort together: the computers of many
# schools may share an address.
FREE, FREE_TOGETHER = 5, 20
# How many of all addresses at one thing there are before each address has a single one.
MANY = 50
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
# None of the future: after a clock was set back they would count until then.
_WRONG = """
SELECT at_what, count(*), max(time) FROM wrong_attempt
WHERE at_what IN (%s, %s, %s) AND time > %s AND time <= %s GROUP BY at_what
"""


@dataclass(frozen=True)
class Guess:
    """An attempt that may be a guess: at which sort of thing, from which network address, and at which of
    these things ("" where there is only one)."""

    sort: str
    address: str
    target: str = ""

    @property
    def counted(self) -> tuple[str, str, str]:
        """What it is counted under: address and target, the address, the target."""
        return self._name(self.address, self.target), self._name(self.address), self._name("*", self.target)

    def _name(self, address: str, target: str = "*") -> str:
        return f"{self.sort} {address} {target}"[:100]


def refuse_guessing(guess: Guess) -> None:
    """Raise SyncProblem 205, with the seconds to wait, where this address has guessed wrong too often."""
    now = timezone.now()
    rows = sql.rows(_WRONG, *guess.counted, sql.time(now - COUNTS_FOR), sql.time(now))
    wrong = {at_what: (count, _moment(newest)) for at_what, count, newest in rows}
    (here, newest), (together, newest_together), (everywhere, _) = (
        wrong.get(at_what, (0, now)) for at_what in guess.counted
    )
    ends = max(
        newest + _wait(here, 1 if everywhere >= MANY else FREE),
        newest_together + _wait(together, FREE_TOGETHER),
    )
    if ends > now:
        raise SyncProblem(205, seconds=int((ends - now).total_seconds()) + 1)


def count_wrong(guess: Guess) -> None:
    """Store a wrong attempt, also in the history of security, and delete those that no longer count."""
    WrongAttempt.objects.filter(time__lt=timezone.now() - COUNTS_FOR).delete()
    WrongAttempt.objects.bulk_create(WrongAttempt(at_what=at_what) for at_what in guess.counted)
    text = f"{guess.sort} {guess.target}".strip()
    security_log.note(SecurityEvent.Kind.SALAH, address=guess.address, text=text)


def _wait(wrong: int, free: int) -> timedelta:
    """How long to wait after so many wrong attempts, of which `free` cost nothing."""
    # The exponent is bounded: so much longer than the longest wait that nothing is lost.
    return min(_FIRST_WAIT * 2 ** min(wrong - free, 10), _LONGEST_WAIT) if wrong >= free else timedelta()


def _moment(stored: datetime | str) -> datetime:
    """A moment as the database gives it: SQLite as text, in UTC."""
    return stored if isinstance(stored, datetime) else datetime.fromisoformat(stored).replace(tzinfo=UTC)
