"""Keeping the register of cameras, and recording when one shows nothing."""

from __future__ import annotations

from cameras.services.imports import write_camera
from cameras.services.outages import OutageError, close_outage, hold_still, open_outage, withdraw_outage
from cameras.services.register import (
    CameraError,
    add_camera,
    add_recorder,
    change_camera,
    replace_camera,
    retire_camera,
    retire_recorder,
)
from cameras.services.tokens import renew_token

__all__ = [
    "CameraError",
    "OutageError",
    "add_camera",
    "add_recorder",
    "change_camera",
    "close_outage",
    "hold_still",
    "open_outage",
    "renew_token",
    "replace_camera",
    "retire_camera",
    "retire_recorder",
    "withdraw_outage",
    "write_camera",
]
