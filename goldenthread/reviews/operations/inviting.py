"""Asking people to a review and for their view before it, and reminding them."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from goldenthread.audit.operations import record, record_many
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners.models import Contact
from goldenthread.learners.queries import who_sees
from goldenthread.people.models import Membership
from goldenthread.people.operations.mail import give_up_on, link_to, send_mail_later
from goldenthread.people.passwords import digest, token
from goldenthread.reviews import policies
from goldenthread.reviews.meetings import MEETINGS
from goldenthread.reviews.models import AnswerLink, Invitation, Review
from goldenthread.reviews.operations.calling import asks_follow
from goldenthread.reviews.operations.following import review_told
from goldenthread.reviews.operations.planning import LINK_GRACE, locked, revoke, save
from goldenthread.schools.clock import now
from goldenthread.schools.words import line

ASKED, REMINDED = "reviews/mail/asked.txt", "reviews/mail/reminded.txt"


def invite(*, review: Review, invitation: Invitation, by: Membership, on: date) -> Invitation:
    """Ask one person: an Invitation not yet saved, saying who, as what and by what route."""
    return invite_many(review=review, invitations=[invitation], by=by, on=on)[0]


@transaction.atomic
def invite_many(*, review: Review, invitations: Iterable[Invitation], by: Membership, on: date) -> list[Invitation]:
    """Ask several people, all or none. A letter goes to those whom one can reach; the others are for staff to ask."""
    review, asked = locked(review), []
    for invitation in invitations:
        prepare(invitation, review, by, on)
        refuse_if(policies.why_not_invite(review, invitation, by, on))
        forget(policies.same_person(review, invitation).exclude(taken_back_on=None))
        invitation.save(force_insert=True)
        asked.append(invitation)
        write_to(invitation, ASKED, "asked", on)
    record_many("reviews.asked", by=by, about=[(each, review.learner, {"name": each.name}) for each in asked])
    asks_follow(review, by, on)
    review_told(review=review, by=by, on=on)
    return asked


def forget(taken_back: QuerySet[Invitation]) -> None:
    """An invitation taken back gives way to the new one of the same person."""
    AnswerLink.objects.filter(invitation__in=taken_back).delete()
    taken_back.delete()


def prepare(invitation: Invitation, review: Review, by: Membership, on: date) -> None:
    """Fill in what follows from who is asked: a contact's or an account's name, and where a link to them goes."""
    contact, member = invitation.contact, invitation.member
    invitation.school_id, invitation.review, invitation.asked_by, invitation.asked_on = review.school_id, review, by, on
    invitation.name = line(invitation.name or (contact.name if contact else "") or (member.name if member else ""))
    invitation.role = line(invitation.role or (contact.kinship if contact else "") or (
        member.as_role.title if member else ""))[:120]
    email = invitation.email or (contact.email if contact else "") or own_address(invitation)
    invitation.email = email.strip().lower()


def own_address(invitation: Invitation) -> str:
    """Where a link to a professional with an account goes, who need not see this learner to answer."""
    user = invitation.member.user if invitation.member else None
    linked = invitation.route == Invitation.Route.LINK and invitation.asked_as == Invitation.As.PROFESSIONAL
    return user.email if user and linked else ""


def write_to(invitation: Invitation, template: str, what: str, on: date) -> None:
    """The letter that asks, or reminds: with a link of its own for those who answer by one."""
    address = policies.address_of(invitation)
    if not address or invitation.review.held_on + LINK_GRACE < on:
        return
    by_link, review, contact = invitation.route == Invitation.Route.LINK, invitation.review, invitation.contact
    # No letter names a child; to professionals and the authority, who work with many schools, it names the school.
    context = {"name": invitation.name, "review": review, "to_meeting": invitation.to_meeting,
               "address": new_link(invitation) if by_link else "", "site": settings.SITE_URL,
               "over": has_begun(review), "ends": review.held_on + LINK_GRACE,
               "family": invitation.asked_as == Invitation.As.FAMILY,
               "own_child": bool(contact and contact.responsibility),
               "outside": invitation.asked_as not in {Invitation.As.LEARNER, Invitation.As.TEACHER}}
    send_mail_later(to=address, template=template, key=f"review-asked:{invitation.uuid}:{what}", now=now(),
                    context=context, about=f"reviews:{invitation.uuid}")


def has_begun(review: Review) -> bool:
    """Whether the hour of the meeting has come, so that nothing is asked for before it any more."""
    moment = localtime(now())
    if review.held_on != moment.date():
        return review.held_on < moment.date()
    return review.held_at is not None and review.held_at <= moment.time()


def new_link(invitation: Invitation) -> str:
    """An address that opens this person's form until a few days after the meeting. Its secret is kept nowhere."""
    secret = token()
    AnswerLink.objects.create(school_id=invitation.school_id, invitation=invitation, digest=digest(secret),
                              made_at=now(), ends_on=invitation.review.held_on + LINK_GRACE)
    return link_to("review_link:form", secret)


@transaction.atomic
def ask_teachers(*, review: Review, by: Membership, on: date) -> list[Invitation]:
    """The round robin: ask everybody who teaches or supports the learner, at once, for two minutes. Asking again asks
    those who have come since.
    """
    review = locked(review)
    refuse_if(policies.why_not_change(review, by, on))
    asked = set(review.invitations.filter(policies.STANDS).exclude(member=None).values_list(
        "member__user", flat=True))
    members = {member.user_id: member for member in teaches(review, on) if member.user_id not in asked}
    refuse_if("" if members or review.round_robin_on else
              f"Nobody teaches {review.learner.first} here yet. Give teachers access to {review.learner.first} first.")
    save(review, round_robin_on=on)
    return invite_many(review=review, by=by, on=on, invitations=[
        Invitation(member=member, asked_as=Invitation.As.TEACHER, route=Invitation.Route.SIGN_IN, to_meeting=False)
        for member in members.values()])


