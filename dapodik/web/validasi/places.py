"""The page on which a finding is mended."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from dapodik.pokok.models import KINDS, KeaktifanPtk, Ptk, RombonganBelajar, Sekolah
from dapodik.validasi.models import Finding

from ..record_names import page, page_owner


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
    for kind, model in KINDS.items():
        _, reference = page_owner(model)
        ids = [finding.record_id for finding in findings if finding.kind == kind]
        if ids and reference != "id":
            owners.update(model.objects.filter(pk__in=ids).values_list("pk", reference))
    return owners


def _place(finding: Finding, owner: UUID, may_edit: bool) -> str:
    model, _ = page_owner(KINDS[finding.kind])
    if model is Ptk and (finding.field == "keaktifan" or finding.kind == KeaktifanPtk.kind()):
        return reverse("ptk:keaktifan")
    if model is Sekolah and finding.field == "kepala_sekolah":
        return reverse("ptk:daftar")
    if model is RombonganBelajar and finding.field == "nilai":
        return reverse("rombel:nilai", args=[owner])
    shows_members = model is RombonganBelajar and finding.field == "anggota"
    action = "ubah" if may_edit and not shows_members else "rinci"
    return page(model, owner, action) or page(Sekolah, None, action)
