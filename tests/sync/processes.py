"""Processes in which the tests' laptops and pusat run: forked from one that has the libraries loaded.

Most of what a new interpreter does is import libraries, and the tests start a thousand. What each reads
its settings from is its own, and so is its death: it leads a session of its own, to be killed as a whole.
"""

import importlib
import io
import multiprocessing
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

# Windows forks nothing: there each process imports for itself.
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def start(module: str, environment: dict[str, str], *arguments: Any) -> BaseProcess:
    """Run `main(*arguments)` of this module in a process with exactly this environment."""
    context: Any = multiprocessing.get_context(_METHOD)
    context.set_forkserver_preload(["tests.sync.libraries"])
    process: BaseProcess = context.Process(target=_run, args=(module, environment, arguments), daemon=True)
    process.start()
    return process


def pipe() -> tuple[Connection, Connection]:
    """Two ends; whoever holds one reads EOFError once the other end is closed everywhere."""
    ends: tuple[Connection, Connection] = multiprocessing.Pipe()
    return ends


def output(module: str, environment: dict[str, str], *arguments: Any) -> tuple[int, str, str]:
    """Run it to its end: its exit code, what it printed, and what it printed as error."""
    here, there = pipe()
    process = start(__name__, environment, module, arguments, there)
    there.close()
    with here:
        done: tuple[int, str, str] = here.recv()
    process.join()
    return done


def main(module: str, arguments: tuple[Any, ...], line: Connection) -> None:
    """Run another module's `main`, and send what became of it."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            importlib.import_module(module).main(*arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except Exception:  # noqa: BLE001 - as an interpreter does with what nobody catches
            traceback.print_exc()
            code = 1
    line.send((code, out.getvalue(), err.getvalue()))


def _run(module: str, environment: dict[str, str], arguments: tuple[Any, ...]) -> None:
    if hasattr(os, "setsid"):
        os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    # What it says to nobody in particular; errors go where those of the tests go.
    with Path(os.devnull).open("w") as sys.stdout:
        importlib.import_module(module).main(*arguments)
