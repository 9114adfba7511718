"""Writing down what happens at the door: who, when, from where."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Pengguna, Peristiwa, RiwayatMasuk
from .user_agent import in_words


def record(
    event: Peristiwa, user: Pengguna, request: HttpRequest | None = None, note: str = ""
) -> RiwayatMasuk:
    """Note an event of an account; `request` is where it came from, None for a command."""
    return record_name(event, user.username, user, request, note)


def record_name(
    event: Peristiwa,
    name: str,
    user: Pengguna | None,
    request: HttpRequest | None = None,
    note: str = "",
) -> RiwayatMasuk:
    """Note an event of a name that was typed; `user` is None where no account has it."""
    return RiwayatMasuk.objects.create(
        at=timezone.now(),
        peristiwa=event,
        pengguna=user,
        name_key=name_key(name),
        address=address_of(request) if request else "",
        peramban=in_words(request.headers.get("User-Agent", "")) if request else "",
        catatan=note[:255],
    )


def name_key(name: str) -> str:
    """64 hexadecimal digits that stand for a user name, the same for capitals and small letters."""
    return salted_hmac("dapodik.akun.name", name.casefold(), algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The network address a request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
