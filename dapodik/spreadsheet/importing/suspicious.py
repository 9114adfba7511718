"""A damaged sheet looks like a new school: everybody in it is new, and everybody who is here is absent."""

from collections.abc import Sequence

from dapodik.pokok.identity import folded

from ..sheet import SheetError
from .recognition import Recognised
from .report import Answers, ImportPlan, ImportQuestion, Unclear, named

# Why a row of theirs is not imported, where they are the same persons.
NAMESAKE = "Bernama sama dengan yang ada di sini, tetapi nomor dan tanggal lahirnya lain."
# The absence of fewer persons says nothing.
_FEW = 3


def without_suspects(rows: Recognised, known: int, answers: Answers, plan: ImportPlan) -> Recognised:
    """The rows without new persons who bear the name of an absent one, unless they are others.

    Asks once where the sheet looks like that of another school. `known`: how many persons are here.
    """
    absent = [person.nama for person in plan.absent]
    names = namesakes([row.nama for row, person in rows if person is None], absent)
    suspects = [row for row, person in rows if person is None and folded(row.nama) in names]
    if suspects and not are_others([row.nama for row in suspects], answers, plan):
        plan.unclear += [Unclear(row.number, row.nama, NAMESAKE) for row in suspects]
        rows = [(row, person) for row, person in rows if person or folded(row.nama) not in names]
    new = [row.nama for row, person in rows if person is None]
    ask_if_strange(new, len(rows), absent, known, answers, plan)
    return rows


def namesakes(new: Sequence[str], absent: Sequence[str]) -> set[str]:
    """The names (folded) that persons new in the sheet share with persons here whom the sheet has not."""
    return {folded(nama) for nama in new} & {folded(nama) for nama in absent}


def are_others(names: Sequence[str], answers: Answers, plan: ImportPlan) -> bool:
    """Ask if the persons of these names are others than those who bear them here; False for the same ones,
    and before the answer."""
    text = (
        f"{len(names)} baris tidak dikenal, tetapi bernama sama dengan yang ada di sini dan tidak ada di "
        f"lembar: {named(names)}. Orang yang sama? Nomor atau tanggal lahirnya di lembar mungkin rusak."
    )
    choices = (
        ("sama", "Ya, orang yang sama: jangan impor baris itu"),
        ("lain", "Bukan: tambahkan sebagai orang baru"),
    )
    return plan.ask(ImportQuestion("nama_sama", text, choices), answers) == "lain"


def ask_if_strange(
    new: Sequence[str], rows: int, absent: Sequence[str], known: int, answers: Answers, plan: ImportPlan
) -> None:
    """Ask once where more than half of the rows are new and more than half of those here are absent.

    `rows` counts the persons of the sheet, `known` those who are here. Raises SheetError if the answer is no.
    """
    if known < _FEW or 2 * len(new) <= rows or 2 * len(absent) <= known:
        return
    text = (
        f"{len(new)} dari {rows} baris lembar ini tidak dikenal ({named(new)}), dan {len(absent)} dari "
        f"{known} yang ada di sini tidak ada di lembar ({named(absent)}). Lembar ini mungkin rusak. "
        "Benar lembar ini?"
    )
    choices = (("batal", "Bukan: jangan impor"), ("benar", "Benar: tambahkan semuanya sebagai orang baru"))
    if plan.ask(ImportQuestion("semua_baru", text, choices), answers) == "batal":
        raise SheetError(
            "Tidak ada yang diimpor. Unduh ulang lembarnya, lalu pilih berkas itu tanpa mengubahnya."
        )
