"""The computers that are registered at pusat for this school: a new one is shown here until somebody has said
whose it is."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sync.lokal.models import Computer, Connection
from sync.wire.messages import Computers
from sync.wire.problems import SyncProblem

from .client import Client


def known_list() -> str:
    """Pusat's mark of the list that is stored here, "" where there is none."""
    connection = Connection.load()
    return connection.computers if connection else ""


@transaction.atomic
def note(listed: Computers, connection: Connection) -> None:
    """Store pusat's list. A computer that is no longer on it is revoked; nothing is removed.

    Raises SyncProblem 106 for a list that cannot be read.
    """
    valid = []
    for computer in listed.valid:
        stored, _ = Computer.objects.update_or_create(
            number=computer.number,
            since=_moment(computer.since),
            defaults={"label": computer.label, "is_revoked": False},
        )
        valid.append(stored.pk)
    Computer.objects.exclude(pk__in=valid).update(is_revoked=True)
    connection.computers = listed.mark
    connection.save(update_fields=["computers"])


def later() -> "QuerySet[Computer]":
    """The computers that were registered after this one: it may revoke them."""
    own = Connection.objects.values("installation")[:1]
    return Computer.objects.filter(number__gt=own)


def new() -> "QuerySet[Computer]":
    """The computers of which nobody here has said whose they are."""
    return later().filter(is_revoked=False, answer="")


def accept(computer: Computer, by: str) -> None:
    """Somebody here says that it is the school's."""
    _answer(computer, Computer.Answer.OURS, by)


def disown(computer: Computer, by: str) -> None:
    """Somebody here says that it is not the school's: pusat revokes its key, and the registration code.

    Raises SyncProblem; then nothing is stored.
    """
    connection = Connection.load()
    if connection is None:
        raise SyncProblem(501)
    with Client(connection.url, connection.key) as client:
        client.revoke(computer.number)
    computer.is_revoked = True
    _answer(computer, Computer.Answer.NOT_OURS, by)


def _answer(computer: Computer, answer: Computer.Answer, by: str) -> None:
    computer.answer, computer.answered_by, computer.answered_at = answer, by[:255], timezone.now()
    computer.save()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise SyncProblem(106) from error
    return moment if moment.tzinfo else timezone.make_aware(moment)
