"""What a record names must be at pusat: there, or in the same batch, in any order."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from sync.lokal.engine.client import Client
from sync.wire.messages import Batch, Change, Exchange, Offer
from sync.wire.packing import encode
from sync.wire.registration import Registration
from tests.sync.conftest import NAME, NPSN, Pusat, pupil

EPOCHS = iter(range(1, 1000))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    from tests.sync.conftest import url_of_its_own

    pusat = Pusat(tmp_path_factory.mktemp("pusat"), url_of_its_own(request))
    pusat.start("", "--workers", "1")
    with Client(pusat.url) as anonymous:
        joined = anonymous.register(Registration(NPSN, pusat.add_school(NPSN, NAME), "laptop"))
    with Client(pusat.url, joined.key) as registered:
        yield registered
    pusat.kill()


def refused(client: Client, *changes: Change) -> dict[UUID, tuple[int, str]]:
    offer = Offer(1, encode(Batch(list(changes))))
    ack = client.exchange(Exchange("c", "1", f"e{next(EPOCHS)}", 0, 0, offer=offer)).ack
    assert ack
    return {result.id: (result.problem, result.field) for result in ack.results if result.problem}


def child(**values: str) -> Change:
    return Change("peserta_didik", uuid4(), {**pupil(1), **values})


def rombel(**ids: UUID) -> Change:
    named = {name: value.bytes for name, value in ids.items()}
    return Change("rombongan_belajar", uuid4(), {"nama": "Kelas 5A"}, named)


def member(of: Change, pupil: Change) -> Change:
    ids = {"rombongan_belajar_id": of.id.bytes, "peserta_didik_id": pupil.id.bytes}
    return Change("anggota_rombel", uuid4(), {}, ids)


def test_a_batch_names_its_records_in_any_order(client: Client) -> None:
    room, pupil = rombel(), child()
    assert refused(client, member(room, pupil), pupil, room) == {}
    # They are at pusat now; deleted ones too.
    assert refused(client, Change("peserta_didik", pupil.id, {"soft_delete": True}, base=10**6)) == {}
    assert refused(client, member(room, pupil)) == {}


def test_what_is_not_there_or_is_something_else_is_refused(client: Client) -> None:
    room, pupil = rombel(), child()
    assert refused(client, room, pupil) == {}
    lonely, crossed = member(room, child()), member(rombel(), pupil)
    crossed.ids["rombongan_belajar_id"] = pupil.id.bytes
    assert refused(client, lonely, crossed) == {
        lonely.id: (408, "peserta_didik_id"),
        crossed.id: (408, "rombongan_belajar_id"),
    }
    # As text too, as it is stored.
    as_text = Change("anggota_rombel", uuid4(), {"peserta_didik_id": str(uuid4())})
    assert refused(client, as_text) == {as_text.id: (408, "peserta_didik_id")}


def test_what_names_a_refused_record_is_refused_with_it(client: Client) -> None:
    teacher = Change("ptk", uuid4(), {"nama": "x" * 300})
    room = rombel(ptk_id=teacher.id)
    pupil = child()
    place = member(room, pupil)
    assert refused(client, place, room, pupil, teacher) == {
        teacher.id: (401, "nama"),
        room.id: (408, "ptk_id"),
        place.id: (408, "rombongan_belajar_id"),
    }
    # Once it is mended all of it is taken.
    teacher.values["nama"] = "Ani"
    assert refused(client, teacher) == refused(client, room) == refused(client, place) == {}


def test_a_record_that_is_deleted_names_nothing(client: Client) -> None:
    gone = member(rombel(), child())
    gone.values["soft_delete"] = True
    assert refused(client, gone) == {}
    back = Change("anggota_rombel", gone.id, {"soft_delete": False}, base=10**6)
    assert refused(client, back)[gone.id][0] == 408
