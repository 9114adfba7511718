"""What must be true whenever all has been synchronised over a good line."""

from collections.abc import Callable

from dapodik.pokok.models import KINDS

from .conftest import NPSN, Laptop, Pusat


def assert_equal(laptop: Laptop, other: Laptop) -> None:
    """Both computers hold the same records."""
    for kind in KINDS:
        assert laptop("records", kind=kind) == other("records", kind=kind), kind


def assert_settled(laptop: Laptop) -> None:
    """Nothing waits here, and both sides agree."""
    assert laptop("pending") == {}
    last = laptop("sync")
    assert last["receipt"] and last["sent"] == last["received"] == {}, last


def assert_whole(computer: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]) -> None:
    """Both sides agree, nothing waits, and a fresh computer gets exactly the same school."""
    assert_settled(computer)
    assert_pulled(laptop("fresh"), computer, pusat, code)


def assert_pulled(fresh: Laptop, laptop: Laptop, pusat: Pusat, code: str) -> None:
    """An empty computer gets exactly what another holds."""
    fresh("register", url=pusat.url, npsn=NPSN, code=code)
    assert fresh("sync", sending=False)["status"] == "selesai"
    assert_equal(fresh, laptop)
