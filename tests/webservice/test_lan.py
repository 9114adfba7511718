"""What comes by the address on the school's network, without opening one."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from dapodik.akun.models import Peristiwa, RiwayatKeamanan
from dapodik.program.start.network import CannotOpen, NetworkListener, addresses, network
from dapodik.webservice import lan
from dapodik.webservice.door import FROM_NETWORK
from dapodik.webservice.models import Jaringan
from tests.web.conftest import kepala_sekolah, operator

__all__ = ["kepala_sekolah", "operator"]
PAGE = "/pengaturan/web-service/jaringan/"


def through(host: str, path: str, port: int = 5774) -> str:
    """The status with which a request comes back; "let through" where the site would answer it."""
    seen: list[str] = []

    def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        assert environ[FROM_NETWORK] is True
        seen.append("let through")
        return []

    gateway = lan.only_calls(site, "192.168.1.5", port, "80")
    body = gateway({"HTTP_HOST": host, "PATH_INFO": path}, lambda status, headers: seen.append(status))
    assert not seen[0][0].isdigit() or b'"success":false' in b"".join(body)
    return seen[0]


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("192.168.1.5:5774", "/WebService/getGtk", "let through"),
        ("192.168.1.5:5774", "//WebService/getGtk", "let through"),
        ("192.168.1.5:5774", "/", "404 Not Found"),
        ("192.168.1.5:5774", "/pengaturan/", "404 Not Found"),
        ("192.168.1.5:5774", "/WebService/../masuk/", "let through"),
        ("192.168.1.5", "/WebService/getGtk", "400 Bad Request"),
        ("localhost:5774", "/WebService/getGtk", "400 Bad Request"),
        ("jahat.example:5774", "/WebService/getGtk", "400 Bad Request"),
        ("", "/WebService/getGtk", "400 Bad Request"),
    ],
)
def test_only_calls_under_its_own_address_are_let_through(host: str, path: str, expected: str) -> None:
    assert through(host, path) == expected


def test_the_usual_port_may_be_left_out() -> None:
    assert through("192.168.1.5", "/WebService/getGtk", port=80) == "let through"


def test_a_path_that_climbs_is_an_endpoint_that_does_not_exist(db: None) -> None:
    assert Client().get("/", PATH_INFO="/WebService/../masuk/").status_code == 401


def test_without_start_nothing_is_opened_and_nothing_stays_chosen(operator: Client) -> None:
    assert network.port == 0
    with pytest.raises(CannotOpen, match="start"):
        NetworkListener().open(None, "127.0.0.1", None)
    page = operator.post(PAGE, {"cara": "http", "alamat": next(iter(addresses()), "")})
    assert page.status_code == 200 and page.context["form"].errors
    assert Jaringan.load().cara == "" and lan.reopen() == "" and not events()


def test_an_address_that_is_gone_at_the_next_start_is_told(operator: Client) -> None:
    Jaringan.objects.create(pk=1, cara="http", alamat="192.168.1.5")
    assert lan.reopen().startswith("Web Service tidak terbuka untuk jaringan sekolah.")
    assert "Belum terbuka" in operator.get(PAGE).content.decode()
    operator.post(PAGE, {"tutup": "1"})
    assert Jaringan.load().cara == ""
    assert events() == ["jaringan sekolah ditutup"]


def test_what_is_closed_stays_closed_whatever_still_listens(db: None) -> None:
    """For instance after a backup was restored in which it was closed."""
    call = {FROM_NETWORK: True, "HTTP_HOST": "192.168.1.5:5774"}
    assert Client().get("/WebService/getSekolah", **call).status_code == 404
    Jaringan.objects.create(pk=1, cara="http", alamat="192.168.1.5")
    assert Client().get("/WebService/getSekolah", **call).status_code == 401


def events() -> list[str]:
    """What stands in the history of security of the WebService."""
    rows = RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.WEB_SERVICE)
    return list(rows.values_list("catatan", flat=True))


def test_it_is_the_operators_switch(kepala_sekolah: Client) -> None:
    assert (
        kepala_sekolah.get(PAGE).status_code == kepala_sekolah.post(PAGE, {"tutup": "1"}).status_code == 403
    )
