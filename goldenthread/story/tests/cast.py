"""The cast of these tests: a SENCO, a teacher, an assistant, a parent, a learner, a governor, the school next door."""

from datetime import date

from goldenthread.learners.models import Grant, Learner
from goldenthread.people.models import Membership, User
from goldenthread.schools.operations import open_school

DAY = date(2026, 9, 7)


def member(school, name, role):
    login = f"{name.split()[0].lower()}.{role}@{school.slug}.example"
    user = User.objects.get_or_create(login=login, defaults={"name": name, "email": login})[0]
    return Membership.objects.get_or_create(school=school, user=user, role=role,
                                            defaults={"name": name, "starts_on": date(2020, 9, 1)})[0]


def learner(school, first="Ada", last="Okafor"):
    return Learner.objects.create(school=school, legal_first=first, legal_last=last, dob=date(2014, 3, 14),
                                  sort_name=f"{last} {first}".lower(), search_name=f"{first} {last}".lower())


class Cast:
    """Made once for each test that asks."""

    def __init__(self):
        self.school = open_school(slug="ashfield", name="Ashfield School", phase="secondary", on=DAY)
        self.next_door = open_school(slug="northgate", name="Northgate School", phase="secondary", on=DAY)
        self.priya = member(self.school, "Priya Shah", "senco_admin")
        self.tom = member(self.school, "Tom Reed", "senco_team")
        self.khan = member(self.school, "Imran Khan", "teacher")
        self.jo = member(self.school, "Jo Bell", "teaching_assistant")
        self.grace = member(self.school, "Grace Okafor", "parent")
        self.dev = member(self.school, "Dev Patel", "governor")
        self.helen = member(self.school, "Helen Cross", "professional")
        self.nia = member(self.next_door, "Nia Price", "senco_admin")
        self.ada = learner(self.school)
        self.leo = learner(self.school, "Leo", "Nguyễn")
        for who in (self.khan, self.jo, self.grace, self.helen):
            Grant.objects.create(school=self.school, member=who, learner=self.ada, basis="teaches",
                                 starts_on=date(2026, 9, 1), given_by=self.priya)
