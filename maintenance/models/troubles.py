"""What a check found wrong, before it is a fault: a value, no row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cameras.models import Camera, Recorder
    from maintenance.choices import Symptom


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing and what is wrong with it; neither camera nor recorder means the whole system."""

    symptom: Symptom
    camera: Camera | None = None
    recorder: Recorder | None = None
    description: str = ""
