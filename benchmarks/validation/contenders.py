"""The same thirty rules on a pupil, four other ways. Each returns the number of faults it found.

`thirty.OURS` names the rules of the book that say the same; __main__ asks that all find as many.
"""

import sqlite3
from collections.abc import Callable
from typing import Annotated, Any

import pandera.polars as pa
import polars as pl
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from .thirty import DIGITS, FIELDS, RANGE, REQUIRED, SAME, WITHOUT

Row = dict[str, Any]


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()


def _within(text: str, lowest: float, highest: float) -> bool:
    value = _number(text)
    return value is not None and lowest <= value <= highest


def plain(rows: list[Row]) -> int:
    """All rules in one function, with messages, by hand."""
    faults: list[tuple[Any, str, str]] = []
    for row in rows:
        for name, count in DIGITS.items():
            if row[name] and not _digits(row[name], count):
                faults.append((row["id"], name, f"“{row[name]}” bukan {count} angka."))
        for name in REQUIRED:
            if not row[name]:
                faults.append((row["id"], name, "belum diisi."))
        for name, (lowest, highest) in RANGE.items():
            if row[name] and not _within(row[name], lowest, highest):
                faults.append((row["id"], name, f"“{row[name]}” tidak wajar."))
        if any(sign.isdigit() for sign in row["nama"]):
            faults.append((row["id"], "nama", f"“{row['nama']}” memuat angka."))
        for name, other in SAME:
            if row[name] and row[name] == row[other]:
                faults.append((row["id"], name, f"“{row[name]}” sama dengan {other}."))
        for name, flag in WITHOUT:
            if row[flag] and not row[name]:
                faults.append((row["id"], name, "nomornya kosong."))
    return len(faults)


def _after(check: Callable[[Any], bool], message: str) -> Any:
    def validate(value: Any) -> Any:
        if value and not check(value):
            raise ValueError(message)
        return value

    return AfterValidator(validate)


def _filled(value: Any) -> Any:
    if not value:
        raise ValueError("belum diisi")
    return value


def _annotation(name: str) -> Any:
    """The type of a field with its rules, each raising by itself."""
    checks: list[Any] = []
    if name in REQUIRED:
        checks.append(AfterValidator(_filled))
    if name in DIGITS:
        checks.append(_after(lambda text, n=DIGITS[name]: _digits(text, n), "angka"))
    if name in RANGE:
        checks.append(_after(lambda text, r=RANGE[name]: _within(text, *r), "tidak wajar"))
    if name == "nama":
        checks.append(_after(lambda text: not any(sign.isdigit() for sign in text), "memuat angka"))
    return Annotated[(Any, *checks)] if checks else Any


# A rule on two fields is a field of its own over the pair: a validator of the model would not run once
# a field has failed, and then not all faults of a row are returned.
PAIRS = {f"{name}__{other}": (name, other, "same") for name, other in SAME} | {
    f"{name}__{flag}": (name, flag, "without") for name, flag in WITHOUT
}


def _pair_annotation(kind: str) -> Any:
    def validate(pair: tuple[Any, Any]) -> Any:
        value, other = pair
        if (value and value == other) if kind == "same" else (other and not value):
            raise ValueError(kind)
        return pair

    return Annotated[Any, AfterValidator(validate)]


Pupil = type(
    "Pupil",
    (BaseModel,),
    {
        "__annotations__": {name: _annotation(name) for name in FIELDS}
        | {name: _pair_annotation(kind) for name, (_, _, kind) in PAIRS.items()},
        "model_config": ConfigDict(extra="ignore"),
        "__module__": __name__,
    },
)


def pydantic(rows: list[Row]) -> int:
    """pydantic 2, all faults of a row with their messages."""
    faults = 0
    for row in rows:
        pairs = {key: (row[name], row[other]) for key, (name, other, _) in PAIRS.items()}
        try:
            Pupil(**{name: row[name] for name in FIELDS}, **pairs)
        except ValidationError as error:
            faults += len(error.errors())
    return faults


