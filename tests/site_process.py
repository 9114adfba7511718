"""The real `manage.py`, in processes of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60


def environment(**extra: str) -> dict[str, str]:
    """This process's own, without what names the tests' settings and data folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DAPODIK", "DJANGO"))}
    return {**own, **extra}


def manage(*words: object, data: Path) -> subprocess.CompletedProcess[str]:
    """Run one command to its end on this data folder."""
    command = [sys.executable, str(ROOT / "manage.py"), *map(str, words), "--data", str(data)]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, encoding="utf-8")


class Site:
    """`manage.py start` on a data folder of its own; `url` answers once `started` has returned.

    `browser` is a program to open the address with; without one none is opened. `settings` is
    another module of settings than the school's own; `program` another folder of the program than this one.
    """

    def __init__(
        self,
        data: Path,
        *options: str,
        port: int = 0,
        browser: str = "",
        settings: str = "",
        program: Path = ROOT,
    ) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = data.with_name(f"{data.name}-{self.port}.log")
        command = ["start", "--port", str(self.port), "--data", str(data), *options]
        if not browser:
            command.append("--no-browser")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(program / "manage.py"), *command],
                env=environment(
                    BROWSER=browser, **({"DJANGO_SETTINGS_MODULE": settings} if settings else {})
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def output(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(encoding="utf-8")

    def started(self) -> "Site":
        """Itself, once it answers a request. AssertionError when it ends before."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.output()
            try:
                urlopen(self.url, timeout=SECONDS).close()
            except HTTPError:
                return self
            except (URLError, ConnectionError):
                time.sleep(0.05)
            else:
                return self
        raise AssertionError(f"no answer: {self.output()}")

    def stop(self, how: int = signal.SIGTERM) -> int:
        """End it and wait; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(SECONDS)
