"""調閱須知 says of copies what was decided: who is granted one is not told that there is none (伍、一; ruling 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.choices import Answer
from requests.documents.notice import COPY_GRANTED, NO_COPY, points_of
from requests.selectors import decision_of

if TYPE_CHECKING:
    from requests.models import ReviewRequest


def test_the_notice_forbids_copying_unless_a_copy_is_granted(approved: ReviewRequest) -> None:
    for case in (None, approved):
        said = "".join(points_of(case))
        assert NO_COPY in said
        assert COPY_GRANTED not in said

    decision = decision_of(approved)
    assert decision is not None
    decision.grants_copy = Answer.YES
    decision.save(update_fields=["grants_copy"])

    said = "".join(points_of(approved))
    assert COPY_GRANTED in said
    assert NO_COPY not in said
