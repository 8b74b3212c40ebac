"""What each kind of person is asked before a review, read from packs/core/review-questions.yaml."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from yaml import Node

from goldenthread.learners import ages
from goldenthread.learners.models import Learner
from goldenthread.reviews.models import Invitation
from goldenthread.schools import packs
from goldenthread.story.fields import FIELDS
from goldenthread.story.voices import FAMILY as OF_FAMILY
from goldenthread.story.voices import LEARNER, STAFF
from goldenthread.story.voices import PROFESSIONAL as OF_PROFESSIONAL

# Up to this age the form for children is shown; whoever helps may always choose the other.
CHILD_UNTIL = 12
CHILD, YOUNG_PERSON, FAMILY, TEACHER, PROFESSIONAL = "child", "young-person", "family", "teacher", "professional"
FORM_FOR = {"family": FAMILY, "teacher": TEACHER, "professional": PROFESSIONAL, "la": PROFESSIONAL, "other": FAMILY}
VOICE_FOR = {"learner": LEARNER, "family": OF_FAMILY, "teacher": STAFF, "professional": OF_PROFESSIONAL,
             "la": OF_PROFESSIONAL, "other": OF_FAMILY}


@dataclass(frozen=True)
class Question:
    """One thing that is asked. `field` is where in the record an answer is taken in; `choices` may be tapped, each by
    its picture of `pictures` where there are some. `picture` stands beside the question.
    """

    key: str
    asked: str
    help: str
    field: str
    choices: tuple[str, ...]
    picture: str
    pictures: tuple[str, ...]

    def named(self, name: str) -> str:
        return self.asked.replace("{name}", name)

    def help_named(self, name: str) -> str:
        return self.help.replace("{name}", name)


@dataclass(frozen=True)
class Asked:
    """The form of one kind of respondent."""

    key: str
    title: str
    intro: str
    thanks: str
    minutes: int
    large: bool
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)


def field(node: Node) -> str:
    key = packs.slug(node)
    if key not in FIELDS:
        raise packs.Wrong(f"‘{key}’ is no field of the field bank.", node)
    return key


# Drawn by us, as templates/reviews/pictures/ has them.
PICTURES = ("happy", "fine", "mixed-up", "low", "cross", "star", "rain", "umbrella", "seedling")
QUESTION = packs.mapping(key=packs.slug, asked=packs.text, help=packs.optional(packs.text), field=field,
                         choices=packs.optional(packs.many(packs.text), ()),
                         picture=packs.optional(packs.one_of(*PICTURES)),
                         pictures=packs.optional(packs.many(packs.one_of(*PICTURES)), ()))


def question(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = QUESTION(node)
    if found["pictures"] and len(found["pictures"]) != len(found["choices"]):
        raise packs.Wrong("As many pictures as choices are expected here, in the same order.", node)
    return found


SCHEMA = packs.mapping(forms=packs.unique(packs.mapping(
    key=packs.one_of(CHILD, YOUNG_PERSON, FAMILY, TEACHER, PROFESSIONAL), title=packs.text, intro=packs.text,
    thanks=packs.text, minutes=packs.number, large=packs.optional(packs.flag, False),
    questions=packs.unique(question, "key")), "key"))


def read() -> dict[str, Asked]:
    forms = packs.load(settings.PACKS_DIR / "core", "review-questions", SCHEMA)["forms"]
    return {form["key"]: Asked(**{**form, "questions": tuple(Question(**each) for each in form["questions"])})
            for form in forms}


FORMS = read()


def form_for(invitation: Invitation, on: date) -> Asked:
    """What this person is asked; a child's form is larger and warmer than that of somebody of fifteen."""
    if invitation.asked_as == Invitation.As.LEARNER:
        return FORMS[learners_form(invitation.review.learner, on)]
    return FORMS[FORM_FOR[invitation.asked_as]]


def learners_form(learner: Learner, on: date) -> str:
    return CHILD if ages.age(learner.dob, on) < CHILD_UNTIL else YOUNG_PERSON


def voice_of(invitation: Invitation) -> str:
    """Whose voice theirs is in the record."""
    return VOICE_FOR[invitation.asked_as]
