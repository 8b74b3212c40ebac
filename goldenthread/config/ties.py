"""The one table that ties rooms together: what a lower room asks of, or tells, a higher one it does not know."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from django.core.checks import register
from django.db.models import Q

from goldenthread.actions import causes
from goldenthread.actions.models import Action
from goldenthread.actions.tasks import sweep_school, tell_everybody
from goldenthread.audit.queries import broken_links
from goldenthread.audit.refusals import Refused
from goldenthread.home.rows import HEARD_FOR
from goldenthread.learners import hooks as learner_hooks
from goldenthread.learners.models import Contact, Learner
from goldenthread.learners.operations import tie_contact
from goldenthread.learners.policies import may_still_get
from goldenthread.outcomes import hooks as outcome_hooks
from goldenthread.outcomes.bank.starting import starting_set_is_sound
from goldenthread.people import hooks
from goldenthread.people.models import Membership
from goldenthread.plans import causes as plan_causes
from goldenthread.plans import held_back
from goldenthread.plans import hooks as plan_hooks
from goldenthread.plans import queries as plans
from goldenthread.plans.builders import register as build_with
from goldenthread.plans.checks import packs_are_sound
from goldenthread.reviews import queries as reviews
from goldenthread.reviews import where as to
from goldenthread.reviews.builders import BUILDERS as OF_REVIEWS
from goldenthread.reviews.clocks import causes as clock_causes
from goldenthread.reviews.clocks.checks import rules_are_sound
from goldenthread.reviews.operations import contact_left, follow_plan, following
from goldenthread.reviews.policies import may_still_get as may_still_get_asked
from goldenthread.reviews.tasks import sweep_reviews
from goldenthread.schools import nightly
from goldenthread.schools.nightly import Job
from goldenthread.story import hooks as story_hooks
from goldenthread.story.queries import heard_since
from goldenthread.story.tasks import let_go_of_begun

# What `manage.py verify` asks: each gives a sentence for everything that is not as it was written.
CHECKS: list[tuple[str, Callable[[], Iterator[str]]]] = [
    ("what happened", broken_links),
    ("issued plans", plans.tampered),
    ("filed copies", plans.spoiled_files),
]


def tie_invited_contact(*, member: Membership, reference: str, by: Membership, on: date) -> None:
    """A parent took an invitation that learners made for a contact: the two are one person from now on."""
    contact = Contact.objects.select_related("learner").filter(uuid=UUID(reference), school=member.school_id).first()
    if contact is None:
        raise Refused("This invitation was for somebody who is no longer on record. Ask the school.")
    tie_contact(contact=contact, member=member, by=by, on=on)


def plan_standing(learner: Learner, member: Membership, on: date) -> str:
    """Where the plan stands, for the banner. Families and learners are told of issued versions only."""
    standing = plans.standings([learner.pk])[learner.pk]
    if standing.kind == plans.VERSION:
        return standing.text
    if member.kind in {"family", "learner"}:
        return ""
    if standing.kind != plans.NOT_STARTED:
        return standing.text
    return "On-boarding: no plan yet" if heard_since([learner.pk], since=on - HEARD_FOR) else "No plan yet"


def tie_reviews() -> None:
    """What plans show of reviews, when a plan is to be reviewed, and what reviews call for."""
    for name, builder in OF_REVIEWS.items():
        build_with(name, builder)
    plan_hooks.review_date_set[:] = [follow_plan]
    plan_hooks.received[:] = [following.plan_received]
    causes.register("review-due", reviews.find_due, "A review is due", to.at_reviews)
    causes.register("view-asked", reviews.find_asked, "Your view is asked for", to.at_asked,
                    over=reviews.why_not_told)
    causes.register("views-waiting", reviews.find_unread, "What people told us is waiting", to.at_review)
    causes.register(clock_causes.NEAR, clock_causes.clocks_near, "A date set by law is near", to.at_dates,
                    clock_causes.why_over)
    causes.register(clock_causes.AHEAD, clock_causes.moves_ahead, "A move to another setting is ahead", to.at_dates)
    causes.register(clock_causes.PASSING, clock_causes.rights_passing, "Rights pass to a young person", to.at_dates)
    causes.register_source("reviews", "Agreed at a review")


def tie_plans() -> None:
    """What plans and the record call for."""
    for kind, (finder, where) in plan_causes.FINDERS.items():
        found = reviews.unless_reviewed(finder) if kind == plan_causes.OLD else finder
        causes.register(kind, found, plan_causes.NAMES[kind], where)


def tie_nights() -> None:
    """What the worker does every night, and what it tells people in the morning."""
    nightly.JOBS[:] = [Job(sweep_reviews), Job(sweep_school), Job(let_go_of_begun),
                       Job(tell_everybody, hour=6, each_school=False)]


HOLDS_A_LEARNER = {
    "actions.Action": "an action",
    "story.Entry": "an entry in the record",
    "story.Begun": "words begun in the record",
    "outcomes.Outcome": "an outcome or target",
    "outcomes.Triple": "an outcome of an EHC plan",
    "plans.Plan": "a plan",
    "plans.Look": "a look at the plan together",
    "reviews.Review": "a review",
    "reviews.Process": "a process by law",
    "reviews.Clock": "a date by law",
    "reviews.EvidenceItem": "a paper for a needs assessment",
}


def tie() -> None:
    """Called once, when every room has been loaded."""
    tie_reviews()
    tie_plans()
    tie_nights()
    outcome_hooks.told[:] = [plans.tells_of]
    story_hooks.held_back[:] = [held_back.said_of]
    register(packs_are_sound)
    register(rules_are_sound)
    register(starting_set_is_sound)
    learner_hooks.standings[:] = [plan_standing]
    learner_hooks.leaving[:] = [contact_left]
    # What a rule calls for; what a person does about it is an event, which holds the learner.
    learner_hooks.goes_with[Action] = ~Q(cause="")
    learner_hooks.called |= HOLDS_A_LEARNER
    hooks.accepted["learners"] = tie_invited_contact
    hooks.still_for["learners"] = may_still_get
    hooks.still_for["reviews"] = may_still_get_asked
