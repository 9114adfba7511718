"""The WebService for other computers of the school: closed until the operator opens it.

What comes by that address reaches `/WebService/...` alone, under the very address that was opened.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import msgspec
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest

from dapodik.akun.history import record
from dapodik.akun.models import Pengguna, Peristiwa
from dapodik.program.start.certificate import Certificate, certificate_for
from dapodik.program.start.network import CannotOpen, network

from . import refusals
from .door import FROM_NETWORK, has_prefix
from .models import Jaringan
from .refusals import Refused

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_PORTS = {Jaringan.Cara.HTTPS: "443", Jaringan.Cara.HTTP: "80"}


def certificate(address: str) -> Certificate:
    """The certificate for an address of this computer."""
    return certificate_for(settings.DATA_DIR / "jaringan", address)


def open_network(chosen: Jaringan, user: Pengguna, request: HttpRequest) -> None:
    """Open an address, now and at every start, until it is closed.

    Raises CannotOpen, and then all is as it was.
    """
    before = Jaringan.load()
    try:
        # Nothing is open of which the history of security does not know.
        with transaction.atomic():
            _store(chosen.cara, chosen.alamat)
            note = f"jaringan sekolah dibuka: {chosen.url(network.port)}"
            record(Peristiwa.WEB_SERVICE, user, request, note)
            _listen(chosen)
    except CannotOpen:
        if before.cara and network.port:
            _listen(before)
        raise


def close_network(user: Pengguna, request: HttpRequest) -> None:
    """Close it."""
    network.close()
    _store("", "")
    record(Peristiwa.WEB_SERVICE, user, request, "jaringan sekolah ditutup")


def _store(cara: str, alamat: str) -> None:
    Jaringan.objects.update_or_create(pk=1, defaults={"cara": cara, "alamat": alamat})


def reopen() -> str:
    """Open at the start of the site what was open when it ended: what to say of it, "" where nothing was."""
    chosen = Jaringan.load()
    if not chosen.cara:
        return ""
    try:
        _listen(chosen)
    except CannotOpen as error:
        return f"Web Service tidak terbuka untuk jaringan sekolah. {error}"
    return f"Web Service terbuka untuk jaringan sekolah di {chosen.url(network.port)}"


def _listen(chosen: Jaringan) -> None:
    secure = certificate(chosen.alamat) if chosen.cara == Jaringan.Cara.HTTPS else None
    usual_port = _PORTS[Jaringan.Cara(chosen.cara)]
    gateway = only_calls(get_wsgi_application(), chosen.alamat, network.port, usual_port)
    network.open(gateway, chosen.alamat, secure)


def only_calls(application: Application, address: str, port: int, usual_port: str) -> Application:
    """A WSGI application that lets calls of the WebService through, under this address as their host."""
    hosts = {f"{address}:{port}"} | ({address} if str(port) == usual_port else set())

    def gateway(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        refused = None
        if environ.get("HTTP_HOST", "") not in hosts:
            refused = refusals.other_host()
        elif not has_prefix(environ.get("PATH_INFO", "")):
            refused = refusals.no_endpoint()
        if refused:
            return _refuse(refused, start_response)
        return application({**environ, FROM_NETWORK: True}, start_response)

    return gateway


def _refuse(refused: Refused, start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = msgspec.json.encode(refused.body)
    status: HTTPStatus = refused.status
    headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
