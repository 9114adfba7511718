"""Synchronisation by file: whatever happens to a file, the next synchronisation ends with equal digests."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.wire.sealed import FILE_MAX
from tests.site_process import manage

from . import points
from .by_file import Refused, carry, upload
from .conftest import NPSN, SECONDS, Killed, Laptop, Pusat, by_nisn, fill, pupil
from .test_exchange import publish
from .test_killed import change_much
from .whole import assert_whole

# All but the first tests are about the school and the file; pusat takes it as it takes a round.
alone = pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)


def by_file(computer: Laptop, pusat: Pusat) -> dict[str, Any]:
    """There and back."""
    read: dict[str, Any] = computer("read_reply", file=carry(pusat, computer("write_letter")))
    return read


def refusal(computer: Laptop, action: str, **arguments: Any) -> str:
    with pytest.raises(AssertionError) as met:
        computer(action, **arguments)
    return str(met.value)


def edit(computer: Laptop, number: int = 1, **values: Any) -> None:
    computer.edit("peserta_didik", by_nisn(computer)[f"015{number:07d}"], **values)


def test_there_and_back_with_a_card_from_pusat(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    change_much(school)
    publish(pusat, tmp_path, school, "0150000004")
    letter = school("write_letter")
    edit(school, 5, rt="7")
    read = school("read_reply", file=carry(pusat, letter))
    assert (read["status"], read["requests"]) == ("selesai", 0)
    assert read["sent"]["peserta_didik"] == {"added": 1, "changed": 1, "deleted": 1}
    assert read["received"]["peserta_didik"]["changed"] == 1 and not read["receipt"]
    assert list(school("pending")) == [by_nisn(school)["0150000005"]]
    assert by_file(school, pusat)["sent"]["peserta_didik"]["changed"] == 1
    # Nothing is left to send: this one brings the receipt.
    assert by_file(school, pusat)["receipt"]["kinds"]["peserta_didik"]["count"] == 12
    assert_whole(school, pusat, code, laptop)


@alone
def test_the_receipt_comes_with_the_reply_where_nothing_else_has_come(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    change_much(school)
    letter = school("write_letter")
    edit(school, 5, rt="7")
    read = school("read_reply", file=carry(pusat, letter))
    assert read["receipt"]["kinds"]["peserta_didik"]["count"] == 12
    assert list(school("pending")) == [by_nisn(school)["0150000005"]]
    # What is not here as it was expected is not called agreed.
    reply = carry(pusat, school("write_letter"))
    school("spoil", nisn="0150000003", rt="77")
    assert not school("read_reply", file=reply)["receipt"]
    assert_whole_after_sync(school, pusat, code, laptop)


@alone
@pytest.mark.parametrize("other_by", ["line", "file"])
def test_one_new_pupil_on_two_computers(
    other_by: str, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """The child is entered on both while a file is on its way: one pupil, with what either typed."""
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    other("sync")
    for computer, more in ((school, {"email": "a@sekolah.example"}), (other, {"rt": "9"})):
        new = computer.make("peserta_didik", **{**pupil(200), **more})
        computer.make("registrasi_peserta_didik", peserta_didik_id=new, nipd="260200")
        (rombel,) = computer("records", kind="rombongan_belajar")
        computer.make("anggota_rombel", peserta_didik_id=new, rombongan_belajar_id=rombel)
    letter = school("write_letter")
    if other_by == "line":
        assert other("sync")["sent"]["peserta_didik"]["added"] == 1
    else:
        assert by_file(other, pusat)["sent"]["peserta_didik"]["added"] == 1
    read = school("read_reply", file=carry(pusat, letter))
    assert (read["problem"], read["sent"]) == (None, {})
    assert by_file(school, pusat)["sent"]["peserta_didik"] == {"added": 0, "changed": 1, "deleted": 0}
    other("sync")
    for computer in (school, other):
        pupils = [v for v in computer("records", kind="peserta_didik").values() if v["nisn"] == "0150000200"]
        assert [(v["email"], v["rt"]) for v in pupils] == [("a@sekolah.example", "9")]
    assert_whole(school, pusat, code, laptop)


@alone
def test_by_command(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    """`sync --file-out` and `--file-in`, as a script would use them."""
    edit(school, rt="9")
    school.stop()
    out, reply = tmp_path / "sekolah.kirim", tmp_path / "sekolah.jawaban"
    written = manage("sync", "--file-out", out, data=school.folder)
    assert (written.returncode, written.stdout) == (0, ""), written.stderr
    reply.write_bytes(upload(pusat, base64.b64encode(out.read_bytes()).decode()))
    read = manage("sync", "--file-in", reply, "--json", data=school.folder)
    assert read.returncode == 0, read.stderr
    report = json.loads(read.stdout)
    assert report["sent"]["peserta_didik"]["changed"] == 1 and report["receipt"] and report["requests"] == 0
    for file in (out, tmp_path / "tiada"):
        refused = manage("sync", "--file-in", file, data=school.folder)
        assert refused.returncode == 1 and "Traceback" not in refused.stderr, refused.stderr
    assert manage("sync", "--file-out", out, "--file-in", reply, data=school.folder).returncode == 2
    nowhere = manage("sync", "--file-out", tmp_path / "tiada" / "x", data=school.folder)
    assert nowhere.returncode == 1 and "Traceback" not in nowhere.stderr
    school.start()
    assert_whole(school, pusat, code, laptop)


@alone
def test_who_finds_a_file_reads_nothing(school: Laptop, pusat: Pusat) -> None:
    edit(school, rt="9")
    file = school("write_letter")
    assert b"Budi" not in base64.b64decode(file) + upload(pusat, file)
    pk = school("registered_as")
    for token in ("x", "x" * 43):
        guessed = requests.get(f"{pusat.url}/offline/{pk}/1/{token}/jawaban", timeout=SECONDS)
        assert guessed.status_code == 404


@alone
def test_first_trip_of_a_new_computer_and_a_large_school(
    laptop: Callable[..., Laptop], pusat: Pusat, code: str
) -> None:
    """It pulls first, as a run does; then several batches go in one file."""
    large = laptop("large")
    fill(large, pupils=1400)
    large("register", url=pusat.url, npsn=NPSN, code=code)
    assert by_file(large, pusat)["sent"] == {}
    sent = by_file(large, pusat)["sent"]
    assert (sent["peserta_didik"]["added"], large("pending")) == (1400, {})
    assert by_file(large, pusat)["receipt"]
    fresh = laptop("fresh")
    fresh("register", url=pusat.url, npsn=NPSN, code=code)
    read = by_file(fresh, pusat)
    assert read["received"]["peserta_didik"]["added"] == 1400
    assert by_file(fresh, pusat)["receipt"]
    assert fresh("records", kind="peserta_didik") == large("records", kind="peserta_didik")


@alone
@pytest.mark.parametrize("back", ["by line", "by file"])
def test_lost_on_the_way_there_or_back(
    back: str, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    for reaches_pusat in (False, True):
        change = {"rt": "9" if reaches_pusat else "8"}
        edit(school, **change)
        lost = school("write_letter")
        if reaches_pusat:
            upload(pusat, lost)
        edit(school, 2, **change)
        done = school("sync") if back == "by line" else by_file(school, pusat)
        assert (done["status"], done["problem"], done["conflicts"]) == ("selesai", None, [])
    if back == "by file":
        by_file(school, pusat)
    assert_whole(school, pusat, code, laptop)


@alone
def test_uploaded_twice_and_read_twice(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    edit(school, rt="9")
    letter = school("write_letter")
    first = carry(pusat, letter)
    publish(pusat, tmp_path, school, "0150000004")
    second = carry(pusat, letter)
    read = school("read_reply", file=first)
    assert read["sent"]["peserta_didik"]["changed"] == 1
    number = read["receipt"]["number"]
    # The second holds what came to pusat in between; what was read already is not read again.
    again = school("read_reply", file=second)
    assert (again["status"], again["problem"], again["sent"]) == ("gagal", 604, {})
    # Nor is what was agreed agreed anew: it is the same tanda terima.
    last = school("read_reply", file=first)
    assert (last["sent"], last["received"], last["receipt"]["number"]) == ({}, {}, number)
    assert_whole_after_sync(school, pusat, code, laptop)


@alone
@pytest.mark.parametrize("order", ["first, second", "second, first"])
def test_answers_read_in_any_order(
    order: str, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    edit(school, 1, rt="9")
    first = school("write_letter")
    edit(school, 1, rt="10")
    edit(school, 2, rt="9")
    second = school("write_letter")
    replies = {"first": carry(pusat, first), "second": carry(pusat, second)}
    for name in order.split(", "):
        read = school("read_reply", file=replies[name])
        assert read["problem"] in (None, 604)
    # The second letter held the batch of the first too; the pupil edited since goes after its ack.
    assert list(school("pending")) == [by_nisn(school)["0150000001"]]
    assert_whole_after_sync(school, pusat, code, laptop)


@alone
def test_an_old_answer_after_a_synchronisation_by_line(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    edit(school, 1, rt="9")
    old = carry(pusat, school("write_letter"))
    publish(pusat, tmp_path, school, "0150000004")
    assert school("sync")["status"] == "selesai"
    edit(school, 1, rt="10")
    assert school("sync")["status"] == "selesai"
    assert school("read_reply", file=old)["problem"] == 604
    assert school("records", kind="peserta_didik")[by_nisn(school)["0150000001"]]["rt"] == "10"
    assert_whole(school, pusat, code, laptop)


@alone
@pytest.mark.parametrize(
    "point",
    [
        "before the ack is stored",
        "after the ack is stored",
        "before the page is stored",
        "after the page is stored",
    ],
)
def test_killed_while_reading(
    point: str, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    assert point in points.LAPTOP
    change_much(school)
    publish(pusat, tmp_path, school, "0150000004")
    reply = carry(pusat, school("write_letter"))
    school("die", point=point)
    with pytest.raises(Killed):
        school("read_reply", file=reply)
    school.restart()
    edit(school, 3, rw="8")
    again = school("read_reply", file=reply)
    assert (again["status"], again["problem"]) == ("selesai", None)
    assert again["sent"] and again["received"]
    assert_whole_after_sync(school, pusat, code, laptop)


@alone
def test_spoiled_and_foreign_files(
    laptop: Callable[..., Laptop], school: Laptop, pusat: Pusat, code: str
) -> None:
    edit(school, rt="9")
    letter = base64.b64decode(school("write_letter"))
    reply = upload(pusat, base64.b64encode(letter).decode())
    for number, data in {
        601: b"catatan",
        602: letter[:-100],
        605: letter + bytes(FILE_MAX),
    }.items():
        with pytest.raises(Refused, match=str(number)):
            upload(pusat, base64.b64encode(data).decode())
    for place in (20, 40, 60, len(letter) - 1):
        spoiled = letter[:place] + bytes([letter[place] ^ 1]) + letter[place + 1 :]
        with pytest.raises(Refused, match="201|602"):
            upload(pusat, base64.b64encode(spoiled).decode())
    # A reply is not a letter, nor the other way round.
    with pytest.raises(Refused, match="601"):
        upload(pusat, base64.b64encode(reply).decode())
    for reason, data in {
        "601": letter,
        "602": reply[:-1],
        "605": reply + bytes(FILE_MAX),
    }.items():
        assert reason in refusal(school, "read_reply", file=base64.b64encode(data).decode())

    # Another school, and another computer of this one.
    other_code = pusat.add_school("20299002", "SD NEGERI 3")
    for npsn, known in (("20299002", other_code), (NPSN, code)):
        stranger = laptop(f"stranger {npsn}")
        stranger("register", url=pusat.url, npsn=npsn, code=known)
        assert "603" in refusal(stranger, "read_reply", file=base64.b64encode(reply).decode())
    assert school("read_reply", file=base64.b64encode(reply).decode())["problem"] is None


@alone
def test_a_revoked_key_and_a_new_one(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    edit(school, rt="9")
    old = school("write_letter")
    reply = carry(pusat, old)
    school("renew_key")
    assert "602" in refusal(school, "read_reply", file=reply)
    # The new key counts from its first use, and that may be a file; from then on the old one is nothing.
    assert by_file(school, pusat)["status"] == "selesai"
    with pytest.raises(Refused, match="602"):
        upload(pusat, old)
    assert_whole_after_sync(school, pusat, code, laptop)
    pusat.command("revoke", "--npsn", NPSN, "--all", "--json")
    with pytest.raises(Refused, match="201"):
        upload(pusat, school("write_letter"))


@alone
def test_a_laptop_restored_between_letter_and_answer(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    """Its batch was answered, but it does not know of it: the answer is refused, a new count begins."""
    edit(school, 1, rt="9")
    backup = school.copy_to(tmp_path / "backup")
    try:
        edit(school, 2, rt="9")
        reply = carry(pusat, school("write_letter"))
        edit(backup, 1, rt="10")
        assert backup("read_reply", file=reply)["problem"] == 604
        backup("write_letter")
        assert backup("read_reply", file=reply)["problem"] == 604
        # New count, pull, send, receipt: each of them a trip.
        trips = [by_file(backup, pusat) for _ in range(4)]
        assert [trip["status"] for trip in trips] == ["selesai"] * 4
        assert trips[-1]["receipt"] and backup("pending") == {}
        assert_whole(backup, pusat, code, laptop)
    finally:
        backup.stop()


@alone
def test_validation_and_approval_gate_the_file(school: Laptop, pusat: Pusat) -> None:
    edit(school, 1, nik="123")
    assert "502" in refusal(school, "write_letter")
    edit(school, 1, nik="3205010205150002", rt="9")
    school("require_approval")
    assert "507" in refusal(school, "write_letter")
    pulled = school("read_reply", file=carry(pusat, school("write_letter", sending=False)))
    assert (pulled["status"], pulled["sent"], bool(pulled["receipt"])) == ("selesai", {}, True)
    assert school("approve")
    assert by_file(school, pusat)["sent"]["peserta_didik"]["changed"] == 1


@alone
def test_a_difference_is_mended_with_the_reply(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    school("spoil", nisn="0150000003", rt="77")
    assert not by_file(school, pusat)["receipt"]
    assert school("records", kind="peserta_didik")[by_nisn(school)["0150000003"]]["rt"] == "1"
    assert by_file(school, pusat)["receipt"]
    assert_whole(school, pusat, code, laptop)


def assert_whole_after_sync(computer: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]) -> None:
    """One more synchronisation, and all is as it must be."""
    done = computer("sync")
    assert (done["status"], done["problem"]) == ("selesai", None)
    assert_whole(computer, pusat, code, laptop)
