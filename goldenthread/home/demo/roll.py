"""The school, its people, its learners and who may see whom: written through the operations of the rooms below."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid5

from goldenthread.home.demo.bank import bank, say, seeded
from goldenthread.home.demo.cast import PASSWORD, Person, staff
from goldenthread.home.demo.known import Adult, carer, known, other_parent
from goldenthread.home.demo.names import plain
from goldenthread.home.demo.schools import LA, Child, Place, learners, terms
from goldenthread.home.demo.texts import Teller
from goldenthread.learners import operations as doing
from goldenthread.learners.models import Contact, Group, Learner
from goldenthread.people.models import Membership
from goldenthread.people.operations import open_account
from goldenthread.schools.clock import year_starting
from goldenthread.schools.models import AcademicYear, School, SupportTeam, Term
from goldenthread.schools.operations import amend_terms, open_school

RELATIONSHIPS = {"mum": "PAM", "dad": "PAF", "foster carer": "FOS", "gran": "REL", "auntie": "REL"}
GROUPS = {"Language group": "SLCN", "Reading catch-up": "SPLD", "Friendship group": "SEMH"}
HOW_THEY_TALK = {"few-words": "Symbol book, signs and a few words", "not-speaking": "Writing, cards and nods so far",
                 "global": "Signs, objects and gesture", "aids": "Speech, with hearing aids and a radio aid"}


@dataclass
class Site:
    """A school while it is being made: its rows by what they stand for."""

    place: Place
    today: date
    school: School
    year: AcademicYear
    roll: list[Child]
    people: dict[str, Membership] = field(default_factory=dict)
    tutors: dict[str, tuple[Membership, Person]] = field(default_factory=dict)
    helpers: dict[str, tuple[Membership, Person]] = field(default_factory=dict)
    learners: list[Learner] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """The named schools are told in full; the other schools of the trust as far as lists and counts need."""
        return self.place.slug in bank("places")["staff"]

    @property
    def senco(self) -> Membership:
        return self.people["senco_admin"]

    @property
    def team(self) -> Membership:
        return self.people.get("senco_team", self.senco)

    @property
    def pairs(self) -> list[tuple[Child, Learner]]:
        """Those on the register, as invented and as they are in the database."""
        return [(child, learner) for child, learner in zip(self.roll, self.learners, strict=True) if child.sen]

    @cached_property
    def names(self) -> set[str]:
        """What those on the register are called, in full and in short."""
        return {name for child in self.roll if child.sen for name in (child.first, child.legal_first)}

    def cast(self, name: str) -> Learner | None:
        return next((learner for child, learner in self.pairs if child.cast == name), None)

    def teller(self, child: Child) -> Teller:
        teacher, helper = (Adult(person.name, person.role, person.called) for person in (
            self.tutors[child.tutor_group][1], self.helpers[child.tutor_group][1]))
        adviser = self.people["professional"].name if "professional" in self.people else "Helen Cross"
        return Teller(self.place, child, known(self.place, child, teacher, helper, self.names), adviser, self.team.name)


def ident(place: Place, *parts: object) -> UUID:
    """The same UUID for the same thing, every time the demo is made."""
    return uuid5(NAMESPACE_URL, "/".join(map(str, ("goldenthread-demo", place.slug, *parts))))


def open_site(place: Place, today: date, team: SupportTeam | None) -> Site:
    """A school with its staff, before anybody is on roll."""
    starts = year_starting(today)
    school = open_school(slug=place.slug, name=place.name, phase=place.phase, la=LA, estab=f"{place.index % 10:04d}",
                         urn=f"9990{place.index:02d}", on=today, support=team)
    year = AcademicYear.objects.get(school=school, current=True)
    site = Site(place, today, school, year, learners(place, starts))
    for person in staff(place, site.roll):
        add_member(site, person, date(starts - 4, 9, 1))
    own = Term.objects.filter(year=year).order_by("starts_on").values_list("pk", flat=True)
    amend_terms(year=year, terms=dict(zip(own, terms(starts), strict=True)), by=site.senco)
    return site


def add_member(site: Site, person: Person, since: date) -> None:
    by = site.people.get("senco_admin")  # the first is opened by the school's own hand
    member = open_account(school=site.school, role=person.role, name=person.name, email=person.login(site.place.slug),
                          on=since, by=by, password=PASSWORD if person.shown else None)
    if person.role == "teacher":
        site.tutors[person.groups[0]] = (member, person)
    elif person.role == "teaching_assistant":
        site.helpers |= dict.fromkeys(person.groups, (member, person))
    if person.shown or person.role not in site.people:
        site.people[person.role] = member


def enrol_everyone(site: Site) -> None:
    """All learners in one call, with stages and needs; then the access of those who teach and help them."""
    site.learners = doing.enrol(school=site.school, rows=[joiner(site, child) for child in site.roll], by=site.senco,
                                on=site.today)
    groups = {group.name: group for group in Group.objects.filter(school=site.school)}
    for group, (member, _) in site.tutors.items():
        give(site, member, groups=[groups[group]])
    for member in {member for member, _ in site.helpers.values()}:
        give(site, member, groups=[groups[name] for name, (helper, _) in site.helpers.items() if helper == member])


def give(site: Site, member: Membership, learners: Sequence[Learner] = (), groups: Sequence[Group] = ()) -> None:
    doing.grant_many(member=member, by=site.senco, on=site.today, starts_on=site.year.starts_on, learners=learners,
                     groups=groups)


def joiner(site: Site, child: Child) -> doing.Joiner:
    return doing.Joiner(
        uuid=ident(site.place, child.number), dob=child.dob, legal_first=child.legal_first, legal_last=child.last,
        preferred_first=child.first if child.first != child.legal_first else "", sex=child.sex,
        ethnicity=child.family.ethnicity, upn=child.upn, mis_number=child.mis_number,
        first_language=child.family.language, home_authority=LA, looked_after=child.looked_after,
        looked_after_by=LA if child.looked_after else "", nc_year=child.nc_year, tutor_group=child.tutor_group,
        entered_on=child.joined, communication=how_they_talk(child), emergency=emergency(site, child),
        stage=child.sen.stage, stage_on=stage_since(child, site.today),
        needs=described(site, child) if child.sen else (), local_stage="Stage 2" if child.sen.stage == "K" else "")


def stage_since(child: Child, today: date) -> date:
    """Support began some weeks after they came, or longer ago than that."""
    return min(today, max(child.joined, date(child.joined.year, 9, 20)))


def described(site: Site, child: Child) -> tuple[doing.NeedGiven, ...]:
    teller = site.teller(child)
    return tuple(doing.NeedGiven(type=shown.type, description=teller.describes(shown)) for shown in teller.told())


def how_they_talk(child: Child) -> str:
    return next((HOW_THEY_TALK[shown.key] for shown in child.sen.needs if shown.key in HOW_THEY_TALK), "")


def emergency(site: Site, child: Child) -> str:
    """What any adult must do at once: for epilepsy as the plan says, and for one child in eighty a nut allergy."""
    if steps := next((shown.told["emergency"] for shown in child.sen.needs if "emergency" in shown.told), ""):
        teller = site.teller(child)
        return "Epilepsy. " + say(steps.strip(), teller.rng("emergency"), teller.facts)
    if seeded(site.place.slug, child.number, "allergy").random() < 1 / 80:
        return "Nut allergy. Adrenaline pen in the office, a second one in the class bag. Use it, then ring 999."
    return ""


def add_families(site: Site) -> None:
    """Contacts for everybody on the register; accounts for the families of the cast, one of whom is kept out."""
    fixed = bank("places")["carers"].get(site.place.slug, {})
    for child, learner in site.pairs:
        adult = carer(site.place, child)
        contact = doing.add_contact(
            learner=learner, by=site.team, on=site.today, name=adult.name, relationship=RELATIONSHIPS[adult.role],
            responsibility=adult.role in ("mum", "dad"), email=f"{plain(adult.name)}@family.example",
            phone=f"07700 900{child.number % 1000:03d}", language="")
        if child.cast in fixed:
            family_account(site, learner, contact)
        if site.full and child.number % 3 == 0 and not child.looked_after and child.cast not in fixed:
            second_contact(site, child, learner)
    if own := site.cast("learner"):
        doing.open_learner_account(learner=own, by=site.senco, on=site.today, username=plain(own.first),
                                   password=PASSWORD)
    if (kept := site.cast("blocked")) and site.place.slug in bank("places")["kept_out"]:
        keep_out(site, kept)


def second_contact(site: Site, child: Child, learner: Learner) -> None:
    other = other_parent(site.place, child)
    doing.add_contact(learner=learner, by=site.team, on=site.today, name=other.name, responsibility=True,
                      relationship=RELATIONSHIPS[other.role], phone=f"01632 960{child.number % 1000:03d}")


def family_account(site: Site, learner: Learner, contact: Contact) -> Membership:
    member = open_account(school=site.school, role="parent", name=contact.name, email=contact.email, on=site.today,
                          by=site.senco, password=PASSWORD)
    doing.tie_contact(contact=contact, member=member, by=site.senco, on=site.today)
    return member


def keep_out(site: Site, learner: Learner) -> None:
    """The other parent has an account and a court order against him: he sees nothing of this child."""
    name = bank("places")["kept_out"][site.place.slug]
    contact = doing.add_contact(learner=learner, by=site.team, on=site.today, name=name, relationship="PAF",
                                responsibility=True, email=f"{plain(name)}@family.example")
    member = family_account(site, learner, contact)
    doing.block(learner=learner, member=member, by=site.senco, on=site.today,
                basis="Child arrangements order, sealed copy in the office", ordered=True)


def make_groups(site: Site) -> None:
    """Groups that meet for support, beside the tutor groups that came with the roll."""
    for name, type_ in GROUPS.items():
        wanted = [learner for child, learner in site.pairs if child.sen.needs[0].type == type_][:6]
        if site.full and len(wanted) > 1:
            group = doing.make_group(school=site.school, name=name, by=site.team)
            doing.place(group=group, learners=wanted, by=site.team, on=site.today)


def let_specialists_see(site: Site) -> None:
    """The designated teacher sees those looked after; the professional a few children, for a purpose and 90 days."""
    if member := site.people.get("designated_teacher"):
        cared = [learner for child, learner in zip(site.roll, site.learners, strict=True) if child.looked_after]
        if cared:
            give(site, member, learners=cared)
    if member := site.people.get("professional"):
        wanted = [learner for child, learner in site.pairs if child.sen.stage == "E" or child.cast == "learner"][:6]
        doing.grant_many(member=member, learners=wanted, by=site.senco, on=site.today,
                         purpose="Assessment, and advice for the coming review")
