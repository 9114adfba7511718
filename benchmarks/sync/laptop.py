"""Our school's computer: `python -m benchmarks.sync.laptop` on the folder DAPODIK_DATA."""

import os
from base64 import b64encode
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from .worker import answer


def make(pupils: int) -> list[str]:
    """Fill the folder with a school; the pupils' ids."""
    from . import school

    return [str(pk) for pk in school.make(pupils)]


def rows(ids: list[str]) -> list[list[str]]:
    """The 66 values of each of these pupils."""
    from . import school

    return school.rows([UUID(pk) for pk in ids])


def batches() -> list[str]:
    """The batches of its first push, in base64, as pusat would get them one after the other.

    The computer takes them for sent: it is of no other use afterwards.
    """
    from django.utils import timezone

    from dapodik.pokok.models import Sekolah
    from sync.lokal.engine import acknowledged, outbox, push
    from sync.lokal.models import Connection, Run
    from sync.wire.messages import Ack

    own = Sekolah.objects.get().pk
    connection = Connection.objects.create(url="", sekolah_id=own, npsn="", nama="", installation=1, key="")
    run = Run.objects.create(started=timezone.now(), by="")
    sent: list[str] = []
    while batches := outbox.batches(connection, 1, numbering=True):
        (batch,) = batches
        sent.append(b64encode(batch.body).decode())
        after = acknowledged.tally_after(connection, batch.changes)
        push.store_ack(Ack(batch.number, 0, 0), batch, after, connection, run)
    return sent


def register(url: str, npsn: str, code: str) -> None:
    """Register at pusat, and validate what is here."""
    from dapodik.validasi import engine
    from sync.lokal.engine import registration

    registration.register(url, npsn, code)
    engine.refresh()


def change(edits: dict[str, dict[str, str]]) -> None:
    """The operator gives pupils (by id) other values; validation follows, as after every edit."""
    from dapodik.pokok import write
    from dapodik.pokok.models import PesertaDidik
    from dapodik.pokok.write import Edit
    from dapodik.validasi import engine
    from tests.school import AUTHOR

    write.save([Edit(PesertaDidik, values, UUID(pk)) for pk, values in edits.items()], AUTHOR)
    engine.refresh()


def back_up() -> None:
    """The backup that a run makes first, unless there is one of the present data."""
    from dapodik.program.cadangan import store

    store.make_if_moved()


def sync() -> dict[str, Any]:
    """A whole run; how many pupils went each way. It must have ended with a tanda terima."""
    from sync.lokal.engine import runner

    run = runner.begin("Operator")()
    assert run.receipt and not run.problem, (run.problem, run.details)
    return {way: sum(getattr(run, way).get("peserta_didik", {}).values()) for way in ("sent", "received")}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "dapodik.settings.lokal"
    from dapodik.program import data_folder

    data_folder.prepare(Path(os.environ["DAPODIK_DATA"]))
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    # The application has loaded its pages before anybody presses the button.
    import_module("sync.lokal.web.sinkronisasi")
    answer((make, rows, batches, register, change, back_up, sync))
