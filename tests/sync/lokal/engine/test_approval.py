"""Nothing new is sent that the kepala sekolah has not seen, where the school asks for that."""

from collections.abc import Callable

import pytest

from tests.sync import points
from tests.sync.conftest import NPSN, Killed, Laptop, Pusat, by_nisn, fill
from tests.sync.whole import assert_whole

# All of it happens at the school.
pytestmark = pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)


@pytest.fixture
def careful(school: Laptop) -> Laptop:
    """A school that asks for approval."""
    school("require_approval")
    return school


def test_nothing_goes_before_it_is_approved_and_all_of_it_then(
    careful: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    pk = by_nisn(careful)["0150000001"]
    careful.edit("peserta_didik", pk, rt="9")
    end = careful("sync")
    assert (end["status"], end["problem"], end["sent"]) == ("gagal", 507, {})
    assert list(careful("pending")) == [pk]
    assert careful("sync", sending=False)["status"] == "selesai"
    assert careful("approve")
    assert careful("sync")["sent"]["peserta_didik"]["changed"] == 1
    assert_whole(careful, pusat, code, laptop)


def test_what_is_edited_afterwards_is_not_covered(careful: Laptop) -> None:
    ids = by_nisn(careful)
    careful.edit("peserta_didik", ids["0150000001"], rt="9")
    assert careful("approve")
    careful.edit("peserta_didik", ids["0150000001"], rt="10")
    assert careful("sync")["problem"] == 507
    careful.edit("peserta_didik", ids["0150000001"], rt="9")
    careful.edit("peserta_didik", ids["0150000002"], rw="9")
    assert careful("sync")["problem"] == 507
    # Taken back: what is left is what was approved.
    careful.edit("peserta_didik", ids["0150000002"], rw="2")
    assert careful("sync")["sent"]["peserta_didik"]["changed"] == 1


def test_an_approval_is_not_for_the_next_time(careful: Laptop) -> None:
    pk = by_nisn(careful)["0150000001"]
    for rt in ("9", "1"):
        careful.edit("peserta_didik", pk, rt=rt)
        assert careful("sync")["problem"] == 507
        assert careful("approve")
        assert careful("sync")["sent"]
    assert not careful("approve"), "nothing waits"


# Before these points the batch is named and not acknowledged here.
@pytest.mark.parametrize(
    "point", ["before sending", "before the answer is stored", "before the ack is stored"]
)
def test_a_batch_under_way_goes_on(
    point: str, careful: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """Killed after the approval; then something else is edited, which waits."""
    assert point in points.LAPTOP
    ids = by_nisn(careful)
    careful.edit("peserta_didik", ids["0150000001"], rt="9")
    assert careful("approve")
    careful("die", point=point)
    with pytest.raises(Killed):
        careful("sync")
    careful.restart()
    careful.edit("peserta_didik", ids["0150000002"], rt="9")
    went = careful("sync")
    assert went["problem"] == 507 and went["sent"]["peserta_didik"]["changed"] == 1
    assert list(careful("pending")) == [ids["0150000002"]]
    assert careful("approve")
    assert careful("sync")["status"] == "selesai"
    assert_whole(careful, pusat, code, laptop)


def test_one_approval_for_all_batches_of_a_large_school(
    laptop: Callable[..., Laptop], pusat: Pusat, code: str
) -> None:
    computer = laptop("large")
    fill(computer, pupils=1400)
    computer("register", url=pusat.url, npsn=NPSN, code=code)
    assert computer("sync", sending=False)["status"] == "selesai"
    computer("require_approval")
    assert computer("approve")
    computer("die", point="after the ack is stored")
    with pytest.raises(Killed):
        computer("sync")
    computer.restart()
    assert computer("pending"), "one batch was enough"
    done = computer("sync")
    assert (done["status"], done["problem"]) == ("selesai", None)
