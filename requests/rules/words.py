"""What a case asks on which grounds, and the words that stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.choices import CODED, Asker, Need

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDS_OF: Mapping[Asker, tuple[Need, ...]] = {
    Asker.STAFF: (Need.OWN, Need.CHILD, Need.DUTY),
    Asker.GUARDIAN: (Need.CHILD,),
    Asker.REPRESENTATIVE: (Need.CHILD,),
    Asker.PUPIL: (Need.OWN,),
    Asker.AGENCY: (Need.AGENCY,),
}
"""Why each kind of applicant may need footage (伍、一; ruling 6)."""
FOUR_ITEMS = (("legal_basis", "法令依據"), ("purpose", "調閱目的"), ("scope", "範圍"), ("use", "用途"))
"""What a public body's letter must state (伍、二), by the column that holds it."""
ERASED = "個資已依計畫伍、五銷毀"
"""What stands in place of the personal data of a case that two people erased after its term."""

COPY_FOR_A_BODY = "依來文請求准予複製（計畫伍、二）。"
NO_COPY = (
    "依本校計畫伍、一，校內人員僅得調閱，不得複製；畫面中另有其他人員，依個人資料保護法第10條但書第3款，"
    "提供複製本有妨害第三人重大利益之虞。"
)
"""The reasons offered for the answer to 「另請求複製」 that is given most often (ruling 9)."""


def is_coded(need: str, duty_basis: str) -> bool:
    """Say whether a request on these grounds is a 限制案 from the start (domain §6.3)."""
    return need == Need.DUTY and duty_basis in CODED


def own_words(opinion: str) -> str:
    """Return the opinion without the phrases that give no reason: 「如擬」 alone refuses nobody."""
    return opinion.strip().strip("。").removeprefix("如擬").strip("。， ")
