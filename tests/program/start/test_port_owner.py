"""Who holds a port, on the operating system that the tests run on."""

import os
import socket
import subprocess
import sys
from collections import namedtuple

import psutil
import pytest

from dapodik.program.start.port_owner import port_owner

Address = namedtuple("Address", "ip port")
Connection = namedtuple("Connection", "laddr status pid")

LISTENS = """
import socket, sys
with socket.socket() as holder:
    holder.bind(("127.0.0.1", 0))
    holder.listen()
    print(holder.getsockname()[1], flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::")])
def test_own_process(family, host):
    with socket.socket(family) as holder:
        holder.bind((host, 0))
        assert port_owner(holder.getsockname()[1]) == ""
        holder.listen()
        assert f"(PID {os.getpid()})" in port_owner(holder.getsockname()[1])


def test_another_program_is_named_by_its_command_line():
    words = [sys.executable, "-c", LISTENS, "x" * 500]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        owner = port_owner(int(other.stdout.readline()))
        other.stdin.close()
    assert owner.startswith(sys.executable[:50]) and owner.endswith(f" (PID {other.pid})")
    assert len(owner) < 130


@pytest.fixture
def connections(monkeypatch):
    """What the operating system says of the connections of this computer."""
    reported = []
    monkeypatch.setattr(psutil, "net_connections", lambda kind: reported)
    return reported


def test_only_who_listens_on_this_very_port_owns_it(connections):
    here = os.getpid()
    connections += [
        Connection(Address("127.0.0.1", 57741), "LISTEN", 1),
        Connection(Address("127.0.0.1", 5774), "ESTABLISHED", 1),
        Connection(Address("127.0.0.1", 5774), "LISTEN", here),
    ]
    assert f"(PID {here})" in port_owner(5774)
    assert port_owner(80) == ""


def test_a_process_that_is_not_told_or_has_ended_is_nobody(connections):
    connections.append(Connection(Address("::", 5774), "LISTEN", None))
    assert port_owner(5774) == ""
    connections.append(Connection(Address("::", 5774), "LISTEN", 2**22 + 1))
    assert port_owner(5774) == ""


@pytest.fixture
def unprivileged(monkeypatch):
    """As on macOS: an account learns of the connections of its own processes only."""

    def refuse(kind):
        raise psutil.AccessDenied(1)

    monkeypatch.setattr(psutil, "net_connections", refuse)


def test_own_process_is_named_where_all_connections_are_not_told(unprivileged):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        assert f"(PID {os.getpid()})" in port_owner(holder.getsockname()[1])
    assert port_owner(1) == ""


def test_a_service_whose_command_line_is_secret_is_told_by_its_name(monkeypatch):
    def refuse(self):
        raise psutil.AccessDenied(self.pid)

    monkeypatch.setattr(psutil.Process, "cmdline", refuse)
    name = psutil.Process().name()
    with socket.create_server(("127.0.0.1", 0)) as holder:
        assert port_owner(holder.getsockname()[1]) == f"{name} (PID {os.getpid()})"
