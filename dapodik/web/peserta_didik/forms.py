"""The form of a pupil: the pupil, the registrasi and the class, saved in one act."""

from typing import Any

from django import forms

from dapodik.pokok import consequences, present, write
from dapodik.pokok.models import AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik, Sekolah
from dapodik.pokok.semester import active
from dapodik.pokok.write import Author, Edit

from ..form_sections import FormSection, Section
from ..record_form import RecordForm

_PARENT = ("tahun_lahir_{}", "jenjang_pendidikan_{}_id", "pekerjaan_{}_id", "penghasilan_{}_id", "nik_{}")


def _parent(nama: str, who: str) -> list[str]:
    return [nama, *(field.format(who) for field in _PARENT)]


class PesertaDidikForm(RecordForm[PesertaDidik]):
    """The pupil's own fields."""

    model = PesertaDidik
    sections = [
        Section(
            "Identitas",
            [
                "nama",
                "jenis_kelamin",
                "nisn",
                "nik",
                "no_kk",
                "tempat_lahir",
                "tanggal_lahir",
                "reg_akta_lahir",
                "agama_id",
                "kebutuhan_khusus_id",
            ],
        ),
        Section(
            "Alamat dan kontak",
            [
                "alamat_jalan",
                "rt",
                "rw",
                "nama_dusun",
                "desa_kelurahan",
                "kecamatan",
                "kode_pos",
                "lintang",
                "bujur",
                "jenis_tinggal_id",
                "alat_transportasi_id",
                "nomor_telepon_rumah",
                "nomor_telepon_seluler",
                "email",
            ],
            extra="peserta_didik/_peta.html",
        ),
        Section("Ayah", _parent("nama_ayah", "ayah")),
        Section("Ibu", _parent("nama_ibu_kandung", "ibu")),
        Section("Wali", _parent("nama_wali", "wali")),
        Section(
            "Kesejahteraan (KIP, KPS, PIP)",
            [
                "penerima_kip",
                "nomor_kip",
                "nama_di_kip",
                "penerima_kps",
                "no_kps",
                "nomor_kks",
                "nomor_pkh",
                "layak_pip",
                "alasan_layak_pip_id",
                "bank",
                "rekening_bank",
                "rekening_atas_nama",
            ],
            extra="peserta_didik/_kip.html",
        ),
        Section(
            "Data periodik",
            [
                "tinggi_badan",
                "berat_badan",
                "lingkar_kepala",
                "anak_keberapa",
                "jumlah_saudara_kandung",
                "jarak_rumah_ke_sekolah_km",
            ],
        ),
    ]

    def __init__(self, record: PesertaDidik | None, data: Any = None, prefix: str | None = None) -> None:
        super().__init__(record, data, prefix)
        self.fields["kecamatan"].widget.attrs["list"] = "daftar-kecamatan"
        self.fields["desa_kelurahan"].widget.attrs["list"] = "daftar-desa"
        copy = {"data-copy-from": "id_nama", "data-copy-label": "Salin nama peserta didik"}
        self.fields["nama_di_kip"].widget.attrs.update(copy)


class RegistrasiForm(RecordForm[RegistrasiPesertaDidik]):
    """The pupil's enrolment at this school, while it lasts: leaving has a page of its own."""

    model = RegistrasiPesertaDidik
    sections = [
        Section(
            "Registrasi",
            [
                "nipd",
                "jenis_pendaftaran_id",
                "tanggal_masuk_sekolah",
                "sekolah_asal",
                "no_skhun",
                "no_peserta_ujian",
                "no_seri_ijazah",
            ],
        ),
    ]


class EndedRegistrasiForm(RegistrasiForm):
    """An enrolment that has ended, or that says so only in part (a sheet may)."""

    sections = [
        *RegistrasiForm.sections,
        Section("Keluar", ["jenis_keluar_id", "tanggal_keluar", "keterangan"]),
    ]


def registrasi_form(registrasi: RegistrasiPesertaDidik | None) -> type[RegistrasiForm]:
    """The form that fits a registrasi."""
    ending = registrasi and (registrasi.jenis_keluar_id or registrasi.tanggal_keluar)
    unread = registrasi and registrasi.tak_terbaca.keys() & {"jenis_keluar_id", "tanggal_keluar"}
    return EndedRegistrasiForm if ending or unread else RegistrasiForm


