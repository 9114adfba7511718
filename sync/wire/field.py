"""A field of the catalogue, and the check of its values: pusat trusts no sender."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from msgspec import Meta

from .shapes import Plain

# Numbers of problems: too long, not in the code table, not in the form of the field.
TOO_LONG, NO_CODE, WRONG_FORM = 401, 402, 403
_FORMS = {
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "id": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}
_Fits = Callable[[str], object]


@dataclass(frozen=True)
class Field:
    """A field of a record kind.

    `type` is text, flag, date or id; `codes` the values of its code table; `pattern` the form of its values;
    `forms` the forms that rules of validation demand, as (rule code, pattern). `is_card`: it holds a card's
    number, compared and stored as `kip.py` says.
    """

    name: str
    type: str
    max_length: int
    codes: frozenset[str] | None
    pattern: str | None
    forms: tuple[tuple[str, str], ...] = ()
    is_card: bool = False

    @property
    def default(self) -> Plain:
        """The value of a new record in which this field was not filled."""
        return "" if self.type == "text" else False if self.name == "soft_delete" else None

    def problem(self, value: Plain, lowered: Container[str] = ()) -> int:
        """Return the number of the problem with a value, 0 where there is none.

        `lowered`: codes of the rules of validation that pusat does not demand now.
        """
        if value is None or value == "":
            return 0 if value == self.default or self.type != "text" else WRONG_FORM
        if self.type == "flag" or isinstance(value, bool):
            return 0 if self.type == "flag" and isinstance(value, bool) else WRONG_FORM
        if len(value) > self.max_length:
            return TOO_LONG
        if has_nul(value) or (self.type == "date" and not _is_day(value)):
            return WRONG_FORM
        if self.codes is not None and value not in self.codes:
            return NO_CODE
        if not (self._fits_form is None or self._fits_form(value)):
            return WRONG_FORM
        unmet = any(rule not in lowered and not fits(value) for rule, fits in self._demands)
        return WRONG_FORM if unmet and not value.isspace() else 0

    @property
    def strict_type(self) -> Any:
        """A type for msgspec that accepts only values without a problem, whatever rules are lowered.

        It accepts no empty value, and it does not see a NUL.
        """
        if self.type in ("flag", "date"):
            return bool if self.type == "flag" else date
        if self.codes is not None:
            return Literal[tuple(code for code in self.codes if code and not self.problem(code))]
        patterns = [self._form, *(pattern for _, pattern in self.forms)]
        # One lookahead for each pattern: all of them must fit the whole value.
        ahead = "".join(rf"(?=(?:{pattern})\Z)" for pattern in patterns if pattern)
        return Annotated[
            str, Meta(min_length=1, max_length=self.max_length, pattern=f"^{ahead}" if ahead else None)
        ]

    @property
    def _form(self) -> str | None:
        return _FORMS.get(self.type, self.pattern)

    @cached_property
    def _fits_form(self) -> _Fits | None:
        return re.compile(self._form).fullmatch if self._form else None

    @cached_property
    def _demands(self) -> tuple[tuple[str, _Fits], ...]:
        return tuple((rule, re.compile(pattern).fullmatch) for rule, pattern in self.forms)


def has_nul(value: Plain) -> bool:
    """Return whether a text holds the sign NUL, which PostgreSQL cannot store."""
    return isinstance(value, str) and "\0" in value


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
