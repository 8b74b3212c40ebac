"""Reading reviews, each shaped for its page, each costing the same for few or many."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from goldenthread.actions.causes import Cause
from goldenthread.learners.managers import live
from goldenthread.learners.models import Learner, StageSpell
from goldenthread.learners.policies import Reader
from goldenthread.people.models import Membership
from goldenthread.plans.models import PlanVersion
from goldenthread.reviews.models import Contribution, Finding, Invitation, Judgement, Review, Schedule
from goldenthread.reviews.models.schedule import by_meeting, titles
from goldenthread.reviews.states import Came, Due, Kind, State
from goldenthread.schools.clock import year_starting
from goldenthread.schools.forms import in_words
from goldenthread.schools.models import School

# A review is called for from four weeks before it is due.
NEAR = timedelta(weeks=4)
# The Code of Practice (6.65) asks for a meeting with parents at least three times a year: one in each of these parts.
PARTS = (((9, 1), (12, 31)), ((1, 1), (3, 31)), ((4, 1), (7, 31)))
# Reviews that count as a meeting with the family, wherever they are counted; each comes once for each who came.
FAMILY_CAME = Q(state=State.CONCLUDED, invitations__asked_as=Invitation.As.FAMILY, invitations__came=True)


# -- what is due -----------------------------------------------------------------------------------------------------


def due(school: School, on: date, within: timedelta = NEAR) -> QuerySet[Schedule]:
    """The schedules of a school that are due soon or overdue, soonest first; reads no others."""
    rows = Schedule.objects.filter(school=school, state=Due.WAITING, due_on__lte=on + within)
    return rows.select_related("plan__learner").order_by("due_on", "pk")


def find_due(school: School, on: date) -> Iterable[Cause]:
    """What reviews call for: a review that is near or overdue and that nobody has planned for a day by then."""
    planned = Review.objects.filter(schedule=OuterRef("pk"), state__in=[State.PLANNED, State.OPEN], held_on__gte=on)
    for together in by_meeting(due(school, on).annotate(planned=Exists(planned)).filter(planned=False)):
        schedule = together[0]
        learner, title = schedule.plan.learner, titles(together)
        yield Cause(
            key=f"review-due:{schedule.uuid}", kind="review-due", learner=learner,
            what=f"Plan and hold the {Kind(schedule.kind).label.lower()} of the {title}",
            why=f"It is due by {in_words(schedule.due_on)}", due_on=schedule.due_on, owner_role="senco_admin",
            source_room="reviews", source_id=str(schedule.uuid))


def unless_reviewed(finder: Callable[[School, date], Iterable[Cause]]) -> Callable[[School, date], Iterable[Cause]]:
    """What calls for a plan (by `source_id`), except where a review of that plan is due or planned: that asks for the
    same, and is said once.
    """
    def find(school: School, on: date) -> Iterable[Cause]:
        causes = list(finder(school, on))
        to_come = Review.objects.filter(school=school, state__in=[State.PLANNED, State.OPEN], plan__isnull=False)
        reviewed = {uuid for rows in (due(school, on), to_come) for uuid in rows.values_list("plan__uuid", flat=True)}
        return [each for each in causes if UUID(each.source_id) not in reviewed]
    return find


def find_unread(school: School, on: date, review: Review | None = None) -> Iterable[Cause]:
    """What people told us and nobody has read yet, for any review or for one: taken in or set aside within a week."""
    waiting = Contribution.objects.filter(review=OuterRef("pk"), state=Came.WAITING).order_by("received_at")
    rows = Review.objects.filter(school=school).annotate(first=Subquery(waiting.values("received_at")[:1]))
    for each in (rows.filter(pk=review.pk) if review else rows).filter(first__isnull=False).select_related("learner"):
        came_on = each.first.date()  # type: ignore[attr-defined]
        yield Cause(
            key=f"views-waiting:{each.uuid}", kind="views-waiting", learner=each.learner,
            what="Read what people told us for the review, and take it into the record",
            why=f"It has waited since {in_words(came_on)}", due_on=came_on + timedelta(days=7),
            owner_role="senco_admin", source_room="reviews", source_id=str(each.uuid))


def find_asked(school: School, on: date, review: Review | None = None) -> Iterable[Cause]:
    """A view that a member of staff or a professional is still asked for, by the day of the meeting; for any review, or
    for one.
    """
    rows = Invitation.objects.filter(
        school=school, route=Invitation.Route.SIGN_IN, answered_on=None, no_reply_on=None, taken_back_on=None,
        asked_as__in=[Invitation.As.TEACHER, Invitation.As.PROFESSIONAL],
        review__state__in=[State.PLANNED, State.OPEN], review__held_on__gte=on)
    for asked in (rows.filter(review=review) if review else rows).select_related("review__learner", "member"):
        yield Cause(
            key=asked_key(asked.uuid), kind="view-asked", learner=asked.review.learner, owner=asked.member,
            what="Say how things are going, for the review. It takes two minutes",
            why=f"The review is on {in_words(asked.review.held_on)}", due_on=asked.review.held_on,
            source_room="reviews", source_id=str(asked.uuid))


def asked_key(invitation: UUID) -> str:
    """One occasion: what somebody is asked for one review."""
    return f"view-asked:{invitation}"


def why_not_told(keys: Collection[str], on: date) -> dict[str, str]:
    """Of occasions (as asked_key) that are over, why of those at which nobody said anything."""
    silent = Invitation.objects.filter(uuid__in=[key.partition(":")[2] for key in keys], answered_on=None)
    return {asked_key(asked.uuid): why_silent(asked) for asked in silent.select_related("review")}


def why_silent(asked: Invitation) -> str:
    if asked.taken_back_on:
        return "The school asks for it no longer."
    return "The review was called off." if asked.review.state == State.CANCELLED else "There was no reply."


# -- standing, for the register --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with reviews: the next one due, and meetings held with the family this academic year."""

    next_due: date | None = None
    overdue: bool = False
    meetings: int = 0
    behind: bool = False


