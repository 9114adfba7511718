"""Accounts, logged-in clients and a small school, for tests of pages."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dapodik.akun.models import Pengguna, Peran
from dapodik.pokok import demo
from dapodik.pokok.models import PesertaDidik, Ptk

TODAY = date(2026, 11, 12)


def account(peran: Peran) -> Pengguna:
    made: Pengguna = Pengguna.objects.create_user(
        username=peran.value, password="rahasia-sekali", nama=f"Ibu {peran.label}", peran=peran
    )
    return made


@pytest.fixture
def operator(db: None) -> Client:
    """A browser in which the operator is logged in."""
    client = Client(raise_request_exception=True)
    client.force_login(account(Peran.OPERATOR))
    return client


@pytest.fixture
def kepala_sekolah(db: None) -> Client:
    """A browser in which the head is logged in."""
    client = Client(raise_request_exception=True)
    client.force_login(account(Peran.KEPALA_SEKOLAH))
    return client


@pytest.fixture
def own_ptk(school: None) -> Ptk:
    """The PTK to whom the account of `ptk` belongs."""
    found: Ptk = Ptk.live.order_by("nama")[3]
    return found


@pytest.fixture
def ptk(own_ptk: Ptk) -> Client:
    """A browser in which a teacher is logged in."""
    client = Client(raise_request_exception=True)
    user = account(Peran.PTK)
    user.ptk_id = own_ptk.pk
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let time pass on the site's clock: `wait(minutes=31)`."""
    real, passed = timezone.now, timedelta(0)

    def now() -> datetime:
        return real() + passed

    def later(**length: float) -> None:
        nonlocal passed
        passed += timedelta(**length)

    monkeypatch.setattr(timezone, "now", now)
    return later


@pytest.fixture
def school(db: None) -> None:
    """The demonstration school: 300 pupils, 18 PTK, 12 classes, some mistakes."""
    demo.make(TODAY)


@pytest.fixture
def pupil(school: None) -> PesertaDidik:
    """One of its pupils, without mistakes."""
    found: PesertaDidik = PesertaDidik.live.filter(penerima_kps=False).order_by("nama")[5]
    return found
