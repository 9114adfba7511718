"""Writing down what matters to security at pusat. `SecurityEvent.Kind` lists it."""

import getpass

from .models import SecurityEvent

OFFICERS = "petugas"


def note(kind: SecurityEvent.Kind, by: str = "", address: str = "", npsn: str = "", text: str = "") -> None:
    """Add a line. `by`: who; `address`: theirs on the network; `npsn`: the school it is about."""
    SecurityEvent.objects.create(kind=kind, by=by[:100], address=address[:50], npsn=npsn[:8], note=text[:255])


def note_command(kind: SecurityEvent.Kind, npsn: str = "", text: str = "") -> None:
    """Add a line for what a command has done, by the user of the server who ran it."""
    note(kind, f"perintah {_server_user()}".strip(), npsn=npsn, text=text)


def computer(number: int) -> str:
    """A computer of a school as somebody who does something."""
    return f"komputer {number}"


def _server_user() -> str:
    try:
        return f"({getpass.getuser()})"
    except (ImportError, KeyError, OSError):
        # The server has no name for whoever runs it.
        return ""
