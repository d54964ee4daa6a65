"""What a signatory sends, and whether it carries the act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from requests import rules, selectors
from requests.choices import Action, Answer, Asker, Need, Proposal, Verdict, ViewingManner
from requests.services.chain.errors import (
    AnswerNeeded,
    BadPartialGrant,
    GroundNeeded,
    OpinionNeeded,
    StandingUnknown,
)
from requests.transitions import DECISIONS, verdict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import PlanStep
    from cameras.models import Camera
    from requests.choices import RefusalGround
    from requests.models import AgencyLetter, ReviewRequest

REASONS_OF_THE_OTHER_ANSWER = {Answer.YES: rules.NO_COPY, Answer.NO: rules.COPY_FOR_A_BODY}
"""What stands in the field at first and is printed as the reason, should the answer be changed and not its reason."""


@dataclass(frozen=True)
class Grant:
    """What 部分核准 grants: some of the cameras, a period inside the asked one (aware), how, and on which conditions."""

    cameras: Collection[Camera]
    starts_at: dt.datetime
    ends_at: dt.datetime
    manner: ViewingManner = ViewingManner.ACCOMPANIED
    conditions: str = ""


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What a signatory sends: the action, for a proposing step what is proposed, and the opinion.

    acts_seen: `selectors.acts_on` the page the person read; another number means somebody was faster.
    grounds: for a refusal, of the catalogue. grant: for a partial grant.
    is_necessary: the first step's finding 「涉及個人權益維護所必要」 (ruling 6); empty at the other steps.
    grants_copy, copy_answer: the express answer to 「另請求複製」 when a request is decided (ruling 9).
    with_remedy: whether the decision carries the 救濟教示; None leaves it to the kind of applicant.
    """

    action: Action
    opinion: str
    acts_seen: int
    proposal: Proposal | None = None
    grounds: tuple[RefusalGround, ...] = ()
    grant: Grant | None = None
    is_necessary: Answer | None = None
    grants_copy: Answer | None = None
    copy_answer: str = ""
    with_remedy: bool | None = None

    @property
    def verdict(self) -> Verdict | None:
        """How much the act grants or proposes to grant; None for 退回."""
        return verdict(self.action, self.proposal)

    @property
    def is_yes(self) -> bool:
        """Whether everything is granted."""
        return self.verdict == Verdict.EVERYTHING

    @property
    def is_partial(self) -> bool:
        """Whether a part is granted."""
        return self.verdict == Verdict.PART

    @property
    def is_no(self) -> bool:
        """Whether nothing is granted."""
        return self.verdict == Verdict.NOTHING

    @property
    def signs(self) -> bool:
        """Whether the act fills a cell of 附錄1; 退回 fills none."""
        return self.verdict is not None

    @property
    def label(self) -> str:
        """What the act is called: 擬准, 核准, 退回補正 …"""
        return self.proposal.label if self.proposal else self.action.label


def check_content(case: ReviewRequest, step: PlanStep, signing: Signing) -> None:
    """Raises a SigningRefused when what was filled in does not carry the act."""
    if not signing.is_yes and not signing.is_partial and not rules.own_words(signing.opinion):
        raise OpinionNeeded(signing.label)
    if signing.is_no and not signing.grounds:
        raise GroundNeeded
    if signing.is_partial:
        _check_grant(case, signing.grant)
    if signing.signs:
        _check_necessity(case, step, signing)
        _check_copy_answer(case, signing)


def _check_grant(case: ReviewRequest, grant: Grant | None) -> None:
    """部分核准: fewer cameras, a shorter period, conditions, or told instead of shown — and never more than was asked."""
    if grant is None or not grant.cameras:
        raise BadPartialGrant("granted_cameras", "請至少勾選一支准許調閱的攝影機。")
    asked = {camera.pk for camera in case.cameras.all()}
    granted = {camera.pk for camera in grant.cameras}
    if not granted <= asked:
        raise BadPartialGrant("granted_cameras", "准許的攝影機必須是申請人申請的攝影機。")
    if grant.ends_at <= grant.starts_at:
        raise BadPartialGrant("granted_ends_at", "准許時段的結束須晚於開始。")
    if (
        case.starts_at is None
        or case.ends_at is None
        or grant.starts_at < case.starts_at
        or grant.ends_at > case.ends_at
    ):
        raise BadPartialGrant("granted_starts_at", "准許時段必須在申請的時段之內。")
    is_whole = granted == asked and (grant.starts_at, grant.ends_at) == (case.starts_at, case.ends_at)
    if is_whole and grant.manner == ViewingManner.ACCOMPANIED and not grant.conditions.strip():
        raise BadPartialGrant(
            "conditions", "部分核准請減少攝影機、縮短時段、改變方式或填寫附款；全部准許請用「核准」。"
        )


