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
from cameras.views.sheets import export_cameras, import_cameras, template_of_cameras

__all__ = [
    "camera",
    "camera_list",
    "edit_camera",
    "export_cameras",
    "import_cameras",
    "new_camera",
    "new_recorder",
    "replace_camera",
    "retire_camera",
    "retire_recorder",
    "template_of_cameras",
]