def _polars_checks(name: str) -> list[Any]:
    checks = []
    if name in REQUIRED:
        checks.append(pa.Check(lambda data: _lazy(data, pl.col(data.key) != "")))
    if name in DIGITS:
        pattern = rf"^(\d{{{DIGITS[name]}}})?$"
        checks.append(pa.Check(lambda data, p=pattern: _lazy(data, pl.col(data.key).str.contains(p))))
    if name in RANGE:
        lowest, highest = RANGE[name]
        checks.append(
            pa.Check(
                lambda data, a=lowest, b=highest: _lazy(
                    data,
                    (pl.col(data.key) == "")
                    | pl.col(data.key)
                    .str.replace(",", ".")
                    .cast(pl.Float64, strict=False)
                    .is_between(a, b)
                    .fill_null(False),
                )
            )
        )
    if name == "nama":
        checks.append(pa.Check(lambda data: _lazy(data, ~pl.col(data.key).str.contains(r"\d"))))
    return checks


def _lazy(data: Any, expression: Any) -> Any:
    return data.lazyframe.select(expression)


def _schema() -> Any:
    wide = [
        pa.Check(
            lambda data, n=name, o=other: data.lazyframe.select((pl.col(n) == "") | (pl.col(n) != pl.col(o)))
        )
        for name, other in SAME
    ] + [
        pa.Check(lambda data, n=name, f=flag: data.lazyframe.select((pl.col(n) != "") | (pl.col(f) != "1")))
        for name, flag in WITHOUT
    ]
    return pa.DataFrameSchema({name: pa.Column(str, _polars_checks(name)) for name in FIELDS}, checks=wide)


SCHEMA = _schema()


def pandera(rows: list[Row]) -> int:
    """pandera on polars, lazily: every failure case."""
    text = {name: [_text(row[name]) for row in rows] for name in FIELDS}
    try:
        SCHEMA.validate(pl.DataFrame(text), lazy=True)
    except pa.errors.SchemaErrors as error:
        # A check of the whole frame returns every column of a failing row.
        cases = error.failure_cases
        single = cases.filter(pl.col("schema_context") == "Column").height
        whole = cases.filter(pl.col("schema_context") == "DataFrameSchema")
        return (
            single + whole.select(pl.struct("index", "check_number").n_unique()).item()
            if whole.height
            else single
        )
    return 0


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def _selects() -> str:
    parts = []
    for name, count in DIGITS.items():
        parts.append(
            f"SELECT id, '{name}', 'bukan {count} angka' FROM peserta_didik WHERE {name} <> '' "
            f"AND (length({name}) <> {count} OR {name} GLOB '*[^0-9]*')"
        )
    parts += [
        f"SELECT id, '{name}', 'belum diisi' FROM peserta_didik WHERE {name} IS NULL OR {name} = ''"
        for name in REQUIRED
    ]
    parts += [
        f"SELECT id, '{name}', 'tidak wajar' FROM peserta_didik WHERE {name} <> '' "
        f"AND ({name} GLOB '*[^0-9.,-]*' "
        f"OR CAST(replace({name}, ',', '.') AS REAL) NOT BETWEEN {lowest} AND {highest})"
        for name, (lowest, highest) in RANGE.items()
    ]
    parts.append("SELECT id, 'nama', 'memuat angka' FROM peserta_didik WHERE nama GLOB '*[0-9]*'")
    parts += [
        f"SELECT id, '{name}', 'sama' FROM peserta_didik WHERE {name} <> '' AND {name} = {other}"
        for name, other in SAME
    ]
    parts += [
        f"SELECT id, '{name}', 'kosong' FROM peserta_didik WHERE {name} = '' AND {flag}"
        for name, flag in WITHOUT
    ]
    return " UNION ALL ".join(parts)


SQL = _selects()


def sql(database: str) -> int:
    """One statement over the table itself: reading is part of it."""
    with sqlite3.connect(database) as connection:
        return len(connection.execute(SQL).fetchall())
