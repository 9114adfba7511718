"""The list of what a release stands on, and what is said of known weaknesses."""

import json
from pathlib import Path

import msgspec
import pytest
from django.core.management import CommandError, call_command

from dapodik.program import audit
from dapodik.program.version import VERSION
from tests.test_requirements import pinned


def test_the_bill_of_materials_holds_every_package_with_its_hashes(tmp_path: Path) -> None:
    call_command("sbom", str(tmp_path / "sbom.json"))
    bom = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert (bom["bomFormat"], bom["metadata"]["component"]["version"]) == ("CycloneDX", VERSION)
    components = {component["name"]: component for component in bom["components"]}
    versions = {name: f"=={component['version']}" for name, component in components.items()}
    wanted = pinned("requirements-pusat.txt")
    assert versions == {name: str(requirement.specifier) for name, requirement in wanted.items()}
    for name, component in components.items():
        assert component["purl"] == f"pkg:pypi/{name}@{component['version']}"
        (files,) = component["externalReferences"]
        assert files["hashes"] and {each["alg"] for each in files["hashes"]} == {"SHA-256"}
    assert all(components[name]["licenses"] for name in ("django", "requests", "reportlab"))
    needs = {entry["ref"].split("==")[0]: entry.get("dependsOn", []) for entry in bom["dependencies"]}
    assert any(need.startswith("urllib3==") for need in needs["requests"])


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        call_command("sbom", str(tmp_path / "tidak" / "ada.json"))


def answer(*packages: dict[str, object]) -> bytes:
    return msgspec.json.encode({"dependencies": packages, "fixes": []})


SOUND = {"name": "requests", "version": "2.34.2", "vulns": []}
WEAK = {
    "name": "pillow",
    "version": "1.0",
    "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"], "aliases": []}],
}
SKIPPED = {"name": "msgspec", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize("output", [b"", b"Traceback", answer(), answer(SKIPPED)])
def test_who_could_ask_nobody_says_so_and_finds_nothing_sound(output: bytes) -> None:
    with pytest.raises(audit.CannotAudit, match="tidak ada yang diperiksa"):
        audit.read(output)


def test_weaknesses_are_sentences_and_what_was_not_asked_is_named() -> None:
    found = audit.read(answer(SOUND, WEAK, SKIPPED))
    assert (found.asked, found.unknown) == (2, ["msgspec"])
    assert found.weak == ["pillow 1.0: CVE-1, perbaikan di 1.1"]


def test_the_command_fails_where_a_package_is_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "audit", lambda: audit.read(answer(SOUND, WEAK)))
    with pytest.raises(CommandError, match="CVE-1"):
        call_command("audit")
