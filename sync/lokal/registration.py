"""Registering this computer at pusat."""

import platform

from django.db import transaction

from dapodik.pokok.models import Cursor, PesertaDidik, Sekolah
from sync.wire.messages import Registered, Registration
from sync.wire.problems import SyncProblem

from .client import Client
from .models import Connection, Outbox, new_epoch


def register(url: str, npsn: str, code: str) -> Connection:
    """Register at pusat and keep its key; the next run pulls what pusat has.

    Raises SyncProblem: 202 for a wrong NPSN or code, 206 where this folder holds another school.
    """
    npsn, code = npsn.strip(), code.strip()
    here = Sekolah.live.first()
    known = Connection.load()
    if here and here.npsn and here.npsn != npsn:
        raise SyncProblem(206, here=f"{here.nama} ({here.npsn})", there=npsn)
    with Client(url) as client:
        answer = client.register(Registration(npsn, code, platform.node() or "komputer sekolah"))
    if here and _is_other(here, known, answer):
        raise SyncProblem(206, here=here.nama, there=answer.nama)
    return _keep(url, answer)


def _is_other(here: Sekolah, known: Connection | None, answer: Registered) -> bool:
    if known:
        return str(known.sekolah_id) != answer.sekolah_id
    # A school begun from its sheet has no NPSN yet: its name is all there is to tell by.
    return PesertaDidik.objects.exists() and not here.npsn and _folded(here.nama) != _folded(answer.nama)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@transaction.atomic
def _keep(url: str, answer: Registered) -> Connection:
    """A new key is a new installation: batches are counted anew and pusat's side is pulled again."""
    Outbox.objects.all().delete()
    cursor = Cursor.load()
    cursor.has_pulled, cursor.position = False, None
    cursor.save()
    connection, _ = Connection.objects.update_or_create(
        pk=1,
        defaults={
            "url": url,
            "sekolah_id": answer.sekolah_id,
            "npsn": answer.npsn,
            "nama": answer.nama,
            "installation": answer.installation,
            "key": answer.key,
            "epoch": new_epoch(),
            "acked": 0,
        },
    )
    return connection
