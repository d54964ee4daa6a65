"""A school in which random people do random things to cases, watched after every act.

The order of things is read from the table written out in `test_transitions`, not from the code under test.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.choices import DeputyReason, Role
from accounts.models import Appointment, Deputy, User
from accounts.once import while_reading
from accounts.selectors import seatings
from accounts.services import end_deputy, end_post, give_post, name_deputy
from accounts.services.errors import PeopleError
from ledger.models import Entry
from reports.choices import MoveKind, PostAfter
from reports.services.staff import Leaving, let_go
from requests import policies, selectors
from requests.choices import (
    NO_COPY,
    Action,
    Answer,
    Asker,
    DutyBasis,
    Need,
    Proposal,
    ReaderGround,
    RecusalGround,
    RefusalGround,
    Status,
    ViewingManner,
)
from requests.models import Approval, ReviewRequest
from requests.services import (
    chain,
    closing,
    consultations,
    drafts,
    extensions,
    incidents,
    recusals,
    secrecy,
    standing,
    viewings,
)
from requests.services.errors import ReviewError
from requests.transitions import WrongOrder
from retention.choices import BackupOutcome
from tests.review.acts import everything_said
from tests.review.test_transitions import EXPECTED
from work.models import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from files.models import StoredFile

REFUSALS = (ReviewError, WrongOrder, PermissionDenied, PeopleError, viewings.ViewingRefused)
DECIDED = {Status.APPROVED, Status.PARTLY_APPROVED, Status.REFUSED}
DECISIONS = {Action.APPROVE, Action.PARTLY_APPROVE, Action.REFUSE}
LEADS_TO = {
    (status, kind, action): target for status, kind, action, target in map(str.split, EXPECTED.split("\n")[1:-1])
}
KNOWING = ("readers", "reader_rows", "recusals", "consultations")
ONES_OWN = {"correct", "withdraw", "reveal"}
"""What an applicant does to the own case."""
FACTS = "時段不符，無可資釐清。"


@dataclass(kw_only=True)
class School:
    """Who and what a walk begins with; `counts` says what was done and refused in all walks."""

    everybody: list[User]
    administrator: User
    content: drafts.Content
    scan: StoredFile
    now: dt.datetime
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Seen:
    """What stood about one case before an act."""

    status: str
    step: int
    kind: str
    out: set[int]
    applicant: int | None
    acts: set[int]


class NothingToDo(Exception):
    """No case stands where this act belongs."""


class Walk:
    """Random people, random acts: most of them plausible, some not. `log` tells what happened."""

    def __init__(self, school: School, random: Random) -> None:
        self.school, self.random, self.now = school, random, school.now
        self.cases: list[int] = []
        self.log: list[str] = []

    def go(self, steps: int) -> None:
        """Walk `steps` acts and hold after each that everything is whole."""
        while len(self.cases) < 2:
            self.ask()
        for _ in range(steps):
            [act] = self.random.choices([*ACTS], weights=[*ACTS.values()])
            with suppress(NothingToDo):
                act(self)
            self.each_case_is_whole()
            self.nobody_knows_who_should_not(self.random.sample(self.school.everybody, 3))
        self.nobody_knows_who_should_not(self.school.everybody)

    # --- choosing ------------------------------------------------------------------------------------------------------
    def usually(self) -> bool:
        return self.random.random() < 0.9

    def person(self) -> User:
        return User.objects.get(pk=self.random.choice(self.school.everybody).pk)

    def one_of(self, people: Sequence[User]) -> User:
        """One of those who could do it, usually; else anybody."""
        return User.objects.get(pk=self.random.choice(people).pk) if people and self.usually() else self.person()

    def case(self, *statuses: Status) -> ReviewRequest:
        """A case, usually one of those that stand so. Raises NothingToDo."""
        cases = ReviewRequest.objects.filter(pk__in=self.cases).select_related("plan", "applicant").order_by("pk")
        fitting = [case for case in cases if case.status in statuses]
        if statuses and not fitting and self.usually():
            raise NothingToDo
        return self.random.choice(fitting if fitting and self.usually() else list(cases))

    def workers(self, case: ReviewRequest) -> list[User]:
        with while_reading():
            return [one for one in self.school.everybody if policies.works_on(one, case, self.now)]

    def handlers(self, case: ReviewRequest) -> list[User]:
        with while_reading():
            return [one for one in self.school.everybody if policies.handles(one, case, self.now)]

    def words(self, text: str = FACTS) -> str:
        return text if self.usually() else self.random.choice(["", " ", "如擬"])

    # --- acting and watching -------------------------------------------------------------------------------------------
    @contextmanager
    def watched(
        self, what: str, actor: User, case: ReviewRequest | None = None, action: Action | None = None
    ) -> Iterator[None]:
        """Let an act happen; hold that it did what the table says or, refused, nothing at all."""
        said, entries = everything_said(), Entry.objects.count()
        before = {key: self.seen(key) for key in self.cases}
        try:
            with transaction.atomic():
                yield
        except REFUSALS as refusal:
            assert everything_said() == said, f"{what} was refused and changed something\n{self.story()}"
            self.note(what, actor, case, f"refused: {refusal}")
            return
        self.note(what, actor, case, "done")
        assert Entry.objects.count() > entries, f"{what} left no entry\n{self.story()}"
        for key, was in before.items():
            self.follows(what, was, self.seen(key), action if case and key == case.pk else None)
        if case:
            self.was_allowed(what, actor, case, before[case.pk])

    def note(self, what: str, actor: User, case: ReviewRequest | None, outcome: str) -> None:
        self.log.append(f"{self.now:%m-%d %H:%M} {actor.username}: {what} {case or ''}: {outcome}")
        word = f"{what}: {outcome.partition(':')[0]}"
        self.school.counts[word] = self.school.counts.get(word, 0) + 1

    def story(self) -> str:
        return "\n".join(self.log)

    def seen(self, key: int) -> Seen:
        case = ReviewRequest.objects.select_related("plan").get(pk=key)
        return Seen(
            case.status, case.step, str(selectors.step_kind(case) or "-"), policies.recused(case), case.applicant_id,
            set(case.approvals.values_list("pk", flat=True)),
        )  # fmt: skip

    def follows(self, what: str, was: Seen, now: Seen, action: Action | None) -> None:
        assert was.acts <= now.acts, f"{what} removed an act\n{self.story()}"
        if action is None:
            assert (now.status, now.step) == (was.status, was.step), f"{what} moved a case\n{self.story()}"
            return
        kind = "decides" if action in DECISIONS else was.kind
        assert now.status == LEADS_TO[was.status, kind, str(action)], f"{was} {action} {now}\n{self.story()}"
        assert (
            action in {Action.PROPOSE, Action.RETURN_TO_APPLICANT, Action.GO_ON, *DECISIONS}
            or len(now.acts) == len(was.acts)
            or (action == Action.RETURN_TO_PREVIOUS)
        ), self.story()

    def was_allowed(self, what: str, actor: User, case: ReviewRequest, was: Seen) -> None:
        assert actor.pk not in was.out, f"{what} by who keeps out\n{self.story()}"
        assert actor.pk != was.applicant or what in ONES_OWN, f"{what} by the applicant\n{self.story()}"
        out = was.out | ({was.applicant} if was.applicant else set())
        for act in case.approvals.exclude(pk__in=was.acts):
            assert {act.actor_id, act.recorded_by_id}.isdisjoint(out), self.story()

    # --- what holds at every moment ------------------------------------------------------------------------------------
    def each_case_is_whole(self) -> None:
        for case in ReviewRequest.objects.filter(pk__in=self.cases).select_related("plan").order_by("pk"):
            acts = list(case.approvals.filter(is_current=True))
            steps = sorted(act.step for act in acts)
            last = case.plan.steps.count() if case.plan else 0
            if case.status == Status.WITHDRAWN:
                assert case.step == 0, self.story()
            elif case.status in DECIDED | {Status.CLOSED}:
                assert steps == list(range(1, last + 1)), self.story()
                [decision] = [act for act in acts if act.action in DECISIONS and not act.same_as_left]
                assert (case.decided_on, case.decided_at) == (decision.snapshot, decision.at), self.story()
            else:
                assert 1 <= case.step <= last, self.story()
                assert steps == list(range(1, case.step)), f"not just the steps before are signed\n{self.story()}"
            assert (case.decided_on is not None) == (case.status in DECIDED | {Status.CLOSED}), self.story()
            assert self.nobody_signed_for_another_after_himself(acts), self.story()

    @staticmethod
    def nobody_signed_for_another_after_himself(acts: list[Approval]) -> bool:
        return not any(
            act.acting_for_id and other.actor_id == act.actor_id and other.step < act.step
            for act in acts
            for other in acts
        )

    def nobody_knows_who_should_not(self, people: Sequence[User]) -> None:
        cases = list(ReviewRequest.objects.filter(pk__in=self.cases).prefetch_related(*KNOWING))
        persons = list(User.objects.filter(pk__in=[one.pk for one in people]))
        with while_reading():  # as lists ask; nothing changes meanwhile
            of_each = [set(policies.visible_to(one, self.now).values_list("pk", flat=True)) for one in persons]
        for person, visible in zip(persons, of_each, strict=True):
            told = set(Notice.objects.filter(recipient=person).values_list("subject", flat=True))
            for case in cases:
                if person.pk == case.applicant_id:
                    continue
                if not reads_on(person, case, self.now):
                    assert case.pk not in visible, f"{person.username} still sees {case}\n{self.story()}"
                if may_know(person, case):
                    continue
                assert case.pk not in visible, f"{person.username} sees {case}\n{self.story()}"
                assert str(case) not in told, f"{person.username} was told of {case}\n{self.story()}"

    # --- time and people -----------------------------------------------------------------------------------------------
    def time_passes(self) -> None:
        self.now += dt.timedelta(hours=self.random.choice([0, 1, 5, 24, 24 * 3, 24 * 8]), minutes=7)

    def somebody_gets_a_post(self) -> None:
        administrator = self.school.administrator
        role = self.random.choice([Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.STAFF])
        with self.watched("give_post", administrator):
            give_post(
                person_id=self.person().pk, role=role, title=f"兼{role.label}", office="總務處", since=self.now.date(),
                actor=administrator, now=self.now,
            )  # fmt: skip

    def somebody_loses_a_post(self) -> None:
        posts = list(Appointment.objects.filter(until=None).order_by("pk"))
        with self.watched("end_post", self.school.administrator):
            post = self.random.choice(posts[-4:] if self.usually() else posts)
            end_post(appointment_id=post.pk, actor=self.school.administrator, now=self.now)

    def somebody_leaves(self) -> None:
        with self.watched("disable", self.school.administrator):
            leaving = Leaving(self.person().pk, MoveKind.LEAVING, self.person().pk, self.random.choice(list(PostAfter)))
            let_go(leaving=leaving, actor=self.school.administrator, now=self.now)

    def somebody_names_a_deputy(self) -> None:
        chain_people = [one for one in self.school.everybody if policies.is_in_chain(one, self.now)]
        principal, reason = self.one_of(chain_people), self.random.choice(list(DeputyReason))
        actor = self.school.administrator if reason == DeputyReason.VACANT else principal
        with self.watched("name_deputy", actor):
            name_deputy(
                principal_id=principal.pk, deputy_id=self.person().pk, order=self.random.choice([1, 1, 2]), reason=reason,
                since=self.now, until=self.now + dt.timedelta(days=self.random.choice([1, 5, 40])), actor=actor,
                now=self.now,
            )  # fmt: skip

    def a_deputyship_ends(self) -> None:
        rows = list(Deputy.objects.filter(until__gt=self.now).order_by("pk"))
        if rows:
            row = self.random.choice(rows)
            with self.watched("end_deputy", row.principal):
                end_deputy(deputy_row_id=row.pk, actor=row.principal, now=self.now)

    # --- asking --------------------------------------------------------------------------------------------------------
    def filled(self, need: Need, basis: str = "", *, wants_copy: bool = False) -> drafts.Content:
        fields = vars(self.school.content) | {"need": need, "duty_basis": basis, "wants_copy": wants_copy}
        return drafts.Content(**fields)

    def ask(self) -> None:
        if len(self.cases) == 4:
            return
        applicant = self.person()
        need = self.random.choice([Need.OWN, Need.DUTY, Need.DUTY])
        basis = self.random.choice(["", "", "", DutyBasis.GENDER]) if need == Need.DUTY else ""
        with self.watched("submit", applicant):
            content = self.filled(need, basis, wants_copy=self.random.random() < 0.4)
            draft = drafts.save_draft(applicant=applicant, content=content, key=None, now=self.now)
            drafts.submit(key=draft.draft_key, applicant=applicant, accepts_note=True, now=self.now)
            self.cases.append(draft.pk)

    def type_in(self) -> None:
        if len(self.cases) == 4:
            return
        handler = self.one_of([one for one in self.school.everybody if policies.may_enter(one, self.now)])
        checked = self.random.random() < 0.5
        entry = drafts.Entry(
            asker=self.random.choice([Asker.GUARDIAN, Asker.REPRESENTATIVE, Asker.PUPIL]), applicant_name="林家長",
            received_at=self.now - dt.timedelta(hours=2), identity_checked=checked, guardianship_confirmed=checked,
            protection_order=self.random.choice(["", Answer.NO, Answer.YES]),
        )  # fmt: skip
        with self.watched("enter", handler):
            content = self.filled(Need.CHILD)
            draft = drafts.save_entry(handler=handler, entry=entry, content=content, key=None, now=self.now)
            drafts.enter(key=draft.draft_key, handler=handler, accepts_note=True, now=self.now)
            self.cases.append(draft.pk)

    def correct(self) -> None:
        case = self.case(Status.RETURNED)
        actor = self.one_of(selectors.asked_by(case, self.now))
        basis = self.random.choice(["", "", DutyBasis.BULLYING]) if case.need == Need.DUTY else ""
        with self.watched("correct", actor, case, Action.RESUBMIT):
            content = self.filled(Need(case.need), basis, wants_copy=case.wants_copy)
            drafts.correct(case_id=case.pk, applicant=actor, content=content, now=self.now)

    def withdraw(self) -> None:
        case = self.case()
        actor = self.one_of(selectors.asked_by(case, self.now))
        with self.watched("withdraw", actor, case, Action.WITHDRAW):
            drafts.withdraw(case_id=case.pk, applicant=actor, now=self.now)

    # --- the chain -----------------------------------------------------------------------------------------------------
    def action(self, case: ReviewRequest, signer: User) -> Action:
        if not self.usually():
            return self.random.choice(list(Action))
        if self.random.random() < 0.25:
            returns = [Action.RETURN_TO_APPLICANT, Action.RETURN_TO_PREVIOUS]
            return returns[case.step > 1 and self.usually()]
        steps = selectors.signed_at_once(signer, case, self.now)
        return self.random.choice(sorted(DECISIONS)) if steps and steps[-1].kind == "decides" else Action.PROPOSE

    def signing(self, case: ReviewRequest, signer: User) -> chain.Signing:
        action = self.action(case, signer)
        proposal = self.random.choice([*Proposal, Proposal.APPROVE]) if action == Action.PROPOSE else None
        seen = selectors.acts_on(case) - (self.random.random() < 0.05)
        return chain.Signing(
            action=action, proposal=proposal, opinion=self.words(), acts_seen=seen,
            grounds=(RefusalGround.UNSPECIFIC,) if self.usually() else (), grant=self.grant(case),
            is_necessary=self.random.choice(list(Answer)) if self.usually() else None,
            grants_copy=self.random.choice(list(Answer)) if self.usually() else None, copy_answer=self.words(),
            with_remedy=self.random.choice([None, True, False]),
        )  # fmt: skip

    def grant(self, case: ReviewRequest) -> chain.Grant | None:
        if case.starts_at is None or case.ends_at is None or self.random.random() < 0.05:
            return None
        end = case.ends_at - dt.timedelta(minutes=self.random.choice([0, 5, 10, 10] if self.usually() else [60, -5]))
        cameras = list(case.cameras.all())[self.random.choice([0, 0, 0, 1, 1, 2]) :]
        return chain.Grant(
            cameras, case.starts_at, end, self.random.choice(list(ViewingManner)), self.words("不得翻拍。")
        )

    def sign(self) -> None:
        case = self.case(Status.IN_REVIEW)
        actor = self.one_of(selectors.signatories(case, self.now))
        signing = self.signing(case, actor)
        with self.watched(f"sign {signing.action}", actor, case, signing.action):
            chain.sign(case_id=case.pk, actor=actor, signing=signing, now=self.now)

    def sign_on_paper(self) -> None:
        case = self.case(Status.IN_REVIEW)
        signatory, actor = self.one_of(selectors.signatories(case, self.now)), self.one_of(self.handlers(case))
        signing = self.signing(case, signatory)
        hours = 0 if self.usually() else self.random.choice([1, 30, -1])
        paper = chain.PaperSignature(signatory, self.now - dt.timedelta(hours=hours), self.school.scan)
        with self.watched(f"paper {signing.action}", actor, case, signing.action):
            chain.record_paper_signature(case_id=case.pk, recorder=actor, paper=paper, signing=signing, now=self.now)

    def object_to_a_paper_signature(self) -> None:
        case = self.case()
        acts = list(case.approvals.filter(manner="paper") if self.usually() else case.approvals.all())
        if acts:
            act = self.random.choice(acts)
            actor = self.one_of([act.actor])
            with self.watched("dispute", actor, case, Action.OBJECT):
                chain.dispute_paper_signature(approval_id=act.pk, actor=actor, reason=self.words(), now=self.now)

    def take_back(self) -> None:
        case = self.case(Status.IN_REVIEW, Status.RETURNED)
        last = case.approvals.order_by("at", "pk").last()
        actor = self.one_of([last.actor] if last else [])
        with self.watched("recall", actor, case, Action.RECALL):
            chain.recall(case_id=case.pk, actor=actor, now=self.now)

    def go_on(self) -> None:
        case = self.case(Status.RETURNED)
        was_due = selectors.correction_due(case)
        actor = self.one_of(self.handlers(case))
        with self.watched("go on", actor, case, Action.GO_ON):
            chain.go_on(case_id=case.pk, actor=actor, now=self.now)
            assert was_due is not None, self.story()
            assert was_due < self.now, f"before the term was over\n{self.story()}"

    # --- beside the chain ----------------------------------------------------------------------------------------------
    def consult(self) -> None:
        case = self.case(Status.IN_REVIEW)
        actor, whom = self.one_of(selectors.signatories(case, self.now)), self.person()
        with self.watched("consult", actor, case):
            consultations.consult(case_id=case.pk, person_id=whom.pk, question=self.words(), actor=actor, now=self.now)

    def give_an_opinion(self) -> None:
        case = self.case(Status.IN_REVIEW)
        asked = case.consultations.order_by("pk").last()
        if asked:
            actor = self.one_of([asked.person])
            with self.watched("answer", actor, case):
                consultations.answer_consultation(
                    consultation_id=asked.pk, actor=actor, opinion=self.words(), now=self.now
                )

    def extend(self) -> None:
        case = self.case(Status.IN_REVIEW)
        was, actor = self.seen(case.pk), self.one_of(self.workers(case))
        with self.watched("extend", actor, case):
            extensions.extend(case_id=case.pk, actor=actor, reason=self.words(), now=self.now)
            assert (was.status, was.kind, "extend") in LEADS_TO, self.story()

    def keep_out(self) -> None:
        case = self.case()
        was, actor, ground = (
            self.seen(case.pk),
            self.one_of(self.workers(case)),
            self.random.choice(list(RecusalGround)),
        )
        person = actor if ground == RecusalGround.OWN and self.usually() else self.person()
        with self.watched("recuse", actor, case):
            recusals.recuse(case_id=case.pk, person_id=person.pk, ground=ground, note="", actor=actor, now=self.now)
            assert (was.status, was.kind, "recuse") in LEADS_TO, self.story()

    def restrict(self) -> None:
        case = self.case()
        actor, chosen = self.one_of(self.workers(case)), self.random.sample(self.school.everybody, 2)
        chosen += selectors.chain_people(case, self.now) if self.usually() else []
        with self.watched("restrict", actor, case):
            secrecy.restrict(case_id=case.pk, actor=actor, readers=chosen, now=self.now)

    def link(self) -> None:
        case, other = self.case(), self.case()
        actor = self.one_of(self.workers(case))
        with self.watched("link", actor, case):
            incidents.link_cases(case_id=case.pk, other_number=str(other.number), actor=actor, now=self.now)

    def check_standing(self) -> None:
        case = self.case(Status.IN_REVIEW)
        actor, checked = self.one_of(self.handlers(case)), self.usually()
        with self.watched("standing", actor, case):
            standing.check_standing_of(
                case_id=case.pk, actor=actor, identity_checked=checked, guardianship_confirmed=checked,
                protection_order=self.random.choice([None, Answer.NO, Answer.NO, Answer.YES]), now=self.now,
            )  # fmt: skip

    def keep_the_signed_form(self) -> None:
        case = self.case(Status.IN_REVIEW)
        actor = self.one_of(self.handlers(case))
        with self.watched("signed form", actor, case):
            standing.keep_signed_form(case_id=case.pk, actor=actor, scan=self.school.scan, now=self.now)

    def reveal_the_number(self) -> None:
        case = self.case()
        actor = self.one_of(self.workers(case))
        with self.watched("reveal", actor, case):
            secrecy.reveal_identity(case_id=case.pk, actor=actor, reason=self.words(), now=self.now)

    def view(self) -> None:
        case = self.case(Status.APPROVED, Status.PARTLY_APPROVED)
        actor, viewing = self.one_of(self.workers(case)), case.viewings.filter(ended_at=None).first()
        with self.watched("view", actor, case):
            if viewing:
                viewings.end_viewing(viewing_id=viewing.pk, escort=actor, remarks="", now=self.now)
            else:
                viewings.start_viewing(
                    case_id=case.pk, escort=actor, people_present="許喆安", told_not_to_film=True, now=self.now
                )

    def close(self) -> None:
        case = self.case(*DECIDED)
        actor = self.one_of(self.handlers(case))
        outcome = self.random.choice([*NO_COPY[:2], None]) if self.usually() else BackupOutcome.ELSEWHERE
        with self.watched("close", actor, case, Action.CLOSE):
            closing.close_case(
                case_id=case.pk, actor=actor, outcome=outcome, reason=self.words("主機故障。"),
                note=self.words("不再調閱。"), now=self.now,
            )  # fmt: skip


def may_know(person: User, case: ReviewRequest) -> bool:
    """Say whether somebody but the applicant may know of `case`, as the ruling has it. Uses prefetched rows."""
    if any(one.person_id == person.pk for one in case.recusals.all()):
        return False
    return not case.is_restricted or person in case.readers.all()


def reads_on(person: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether the ground on which somebody reads a 限制案 stands. Uses prefetched rows."""
    ground = next((one.ground for one in case.reader_rows.all() if one.user_id == person.pk), None)
    if not case.is_restricted or ground == ReaderGround.NAMED:
        return True
    if ground == ReaderGround.SEAT and any(one.names(person) for one in seatings(policies.CHAIN, now).values()):
        return True
    was_asked = any(one.person_id == person.pk for one in case.consultations.all())
    return was_asked and case.status in (Status.IN_REVIEW, Status.RETURNED)


ACTS: dict[Callable[[Walk], Any], float] = {
    Walk.sign: 16,
    Walk.sign_on_paper: 5,
    Walk.object_to_a_paper_signature: 3,
    Walk.take_back: 4,
    Walk.correct: 4,
    Walk.go_on: 2,
    Walk.withdraw: 0.5,
    Walk.consult: 2,
    Walk.give_an_opinion: 2,
    Walk.extend: 1,
    Walk.keep_out: 1.5,
    Walk.restrict: 1.5,
    Walk.link: 1,
    Walk.check_standing: 2,
    Walk.keep_the_signed_form: 2,
    Walk.reveal_the_number: 0.5,
    Walk.view: 2,
    Walk.close: 1,
    Walk.time_passes: 2,
    Walk.ask: 1,
    Walk.type_in: 1.5,
    Walk.somebody_names_a_deputy: 2,
    Walk.a_deputyship_ends: 0.5,
    Walk.somebody_gets_a_post: 1,
    Walk.somebody_loses_a_post: 1,
    Walk.somebody_leaves: 0.3,
}
