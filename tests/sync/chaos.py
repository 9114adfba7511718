"""A seeded chaos: two computers of one school and pusat, and everything that may happen to them."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from zoneinfo import ZoneInfo

from . import older_pusat, points
from .by_file import Refused, carry
from .chaos_work import Work
from .conftest import HANGS_AFTER, Killed, Pusat
from .ledger import Place
from .line import FAULTS, WAITING

STEPS = 60
LINE_FAULTS = sorted(FAULTS.keys() - {"endless"})
# No run of a chaos has more rounds, and commits.
ROUNDS, COMMITS = 3, 12


class Chaos(Work):
    """Everything that may happen."""

    def run(self, steps: int, until: float) -> None:
        """Do so many random steps, but none after this time, and then see that all is well."""
        kinds, weights = zip(*_STEPS.items(), strict=True)
        while self.steps < steps and time.monotonic() < until:
            self.steps += 1
            (step,) = self.random.choices(kinds, weights)
            name = self.random.choice(["one", "other"])
            self.log.append(f"{step.__name__}({name})")
            step(self, name)
        self.settle()

    # Runs, and what may happen to them.

    def sync(self, name: str) -> None:
        """A run over a good line."""
        self._run(name)

    def pull(self, name: str) -> None:
        """A run that only receives."""
        self._run(name, sending=False)

    def sync_over_a_bad_line(self, name: str) -> None:
        """A run that meets a fault, once or for good."""
        fault = self.random.choice(LINE_FAULTS)
        first, times = self.random.randint(1, ROUNDS), self.random.choice([1, 1, 2, 9])
        self.note(f"{fault} {first} {times}")
        self.laptops[name]("patience", seconds=1 if fault in WAITING else HANGS_AFTER)
        self.line.spoil(FAULTS[fault][0], first, times)
        try:
            self._run(name)
        finally:
            self.line.mend()
            self.laptops[name]("patience", seconds=HANGS_AFTER)

    def sync_stopped(self, name: str) -> None:
        """Hentikan, in the middle of a run."""
        self.laptops[name]("stop_in_round", number=self.random.randint(1, ROUNDS))
        self._run(name)
        self.laptops[name]("edited_in_round")

    def sync_while_one_works(self, name: str) -> None:
        """A pupil is edited in the middle of a run."""
        record = self._pupil(name)
        if record:
            number, values = self.random.randint(1, ROUNDS), self._typed()
            self.laptops[name]("edit_in_round", number=number, kind="peserta_didik", pk=record, values=values)
            self._run(name)
            for field, (old, new) in self.laptops[name]("edited_in_round").items():
                if old != new:
                    self.note(f"{record} {field} {new}")
                    self.ledger.wrote(name, Place(record, field), old, new)

    def sync_on_a_full_disk(self, name: str) -> None:
        """The disk fills, and has room again after the run."""
        self.laptops[name]("fill_disk")
        try:
            self._run(name)
        except AssertionError as problem:
            assert str(problem) == "problem 508"
            self.note(str(problem))
        self.laptops[name]("free_disk")

    def sync_with_a_wrong_clock(self, name: str) -> None:
        """The computer starts with another clock, and keeps it until it starts again."""
        years = self.random.choice([-10, 10])
        self.note(f"{years} years")
        self.laptops[name].restart(years)
        self._give_ids(name)
        self._run(name)

    def sync_with_a_closed_pusat(self, name: str) -> None:
        """Pusat is closed for a while."""
        tomorrow = datetime.now(ZoneInfo("Asia/Jakarta")) + timedelta(days=1)
        self.pusat.command("close", "--until", f"{tomorrow:%Y-%m-%d %H:%M}", "--json")
        assert self._run(name)["problem"] == 302
        self.pusat.command("open", "--json")

    def sync_killed(self, name: str) -> None:
        """The computer dies in the middle of a run, at a point or a commit."""
        if self.random.random() < 0.5:
            point, times = self.random.choice(sorted(points.LAPTOP)), self.random.randint(1, ROUNDS)
            self.note(f"{point} {times}")
            self.laptops[name]("die", point=point, times=times)
        else:
            number, when = self._commit()
            self.laptops[name]("die_at_commit", number=number, when=when)
        self._run(name)
        self.laptops[name].restart()
        self._give_ids(name)

    def _commit(self) -> tuple[int, str]:
        number, when = self.random.randint(1, COMMITS), self.random.choice(["before", "after"])
        self.note(f"{when} commit {number}")
        return number, when

    def pusat_killed(self, name: str) -> None:
        """Pusat dies in the middle of a run, at a point or a commit."""
        if self.random.random() < 0.5:
            point, times = self.random.choice(sorted(points.PUSAT)), self.random.randint(1, ROUNDS)
            self.note(f"{point} {times}")
            die_at = f"{point} {times}"
        else:
            number, when = self._commit()
            die_at = f"commit {number} {when}"
        self.pusat.kill()
        self.pusat.start(die_at)
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

    def reading_killed(self, name: str) -> None:
        """The computer dies while it reads a file, which is then read again."""
        if self.replies[name]:
            point = self.random.choice(points.LAPTOP_STORES)
            self.note(point)
            self.laptops[name]("die", point=point)
            with suppress(Killed):
                self._read(name, self.replies[name][-1])
            self.laptops[name].restart()
            self._give_ids(name)
            self._read(name, self.replies[name][-1])

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
            for computer in (name, "other" if name == "one" else "one"):
                while self._run(computer)["problem"] == 201:
                    self.note("registered again")

    def copy(self, name: str) -> None:
        """The other computer's data folder becomes a copy of this one's, and both go on."""
        self._replace("other" if name == "one" else "one", self._copied(name))


_STEPS: dict[Callable[[Chaos, str], None], int] = {
    Chaos.edit: 24,
    Chaos.both_edit: 8,
    Chaos.move: 6,
    Chaos.write_back: 5,
    Chaos.take_back: 8,
    Chaos.enrol: 5,
    Chaos.strike: 4,
    Chaos.bring_back: 3,
    Chaos.use_lost: 5,
    Chaos.publish: 3,
    Chaos.sync: 16,
    Chaos.pull: 5,
    Chaos.sync_over_a_bad_line: 10,
    Chaos.sync_stopped: 4,
    Chaos.sync_while_one_works: 6,
    Chaos.sync_on_a_full_disk: 3,
    Chaos.sync_with_a_wrong_clock: 2,
    Chaos.sync_with_a_closed_pusat: 1,
    Chaos.sync_killed: 10,
    Chaos.pusat_killed: 4,
    Chaos.register_again: 1,
    Chaos.renew_key: 1,
    Chaos.by_file: 5,
    Chaos.reading_killed: 2,
    Chaos.back_up: 4,
    Chaos.back_up_pusat: 1,
    Chaos.set_pusat_back: 1,
    Chaos.restore: 3,
    Chaos.copy: 3,
}


def play(seed: int, pusat: Pusat, folder: Path, steps: int = STEPS, until: float = inf) -> None:
    """One seed, with no step after the time `until` (`time.monotonic`). Raises AssertionError with everything
    that was done, and with how to do it again."""
    chaos = Chaos(seed, pusat, folder)
    try:
        chaos.run(steps, until)
    except BaseException as error:
        again = f"CHAOS_SEEDS={seed} CHAOS_STEPS={chaos.steps}"
        database = "postgresql" if pusat.database else "sqlite"
        error.add_note("\n".join([f"{again} CHAOS_PUSAT={database}", *chaos.log]))
        raise
    finally:
        chaos.close()
