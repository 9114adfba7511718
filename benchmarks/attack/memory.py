"""How much memory the attacked processes hold."""

import psutil


class Memory:
    """Megabytes of a process and its children at each tenth of `count` steps; `tenths` has them in order."""

    def __init__(self, pid: int | None, count: int) -> None:
        self._process = psutil.Process(pid)
        self._every = max(1, count // 10)
        self.tenths = [self._megabytes()]

    def step(self, number: int) -> None:
        """Step `number` is done, counted from 1."""
        if number % self._every == 0:
            self.tenths.append(self._megabytes())

    def _megabytes(self) -> int:
        processes = [self._process, *self._process.children(recursive=True)]
        return sum(process.memory_info().rss for process in processes) // 2**20
