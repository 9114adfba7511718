"""The certificate of an installation: made once, for its address, and nobody else's to read."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography import x509

from dapodik.program.start.certificate import certificate_for

ADDRESS = "192.168.1.5"


def test_it_is_made_once_and_anew_for_another_address(tmp_path: Path) -> None:
    first = certificate_for(tmp_path / "jaringan", ADDRESS)
    assert certificate_for(tmp_path / "jaringan", ADDRESS) == first
    assert len(first.fingerprint.split(":")) == 32
    assert certificate_for(tmp_path / "jaringan", "192.168.1.6").fingerprint != first.fingerprint


def test_it_is_made_anew_before_it_ends_and_where_a_file_is_spoilt(tmp_path: Path) -> None:
    first = certificate_for(tmp_path, ADDRESS)
    end = x509.load_pem_x509_certificate(first.file.read_bytes()).not_valid_after_utc
    with time_machine.travel(end - timedelta(days=29), tick=False):
        later = certificate_for(tmp_path, ADDRESS)
        assert later.fingerprint != first.fingerprint
    assert end - datetime.now(UTC) < timedelta(days=825)
    later.file.write_text("half")
    spoilt = certificate_for(tmp_path, ADDRESS)
    spoilt.key.unlink()
    assert certificate_for(tmp_path, ADDRESS).fingerprint != spoilt.fingerprint


@pytest.mark.skipif(os.name == "nt", reason="modes of files are POSIX")
def test_nobody_else_reads_the_key(tmp_path: Path) -> None:
    made = certificate_for(tmp_path / "jaringan", ADDRESS)
    assert made.key.stat().st_mode & 0o077 == 0 and made.key.parent.stat().st_mode & 0o077 == 0
