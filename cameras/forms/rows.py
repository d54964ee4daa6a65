"""攝影機清冊 as a sheet: the same columns for import and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import RegexValidator

from cameras.choices import AreaType
from cameras.forms.cameras import CODE, CODE_ERROR
from cameras.models import Recorder
from work.forms import CodeCell, DayCell, RowForm, TextCell, WholeCell, WordCell, YesNoCell

if TYPE_CHECKING:
    from cameras.models import Camera


class CameraRow(RowForm):
    """攝影機: one row of the sheet."""

    key: ClassVar = ("code",)

    code = TextCell(
        label="編號",
        max_length=20,
        validators=[RegexValidator(CODE, CODE_ERROR)],
        error_messages={"required": "請填編號。"},
    )
    name = TextCell(label="名稱", max_length=60, error_messages={"required": "請填名稱。"})
    place = TextCell(label="地點", max_length=40, error_messages={"required": "請填地點。"})
    recorder = CodeCell(
        Recorder.objects.all(),
        unknown="沒有這部主機，請填主機編號，或先新增主機。",
        label="主機",
        error_messages={"required": "請填主機編號。"},
    )
    area_type = WordCell(AreaType, label="區域類型", error_messages={"required": "請填區域類型。"})
    coverage = TextCell(label="涵蓋說明", max_length=200, required=False)
    purpose = TextCell(label="設置目的", max_length=120, error_messages={"required": "請填設置目的。"})
    records_sound = YesNoCell(label="收音")
    minimum_days = WholeCell(label="最低保存日數", required=False, min_value=1, max_value=3650)
    installed_on = DayCell(label="啟用日", error_messages={"required": "請填啟用日，例如 115/11/23。"})
    retired_on = DayCell(label="停用日", required=False)


def camera_facts(camera: Camera) -> dict[str, Any]:
    """Return the facts of a camera under the names of its row."""
    return {name: getattr(camera, name) for name in CameraRow.base_fields} | {"place": camera.place.name}
