"""Which program listens on a port, as far as this operating system tells."""

import csv
import re
import subprocess
import sys
from pathlib import Path

_LISTENING = "0A"  # TCP state in /proc/net/tcp (Linux: include/net/tcp_states.h)


def port_owner(port: int) -> str:
    """Name and process id, such as `nginx (PID 812)`; "" where it cannot be known."""
    if sys.platform == "win32":
        return _on_windows(port)
    if sys.platform == "darwin":
        return from_lsof(_output("lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"))
    return _on_linux(port)


def from_lsof(output: str) -> str:
    """The owner in the output of `lsof -Fpc`: one `p<pid>` line, one `c<name>` line."""
    found = re.search(r"^p(\d+)\nc(.+)$", output, re.MULTILINE)
    return f"{found[2]} (PID {found[1]})" if found else ""


def pid_from_netstat(output: str, port: int) -> str:
    """The process id in the output of `netstat -ano`; "" if none listens.

    The word for LISTENING is translated on some Windows, so the empty remote address tells.
    """
    found = re.search(rf"^\s*TCP\s+\S+:{port}\s+(?:0\.0\.0\.0|\[::\]):0\s+\S+\s+(\d+)", output, re.MULTILINE)
    return found[1] if found else ""


def from_tasklist(output: str) -> str:
    """The owner in the output of `tasklist /FO CSV /NH`: name and process id lead its first row."""
    row = next(csv.reader(output.strip().splitlines()), [])
    return f"{row[0]} (PID {row[1]})" if len(row) > 1 else ""


def _on_windows(port: int) -> str:
    pid = pid_from_netstat(_output("netstat", "-ano"), port)
    return from_tasklist(_output("tasklist", "/FI", f"PID eq {pid}", "/FO", "CSV", "/NH")) if pid else ""


def _on_linux(port: int) -> str:
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(handle.readlink()) in sockets:
                process = handle.parents[1]
                words = (process / "cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
                return f"{' '.join(words).strip()[:100]} (PID {process.name})"
        except OSError:  # ended meanwhile, or another account's
            continue
    return ""


def _inodes(port: int) -> list[str]:
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not Path(table).exists():
            continue
        for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
            columns = line.split()
            if columns[3] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                found.append(columns[9])
    return found


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
