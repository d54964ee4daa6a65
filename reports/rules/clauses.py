"""The clauses of the plan a report goes through, and what is said of each. Pure, no database.

The ids are those of the project's table of clauses; people see the plan's own numbering. What is said is words, numbers and
routes only, so that a signed report can be kept as JSON and drawn again years later.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from printing.rules import short_date
from reports.choices import Conformity, Part
from reports.rules.plan_text import sections_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

NAMED = 5
"""So many days, cameras or things are named; of the rest, how many."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: its id, how people cite it, its short title and its words."""

    key: str
    reference: str
    title: str
    words: str = ""


CLAUSES = (
    Duty("1", "壹", "依據"),
    Duty("2", "貳", "目的"),
    Duty("3.1", "參、一", "指派人員管理、操作及維修"),
    Duty("3.2a", "參、二", "設置於警衛室，由警衛監控管理"),
    Duty("3.2b", "參、二", "調閱須填寫申請單"),
    Duty("3.3a", "參、三", "損壞由警衛或知悉人員通報"),
    Duty("3.3b", "參、三", "每六個月檢查保養"),
    Duty("4.1", "肆、一", "影音資料應予保密"),
    Duty("4.2", "肆、二", "離職或調職後仍負保密義務"),
    Duty("4.3a", "肆、三", "持續正常運作，不可無故中斷"),
    Duty("4.3b", "肆、三", "影像至少保存日數"),
    Duty("4.4", "肆、四", "至遲於一年內銷毀"),
    Duty("5.1", "伍、一", "校內人員申請調閱"),
    Duty("5.2", "伍、二", "公務機關以公文申請"),
    Duty("5.3", "伍、三", "複製一份妥善保管"),
    Duty("5.4", "伍、四", "派員陪同並設專簿登記"),
    Duty("5.5", "伍、五", "申請單及登記簿至少保存一年"),
    Duty("6.1", "陸、一", "異常或故障立即修復"),
    Duty("6.2", "陸、二", "設備列帳管理"),
    Duty("6.3", "陸、三", "管養責任"),
    Duty("附錄1", "附錄1", "監視器攝錄資料調閱申請單"),
    Duty("附錄2", "附錄2", "監視錄影系統保養紀錄表"),
)
"""The plan's clauses, in its order; their words are taken from the plan in force."""

OWN_RULES = (
    Duty("hand_check", "影像查核", "每週影像查核", "未由資料夾讀取影像的主機，每週由人員查核最早可播放日及校時。"),
    Duty("confirm", "緊急留存", "緊急留存之確認", "緊急留存影像由承辦人於期限內確認。"),
    Duty("accounts", "帳號清查", "年度帳號及權限清查", "每年由承辦人逐一清查帳號，處室主管或校長簽署。"),
    Duty("checkpoint", "查核點", "每日簽章查核點", "存取紀錄每日簽章一次，查核點保存於系統之外。"),
    Duty("daily_check", "每日檢查", "每日檢查", "各班依班表檢查全部攝影機並登錄。"),
    Duty("stock_take", "盤點", "年度設備盤點", "設備帳每年盤點一次，由二人完成及覆核。"),
    Duty("stickers", "貼紙通報", "掃描貼紙之通報", "掃描貼紙之通報由承辦人或警衛於三日內確認。"),
    Duty("report_clocks", "通報時限", "事件通報時限", "不當使用或洩密事件於計畫所定時數內通報。"),
)
"""What only the product adds; the last four only while the school has them switched on."""

MISSING_WORDS = {
    "附錄1": "調閱應填具監視器攝錄資料調閱申請單（附錄1），敘明案由及指明特定調閱時段，逐級簽核。",
    "附錄2": "檢查保養應填寫監視錄影系統保養紀錄表（附錄2）。",
}
NOT_IN_PLAN = "本校計畫未載此條文字。"


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of evidence; `page` is the route that shows it, with its arguments and query, "" for none."""

    text: str
    page: str = ""
    args: tuple[str | int, ...] = ()
    query: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that was not as it had to be. `case` and `misuse` say whose leave it takes to read it."""

    text: str
    page: str = ""
    args: tuple[str | int, ...] = ()
    query: str = ""
    case: str = ""
    misuse: int = 0

    @property
    def words(self) -> str:
        """What is shown to who may know of the case."""
        return f"案 {self.case}：{self.text}" if self.case else self.text


