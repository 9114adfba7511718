"""A long-lived process that is told what to do: one JSON request a line in, one JSON answer a line out.

`answer` is its own side, `Process` that of whoever started it. Every answer carries how long the action
took and what went over the line meanwhile, counted in the same place for all: where `requests` sends.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Traffic:
    """Requests and bytes of their bodies as they travel, compressed; headers are not counted."""

    requests: int = 0
    up: int = 0
    down: int = 0


class Process:
    """A worker: `python -m MODULE WORDS...` on a data folder of its own; `ready` is the first it said."""

    def __init__(self, module: str, folder: Path, *words: object, **environment: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        others = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, words)],
            cwd=ROOT,
            env={**others, "DAPODIK_DATA": str(folder), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        self.ready = self._read()["ok"]

    def __call__(self, action: str, **arguments: Any) -> Any:
        """Do it; what it returns."""
        return self.call(action, **arguments)["ok"]

    def call(self, action: str, **arguments: Any) -> dict[str, Any]:
        """Do it; the whole answer: `ok`, `seconds`, and the traffic's `requests`, `up` and `down`."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": action, **arguments}) + "\n")
        self._process.stdin.flush()
        return self._read()

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self._process.args} ended with {self._process.wait()}")
        return dict(json.loads(line))


def answer(actions: tuple[Callable[..., Any], ...], ready: Any = True) -> None:
    """Say that this worker is ready, then do what is asked until the other side closes the line."""
    known = {action.__name__: action for action in actions}
    traffic = _counted()
    _say({"ok": ready})
    for line in sys.stdin:
        asked = json.loads(line)
        traffic.requests = traffic.up = traffic.down = 0
        began = time.perf_counter()
        result = known[asked.pop("do")](**asked)
        _say({"ok": result, "seconds": time.perf_counter() - began, **vars(traffic)})


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _counted() -> Traffic:
    """Count what every session of this process sends from now on."""
    traffic, send = Traffic(), HTTPAdapter.send

    def counting(self: HTTPAdapter, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        response = send(self, request, **options)
        traffic.requests += 1
        traffic.up += len(request.body or b"")
        # An answer without a length would be counted as nothing.
        traffic.down += 0 if response.status_code == 204 else int(response.headers["Content-Length"])
        return response

    HTTPAdapter.send = counting  # type: ignore[method-assign,assignment]
    return traffic
