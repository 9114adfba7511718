"""Runs `workbook.py` on a file, and ends it when it takes too much."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import psutil

from . import workbook
from .sheet import SheetError

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


class UnpackingError(Exception):
    """The file cannot be unpacked; the message says why (Indonesian)."""


def unpack(file: IO[bytes], title: str, first_row: int) -> Iterator[workbook.Row]:
    """The rows of the tab of this title, as `workbook.rows` gives them.

    Raises UnpackingError, and SheetError while too many other files are being unpacked.
    """
    command = [sys.executable, "-P", "-W", "ignore", workbook.__file__, title, str(first_row)]
    file.seek(0)
    with tempfile.TemporaryFile() as copy, _place():
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        code, output = _run(command, copy)
    lines = output.splitlines()
    if code == workbook.REFUSED:
        raise UnpackingError(json.loads(lines[-1]))
    if code == workbook.DAMAGED:
        raise UnpackingError(_DAMAGED)
    if code == 1:
        raise subprocess.CalledProcessError(code, command)
    # Anything else is an end by force: by us, by a limit, by a crash of the interpreter.
    if code:
        raise UnpackingError(_TOO_MUCH)
    # Decoded one by one: all at once they would take ten times the memory.
    return map(json.loads, lines)


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
    with subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, creationflags=_NO_WINDOW) as child:
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
