"""The first text of every letter, made of facts alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests.choices import LetterKind, Priority, Secrecy
from requests.documents.letters import LetterFacts, LetterPaper, LetterText, draft, titled
from requests.documents.letters.numbers import in_han
from requests.selectors.agency import AgencyFacts

FACTS = LetterFacts(
    school="桃園市八德區瑞豐國民小學", phone="03-0000000", plan="監視錄影系統管理實施計畫",
    orders="桃園市教育局108年6月4日桃教學字第1080045413號函", number="115-0037", asker="高𣕑宇", has_account=False,
    received="115年11月23日（一）09:00", due="115年12月8日（二）", cameras="忠孝樓一樓川堂（C01）",
    period="115年11月20日（五）12:00至115年11月20日（五）12:15", footage="業已通知留存", correction="請敘明時段。",
    correction_due="115年11月30日（一）", correction_days=7, extension_reason="承辦人公假",
    granted=("攝影機：忠孝樓一樓川堂（C01）", "時段：12:00至12:15"), opinion="申請時段與事由無關。",
    grounds=("個人資料保護法第10條但書第3款",), remedy="對本決定如有不服，得提起救濟。", track_url="https://cctv.example.edu.tw/track/", signed_as="校長　蘇翊甯",
    no_footage=("忠孝樓一樓川堂（C01）：因故障（F115-0003）自 115/11/20 08:00 起中斷錄影。",),
)  # fmt: skip
BODY = AgencyFacts(
    body="桃園市政府警察局八德分局", dated_on=dt.date(2026, 11, 20), number="德警分刑字第1150031234號", received_number="1",
    received_at=None, priority=Priority.URGENT, secrecy=Secrecy.NONE, legal_basis="刑事訴訟法第230條", purpose="偵辦竊盜",
    scope="操場", use="作為證據", reply_by=None, no_reply_reason="", missing=("用途",),
)  # fmt: skip
TO_BODY = replace(FACTS, agency=BODY, asker=BODY.body)
words = st.text(st.characters(categories=["Lo", "Nd", "Po"]), max_size=30)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_person_is_addressed_as_a_person_and_a_body_as_a_body(kind: LetterKind) -> None:
    own, reply = draft(kind, FACTS), draft(kind, TO_BODY)
    assert own.addressee == own.original_to == "高𣕑宇君"
    assert own.subject.startswith("臺端申請調閱")
    assert "貴機關" not in own.subject + own.explanation
    assert (reply.addressee, reply.priority, reply.signed_as) == (BODY.body, "速件", "校長　蘇翊甯")
    assert reply.subject.startswith("有關貴機關函請調閱")
    assert "臺端" not in reply.subject + reply.explanation
    assert own.subject.endswith("請查照。")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            LetterKind.RECEIPT,
            ("案號 115-0037", "115年11月23日（一）09:00收件", "業已通知留存", "115年12月8日", "查詢碼"),
        ),
        (LetterKind.CORRECTION, ("請敘明時段。", "請於115年11月30日（一）前以書面補正")),
        (LetterKind.EXTENSION, ("展延理由：承辦人公假。", "個人資料保護法第13條第1項")),
        (LetterKind.GRANT, ("約定", "總務處", "身分證明文件", "不得翻拍")),
        (LetterKind.PARTIAL, ("其餘部分不予提供", "理由：申請時段與事由無關。", "得提起救濟")),
        (LetterKind.REFUSAL, ("事實及理由：申請時段與事由無關。", "第10條但書第3款", "1080045413", "得提起救濟")),
        (LetterKind.NO_FOOTAGE, ("F115-0003",)),
    ],
)
def test_a_letter_to_a_person_says_what_its_kind_must_say(kind: LetterKind, said: tuple[str, ...]) -> None:
    text = draft(kind, FACTS).explanation
    assert [part for part in said if part not in text] == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (LetterKind.CORRECTION, ("來文未載明用途", "應以公文載明法令依據、調閱目的、範圍及用途")),
        (LetterKind.GRANT, ("復貴機關115年11月20日德警分刑字第1150031234號函", "伍、二", "作為證據", "服務證")),
        (LetterKind.PARTIAL, ("同意提供範圍", "理由：申請時段與事由無關。")),
        (LetterKind.REFUSAL, ("依據：個人資料保護法第10條但書第3款", "得提起救濟")),
        (LetterKind.NO_FOOTAGE, ("F115-0003", "伍、二")),
    ],
)
def test_a_reply_says_what_its_kind_must_say(kind: LetterKind, said: tuple[str, ...]) -> None:
    text = draft(kind, TO_BODY).explanation
    assert [part for part in said if part not in text] == []


def test_only_a_person_is_told_of_an_extension() -> None:
    assert "必要時得展延一次" in draft(LetterKind.RECEIPT, FACTS).explanation
    said = draft(LetterKind.RECEIPT, TO_BODY).explanation
    assert "本案處理期限為115年12月8日（二）。" in said
    assert "展延" not in said


def test_what_was_not_asked_or_decided_is_not_said() -> None:
    assert "查詢碼" not in draft(LetterKind.RECEIPT, replace(FACTS, has_account=True)).explanation
    assert "複製" not in draft(LetterKind.REFUSAL, FACTS).explanation
    assert "所請複製" in draft(LetterKind.REFUSAL, replace(FACTS, wants_copy=True)).explanation
    assert "救濟" not in draft(LetterKind.REFUSAL, replace(FACTS, remedy="")).explanation
    assert "請敘明原因" in draft(LetterKind.NO_FOOTAGE, replace(FACTS, no_footage=())).explanation
    asked = replace(FACTS, wants_copy=True, copy_answer="畫面另有他人")
    assert "所請複製影像，不予准許：畫面另有他人。" in draft(LetterKind.GRANT, asked).explanation
    assert "遮蔽後之複製本" in draft(LetterKind.GRANT, replace(asked, grants_copy=True)).explanation
    for kind in (LetterKind.GRANT, LetterKind.PARTIAL):
        assert "僅得調閱，不得翻拍、錄影、錄音或複製。" in draft(kind, asked).explanation
        granted = draft(kind, replace(asked, grants_copy=True)).explanation
        assert "調閱時由本校派員陪同，不得翻拍、錄影或錄音。" in granted
        assert "僅得調閱" not in granted
    told = draft(LetterKind.PARTIAL, replace(FACTS, is_told_only=True)).explanation
    assert "告知結果" in told
    assert "約定" not in told
    appointed = draft(LetterKind.GRANT, replace(FACTS, appointed="115年11月25日（三）10:00，警衛室")).explanation
    assert "調閱時間及地點：115年11月25日（三）10:00，警衛室；" in appointed
    assert "約定" not in appointed
    bare = replace(FACTS, footage="", cameras="", phone="", orders="", opinion="", grounds=())
    assert [draft(kind, bare).subject for kind in LetterKind]
    assert "本校係依本校監視錄影系統管理實施計畫辦理" in draft(LetterKind.REFUSAL, bare).explanation
    owed = replace(TO_BODY, agency=replace(BODY, dated_on=None, number="", missing=(), use=""))
    assert "復貴機關函。" in draft(LetterKind.GRANT, owed).explanation


@pytest.mark.counted_elsewhere
@given(
    kind=st.sampled_from(LetterKind), opinion=words, correction=words, reason=words, remedy=words,
    to_body=st.booleans(), wants_copy=st.booleans(), conditions=st.lists(words, max_size=3),
)  # fmt: skip
def test_paragraphs_are_numbered_without_a_gap_and_end_with_one_stop(
    kind: LetterKind, opinion: str, correction: str, reason: str, remedy: str, to_body: bool, wants_copy: bool,
    conditions: list[str],
) -> None:  # fmt: skip
    facts = replace(
        TO_BODY if to_body else FACTS, opinion=opinion, correction=correction, extension_reason=reason, remedy=remedy,
        wants_copy=wants_copy, granted=tuple(conditions),
    )  # fmt: skip
    text = draft(kind, facts)
    lines = text.explanation.split("\n")
    assert [line.partition("、")[0] for line in lines] == [in_han(place) for place in range(1, len(lines) + 1)]
    assert all(line.endswith(("。", "？", "！")) and not line.endswith("。。") for line in lines)
    paper = LetterPaper(
        agency="校", form="函", address="", phone="", handler="游", number="115-0001", title="函覆", text=text
    )
    assert LetterPaper.from_json(paper.to_json()) == paper
    assert LetterText.from_json(text.to_json()) == text
    assert [one.mark + one.text for one in paper.paragraphs] == lines


@pytest.mark.parametrize(
    ("number", "han"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_numbers_of_paragraphs_are_written_in_han(number: int, han: str) -> None:
    assert in_han(number) == han


def test_what_is_typed_below_a_paragraph_hangs_deeper_or_stands_alone() -> None:
    text = LetterText(addressee="甲", subject="乙", explanation="一、範圍：\n（一）川堂\n\n另請注意")
    paper = LetterPaper(agency="校", form="函", address="", phone="1", handler="", number="", title="", text=text)
    assert [(one.mark, one.text, one.depth) for one in paper.paragraphs] == [
        ("一、", "範圍：", 0), ("（一）", "川堂", 1), ("", "另請注意", 0),
    ]  # fmt: skip
    assert paper.heading == [("電話", "1")]


def test_every_letter_has_a_name_for_either_reader() -> None:
    assert titled(LetterKind.REFUSAL, to_agency=True) == "函覆（不予）"
    assert titled(LetterKind.REFUSAL, to_agency=False) == "駁回通知"
    assert len({titled(kind, to_agency=True) for kind in LetterKind}) == len(LetterKind)
