"""What stands in a file: its kind, its tidy name, and the rows of a sheet. Pure."""

from __future__ import annotations

from files.rules.content import HEAD_BYTES, JPEG, LARGEST, LONGEST_NAME, PDF, PNG, content_type_of, tidy_name
from files.rules.sheets import CSV, MOST_ROWS, ODS, Sheet, SheetUnreadable, read_sheet, write_csv, write_ods

__all__ = [
    "CSV",
    "HEAD_BYTES",
    "JPEG",
    "LARGEST",
    "LONGEST_NAME",
    "MOST_ROWS",
    "ODS",
    "PDF",
    "PNG",
    "Sheet",
    "SheetUnreadable",
    "content_type_of",
    "read_sheet",
    "tidy_name",
    "write_csv",
    "write_ods",
]
