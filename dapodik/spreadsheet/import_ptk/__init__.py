"""Importing a sheet of the PTK: first what would happen, then all of it at once."""

from .plan import apply_import, plan_import, read_sheet

__all__ = ["apply_import", "plan_import", "read_sheet"]
