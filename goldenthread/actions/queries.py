"""Reading actions. Each costs the same for few or many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from goldenthread.actions.managers import held_by
from goldenthread.actions.models import Action, Digest
from goldenthread.actions.states import OPEN
from goldenthread.learners.managers import live
from goldenthread.learners.models import Block, Grant, GroupPlace, Learner
from goldenthread.learners.policies import Reader
from goldenthread.people.models import Membership, User
from goldenthread.people.roles import ROLES
from goldenthread.schools.models import School

TOGETHER = ("school", "learner", "owner", "raised_by", "closed_by")
# Who has pages to look at: families and learners have none here yet, heads and governors open no record.
TOLD = [key for key, role in ROLES.items() if role.kind in {"senco", "staff", "professional"}]
# Nobody is told of what changed longer ago than this.
FORGOTTEN = timedelta(days=31)
SEE_ALL = [key for key, role in ROLES.items() if role.sees_all and role.staff]


def of_learner(learner: Learner, reader: Reader) -> list[Action]:
    """A learner's actions that this reader, who sees the learner, may see: what is open by its day, then what is
    closed, newest first. In one question.
    """
    if not reader.audiences:
        return []
    mine = Action.objects.filter(Q(audience__in=reader.audiences) | held_by(reader.member), learner=learner)
    found = list(mine.select_related(*TOGETHER).order_by("due_on", "pk"))
    shut = sorted((action for action in found if not action.is_open), key=closed_last, reverse=True)
    return [action for action in found if action.is_open] + shut


def closed_last(action: Action) -> tuple[object, int]:
    return action.closed_on, action.pk


def of_member(member: Membership, on: date) -> QuerySet[Action]:
    """What is a member's to do, by its day, for as long as they may see the learner it is about."""
    mine = Action.objects.visible_to(member, on).open().held_by(member)
    return mine.select_related(*TOGETHER).order_by("due_on", "pk")


def of_school(school: School, member: Membership, on: date, *, state: str = OPEN, owner: int | None = None,
              kind: str = "", when: str = "") -> QuerySet[Action]:
    """A school's actions, of those this member may see. `owner` is a membership's number, or 0 for what nobody has
    by name; `kind` a cause's, or "agreed"; `when` overdue, week (by seven days from now) or nothing.
    """
    found = Action.objects.visible_to(member, on).filter(school=school)
    if state:
        found = found.filter(state=state)
    if owner is not None:
        found = found.filter(owner=owner or None)
    if kind:
        found = found.filter(kind="" if kind == "agreed" else kind)
    if when:
        found = found.filter(due_on__lt=on if when == "overdue" else on + timedelta(days=8))
    return found.select_related(*TOGETHER).order_by("due_on", "pk")


def may_own(learner: Learner | None, on: date) -> QuerySet[Membership]:
    """Who can be asked to see to something about this learner: those who work with them and see them."""
    kinds = [key for key, role in ROLES.items() if role.kind in {"senco", "staff", "professional"}]
    here = Membership.objects.filter(live(on), role__in=kinds)
    if learner is None:
        return here.none()
    groups = GroupPlace.objects.live(on).filter(learner=learner).values("group")
    given = Grant.objects.live(on).filter(Q(learner=learner) | Q(group__in=groups)).values("member")
    blocked = Block.objects.live(on).filter(learner=learner).values("user")
    return (here.filter(Q(pk__in=given) | Q(role__in=SEE_ALL), school_id=learner.school_id).exclude(user__in=blocked)
            .order_by("name", "pk"))


def works_here(school: School, on: date) -> QuerySet[Membership]:
    """Who can be asked to see to something about the school."""
    staff = [key for key, role in ROLES.items() if role.staff and role.kind != "professional"]
    return Membership.objects.filter(live(on), school=school, role__in=staff).order_by("name", "pk")


def out_of_reach(actions: Iterable[Action], on: date) -> set[int]:
    """Those of these open actions whose owner has left, or may no longer see the learner: somebody else has to take
    them on. Three questions for any number.
    """
    owned = [action for action in actions if action.is_open and action.owner]
    learners = {action.learner_id for action in owned}
    owners = {action.owner_id for action in owned}
    blocked = set(Block.objects.live(on).filter(learner__in=learners).values_list("user_id", "learner_id"))
    grants = Grant.objects.live(on).filter(member__in=owners)
    given: set[tuple[int, int | None]] = set()
    groups: dict[int | None, set[int]] = {}
    for member, learner, group in grants.values_list("member_id", "learner_id", "group_id"):
        given.add((member, learner))
        groups.setdefault(group, set()).add(member)
    places = GroupPlace.objects.live(on).filter(group__in=groups, learner__in=learners)
    given |= {(member, learner) for group, learner in places.values_list("group_id", "learner_id")
              for member in groups[group]}
    return {action.pk for action in owned if not reaches(action, blocked, given, on)}


