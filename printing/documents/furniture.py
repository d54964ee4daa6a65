"""What stands in the margin of every page: where it belongs, who printed it when, and the way back to the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno

from printing.rules import short_moment

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Furniture:
    """The margin of a paper (ux.md §4 Paper).

    reference: the case number, `115-0037`, printed 「案號 115-0037」; empty on papers that belong to no case.
    printed_at, printed_by: printed 「列印 115/11/23 09:12 姓名」.
    url: full address of the record, drawn as QR; empty draws none.
    is_demo: prints 「示範資料，非真實人事」 on every page (ruling 28).
    """

    reference: str
    printed_at: dt.datetime
    printed_by: str
    url: str
    is_demo: bool

    @property
    def printed(self) -> str:
        """For instance 列印 115/11/23 09:12 游承堃."""
        return f"列印 {short_moment(self.printed_at)} {self.printed_by}".rstrip()

    @property
    def qr(self) -> str:
        """The QR code of `url` as a `data:` SVG, without quiet zone: the margin around it is white."""
        return (
            str(segno.make(self.url, error="m", micro=False).svg_data_uri(border=0, omitsize=True)) if self.url else ""
        )