def _check_necessity(case: ReviewRequest, step: PlanStep, signing: Signing) -> None:
    """承辦人 says 「涉及個人權益維護所必要」, or why not (ruling 6); a public body's letter has grounds of its own."""
    if step.order != 1 or case.need == Need.AGENCY:
        return
    if signing.is_necessary is None:
        raise AnswerNeeded("is_necessary", "請勾選「涉及個人權益維護所必要」；不符時請選「否」並於意見說明。")
    if signing.is_necessary == Answer.NO and not rules.own_words(signing.opinion):
        raise AnswerNeeded("opinion", "不符「涉及個人權益維護所必要」時，請於意見說明理由。")


def _check_copy_answer(case: ReviewRequest, signing: Signing) -> None:
    """Who asked for a copy is answered expressly when the request is decided, either way with a reason (ruling 9)."""
    if not case.wants_copy or signing.action not in (Action.APPROVE, Action.PARTLY_APPROVE):
        return
    if signing.grants_copy is None:
        raise AnswerNeeded("grants_copy", "申請人另請求複製，請選擇是否准予複製。")
    if not signing.copy_answer.strip():
        raise AnswerNeeded("copy_answer", "請填寫准予或不准複製的理由。")
    if signing.copy_answer.strip() == REASONS_OF_THE_OTHER_ANSWER[signing.grants_copy]:
        chosen = "准予複製" if signing.grants_copy == Answer.YES else "不准複製"
        raise AnswerNeeded("copy_answer", f"您選擇「{chosen}」，但理由仍是相反決定的例稿，請改寫{chosen}的理由。")


def copy_granted(case: ReviewRequest, signing: Signing) -> Answer | None:
    """Return the express answer a decision gives to 「另請求複製」; who refuses everything refuses the copy, too (ruling 9)."""
    if not case.wants_copy or signing.action not in DECISIONS:
        return None
    return Answer.NO if signing.is_no else signing.grants_copy


def check_standing(case: ReviewRequest, signing: Signing, *, goes_to_decision: bool) -> None:
    """What a request on paper must have before 陳核, and its signed form before the last step (ruling 7).

    The 補核 of an urgent viewing does not wait for the signature: 結案 asks for it. Nothing goes on before the three questions are answered; where the answers do not hold, only a refusal does.
    Raises StandingUnknown.
    """
    if case.is_for_a_child:
        if not case.protection_order:
            raise StandingUnknown("陳核前請先於案件頁完成「申請人身分查驗」：身分、監護關係、有無保護令或會面限制。")
        if not ((case.identity_checked and case.guardianship_confirmed) or signing.is_no):
            raise StandingUnknown("申請人身分或監護關係未經確認，只能退回補正或擬不准。")
        if case.protection_order == Answer.YES and not case.is_restricted:
            raise StandingUnknown("申請人有保護令或會面限制，請先將本案設為限制案，再陳核。")
    if letter := selectors.letter_of(case):
        _check_letter(case, letter, signing, goes_to_decision=goes_to_decision)
    elif goes_to_decision and case.entered_by_id and case.signed_form_id is None and not selectors.is_urgent(case):
        raise StandingUnknown("代填案件須先存入申請人簽名的附錄1，才能陳送核定。")


def _check_letter(case: ReviewRequest, letter: AgencyLetter, signing: Signing, *, goes_to_decision: bool) -> None:
    """伍、二: a public body is decided on by its letter, and granted only what states the four items.

    What was consented to by word of mouth the chain follows (補核) also while the letter is owed: no copy leaves before.
    """
    if goes_to_decision and not letter.is_here and selectors.oral_consent_of(case) is None:
        raise StandingUnknown("公文尚未到校，不能陳送核定；請先登錄公文，或先登錄口頭同意。")
    missing = selectors.missing_items(letter)
    if letter.is_here and missing and not signing.is_no:
        raise StandingUnknown(f"來文未載明{'、'.join(missing)}（計畫伍、二），只能退回補正或擬不准。")


def carries_remedy(case: ReviewRequest, signing: Signing) -> bool:
    """Say whether the decision tells how to seek remedy: by default to 當事人 and 法定代理人 (ruling 9)."""
    says_no = signing.action in (Action.REFUSE, Action.PARTLY_APPROVE) or copy_granted(case, signing) == Answer.NO
    by_default = case.need in (Need.OWN, Need.CHILD) or case.asker not in (Asker.STAFF, Asker.AGENCY)
    return says_no and (by_default if signing.with_remedy is None else signing.with_remedy)
