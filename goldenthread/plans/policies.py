"""Why not: the rules of plans, as sentences. An empty answer means go ahead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from goldenthread.learners.ages import end_of_compulsory_school_age
from goldenthread.learners.audiences import FAMILY, READS
from goldenthread.learners.managers import live
from goldenthread.learners.models import Learner
from goldenthread.learners.policies import Reader, reader_of
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission
from goldenthread.people.roles import ROLES
from goldenthread.plans.document import Document, Node
from goldenthread.plans.models import DraftAccess, Plan, PlanVersion, SectionState, Withdrawal
from goldenthread.plans.review_dates import months_after
from goldenthread.plans.seen import changed_since
from goldenthread.plans.states import MOVES, Section, State
from goldenthread.plans.templates import LIVE, RECEIVED, VERSIONED, of_type
from goldenthread.schools.forms import in_words

DETAILS = "A detail of the learner is not corrected here. Mend it in Details, then issue a new version."
HANDED_TO = frozenset({"family", "learner", "staff", "professional"})
FURTHEST_REVIEW = 13  # months
NOT_OPEN = "This learner's record is not open to you."


@dataclass(frozen=True)
class Missing:
    """Something a plan lacks before it can be issued: in which section ("" for the plan itself), and what to do."""

    section: str
    title: str
    what: str


def why_not_open(learner: Learner, type: str, by: Membership, on: date) -> str:
    """Why a plan of this type cannot be opened for a learner. On-boarding, when it is built, asks here too."""
    template = of_type(type)
    if template is None:
        return "There is no such kind of plan."
    if template.kind == RECEIVED:
        return f"The {template.called} is not opened: it is recorded here when it is received."
    if not by.may(Permission.PLAN_ARRANGE):
        return "Only the SENCO's team can open a plan."
    if not reader_of(by, learner, on).audiences:
        return NOT_OPEN
    if Plan.objects.filter(learner=learner, type=type).exists():
        return f"{learner.first} has one already."
    return ""


def why_not_receive(learner: Learner, type: str, by: Membership, on: date) -> str:
    """Why this member cannot record a plan that somebody else wrote."""
    template = of_type(type)
    if template is None or template.kind != RECEIVED:
        return "There is no such kind of plan."
    if not by.may(Permission.PLAN_ARRANGE):
        return f"Only the SENCO's team can record {template.a_called} that was received."
    return "" if reader_of(by, learner, on).audiences else NOT_OPEN


def why_not_dated(dated_on: date, received_on: date, on: date) -> str:
    """Why a plan cannot have been written and received on these days."""
    if received_on > on:
        return "It cannot have been received on a day that is still to come."
    return "" if dated_on <= received_on else "It cannot have been received before the day it is dated."


def may_read_received(reader: Reader, on: date) -> bool:
    """The adults who work with the learner, and the family whose plan it is. The learner from the end of compulsory
    school age, when the plan is theirs; before that the adults who know them show it to them.
    """
    if reader.kind == "learner":
        return on > end_of_compulsory_school_age(reader.learner.dob)
    return reader.may_read(FAMILY)


def why_not_print_for(reader: Reader, kind: str) -> str:
    """Why this reader cannot print another reader's copy: only who reads the whole hands out less of it."""
    if kind not in HANDED_TO:
        return "A copy is printed for the family, the learner, school staff or a professional."
    whole = reader.kind == "senco" and reader.audiences == READS["senco"]
    return "" if whole else "Only the SENCO's team prints a copy for others."


def why_not_arrange(plan: Plan, by: Membership, on: date) -> str:
    """Why this member cannot choose what the draft holds, who is let in, or when it is reviewed."""
    if not reader_of(by, plan.learner, on).audiences:
        return NOT_OPEN
    return "" if by.may(Permission.PLAN_ARRANGE) else "Only the SENCO's team can arrange a plan."


