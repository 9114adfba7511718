"""Runs `workbook.py` on a file, and ends it when it takes too much."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec
import psutil

from . import workbook
from .sheet import SheetError
from .xlsx_tab import Row

# Where the machine is busy, the limit of CPU in `workbook.py` comes later than it should.
MAX_SECONDS = 3 * workbook.MAX_CPU_SECONDS
_LOOK = 0.2
# Windows would open one for a site that has none.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
# More at once could take all memory of a small computer; who waits longer holds up the site.
_places = threading.BoundedSemaphore(2)
_WAIT = 20
_BUSY = "Dua lembar lain sedang dibuka. Tunggu sebentar, lalu pilih lagi berkasnya."
_TOO_MUCH = (
    "Lembar ini memuat terlalu banyak: membukanya perlu lebih dari "
    f"{workbook.MAX_MEMORY // 1024**2} MB memori atau {workbook.MAX_CPU_SECONDS} detik."
)
_DAMAGED = "Berkas ini rusak atau tidak lengkap."
# What runs apart finds the readers there.
_ROOT = str(Path(workbook.__file__).parents[2])


class UnpackingError(Exception):
    """The file cannot be unpacked; the message says why (Indonesian)."""


@dataclass(frozen=True)
class Unpacked:
    """An unpacked file: its rows as `workbook.rows` gives them, as lines of JSON, and its notes."""

    lines: bytes

    def __iter__(self) -> Iterator[Row]:
        # Decoded one by one: all at once they would take ten times the memory.
        return map(msgspec.json.decode, self.lines.splitlines()[:-1])

    @property
    def notes(self) -> workbook.Notes:
        """What the file is besides its rows."""
        return workbook.Notes(**msgspec.json.decode(self.lines[self.lines.rfind(b"\n", 0, -1) + 1 :]))


def unpack(file: IO[bytes], title: str, first_row: int) -> Unpacked:
    """Unpack the tab of this title, as `workbook.rows` chooses it.

    Raises UnpackingError; SheetError for another kind of file, and while too many are being unpacked.
    """
    command = [sys.executable, "-P", "-W", "ignore", "-m", workbook.__name__, title, str(first_row)]
    file.seek(0)
    with tempfile.TemporaryFile() as copy, _place():
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        code, output = _run(command, copy)
    if code in (workbook.REFUSED, workbook.OTHER):
        sentence = json.loads(output.splitlines()[-1])
        raise UnpackingError(sentence) if code == workbook.REFUSED else SheetError(sentence)
    if code == workbook.DAMAGED:
        raise UnpackingError(_DAMAGED)
    if code == 1:
        raise subprocess.CalledProcessError(code, command)
    # Anything else is an end by force: by us, by a limit, by a crash of the interpreter.
    if code:
        raise UnpackingError(_TOO_MUCH)
    return Unpacked(output)


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=_WAIT):
        raise SheetError(_BUSY)
    try:
        yield
    finally:
        _places.release()


def _run(command: list[str], stdin: IO[bytes]) -> tuple[int, bytes]:
    """Run to the end, or until it takes too much; return exit code and stdout."""
    deadline = time.monotonic() + MAX_SECONDS
    environment = {**os.environ, "PYTHONPATH": _ROOT}
    with subprocess.Popen(
        command, stdin=stdin, stdout=subprocess.PIPE, env=environment, creationflags=_NO_WINDOW
    ) as child:
        try:
            while True:
                try:
                    output, _ = child.communicate(timeout=_LOOK)
                    return child.returncode, output
                except subprocess.TimeoutExpired:
                    if time.monotonic() > deadline or _memory(child.pid) > workbook.MAX_MEMORY:
                        return workbook.TOO_MUCH, b""
        finally:
            child.kill()


def _memory(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