def standing_for(ids: Iterable[int], on: date) -> dict[int, Standing]:
    """Where each of these learners stands, in two questions for any number."""
    ids = list(ids)
    waiting = Schedule.objects.filter(plan__learner__in=ids, state=Due.WAITING).order_by("-due_on")
    next_due, stages = dict(waiting.values_list("plan__learner", "due_on")), stages_of(ids, on)
    return {pk: standing_of(next_due.get(pk), stages.get(pk), on) for pk in ids}


def behind_of(ids: Iterable[int], on: date) -> set[int]:
    """As behind, of learners already known to be shown: one question, and none in the months when nobody can be."""
    if not expected(date(year_starting(on), 9, 1), on):
        return set()
    return {pk for pk, spell in stages_of(ids, on).items() if standing_of(None, spell, on).behind}


def stages_of(ids: Iterable[int], on: date) -> dict[int, tuple[str, date, int]]:
    """Each learner's stage, since when, and how many meetings were held with the family this academic year."""
    met = Review.objects.filter(with_family(on), learner=OuterRef("learner")).order_by()
    counted = met.values("learner").annotate(n=Count("pk", distinct=True)).values("n")
    spells = StageSpell.objects.filter(live(on), learner__in=list(ids)).annotate(n=Coalesce(Subquery(counted), 0))
    return {pk: (stage, start, n)
            for pk, stage, start, n in spells.values_list("learner", "stage", "starts_on", "n")}


def standing_of(next_due: date | None, spell: tuple[str, date, int] | None, on: date) -> Standing:
    overdue = next_due is not None and next_due < on
    if spell is None:
        return Standing(next_due, overdue)
    stage, start, meetings = spell
    return Standing(next_due, overdue, meetings, stage == "K" and meetings < expected(start, on))


