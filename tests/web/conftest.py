"""Accounts, logged-in clients and a small school, for tests of pages."""

from datetime import date

import pytest
from django.test import Client

from dapodik.akun.models import Pengguna, Peran
from dapodik.pokok import demo
from dapodik.pokok.models import PesertaDidik

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
def school(db: None) -> None:
    """The demonstration school: 300 pupils, 18 PTK, 12 classes, some mistakes."""
    demo.make(TODAY)


@pytest.fixture
def pupil(school: None) -> PesertaDidik:
    """One of its pupils, without mistakes."""
    found: PesertaDidik = PesertaDidik.live.filter(penerima_kps=False).order_by("nama")[5]
    return found
