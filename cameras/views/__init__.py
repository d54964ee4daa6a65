"""Pages: 攝影機 and 主機."""

from __future__ import annotations

from cameras.views.pages import (
    camera,
    camera_list,
    edit_camera,
    new_camera,
    new_recorder,
    replace_camera,
    retire_camera,
    retire_recorder,
)

__all__ = [
    "camera",
    "camera_list",
    "edit_camera",
    "new_camera",
    "new_recorder",
    "replace_camera",
    "retire_camera",
    "retire_recorder",
]
