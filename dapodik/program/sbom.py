"""What a release stands on, as CycloneDX: every pinned package with licence, hashes, and whom it needs."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .version import VERSION

# Of pusat on PostgreSQL: it holds what the site runs on, too.
REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements-pusat.txt"
_ENTRY = re.compile(r"^([\w.-]+)==(\S+)[^\n]*((?:\n    --hash=sha256:\w+(?: \\)?)+)", re.M)
_LICENCE = "License :: OSI Approved :: "


def build() -> str:
    """The bill of materials of this version, as JSON (CycloneDX 1.6).

    Licences and needs are those of the packages installed here; of a package that this system does not
    install, only name, version and hashes are known.
    """
    bom = Bom()
    bom.metadata.component = Component(
        name="data-pokok-sekolah",
        version=VERSION,
        type=ComponentType.APPLICATION,
        licenses=[LicenseFactory().make_with_id("MIT")],
    )
    packages = {component.name: component for component in _packages()}
    for component in packages.values():
        bom.components.add(component)
    for component in packages.values():
        bom.register_dependency(
            component, [packages[name] for name in _needs(component.name) if name in packages]
        )
    bom.register_dependency(bom.metadata.component, packages.values())
    text: str = JsonV1Dot6(bom).output_as_string(indent=2)
    return text


def _packages() -> Iterator[Component]:
    for name, version, hashes in _ENTRY.findall(REQUIREMENTS.read_text(encoding="utf-8")):
        files = ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION,
            url=XsUri(f"https://pypi.org/project/{name}/{version}/#files"),
            hashes=[
                HashType(alg=HashAlgorithm.SHA_256, content=each) for each in re.findall(r":(\w+)", hashes)
            ],
        )
        yield Component(
            name=name,
            version=version,
            bom_ref=f"{name}=={version}",
            purl=PackageURL("pypi", name=name, version=version),
            licenses=[LicenseFactory().make_from_string(each) for each in _licences(name)],
            external_references=[files],
        )


def _licences(name: str) -> list[str]:
    """What the package says of its licence: an expression, else by class, else in words."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return []
    classes = [each for each in about.get_all("Classifier", []) if each.startswith(_LICENCE)]
    return (
        about.get_all("License-Expression", [])
        or [each.removeprefix(_LICENCE) for each in classes]
        or about.get_all("License", [])
    )


def _needs(name: str) -> set[str]:
    """The names of the packages that this one needs here."""
    try:
        wanted = [Requirement(line) for line in requires(name) or []]
    except PackageNotFoundError:
        return set()
    return {
        canonicalize_name(each.name)
        for each in wanted
        if each.marker is None or each.marker.evaluate({"extra": ""})
    }
