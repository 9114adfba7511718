"""Who may call: the application whose token it is, from the address that was registered for it.

A call writes no session and no cookie, and a browser's login opens nothing here.
"""

import hmac
import ipaddress

from django.http import HttpRequest

from . import refusals
from .applications import hash_of
from .models import LOCALHOST, Aplikasi
from .wrong_tokens import wrong_tokens

_SCHEME = "bearer"


def caller(request: HttpRequest) -> Aplikasi:
    """The application that calls. Raises Refused."""
    token = _token(request.headers.get("Authorization", ""))
    address = address_of(request)
    if not token:
        raise refusals.no_token()
    seconds = wrong_tokens.wait(address)
    if seconds:
        raise refusals.too_many_tokens(seconds)
    aplikasi = _owner(hash_of(token))
    if aplikasi is None:
        wrong_tokens.note(address, hash_of(token))
        raise refusals.unknown_token()
    if canonical(aplikasi.alamat) != address:
        raise refusals.other_address()
    return aplikasi


def address_of(request: HttpRequest) -> str:
    """The network address that a call came from; `localhost` for this computer."""
    return canonical(str(request.META.get("REMOTE_ADDR", "")))


def canonical(address: str) -> str:
    """An address in the one form in which two are compared: localhost, 127.0.0.1 and ::1 are one."""
    try:
        number = ipaddress.ip_address(address.strip())
    except ValueError:
        return address.strip().casefold()
    mapped = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    number = mapped or number
    return LOCALHOST if str(number) in ("127.0.0.1", "::1") else str(number)


def _owner(token_hash: str) -> Aplikasi | None:
    """The active application with this token. Each is compared, in the same time whichever it is."""
    owner = None
    for aplikasi in Aplikasi.objects.filter(aktif=True):
        if hmac.compare_digest(aplikasi.token_hash, token_hash):
            owner = aplikasi
    return owner


def _token(header: str) -> str:
    scheme, _, token = header.strip().partition(" ")
    return token.strip() if scheme.casefold() == _SCHEME else ""
