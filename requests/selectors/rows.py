"""What the rows of a list of cases show, asked for all of them at once (ruling 12; house, The case)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, Value

from requests import policies
from requests.choices import OVER
from requests.models import Approval, Consultation, ReviewRequest, ViewingSession
from requests.selectors.cases import last_words, shown_with
from requests.selectors.consents import oral_consent_of
from retention.selectors import Asked, footage_clocks_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from accounts.models import User
    from requests.rules import Shown
    from retention.rules import FootageClock

    class State(TypedDict):
        """What tells how the state of a case reads."""

        step_title: str | None
        a_viewing: int | None
        is_viewed_now: bool

    class Told(State):
        """What else comes with a case of a list."""

        minimum_days: int | None
        correction_days: int | None
        has_question: bool

    class LastWord(Told):
        """The act whose words the next one needs; there is no such attribute where nobody acted yet."""

        last_word: Approval

    CaseInState = WithAnnotations[ReviewRequest, State]
    DrawnCase = WithAnnotations[ReviewRequest, Told]
    WaitingCase = WithAnnotations[ReviewRequest, LastWord]

NO_NUMBER = Value(None, output_field=IntegerField())
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)
SOON = dt.timedelta(days=7)
"""What is overwritten within a week stands on the home page of 承辦人 (ux §5)."""
DRAWN = (
    "number", "plan", "status", "step", "applicant", "applicant_title", "applicant_name", "need", "duty_basis",
    "starts_at", "ends_at", "due_at", "decided_at", "is_restricted", "erased_at", "oral_consent__review_request",
    "oral_consent__ratify_by",
)  # fmt: skip
"""The columns of a row. What is encrypted is not among them: a list has no need to decipher it."""


def drawn(cases: QuerySet[ReviewRequest], user: User) -> QuerySet[DrawnCase]:
    """Return `cases` with as much of each as its row shows to `user`.

    In the same query comes what `with_state` brings, two numbers of its plan, and whether a question to `user` (會辦) is not
    answered.
    """
    questions = Consultation.objects.filter(review_request=OuterRef("pk"), person=user, answered_at=None)
    shown = with_state(cases.select_related(None).select_related("oral_consent").only(*DRAWN))
    return shown.annotate(
        minimum_days=F("plan__minimum_days"), correction_days=F("plan__correction_days"), has_question=Exists(questions)
    )


def with_last_word(cases: QuerySet[DrawnCase]) -> QuerySet[WaitingCase]:
    """Return `cases`, each with the act whose words the next one needs."""
    words = last_words(Approval.objects.filter(review_request=OuterRef("pk")))
    is_last = Q(approvals__pk=Subquery(words.values("pk")[:1]))
    told = cases.annotate(last_word=FilteredRelation("approvals", condition=is_last))
    return told.select_related("last_word")  # type: ignore[misc]  # the stubs know no FilteredRelation


def with_state(cases: QuerySet[ReviewRequest]) -> QuerySet[CaseInState]:
    """Return `cases`, each with what `shown_of` needs: the title of its step, a viewing, whether it is viewed now.

    One viewing is looked for, not whether there is any: for that PostgreSQL would read the viewings of all cases.
    """
    viewings = ViewingSession.objects.filter(review_request=OuterRef("pk")).order_by()
    its_step = FilteredRelation("plan__steps", condition=Q(plan__steps__order=F("step")))
    return cases.alias(its_step=its_step).annotate(
        step_title=F("its_step__title"),
        a_viewing=Subquery(viewings.values("pk")[:1]),
        is_viewed_now=Exists(viewings.filter(ended_at=None)),
    )


def shown_of(case: CaseInState | DrawnCase) -> Shown:
    """Return how the state of a case reads that comes `with_state`."""
    return shown_with(case, case.step_title or "", viewed=case.a_viewing is not None, viewing=case.is_viewed_now)


class HungCamera(NamedTuple):
    """As much of a camera as a row and its footage clock need."""

    pk: int
    name: str
    recorder_id: int
    minimum_days: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a list: how its state reads and, never mixed, its two clocks (ruling 12; house, The case).

    `footage` is that of its worst camera, None without cameras; `due_at` is None once the case is decided or withdrawn, and
    so is `ratify_by`, until when what was shown on an oral consent is to be followed by the chain (補核).
    """

    case: DrawnCase
    shown: Shown
    footage: FootageClock | None
    due_at: dt.datetime | None
    ratify_by: dt.datetime | None
    cameras: Sequence[HungCamera]
    places: Sequence[str]

    @property
    def is_over(self) -> bool:
        """Whether nobody needs the footage any more: the case was withdrawn or closed."""
        return self.case.status in OVER

    @property
    def overwritten_at(self) -> dt.datetime | None:
        """From when the footage can be lost; None once it is safe or gone."""
        return self.footage.overwritten_at if self.footage else None

    def is_endangered(self, now: dt.datetime) -> bool:
        """Say whether the footage is overwritten within a week and not safe yet (ruling 12)."""
        return self.overwritten_at is not None and self.overwritten_at - now <= SOON

    @property
    def first_at(self) -> dt.datetime:
        """The earlier of the moments the two clocks run to (ux §6), or until when the case is to be ratified."""
        return min(self.overwritten_at or LATEST, self.due_at or LATEST, self.ratify_by or LATEST)


