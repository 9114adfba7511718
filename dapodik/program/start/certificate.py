"""The certificate of this installation, by which another computer knows that it talks to this one.

Nobody has signed it but this computer: whoever calls for the first time compares the fingerprint.
"""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Some systems refuse a certificate of more than 825 days, however it came to be trusted.
_VALID, _RENEW = timedelta(days=800), timedelta(days=30)


@dataclass(frozen=True)
class Certificate:
    """Its file, that of its key, and the SHA-256 of it as people compare it (`AB:CD:...`)."""

    file: Path
    key: Path
    fingerprint: str


def certificate_for(folder: Path, address: str) -> Certificate:
    """The certificate for an IP address, made where there is none that is valid for it still."""
    folder.mkdir(mode=0o700, exist_ok=True)
    file, key = folder / "sertifikat.pem", folder / "kunci.pem"
    known = _known(file) if key.exists() else None
    if known is None or not _fits(known, address):
        known = _make(file, key, address)
    return Certificate(file, key, known.fingerprint(hashes.SHA256()).hex(":").upper())


def _known(file: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _fits(certificate: x509.Certificate, address: str) -> bool:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    is_for = ipaddress.ip_address(address) in names.get_values_for_type(x509.IPAddress)
    now = datetime.now(UTC)
    return is_for and certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - _RENEW


def _make(file: Path, key_file: Path, address: str) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Data Pokok Sekolah")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A clock of another computer may be a little behind.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _VALID)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(key_file, secret)
    _write(file, certificate.public_bytes(serialization.Encoding.PEM))
    return certificate


def _write(file: Path, content: bytes) -> None:
    # Whole or not at all, and nobody else's from the first byte on.
    half = file.with_suffix(".new")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    half.write_bytes(content)
    half.replace(file)
