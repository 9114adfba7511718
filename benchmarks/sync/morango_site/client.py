"""Morango's client: `python -m benchmarks.sync.morango_site.client`."""

import time
from typing import Any

from ..fields import FIELDS
from ..worker import answer
from .site import change, digest, start

PAUSE_SECONDS = 0.01


def cut_pauses() -> None:
    """Between two looks at whether the other side is ready, wait 10 ms instead of 0.3 to 5 s.

    `SessionController.proceed_to_and_wait_for` has Morango's only sleep outside of retries.
    """
    from morango.sync import controller

    controller.sleep = lambda seconds: time.sleep(min(seconds, PAUSE_SECONDS))


def register(url: str, root: str, user: str, password: str) -> None:
    """Get this computer a certificate for the school, as Morango's documentation says."""
    connection = _connection(url)
    (parent,) = connection.get_remote_certificates(root)
    connection.certificate_signing_request(parent, "school", {"school": root}, user, password)
    connection.close()


def fill(rows: list[list[str]]) -> None:
    """Store these pupils."""
    from .models import Pupil

    pupils = [Pupil(**dict(zip(FIELDS, row, strict=True))) for row in rows]
    for pupil in pupils:
        pupil.id = pupil.calculate_uuid()
    Pupil.objects.bulk_create(pupils)


def sync(url: str, ways: list[str]) -> dict[str, int]:
    """A session with a push, a pull or both; how many records went each way."""
    from morango.models.certificates import Certificate, Filter

    from .models import school

    connection = _connection(url)
    client_cert, server_cert = (
        Certificate.objects.exclude(parent=None).get(),
        Certificate.objects.get(parent=None),
    )
    session = connection.create_sync_session(client_cert, server_cert)
    moved = {}
    for way in ways:
        client = session.get_push_client() if way == "sent" else session.get_pull_client()
        client.initialize(Filter(school()))
        client.run()
        moved[way] = client.current_transfer_session.records_transferred
        client.finalize()
    connection.close_sync_session(session.sync_session)
    connection.close()
    return moved


def _connection(url: str) -> Any:
    from morango.sync.controller import MorangoProfileController

    from .models import PROFILE

    return MorangoProfileController(PROFILE).create_network_connection(url)


if __name__ == "__main__":
    start()
    answer((cut_pauses, register, fill, change, sync, digest))
