"""What an import of a sheet is to commands and pages."""

from typing import IO, Protocol

from dapodik.pokok.write import Author

from ..reader import SheetContent
from .report import Answers, ImportPlan


class Importer(Protocol):
    """The import of one sheet, as the packages `import_pd` and `import_ptk` have it."""

    def read_sheet(self, file: IO[bytes]) -> SheetContent:
        """Read a file. Raises SheetError."""
        raise NotImplementedError

    def plan_import(self, sheet: SheetContent, answers: Answers | None = None) -> ImportPlan:
        """What the import of the sheet would do. Raises SheetError."""
        raise NotImplementedError

    def apply_import(
        self,
        sheet: SheetContent,
        author: Author,
        answers: Answers | None = None,
        confirmed: str | None = None,
    ) -> ImportPlan:
        """Import it. Raises SheetError, Changed and Unanswered."""
        raise NotImplementedError
