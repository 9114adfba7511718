"""Acts on many records: done as one, taken back as one."""

import pytest

from dapodik.pokok import acts, pending, write
from dapodik.pokok.models import Act, AnggotaRombel, Origin, Pending, PesertaDidik
from dapodik.pokok.write import Author, Edit

pytestmark = pytest.mark.django_db
AUTHOR = Author("Operator", Origin.MASS)


def pupils(*names: str) -> list[PesertaDidik]:
    return [
        change.record for change in write.save([Edit(PesertaDidik, {"nama": name}) for name in names], AUTHOR)
    ]


def perform(title: str, *edits: Edit, **options: bool) -> Act:
    act = acts.perform(title, edits, AUTHOR, **options)
    assert act
    return act


def test_an_act_is_taken_back_as_one() -> None:
    ani, budi = pupils("Ani", "Budi")
    act = perform("Agama", *(Edit(PesertaDidik, {"agama_id": "1"}, pupil.pk) for pupil in (ani, budi)))
    assert (act.records, acts.why_not(act)) == (2, "")
    acts.take_back(act, AUTHOR)
    assert set(PesertaDidik.live.values_list("agama_id", flat=True)) == {""}


def test_what_an_act_made_is_deleted_and_never_sent() -> None:
    (pupil,) = pupils("Ani")
    before = pending.to_send().count()
    act = perform("Anggota", Edit(AnggotaRombel, {"peserta_didik_id": pupil.pk}))
    assert pending.to_send().count() == before + 1
    acts.take_back(act, AUTHOR)
    assert not AnggotaRombel.live.exists()
    assert pending.to_send().count() == before


def test_a_record_brought_back_before_it_was_sent_is_sent_whole() -> None:
    (pupil,) = pupils("Ani")
    for deleted in (True, False):
        write.save([Edit(PesertaDidik, {"soft_delete": deleted}, pupil.pk)], AUTHOR)
    assert pending.to_send().get().is_new


def test_what_was_changed_after_the_act_stays() -> None:
    ani, budi = pupils("Ani", "Budi")
    act = perform("Agama", *(Edit(PesertaDidik, {"agama_id": "1"}, pupil.pk) for pupil in (ani, budi)))
    write.save([Edit(PesertaDidik, {"agama_id": "2"}, budi.pk)], AUTHOR)
    done = acts.take_back(act, AUTHOR)
    assert (done.fields, done.left) == (1, 1)
    budi.refresh_from_db()
    assert budi.agama_id == "2"


def test_an_act_is_taken_back_once() -> None:
    (pupil,) = pupils("Ani")
    act = perform("Agama", Edit(PesertaDidik, {"agama_id": "1"}, pupil.pk))
    acts.take_back(act, AUTHOR)
    with pytest.raises(acts.CannotUndo, match="Sudah diurungkan"):
        acts.take_back(act, AUTHOR)


def test_an_act_on_the_whole_school_ends_with_its_sending() -> None:
    (pupil,) = pupils("Ani")
    act = perform("Kenaikan", Edit(PesertaDidik, {"agama_id": "1"}, pupil.pk), until_sent=True)
    assert not acts.why_not(act)
    pending.send([pupil.pk], 1)
    assert "Sudah dikirim" in acts.why_not(act)
    Pending.objects.all().delete()
    with pytest.raises(acts.CannotUndo, match="Sudah dikirim"):
        acts.take_back(act, AUTHOR)
    pupil.refresh_from_db()
    assert pupil.agama_id == "1"


def test_an_act_that_changes_nothing_is_none() -> None:
    (pupil,) = pupils("Ani")
    assert acts.perform("Nama", [Edit(PesertaDidik, {"nama": "Ani"}, pupil.pk)], AUTHOR) is None
    assert not Act.objects.exists()


def test_what_goes_together_is_taken_back_together() -> None:
    ani, budi = pupils("Ani", "Budi")
    values = {"layak_pip": True, "alasan_layak_pip_id": "3"}
    act = perform("Layak", *(Edit(PesertaDidik, values, pupil.pk) for pupil in (ani, budi)))
    write.save([Edit(PesertaDidik, {"alasan_layak_pip_id": "4"}, budi.pk)], AUTHOR)
    done = acts.take_back(act, AUTHOR)
    assert (done.fields, done.left) == (2, 2)
    budi.refresh_from_db()
    assert (budi.layak_pip, budi.alasan_layak_pip_id) == (True, "4")
