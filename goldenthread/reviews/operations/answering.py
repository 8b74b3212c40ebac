"""What people tell us before a review: typed by themselves, or by staff from paper and telephone."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

from django.db import transaction

from goldenthread.actions import operations as actions
from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.people.models import Membership
from goldenthread.reviews import policies
from goldenthread.reviews.models import AnswerLink, Contribution, Invitation
from goldenthread.reviews.operations.calling import reading_waits
from goldenthread.reviews.operations.inviting import held
from goldenthread.reviews.queries import asked_key
from goldenthread.reviews.questions import Asked, form_for, voice_of
from goldenthread.schools.clock import now
from goldenthread.schools.words import clean, line, why_not_keep
from goldenthread.story.voices import FAMILY, PROFESSIONAL

LONGEST = 5_000
HOW = {"sign_in": "Written by themselves on a form for the review",
       "link": "Written by themselves on a form for the review, by a link",
       "paper": "Written on paper for the review, typed by staff", "phone": "Said to staff for the review"}
Answers = Mapping[str, str]


@transaction.atomic
def save_unsent(*, invitation: Invitation, answers: Answers, on: date, by: Membership | None = None,
                link: AnswerLink | None = None) -> Invitation:
    """Keep what somebody has typed so far and not sent, for when they come back to the form."""
    invitation = held(invitation)
    refuse_if(why_not(invitation, by, link, on))
    kept = said(form_for(invitation, on), answers)
    refuse_if(why_too_long(kept))
    invitation.unsent, invitation.unsent_at = kept, now()
    invitation.save(update_fields=["unsent", "unsent_at"])
    return invitation


@transaction.atomic
def answer(*, invitation: Invitation, answers: Answers, key: str, on: date, by: Membership | None = None,
           link: AnswerLink | None = None) -> list[Contribution]:
    """What somebody says for the review, by sign-in (`by`) or by the link from their letter. It waits until staff take
    it into the record. What they said before in the same words is kept once.
    """
    invitation = held(invitation)
    if done := all_kept(invitation, answers, key, on):
        return done
    refuse_if(why_not(invitation, by, link, on))
    route = Invitation.Route.LINK if link else Invitation.Route.SIGN_IN
    return keep(invitation, answers, key, HOW[route], None, on, on, by or Membership.system(invitation.review.school))


def why_not(invitation: Invitation, by: Membership | None, link: AnswerLink | None, on: date) -> str:
    if link:
        link.invitation = invitation
        return policies.why_not_use(AnswerLink.objects.get(pk=link.pk, invitation=invitation), now(), on)
    return policies.why_not_answer_as(invitation, by, on) if by else policies.ASKED_NO_LONGER


@transaction.atomic
def answer_for(*, invitation: Invitation, answers: Answers, route: str, by: Membership, on: date, key: str,
               happened_on: date | None = None, how: str = "") -> list[Contribution]:
    """Type what somebody said on paper or by phone, marked as typed by staff; `how` adds to how it was said."""
    invitation = held(invitation)
    if done := all_kept(invitation, answers, key, on):
        return done
    refuse_if(policies.why_not_answer_for(invitation, route, by, on))
    day = happened_on or on
    refuse_if("Enter the day when it was said, today at the latest." if day > on else "")
    gathered = f"{HOW[route]}: {line(how)}" if line(how) else HOW[route]
    return keep(invitation, answers, key, gathered[:200], by, day, on, by)


def said(form: Asked, answers: Answers) -> dict[str, str]:
    """What was said to each question of the form that was answered, cleaned."""
    texts = {question.key: clean(answers.get(question.key, "")) for question in form.questions}
    return {key: text for key, text in texts.items() if text}


def kept_of(invitation: Invitation, texts: Answers, key: str) -> dict[str, Contribution]:
    """Those of these answers that are here, by question: the newest to their question says the same, or the form with
    this key brought it before.
    """
    rows = list(invitation.contributions.all())
    newest = {row.question: row for row in rows}.values()
    here = [*(row for row in rows if row.key == key), *newest]
    return {row.question: row for row in here if row.text == texts.get(row.question)}


def all_kept(invitation: Invitation, answers: Answers, key: str, on: date) -> list[Contribution]:
    """What is here of these answers, where that is all of them."""
    texts = said(form_for(invitation, on), answers)
    kept = kept_of(invitation, texts, key)
    return list(kept.values()) if len(kept) == len(texts) else []


def with_relation(invitation: Invitation) -> str:
    """Rose Okafor, Grandmother: of family and professionals, what they are to the learner as it was typed, which says
    more than “family” would. Plans read the name before the comma.
    """
    known = invitation.role and voice_of(invitation) in {FAMILY, PROFESSIONAL} and "," not in invitation.name
    return f"{invitation.name}, {invitation.role}"[:120] if known else invitation.name


def why_too_long(texts: Answers) -> str:
    return next((why for text in texts.values() if (why := why_not_keep(text, longest=LONGEST))), "")


def keep(invitation: Invitation, answers: Answers, key: str, how: str, typed_by: Membership | None, day: date,
         on: date, by: Membership) -> list[Contribution]:
    """Write down the answers that are new, each as a contribution that waits."""
    refuse_if("" if 0 < len(key) <= 64 else "Open the page again: it did not say which form this is.")
    form, name = form_for(invitation, on), invitation.review.learner.first
    texts = said(form, answers)
    refuse_if("" if texts else "Write an answer to at least one question.")
    refuse_if(why_too_long(texts))
    texts = {question: text for question, text in texts.items() if question not in kept_of(invitation, texts, key)}
    if invitation.contributions.filter(key=key).exists():
        key = str(uuid4())  # the browser's Back, one box changed, and Send: the same form brings other words
    made = Contribution.objects.bulk_create([
        Contribution(school_id=invitation.school_id, review=invitation.review, invitation=invitation,
                     question=question.key, asked=question.named(name)[:300], text=texts[question.key],
                     said_by=voice_of(invitation), said_by_name=with_relation(invitation), how_gathered=how,
                     typed_by=typed_by, happened_on=day, received_at=now(), key=key)
        for question in form.questions if question.key in texts])
    invitation.answered_on, invitation.no_reply_on, invitation.unsent, invitation.unsent_at = on, None, {}, None
    invitation.save(update_fields=["answered_on", "no_reply_on", "unsent", "unsent_at"])
    actions.close_for(school=invitation.review.school, causes=[asked_key(invitation.uuid)], by=by, on=on)
    reading_waits(invitation.review, on)
    record("reviews.answered", by=by, about=invitation, learner=invitation.review.learner, name=invitation.name,
           typed=bool(typed_by))
    return made
