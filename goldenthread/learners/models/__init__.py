from goldenthread.learners.models.access import Block, BlockAsked, Grant, Group, GroupPlace
from goldenthread.learners.models.contacts import Consent, Contact
from goldenthread.learners.models.learner import Enrolment, FormerUPN, Learner
from goldenthread.learners.models.needs import Need, Spell, StageSpell

__all__ = ["Block", "BlockAsked", "Consent", "Contact", "Enrolment", "FormerUPN", "Grant", "Group", "GroupPlace",
           "Learner", "Need", "Spell", "StageSpell"]
