"""The first text of every letter, from what is known of a case. Pure; 承辦人 edits it before it is issued.

A person is 「臺端」, a public body 「貴機關」. Each kind of letter is one function from facts to 主旨 and numbered 說明.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.choices import LetterKind, Priority
from requests.documents.letters.numbers import in_han
from requests.documents.letters.paper import LetterText, official_date
from requests.selectors import DEFAULT_PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from requests.documents.letters.facts import LetterFacts
    from requests.selectors.agency import AgencyFacts

    Said = tuple[str, tuple[str, ...]]

PLEASE = "請查照。"
LIMITS = "影像資料僅供申請目的之使用，不得另行複製傳閱散佈播放，並應遵守個人資料保護法之規定。"
NO_PHOTOGRAPHY = "調閱時由本校派員陪同，僅得調閱，不得翻拍、錄影、錄音或複製。"
NO_PHOTOGRAPHY_BUT_A_COPY = "調閱時由本校派員陪同，不得翻拍、錄影或錄音。"
FOUR_ITEMS = "應以公文載明法令依據、調閱目的、範圍及用途"
NOT_FOUND = "調閱時段之影像（請敘明原因：攝影機未涵蓋、故障及單號、逾保存期限已覆蓋，或主機時間誤差）。"


def draft(kind: LetterKind, facts: LetterFacts) -> LetterText:
    """Return the first text of a letter."""
    subject, paragraphs = DRAFTS[kind](facts)
    numbered = [f"{in_han(place)}、{text}" for place, text in enumerate(filter(None, paragraphs), start=1)]
    body = facts.agency
    return LetterText(
        addressee=body.body if body else f"{facts.asker}君",
        priority=(body.priority if body else Priority.ORDINARY).label,
        subject=subject,
        explanation="\n".join(numbered),
        original_to=body.body if body else f"{facts.asker}君",
        copies_to="本校總務處",
        signed_as=facts.signed_as if body else facts.school,
    )


def _receipt(facts: LetterFacts) -> Said:
    follow = "" if facts.has_account or facts.agency else f"臺端得以案號及查詢碼，至 {facts.track_url} 查詢辦理情形。"
    said = (
        f"本校於{facts.received}收件，案號 {facts.number}；申請調閱{_scope(facts)}。",
        f"上開影像{facts.footage}。留存係為避免影像覆蓋，不表示同意調閱。" if facts.footage else "",
        f"本案處理期限為{facts.due}{_extendable(facts)}。",
        f"如須補正，請於通知後{facts.correction_days}日內補正。",
        follow,
    )
    return f"{_about(facts)}，業已收件，{PLEASE}", said


def _extendable(facts: LetterFacts) -> str:
    """A public body's 限期 is its own: the school does not extend it (ruling 11)."""
    return "" if facts.agency else "（比照個人資料保護法第13條）；必要時得展延一次，並敘明理由通知"


def _correction(facts: LetterFacts) -> Said:
    body = facts.agency
    missing = f"來文未載明{'、'.join(body.missing)}；依本校{facts.plan}伍、二，公務機關申請調閱{FOUR_ITEMS}。" if (
        body and body.missing
    ) else ""  # fmt: skip
    till = f"於{facts.correction_due}前" if facts.correction_due else ""
    late = "" if body else "逾期未補正者，本校得依現有資料決定准駁。"
    said = (
        _answers(facts),
        missing,
        f"應補正事項：{_ended(facts.correction)}" if facts.correction else "",
        f"請{till}以書面補正。補正期間，影像之留存不受影響。{late}",
    )
    return f"{_about(facts)}，尚有應補正事項，請{till}補正，{PLEASE}", said


def _extension(facts: LetterFacts) -> Said:
    basis = "" if facts.agency else "比照個人資料保護法第13條第1項，展延以一次為限，並以書面通知；"
    said = (
        _answers(facts),
        f"展延理由：{_ended(facts.extension_reason)}",
        f"{basis}本案處理期限展延至{facts.due}。展延期間，影像之留存不受影響。",
    )
    return f"{_about(facts)}，處理期限展延至{facts.due}，{PLEASE}", said


def _grant(facts: LetterFacts) -> Said:
    if facts.agency:
        return f"{_about(facts)}，同意提供，{PLEASE}", (*_to_body(facts, "同意提供"), *_handed_over(facts))
    said = (
        _answers(facts),
        f"准予調閱範圍：{'；'.join(facts.granted)}。",
        _when(facts),
        "到場時請攜帶身分證明文件正本；委託他人者，並請攜帶委任書。",
        _limits(facts),
        _copy(facts),
        _remedy(facts),
    )
    return f"{_about(facts)}，准予調閱，請依說明辦理，{PLEASE}", said


def _partial(facts: LetterFacts) -> Said:
    if facts.agency:
        body = (*_to_body(facts, "同意提供"), _reasons(facts), *_handed_over(facts), _remedy(facts))
        return f"{_about(facts)}，同意提供部分影像，{PLEASE}", body
    seen = (
        "由本校檢視影像後，另以書面或口頭告知結果。"
        if facts.is_told_only
        else f"{_when(facts)}到場時請攜帶身分證明文件正本。{_limits(facts)}"
    )
    said = (
        _answers(facts),
        f"准予提供範圍：{'；'.join(facts.granted)}。其餘部分不予提供。",
        _reasons(facts),
        seen,
        _copy(facts),
        _remedy(facts),
    )
    return f"{_about(facts)}，准予部分調閱，{PLEASE}", said