def expected(since: date, on: date) -> int:
    """How many meetings with the family should have been held this academic year: one for each part of it that is over
    and that began with the learner at this stage.
    """
    starts = year_starting(on)
    days = [(date(starts + (first[0] < 9), *first), date(starts + (last[0] < 9), *last)) for first, last in PARTS]
    return sum(1 for first, last in days if last < on and since <= first)


def with_family(on: date) -> Q:
    """Reviews concluded that were held this academic year and that somebody of the family came to."""
    starts = year_starting(on)
    return FAMILY_CAME & Q(held_on__gte=date(starts, 9, 1), held_on__lte=date(starts + 1, 8, 31))


def meetings_with_parents(ids: Iterable[int], on: date) -> dict[int, int]:
    """How many concluded reviews of this academic year the family of each of these learners came to."""
    ids = list(ids)
    rows = Review.objects.filter(with_family(on), learner__in=ids).order_by().values("learner").annotate(
        n=Count("pk", distinct=True))
    found = dict(rows.values_list("learner", "n"))
    return {pk: found.get(pk, 0) for pk in ids}


def behind(member: Membership, on: date) -> QuerySet[Learner]:
    """The learners on SEN support whom this member may see and whose families have been met too seldom this year."""
    starts = year_starting(on)
    met = Review.objects.filter(with_family(on), learner=OuterRef("learner")).order_by()
    counted = met.values("learner").annotate(n=Count("pk", distinct=True)).values("n")
    spells = StageSpell.objects.filter(live(on), stage="K", school=member.school_id).annotate(
        n=Coalesce(Subquery(counted), 0))
    late = Q(pk__in=[])
    for since in sorted({date(starts, 9, 1), date(starts + 1, 1, 1), date(starts + 1, 4, 1)}):
        late |= Q(starts_on__lte=since, n__lt=expected(since, on))
    return Learner.objects.visible_to(member, on).filter(pk__in=spells.filter(late).values("learner"))


# -- pages -----------------------------------------------------------------------------------------------------------


def of_learner(learner: Learner) -> Sequence[Review]:
    """A learner's reviews, those to come first, then the newest; each with how many were asked and answered, counting
    those whom its page lists: who has answered is among them, asked still or not.
    """
    listed = Q(invitations__taken_back_on=None) | Q(invitations__answered_on__isnull=False)
    rows = Review.objects.filter(learner=learner).select_related("chair", "plan").annotate(
        asked=Count("invitations", filter=listed, distinct=True),
        answered=Count("invitations", filter=Q(invitations__answered_on__isnull=False), distinct=True),
        waiting=Count("contributions", filter=Q(contributions__state=Came.WAITING), distinct=True))
    for review in (found := list(rows)):
        review.learner = learner
    to_come = sorted((each for each in found if not each.is_over), key=lambda each: each.held_on)
    return to_come + [each for each in found if each.is_over]


def schedules(learner: Learner) -> list[Schedule]:
    """The newest round of each of a learner's plans, waiting or exempt."""
    rows = Schedule.objects.filter(plan__learner=learner).exclude(state=Due.HELD).select_related("plan")
    newest = {(each.plan_id, each.kind): each for each in rows.order_by("pk")}
    return sorted(newest.values(), key=lambda each: each.due_on)


@dataclass
class Asked:
    """Somebody asked to a review, with what they told us."""

    invitation: Invitation
    said: list[Contribution] = field(default_factory=list)

    @property
    def again(self) -> set[UUID]:
        """Of what they said, what answers a question that they had answered before, in other words."""
        first: dict[str, UUID] = {}
        return {each.uuid for each in self.said if first.setdefault(each.question, each.uuid) != each.uuid}

    @property
    def standing(self) -> str:
        """answered, no_reply or asked."""
        if self.invitation.answered_on:
            return "answered"
        return "no_reply" if self.invitation.no_reply_on else "asked"