def why_not_review_by(day: date, on: date) -> str:
    """Why a plan cannot be looked at again by this day. The month beyond a year is for a meeting that is held late."""
    if day <= on:
        return f"{in_words(day)} has come. Choose a later day."
    if day > (latest := months_after(on, FURTHEST_REVIEW)):
        return f"A plan is looked at again at least once a year. Choose a day on or before {in_words(latest)}."
    return ""


def why_not_read_draft(plan: Plan, member: Membership, on: date) -> str:
    """Why a draft is closed to a member who may see the learner: the SENCO's team is in it, others are let in."""
    if member.kind == "senco":
        return ""
    if not member.may(Permission.DRAFT_READ):
        return "Drafts are read by those who write them. You will see this plan when it is issued."
    places = DraftAccess.objects.filter(live(on), Q(member=member) | Q(member=None), plan=plan)
    return "" if places.exists() else "The SENCO has not let you in to this draft."


def why_not_let_in(plan: Plan, member: Membership | None, on: date) -> str:
    """Why somebody cannot be let in to a draft: being let in shows nobody a learner they may not see."""
    if member is None:
        return ""
    if not member.may(Permission.DRAFT_READ):
        return f"{member} reads issued versions only, as {member.as_role.in_a_sentence}."
    if not reader_of(member, plan.learner, on).audiences:
        return f"{member} cannot see {plan.learner.first}. Give access to {plan.learner.first} first."
    return ""


def why_not_mark(plan: Plan, section: str, state: str, by: Membership, on: date) -> str:
    """Why this member cannot say how far a section is."""
    if not reader_of(by, plan.learner, on).audiences:
        return NOT_OPEN
    if why := why_not_read_draft(plan, by, on):
        return why
    if not by.may(Permission.RECORD_WRITE):
        return "Only those who write in this plan can say how far it is."
    if not plan.as_template.has(section):
        return "There is no such section in this plan."
    if state == Section.NOT_NEEDED and not by.may(Permission.PLAN_ARRANGE):
        return "Only the SENCO's team can say that a section is not needed."
    return "" if state in Section.values and state != Section.NOT_STARTED else "Choose how far this section is."


def why_not_complete(state: str, nodes: Collection[Node]) -> str:
    """Why a section that holds nothing is not complete."""
    if nodes or state != Section.COMPLETE:
        return ""
    return "Nothing is written in this section yet. Write something, or mark it as not needed."


def why_not_needless(state: str, nodes: Collection[Node]) -> str:
    """Why a section that holds something cannot be marked as not needed: its lines would be issued all the same."""
    if not nodes or state != Section.NOT_NEEDED:
        return ""
    lines = "1 line, which" if len(nodes) == 1 else f"{len(nodes)} lines, which"
    return (f"This section holds {lines} would be issued with the plan. Leave out what should not be in it first, one "
            "line at a time; what you leave out stays in the record.")


def why_not_move(before: str, after: str) -> str:
    """Why a section cannot go from one state to another."""
    if before == after or after in MOVES[before]:
        return ""
    return f"A section that is {Section(before).label.lower()} cannot become {Section(after).label.lower()}."


def why_not_act_on(plan: Plan, by: Membership, on: date) -> str:
    """Why this member cannot issue, correct or withdraw from this plan: one rule, by whatever door they come."""
    return why_not_act_as(reader_of(by, plan.learner, on), plan, on)


def why_not_act_as(reader: Reader, plan: Plan, on: date) -> str:
    """As why_not_act_on, for a reader already known: asks the database nothing."""
    by = reader.member
    issuer = plan.as_template.issued_by
    if plan.school_id != by.school_id or by.role != issuer or not by.may(Permission.PLAN_ISSUE):
        return f"Only a {ROLES[issuer].title} at this school can issue {plan.as_template.a_called}."
    if not by.is_live(on):
        return "Your place at this school has ended."
    return "" if reader.audiences else NOT_OPEN


def why_not_issue(plan: Plan, by: Membership, on: date) -> str:
    """Why this member cannot issue this plan at all. What the draft still lacks is `missing`."""
    return why_not_issue_as(reader_of(by, plan.learner, on), plan, on)