def _refusal(facts: LetterFacts) -> Said:
    if facts.agency:
        body = (_answers(facts), _rests_on(facts), _facts_and_law(facts), _remedy(facts))
        return f"{_about(facts)}，歉難同意提供，{PLEASE}", body
    said = (
        _answers(facts),
        f"申請調閱範圍：{_scope(facts)}。",
        _facts_and_law(facts),
        f"本校係依{_orders(facts)}辦理。",
        "調閱既不予核准，所請複製併不予准許，依據及理由同上。" if facts.wants_copy else "",
        _remedy(facts),
    )
    return f"{_about(facts)}，不予核准，{PLEASE}", said


def _no_footage(facts: LetterFacts) -> Said:
    found = "；".join(line.rstrip("。") for line in facts.no_footage)
    said = (
        _answers(facts),
        f"經查{_scope(facts)}，無影像可供調閱，原因如下：{found}。"
        if found
        else f"經查{_scope(facts)}，查無{NOT_FOUND}",
        _rests_on(facts) if facts.agency else "",
        _remedy(facts),
    )
    return f"{_about(facts)}，經查無影像可供調閱，{PLEASE}", said


DRAFTS: Mapping[LetterKind, Callable[[LetterFacts], Said]] = {
    LetterKind.RECEIPT: _receipt,
    LetterKind.CORRECTION: _correction,
    LetterKind.EXTENSION: _extension,
    LetterKind.GRANT: _grant,
    LetterKind.PARTIAL: _partial,
    LetterKind.REFUSAL: _refusal,
    LetterKind.NO_FOOTAGE: _no_footage,
}


def _about(facts: LetterFacts) -> str:
    """What every 主旨 begins with."""
    if facts.agency:
        return "有關貴機關函請調閱本校監視錄影系統影像一案"
    return f"臺端申請調閱本校監視錄影系統影像（案號 {facts.number}）一案"


def _answers(facts: LetterFacts) -> str:
    """What is answered: 「復貴機關…號函」, or the request of a person."""
    if facts.agency:
        return f"復{_letter_of(facts.agency)}。"
    return f"復臺端於{facts.received}送達本校之申請。"


def _letter_of(body: AgencyFacts) -> str:
    day = official_date(body.dated_on).removeprefix("中華民國") if body.dated_on else ""
    return f"貴機關{day}{body.number}函"


def _scope(facts: LetterFacts) -> str:
    return f"{facts.cameras}，{facts.period}之影像" if facts.cameras else f"{facts.period}之影像"


def _orders(facts: LetterFacts) -> str:
    """What the school acts on: the letters of 壹 and its own plan."""
    own = f"本校{facts.plan}"
    return f"{facts.orders}及{own}" if facts.orders else own


def _rests_on(facts: LetterFacts) -> str:
    return f"依{_orders(facts)}伍、二辦理。"


def _to_body(facts: LetterFacts, word: str) -> tuple[str, ...]:
    return (_answers(facts), _rests_on(facts), f"{word}範圍：{'；'.join(facts.granted)}。")


def _handed_over(facts: LetterFacts) -> tuple[str, ...]:
    use = facts.agency.use if facts.agency else ""
    purpose = f"（{use}）" if use else ""
    return (
        f"影像請依來文所載用途{purpose}使用，並遵守個人資料保護法及相關法令之規定。",
        f"請派員持公文及服務證至本校總務處調閱或領取，並於簽收單簽名；請先與承辦人聯絡{_reach(facts)}。",
    )


def _when(facts: LetterFacts) -> str:
    if facts.appointed:
        return f"調閱時間及地點：{facts.appointed}；不克前來時，請先與承辦人聯絡{_reach(facts)}。"
    return f"調閱時間：請與承辦人約定{_reach(facts)}；地點：本校{DEFAULT_PLACE}。"


def _limits(facts: LetterFacts) -> str:
    return (NO_PHOTOGRAPHY_BUT_A_COPY if facts.grants_copy else NO_PHOTOGRAPHY) + LIMITS


def _reach(facts: LetterFacts) -> str:
    return f"（電話 {facts.phone}）" if facts.phone else ""


def _reasons(facts: LetterFacts) -> str:
    return f"理由：{_ended(facts.opinion)}" if facts.opinion else ""


def _facts_and_law(facts: LetterFacts) -> str:
    """A refusal's facts and the grounds it rests on, of law or of procedure (行政程序法第96條)."""
    law = "；".join(facts.grounds)
    return f"事實及理由：{_ended(facts.opinion)}" + (f"依據：{law}。" if law else "")


def _copy(facts: LetterFacts) -> str:
    """「另請求複製」 is answered expressly (ruling 9)."""
    if not facts.wants_copy:
        return ""
    word = "准予提供遮蔽後之複製本" if facts.grants_copy else "不予准許"
    return f"所請複製影像，{word}：{_ended(facts.copy_answer)}"


def _remedy(facts: LetterFacts) -> str:
    return _ended(facts.remedy) if facts.remedy else ""


def _ended(text: str) -> str:
    """Return `text` on one line, ended by a full stop."""
    joined = "；".join(line.strip().rstrip("。；") for line in text.splitlines() if line.strip())
    return joined if joined.endswith(("？", "！")) else f"{joined}。"
