"""A PTK's account stays theirs when their record is united with pusat's."""

from uuid import uuid4

import pytest

from dapodik.akun.models import Pengguna, Peran
from dapodik.pokok import write
from dapodik.pokok.models import Origin, Ptk
from dapodik.pokok.write import Author, Edit, Incoming
from sync.lokal.engine import identity


@pytest.mark.django_db
def test_the_account_goes_along() -> None:
    values = {"nama": "Guru Satu", "nik": "3205014101800001"}
    [own] = write.save([Edit(Ptk, values)], Author("Operator", Origin.FORM))
    user = Pengguna.objects.create_user(username="guru", peran=Peran.PTK, ptk_id=own.record.pk)
    theirs, run = uuid4(), uuid4()
    write.receive([Incoming(Ptk, theirs, values, Author("Pusat", Origin.PUSAT))], run)
    identity.unite(run)
    user.refresh_from_db()
    assert user.ptk_id == theirs == Ptk.live.get().pk
