"""People and their posts, kept by the administrator (參、一; 肆、二; rulings 24 and 25). Nobody does so to himself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts import policies
from accounts.choices import Role
from accounts.models import Appointment, Undertaking, User
from accounts.rules import fold_account, is_account_name
from accounts.selectors import in_words, stands_alone
from accounts.selectors.witnessed import POSTS, UNDERTAKINGS
from accounts.services.errors import NotAllowed, PeopleError
from accounts.services.school import appoint
from ledger.choices import Verb
from ledger.services import append

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor

ONE_DAY = timedelta(days=1)
NAME_RULE = "帳號請用2至59個小寫英文字母、數字、點、底線或連字號，並以字母或數字開頭。"


UNDERTAKING = """本人因職務接觸監視錄影系統之影音資料及調閱案件，承諾如下：
一、對職務上知悉之影音資料及個人資料保守秘密，僅供職務目的使用，不擅自調閱、複製、拍攝、傳閱、散布或播放。
二、遵守個人資料保護法及本校監視錄影系統管理實施計畫；如有不當使用或洩密，願負行政及民、刑事責任。
三、離職或調職後，對在職期間攝錄之影音資料，仍負保密義務。"""
"""保密切結 (肆、一; 肆、二)."""


class BadAccountName(PeopleError):
    """The account name is not well-formed or somebody has it."""


class NotYourself(NotAllowed):
    """Nobody gives a post to himself, disables himself, or ends his own administration."""

    def __init__(self) -> None:
        super().__init__("不能變更自己的職務或帳號，請由另一位系統管理人員辦理。")


class LastInPost(PeopleError):
    """Nobody else holds this role of the chain: without it no case goes on (參、一)."""

    def __init__(self, role: Role) -> None:
        super().__init__(
            f"目前只有此人擔任{role.label}，結束後沒有人可以簽核。請辦理「職務交接」由接任人接手；"
            "接任人未定時，請辦理「離職、調職或停用」並指定代理出缺職務的人。"
        )


def free_account_name(name: str) -> str:
    """Return `name` as it is stored. Raises BadAccountName when it is not well-formed or taken."""
    folded = fold_account(name)
    if not is_account_name(folded):
        raise BadAccountName(NAME_RULE)
    if User.objects.filter(username=folded).exists():
        raise BadAccountName(f"帳號「{folded}」已有人使用，請換一個。")
    return folded


def make_person(
    *,
    name: str,
    username: str,
    role: Role,
    title: str,
    office: str,
    since: dt.date,
    actor: Actor,
    now: dt.datetime,
    expires_on: dt.date | None = None,
) -> User:
    """Make an account nobody can open yet, with its first post; for services that have checked who asks."""
    person = User.objects.create_user(free_account_name(username), name.strip(), expires_on=expires_on)
    appoint(
        user=person, role=role, title=title, office=office, since=since, actor=actor, now=now, verb=Verb.ACCOUNT_MADE
    )
    return person


@transaction.atomic
def give_post(
    *, person_id: int, role: Role, title: str, office: str, since: dt.date, actor: User, now: dt.datetime
) -> Appointment:
    """Give a person one more post from `since` on. Raises NotAllowed, PeopleError for a disabled account."""
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    require_administrator_over(actor, person, now)
    if not policies.is_in_use(person, timezone.localdate(now)):
        raise PeopleError("這個帳號已停用，不能派任職務。")
    words = in_words(actor, now)
    return appoint(user=person, role=role, title=title, office=office, since=since, actor=words, now=now)


@transaction.atomic
def end_post(*, appointment_id: int, actor: User, now: dt.datetime) -> Appointment:
    """End a post so that yesterday was its last day (or, begun today, so that it never counts).

    Raises NotAllowed, LastInPost where nobody would be left to act in a role of the chain, PeopleError for one that has
    ended: it would last longer.
    """
    today = timezone.localdate(now)
    post = Appointment.objects.select_related("user").get(pk=appointment_id)
    require_administrator_over(actor, post.user, now)
    # Two who end the last two posts of a role at once wait for each other here.
    list(Appointment.objects.select_for_update(no_key=True).filter(role=post.role).order_by("pk").values("pk"))
    post.refresh_from_db()
    if post.until is not None and post.until < today:
        raise PeopleError("這個職務已結束。")
    if stands_alone(post, today):
        raise LastInPost(Role(post.role))
    end_before(post, today)
    record_post_end(post, in_words(actor, now), now)
    return post


@transaction.atomic
def sign_undertaking(*, user: User, now: dt.datetime) -> Undertaking:
    """Sign the 保密切結 once; it is kept after departure (肆、二). Raises PeopleError when signed already."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.undertakings.exists():
        raise PeopleError("您已簽署保密切結。")
    undertaking = Undertaking.objects.create(user=user, signed_on=timezone.localdate(now), text=UNDERTAKING)
    append(verb=Verb.UNDERTAKING_SIGNED, actor=in_words(user, now), now=now, **UNDERTAKINGS.said(undertaking))
    return undertaking


@transaction.atomic
def change_contact(*, user: User, email: str, phone: str, now: dt.datetime) -> User:
    """Let a person say where notices reach him and which telephone his forms begin with."""
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    person.email, person.phone = email, phone
    person.save(update_fields=["email", "phone"])
    append(verb=Verb.CONTACT_CHANGED, actor=in_words(user, now), subject=f"帳號 {person.username}", now=now)
    return person


def end_sessions(person: User) -> None:
    """Close every session of `person`; what was never listed dies with the account or the changed password."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def end_before(post: Appointment, day: dt.date) -> None:
    """Let the day before `day` be the last of a locked post; `record_post_end` follows when everything is written."""
    if post.since >= day:
        # It never counted a full day; the ledger says that it was given and ended.
        Appointment.objects.filter(pk=post.pk).delete()
    else:
        post.until = day - ONE_DAY
        post.save(update_fields=["until"])


def record_post_end(post: Appointment, actor: Actor, now: dt.datetime) -> None:
    """Append that the post has, or will have, ended."""
    append(verb=Verb.POST_ENDED, actor=actor, detail={"person": str(post)}, now=now, **POSTS.said(post))


def record_post_kept(post: Appointment, actor: Actor, now: dt.datetime) -> None:
    """Append that the post was to end and goes on."""
    append(verb=Verb.POST_KEPT, actor=actor, detail={"person": str(post)}, now=now, **POSTS.said(post))


def _require_administrator(actor: User, now: dt.datetime) -> None:
    if not policies.is_administrator(actor, timezone.localdate(now)):
        raise NotAllowed("只有系統管理人員可以管理帳號與職務。")


def require_administrator_over(actor: User, person: User, now: dt.datetime) -> None:
    """Raises NotAllowed for who does not keep the accounts, NotYourself for the own one."""
    _require_administrator(actor, now)
    if actor.pk == person.pk:
        raise NotYourself
