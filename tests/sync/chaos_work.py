"""What operators and pusat do in a chaos, between the runs."""

from typing import Any

from .chaos_scene import PUPILS, Scene
from .conftest import pupil
from .decree import import_sk
from .ledger import Place

KINDS_OF_EDITS = 5
CARD = ("penerima_kip", "nomor_kip", "nama_di_kip", "penerima_kps", "no_kps")


class Work(Scene):
    """Edits of all kinds, taken back and answered too."""

    def edit(self, name: str) -> None:
        """One of the fields that schools change, or some that go together."""
        record = self._pupil(name)
        if record:
            self._save(name, "peserta_didik", record, self._typed())

    def both_edit(self, name: str) -> None:
        """Both computers change the same of one pupil, before either hears of the other."""
        record, which = self._pupil(name), self.random.randrange(KINDS_OF_EDITS)
        for computer, laptop in self.laptops.items():
            if record in laptop("records", kind="peserta_didik"):
                self._save(computer, "peserta_didik", str(record), self._typed(which))

    def _typed(self, which: int | None = None) -> dict[str, Any]:
        edits: list[dict[str, Any]] = [
            {"email": f"p{self._next()}@sekolah.example"},
            {"nomor_telepon_seluler": f"08{self._next():010d}"},
            {"alamat_jalan": f"Kp. Permana {self._next()}"},
            {"alamat_jalan": f"Kp. Permana {self._next()}", "rt": str(self._next() % 50 + 1)},
            {"nomor_kip": f"Z{self._next():05d}", "penerima_kip": True, "nama_di_kip": "BUDI"},
        ]
        return edits[self.random.randrange(KINDS_OF_EDITS) if which is None else which]

    def move(self, name: str) -> None:
        """A pupil goes to another class."""
        rombels = self.laptops[name]("records", kind="rombongan_belajar")
        places = self.laptops[name]("records", kind="anggota_rombel")
        if places:
            place, rombel = self.random.choice(sorted(places)), self.random.choice(sorted(rombels))
            self._save(name, "anggota_rombel", place, {"rombongan_belajar_id": rombel})

    def write_back(self, name: str) -> None:
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

    def take_back(self, name: str) -> None:
        """Urungkan, on the list of what waits: of a field or of all of a record."""
        waits = self.laptops[name]("waits")
        # What belongs to a pupil comes and goes with the pupil: half of one is invalid, and holds all up.
        waits = [
            [kind, record, fields]
            for kind, record, fields in waits
            if kind == "peserta_didik" or (fields and "soft_delete" not in fields)
        ]
        if waits:
            kind, record, fields = self.random.choice(waits)
            field = self.random.choice(["", *fields])
            self._act(name, "take_back", kind=kind, pk=record, field=field)

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
        """A pupil is deleted, with what belongs to them."""
        gone = self._pupil(name)
        if gone and len(self.laptops[name]("records", kind="peserta_didik")) >= PUPILS // 2:
            self.struck.append(gone)
            self._act(name, "delete", kind="peserta_didik", pk=gone)

    def bring_back(self, name: str) -> None:
        """A pupil who was deleted, here or there, comes back with what went along."""
        everything = self.laptops[name]("everything")
        gone = [record for record in self.struck if everything.get(record, {}).get("soft_delete")]
        if gone:
            self._act(name, "restore", kind="peserta_didik", pk=self.random.choice(gone))

    def use_lost(self, name: str) -> None:
        """The one click on a conflict."""
        open_ = [row for row in self.laptops[name]("conflicts") if not row["answer"]]
        if open_:
            row = self.random.choice(
                sorted(open_, key=lambda row: (row["record_id"], row["field"], row["id"]))
            )
            self._act(name, "use_lost", conflict=row["id"])

    def publish(self, name: str) -> None:
        """An SK of pusat's over one pupil that this computer knows."""
        record = self._pupil(name)
        before = self.books.values(record) if record else {}
        if record and before:
            number = self._next()
            # By its id: a school of another seed may have the same child, whom an SK reaches at both.
            pupil = {"peserta_didik_id": record}
            report = import_sk(self.pusat, self.folder, pupil, f"KIP/{number}", f"K{number:05d}")
            self.by_pusat += report["published"]
            self.note(f"{record} {report}")
            after = self.books.values(record)
            for field in CARD:
                if after[field] != before[field]:
                    self.ledger.wrote("pusat", Place(record, field), before[field], after[field])
