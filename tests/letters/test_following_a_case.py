"""/track/: whoever has number and code sees the state and both clocks, and nobody learns anything else by trying."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cctv_admin.health import health_at
from ledger.models import Entry
from ledger.services import sentence
from requests import policies, rules
from requests.choices import Action
from requests.models import TrackingCode
from requests.services.correspondence import LetterRefused, TooManyTries, TrackingRefused, follow, renew_code
from requests.services.drafts import withdraw
from requests.services.erasing.wiping import wipe
from requests.services.secrecy import restrict
from tests.review.acts import refused
from tests.shared import shared
from work.models import Attempt
from work.services.attempts import AT_ONE, BY_ONE

if TYPE_CHECKING:
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

pytestmark = pytest.mark.usefixtures("at_now")


@shared
def code(mothers: ReviewRequest, cast: Cast, now: dt.datetime) -> str:
    return renew_code(case_id=mothers.pk, actor=cast.handler, now=now)


def asked(number: str, code: str) -> tuple[int, str]:
    answer = Client().post("/track/", {"number": number, "code": code})
    return answer.status_code, answer.content.decode()


def test_only_the_hash_is_kept_and_a_new_code_ends_the_old(
    mothers: ReviewRequest, code: str, cast: Cast, now: dt.datetime
) -> None:
    assert len(rules.plain_number(code)) == 12
    kept = TrackingCode.objects.get()
    assert rules.plain_number(code) not in f"{kept.sha256}{list(Entry.objects.values_list('detail', flat=True))}"
    assert follow(number="115-0001", code=code.lower().replace("-", " "), now=now) == mothers
    again = renew_code(case_id=mothers.pk, actor=cast.handler, now=now)
    with refused_quietly():
        follow(number="115-0001", code=code, now=now)
    assert follow(number=" １１５－０００１ ", code=again, now=now) == mothers
    assert sentence(Entry.objects.latest("sequence")) == "持查詢碼者（未登入）查詢案 115-0001 之辦理情形"


def refused_quietly() -> pytest.RaisesExc[TrackingRefused]:
    return pytest.raises(TrackingRefused, match="查無此案")


def test_only_the_handler_makes_a_code_and_only_for_who_has_no_account(
    mothers: ReviewRequest, case: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    with refused(policies.NotTheHandler):
        renew_code(case_id=mothers.pk, actor=cast.supervisor, now=now)
    with refused(LetterRefused, match="申請人有帳號"):
        renew_code(case_id=case.pk, actor=cast.handler, now=now)


def test_the_page_says_state_and_clocks_and_no_word_of_the_case(mothers: ReviewRequest, code: str) -> None:
    status, page = asked("115-0001", code)
    assert status == 200
    assert "待承辦人擬辦" in page
    assert "12/08" in page or "12月8日" in page
    for secret in (
        mothers.applicant_name,
        mothers.reason,
        mothers.phone,
        mothers.unit,
        "C01",
        "川堂",
        "母親",
        "游承堃",
    ):
        assert secret not in page


def test_unknown_numbers_wrong_codes_and_erased_cases_are_answered_alike(
    mothers: ReviewRequest, case: ReviewRequest, code: str, now: dt.datetime
) -> None:
    def said(number: str, code: str) -> tuple[int, str]:
        status, page = asked(number, code)
        form = page.partition('<form class="card"')[2].replace(number, "").replace(code, "")
        return status, form.partition("csrfmiddlewaretoken")[2].partition(">")[2]

    answers = {said("115-0001", "WRONG-CODE-22"), said("115-9999", code), said("115-0002", code), said("天", code)}
    wipe(mothers, now)
    assert {said("115-0001", code), *answers} == answers
    assert len(answers) == 1
    assert next(iter(answers))[0] == 422


def test_who_tries_on_and_on_is_stopped_even_with_the_right_code(
    mothers: ReviewRequest, code: str, now: dt.datetime
) -> None:
    for _ in range(BY_ONE):
        with refused_quietly():
            follow(number="115-0001", code="X", now=now)
    with pytest.raises(TooManyTries, match="一小時後再試"):
        follow(number="115-0001", code=code, now=now)
    assert follow(number="115-0001", code=code, now=now + dt.timedelta(hours=1)) == mothers


def test_one_number_tried_from_everywhere_pauses_and_another_parent_goes_on(
    mothers: ReviewRequest, case: ReviewRequest, code: str, now: dt.datetime
) -> None:
    tries = [Attempt(page="track", origin=f"10.0.0.{one}", about="115-0002", at=now) for one in range(AT_ONE)]
    Attempt.objects.bulk_create(tries)
    status, page = asked("115-0002", code)
    assert (status, "次數過多" in page) == (429, True)
    assert asked("115-0001", code)[0] == 200
    assert asked("１１５－０００２", code)[0] == 429, "the same number, however it is typed"


def test_however_many_tries_there_are_together_a_parent_is_let_in_and_the_administrator_told(
    client: Client, cast: Cast, code: str, now: dt.datetime
) -> None:
    Attempt.objects.bulk_create(
        Attempt(page="track", origin=f"10.0.{one}.1", about=f"115-{one:04d}", at=now) for one in range(100, 400)
    )
    assert asked("115-0001", code)[0] == 200
    client.force_login(cast.administrator)
    assert "一小時內有 300 次錯誤的查詢碼嘗試" in client.get("/").content.decode()
    assert health_at(now).warnings["tries"].startswith("一小時內有 300 次")
    assert health_at(now + dt.timedelta(hours=1)).warnings.get("tries") is None


def test_tries_of_yesterday_are_forgotten(code: str, now: dt.datetime) -> None:
    Attempt.objects.create(page="track", origin="10.0.0.1", at=now - dt.timedelta(days=2))
    with refused_quietly():
        follow(number="115-0001", code="X", now=now)
    assert [one.at for one in Attempt.objects.all()] == [now]


def test_a_restricted_case_is_followed_too_and_a_withdrawn_one_says_so(
    mothers: ReviewRequest, code: str, cast: Cast, signs: Signs, now: dt.datetime
) -> None:
    restrict(case_id=mothers.pk, actor=cast.handler, readers=[cast.principal, cast.supervisor], now=now)
    assert asked("115-0001", code)[0] == 200
    signs(mothers, cast.handler, Action.RETURN_TO_APPLICANT, proposal=None, opinion="請補正。")
    assert "待補正" in asked("115-0001", code)[1]
    withdraw(case_id=mothers.pk, applicant=cast.handler, now=now)
    page = asked("115-0001", code)[1]
    assert "已撤回" in page
    assert "已辦理完畢" in page


def test_an_empty_form_asks_for_both(code: str) -> None:
    status, page = asked("", "")
    assert status == 422
    assert "請填寫收件回條上的案號" in page
    assert "請填寫收件回條上的查詢碼" in page


@given(st.text(rules.CODE_LETTERS, min_size=12, max_size=12), st.sampled_from(["-", " ", "－", ""]))
def test_a_code_is_read_however_it_is_typed(code: str, between: str) -> None:
    typed = rules.code_in_groups(code).replace("-", between).lower()
    assert rules.plain_number(typed) == code


def test_codes_have_no_letters_that_are_read_for_others() -> None:
    assert not set("01OIL") & set(rules.CODE_LETTERS)
