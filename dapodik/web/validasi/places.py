"""The page on which a finding is mended."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from dapodik.pokok.family import OWNERS, owner_of
from dapodik.pokok.models import KINDS, KeaktifanPtk, PesertaDidik, Ptk, RombonganBelajar
from dapodik.validasi.models import Finding

# Records that are mended on the page of the one they belong to.
_OWNERS = {part.kind(): (owner_of(part, names[0]).kind(), names[0]) for part, names in OWNERS.items()}


def places(findings: Iterable[Finding], may_edit: bool) -> dict[int, str]:
    """Per finding (by its key) the address of the page; the form for whoever may change it."""
    findings = list(findings)
    owners = _owners(findings)
    return {
        finding.pk: _place(finding, owners.get(finding.record_id, finding.record_id), may_edit)
        for finding in findings
    }


def _owners(findings: list[Finding]) -> dict[UUID, UUID]:
    """The pupil or PTK that a record belongs to: one query per kind."""
    owners: dict[UUID, UUID] = {}
    for kind, (_, reference) in _OWNERS.items():
        ids = [finding.record_id for finding in findings if finding.kind == kind]
        if ids:
            owners.update(KINDS[kind].objects.filter(pk__in=ids).values_list("pk", reference))
    return owners


def _place(finding: Finding, owner: UUID, may_edit: bool) -> str:
    kind = _OWNERS.get(finding.kind, (finding.kind, ""))[0]
    action = "ubah" if may_edit else "rinci"
    if kind == PesertaDidik.kind():
        return reverse(f"peserta_didik:{action}", args=[owner])
    if finding.field == "keaktifan" or finding.kind == KeaktifanPtk.kind():
        return reverse("ptk:keaktifan")
    if kind == Ptk.kind():
        return reverse(f"ptk:{action}", args=[owner])
    if kind == RombonganBelajar.kind():
        return reverse("rombel:rinci" if finding.field == "anggota" else f"rombel:{action}", args=[owner])
    if finding.field == "kepala_sekolah":
        return reverse("ptk:daftar")
    return reverse("sekolah:ubah" if may_edit else "sekolah:rinci")
