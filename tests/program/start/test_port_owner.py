"""Who holds a port: what the three operating systems print."""

import os
import socket
import sys

import pytest

from dapodik.program.start.port_owner import from_lsof, from_tasklist, pid_from_netstat, port_owner

NETSTAT = """
Koneksi Aktif

  Proto  Alamat Lokal           Alamat Asing           Status          PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1012
  TCP    127.0.0.1:57741        0.0.0.0:0              LISTENING       77
  TCP    127.0.0.1:5774         127.0.0.1:50612        ESTABLISHED     5120
  TCP    127.0.0.1:5774         0.0.0.0:0              MENDENGARKAN    5120
  TCP    [::]:445               [::]:0                 LISTENING       4
"""


def test_windows():
    assert pid_from_netstat(NETSTAT, 5774) == "5120"
    assert pid_from_netstat(NETSTAT, 445) == "4"
    assert pid_from_netstat(NETSTAT, 80) == ""
    assert from_tasklist('"dapodik.exe","5120","Console","1","10,516 K"\r\n') == "dapodik.exe (PID 5120)"
    assert from_tasklist("") == ""


def test_macos():
    assert from_lsof("p812\ncnginx\nf6\n") == "nginx (PID 812)"
    assert from_lsof("") == ""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::")])
def test_linux(family, host):
    with socket.socket(family) as holder:
        holder.bind((host, 0))
        assert port_owner(holder.getsockname()[1]) == ""
        holder.listen()
        assert f"(PID {os.getpid()})" in port_owner(holder.getsockname()[1])
