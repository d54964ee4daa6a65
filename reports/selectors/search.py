"""搜尋 across the rooms: each answers from what this person may see there; here the answers stand beside each other."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from cameras import policies as watching
from cameras import selectors as cameras
from maintenance import policies as upkeep
from maintenance import selectors as maintenance
from printing.rules import local_date, short_date, short_moment
from requests import selectors as review
from retention import policies as keeping
from retention import selectors as retention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cameras.models import Camera
    from maintenance.models import Equipment, Fault
    from requests.models import ReviewRequest
    from requests.selectors import Desk
    from retention.models import EvidenceCopy

MOST = 10
"""So many of a kind are shown; one more is asked for, to say that there are more."""
LONGEST = 60
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its number, what it is in words, where it is opened."""

    number: str
    title: str
    detail: str
    url: str

    def is_called(self, text: str) -> bool:
        """Say whether `text` is its very number."""
        return self.number.casefold() == text.casefold()


@dataclass(frozen=True, slots=True)
class Kind:
    """What was found of one kind; `list_url` is the list that shows all of them, "" where there is none to ask."""

    label: str
    hits: Sequence[Hit]
    has_more: bool
    list_url: str


def asked_for(typed: str) -> str:
    """Return what was typed as it is searched for: full-width letters and digits as plain ones, one blank at a time."""
    return " ".join(unicodedata.normalize("NFKC", typed.replace("\x00", "")).split())[:LONGEST]


def search(desk: Desk, text: str) -> list[Kind]:
    """Return what this person may see that `text` names, kind by kind; a kind of which nothing was found is left out."""
    if len(text) < SHORTEST:
        return []
    kinds = (_cases(desk, text), _copies(desk, text), _faults(desk, text), _cameras(desk, text), _equipment(desk, text))
    return [kind for kind in kinds if kind.hits]


def only_exact(kinds: Sequence[Kind], text: str) -> Hit | None:
    """Return the one thing whose number is `text`, None when there is none or several."""
    called = [hit for kind in kinds for hit in kind.hits if hit.is_called(text)]
    return called[0] if len(called) == 1 else None


def searched_kinds(desk: Desk) -> list[str]:
    """Return of which kinds this person may find something at all."""
    user, today = desk.user, local_date(desk.now)
    offered = (
        ("調閱案件", review.may_search_cases(desk)),
        ("留存檔", keeping.lists_copies(user, desk.now)),
        ("故障", True),
        ("攝影機", watching.may_see_cameras(user, today)),
        ("設備", upkeep.may_see_equipment(user, today)),
    )
    return [label for label, is_offered in offered if is_offered]


def _kind(label: str, hits: list[Hit], list_url: str = "") -> Kind:
    return Kind(label, hits[:MOST], len(hits) > MOST, list_url)


def _cases(desk: Desk, text: str) -> Kind:
    found = review.cases_found(desk, text, MOST + 1)
    hits = [_case(case, is_own=case.applicant_id == desk.user.pk) for case in found]
    return _kind("調閱案件", hits, f"{reverse('review:list')}?{urlencode({'q': text})}")


def _case(case: ReviewRequest, *, is_own: bool) -> Hit:
    who = "您的申請" if is_own else f"{case.applicant_title}{case.applicant_name}申請調閱"
    where = [place.name for place in case.places.all()] or [camera.name for camera in case.cameras.all()]
    since = short_moment(case.starts_at) if case.starts_at else ""
    detail = "，".join(filter(None, ("、".join(where[:2]), since, review.shown_as(case).text)))
    title = "個資已依計畫伍、五銷毀的申請" if case.erased_at else who
    return Hit(str(case.number), title, detail, reverse("review:case", args=[case.number]))


def _copies(desk: Desk, text: str) -> Kind:
    found = retention.copies_found(text, MOST + 1) if keeping.lists_copies(desk.user, desk.now) else []
    return _kind("留存檔", [_copy(copy) for copy in found])


def _copy(copy: EvidenceCopy) -> Hit:
    detail = f"{copy.get_state_display()}，應銷毀日 {short_date(copy.due_on)}"
    return Hit(copy.number, f"{copy.get_medium_display()}", detail, reverse("retention:copy", args=[copy.number]))


def _faults(desk: Desk, text: str) -> Kind:
    visible = upkeep.visible_to(desk.user, local_date(desk.now))
    return _kind("故障", [_fault(fault) for fault in maintenance.faults_found(visible, text, MOST + 1)])


def _fault(fault: Fault) -> Hit:
    detail = f"{fault.get_status_display()}，{short_moment(fault.reported_at)} 通報"
    title = " ".join(filter(None, (fault.code, fault.place, fault.get_symptom_display())))
    return Hit(fault.number, title, detail, reverse("maintenance:fault", args=[fault.number]))


def _cameras(desk: Desk, text: str) -> Kind:
    may_see = watching.may_see_cameras(desk.user, local_date(desk.now))
    return _kind("攝影機", [_camera(camera) for camera in cameras.cameras_found(text, MOST + 1)] if may_see else [])


def _camera(camera: Camera) -> Hit:
    detail = f"{camera.place.name}{'，已停用' if camera.retired_on else ''}"
    return Hit(camera.code, camera.name, detail, reverse("cameras:camera", args=[camera.code]))


def _equipment(desk: Desk, text: str) -> Kind:
    may_see = upkeep.may_see_equipment(desk.user, local_date(desk.now))
    found = maintenance.equipment_found(text, MOST + 1) if may_see else []
    list_url = f"{reverse('maintenance:equipment-list')}?{urlencode({'q': text, 'state': 'all'})}"
    return _kind("設備", [_thing(one) for one in found], list_url)


def _thing(thing: Equipment) -> Hit:
    detail = f"{thing.location}，經管人 {thing.keeper}{'，已報廢' if thing.scrapped_on else ''}"
    return Hit(thing.full_number, thing.name, detail, reverse("maintenance:equipment", args=[thing.pk]))
