"""Making an invented school in the database: through operations, in one transaction, once."""

from datetime import date

from django.db import transaction

from goldenthread.home.demo.career import career
from goldenthread.home.demo.roll import add_families, enrol_everyone, let_specialists_see, open_site
from goldenthread.home.demo.schools import ASHFIELD, LARKRISE, MILLBROOK, Place, trust
from goldenthread.home.demo.telling import set_threads, write_records
from goldenthread.home.demo.versions import plan_for_everyone
from goldenthread.schools.models import School

SIZES = {"primary": lambda: [LARKRISE, MILLBROOK], "secondary": lambda: [ASHFIELD, MILLBROOK], "trust": trust}


@transaction.atomic
def build(place: Place, today: date) -> bool:
    """Make the school with everything in it; False where it is there already, whole, from another time."""
    if School.objects.filter(slug=place.slug).exists():
        return False
    site = open_site(place, today)
    enrol_everyone(site)
    careers = {child.number: career(place, child, today) for child, _ in site.pairs}
    add_families(site)
    write_records(site, careers)
    set_threads(site, careers)
    plan_for_everyone(site, careers)
    let_specialists_see(site)
    return True
