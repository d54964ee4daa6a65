"""附錄1 on paper: what it says (`Appendix1`), how it is laid out, its PDF."""

from __future__ import annotations

from requests.documents.appendix_1 import (
    Appendix1,
    SignatureCell,
    blank_appendix_1,
    label_lines,
    signature_lines,
)
from requests.documents.layout import lay_out
from requests.documents.paper import render_appendix_1, render_many

__all__ = [
    "Appendix1",
    "SignatureCell",
    "blank_appendix_1",
    "label_lines",
    "lay_out",
    "render_appendix_1",
    "render_many",
    "signature_lines",
]