def teaches(review: Review, on: date) -> list[Membership]:
    """The staff who see this learner by a grant that holds, to the learner or to a group."""
    return [way.grant.member for way in who_sees(review.learner, on)
            if way.grant.starts_on <= on and not way.blocked and way.grant.member.kind == "staff"]


@transaction.atomic
def chase(*, invitation: Invitation, by: Membership, on: date) -> Invitation:
    """Remind somebody, at most every few days and three times in all."""
    invitation = held(invitation)
    refuse_if(policies.why_not_chase(invitation, by, on))
    remind(invitation, on)
    record("reviews.reminded", by=by, about=invitation, learner=invitation.review.learner, name=invitation.name)
    return invitation


def remind(invitation: Invitation, on: date) -> None:
    invitation.chased_on, invitation.chased_times = on, invitation.chased_times + 1
    invitation.save(update_fields=["chased_on", "chased_times"])
    write_to(invitation, REMINDED, f"reminded-{invitation.chased_times}", on)


def held(invitation: Invitation) -> Invitation:
    """The invitation as it stands, its review held first, as everywhere here."""
    review = locked(invitation.review)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("member__user", "contact").get(
        pk=invitation.pk)
    invitation.review = review
    return invitation


@transaction.atomic
def no_reply(*, invitation: Invitation, by: Membership, on: date) -> Invitation:
    """Note that somebody was asked and did not reply. An answer that comes later takes this back."""
    invitation = held(invitation)
    refuse_if(policies.why_not_no_reply(invitation, by, on))
    if not invitation.no_reply_on:
        invitation.no_reply_on = on
        invitation.save(update_fields=["no_reply_on"])
        asks_follow(invitation.review, by, on)
        record("reviews.no_reply", by=by, about=invitation, learner=invitation.review.learner, name=invitation.name)
    return invitation


def contact_left(contact: Contact) -> None:
    """A contact is struck off: the links and letters by which they were asked end. What they said stays."""
    revoke(Invitation.objects.filter(contact=contact).values_list("pk", flat=True))


@transaction.atomic
def take_back(*, invitation: Invitation, by: Membership, on: date) -> None:
    """Ask somebody no longer: asked by mistake, or a wrong address. Their link ends at once, and who had the letter
    that asked them is told so. What they sent stays with the school.
    """
    invitation = held(invitation)
    refuse_if(policies.why_not_take_back(invitation, by, on))
    if invitation.taken_back_on:
        return
    revoke([invitation.pk])
    give_up_on(key_start=f"review-told:{invitation.uuid}:")
    invitation.taken_back_on = on
    invitation.save(update_fields=["taken_back_on"])
    asks_follow(invitation.review, by, on)
    if policies.was_written_to(invitation) and invitation.review.held_on >= on:
        say_goodbye(invitation)
    record("reviews.ask_taken_back", by=by, about=invitation.review, learner=invitation.review.learner,
           name=invitation.name)


def say_goodbye(invitation: Invitation) -> None:
    """A short letter that nothing is asked any more."""
    send_mail_later(to=policies.address_of(invitation), template="reviews/mail/taken_back.txt", now=now(),
                    key=f"review-over:{invitation.uuid}:{invitation.links.count()}", about=f"reviews:{invitation.uuid}",
                    context={"name": invitation.name, "review": invitation.review,
                             "linked": invitation.route == Invitation.Route.LINK})


@transaction.atomic
def ask_again(*, invitation: Invitation, by: Membership, on: date) -> Invitation:
    """Ask somebody who was asked no longer, as they were asked before: with a new link, and their own words in it."""
    invitation = held(invitation)
    refuse_if(policies.why_not_ask_again(invitation, by, on))
    if not invitation.taken_back_on:
        return invitation
    give_up_on(key_start=f"review-over:{invitation.uuid}:")
    invitation.taken_back_on, invitation.asked_on, invitation.asked_by = None, on, by
    invitation.chased_on, invitation.chased_times, invitation.no_reply_on = None, 0, None
    invitation.save(update_fields=["taken_back_on", "asked_on", "asked_by", "chased_on", "chased_times", "no_reply_on"])
    write_to(invitation, ASKED, f"again-{invitation.links.count()}", on)
    asks_follow(invitation.review, by, on)
    record("reviews.asked", by=by, about=invitation, learner=invitation.review.learner, name=invitation.name)
    review_told(review=invitation.review, by=by, on=on)
    return invitation


@transaction.atomic
def leave_out(*, review: Review, seat: str, why: str, by: Membership, on: date) -> Review:
    """Say why somebody whom the law names is not invited; said empty, that is taken back."""
    review, why = locked(review), line(why)[:300]
    refuse_if(policies.why_not_change(review, by, on))
    found = next((each for each in MEETINGS[review.kind].invite if each.key == seat), None)
    if found is None:
        raise Refused("Choose one of those whom the law asks to invite.")
    without = {key: said for key, said in review.left_out.items() if key != seat}
    wanted = without | {seat: why} if why else without
    if wanted == review.left_out:
        return review
    save(review, left_out=wanted)
    record("reviews.left_out", by=by, about=review, learner=review.learner, who=found.title, out=bool(why))
    review_told(review=review, by=by, on=on)
    return review
