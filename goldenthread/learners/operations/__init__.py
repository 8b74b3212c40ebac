"""Every write about learners: who they are, what they need, who may see them."""

from goldenthread.learners.operations.access import (
    end_grant,
    grant,
    grant_many,
    open_learner_account,
)
from goldenthread.learners.operations.amending import (
    Amendment,
    amend,
    amend_many,
    change_upn,
    forget_former_upn,
    set_emergency,
)
from goldenthread.learners.operations.blocking import (
    ask_for_block,
    block,
    confirm_block,
    lift_block,
    turn_down_block,
)
from goldenthread.learners.operations.consents import give_consent, remove_photo, set_photo, withdraw_consent
from goldenthread.learners.operations.contacts import (
    add_contact,
    amend_contact,
    invite_contact,
    remove_contact,
    tie_contact,
)
from goldenthread.learners.operations.enrolments import change_enrolment, come_back, leave
from goldenthread.learners.operations.groups import make_group, place, rename_group, take_out
from goldenthread.learners.operations.joining import Joiner, enrol
from goldenthread.learners.operations.needs import NeedGiven, set_needs, set_stage
from goldenthread.learners.operations.undoing import take_back, take_back_groups, take_back_stage, take_out_by_hand

__all__ = [
    "Amendment", "Joiner", "NeedGiven", "add_contact", "amend", "amend_contact", "amend_many", "ask_for_block", "block",
    "change_enrolment", "change_upn", "come_back", "confirm_block", "end_grant", "enrol", "forget_former_upn",
    "give_consent", "grant", "grant_many", "invite_contact", "leave", "lift_block", "make_group",
    "open_learner_account", "place", "remove_contact", "remove_photo", "rename_group", "set_emergency", "set_needs",
    "set_photo", "set_stage", "take_back", "take_back_groups", "take_back_stage", "take_out", "take_out_by_hand",
    "tie_contact", "turn_down_block", "withdraw_consent",
]
