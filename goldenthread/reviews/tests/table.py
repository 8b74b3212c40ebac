"""What these tests start from: Ada's issued plan, and the people round the table. All of it through operations."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goldenthread.learners.models import Contact, Learner
from goldenthread.people.models import Mail, Membership
from goldenthread.plans.models import Plan
from goldenthread.plans.tests.desk import DECEMBER, SEPTEMBER, Desk
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.models import AnswerLink, Contribution, Invitation, Review, Schedule

# When Ada’s EHC plan was first made: the review is complete by 23 December 2026.
MADE = date(2025, 12, 24)
NOVEMBER, APRIL, JUNE = date(2026, 11, 9), date(2027, 4, 1), date(2027, 6, 10)


@dataclass
class Table:
    desk: Desk
    parent: Membership
    teacher: Membership
    child: Membership

    @property
    def senco(self) -> Membership:
        return self.desk.senco

    @property
    def ada(self) -> Learner:
        return self.desk.ada

    @property
    def plan(self) -> Plan:
        return Plan.objects.get(pk=self.desk.plan.pk)

    @property
    def waiting(self) -> Schedule:
        return Schedule.objects.get(plan=self.desk.plan, state="waiting")

    def review(self, held_on: date = DECEMBER, on: date = NOVEMBER, kind: str = "termly", **more: Any) -> Review:
        more.setdefault("plan", self.plan)
        return reviews.plan_review(learner=self.ada, kind=kind, held_on=held_on, by=self.senco, on=on, **more)

    def asks(self, review: Review, on: date = NOVEMBER, **who: Any) -> Invitation:
        who = {"name": "Grace Okafor", "asked_as": "family", "route": "link",
               "email": "grace.okafor@larkrise.example"} | who
        return reviews.invite(review=review, invitation=Invitation(**who), by=self.senco, on=on)

    def asks_to_sign_in(self, review: Review, member: Membership, asked_as: str, on: date = NOVEMBER) -> Invitation:
        return self.asks(review, on, name=member.name, email="", member=member, asked_as=asked_as, route="sign_in")

    @property
    def grace(self) -> Contact:
        return self.ada.contacts.get(name="Grace Okafor")

    def link(self, invitation: Invitation) -> tuple[str, AnswerLink]:
        """The secret of the newest letter, read from the letter itself, and the link it is of."""
        letter = Mail.objects.filter(key__startswith=f"review-asked:{invitation.uuid}").latest("pk")
        secret = next(line for line in letter.body.splitlines() if "/view/" in line).rstrip("/").rpartition("/")[2]
        return secret, invitation.links.latest("pk")

    def says(self, invitation: Invitation, text: str = "She reads to me now.", key: str = "a1", on: date = NOVEMBER,
             question: str = "well-at-home") -> list[Contribution]:
        return reviews.answer(invitation=invitation, answers={question: text}, key=key, on=on,
                              link=invitation.links.latest("pk"))

    def held(self, on: date = DECEMBER, **more: Any) -> Review:
        """A review that could be concluded: her mother came, and something was found."""
        review = self.review(held_on=on, on=on - timedelta(days=14), **more)
        grace = self.asks(review, on - timedelta(days=14))
        reviews.note_who_came(invitation=grace, came=True, capacity="contributed", by=self.senco, on=on)
        reviews.find(review=review, kind="working", text="Ada asks for help now.", by=self.senco, on=on)
        review.refresh_from_db()
        return review

    def concludes(self, review: Review, on: date = DECEMBER, next_on: date | None = APRIL, key: str = "c1",
                  by: Membership | None = None) -> Review:
        return reviews.conclude(review=review, by=by or self.senco, on=on, key=key, next_on=next_on)

    def issues(self, review: Review, on: date = DECEMBER, next_on: date | None = APRIL, key: str = "c1",
               by: Membership | None = None):
        return reviews.conclude_and_issue(review=review, by=by or self.senco, on=on, key=key, next_on=next_on,
                                          what_changed="We met and agreed what comes next.")


__all__ = ["APRIL", "DECEMBER", "JUNE", "NOVEMBER", "SEPTEMBER", "Table"]