@dataclass(slots=True)
class Found:
    """What was found of one duty. `note` says what is known of today only; it `applies` where there was anything to do."""

    proofs: list[Proof] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    applies: bool = True
    note: str = ""


WITHHELD = "（內容涉及不屬您得閱覽之案件）"


@dataclass(frozen=True, slots=True)
class Result:
    """One duty, what was found, and how people explain what was not as it had to be."""

    duty: Duty
    part: Part
    found: Found
    explanation: str = ""
    measures: str = ""

    def explained(self, said: Mapping[str, str]) -> Result:
        """Return the same with what people wrote of it."""
        return replace(self, explanation=said.get("explanation", ""), measures=said.get("measures", ""))

    @property
    def verdict(self) -> Conformity:
        """符合, 未符合 or 不適用."""
        if self.found.breaches:
            return Conformity.BROKEN
        return Conformity.KEPT if self.found.applies else Conformity.NOT_APPLICABLE

    @property
    def is_broken(self) -> bool:
        """Whether it has to be explained before anybody signs."""
        return self.verdict == Conformity.BROKEN

    @property
    def is_withheld(self) -> bool:
        """Whether the reader may not know what people wrote of it; then he does not change it either."""
        return WITHHELD in (self.explanation, self.measures)

    @property
    def kind(self) -> str:
        """The colour of its tag."""
        return {Conformity.KEPT: "ok", Conformity.BROKEN: "bad", Conformity.NOT_APPLICABLE: ""}[self.verdict]

    @property
    def icon(self) -> str:
        """Its sign, for whoever does not see the colour."""
        signs = {
            Conformity.KEPT: "check-circle",
            Conformity.BROKEN: "x-circle",
            Conformity.NOT_APPLICABLE: "minus-circle",
        }
        return signs[self.verdict]


@dataclass(frozen=True, slots=True)
class Question:
    """常見查核問題: what an auditor asks, what can be said in a sentence, and where it is shown."""

    text: str
    answer: str
    page: str
    args: tuple[str | int, ...] = ()
    query: str = ""


def duties_of(plan_text: str) -> list[Duty]:
    """Return the plan's clauses, each with the words the plan has under its number."""
    words = MISSING_WORDS | _words_of(plan_text)
    return [Duty(one.key, one.reference, one.title, words.get(one.reference, NOT_IN_PLAN)) for one in CLAUSES]


def _words_of(plan_text: str) -> dict[str, str]:
    found = {}
    for section in sections_of(plan_text):
        found[section.heading[0]] = " ".join([section.opening, *(clause.text for clause in section.clauses)]).strip()
        found |= {clause.id: clause.text for clause in section.clauses}
    return found


def every(total: int, lacking: int, unit: str) -> str:
    """Return how the report begins what holds of all, or of how many of them: 均, or 其中 5 件."""
    return f"其中 {total - lacking} {unit}" if lacking else "均"


def lost_days(days: Sequence[dt.date]) -> str:
    """Return the days in words: five of them, and how many there are."""
    named = "、".join(short_date(day) for day in days[:NAMED])
    return f"{named}等 {len(days)} 日" if len(days) > NAMED else named


def results_out(results: Iterable[Result]) -> list[dict[str, Any]]:
    """Return results as they are kept with a signed report: JSON."""
    return [asdict(one) | {"part": one.part.value, "verdict": one.verdict.value} for one in results]


def results_in(kept: Iterable[Mapping[str, Any]]) -> list[Result]:
    """Return what `results_out` kept."""
    return [
        Result(Duty(**one["duty"]), Part(one["part"]), _found_in(one["found"]), one["explanation"], one["measures"])
        for one in kept
    ]


def _found_in(kept: Mapping[str, Any]) -> Found:
    proofs = [Proof(**one | {"args": tuple(one["args"])}) for one in kept["proofs"]]
    breaches = [Breach(**one | {"args": tuple(one["args"])}) for one in kept["breaches"]]
    return Found(proofs, breaches, kept["applies"], kept["note"])
