"""Cameras to tick, folded by place."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cameras.models import Camera


def folded_by_place(cameras: Iterable[Camera], key: str) -> list[tuple[str, list[tuple[object, str]]]]:
    """Return `cameras`, ordered by place, as the choices of `FoldedGroups`; `key` is the column a box stands for."""
    return [
        (place.name, [(getattr(camera, key), f"{camera.code} {camera.name}") for camera in group])
        for place, group in groupby(cameras, key=lambda camera: camera.place)
    ]
