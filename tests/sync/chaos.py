"""A seeded chaos: two computers of one school and pusat, and everything that may happen to them."""

from collections.abc import Callable
from pathlib import Path

from . import older_pusat, points
from .by_file import Refused, carry
from .chaos_scene import PUPILS, Scene
from .conftest import Pusat, pupil
from .decree import import_sk
from .ledger import Place
from .line import FAULTS, WAITING

STEPS = 60
QUICK_FAULTS = sorted(FAULTS.keys() - set(WAITING) - {"endless"})
CARD = ("penerima_kip", "nomor_kip", "nama_di_kip", "penerima_kps", "no_kps")


class Chaos(Scene):
    """Everything that may happen."""

    def run(self, steps: int) -> None:
        """Do so many random steps and then see that all is well."""
        kinds, weights = zip(*_STEPS.items(), strict=True)
        for _ in range(steps):
            (step,) = self.random.choices(kinds, weights)
            name = self.random.choice(["one", "other"])
            self.log.append(f"{step.__name__}({name})")
            step(self, name)
        self.settle()

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

    def by_file(self, name: str) -> None:
        """A file goes to pusat, or is lost; its reply is read at once, or is one of those that lie about."""
        laptop = self.laptops[name]
        file = laptop("write_letter", sending=self.random.random() < 0.8)
        try:
            for _ in range(self.random.choice([0, 1, 1, 1, 2])):
                self.replies[name].append(carry(self.pusat, file))
        except Refused as problem:
            self.note(f"problem {problem}")
        if self.replies[name]:
            self._read(name, self.random.choice(self.replies[name][-2:]))

    # What happens to data folders.

    def back_up(self, name: str) -> None:
        """Keep a copy of the data folder, taken while the application is open and at rest."""
        self.backups[name].append(self._copied(name))

    def restore(self, name: str) -> None:
        """The data folder becomes what it was at one of the last backups."""
        if self.backups[name]:
            self._replace(name, self.random.choice(self.backups[name][-3:]))

    def back_up_pusat(self, name: str) -> None:
        """Keep a copy of pusat's database."""
        self.pusat_copies.append((older_pusat.copied(self.pusat), self.by_pusat))

    def set_pusat_back(self, name: str) -> None:
        """Pusat becomes what it was at one of the last backups; its schools are told to synchronise."""
        if self.pusat_copies:
            copy, self.by_pusat = self.random.choice(self.pusat_copies[-3:])
            older_pusat.set_back(self.pusat, copy)
            self._pusat_lost()
            for one in (name, "other" if name == "one" else "one"):
                while self._run(one)["problem"] == 201:
                    self.note("registered again")

    def copy(self, name: str) -> None:
        """The other computer's data folder becomes a copy of this one's, and both go on."""
        self._replace("other" if name == "one" else "one", self._copied(name))


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
    Chaos.by_file: 4,
    Chaos.back_up: 4,
    Chaos.back_up_pusat: 1,
    Chaos.set_pusat_back: 1,
    Chaos.restore: 3,
    Chaos.copy: 3,
}


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
