"""Registering this computer at pusat."""

import platform
from uuid import UUID

from django.db import transaction

from dapodik.pokok import write
from dapodik.pokok.models import Origin, PesertaDidik, Sekolah
from sync.lokal.models import Connection, new_epoch
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registered, Registration

from . import acknowledged, identity, outbox, position
from .client import Client


def register(url: str, npsn: str, code: str) -> Connection:
    """Register this computer at pusat and store the key; the next run pulls what pusat has.

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
    return _store(url, answer, here)


def renew_key(connection: Connection) -> None:
    """Get another key from pusat: from its first use on, a copy of this folder is shut out.

    Raises SyncProblem; then the present key stays valid.
    """
    with Client(connection.url, connection.key) as client:
        connection.key = client.renew_key().key
    connection.save(update_fields=["key"])


def _is_other(here: Sekolah, known: Connection | None, answer: Registered) -> bool:
    if known:
        return str(known.sekolah_id) != answer.sekolah_id
    # A school begun from its sheet has no NPSN yet: its name is all there is to tell by.
    return PesertaDidik.objects.exists() and not here.npsn and _folded(here.nama) != _folded(answer.nama)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@transaction.atomic
def _store(url: str, answer: Registered, here: Sekolah | None) -> Connection:
    """Store the registration. A new key is a new installation: its batches are counted from 1, and it pulls
    first."""
    outbox.drop_batches()
    if here and str(here.pk) != answer.sekolah_id:
        _adopt_id(answer)
    position.pull_again()
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
            "computers": "",
        },
    )
    acknowledged.recount(connection)
    return connection


def _adopt_id(answer: Registered) -> None:
    """Give the school that was made here the id that pusat knows; all references to it follow."""
    operation = write.new_id()
    values = {"npsn": answer.npsn, "nama": answer.nama}
    pusat = write.Author("Pusat", Origin.PUSAT)
    write.receive([write.Incoming(Sekolah, UUID(answer.sekolah_id), values, pusat)], operation)
    identity.unite(operation)