class PlaceForm(forms.Form):
    """The pupil's class in the active semester.

    A pupil who has left is offered no class; one that was left over can only be given up.
    """

    rombel = forms.ChoiceField(label="Rombel", required=False)
    semula = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, place: AnggotaRombel | None, data: Any = None, *, has_left: bool = False) -> None:
        self.place = place
        self.is_closed = has_left and place is None
        self.now = str(place.rombongan_belajar_id) if place else ""
        super().__init__(data, initial={"rombel": self.now, "semula": self.now})
        if has_left:
            offered = [place.rombongan_belajar] if place else []
        else:
            offered = list(present.rombel_of(active()))
        classes = [(str(rombel.id), rombel.nama) for rombel in offered]
        self.fields["rombel"].choices = [("", "— belum ada rombel —"), *classes]  # type: ignore[attr-defined]
        # Passes over what a form that was opened before the pupil left still sends.
        self.fields["rombel"].disabled = self.is_closed

    def check_seen(self) -> None:
        """Refuse to overwrite what somebody else chose while the form was open."""
        wanted, opened = self.cleaned_data["rombel"], self.cleaned_data["semula"]
        if self.now in (opened, wanted):
            return
        self.data = {**self.data.dict(), "semula": self.now}  # type: ignore[attr-defined]
        if wanted == opened:
            self.cleaned_data["rombel"] = self.now
            self.data["rombel"] = self.now
            return
        nama = self.place.rombongan_belajar.nama if self.place else "kosong"
        self.add_error(
            "rombel", f"Rombel diubah menjadi “{nama}” saat formulir ini terbuka. Simpan sekali lagi."
        )

    def edits(self, pupil: PesertaDidik) -> list[Edit]:
        """The edits that put the pupil into the chosen class."""
        wanted = self.cleaned_data["rombel"]
        if wanted == self.now:
            return []
        if not wanted:
            assert self.place
            return [Edit(AnggotaRombel, {"soft_delete": True}, self.place.id)]
        values = {"rombongan_belajar_id": wanted, "peserta_didik_id": pupil.id}
        return [Edit(AnggotaRombel, values, self.place.id if self.place else write.new_id())]


class PupilForms:
    """The three forms of one pupil's page; a new pupil where `pupil` is None.

    `replaced_kps`: the KPS number that a new KIP has replaced, once they are submitted.
    """

    replaced_kps = ""

    def __init__(self, pupil: PesertaDidik | None, data: Any = None) -> None:
        self.pupil = PesertaDidikForm(pupil, data)
        registrasi = present.registrasi_of(self.pupil.record)
        self.registrasi = registrasi_form(registrasi)(registrasi, data, prefix="registrasi")
        place = present.place_of(self.pupil.record, active())
        has_left = registrasi is not None and bool(registrasi.jenis_keluar_id)
        self.rombel = PlaceForm(place, data, has_left=has_left)

    @property
    def parts(self) -> list[FormSection]:
        """The sections in the page's order."""
        rombel = [] if self.rombel.is_closed else [FormSection.of(self.rombel, Section("Rombel", ["rombel"]))]
        return [*self.pupil.parts, *rombel, *self.registrasi.parts]

    @property
    def all(self) -> list[forms.Form]:
        """The forms in the page's order."""
        return [self.pupil, self.registrasi, self.rombel]

    def submit(self, author: Author) -> bool:
        """Save everything in one act, in the transaction in which the records were read.

        Returns False, with errors at the fields and nothing saved, where it cannot be saved.
        """
        # Each is asked, so that all errors show at once.
        if not min([form.is_valid() for form in self.all]):
            return False
        pupil, registrasi = self.pupil.record, self.registrasi.record
        values = self.pupil.values_seen()
        typed = {name: value for name, value in values.items() if self.pupil.differs(name, value)}
        completed = consequences.complete(pupil, typed)
        self.replaced_kps = pupil.no_kps if "no_kps" in completed.keys() - typed.keys() else ""
        edits = [
            Edit(PesertaDidik, {**values, **completed}, pupil.id),
            Edit(RegistrasiPesertaDidik, {**self.registrasi.values_seen(), **self._ties()}, registrasi.id),
        ]
        self.rombel.check_seen()
        if any(form.errors for form in self.all):
            return False
        write.save([*edits, *self.rombel.edits(pupil)], author)
        return True

    def _ties(self) -> dict[str, Any]:
        sekolah = Sekolah.live.first()
        return {"peserta_didik_id": self.pupil.record.id, "sekolah_id": sekolah.id if sekolah else None}
