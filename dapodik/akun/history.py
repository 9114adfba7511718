"""Writing down what matters to security: who, when, from where."""

import getpass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Pengguna, Peristiwa, RiwayatKeamanan
from .user_agent import in_words


def record(
    event: Peristiwa, user: Pengguna, request: HttpRequest | None = None, note: str = ""
) -> RiwayatKeamanan:
    """Note an event of an account; `request` is where it came from, None for a command."""
    return record_name(event, user.username, user, request, note)


def record_name(
    event: Peristiwa,
    name: str,
    user: Pengguna | None,
    request: HttpRequest | None = None,
    note: str = "",
    oleh: str = "",
) -> RiwayatKeamanan:
    """Note an event of a name that was typed; `user` is None where no account has it. `oleh`: the name as it
    is shown, where it is known not to be a password in the wrong box."""
    return RiwayatKeamanan.objects.create(
        at=timezone.now(),
        peristiwa=event,
        pengguna=user,
        oleh=user.username if user else oleh,
        name_key=name_key(name),
        address=address_of(request) if request else "",
        peramban=in_words(request.headers.get("User-Agent", "")) if request else "",
        catatan=note[:255],
    )


def record_restored(user: Pengguna, request: HttpRequest, note: str) -> None:
    """Note a restore, by an account that the restored data may not have."""
    name = user.username
    now = Pengguna.objects.filter(username=name).first()
    record_name(Peristiwa.PULIHKAN, name, now, request, note, oleh=name)


def record_command(event: str, note: str, **_: Any) -> None:
    """Note what a command has done, by the user of the computer that ran it. `event`: one of Peristiwa."""
    RiwayatKeamanan.objects.create(
        at=timezone.now(),
        peristiwa=Peristiwa(event),
        oleh=f"perintah {_computer_user()}".strip()[:150],
        catatan=note[:255],
    )


def _computer_user() -> str:
    try:
        return f"({getpass.getuser()})"
    except (ImportError, KeyError, OSError):
        # The computer has no name for whoever runs it.
        return ""


def name_key(name: str) -> str:
    """64 hexadecimal digits that stand for a user name, the same for capitals and small letters."""
    return salted_hmac("dapodik.akun.name", name.casefold(), algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The network address a request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
