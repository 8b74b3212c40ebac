"""Who is asked before a review, by what route, and what they told us."""

import uuid

from django.db import models
from django.db.models import Q

from goldenthread.learners.models import Contact
from goldenthread.people.models import Membership
from goldenthread.reviews.models.meeting import Review
from goldenthread.reviews.states import Came
from goldenthread.schools.models import OwnedBySchool


class Invitation(OwnedBySchool):
    """Somebody asked to a review and for their view before it; afterwards, whether they came and in what capacity."""

    class As(models.TextChoices):
        LEARNER = "learner", "The learner"
        FAMILY = "family", "Family"
        TEACHER = "teacher", "School staff"
        PROFESSIONAL = "professional", "Professional"
        LA = "la", "Local authority"
        OTHER = "other", "Somebody else"

    class Route(models.TextChoices):
        SIGN_IN = "sign_in", "They sign in and answer"
        LINK = "link", "A link by e-mail"
        PAPER = "paper", "On paper"
        PHONE = "phone", "By phone or in person"

    class Capacity(models.TextChoices):
        ACTED = "acted", "Agreed to act"
        CONTRIBUTED = "contributed", "Contributed"
        COPY = "copy", "Was sent a copy"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="invitations")
    member = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    # What they are to the learner, in a word: "Mother", "Speech and language therapist".
    role = models.CharField(max_length=120, blank=True)
    asked_as = models.CharField("asked as", max_length=12, choices=As.choices)
    # As which of those whom the law names (meeting.yaml), where it was said.
    seat = models.CharField(max_length=30, blank=True)
    route = models.CharField(max_length=8, choices=Route.choices)
    # Asked for a view only, not to the meeting: the teachers' round robin.
    to_meeting = models.BooleanField(default=True)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    chased_on = models.DateField(null=True, blank=True)
    chased_times = models.PositiveSmallIntegerField(default=0)
    answered_on = models.DateField(null=True, blank=True)
    no_reply_on = models.DateField(null=True, blank=True)
    # Since when they are asked no longer. What they had typed by then stays.
    taken_back_on = models.DateField(null=True, blank=True)
    came = models.BooleanField(null=True, blank=True)
    capacity = models.CharField(max_length=11, choices=Capacity.choices, blank=True)
    # What they have typed and not sent yet, by question, so that nobody types it twice.
    unsent = models.JSONField(default=dict, blank=True)
    unsent_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = {"name", "email", "role", "asked_as", "route", "to_meeting", "asked_on", "chased_on", "chased_times",
                    "answered_on", "no_reply_on", "taken_back_on", "came", "capacity", "unsent", "unsent_at"}
        plain = {"id", "uuid", "school", "review", "member", "contact", "asked_by", "seat"}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "member"], condition=Q(member__isnull=False),
                                    name="a_member_is_asked_once_to_a_review"),
            models.UniqueConstraint(fields=["review", "contact"], condition=Q(contact__isnull=False),
                                    name="a_contact_is_asked_once_to_a_review"),
            models.CheckConstraint(condition=~Q(route="sign_in") | Q(member__isnull=False),
                                   name="those_who_sign_in_are_members"),
            models.CheckConstraint(condition=~Q(route="link") | ~Q(email=""), name="links_go_to_an_address"),
        ]
        indexes = [models.Index(fields=["member"], condition=Q(answered_on=None, no_reply_on=None),
                                name="views_still_asked_for")]

    def __str__(self) -> str:
        return self.name


class AnswerLink(OwnedBySchool):
    """An address sent by e-mail that opens one person's form for one review. Only the hash of its secret is kept.

    A reminder brings another; the one before goes on working, for people answer from either letter.
    """

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    # The last day it works: the day of the meeting, or a few days later.
    ends_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: set[str] = set()
        plain = {"id", "school", "invitation", "digest", "made_at", "ends_on", "revoked_at"}


class Contribution(OwnedBySchool):
    """What somebody told us for a review, in answer to one question. It waits until staff take it into the record."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="contributions")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="contributions")
    question = models.CharField(max_length=60)
    # The question as they were asked it, whatever the pack says later.
    asked = models.CharField(max_length=300)
    text = models.TextField()
    said_by = models.CharField(max_length=12)
    said_by_name = models.CharField(max_length=120)
    how_gathered = models.CharField(max_length=200)
    # Who typed it, where it came on paper or by phone; empty where the person typed it.
    typed_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    happened_on = models.DateField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Came.choices, default=Came.WAITING)
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    set_aside_why = models.CharField(max_length=300, blank=True)
    # The UUID of the entry it became.
    entry = models.CharField(max_length=36, blank=True)
    # What the form that sent it was given, so that sending twice keeps one.
    key = models.CharField(max_length=64)

    class Privacy:
        personal = {"asked", "text", "said_by", "said_by_name", "how_gathered", "happened_on", "received_at", "state",
                    "decided_on", "set_aside_why"}
        plain = {"id", "uuid", "school", "review", "invitation", "question", "typed_by", "decided_by", "entry", "key"}

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "question", "key"], name="an_answer_is_kept_once"),
            models.CheckConstraint(condition=~Q(text=""), name="contributions_say_something"),
            models.CheckConstraint(condition=Q(state=Came.WAITING, decided_on=None, decided_by=None)
                                   | (~Q(state=Came.WAITING) & Q(decided_on__isnull=False, decided_by__isnull=False)),
                                   name="decided_contributions_say_by_whom"),
            models.CheckConstraint(condition=(Q(state=Came.TAKEN_IN) & ~Q(entry=""))
                                   | (~Q(state=Came.TAKEN_IN) & Q(entry="")),
                                   name="what_is_taken_in_has_its_entry"),
            models.CheckConstraint(condition=~Q(state=Came.SET_ASIDE) | ~Q(set_aside_why=""),
                                   name="what_is_set_aside_has_a_reason"),
        ]
        indexes = [models.Index(fields=["review"], condition=Q(state=Came.WAITING), name="contributions_that_wait")]
