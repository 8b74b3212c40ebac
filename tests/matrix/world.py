"""Two schools, every role in every relation to one learner, and canary words in everything protected.

Built through operations, around Ada (whose record all try to open), Ben (of the same school) and Cy (next door).
"""

import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from PIL import Image

from goldenthread.actions import operations as actions
from goldenthread.exchange import operations as exchange
from goldenthread.learners import operations as learners
from goldenthread.learners.audiences import AUDIENCES
from goldenthread.learners.models import Contact, Learner
from goldenthread.outcomes import operations as outcomes
from goldenthread.outcomes.bank import operations as bank
from goldenthread.people import operations as people
from goldenthread.people.models import Invitation, Membership, User
from goldenthread.people.operations import open_account
from goldenthread.people.roles import ROLES
from goldenthread.plans import operations as plans
from goldenthread.plans.composing import compose
from goldenthread.plans.models import Plan
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.models import Invitation as Asked
from goldenthread.reviews.models import Review
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.operations.evidence import note_evidence
from goldenthread.schools.clock import now
from goldenthread.schools.models import School, SupportTeam
from goldenthread.schools.operations import open_school
from goldenthread.story import operations as story

SINCE = date(2020, 9, 1)
# A field of the core pack for each audience, so that an entry can carry it.
FIELD_FOR = {"everyone": "important-to-me", "family": "history", "professionals": "strategies", "staff": "staff-notes",
             "senco": "senco-notes"}
SEES_ALL = {"senco_admin", "senco_team"}
OVERSIGHT = {"governor", "head"}
GRANTED = {"designated_teacher", "teacher", "teaching_assistant", "professional", "parent", "learner"}
RELATIONS = {
    **dict.fromkeys(SEES_ALL, ("related", "blocked", "left", "next_door")),
    **dict.fromkeys(OVERSIGHT, ("related", "left", "next_door")),
    **dict.fromkeys(GRANTED, ("related", "unrelated", "former", "future", "blocked", "left", "next_door")),
    "teacher": ("related", "via_group", "let_in", "unrelated", "former", "former_group", "future", "blocked", "left",
                "next_door"),
}


@dataclass(frozen=True)
class Actor:
    """Somebody who tries: a role (or what they are without one) in a relation to Ada."""

    role: str
    relation: str
    user: User | None = None
    member: Membership | None = None

    def __str__(self) -> str:
        return f"{self.role} ({self.relation})"


@dataclass
class World:
    school: School
    next_door: School
    learner: Learner
    actors: list[Actor] = field(default_factory=list)
    things: dict[str, Any] = field(default_factory=dict)


def canary(learner: str, what: str) -> str:
    return f"CNRY-{learner}-{what}"


def build(today: date) -> World:
    """The world as it is on a date, which the clock should show too."""
    school = open_school(slug="larkrise", name="Larkrise Primary School", phase="primary", on=today)
    ashfield = open_school(slug="ashfield", name="Ashfield School", phase="secondary", on=today)
    senco = open_account(school=school, role="senco_admin", name="Priya Shah", email="priya@larkrise.example", on=SINCE)
    nia = open_account(school=ashfield, role="senco_admin", name="Nia Price", email="nia@ashfield.example", on=SINCE)
    ada, ben = (one_learner(school, name, senco, today) for name in ("Ada", "Ben"))
    show_face(ada, senco, today)
    cy = one_learner(ashfield, "Cy", nia, today)
    world = World(school, ashfield, ada)
    world.things = {"learner": ada.pk, "former": ada.former_upns.get().pk, **fill(ada, senco, today)}
    fill(ben, senco, today)
    fill(cy, nia, today)
    group = learners.make_group(school=school, name="Reading", by=senco)
    learners.place(group=group, learners=[ada], by=senco, on=today - timedelta(days=20))
    world.things["group"] = group.pk
    world.things["banked"] = bank.add(by=senco, on=today, uuid=uuid4(), wording="{first} reads ten words", measure="",
                                      target="", area="", level="term", youngest=0, oldest=5).uuid
    world.things |= {"batch": joiners(school, senco, today).pk, "invitation": invited(school, senco)}
    for role, relations in RELATIONS.items():
        for relation in relations:
            world.actors.append(actor(world, role, relation, senco, nia, ben, cy, group, today))
    world.actors += outsiders()
    helper = world.actors[-1].user
    world.things |= {"helper": helper.pk, "team": helper.support_id}
    return world


def one_learner(school: School, name: str, by: Membership, today: date) -> Learner:
    joiner = learners.Joiner(
        dob=date(2016, 3, 14), legal_first=name, legal_last="Okafor", nc_year="5", tutor_group="5K", stage="K",
        emergency=canary(name.lower(), "emergency"), former_upns=("B801200005001",) if name == "Ada" else (),
        needs=(learners.NeedGiven(type="SLCN", description=canary(name.lower(), "need")),))
    learner = learners.enrol(school=school, rows=[joiner], by=by, on=today)[0]
    learners.add_contact(learner=learner, name="Grace Okafor", relationship="PAM", by=by, on=today,
                         phone=canary(name.lower(), "phone"), address=canary(name.lower(), "address"),
                         responsibility=True)
    return learner


