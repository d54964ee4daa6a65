"""個人資料檔案公開事項 (個人資料保護法第17條) and the eleven measures (施行細則第12條第2項), on page and paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.selectors import the_school
from printing.documents import render, require_drawable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import SchoolPlan
    from printing.documents import Furniture
    from reports.selectors import Measure

PLAN = "{plan}"
ACT = "個人資料保護法第15條第1款（執行法定職務必要範圍內）"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of personal data, in the order of 第17條: name, basis, purpose, kinds; and how long it is kept."""

    name: str
    basis: str
    purpose: str
    kinds: str
    kept: str


FILES = (
    DataFile(
        "監視錄影系統影像及留存檔",
        f"{ACT}；{PLAN}",
        "場所進出安全管理、校園安全維護；不供人事考核",
        "辨識個人者：錄影所攝得之影像（含設置收音時之聲音）、攝影機地點及時間",
        "錄影至少 {days} 日；留存檔至遲 {years} 年內銷毀，法定留存依其依據",
    ),
    DataFile(
        "監視錄影調閱申請單、調閱登記簿及往來公文",
        f"{ACT}；{PLAN}",
        "辦理調閱申請之受理、審核、陪同、登記備查及函覆",
        "辨識個人者：姓名、職稱或身分、聯絡電話、調閱單位；政府資料中之辨識者：身分證號或其他證件號碼（有填寫時）；"
        "其他：與當事人關係、申請事由及附件所載資料",
        "自結案起至少 {paper_years} 年，期滿由二人依程序銷毀個人資料",
    ),
    DataFile(
        "不當使用或洩密事件登記",
        f"個人資料保護法第12條、第18條；{PLAN}",
        "個人資料事故之處置、通報及告知",
        "辨識個人者：涉及人員、已告知之人員；其他：事件經過及處置",
        "依學校檔案保存年限",
    ),
    DataFile(
        "系統帳號、派任、保密切結及存取紀錄",
        f"個人資料保護法施行細則第12條；資通安全責任等級分級辦法附表十；{PLAN}",
        "資通安全與管理、使用紀錄及軌跡資料之保存",
        "辨識個人者：姓名、帳號、職稱、聯絡電話、電子郵件（有填寫時）；其他：登入、閱覽及各項行為之時間與來源位址",
        "切結於離職後仍保存；存取紀錄不刪除",
    ),
)
"""What this product makes a school keep. Codes of the ministry's list are left to the school: they change."""


def data_files(plan: SchoolPlan) -> list[DataFile]:
    """Return the files with the plan's own title and terms."""
    words = {
        "plan": plan.title, "days": plan.minimum_days, "years": plan.maximum_years, "paper_years": plan.paper_years,
    }  # fmt: skip
    return [
        DataFile(one.name, one.basis.format(**words), one.purpose, one.kinds, one.kept.format(**words)) for one in FILES
    ]


def render_data_files(plan: SchoolPlan, furniture: Furniture) -> bytes:
    """Return the sheet to be published as PDF. Raises PrintingError."""
    school, files = the_school(), data_files(plan)
    require_drawable(school.name + school.address + "".join(one.basis for one in files))
    return render("reports/personal_data.pdf.html", {"school": school, "files": files}, furniture)


def render_measures(measures: Sequence[Measure], furniture: Furniture) -> bytes:
    """Return the eleven measures with today's evidence as PDF. Raises PrintingError."""
    school = the_school()
    require_drawable(school.name + "".join(line.text for one in measures for line in one.evidence))
    return render("reports/measures.pdf.html", {"school": school, "measures": measures}, furniture)
