"""Shape of what people type about recorders and cameras."""

from __future__ import annotations

from cameras.forms.cameras import CameraForm, NewCameraForm, RecorderForm, ReplaceForm, RetireForm
from cameras.forms.places import folded_by_place
from cameras.forms.rows import CameraRow, camera_facts

__all__ = [
    "CameraForm",
    "CameraRow",
    "NewCameraForm",
    "RecorderForm",
    "ReplaceForm",
    "RetireForm",
    "camera_facts",
    "folded_by_place",
]