def joiners(school: School, by: Membership, today: date) -> Any:
    """A file of two, one of them wrong, read and waiting to be applied."""
    content = b"First Name,Surname,Date of Birth,UPN\nDee,Newman,14/03/2016,\nEve,,,\n"
    batch = exchange.stage(school=school, name="joiners.csv", content=content, on=today, by=by, now=now())
    return exchange.read(batch=batch)


def invited(school: School, by: Membership) -> int:
    people.invite(school=school, role="teacher", name="Noor Malik", email="noor@larkrise.example", by=by, now=now())
    return Invitation.objects.get(school=school, email="noor@larkrise.example").pk


def show_face(learner: Learner, by: Membership, today: date) -> None:
    """A photo, with consent."""
    learners.give_consent(learner=learner, by_whom="Grace Okafor", giver="family", how="On paper", by=by, on=today)
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "gold").save(picture, "PNG")
    learners.set_photo(learner=learner, content=picture.getvalue(), by=by, on=today)


def fill(learner: Learner, by: Membership, today: date) -> dict[str, Any]:
    """A record with a canary for each audience, an issued plan of it, and words written since; what to address."""
    name = learner.first.lower()
    for audience in AUDIENCES:
        story.write(learner=learner, field=FIELD_FOR[audience], text=canary(name, audience), said_by="staff", by=by,
                    on=today, audience=audience)
    outcome = outcomes.set_outcome(learner=learner, level="term", wording=canary(name, "outcome"), by=by, on=today,
                                   due_on=today + timedelta(days=90))
    agreed = [actions.agree(learner=learner, what=canary(name, what), due_on=today + timedelta(days=7), by=by, on=today,
                            audience=audience)
              for what, audience in (("action", "everyone"), ("staff", "staff"), ("senco", "senco"))]
    plan = plans.open_plan(learner=learner, type="iplan", by=by, on=today)
    plans.set_review_by(plan=plan, review_by=today + timedelta(days=120), by=by, on=today)
    for section in sorted(empty(plan, today) & {each.key for each in plan.as_template.sections if each.required}):
        plans.mark_section(plan=plan, section=section, state="not-needed", by=by, on=today)
    version = plans.issue(plan=plan, by=by, on=today, what_changed="", key="first")
    more = other_plans(learner, by, today)
    withdrawal = plans.withdraw(plan=plan, node="fact:tutor-group", reason="other", note="Asked.", by=by, on=today)
    entry = story.write(learner=learner, field="hopes", text=canary(name, "since"), said_by="learner", by=by, on=today)
    return more | {"plan": plan.pk, "version": (version.number, version.correction), "entry": entry.uuid,
            "outcome": outcome.uuid, "action": agreed[0].uuid, "contact": learner.contacts.get().pk, "field": "hopes",
            "withdrawal": withdrawal.pk, **reviewed(learner, plan, by, today),
            **assessed(learner, by, today),
            "section": plan.as_template.sections[0].key}


def empty(plan: Plan, today: date) -> set[str]:
    return {section.key for section in compose(plan, today).sections if not section.nodes}


def reviewed(learner: Learner, plan: Plan, by: Membership, today: date) -> dict[str, Any]:
    """A review planned, her grandmother asked, and what she said waiting to be read."""
    review = reviews.plan_review(learner=learner, plan=plan, kind="termly", held_on=today + timedelta(days=14), by=by,
                                 on=today)
    asked = reviews.invite(review=review, by=by, on=today, invitation=Asked(
        name="Ruth Okafor", asked_as="family", route="phone"))
    said = reviews.answer_for(invitation=asked, answers={"worries": canary(learner.first.lower(), "view")},
                              route="phone", by=by, on=today, key="told")
    annual = reviews.plan_review(learner=learner, kind="annual", held_on=today + timedelta(days=42), by=by, on=today)
    return {"review": review.uuid, "who": asked.uuid, "said": said[0].uuid, "held": held(learner, by, today).uuid,
            "annual": annual.uuid}


def held(learner: Learner, by: Membership, today: date) -> Review:
    """A review that is over: her grandmother came, and something was found."""
    review = reviews.plan_review(learner=learner, kind="interim", held_on=today, by=by, on=today)
    came = reviews.invite(review=review, by=by, on=today, invitation=Asked(
        name="Ruth Okafor", asked_as="family", route="phone"))
    reviews.note_who_came(invitation=came, came=True, by=by, on=today)
    reviews.find(review=review, kind="working", text="The visual timetable.", by=by, on=today)
    return reviews.conclude(review=review, by=by, on=today, key="held")


def assessed(learner: Learner, by: Membership, today: date) -> dict[str, Any]:
    """A reassessment under way, one of its time limits lifted for a reason, and a note beside the evidence."""
    name, keeping = learner.first.lower(), {"by": by, "on": today}
    process = clocks.start(learner=learner, kind="reassessment", day=today, **keeping)
    clocks.happened(process=process, what="advice_asked", day=today, **keeping)
    clock = clocks.allow(clock=process.clocks.get(rule="EHC-REASSESS"), exception="personal", why=canary(name, "limit"),
                         **keeping)
    note_evidence(learner=learner, items={"advice": ("asked", canary(name, "evidence"))}, **keeping)
    return {"process": process.uuid, "clock": clock.pk}


