"""Making an invented school in the database: through operations, in one transaction, once."""

from datetime import date, datetime

from django.db import transaction

from goldenthread.home.demo.agreed import agree_things
from goldenthread.home.demo.bank import bank
from goldenthread.home.demo.career import career
from goldenthread.home.demo.cast import PASSWORD
from goldenthread.home.demo.meetings import hold_reviews
from goldenthread.home.demo.received import cut_from_the_thread, receive_plans
from goldenthread.home.demo.roll import add_families, enrol_everyone, let_specialists_see, make_groups, open_site
from goldenthread.home.demo.schools import ASHFIELD, LARKRISE, MILLBROOK, Place, trust
from goldenthread.home.demo.statutory import count_dates
from goldenthread.home.demo.telling import set_threads, write_records
from goldenthread.home.demo.versions import plan_for_everyone
from goldenthread.outcomes.bank.operations import bring_starting_set
from goldenthread.people.models import User
from goldenthread.people.operations import add_supporter, change_password, create_operator, make_team
from goldenthread.schools.models import School, SupportTeam

SIZES = {"primary": lambda: [LARKRISE, MILLBROOK], "secondary": lambda: [ASHFIELD, MILLBROOK], "trust": trust}


@transaction.atomic
def build(place: Place, today: date, team: SupportTeam | None = None) -> bool:
    """Make the school with everything in it; False where it is there already, whole, from another time."""
    if School.objects.filter(slug=place.slug).exists():
        return False
    site = open_site(place, today, team)
    bring_starting_set(by=site.senco, on=today)
    enrol_everyone(site)
    careers = {child.number: career(place, child, today) for child, _ in site.pairs}
    add_families(site)
    make_groups(site)
    let_specialists_see(site)
    write_records(site, careers)
    set_threads(site, careers, receive_plans(site, careers))
    plan_for_everyone(site, careers)
    hold_reviews(site, careers)
    cut_from_the_thread(site, careers)
    count_dates(site)
    agree_things(site, careers)
    return True


@transaction.atomic
def build_office(now: datetime) -> SupportTeam:
    """The operator and the trust's support team, who see no learner."""
    running, helping = bank("places")["office"]
    if not User.objects.filter(login=running["login"]).exists():
        create_operator(email=running["login"], name=running["name"], now=now)
        operator = change_password(user=User.objects.get(login=running["login"]), password=PASSWORD, now=now)
        team = make_team(user=operator, name=bank("places")["team"])
        helper = add_supporter(user=operator, team=team, name=helping["name"], email=helping["login"], now=now)
        change_password(user=helper, password=PASSWORD, now=now)
    return SupportTeam.objects.get(name=bank("places")["team"])
