"""Why an act of the chain is refused: each a sentence that says what to do, and the field it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import short_moment
from requests.choices import Action
from requests.services.errors import ReviewError

if TYPE_CHECKING:
    from requests.models import ReviewRequest


class SigningRefused(ReviewError):
    """What was filled in does not carry the act. `field` names the form field the sentence belongs to."""

    field = "opinion"


class StaleCase(ReviewError):
    """Somebody acted since the page was opened; the typed opinion is kept by the page."""

    def __init__(self, case: ReviewRequest) -> None:
        super().__init__(f"此案已由{_who_did_what(case)}，請確認案件最新狀態。")


def _who_did_what(case: ReviewRequest) -> str:
    """Say what moved the case last: an act, its 抽回, or the objection to it."""
    moves = []
    for act in case.approvals.filter(same_as_left=False):
        moves.append((act.recorded_at or act.at, act, act.get_action_display()))
        moves += [(act.recalled_at, act, Action.RECALL.label)] if act.recalled_at else []
        moves += [(act.objected_at, act, Action.OBJECT.label)] if act.objected_at else []
    if not moves:
        return "他人處理"
    moment, act, word = sorted(moves, key=lambda move: (move[0], move[1].pk))[-1]
    return f"{act.actor_title}{act.actor_name}於 {short_moment(moment)}「{word}」"


class OpinionNeeded(SigningRefused):
    """Anything but 核准 and 擬准 must say why."""

    def __init__(self, action: str) -> None:
        super().__init__(f"請填寫意見：「{action}」須敘明理由。")


class GroundNeeded(SigningRefused):
    """A refusal rests on at least one ground of the catalogue (domain §1.4)."""

    field = "grounds"

    def __init__(self) -> None:
        super().__init__("請至少勾選一項依據，並於意見敘明事實。")


class AnswerNeeded(SigningRefused):
    """A question of the plan was not answered; `field` says which."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class BadPartialGrant(SigningRefused):
    """What would be granted is not a part of what was asked."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class StandingUnknown(SigningRefused):
    """A request on paper lacks what ruling 7 asks for before it goes on."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class NotRecallable(ReviewError):
    """Only the last actor takes an act back, and only until the next acts (抽回)."""

    def __init__(self) -> None:
        super().__init__("只有最後簽核的人，在下一位處理前可以抽回；案件已有後續處理，請以意見告知目前關卡人員。")


class NotOverdue(ReviewError):
    """A returned case goes on without its 補正 only when the term is over, and not by anybody."""

    def __init__(self) -> None:
        super().__init__("補正期限屆滿仍未補正時，才由退回的那一關或承辦人續行審核。")


class PaperRefused(SigningRefused):
    """The 紙本核章 cannot be recorded, or is objected to too late; `field` says where to look."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
