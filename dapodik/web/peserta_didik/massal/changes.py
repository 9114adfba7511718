"""What can be changed of many pupils at once: an entry each in MASS_EDITS."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, cast

from django import forms

from dapodik.pokok import present, write
from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import AnggotaRombel, PesertaDidik, Record, RegistrasiPesertaDidik
from dapodik.pokok.semester import active
from dapodik.pokok.write import Edit

from ...form_fields import form_field
from ..keluar import PesertaDidikKeluarForm, leave
from ..pupil_edits import LeftOut, PupilEdits, Standing, change

Values = Mapping[str, Any]


class FieldsForm(forms.Form):
    """Fields of a record, all to be filled."""

    model: ClassVar[type[Record]] = PesertaDidik
    names: Sequence[str] = ()

    def __init__(self, data: Any = None, *, names: Sequence[str] = ()) -> None:
        super().__init__(data)
        by_name = {field.attname: field for field in self.model._meta.concrete_fields}
        for name in names or self.names:
            self.fields[name] = form_field(by_name[name], "")
            self.fields[name].required = True


class RegistrasiFieldsForm(FieldsForm):
    """How and when the pupils came; a field that is left empty changes nothing."""

    model = RegistrasiPesertaDidik
    names = ("jenis_pendaftaran_id", "tanggal_masuk_sekolah", "sekolah_asal")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.required = False

    def clean(self) -> dict[str, Any]:
        """Return only the filled fields."""
        filled = {name: value for name, value in self.cleaned_data.items() if value}
        if not filled and not self.errors:
            raise forms.ValidationError("Isi sedikitnya satu isian. Yang dikosongkan tidak diubah.")
        return filled


class PipForm(FieldsForm):
    """The school's proposal, and why."""

    names = ("layak_pip", "alasan_layak_pip_id")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["alasan_layak_pip_id"].required = False

    def clean(self) -> dict[str, Any]:
        """Demand a reason of a proposal, and clear it where there is none."""
        values = self.cleaned_data
        if values.get("layak_pip") and not values.get("alasan_layak_pip_id"):
            self.add_error("alasan_layak_pip_id", "Pilih alasannya.")
        if values.get("layak_pip") is False:
            values["alasan_layak_pip_id"] = ""
        return values


class ChooseRombelForm(forms.Form):
    """Choosing a class of the active semester."""

    rombel = forms.ChoiceField(label="Rombel")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        classes = [(str(rombel.pk), rombel.nama) for rombel in present.rombel_of(active())]
        cast(forms.ChoiceField, self.fields["rombel"]).choices = [("", "— pilih —"), *classes]

    def clean(self) -> dict[str, Any]:
        """Add the name of the class as `nama`."""
        choices = dict(cast(Any, self.fields["rombel"]).choices)
        return {**self.cleaned_data, "nama": choices.get(self.cleaned_data.get("rombel"), "")}


def _pupil(standing: Standing, values: Values) -> PupilEdits:
    return change(standing.pupil, values)


def _registrasi(standing: Standing, values: Values) -> PupilEdits:
    return change(standing.enrolled(), values)


def _move(standing: Standing, values: Values) -> PupilEdits:
    if standing.has_left:
        raise LeftOut("sudah keluar")
    place, rombel = standing.place, values["rombel"]
    if place and str(place.rombongan_belajar_id) == rombel:
        return PupilEdits()
    edit = Edit(
        AnggotaRombel,
        {"rombongan_belajar_id": rombel, "peserta_didik_id": standing.pupil.pk},
        place.pk if place else write.new_id(),
    )
    return PupilEdits(
        [edit], [FieldChange("rombel", place.rombongan_belajar.nama if place else "", values["nama"])]
    )


@dataclass(frozen=True)
class MassEdit:
    """A change of many pupils: its name in the list, the form for its values, and the edits of one pupil.

    `edits` raises LeftOut for a pupil to whom it does nothing.
    """

    label: str
    form: Callable[[Any], forms.Form]
    edits: Callable[[Standing, Values], PupilEdits]


def _field(label: str, *names: str) -> MassEdit:
    return MassEdit(label, partial(FieldsForm, names=names), _pupil)


MASS_EDITS: dict[str, MassEdit] = {
    "rombel": MassEdit("Rombel", ChooseRombelForm, _move),
    "agama": _field("Agama", "agama_id"),
    "alat_transportasi": _field("Alat transportasi", "alat_transportasi_id"),
    "jenis_tinggal": _field("Jenis tinggal", "jenis_tinggal_id"),
    "kebutuhan_khusus": _field("Kebutuhan khusus", "kebutuhan_khusus_id"),
    "desa": _field("Kelurahan", "desa_kelurahan"),
    "kecamatan": _field("Kecamatan", "kecamatan"),
    "kode_pos": _field("Kode pos", "kode_pos"),
    "registrasi": MassEdit("Jenis pendaftaran dan tanggal masuk", RegistrasiFieldsForm, _registrasi),
    "pip": MassEdit("Layak PIP dan alasannya", PipForm, _pupil),
    "keluar": MassEdit("Keluar dari sekolah", PesertaDidikKeluarForm, leave),
}
