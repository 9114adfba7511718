"""What a run costs, and the four scenarios in which that is asked."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .contenders import CHANGED, Contender, Editable

FIRST, PUSH, PULL, NOTHING = "first push", "push of 10 changed", "pull of 10 changed", "nothing changed"
SCENARIOS = (FIRST, PUSH, PULL, NOTHING)
_TICKS = os.sysconf("SC_CLK_TCK")
_STILL_SECONDS = 0.02


@dataclass(frozen=True)
class Figures:
    """Seconds of the clock and of the processors, requests, and bytes of bodies up and down."""

    seconds: float
    client_cpu: float
    server_cpu: float
    requests: float
    up: float
    down: float


def middle(measurements: Sequence[Figures]) -> Figures:
    """The median of each figure by itself."""
    return Figures(
        **{name: median(getattr(figures, name) for figures in measurements) for name in vars(measurements[0])}
    )


def first_push(contender: Contender, pupils: int) -> Iterator[tuple[str, Figures]]:
    """The first synchronisation, of all pupils."""
    yield FIRST, _measured(contender, sent=pupils)


def later_runs(contender: Editable, turns: int) -> Iterator[tuple[str, Figures]]:
    """The other three, one after the other, so many times."""
    for turn in range(turns):
        contender.push_ready(turn)
        yield PUSH, _measured(contender, sent=CHANGED)
        contender.pull_ready(turn)
        yield PULL, _measured(contender, received=CHANGED)
        yield NOTHING, _measured(contender, sent=0, received=0)


def _measured(contender: Contender, **moved: int) -> Figures:
    """Run, and check that as many records as expected have moved."""
    contender.rest()
    pids = contender.client.pid, contender.server_pid
    before = [_cpu_at_rest(pid) for pid in pids]
    answer = contender.sync(list(moved))
    client, server = (_cpu_at_rest(pid) - spent for pid, spent in zip(pids, before, strict=True))
    assert all(answer["ok"][way] == count for way, count in moved.items()), answer
    return Figures(answer["seconds"], client, server, answer["requests"], answer["up"], answer["down"])


def _cpu_at_rest(pid: int) -> float:
    """Processor seconds of a process once it does nothing more: an answer may leave work behind."""
    spent = cpu(pid)
    while True:
        time.sleep(_STILL_SECONDS)
        now = cpu(pid)
        if now - spent < _STILL_SECONDS / 10:
            return now
        spent = now


def cpu(pid: int) -> float:
    """User and system seconds, with all threads and the children that have ended.

    Linux: the process's own clock (clock_getcpuclockid(3) makes the number so) counts nanoseconds, where
    /proc counts hundredths of a second; the children are in /proc alone (proc_pid_stat(5), 16 and 17).
    """
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = sum(map(int, fields[13:15])) / _TICKS
    return time.clock_gettime(~pid << 3 | 2) + children
