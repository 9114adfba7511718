"""Which browser test goes through which work of an operator. The mouse fails them all (tests/browser.py)."""

from importlib import import_module

import pytest

FLOWS = {
    "first account, demonstration school, unduhan": "test_story.test_the_whole_story",
    "import": "test_story.test_a_sheet_is_imported_and_a_pupil_found",
    "login, lockout": "web.pengaturan.test_akun_browser.test_wrong_passwords_by_keyboard",
    "new account, its first password": (
        "web.pengaturan.test_akun_browser.test_a_teacher_chooses_a_password_and_sees_only_their_own"
    ),
    "change of password": (
        "web.pengaturan.test_akun_browser.test_a_changed_password_is_noticed_in_the_other_browser"
    ),
    "password reset by the operator": (
        "web.pengaturan.test_akun_browser.test_a_forgotten_password_is_reset_by_the_operator"
    ),
    "validasi, mend, back": (
        "web.validasi.test_validasi_browser.test_the_walk_by_keyboard_refuses_what_is_wrong"
    ),
    "mend all of a rule": "web.validasi.test_validasi_browser.test_names_are_mended_at_once_and_brought_back",
    "warning set aside": "web.validasi.test_validasi_browser.test_a_warning_is_set_aside_with_a_reason",
    "pupil added, edited": "web.peserta_didik.test_daftar_browser.test_a_pupil_is_added_and_changed",
    "pupil leaves, batalkan, kembali": (
        "web.peserta_didik.test_peserta_didik_browser.test_a_pupil_leaves_and_comes_back"
    ),
    "mass edit, undo": (
        "web.peserta_didik.test_peserta_didik_browser.test_a_selection_is_changed_and_brought_back"
    ),
    "layak PIP of a selection, saved filter, columns": (
        "web.peserta_didik.test_daftar_browser.test_a_list_is_narrowed_kept_and_its_pupils_proposed"
    ),
    "KIP by hand": "web.peserta_didik.test_peserta_didik_browser.test_a_kip_is_typed_and_the_name_copied",
    "data periodik": (
        "web.peserta_didik.test_peserta_didik_browser.test_a_sheet_of_measures_goes_down_by_enter"
    ),
    "map": "web.peserta_didik.test_peserta_didik_browser.test_the_home_is_placed_on_the_map",
    "pupil deleted, brought back": (
        "web.peserta_didik.test_daftar_browser.test_a_pupil_is_deleted_and_brought_back"
    ),
    "school and its region": "web.sekolah.test_sekolah_browser.test_the_profile_and_the_region_are_changed",
    "rombel made, changed": "web.rombel.test_rombel_browser.test_a_class_is_made_and_changed",
    "members moved": "web.rombel.test_rombel_browser.test_members_are_moved_with_the_keyboard",
    "pembelajaran": "web.rombel.test_rombel_browser.test_lessons_are_typed",
    "new semester, kenaikan, kelulusan, undo": (
        "web.rombel.test_rombel_browser.test_a_school_year_ends_with_the_keyboard"
    ),
    "past semester looked at": (
        "web.semester.test_semester_browser.test_a_past_semester_is_looked_at_and_left_again"
    ),
    "PTK added, leaves, kembali": "web.ptk.test_ptk_browser.test_a_ptk_is_added_leaves_and_comes_back",
    "riwayat pendidikan": "web.ptk.test_ptk_browser.test_schooling_is_added_and_taken_over_by_keyboard",
    "riwayat kepangkatan": "web.ptk.test_ptk_browser.test_a_promotion_is_added_and_taken_over_by_keyboard",
    "keaktifan": "web.ptk.test_ptk_browser.test_a_month_of_keaktifan_is_recorded_by_keyboard",
    "kembalikan nilai ini": "web.ptk.test_ptk_browser.test_an_old_value_is_put_back_by_keyboard",
    "synchronisation checked, stopped": (
        "sync.lokal.web.test_sinkronisasi_browser.test_checked_stopped_and_finished"
    ),
    "unsent change taken back": "sync.lokal.web.test_sinkronisasi_browser.test_taken_back",
    "what came in, conflict, tanda terima": (
        "sync.lokal.web.test_hasil_browser.test_after_a_synchronisation_by_keyboard"
    ),
    "refused by pusat, runs before": (
        "sync.lokal.web.test_hasil_browser.test_what_pusat_refused_and_the_history"
    ),
    "approval": "sync.lokal.web.test_persetujuan_browser.test_the_head_approves_and_the_operator_sends",
    "synchronisation by file": "sync.lokal.web.test_berkas_browser.test_there_and_back",
    "backup made, restored": "web.pengaturan.test_cadangan_browser.test_a_backup_is_made_and_restored",
    "search": "web.test_comfort_browser.test_somebody_is_found_and_opened_by_keyboard",
    "shortcuts": "web.test_comfort_browser.test_shortcuts_work_everywhere_but_not_while_typing",
    "unsaved changes": "web.test_comfort_browser.test_a_changed_form_is_not_left_unasked",
    "brightness": "web.test_comfort_browser.test_there_is_enough_contrast",
}


@pytest.mark.parametrize("flow", FLOWS)
def test_a_flow_has_its_test(flow: str) -> None:
    module, _, name = FLOWS[flow].rpartition(".")
    test = getattr(import_module(f"tests.{module}"), name)
    assert "mouse" not in {mark.name for mark in getattr(test, "pytestmark", [])}
