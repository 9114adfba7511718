"""A seeded chaos: two computers of one school and pusat, and everything that may happen to them."""

import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import points
from .books import Books
from .conftest import NAME, Killed, Laptop, Pusat, fill, pupil
from .decree import import_sk
from .ledger import Ledger, Place
from .line import FAULTS, WAITING, Line

STEPS = 60
PUPILS = 6
RUNS_TO_SETTLE = 8
QUICK_FAULTS = sorted(FAULTS.keys() - set(WAITING) - {"endless"})
CARD = ("penerima_kip", "nomor_kip", "nama_di_kip", "penerima_kps", "no_kps")


class Chaos:
    """A school's two computers behind a line, their backups, and pusat; `log` is what was done."""

    def __init__(self, seed: int, pusat: Pusat, folder: Path) -> None:
        self.random = random.Random(seed)
        self.pusat, self.folder = pusat, folder
        self.npsn = f"{70_000_000 + seed}"
        self.code = pusat.add_school(self.npsn, NAME)
        self.books = Books(pusat, self.npsn)
        self.line = Line(pusat.port)
        self.ledger = Ledger()
        self.log: list[str] = []
        self.laptops: dict[str, Laptop] = {}
        self.backups: dict[str, list[Path]] = {"one": [], "other": []}
        # The school itself has the first number of its own.
        self.by_pusat = 1
        self.count = 0
        for name in ("one", "other"):
            self.laptops[name] = Laptop(folder / name)
            self._give_ids(name)
        one = self.laptops["one"]
        fill(one, PUPILS)
        (first,) = one("records", kind="rombongan_belajar").values()
        for letter in "BC":
            one.make("rombongan_belajar", **{**first, "nama": f"Kelas 5{letter}"})
        for name, laptop in self.laptops.items():
            self._register(laptop)
            assert laptop("sync")["status"] == "selesai", name

    def close(self) -> None:
        """End the processes that were started here."""
        for laptop in self.laptops.values():
            laptop.stop()
        self.line.close()

    def run(self, steps: int) -> None:
        """Do so many random steps and then see that all is well."""
        kinds, weights = zip(*_STEPS.items(), strict=True)
        for _ in range(steps):
            (step,) = self.random.choices(kinds, weights)
            name = self.random.choice(["one", "other"])
            self.log.append(f"{step.__name__}({name})")
            step(self, name)
        self.settle()

    def note(self, what: str) -> None:
        """More on the last step."""
        self.log[-1] += f": {what}"

    # What an operator does.

    def edit(self, name: str) -> None:
        """One of the fields that schools change, or some that go together."""
        record = self._pupil(name)
        if record:
            values = self.random.choice(
                [
                    {"email": f"p{self._next()}@sekolah.example"},
                    {"nomor_telepon_seluler": f"08{self._next():010d}"},
                    {"alamat_jalan": f"Kp. Permana {self._next()}"},
                    {"alamat_jalan": f"Kp. Permana {self._next()}", "rt": str(self._next() % 50 + 1)},
                    {"nomor_kip": f"Z{self._next():05d}", "penerima_kip": True, "nama_di_kip": "BUDI"},
                ]
            )
            self._save(name, "peserta_didik", record, values)

    def move(self, name: str) -> None:
        """A pupil goes to another class."""
        rombels = self.laptops[name]("records", kind="rombongan_belajar")
        places = self.laptops[name]("records", kind="anggota_rombel")
        if places:
            place, rombel = self.random.choice(sorted(places)), self.random.choice(sorted(rombels))
            self._save(name, "anggota_rombel", place, {"rombongan_belajar_id": rombel})

    def take_back(self, name: str) -> None:
        """Write by hand what stood there before."""
        mine = [
            (place, old)
            for by, place, old in self.ledger.replaced
            if by == name and place.field in ("email", "alamat_jalan")
        ]
        if mine:
            place, old = self.random.choice(mine[-6:])
            if place.record in self.laptops[name]("records", kind="peserta_didik"):
                self._save(name, "peserta_didik", place.record, {place.field: old})

    def enrol(self, name: str) -> None:
        """A new pupil in a class."""
        number = 100 + self._next()
        laptop = self.laptops[name]
        new = laptop.make("peserta_didik", **pupil(number))
        nipd = f"26{number:04d}"
        enrolled = laptop.make("registrasi_peserta_didik", peserta_didik_id=new, nipd=nipd)
        rombel = self.random.choice(sorted(laptop("records", kind="rombongan_belajar")))
        member = laptop.make("anggota_rombel", peserta_didik_id=new, rombongan_belajar_id=rombel)
        for record in (new, enrolled, member):
            self.ledger.wrote(name, Place(record, "soft_delete"), None, False)

    def strike(self, name: str) -> None:
        """A pupil is deleted, with what names them."""
        gone = self._pupil(name)
        if gone is None or len(self.laptops[name]("records", kind="peserta_didik")) < PUPILS // 2:
            return
        self._save(name, "peserta_didik", gone, {"soft_delete": True})
        for kind in ("registrasi_peserta_didik", "anggota_rombel"):
            for record, values in self.laptops[name]("records", kind=kind).items():
                if values["peserta_didik_id"] == gone:
                    self._save(name, kind, record, {"soft_delete": True})

    def use_lost(self, name: str) -> None:
        """The one click on a conflict."""
        laptop = self.laptops[name]
        open_ = [row for row in laptop("conflicts") if not row["answer"]]
        if open_:
            row = self.random.choice(
                sorted(open_, key=lambda row: (row["record_id"], row["field"], row["id"]))
            )
            before = laptop("everything")[row["record_id"]]
            chosen = laptop("use_lost", conflict=row["id"])
            for field, value in chosen.items():
                self.ledger.wrote(name, Place(row["record_id"], field), before[field], value)
            self.note(f"{row['record_id']} {chosen}")

    # What pusat does.

    def publish(self, name: str) -> None:
        """An SK over one pupil that this computer knows."""
        record = self._pupil(name)
        before = self.books.values(record) if record else {}
        if record and before:
            number = self._next()
            said = import_sk(self.pusat, self.folder, before, f"KIP/{number}", f"K{number:05d}")
            self.by_pusat += said["published"]
            self.note(f"{record} {said}")
            after = self.books.values(record)
            for field in CARD:
                if after.get(field) != before.get(field):
                    self.ledger.wrote("pusat", Place(record, field), before.get(field), after.get(field))

    # Runs, and what may happen to them.

    def sync(self, name: str) -> None:
        """A run over a good line."""
        self._run(name)

    def pull(self, name: str) -> None:
        """A run that only receives."""
        self._run(name, sending=False)

    def sync_over_a_bad_line(self, name: str) -> None:
        """A run that meets a fault, once or for good."""
        fault = self.random.choice(QUICK_FAULTS)
        first, times = self.random.randint(1, 3), self.random.choice([1, 1, 2, 9])
        self.note(f"{fault} {first} {times}")
        self.laptops[name]("patience", seconds=300)
        self.line.spoil(FAULTS[fault][0], first, times)
        try:
            self._run(name)
        finally:
            self.line.mend()

    def sync_killed(self, name: str) -> None:
        """The computer dies in the middle of a run."""
        point = self.random.choice(sorted(points.LAPTOP))
        self.note(point)
        self.laptops[name]("die", point=point, times=self.random.randint(1, 2))
        self._run(name)
        self.laptops[name].restart()
        self._give_ids(name)

    def pusat_killed(self, name: str) -> None:
        """Pusat dies in the middle of a run."""
        point = self.random.choice(sorted(points.PUSAT))
        self.note(point)
        self.pusat.kill()
        self.pusat.start(die_at=point)
        self._run(name)
        self.pusat.kill()
        self.pusat.start()

    def register_again(self, name: str) -> None:
        """The operator registers a computer that is registered."""
        self._register(self.laptops[name])

    def renew_key(self, name: str) -> None:
        """From now on a copy with the old key is shut out."""
        try:
            self.laptops[name]("renew_key")
        except AssertionError as problem:
            self.note(str(problem))

    # What happens to data folders.

    def back_up(self, name: str) -> None:
        """Keep a copy of the data folder, taken while the application is open and at rest."""
        self.backups[name].append(self._copied(name))

    def restore(self, name: str) -> None:
        """The data folder becomes what it was at one of the last backups."""
        if self.backups[name]:
            self._replace(name, self.random.choice(self.backups[name][-3:]))

    def copy(self, name: str) -> None:
        """The other computer's data folder becomes a copy of this one's, and both go on."""
        self._replace("other" if name == "one" else "one", self._copied(name))

    # The end.

    def settle(self) -> None:
        """Synchronise until nothing moves any more; then everything must be right."""
        self.log.append("settle")
        for _ in range(RUNS_TO_SETTLE):
            ends = [self._run(name) for name in self.laptops]
            if not any(end["sent"] or end["received"] or end["problem"] for end in ends):
                break
        assert all(end["receipt"] and not end["sent"] and not end["received"] for end in ends), ends
        one, other = (laptop("everything") for laptop in self.laptops.values())
        assert one == other, _differences(one, other)
        for laptop in self.laptops.values():
            assert laptop("unsent") == {}
        for record, values in one.items():
            held = self.books.values(record)
            assert held.items() <= values.items(), (record, held, values)
        missing = self.ledger.missing(one)
        assert not missing, "\n".join(missing)
        self.books.assert_kept_well(self.by_pusat)

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _give_ids(self, name: str) -> None:
        """So that the same seed does the same again."""
        self.laptops[name]("ids", seed=self.random.getrandbits(64))

    def _pupil(self, name: str) -> str | None:
        pupils = self.laptops[name]("records", kind="peserta_didik")
        return self.random.choice(sorted(pupils)) if pupils else None

    def _save(self, name: str, kind: str, record: str, values: dict[str, Any]) -> None:
        before = self.laptops[name]("everything")[record]
        self.laptops[name].edit(kind, record, **values)
        self.note(f"{kind} {record} {values}")
        for field, value in values.items():
            if before[field] != value:
                self.ledger.wrote(name, Place(record, field), before[field], value)

    def _register(self, laptop: Laptop) -> None:
        laptop("register", url=self.line.url, npsn=self.npsn, code=self.code)

    def _run(self, name: str, sending: bool = True) -> dict[str, Any]:
        """A run; one whose key does not count any more is followed by a registration, as its problem says."""
        laptop = self.laptops[name]
        try:
            end: dict[str, Any] = laptop("sync", sending=sending)
        except Killed:
            assert laptop.process.returncode == -signal.SIGKILL, "the application broke"
            return {"problem": "killed"}
        self.ledger.conflicts(laptop("conflicts"))
        self.note(str({key: end[key] for key in ("problem", "sent", "received", "conflicts")}))
        assert end["problem"] not in (306, 502, 504, 506), end
        if end["problem"] == 201:
            self._register(laptop)
        return end

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