def other_plans(learner: Learner, by: Membership, today: date) -> dict[str, Any]:
    """An IEP with a version in force, the report of a review being written, and an EHC plan as it was received."""
    name, review_by = learner.first.lower(), today + timedelta(days=120)
    iep = plans.open_plan(learner=learner, type="iep", by=by, on=today, review_by=review_by)
    plans.open_plan(learner=learner, type="annual-review", by=by, on=today, review_by=review_by)
    for section in sorted({"learner-view", "family-view"} & empty(iep, today)):
        plans.mark_section(plan=iep, section=section, state="not-needed", by=by, on=today)
    plans.issue(plan=iep, by=by, on=today, what_changed="", key="first")
    withdrawal = plans.withdraw(plan=iep, node="fact:tutor-group", reason="other", note="Asked.", by=by, on=today)
    told = plans.Told(need=canary(name, "family"), outcome=canary(name, "outcome"), provision=canary(name, "family"))
    plans.receive(learner=learner, dated_on=today, received_on=today, from_authority="823", triples=[told], note="",
                  words={"c": canary(name, "family")}, by=by, on=today, key="first")
    return {"iep_withdrawal": withdrawal.pk}


def actor(world: World, role: str, relation: str, senco: Membership, nia: Membership, ben: Learner, cy: Learner,
          group: Any, today: date) -> Actor:
    """An account in this role, in this relation to Ada."""
    here = relation != "next_door"
    school, by, theirs = (world.school, senco, world.learner) if here else (world.next_door, nia, cy)
    name = f"{ROLES[role].title} {relation}"
    email = "" if role == "learner" else f"{role}.{relation}@people.example"
    member = open_account(school=school, role=role, name=name, email=email, on=SINCE)
    if role in GRANTED:
        given = give(member, role, relation, theirs, ben, group, by, today)
        if relation == "related":
            world.things |= {"grant": given.pk, "member": member.pk}
        if (role, relation) == ("parent", "related"):
            world.things["own_view"] = asked_to_answer(world, member, by, today)
            world.things["asked"] = learners.ask_for_block(
                learner=theirs, member=member, basis=canary("ada", "asked"), by=by, on=today, now=now()).pk
        if relation == "via_group":
            world.things["group_grant"] = given.pk
    if relation == "blocked":
        held = learners.block(learner=theirs, member=member, basis=canary("ada", "block"), by=by, on=today,
                              ordered=True)
        world.things["block"] = held.pk
        member.person.refresh_from_db()  # signed out by the block: who tries has signed in again
    if relation == "let_in":
        plans.let_in(plan=Plan.objects.get(pk=world.things["plan"]), member=member, by=by, on=today)
    if relation == "left":
        Membership.objects.filter(pk=member.pk).update(ends_on=today - timedelta(days=1))
    return Actor(role, relation, member.user, member)


def give(member: Membership, role: str, relation: str, learner: Learner, ben: Learner, group: Any, by: Membership,
         today: date) -> Any:
    """The grant that the relation stands for; the unrelated have one to Ben."""
    days = {"former": (-20, -1), "former_group": (-20, -1), "future": (1, 30)}.get(relation, (-20, 30))
    starts_on, ends_on = (today + timedelta(days=number) for number in days)
    whose = {"group": group} if "group" in relation else {"learner": ben if relation == "unrelated" else learner}
    make_theirs(member, whose.get("learner"))
    return learners.grant(member=member, by=by, on=starts_on, starts_on=starts_on, ends_on=ends_on,
                          purpose="Advice" if role == "professional" else "", **whose)


def make_theirs(member: Membership, learner: Learner | None) -> None:
    """Who sees a child as family is their contact, as a learner the child: here several, each with days of their own,
    which no operation gives a child.
    """
    if learner and member.kind == "family":
        Contact.objects.create(school=learner.school, learner=learner, name=member.name, member=member)
    if learner and member.kind == "learner":
        Learner.objects.filter(pk=learner.pk).update(account=member)


def asked_to_answer(world: World, member: Membership, by: Membership, today: date) -> Any:
    """A view asked of this member, by signing in."""
    review = Review.objects.get(uuid=world.things["review"])
    asked = Asked(member=member, asked_as="family", route="sign_in")
    return reviews.invite(review=review, invitation=asked, by=by, on=today).uuid


def outsiders() -> list[Actor]:
    """Those without a place at the school: nobody, the operator, a support team's member."""
    operator = User.objects.create(login="operator@site.example", name="Olive Operator", is_operator=True)
    team = SupportTeam.objects.create(name="County support team")
    helper = User.objects.create(login="helper@team.example", name="Hugh Helper", support=team)
    return [Actor("anonymous", "outside"), Actor("operator", "outside", operator),
            Actor("support", "outside", helper)]
