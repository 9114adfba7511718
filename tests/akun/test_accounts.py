"""What is done to accounts, below the pages."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import RequestFactory

from dapodik.akun import accounts
from dapodik.akun.models import Pengguna, Peran


def operator(name: str) -> Pengguna:
    made: Pengguna = Pengguna.objects.create_user(username=name, nama=name, peran=Peran.OPERATOR)
    return made


def test_passwords_of_one_use_are_random_and_readable() -> None:
    made = {accounts.one_time_password() for _ in range(1000)}
    assert len(made) == 1000
    assert not set("".join(made)) & set("01ilo")


@pytest.mark.django_db(transaction=True)
def test_two_operators_who_close_one_another_leave_one() -> None:
    both = [operator("a"), operator("b")]

    def close(user: Pengguna) -> bool:
        try:
            accounts.deactivate(user, RequestFactory().post("/"), "uji")
        except accounts.LastOperator:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(close, both)) == [False, True]
    assert Pengguna.objects.filter(is_active=True).count() == 1


@pytest.mark.django_db
def test_an_account_follows_its_ptk_record() -> None:
    own, theirs, other = uuid4(), uuid4(), uuid4()
    for name, pk in (("a", own), ("b", other)):
        Pengguna.objects.create_user(username=name, peran=Peran.PTK, ptk_id=pk)
    accounts.follow_ptk(own, theirs)
    assert list(Pengguna.objects.order_by("username").values_list("ptk_id", flat=True)) == [theirs, other]
