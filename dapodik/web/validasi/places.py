"""The page on which a finding is mended."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from dapodik.pokok.models import (
    KINDS,
    AnggotaRombel,
    KeaktifanPtk,
    Pembelajaran,
    PesertaDidik,
    PesertaDidikLongitudinal,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    RwyKepangkatan,
    RwyPendFormal,
)
from dapodik.validasi.models import Finding

# Records that are mended on the page of the one they belong to.
_OWNERS = {
    RegistrasiPesertaDidik.kind(): (PesertaDidik.kind(), "peserta_didik_id"),
    AnggotaRombel.kind(): (PesertaDidik.kind(), "peserta_didik_id"),
    PesertaDidikLongitudinal.kind(): (PesertaDidik.kind(), "peserta_didik_id"),
    KeaktifanPtk.kind(): (Ptk.kind(), "ptk_id"),
    RwyPendFormal.kind(): (Ptk.kind(), "ptk_id"),
    RwyKepangkatan.kind(): (Ptk.kind(), "ptk_id"),
    Pembelajaran.kind(): (RombonganBelajar.kind(), "rombongan_belajar_id"),
}


def places(findings: Iterable[Finding], may_edit: bool) -> dict[int, str]:
    """Per finding (by its key) the address of the page; the form for whoever may change it."""
    findings = list(findings)
    owners = _owners(findings)
    return {one.pk: _place(one, owners.get(one.record_id, one.record_id), may_edit) for one in findings}


def _owners(findings: list[Finding]) -> dict[UUID, UUID]:
    """The pupil or PTK that a record belongs to: one query per kind."""
    found: dict[UUID, UUID] = {}
    for kind, (_, reference) in _OWNERS.items():
        ids = [one.record_id for one in findings if one.kind == kind]
        if ids:
            found.update(KINDS[kind].objects.filter(pk__in=ids).values_list("pk", reference))
    return found


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
