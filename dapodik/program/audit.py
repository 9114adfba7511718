"""Known weaknesses of the pinned packages, asked of the people of PyPI."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements-dev.txt"


class CannotAudit(Exception):
    """Nobody could be asked; the message says so (Indonesian)."""


class _Weakness(msgspec.Struct):
    id: str
    fix_versions: list[str] = []


class _Package(msgspec.Struct):
    name: str
    version: str = ""
    vulns: list[_Weakness] = []
    skip_reason: str = ""


class _Answer(msgspec.Struct):
    dependencies: list[_Package]


@dataclass(frozen=True)
class Audit:
    """What was found. `asked`: how many packages were looked up; `weak`: a sentence for each weakness;
    `unknown`: the packages of which nothing could be learnt."""

    asked: int
    weak: list[str]
    unknown: list[str]


def audit() -> Audit:
    """Ask for every package of all requirements. Raises CannotAudit."""
    words = ["-r", str(REQUIREMENTS), "--require-hashes", "--disable-pip", "--format", "json"]
    command = [sys.executable, "-m", "pip_audit", *words, "--progress-spinner", "off"]
    return read(subprocess.run(command, capture_output=True).stdout)


def read(answer: bytes) -> Audit:
    """Read what pip-audit prints. It says "no known vulnerabilities" also where it could ask nobody.

    Raises CannotAudit.
    """
    try:
        packages = msgspec.json.decode(answer, type=_Answer).dependencies
    except msgspec.DecodeError:
        packages = []
    asked = [package for package in packages if not package.skip_reason]
    if not asked:
        raise CannotAudit(
            "Daftar kelemahan paket tidak dapat dijangkau dari komputer ini, jadi tidak ada yang diperiksa; "
            "ulangi di komputer yang tersambung ke internet."
        )
    weak = [_sentence(package, weakness) for package in asked for weakness in package.vulns]
    return Audit(len(asked), weak, [package.name for package in packages if package.skip_reason])


def _sentence(package: _Package, weakness: _Weakness) -> str:
    cure = (
        f"perbaikan di {', '.join(weakness.fix_versions)}" if weakness.fix_versions else "belum ada perbaikan"
    )
    return f"{package.name} {package.version}: {weakness.id}, {cure}"
