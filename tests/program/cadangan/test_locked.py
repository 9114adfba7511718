"""Locked backups: what a passphrase has locked it opens, and nothing else does."""

import io
import sys
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError, call_command

from dapodik.program.cadangan import locked, restore, schema
from dapodik.program.cadangan.archive import UnusableBackup, framed
from dapodik.program.cadangan.locked import WeakPassphrase, WrongPassphrase

from .conftest import NAME, SCHOOL, stored
from .signed import Parts, put_together

pytestmark = pytest.mark.slow

PASSPHRASE = "perahu kuda nil é"
PIECE = 64 * 1024


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost is what it is; here it is paid a hundred times."""
    monkeypatch.setattr(locked, "_COST", 2**4)


def unlocked(file: Path, passphrase: str = PASSPHRASE) -> bytes:
    with locked.opened(file, file.parent, lambda: passphrase) as backup:
        return backup.read_bytes()


def made(folder: Path, content: bytes) -> Path:
    (folder / "plain").write_bytes(content)
    locked.lock(folder / "plain", folder / "locked", PASSPHRASE)
    (folder / "plain").unlink()
    return folder / "locked"


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_locked_is_opened_and_nothing_of_it_stands_in_clear(tmp_path: Path, size: int) -> None:
    content = Random(size).randbytes(size)
    file = made(tmp_path, content)
    (tmp_path / "plain").write_bytes(content)
    assert file.stat().st_size == locked.encrypted_size(tmp_path / "plain")
    assert unlocked(file) == content
    assert size < 16 or content[:16] not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert {path.name for path in tmp_path.iterdir()} == {"plain", "locked"}


def test_the_same_backup_is_never_locked_in_the_same_way(tmp_path: Path) -> None:
    first = made(tmp_path, b"x" * 1000).read_bytes()
    second = made(tmp_path, b"x" * 1000).read_bytes()
    assert first.splitlines()[1] != second.splitlines()[1] and first[-1000:] != second[-1000:]


@pytest.mark.parametrize("wrong", ["", "perahu kuda nil", "Perahu kuda nil é", f"{PASSPHRASE} "])
def test_a_wrong_passphrase_is_said_to_be_wrong(tmp_path: Path, wrong: str) -> None:
    file = made(tmp_path, b"x" * 1000)
    with pytest.raises(WrongPassphrase, match="terkunci" if not wrong else "salah"):
        unlocked(file, wrong)
    assert [path.name for path in tmp_path.iterdir()] == ["locked"]


def test_letters_that_look_the_same_are_the_same(tmp_path: Path) -> None:
    assert unlocked(made(tmp_path, b"x"), "perahu kuda nil e\u0301") == b"x"


def test_no_changed_byte_and_no_missing_or_moved_piece_goes_unnoticed(tmp_path: Path) -> None:
    file = made(tmp_path, Random(1).randbytes(3 * PIECE))
    good, random = file.read_bytes(), Random(2)
    start = len(good) - 3 * (PIECE + 16)
    pieces = [good[place : place + PIECE + 16] for place in range(start, len(good), PIECE + 16)]
    broken = [
        good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        for place in [*range(0, start, 9), *(random.randrange(len(good)) for _ in range(20))]
        # Another magic is no locked backup at all.
        if place >= 28
    ]
    broken += [good[:left] for left in (30, start, start + 1, start + PIECE + 16, len(good) - 1)]
    broken += [good + b"x", good[:start] + b"".join(pieces[::-1]), good[:start] + pieces[0] + pieces[2]]
    for content in broken:
        file.write_bytes(content)
        with pytest.raises(UnusableBackup, match=r"rusak|terpotong"):
            unlocked(file)


def test_a_head_that_another_version_wrote_is_told(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(framed(b"DAPODIK-CADANGAN-TERKUNCI 1\n", b'{"salt":1}') + b"x" * 100)
    with pytest.raises(UnusableBackup, match="versi aplikasi yang lain"):
        unlocked(tmp_path / "b")


@pytest.mark.parametrize("weak", ["", "pendek", "12345678901234", " " * 20, "kurang dari"])
def test_what_would_soon_be_guessed_is_refused(weak: str) -> None:
    with pytest.raises(WeakPassphrase):
        locked.refuse_weak(weak)


def test_commands_lock_and_restore(
    small: Parts,
    here: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def say(passphrase: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{passphrase}\n"))

    file = tmp_path / "b"
    (here / NAME).write_bytes(small[1])
    with schema.opened(here / NAME) as own:
        say("pendek")
        with pytest.raises(CommandError, match="Terlalu mudah ditebak"):
            call_command("backup", file, encrypt=True, skip_checks=True)
        assert not file.exists()
        say(PASSPHRASE)
        call_command("backup", file, encrypt=True, skip_checks=True)
        assert "tidak ada yang dapat membukanya lagi" in capsys.readouterr().out
        assert b"zstd" not in file.read_bytes() and SCHOOL.encode() not in file.read_bytes()
        own.cursor().execute("UPDATE sekolah SET nama = 'SALAH KETIK'")
        own.close()
        say("perahu kuda liar")
        with pytest.raises(CommandError, match=r"salah\..* Tidak ada data yang berubah\."):
            call_command("restore", file)
        assert "SALAH KETIK" in str(stored(here)["sekolah"])
        say(PASSPHRASE)
        call_command("restore", file)
    assert SCHOOL in str(stored(here)["sekolah"])
    # What is made by itself is never locked, for nobody is asked for a passphrase then.
    (before,) = (here / "cadangan").iterdir()
    assert before.read_bytes().startswith(b"DAPODIK-CADANGAN 1\n")


def test_what_is_locked_is_checked_as_any_backup(small: Parts, here: Path, tmp_path: Path) -> None:
    header, plain = small
    put_together(here / "plain", plain, **{**header, "nama": "SD LAIN"})
    locked.lock(here / "plain", here / "b", PASSPHRASE)
    with locked.opened(here / "b", here, lambda: PASSPHRASE) as backup, pytest.raises(UnusableBackup):
        restore.check(backup)
