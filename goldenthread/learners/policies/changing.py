"""Who may change what is held about learners, and who may say who sees them."""

from datetime import date

from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.people.permissions import Permission


def why_not_manage(by: Membership, school_id: int) -> str:
    """Add learners, groups and what belongs to them."""
    if by.school_id != school_id or not by.may(Permission.LEARNERS_MANAGE):
        return "Only the SENCO's team of this school can add learners or change their details."
    return ""


def why_not_change(learner: Learner, by: Membership, on: date) -> str:
    """Change what is held about one learner, who must also be theirs to see: a block stops a SENCO too."""
    if sentence := why_not_manage(by, learner.school_id):
        return sentence
    return why_out_of_sight(learner, by, on)


def why_not_open(learner: Learner, by: Membership, on: date) -> str:
    """Decide who sees one learner."""
    if sentence := why_not_say_who_sees(by, learner.school_id):
        return sentence
    return why_out_of_sight(learner, by, on)


def why_not_say_who_sees(by: Membership, school_id: int) -> str:
    if by.school_id != school_id or not by.may(Permission.ACCESS_MANAGE):
        return "Only the SENCO's team of this school can say who sees a learner."
    return ""


def why_out_of_sight(learner: Learner, by: Membership, on: date) -> str:
    seen = Learner.objects.visible_to(by, on).filter(pk=learner.pk).exists()
    return "" if seen else "This learner is not yours to see."
