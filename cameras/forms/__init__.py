"""Shape of what people type about recorders and cameras."""

from __future__ import annotations

from cameras.forms.cameras import CameraForm, NewCameraForm, RecorderForm, ReplaceForm, RetireForm

__all__ = ["CameraForm", "NewCameraForm", "RecorderForm", "ReplaceForm", "RetireForm"]
