"""Who a learner is, and what they need."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from goldenthread.learners import codes
from goldenthread.learners.audiences import EVERYONE, FAMILY
from goldenthread.learners.models import Enrolment, Need, StageSpell
from goldenthread.plans.builders.builder import Section, learner_ids
from goldenthread.plans.document import Node
from goldenthread.plans.models import Plan
from goldenthread.schools.forms import in_words

# What the learner is called. Taken back, it gives way to their name of today, for no plan is without one.
NAME = "fact:name"
# The family knows a child's former or legal name, their number and who looks after them; the child may not, or may not
# want to meet it on a plan that lies on a desk.
FACT_AUDIENCE = {"legal-name": FAMILY, "upn": FAMILY, "home-authority": FAMILY, "looked-after": FAMILY}


def load_facts(plans: Sequence[Plan], on: date) -> dict[str, dict[int, Any]]:
    ids = learner_ids(plans)
    places = Enrolment.objects.filter(learner_id__in=ids, year__current=True)
    stages = StageSpell.objects.filter(learner_id__in=ids, ends_on=None)
    return {"place": {place.learner_id: place for place in places},
            "stage": {stage.learner_id: stage for stage in stages}}


def facts(section: Section, loaded: dict[str, dict[int, Any]]) -> Iterable[Node]:
    learner = section.plan.learner
    place, stage = (loaded[kind].get(learner.pk) for kind in ("place", "stage"))
    found = {
        "name": ("Name", learner.name),
        "legal-name": ("Legal name", legal_name(learner)),
        "born": ("Date of birth", in_words(learner.dob)),
        "year": ("Year", codes.year_name(place.nc_year) if place else ""),
        "tutor-group": ("Tutor group", place.tutor_group if place else ""),
        "stage": ("Stage", stage_name(stage)),
        "upn": ("UPN", learner.upn),
        "first-language": ("First language", codes.language(learner.first_language)),
        "communication": ("How they communicate", learner.communication),
        "home-authority": ("Home authority", codes.LAS.get(learner.home_authority, learner.home_authority)),
        "looked-after": ("Looked after", looked_after(learner)),
    }
    for key in section.part.facts:
        if key == "photo":
            if photo := learner.photo_on(section.on):
                yield Node("photo", "photo", 1, EVERYONE, {"file": photo, "alt": f"Photo of {learner.first}"})
        elif found[key][1]:
            label, value = found[key]
            yield Node(f"fact:{key}", "fact", 1, FACT_AUDIENCE.get(key, EVERYONE), {"label": label, "value": value})


def legal_name(learner: Any) -> str:
    """Only where it is another than the one they use."""
    legal = f"{learner.legal_first} {learner.legal_last}".strip()
    return "" if legal == learner.name else legal


def stage_name(stage: StageSpell | None) -> str:
    if stage is None:
        return ""
    name = codes.STAGES.get(stage.stage, stage.stage)
    return f"{name} ({stage.local_stage})" if stage.local_stage else name


def looked_after(learner: Any) -> str:
    if not learner.looked_after:
        return ""
    return f"By {codes.LAS[learner.looked_after_by]}" if learner.looked_after_by in codes.LAS else "Yes"


def load_needs(plans: Sequence[Plan], on: date) -> dict[int, list[Need]]:
    found = defaultdict(list)
    for need in Need.objects.filter(learner_id__in=learner_ids(plans), ends_on=None).order_by("rank", "pk"):
        found[need.learner_id].append(need)
    return found


def needs(section: Section, loaded: dict[int, list[Need]]) -> Iterable[Node]:
    for need in loaded.get(section.plan.learner_id, []):
        area = need.area or codes.area_of(need.type)
        yield Node(f"need:{need.uuid}", "need", need.revision, EVERYONE, {
            "type": need.type, "type_name": codes.type_name(need.type), "area": area,
            "area_name": codes.AREAS.get(area, area), "rank": need.rank, "description": need.description})