def rows(cases: Iterable[DrawnCase], now: dt.datetime) -> list[Row]:
    """Return `cases`, as `drawn` gives them, in their order as rows."""
    found = list(cases)
    cameras, places = _where([case.pk for case in found])
    asked = {case.pk: one for case in found if (one := _asked(case, cameras[case.pk]))}
    footage = dict(zip(asked, footage_clocks_for(list(asked.values()), now), strict=True))
    return [
        Row(
            case=case,
            shown=shown_of(case),
            footage=footage.get(case.pk),
            due_at=case.due_at if case.status in policies.OPEN else None,
            ratify_by=_ratify_by(case),
            cameras=cameras[case.pk],
            places=places[case.pk],
        )
        for case in found
    ]


def _ratify_by(case: ReviewRequest) -> dt.datetime | None:
    consent = oral_consent_of(case) if case.status in policies.OPEN else None
    return consent.ratify_by if consent else None


def _where(cases: Sequence[int]) -> tuple[defaultdict[int, list[HungCamera]], defaultdict[int, list[str]]]:
    """Return the cameras and the names of the places of each case, cameras by code, places in their order; one query."""
    cameras: defaultdict[int, list[HungCamera]] = defaultdict(list)
    places: defaultdict[int, list[str]] = defaultdict(list)
    for case, _, _, name, camera, recorder, minimum_days in _links(cases):
        if camera is None:
            places[case].append(name)
        else:
            cameras[case].append(HungCamera(camera, name, recorder, minimum_days))
    return cameras, places


def _links(cases: Sequence[int]) -> QuerySet[Any, Any]:
    """Return the cameras and the places of cases: which hang on which is one question."""
    camera = ("camera__place__order", "camera__name", "camera", "camera__recorder", "camera__minimum_days")
    place = ("place__order", "place__name", NO_NUMBER, NO_NUMBER, NO_NUMBER)
    cameras = ReviewRequest.cameras.through.objects.filter(reviewrequest__in=cases)
    places = ReviewRequest.places.through.objects.filter(reviewrequest__in=cases)
    rows = cameras.values_list("reviewrequest", "camera__code", *camera).union(
        places.values_list("reviewrequest", Value(""), *place), all=True
    )
    return rows.order_by("camera__code", "camera__place__order", "camera__name")


def _asked(case: DrawnCase, cameras: Sequence[HungCamera]) -> Asked | None:
    if case.starts_at is None or case.ends_at is None or case.minimum_days is None:
        return None
    return Asked(cameras, case.starts_at, case.ends_at, case.minimum_days)
