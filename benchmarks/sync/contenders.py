"""Each side's client and server, from a fresh folder to a computer that may synchronise and has not yet.

What is changed in the later scenarios is the same for all: two fields by the school, five by an SK.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.ports import free_port
from tests.sync.conftest import Pusat

from .worker import Process

CHANGED = 10
NPSN, NAMA = "69999998", "SD UJI COBA"  # as tests.school makes it
Rows = list[list[str]]


class Contender(Protocol):
    """A client and a server in processes that stay."""

    client: Process
    server_pid: int

    def sync(self, ways: Sequence[str]) -> dict[str, Any]:
        """Run; the client's answer (see worker.Process.call). `ways`: of `sent` and `received` what is
        wanted, where a side can do the one without the other."""

    def rest(self) -> None:
        """Do what a run does beside the sync, before it is timed."""

    def close(self) -> None:
        """End both."""


class Editable(Contender, Protocol):
    """One whose pupils can be changed at either end."""

    def push_ready(self, turn: int) -> None:
        """Change ten pupils at the school, others in each turn."""

    def pull_ready(self, turn: int) -> None:
        """Change ten pupils at the server."""


def typed(number: int) -> dict[str, str]:
    """What the school changes of pupil so and so (from 0)."""
    return {"nomor_telepon_seluler": f"081200{number:06d}", "tinggi_badan": str(151 + number % 10)}


def card(number: int) -> dict[str, str]:
    """What an SK gives pupil so and so, besides taking the KPS."""
    return {"nomor_kip": f"K{number:05d}", "nama_di_kip": f"PEMEGANG {number}"}


def edited(turn: int) -> range:
    """The ten pupils of a turn."""
    return range(turn * CHANGED, (turn + 1) * CHANGED)


class Ours:
    """A laptop and a running `pusat start`, both on SQLite. A run goes both ways and ends with the proof."""

    def __init__(self, folder: Path, pusat: Pusat, pupils: int) -> None:
        self._folder, self._pusat = folder, pusat
        assert pusat.process
        self.server_pid = pusat.process.pid
        self.client = Process("benchmarks.sync.laptop", folder / "laptop")
        self._ids: list[str] = self.client("make", pupils=pupils)
        code = pusat.add_school(NPSN, NAMA)
        self.client("register", url=pusat.url, npsn=NPSN, code=code)

    def rows(self) -> Rows:
        """The 66 values of every pupil."""
        return list(self.client("rows", ids=self._ids))

    def push_ready(self, turn: int) -> None:
        self.client("change", edits={self._ids[n]: typed(n) for n in edited(turn)})

    def pull_ready(self, turn: int) -> None:
        lines = [{"peserta_didik_id": self._ids[n], **card(n)} for n in edited(turn)]
        file = self._folder / "sk.csv"
        with file.open("w", newline="") as target:
            writer = csv.DictWriter(target, lines[0])
            writer.writeheader()
            writer.writerows(lines)
        words = ("--number", f"KIP/{turn}/2026", "--date", "2026-11-02", "--json")
        done = self._pusat.command("import_sk", str(file), *words)
        assert done["published"] == CHANGED, done

    def sync(self, ways: Sequence[str]) -> dict[str, Any]:
        return self.client.call("sync")

    def rest(self) -> None:
        self.client("back_up")

    def close(self) -> None:
        self.client.stop()


class Morango:
    """Morango's client and server, both on SQLite; a session per run, its pauses as they are or cut."""

    def __init__(self, folder: Path, rows: Rows, libraries: Path, cut: bool) -> None:
        port = free_port()
        path = {"PYTHONPATH": str(libraries)}
        site = "benchmarks.sync.morango_site"
        self._url = f"http://127.0.0.1:{port}/"
        self._server = Process(f"{site}.server", folder / "server", port, **path)
        self.server_pid = self._server.pid
        self.client = Process(f"{site}.client", folder / "client", **path)
        self.client("register", url=self._url, **self._server.ready)
        self.client("fill", rows=rows)
        if cut:
            self.client("cut_pauses")

    def push_ready(self, turn: int) -> None:
        self.client("change", edits={str(n + 1): typed(n) for n in edited(turn)})

    def pull_ready(self, turn: int) -> None:
        flags = {"penerima_kip": "Ya", "penerima_kps": "Tidak", "no_kps": ""}
        self._server("change", edits={str(n + 1): {**card(n), **flags} for n in edited(turn)})

    def sync(self, ways: Sequence[str]) -> dict[str, Any]:
        return self.client.call("sync", url=self._url, ways=ways)

    def rest(self) -> None:
        """Nothing."""

    def close(self) -> None:
        same = self.client("digest") == self._server("digest")
        self.client.stop()
        self._server.stop()
        assert same, "Morango's two sides differ"


class Floor:
    """One POST by hand; it knows a first push alone."""

    def __init__(self, folder: Path, rows: Rows) -> None:
        port = free_port()
        self._url = f"http://127.0.0.1:{port}/"
        self._server = Process("benchmarks.sync.floor", folder / "server", "server", port)
        self.server_pid = self._server.pid
        self.client = Process("benchmarks.sync.floor", folder / "client", "client")
        self.client("fill", rows=rows)

    def sync(self, ways: Sequence[str]) -> dict[str, Any]:
        return self.client.call("sync", url=self._url)

    def rest(self) -> None:
        """Nothing."""

    def close(self) -> None:
        self.client.stop()
        self._server.stop()