_STEPS: dict[Callable[[Chaos, str], None], int] = {
    Chaos.edit: 30,
    Chaos.move: 6,
    Chaos.take_back: 8,
    Chaos.enrol: 5,
    Chaos.strike: 4,
    Chaos.use_lost: 5,
    Chaos.publish: 3,
    Chaos.sync: 16,
    Chaos.pull: 5,
    Chaos.sync_over_a_bad_line: 10,
    Chaos.sync_killed: 8,
    Chaos.pusat_killed: 3,
    Chaos.register_again: 1,
    Chaos.renew_key: 1,
    Chaos.back_up: 4,
    Chaos.restore: 3,
    Chaos.copy: 3,
}


def _differences(one: dict[str, Any], other: dict[str, Any]) -> list[Any]:
    return [
        (record, name, one.get(record, {}).get(name), other.get(record, {}).get(name))
        for record in one.keys() | other.keys()
        for name in one.get(record, other.get(record, {}))
        if one.get(record, {}).get(name) != other.get(record, {}).get(name)
    ]


def play(seed: int, pusat: Pusat, folder: Path, steps: int = STEPS) -> None:
    """One seed. Raises AssertionError with everything that was done."""
    chaos = Chaos(seed, pusat, folder)
    try:
        chaos.run(steps)
    except BaseException as error:
        error.add_note("\n".join([f"seed {seed}", *chaos.log]))
        raise
    finally:
        chaos.close()
