"""What a decision says beyond its word, printed on the 續頁: 附款, 不予核准理由, 複製請求之答覆, 救濟教示 (rulings 9, 19).

Before there is one, what the last 擬部分准 proposes to grant: who signs on paper must see it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import long_moment
from requests.choices import Action, Answer, Proposal, RefusalGround, ViewingManner
from requests.transitions import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cameras.models import Camera
    from requests.models import Approval, PartialGrant
    from requests.selectors.register_said import BookCamera

COPY_ANSWERS = {Answer.YES: "准予複製（遮蔽後之複製本）。", Answer.NO: "不准複製。"}
COPY_FOR_A_BODY = "准予複製。"
NO_COPY_OF_WHAT_IS_REFUSED = "調閱既不予核准，所請複製併不予准許，依據及理由同上。"


def further_pages(
    acts: Iterable[Approval], *, wants_copy: bool, of_a_body: bool = False
) -> tuple[tuple[str, str], ...]:
    """Return (heading, text) for each part of the decision, or of what is proposed so far, that has something to say.

    `acts` are those now in force, in the order of their steps.
    """
    own = [act for act in acts if not act.same_as_left]  # 「（兼）同左」 says nothing of its own
    decision = next((act for act in own if act.action in DECISIONS), None)
    return _sections_of(decision, wants_copy=wants_copy, of_a_body=of_a_body) if decision else _proposed(own)


def _proposed(acts: Sequence[Approval]) -> tuple[tuple[str, str], ...]:
    """The scope the last act proposes; neither its reason nor grounds of a refusal, which bind nobody before the end."""
    if not acts or acts[-1].proposal != Proposal.PARTLY_APPROVE:
        return ()
    return (("擬部分准之範圍（尚未核定）", "\n".join(_scope(acts[-1].grant, "擬准"))),)


def proposed_lines(act: Approval) -> tuple[str, ...]:
    """Return what `act` proposes beyond its word, for who signs next: the scope of a 擬部分准, the grounds of a 擬不准."""
    if act.proposal == Proposal.PARTLY_APPROVE:
        return tuple(_scope(act.grant, "擬准"))
    return _said("依據", "\n".join(RefusalGround(code).label for code in act.grounds))


def _sections_of(decision: Approval, *, wants_copy: bool, of_a_body: bool) -> tuple[tuple[str, str], ...]:
    sections = (
        ("附款", _conditions(decision)),
        ("不予核准理由", _grounds(decision)),
        ("複製請求之答覆", _copy_answer(decision, of_a_body=of_a_body) if wants_copy else ""),
        ("救濟教示", decision.remedy),
    )
    return tuple((heading, text) for heading, text in sections if text)


def camera_line(camera: Camera | BookCamera) -> str:
    """Return for instance 忠孝樓一樓川堂（C01）."""
    return f"{camera.place.name}{camera.name}（{camera.code}）"


def _conditions(decision: Approval) -> str:
    """What 部分核准 grants of what was asked, and on which conditions."""
    if decision.action != Action.PARTLY_APPROVE:
        return ""
    return "\n".join((*_scope(decision.grant, "准許"), *_said("理由", decision.opinion)))


def _scope(grant: PartialGrant, word: str) -> Iterator[str]:
    cameras = [camera_line(camera) for camera in grant.cameras.select_related("place")]
    yield f"{word}調閱之攝影機：{'、'.join(cameras)}"
    yield f"{word}調閱之時段：{long_moment(grant.starts_at)} 至 {long_moment(grant.ends_at)}"
    yield f"方式：{ViewingManner(grant.manner).label}"
    yield from _said("其他附款", grant.conditions)


def _grounds(decision: Approval) -> str:
    """The grounds of a refusal, spelled out one a line, then the facts."""
    if decision.action != Action.REFUSE:
        return ""
    grounds = [RefusalGround(code).label for code in decision.grounds]
    numbered = (
        [f"{number}、{ground}" for number, ground in enumerate(grounds, start=1)] if len(grounds) > 1 else grounds
    )
    return "\n".join((*_said("依據", "\n".join(numbered)), *_said("事實與理由", decision.opinion)))


def _copy_answer(decision: Approval, *, of_a_body: bool) -> str:
    """「另請求複製」 is answered expressly, whatever the decision (ruling 9)."""
    if decision.action == Action.REFUSE and not decision.copy_answer:
        return NO_COPY_OF_WHAT_IS_REFUSED
    if not decision.grants_copy:
        return ""
    granted = of_a_body and decision.grants_copy == Answer.YES
    answer = COPY_FOR_A_BODY if granted else COPY_ANSWERS[Answer(decision.grants_copy)]
    return "\n".join((answer, *_said("理由", decision.copy_answer)))


def _said(label: str, text: str) -> tuple[str, ...]:
    """Return `text` behind its label: several lines begin below it."""
    return (f"{label}：\n{text}" if "\n" in text else f"{label}：{text}",) if text else ()