def why_not_issue_as(reader: Reader, plan: Plan, on: date) -> str:
    """As why_not_issue, for a reader already known."""
    if why := why_not_act_as(reader, plan, on):
        return why
    if plan.as_template.kind != VERSIONED:
        kind = "always shows today's record" if plan.as_template.kind == LIVE else "is kept as it was received"
        return f"“{plan.as_template.title}” is not issued: it {kind}."
    return ""


def not_needed(plan: Plan) -> set[str]:
    """The sections that somebody marked so."""
    return set(SectionState.objects.filter(plan=plan, state=Section.NOT_NEEDED).values_list("section", flat=True))


def missing(plan: Plan, document: Document, unneeded: Collection[str], on: date) -> list[Missing]:
    """What this draft lacks before it can be issued, in the order of its sections; `unneeded` may stay empty."""
    template = plan.as_template
    found = [Missing(section.key, section.title, "Nothing is written here, and it is not marked as not needed.")
             for section in document.sections
             if template.part(section.key).required and not section.nodes and section.key not in unneeded]
    if plan.review_by is None:
        found.append(Missing("", "Review date", "Say by when this plan will be looked at again."))
    elif why := why_not_review_by(plan.review_by, on):
        found.append(Missing("", "Review date", why))
    return found


def to_do(plan: Plan, document: Document, unneeded: Collection[str], on: date) -> list[Missing]:
    """What has to be done in the draft before it can be issued. The review date is asked for as it is issued."""
    return [each for each in missing(plan, document, unneeded, on) if each.section]


def why_missing(lacks: list[Missing]) -> str:
    """The list in one sentence, for a form or a person without the page before them."""
    return f"Not yet complete: {', '.join(each.title for each in lacks)}." if lacks else ""


def why_overtaken(current: PlanVersion | None, after: int | None) -> str:
    """Why a page made before a version was issued cannot issue one on top of it unseen. None asks nothing."""
    if after is None or (current.number if current else 0) == after or current is None:
        return ""
    return (f"{current} was issued by {current.issued_by_name} on {in_words(current.issued_on)} while this page was "
            "open. Nothing more was issued. Look at it first; what you typed is still here.")


def why_changed_since(plan: Plan, draft: Document, shown: str | None) -> str:
    """Why a draft that is no longer what the page showed cannot be issued unseen. None asks nothing."""
    changed = changed_since(draft, shown) if shown is not None else set()
    if not changed:
        return ""
    titles = ", ".join(f"“{part.title}”" for part in plan.as_template.sections if part.key in changed)
    return (f"The record has changed since this page was opened: {titles}. Nothing was issued. Read it as it is now, "
            "then issue it again; what you typed is still here.")


def why_unchanged(version: PlanVersion | None, frozen: Document | None, draft: Document) -> str:
    """Why issuing now would make the version in force once more, word for word. An erased one can't be compared."""
    if version is None or frozen is None or not frozen.same_plan_as(draft):
        return ""
    return f"Nothing has changed since {version}. Change the draft first, or set a new review date."


def why_not_withdraw(reason: str, note: str) -> str:
    """Why a line cannot be taken back for this reason, once it is known that this member may."""
    if reason not in Withdrawal.Reason.values:
        return "Choose why this is taken back."
    if reason == Withdrawal.Reason.OTHER and not note.strip():
        return "Say what the other reason is, without repeating the line."
    return ""


def why_not_correct(version: PlanVersion, state: str, reason: str) -> str:
    """Why a version cannot be corrected, once it is known that this member may."""
    if state != State.CURRENT:
        return "Only the version in force is corrected. This one is archived, and stays as it was."
    return "" if reason.strip() else "Say what was wrong, and why you are correcting it."


def why_not_reword(node: Node | None) -> str:
    """Why a line cannot be corrected. Who somebody is stands once, in Details, where it is checked as it is typed."""
    if node is None:
        return "Only words that stand in this version can be corrected."
    return DETAILS if node.kind == "fact" else ""