def reaches(action: Action, blocked: set[tuple[int, int]], given: set[tuple[int, int | None]], on: date) -> bool:
    owner: Membership = action.owner  # type: ignore[assignment]  # asked of those with an owner only
    if not owner.is_live(on):
        return False
    if action.learner_id is None:
        return True
    if (owner.user_id, action.learner_id) in blocked:
        return False
    return owner.as_role.sees_all or (owner.pk, action.learner_id) in given


@dataclass(frozen=True)
class Bundle:
    """Open actions that are due about the same time, under a heading; `kind` is the tag they wear."""

    title: str
    kind: str
    actions: list[Action]


def by_when(actions: Iterable[Action], on: date) -> list[Bundle]:
    """Overdue, due within seven days, and later; without those that hold nothing."""
    actions = list(actions)
    week = on + timedelta(days=7)
    found = [
        Bundle("Overdue", "overdue", [action for action in actions if action.due_on < on]),
        Bundle("In the next seven days", "due", [action for action in actions if on <= action.due_on <= week]),
        Bundle("Later", "note", [action for action in actions if action.due_on > week]),
    ]
    return [bundle for bundle in found if bundle.actions]


def owners(school: School, state: str) -> QuerySet[Membership]:
    """Who has actions by name, for a list's filter."""
    held = Action.objects.filter(school=school, state=state, owner__isnull=False)
    return Membership.objects.filter(pk__in=held.values("owner")).order_by("name", "pk")


def new_since(reader: Reader, since: date) -> int:
    """How many of a learner's actions were agreed or raised after a day and are still to be done, of those this reader,
    who sees the learner, may see.
    """
    mine = Q(audience__in=reader.audiences) | held_by(reader.member)
    return Action.objects.open().filter(mine, learner=reader.learner, raised_at__date__gt=since).count()


@dataclass(frozen=True)
class News:
    """What has changed for a person since they were told: how much is new at a school, and became overdue."""

    user: User
    school: School
    new: int
    overdue: int


def often(user: User) -> str:
    """How often a person is told by e-mail."""
    digest = Digest.objects.filter(user=user).first()
    return digest.often if digest else Digest.Often.DAILY


def news(school: School, on: date, now: datetime) -> list[News]:
    """The people at a school for whom something has changed, of what they may see. Beyond two questions, one for each
    person for whom something may have.
    """
    horizon = now - FORGOTTEN
    changed = Action.objects.open().filter(school=school).filter(
        Q(given_at__gt=horizon) | Q(due_on__lt=on, due_on__gte=horizon.date()))
    owners: set[int | None] = set()
    roles: set[str] = set()
    for user, role in changed.order_by().values_list("owner__user", "owner_role").distinct():
        owners.add(user)
        roles |= {role} if user is None else set()
    members = Membership.objects.filter(live(on), Q(user__in=owners - {None}) | Q(role__in=roles), school=school,
                                        user__is_active=True, role__in=TOLD).select_related("user__digest", "school")
    found = [since_told(member, on, now) for member in members.order_by("pk")]
    # Somebody in two roles is told once, of what they have in all.
    once = {each.user.pk: each for each in found if each and (each.new or each.overdue)}
    return list(once.values())


def since_told(member: Membership, on: date, now: datetime) -> News | None:
    digest = getattr(member.person, "digest", None)
    if digest and digest.often == Digest.Often.NEVER:
        return None
    told_at = digest.told_at if digest and digest.told_at else now - FORGOTTEN
    told_on = digest.told_on if digest and digest.told_on else told_at.date()
    new = Q(given_at__gt=told_at) & ~Q(raised_by__user=member.user_id)
    counts = Action.objects.visible_to(member, on).open().held_by(member).aggregate(
        new=Count("pk", filter=new), overdue=Count("pk", filter=Q(due_on__lt=on, due_on__gte=told_on)))
    return News(member.person, member.school, **counts)
