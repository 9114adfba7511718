"""What one school may store at pusat: records by kind, unknown fields, bytes a day."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from sync.lokal.engine.client import Client
from sync.pusat.round import quotas
from sync.wire.catalogue import catalogue
from sync.wire.messages import Ack, Batch, Change, Exchange, Offer
from sync.wire.packing import encode
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registration
from tests.sync.conftest import NAME, NPSN, Laptop, Pusat, fill, pupil

SMALL = """
unknown_fields = 3
bytes_a_day = 20000
[records]
peserta_didik = 2
"""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Pusat]:
    """Pusat with quotas of its own."""
    pusat = Pusat(tmp_path / "pusat")
    pusat.folder.mkdir()
    (pusat.folder / "kuota.toml").write_text(SMALL)
    pusat.start()
    yield pusat
    pusat.kill()


class Sender:
    """A computer that sends batch after batch."""

    def __init__(self, pusat: Pusat, code: str) -> None:
        with Client(pusat.url) as client:
            self.client = Client(pusat.url, client.register(Registration(NPSN, code, "laptop")).key)
        self.acked = 0

    def send(self, *changes: Change) -> Ack:
        offer = Offer(self.acked + 1, encode(Batch(list(changes))))
        answer = self.client.exchange(Exchange("c", "1", "e", self.acked, 0, offer=offer))
        assert answer.ack
        self.acked += 1
        return answer.ack

    def refused(self, *changes: Change) -> list[tuple[UUID, int, str]]:
        return [(result.id, result.problem, result.field) for result in self.send(*changes).results]


@pytest.fixture
def sender(small: Pusat) -> Sender:
    return Sender(small, small.add_school(NPSN, NAME))


def child(number: int) -> Change:
    return Change("peserta_didik", uuid4(), pupil(number))


def deleted(change: Change, gone: bool) -> Change:
    return Change("peserta_didik", change.id, {"soft_delete": gone}, base=99)


def test_a_school_has_no_more_records_than_it_can_be(sender: Sender) -> None:
    first, second, third = child(1), child(2), child(3)
    assert sender.refused(first, second, third) == [(third.id, 406, "")]
    assert sender.refused(Change("peserta_didik", first.id, {"rt": "9"}, base=99)) == []
    # Who is deleted counts no more, and is not brought back beyond what may be.
    assert sender.refused(deleted(first, True), third) == []
    assert sender.refused(deleted(first, False)) == [(first.id, 406, "")]
    assert sender.refused(deleted(third, True), deleted(first, False)) == []


def test_a_record_has_a_few_fields_that_pusat_does_not_know(sender: Sender) -> None:
    change = child(1)
    for number in range(3):
        change.values[f"baru_{number}"] = "x"
    assert sender.refused(change) == []
    assert sender.refused(Change("peserta_didik", change.id, {"baru_3": "x"}, base=99)) == [
        (change.id, 407, "baru_3")
    ]
    assert sender.refused(Change("peserta_didik", change.id, {"baru_1": "y"}, base=99)) == []


def test_a_school_sends_so_much_a_day(small: Pusat, sender: Sender) -> None:
    change = child(1)
    sender.send(change)
    with pytest.raises(SyncProblem) as met:
        for number in range(100):
            sender.send(Change("peserta_didik", change.id, {"baru": f"{number}" * 1500}, base=99))
    assert met.value.number == 310 and met.value.retry_after
    # What was refused is not numbered, and what only asks is answered.
    assert sender.client.exchange(Exchange("c", "1", "e", sender.acked, 0)).page
    small.command("add_school", "--npsn", "20299002", "--name", "SD LAIN", "--json")


def test_a_school_that_is_too_large_keeps_its_data_and_is_told(
    small: Pusat, laptop: Callable[..., Laptop]
) -> None:
    school = laptop("laptop")
    fill(school, pupils=4)
    school("register", url=small.url, npsn=NPSN, code=small.add_school(NPSN, NAME))
    done = school("sync")
    assert done["status"] == "selesai" and done["receipt"]["put_aside"] == 6
    problems = [row["number"] for row in school("pending").values()]
    # Two pupils, and what belongs to them.
    assert sorted(problems) == [406] * 2 + [408] * 4
    # Once there is room all of it goes.
    pusat_file = small.folder / "kuota.toml"
    small.kill()
    pusat_file.unlink()
    small.start()
    for pk, row in school("pending").items():
        if row["number"] == 406:
            school.edit("peserta_didik", pk, rt="3")
    while school("pending"):
        done = school("sync")
        assert done["status"] == "selesai" and done["sent"], done
    assert "put_aside" not in done["receipt"]


@pytest.mark.parametrize(
    "text",
    ["unknown = 3", "bytes_a_day = -1", "records = 5", "[records]\nhewan = 3", "[records]\nptk = true", "x"],
)
def test_nonsense_is_a_sentence_at_the_start(text: str, tmp_path: Path, settings: object) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "kuota.toml").write_text(text)
    quotas.quotas.cache_clear()
    with pytest.raises(quotas.UnreadableQuotas, match=r"kuota\.toml: "):
        quotas.quotas()


def test_every_kind_has_a_quota(tmp_path: Path, settings: object) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    quotas.quotas.cache_clear()
    assert quotas.quotas().records.keys() == catalogue().kinds.keys()
