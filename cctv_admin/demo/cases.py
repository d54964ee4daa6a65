"""Requests in every state, told in the order they happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.choices import DeputyReason
from accounts.services.deputies import name_deputy
from printing.rules import TAIPEI
from requests import selectors
from requests.choices import Action, Answer, Asker, DutyBasis, Need, Proposal, RefusalGround
from requests.services import chain, drafts, viewings
from requests.services.closing import close_case
from requests.services.consultations import consult
from requests.services.standing import check_standing_of
from retention.choices import BackupOutcome

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from requests.models import ReviewRequest


@dataclass(frozen=True)
class Told:
    """One case as the story tells it. `days` before today it was sent; `path` is what happened next."""

    days: int
    applicant: str
    need: Need
    relation: str
    unit: str
    cameras: tuple[str, ...]
    at: tuple[int, int]
    minutes: int
    reason: str
    path: tuple[str, ...]
    basis: DutyBasis | str = ""
    on_paper: str = ""
    wants_copy: bool = False


STORY = (
    Told(430, "teacher3", Need.OWN, "本人", "英語科", ("C18",), (16, 30), 20,
         "置於教師辦公室門口的包裹遺失，擬確認取走時間。", ("propose", "propose", "approve", "view", "close")),
    Told(26, "teacher", Need.DUTY, "導師", "五年三班", ("C06", "C02"), (12, 35), 15,
         "五年三班學生於午休時間在走廊遭推擠跌倒，左手腕受傷送健康中心。法定代理人要求了解經過，須釐清是否屬校園霸凌通報事件。",
         ("propose", "propose", "approve", "view")),
    Told(22, "teacher2", Need.OWN, "本人", "二年一班", ("C28",), (16, 10), 30,
         "停放於停車場的機車後照鏡毀損，請協助確認是否為車輛擦撞。", ("propose", "propose", "approve_for", "view", "close")),
    Told(18, "teacher3", Need.DUTY, "任課教師", "英語科", ("C18", "C19"), (10, 20), 40,
         "課後發現平板電腦短少一台，擬確認搬運過程。", ("propose", "propose_no", "refuse")),
    Told(12, "teacher", Need.DUTY, "導師", "五年三班", ("C33",), (9, 50), 20,
         "學生反映遊戲場盪鞦韆排隊時發生爭執。", ("return",)),
    Told(9, "teacher2", Need.OWN, "本人", "二年一班", ("C25",), (7, 40), 15,
         "家長接送區物品遺失，已自行尋獲。", ("withdraw",)),
    Told(7, "teacher2", Need.DUTY, "導師", "二年一班", ("C12", "C11"), (13, 20), 20,
         "學生於穿堂滑倒，須確認地面是否積水以改善環境。", ("propose", "propose", "approve")),
    Told(6, "teacher2", Need.OWN, "本人", "二年一班", ("C22", "C23"), (17, 5), 60,
         "下班時於側門遭機車擦撞，須確認車輛行進方向及車號。",
         ("propose", "propose_part", "part"), wants_copy=True),
    Told(5, "teacher", Need.CHILD, "法定代理人", "五年三班學生法定代理人", ("C29", "C30", "C31"), (15, 50), 30,
         "本人子女於操場跑步時跌倒，額頭擦傷，想了解經過。", ("check", "propose", "propose")),
    Told(4, "teacher3", Need.DUTY, "任課教師", "英語科", ("C15",), (11, 5), 15,
         "學生眼鏡於二樓樓梯口遺失，擬確認掉落位置。", ("propose",)),
    Told(3, "teacher3", Need.DUTY, "任課教師", "英語科", ("C07",), (14, 10), 30,
         "學生間疑有長期排擠及推擠情形，校安通報後須先留存影像並釐清經過。",
         ("consult", "propose"), basis=DutyBasis.BULLYING),
    Told(2, "handler", Need.CHILD, "父親", "二年一班學生法定代理人", ("C29",), (10, 15), 20,
         "本人子女於下課時間在遊戲場跌落，想了解現場經過。", ("check",), on_paper="王○明"),
    Told(1, "teacher", Need.DUTY, "導師", "五年三班", ("C01", "C03"), (12, 40), 20,
         "午休時兩名學生於川堂發生口角，其中一名學生鏡架斷裂，其法定代理人希望週五前了解經過。", ()),
)  # fmt: skip

AFTER = (
    dt.timedelta(hours=2),
    dt.timedelta(hours=4),
    dt.timedelta(hours=6),
    dt.timedelta(days=1, hours=1),
    dt.timedelta(days=16),
)
"""How long after the sending each act happens: the viewing on the next morning, the closing when the recorder has gone
round."""
BESIDE_THE_CHAIN = ("consult", "check")
WHO = {0: "handler", 1: "supervisor", 2: "principal"}
OPINIONS = {
    "propose": "依個資法規定辦理。",
    "agree": "如擬。",
    "propose_no": "申請時段與事由無直接關聯，建議先向保管單位查對領用紀錄。",
}


def tell(people: dict[str, User], cameras: dict[str, Camera], now: dt.datetime) -> None:
    """Let every case of the story happen, each act a few hours after the one before."""
    for told in STORY:
        moment = _at_nine(now - dt.timedelta(days=told.days))
        case = _submit(told, people[told.applicant], cameras, moment)
        signatures = 0
        for place, act in enumerate(told.path):
            _do(case, act, people, signatures, min(moment + AFTER[place], now))
            signatures += act not in BESIDE_THE_CHAIN


def _at_nine(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(TAIPEI).replace(hour=9, minute=12, second=0, microsecond=0)


def _submit(told: Told, applicant: User, cameras: dict[str, Camera], moment: dt.datetime) -> ReviewRequest:
    hour, minute = told.at
    start = (moment - dt.timedelta(days=1)).replace(hour=hour, minute=minute)
    content = drafts.Content(
        need=told.need, relation=told.relation, phone="03-0000000 分機 312", unit=told.unit, id_number="",
        cameras=[cameras[code] for code in told.cameras], places=[], starts_at=start,
        ends_at=start + dt.timedelta(minutes=told.minutes), long_period_reason="", reason=told.reason,
        duty_basis=told.basis or (DutyBasis.DISCIPLINE if told.need == Need.DUTY else ""), wants_copy=told.wants_copy,
    )  # fmt: skip
    if told.on_paper:
        entry = drafts.Entry(asker=Asker.GUARDIAN, applicant_name=told.on_paper, received_at=moment)
        key = drafts.save_entry(handler=applicant, entry=entry, content=content, key=None, now=moment).draft_key
        return drafts.enter(key=key, handler=applicant, accepts_note=True, now=moment)
    draft = drafts.save_draft(applicant=applicant, content=content, key=None, now=moment)
    return drafts.submit(key=draft.draft_key, applicant=applicant, accepts_note=True, now=moment)


def _do(case: ReviewRequest, act: str, people: dict[str, User], order: int, moment: dt.datetime) -> None:
    if act == "approve_for":
        _principal_is_away(people, moment)
        chain.sign(case_id=case.pk, actor=people["dean"], signing=_signing(case, "approve", order), now=moment)
    elif act == "withdraw" and case.applicant:
        drafts.withdraw(case_id=case.pk, applicant=case.applicant, now=moment)
    elif act == "consult":
        question = "請就是否成立霸凌事件調查小組表示意見。"
        consult(case_id=case.pk, person_id=people["dean"].pk, question=question, actor=people["handler"], now=moment)
    elif act == "check":
        check_standing_of(
            case_id=case.pk,
            actor=people["handler"],
            identity_checked=True,
            guardianship_confirmed=True,
            protection_order=Answer.NO,
            now=moment,
        )
    elif act == "view":
        _view(case, people["handler"], moment)
    elif act == "close":
        close_case(
            case_id=case.pk, actor=people["handler"], outcome=BackupOutcome.OVERWRITTEN,
            reason="調閱後未及備份，經查主機已循環覆蓋。", now=moment,
        )  # fmt: skip
    else:
        chain.sign(case_id=case.pk, actor=people[WHO[order]], signing=_signing(case, act, order), now=moment)


def _signing(case: ReviewRequest, act: str, order: int) -> chain.Signing:
    action, proposal, opinion = {
        "propose": (Action.PROPOSE, Proposal.APPROVE, OPINIONS["agree" if order else "propose"]),
        "propose_no": (Action.PROPOSE, Proposal.REFUSE, OPINIONS["propose_no"]),
        "propose_part": (Action.PROPOSE, Proposal.PARTLY_APPROVE, "時段縮短為十五分鐘，足以辨識車輛。"),
        "approve": (Action.APPROVE, None, "如擬。"),
        "part": (Action.PARTLY_APPROVE, None, "如擬。"),
        "refuse": (Action.REFUSE, None, "請先查對領用紀錄；如仍有必要，請敘明特定時段後再申請。"),
        "return": (Action.RETURN_TO_APPLICANT, None, "請敘明爭執發生的大約時間，並縮短調閱時段。"),
    }[act]
    return chain.Signing(
        action=action,
        proposal=proposal,
        opinion=opinion,
        acts_seen=selectors.acts_on(case),
        is_necessary=Answer.YES,
        grounds=(RefusalGround.UNSPECIFIC,),
        grant=_first_quarter(case) if "part" in act else None,
        grants_copy=Answer.NO,
        copy_answer="依本校計畫伍、一，校內人員僅得調閱，不得複製；畫面中另有其他人員及車輛。",
    )


def _first_quarter(case: ReviewRequest) -> chain.Grant:
    """The first fifteen minutes of one camera, others' faces masked."""
    if case.starts_at is None:
        raise ValueError(case)
    return chain.Grant(
        cameras=list(case.cameras.order_by("code")[:1]),
        starts_at=case.starts_at,
        ends_at=case.starts_at + dt.timedelta(minutes=15),
        conditions="遮蔽其他人員面容後檢視。",
    )


def _principal_is_away(people: dict[str, User], moment: dt.datetime) -> None:
    """校長 is on an official trip that day; 教務主任 acts for him (ruling 3)."""
    name_deputy(
        principal_id=people["principal"].pk,
        deputy_id=people["dean"].pk,
        order=1,
        reason=DeputyReason.OFFICIAL_TRIP,
        since=moment - dt.timedelta(hours=1),
        until=moment + dt.timedelta(hours=3),
        actor=people["principal"],
        now=moment - dt.timedelta(hours=1),
    )


def _view(case: ReviewRequest, escort: User, moment: dt.datetime) -> None:
    people_present = f"{case.applicant_title}{case.applicant_name}"
    viewing = viewings.start_viewing(
        case_id=case.pk, escort=escort, people_present=people_present, told_not_to_film=True, identity_checked=True,
        place=selectors.DEFAULT_PLACE, now=moment,
    )  # fmt: skip
    viewings.end_viewing(
        viewing_id=viewing.pk, escort=escort, remarks="", now=moment + dt.timedelta(minutes=25),
        ending=viewings.Ending(finding="影像清晰，經過已確認。"),
    )  # fmt: skip
