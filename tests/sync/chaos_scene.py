"""A school with two computers behind a line, and pusat: what a chaos run is played on."""

import random
from pathlib import Path
from typing import Any

from .books import Books
from .conftest import NAME, Killed, Laptop, Pusat, fill
from .ledger import Everything, Ledger, Place
from .line import Line

PUPILS = 6
RUNS_TO_SETTLE = 8


class Scene:
    """The school's two computers, their backups, and pusat; `log` is what was done, in so many `steps`."""

    def __init__(self, seed: int, pusat: Pusat, folder: Path) -> None:
        self.random = random.Random(seed)
        self.pusat, self.folder = pusat, folder
        self.npsn = f"{70_000_000 + seed}"
        self.code = pusat.add_school(self.npsn, NAME)
        self.books = Books(pusat, self.npsn)
        self.line = Line(pusat.port)
        self.ledger = Ledger()
        self.log: list[str] = []
        self.steps = 0
        self.laptops: dict[str, Laptop] = {}
        self.replies: dict[str, list[str]] = {"one": [], "other": []}
        # With each copy of pusat's database how many numbers pusat had given itself by then.
        self.pusat_copies: list[tuple[str, int]] = []
        self.backups: dict[str, list[Path]] = {"one": [], "other": []}
        # The school itself has the first number of its own.
        self.by_pusat = 1
        self.count = 0
        self.struck: list[str] = []
        for name in ("one", "other"):
            self.laptops[name] = Laptop(folder / name)
            self._give_ids(name)
        first_laptop = self.laptops["one"]
        fill(first_laptop, PUPILS)
        (rombel,) = first_laptop("records", kind="rombongan_belajar").values()
        for letter in "BC":
            first_laptop.make("rombongan_belajar", **{**rombel, "nama": f"Kelas 5{letter}"})
        for name, laptop in self.laptops.items():
            self._register(laptop)
            assert laptop("sync")["status"] == "selesai", name

    def close(self) -> None:
        """End the processes that were started here."""
        for laptop in self.laptops.values():
            laptop.stop()
        self.line.close()

    def note(self, what: str) -> None:
        """More on the last step."""
        self.log[-1] += f": {what}"

    def settle(self) -> None:
        """Synchronise until nothing moves any more; then everything must be right."""
        self.log.append("settle")
        for _ in range(RUNS_TO_SETTLE):
            ends = [self._run(name) for name in self.laptops]
            if not any(end["sent"] or end["received"] or end["problem"] for end in ends):
                break
        assert all(end["receipt"] and not end["sent"] and not end["received"] for end in ends), ends
        first, other = (self._sent(laptop("everything")) for laptop in self.laptops.values())
        assert first == other, _differences(first, other)
        for laptop in self.laptops.values():
            assert laptop("pending") == {}
        for record, values in first.items():
            at_pusat = self.books.values(record)
            assert at_pusat.items() <= values.items(), (record, at_pusat, values)
        missing = self.ledger.missing(
            {
                record: values
                for laptop in self.laptops.values()
                for record, values in laptop("everything").items()
            }
        )
        assert not missing, "\n".join(missing)
        self.books.assert_kept_well(self.by_pusat)

    def _sent(self, everything: Everything) -> Everything:
        """Without what was made and deleted before it was sent, of which only one computer knows."""
        return {
            record: values
            for record, values in everything.items()
            if not values["soft_delete"] or self.books.values(record)
        }

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _give_ids(self, name: str) -> None:
        """So that the same seed does the same again."""
        self.laptops[name]("ids", seed=self.random.getrandbits(64))

    def _pupil(self, name: str) -> str | None:
        """One of all, or of the two on which both computers work most."""
        pupils = sorted(self.laptops[name]("records", kind="peserta_didik"))
        often = pupils[:2] if self.random.random() < 0.5 else pupils
        return self.random.choice(often) if pupils else None

    def _save(self, name: str, kind: str, record: str, values: dict[str, Any]) -> None:
        self._act(name, "save", edits=[{"kind": kind, "id": record, "values": values}])

    def _act(self, name: str, action: str, **arguments: Any) -> None:
        """Something that an operator does to records: every value it leaves was accepted."""
        laptop = self.laptops[name]
        before = laptop("everything")
        result = laptop(action, **arguments)
        self.note(f"{arguments} {result}")
        for record, values in laptop("everything").items():
            for field, value in values.items():
                # With what a record was deleted is not typed and not asked about: it follows the deletion.
                if before[record][field] != value and field != "dihapus_bersama":
                    self.ledger.wrote(name, Place(record, field), before[record][field], value)

    def _register(self, laptop: Laptop) -> None:
        laptop("register", url=self.line.url, npsn=self.npsn, code=self.code)

    def _run(self, name: str, sending: bool = True) -> dict[str, Any]:
        """A run; one whose key does not count any more is followed by a registration, as its problem says."""
        laptop = self.laptops[name]
        try:
            end: dict[str, Any] = laptop("sync", sending=sending)
        except Killed:
            return {"problem": "killed"}
        self.ledger.conflicts(laptop("conflicts"))
        self.note(str({key: end[key] for key in ("problem", "sent", "received", "conflicts")}))
        assert end["problem"] not in (306, 502, 504, 506), end
        if end["problem"] == 201:
            try:
                self._register(laptop)
            except Killed:
                # It was to die in the run and does so here. What it does not know yet its next run says.
                return {"problem": "killed"}
            except AssertionError as problem:
                self.note(str(problem))
        return end

    def _read(self, name: str, reply: str) -> None:
        """A run over a file; of another key, another registration or an earlier time it is refused."""
        laptop = self.laptops[name]
        try:
            end = laptop("read_reply", file=reply)
        except AssertionError as problem:
            self.note(str(problem))
            return
        self.ledger.conflicts(laptop("conflicts"))
        self.note(str({key: end[key] for key in ("problem", "sent", "received", "conflicts")}))
        assert end["problem"] in (None, 602, 603, 604), end

    def _pusat_lost(self) -> None:
        """What stood at pusat alone is gone."""
        here = [laptop("everything") for laptop in self.laptops.values()]
        at_pusat = {record: self.books.values(record) for records in here for record in records}
        self.ledger.lost_everywhere([*here, at_pusat])

    def _copied(self, name: str) -> Path:
        copy = self.laptops[name].back_up_to(self.folder / f"copy-{self._next()}")
        self.note(copy.name)
        return copy

    def _replace(self, name: str, folder: Path) -> None:
        self.note(folder.name)
        laptop = self.laptops[name]
        self.ledger.conflicts(laptop("conflicts"))
        unsent = laptop("unsent")
        laptop.become(folder)
        self._give_ids(name)
        self.ledger.disk_lost(name, unsent, laptop("everything"))


def _differences(first: dict[str, Any], other: dict[str, Any]) -> list[Any]:
    return [
        (record, name, first.get(record, {}).get(name), other.get(record, {}).get(name))
        for record in first.keys() | other.keys()
        for name in first.get(record, other.get(record, {}))
        if first.get(record, {}).get(name) != other.get(record, {}).get(name)
    ]
