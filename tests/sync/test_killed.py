"""Either process killed (SIGKILL) at any point of a run: the next run ends with both sides equal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from . import points
from .books import Books
from .conftest import NAME, NPSN, Killed, Laptop, Pusat, by_nisn, enrol, fill, url_of_its_own
from .line import Call, HungUp, Line
from .whole import assert_equal, assert_settled, assert_whole

PUPILS = 8


def change_much(computer: Laptop) -> None:
    """An edit, a new pupil and a deletion."""
    ids = by_nisn(computer)
    computer.edit("peserta_didik", ids["0150000001"], rt="9")
    enrol(computer, 90)
    strike(computer, ids["0150000002"])


def strike(computer: Laptop, pk: str) -> None:
    """Delete a pupil and what names them."""
    computer.edit("peserta_didik", pk, soft_delete=True)
    for kind in ("registrasi_peserta_didik", "anggota_rombel"):
        for other, values in computer("records", kind=kind).items():
            if values["peserta_didik_id"] == pk:
                computer.edit(kind, other, soft_delete=True)


@dataclass
class Pair:
    """Two computers of a school, of which the first or its pusat is killed; `turn` makes changes differ."""

    pusat: Pusat
    line: Line
    code: str
    first: Laptop
    other: Laptop

    def __post_init__(self) -> None:
        self.books = Books(self.pusat, NPSN)
        self.turns = count(100)

    def change(self) -> None:
        """What wants all kinds of rounds: pusat does not take the batch of the first before it has seen what
        the other has made, takes it then but for a field, and at last there is the proof."""
        self.turn = next(self.turns)
        ids = by_nisn(self.first)
        enrol(self.other, 500 + self.turn)
        self.other.edit("peserta_didik", ids["0150000004"], tinggi_badan=str(self.turn))
        self.other.edit("peserta_didik", ids["0150000005"], email=f"{self.turn}@sekolah.example")
        assert self.other("sync")["sent"]
        self.first.edit("peserta_didik", ids["0150000001"], rt=str(self.turn))
        self.first.edit("peserta_didik", ids["0150000005"], email=f"kalah{self.turn}@sekolah.example")
        for gone in sorted(ids)[-2:]:
            strike(self.first, ids[gone])
        self.new = enrol(self.first, self.turn)
        self.before = self._counts()

    def state(self) -> str:
        """How far the synchronisation has come, as it stands on both disks."""
        batches, receipts, acked = (now - then for now, then in zip(self._counts(), self.before, strict=True))
        received = self.first("records", kind="peserta_didik")[by_nisn(self.first)["0150000004"]]
        reached = {
            "pulled": received["tinggi_badan"] == str(self.turn),
            "named": self.first("stands")["under_way"] > 0,
            "taken": batches > 0,
            "acked": acked > 0,
            "proved": receipts > 0,
        }
        return " ".join(word for word, is_so in reached.items() if is_so)

    def assert_whole(self) -> None:
        """After the next run all is on all sides, and came to pusat once."""
        self.first.edit("peserta_didik", by_nisn(self.first)["0150000003"], rw=str(self.turn))
        assert self.first("sync")["status"] == self.other("sync")["status"] == "selesai"
        assert_settled(self.first)
        assert_equal(self.first, self.other)
        pupils = self.other("records", kind="peserta_didik")
        assert self.new in pupils and len(pupils) == PUPILS
        values = [pupils[by_nisn(self.other)[f"015000000{n}"]] for n in (1, 3, 4, 5)]
        assert [values[0]["rt"], values[1]["rw"], values[2]["tinggi_badan"]] == [str(self.turn)] * 3
        assert values[3]["email"] == f"{self.turn}@sekolah.example"
        lost = [row["lost"] for row in self.first("conflicts") if row["field"] == "email"]
        assert lost.count(f"kalah{self.turn}@sekolah.example") == 1
        self.books.assert_kept_well(by_pusat=1)

    def _counts(self) -> tuple[int, int, int]:
        return self.books.batches(), self.books.receipts(), self.first("stands")["acked"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair")
    pusat = Pusat(folder / "pusat", url_of_its_own(request))
    pusat.start()
    code = pusat.add_school(NPSN, NAME)
    line = Line(pusat.port)
    first, other = (Laptop(folder / name) for name in ("one", "other"))
    fill(first, PUPILS)
    for computer in (first, other):
        computer("register", url=line.url, npsn=NPSN, code=code)
        assert computer("sync")["status"] == "selesai"
    yield Pair(pusat, line, code, first, other)
    first.stop()
    other.stop()
    line.close()
    pusat.kill()


# (point, for which time it is reached): how far all has come by then. The first round pulls, and its batch is
# named anew in the second; the third proves.
LAPTOP = {
    ("before the batch is named", 1): "",
    ("after the batch is named", 1): "named",
    ("before sending", 1): "named",
    ("before the answer is stored", 1): "named",
    ("before the page is stored", 1): "",
    ("after the page is stored", 1): "pulled",
    ("before the batch is named", 2): "pulled",
    ("after the batch is named", 2): "pulled named",
    ("before sending", 2): "pulled named",
    ("before the answer is stored", 2): "pulled named taken",
    ("before the ack is stored", 1): "pulled named taken",
    ("after the ack is stored", 1): "pulled taken acked",
    ("before the page is stored", 2): "pulled taken acked",
    ("after the page is stored", 2): "pulled taken acked",
    ("before the batch is named", 3): "pulled taken acked",
    ("after the batch is named", 3): "pulled taken acked",
    ("before sending", 3): "pulled taken acked",
    ("before the answer is stored", 3): "pulled taken acked proved",
    ("before the end is noted", 1): "pulled taken acked proved",
    ("after the end is noted", 1): "pulled taken acked proved",
}
PUSAT = {
    ("before the page", 1): "named",
    ("after the commit", 1): "named",
    ("before the answer goes out", 1): "named",
    ("before the batch is applied", 1): "pulled named",
    ("before the commit", 1): "pulled named",
    ("before the page", 2): "pulled named",
    ("after the commit", 2): "pulled named taken",
    ("before the answer goes out", 2): "pulled named taken",
    ("before the receipt", 1): "pulled taken acked",
    ("after the receipt", 1): "pulled taken acked",
    ("after the commit", 3): "pulled taken acked proved",
    ("before the answer goes out", 3): "pulled taken acked proved",
}


def test_the_tables_name_every_point() -> None:
    assert {point for point, _ in LAPTOP} == points.LAPTOP.keys()
    assert {point for point, _ in PUSAT} == points.PUSAT.keys()


@pytest.mark.parametrize(("point", "times"), LAPTOP)
def test_school_killed(point: str, times: int, pair: Pair) -> None:
    pair.change()
    pair.first("die", point=point, times=times)
    with pytest.raises(Killed):
        pair.first("sync")
    pair.first.restart()
    assert pair.state() == LAPTOP[point, times]
    assert pair.first("stands")["ended"] is (point == "after the end is noted")
    pair.assert_whole()


@pytest.mark.parametrize(("point", "times"), PUSAT)
def test_pusat_killed(point: str, times: int, pair: Pair) -> None:
    pair.change()
    pair.pusat.kill()
    pair.pusat.start(die_at=f"{point} {times}")
    cut = pair.first("sync")
    assert cut["status"] == "gagal" and cut["problem"] in (101, 106)
    pair.pusat.wait_killed()
    pair.pusat.start()
    assert pair.state() == PUSAT[point, times]
    pair.assert_whole()


@pytest.mark.parametrize("when", ["before", "after"])
def test_pusat_killed_at_every_answer(when: str, pair: Pair) -> None:
    """Just before an answer reaches the school, or just after, whichever answer of a run it is."""

    def kill(call: Call) -> None:
        answer = call.forward()
        pair.pusat.kill()
        if when == "after":
            call.answer(answer)
        raise HungUp

    for number in count(1):
        pair.change()
        pair.line.spoil(kill, first=number, times=1)
        cut = pair.first("sync")
        pair.line.mend()
        if not pair.line.met:
            break
        # The last answer is the receipt: a school that has it is done.
        assert cut["problem"] in (101, 106) or (when == "after" and cut["receipt"])
        pair.pusat.start()
        pair.assert_whole()
    assert number > 3


@pytest.mark.parametrize("point", ["before sending", "before the answer is stored"])
def test_edited_while_the_batch_is_under_way(
    point: str, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """Sent and then changed again, taken back, emptied, filled for the first time, or deleted, all before
    the answer is known: what stands here in the end is what pusat gets, and nothing is reverted."""
    ids = by_nisn(school)
    school.edit("peserta_didik", ids["0150000001"], rt="9", email="satu@sekolah.example")
    school.edit("peserta_didik", ids["0150000002"], rt="9")
    new, gone = enrol(school, 90), enrol(school, 91)
    school("die", point=point)
    with pytest.raises(Killed):
        school("sync")
    school.restart()
    school.edit("peserta_didik", ids["0150000001"], rt="1", email="")
    school.edit("peserta_didik", ids["0150000002"], rt="10")
    school.edit("peserta_didik", new, email="baru@sekolah.example", nomor_telepon_seluler="081234567890")
    strike(school, gone)
    before = school("records", kind="peserta_didik")
    done = school("sync")
    assert (done["status"], done["problem"], done["conflicts"]) == ("selesai", None, [])
    assert school("records", kind="peserta_didik") == before
    assert before[ids["0150000001"]]["rt"] == "1" and before[new]["email"] == "baru@sekolah.example"
    assert_whole(school, pusat, code, laptop)


def test_first_run_killed_at_every_batch(laptop: Callable[..., Laptop], pusat: Pusat, code: str) -> None:
    """Pusat has taken it, the school does not know; the batches before it go on counting."""
    computer = laptop("large")
    fill(computer, pupils=1400)
    computer("register", url=pusat.url, npsn=NPSN, code=code)
    for number in count(1):
        # The batch at which it died goes again, and is known.
        computer("die", point="before the ack is stored", times=min(number, 2))
        try:
            assert computer("sync")["receipt"]
            break
        except Killed:
            computer.restart()
        assert computer("stands")["acked"] == number - 1
        assert Books(pusat, NPSN).batches() == number
    assert number > 2
    assert_whole(computer, pusat, code, laptop)
