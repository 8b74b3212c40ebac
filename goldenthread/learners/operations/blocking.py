"""Keeping a person from a learner: at once by order, by two of the team without one; and letting them in again."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners import policies
from goldenthread.learners.models import Block, BlockAsked, Learner
from goldenthread.learners.operations.spells import close
from goldenthread.people.models import Membership
from goldenthread.people.operations import end_sessions, send_mail_later


@transaction.atomic
def block(*, learner: Learner, member: Membership, basis: str, by: Membership, on: date, ordered: bool = False,
          ends_on: date | None = None) -> Block:
    """Keep a person from a learner from this moment, whatever roles or grants they have at the school.

    They are signed out everywhere; letters about the learner that wait for them are not sent (policies.letters).
    Somebody of the family is kept out so by a court's order (`ordered`) alone; else see ask_for_block.
    """
    refuse_if(policies.why_not_open(learner, by, on))
    refuse_if(policies.why_not_block(member, learner, by, basis, ordered, on, ends_on))
    return keep_out(Block(school_id=learner.school_id, learner=learner, user=member.person, basis=basis.strip(),
                          ordered=ordered, set_by=by, starts_on=on, ends_on=ends_on), by)


def keep_out(wanted: Block, by: Membership) -> Block:
    """The block that is wanted, or the one that holds already."""
    Learner.objects.select_for_update().get(pk=wanted.learner_id)
    held = Block.objects.live(wanted.starts_on).filter(learner=wanted.learner, user=wanted.user).first()
    if held:
        return held
    wanted.save(force_insert=True)
    end_sessions(user=wanted.user)
    record("learners.blocked", by=by, about=wanted, learner=wanted.learner, member=wanted.user.name)
    return wanted


@transaction.atomic
def ask_for_block(*, learner: Learner, member: Membership, basis: str, by: Membership, on: date, now: datetime,
                  ends_on: date | None = None) -> BlockAsked:
    """Ask that somebody of the family be kept out though no court has ordered it. Nothing changes until a colleague
    confirms; those who could are told by a letter that says neither of whom nor what.
    """
    refuse_if(policies.why_not_open(learner, by, on))
    refuse_if(policies.why_not_ask_for_block(member, learner, by, basis, on, ends_on))
    Learner.objects.select_for_update().get(pk=learner.pk)
    open_one = BlockAsked.objects.filter(learner=learner, user=member.user, answered_on=None).first()
    if open_one:
        return open_one
    asked = BlockAsked.objects.create(school_id=learner.school_id, learner=learner, user=member.person,
                                      basis=basis.strip(), asked_by=by, asked_on=on, ends_on=ends_on)
    for colleague in policies.could_confirm(learner, member, by, on).select_related("user"):
        send_mail_later(to=colleague.person.email, template="learners/mail/second_person.txt", now=now,
                        key=f"block-asked-{asked.pk}-{colleague.pk}", about=f"learners:{learner.uuid}",
                        context={"name": colleague.name, "by": by.name, "site": settings.SITE_URL})
    record("learners.block_asked", by=by, about=asked, learner=learner, member=member.name)
    return asked


@transaction.atomic
def confirm_block(*, asked: BlockAsked, by: Membership, on: date) -> Block:
    """The second person agrees: the block holds from this moment."""
    asked = locked(asked)
    refuse_if(policies.why_not_open(asked.learner, by, on) or policies.why_not_confirm(asked, by, on))
    held = keep_out(Block(school_id=asked.school_id, learner=asked.learner, user=asked.user, basis=asked.basis,
                          set_by=asked.asked_by, agreed_by=by, starts_on=on, ends_on=asked.ends_on), by)
    answer(asked, by, on, held)
    return held


@transaction.atomic
def turn_down_block(*, asked: BlockAsked, by: Membership, on: date) -> None:
    """The second person does not agree, or who asked takes it back: access stays as it is."""
    asked = locked(asked)
    refuse_if(policies.why_not_open(asked.learner, by, on) or policies.why_not_turn_down(asked, by))
    answer(asked, by, on, None)
    record("learners.block_turned_down", by=by, about=asked, learner=asked.learner, member=asked.user.name)


def locked(asked: BlockAsked) -> BlockAsked:
    rows = BlockAsked.objects.select_for_update(of=("self",)).select_related("learner", "user", "asked_by")
    return rows.get(pk=asked.pk)


def answer(asked: BlockAsked, by: Membership, on: date, held: Block | None) -> None:
    asked.answered_by, asked.answered_on, asked.block = by, on, held
    asked.save(update_fields=["answered_by", "answered_on", "block"])


@transaction.atomic
def lift_block(*, block: Block, by: Membership, on: date) -> None:
    """The person is kept out no longer: what grants they still have count again at once."""
    held = Block.objects.select_for_update(of=("self",)).select_related("learner", "user").get(pk=block.pk)
    refuse_if(policies.why_not_open(held.learner, by, on) or policies.why_not_lift(held, by))
    if held.ends_on and held.ends_on < on:
        return
    close(Block.objects.filter(pk=held.pk), on)
    record("learners.block_lifted", by=by, about=held, learner=held.learner, member=held.user.name)