def asked(review: Review, with_taken_back: bool = False) -> list[Asked]:
    """Everybody asked to a review with what they said, in two questions; those asked no longer where wanted."""
    rows = {each.pk: Asked(each) for each in review.invitations.select_related("member", "contact", "asked_by")}
    for each in rows.values():
        each.invitation.review = review
    for said in review.contributions.select_related("typed_by", "decided_by"):
        said.review = review
        rows[said.invitation_id].said.append(said)
    return [each for each in rows.values() if with_taken_back or each.said or not each.invitation.taken_back_on]


def unheard(review: Review) -> QuerySet[Invitation]:
    """Those asked who neither answered nor came, and of whom nobody has noted yet that no reply came."""
    return review.invitations.filter(answered_on=None, no_reply_on=None, taken_back_on=None).exclude(came=True)


def untaken(review: Review) -> list[str]:
    """Those whose answers wait to be taken in, by name."""
    waiting = review.contributions.filter(state=Came.WAITING)
    return sorted(set(waiting.values_list("invitation__name", flat=True)))


def to_take_in(review: Review) -> list[Contribution]:
    """What waits to be taken in: of what one person answered to one question, the newest, and nothing before it."""
    newest = {(each.invitation_id, each.question): each for each in review.contributions.all()}
    return [each for each in newest.values() if each.state == Came.WAITING]


def still_asked(member: Membership, on: date) -> QuerySet[Invitation]:
    """The views that are asked of a person at this school and that they have not given, nearest meeting first. Who was
    sent a link may sign in as well.
    """
    rows = Invitation.objects.filter(
        member=member, answered_on=None, taken_back_on=None,
        route__in=[Invitation.Route.SIGN_IN, Invitation.Route.LINK],
        review__state__in=[State.PLANNED, State.OPEN], review__learner__in=Learner.objects.visible_to(member, on))
    return rows.select_related("review__learner", "asked_by").order_by("review__held_on", "pk")


@dataclass(frozen=True)
class Board:
    """What stands on the page of a meeting for one reader: findings by heading, judgements by outcome."""

    findings: dict[str, list[Finding]]
    judgements: dict[int, Judgement]


def board(review: Review, reader: Reader) -> Board:
    """What a review found and judged, as far as this reader may read it; two questions."""
    found: dict[str, list[Finding]] = {kind: [] for kind in Finding.What.values}
    for each in review.findings.select_related("owner", "written_by"):
        if reader.may_read(each.audience):
            found[each.kind].append(each)
    judged = {each.outcome_id: each for each in review.judgements.select_related("outcome", "judged_by")
              if reader.may_read(each.outcome.audience)}
    return Board(found, judged)


def version_of(review: Review) -> PlanVersion | None:
    """The version that was issued as a review was concluded."""
    if not review.issued:
        return None
    return PlanVersion.objects.filter(plan=review.plan_id, key=review.issue_key).first()


def of_latest(kind: type[Finding | Judgement | Invitation | Contribution], learners: Sequence[int],
              *along: str, **beside: Subquery) -> dict[int, list[Any]]:
    """What the newest concluded review of each of these learners holds of a kind (findings, judgements, invitations,
    contributions), by learner, in one question for any number.
    """
    newest = Review.objects.filter(learner=OuterRef("review__learner"), state=State.CONCLUDED).order_by(
        "-held_on", "-pk").values("pk")[:1]
    rows: QuerySet[Any] = kind.objects.filter(review__learner__in=learners, review=Subquery(newest))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.select_related("review", *along).annotate(**beside):
        found[row.review.learner_id].append(row)
    return found


def to_come(school: School, member: Membership, on: date, until: date) -> QuerySet[Review]:
    """Reviews planned or open at a school between two days, of learners this member may see."""
    seen = Learner.objects.visible_to(member, on)
    rows = Review.objects.filter(school=school, state__in=[State.PLANNED, State.OPEN], held_on__lte=until,
                                 learner__in=seen)
    return rows.select_related("learner", "chair").order_by("held_on", F("held_at").asc(nulls_last=True), "pk")
