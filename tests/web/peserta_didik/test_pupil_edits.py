"""The edits of an act on one pupil bring along what follows from them."""

from dapodik.pokok import write
from dapodik.pokok.models import PesertaDidik
from dapodik.pokok.write import Edit
from dapodik.web.peserta_didik.pupil_edits import change
from tests.school import AUTHOR


def test_a_card_makes_a_recipient_and_is_stored_as_printed(pupil: PesertaDidik) -> None:
    write.save([Edit(PesertaDidik, {"penerima_kps": True, "no_kps": "KPS01234567890"}, pupil.pk)], AUTHOR)
    pupil.refresh_from_db()
    edits = change(pupil, {"nomor_kip": "ab12cd"})
    follows = {"penerima_kip": True, "penerima_kps": False, "no_kps": ""}
    assert [edit.values for edit in edits.edits] == [{"nomor_kip": "AB12CD", **follows}]
    assert [shown.label for shown in edits.changes] == [
        "nomor KIP",
        "penerima KIP",
        "penerima KPS",
        "nomor KPS",
    ]
    write.save(edits.edits, AUTHOR)
    pupil.refresh_from_db()
    assert not change(pupil, {"nomor_kip": "Ab12cD"}).edits
