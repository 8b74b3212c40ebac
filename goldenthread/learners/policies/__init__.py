"""Who may read what about a learner, and why something may not be done: each rule a sentence, empty for go ahead."""

from goldenthread.learners.policies.access import (
    PROFESSIONAL_DAYS,
    latest_for_professional,
    why_blocked,
    why_not_grant,
)
from goldenthread.learners.policies.blocking import (
    could_confirm,
    takes_two,
    why_not_ask_for_block,
    why_not_block,
    why_not_confirm,
    why_not_lift,
    why_not_turn_down,
)
from goldenthread.learners.policies.changing import (
    why_not_change,
    why_not_manage,
    why_not_open,
    why_not_say_who_sees,
    why_out_of_sight,
)
from goldenthread.learners.policies.details import (
    ranked,
    upn_taken,
    why_needs_stale,
    why_no_name,
    why_not_be,
    why_not_codes,
    why_not_leave,
    why_not_needs,
    why_not_stage,
    why_not_start,
    why_not_upn,
    why_not_upn_for,
    why_not_year,
    why_stale,
    why_twice,
)
from goldenthread.learners.policies.family import (
    may_consent,
    photo_giver,
    why_no_photo,
    why_nobody_consents,
    why_not_ask_in,
    why_not_consent,
    why_not_remove,
    why_not_tie,
)
from goldenthread.learners.policies.letters import may_still_get
from goldenthread.learners.policies.reading import Reader, audiences_for, may_read, reader_of, reader_who_sees
from goldenthread.learners.policies.taking_out import why_not_take_out, why_not_take_out_by_hand, written_about

__all__ = [
    "PROFESSIONAL_DAYS", "Reader", "audiences_for", "could_confirm", "latest_for_professional", "may_consent",
    "may_read", "may_still_get", "photo_giver", "ranked", "reader_of", "reader_who_sees", "takes_two", "upn_taken",
    "why_blocked", "why_needs_stale", "why_no_name", "why_no_photo", "why_nobody_consents", "why_not_ask_for_block",
    "why_not_ask_in", "why_not_be", "why_not_block", "why_not_change", "why_not_codes", "why_not_confirm",
    "why_not_consent", "why_not_grant", "why_not_leave", "why_not_lift", "why_not_manage", "why_not_needs",
    "why_not_open", "why_not_remove", "why_not_say_who_sees", "why_not_stage", "why_not_start", "why_not_take_out",
    "why_not_take_out_by_hand", "why_not_tie", "why_not_turn_down", "why_not_upn", "why_not_upn_for", "why_not_year",
    "why_out_of_sight", "why_stale", "why_twice", "written_about",
]
