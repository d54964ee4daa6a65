"""Which camera, which recorder, and what is wrong: one choice for each, folded by place; works without scripts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms

from cameras.selectors import cameras_in_use, recorders_in_use
from maintenance.choices import OF_RECORDERS, Condition, Symptom
from maintenance.models import Trouble

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.forms import BoundField

    from cameras.models import Camera, Recorder

RECORDER_CHOICES = (("", "正常"), *((each.value, each.label) for each in OF_RECORDERS))
CAMERA_CHOICES = tuple(("" if value == Condition.NORMAL else value, label) for value, label in Condition.choices)
NOTE = "what"


def _choice(label: str, choices: tuple[tuple[str, str], ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        error_messages={"invalid_choice": f"請重新選擇{label}的狀況。"},
    )


class TroublesForm(forms.Form):
    """A form that asks beside its own questions what is wrong with what; everything is 正常 until somebody says otherwise.

    `without` are cameras of which trouble is known already: they are not asked for.
    """

    def __init__(self, *arguments: Any, today: dt.date, without: frozenset[int] = frozenset(), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.cameras = [camera for camera in cameras_in_use(today) if camera.pk not in without]
        self.recorders = list(recorders_in_use(today))
        for camera in self.cameras:
            self.fields[f"camera-{camera.pk}"] = _choice(f"{camera.code} {camera.name}", CAMERA_CHOICES)
        for recorder in self.recorders:
            self.fields[f"recorder-{recorder.pk}"] = _choice(f"主機 {recorder.code}", RECORDER_CHOICES)
        self.fields[NOTE] = forms.CharField(
            label="異常說明", max_length=120, required=False, help_text="例如：被新搭的鷹架擋住；請勿寫學生姓名"
        )

    def folds(self) -> Iterator[tuple[str, list[tuple[str, str, BoundField]], bool]]:
        """Yield each place, and the recorders, with code, name and field of what is there, and whether one is chosen."""
        for place, group in groupby(self.cameras, key=lambda camera: camera.place.name):
            yield self._fold(place, [(camera.code, camera.name, self[f"camera-{camera.pk}"]) for camera in group])
        rows = [(recorder.code, recorder.name, self[f"recorder-{recorder.pk}"]) for recorder in self.recorders]
        yield self._fold("主機", rows)

    @staticmethod
    def _fold(
        name: str, rows: list[tuple[str, str, BoundField]]
    ) -> tuple[str, list[tuple[str, str, BoundField]], bool]:
        return name, rows, any(field.value() or field.errors for _, _, field in rows)

    @property
    def is_any_chosen(self) -> bool:
        """Whether the part stands open: something was chosen or written."""
        return bool(self[NOTE].value()) or any(is_chosen for _, _, is_chosen in self.folds())

    def troubles(self) -> list[Trouble]:
        """Return what was chosen, cameras first. Call when the form is valid."""
        note = self.cleaned_data[NOTE]
        found = [
            Trouble(Symptom(chosen), camera=camera, description=note)
            for camera in self.cameras
            if (chosen := self._chosen("camera", camera))
        ]
        return found + [
            Trouble(Symptom(chosen), recorder=recorder, description=note)
            for recorder in self.recorders
            if (chosen := self._chosen("recorder", recorder))
        ]

    def _chosen(self, kind: str, thing: Camera | Recorder) -> str:
        return str(self.cleaned_data[f"{kind}-{thing.pk}"])
