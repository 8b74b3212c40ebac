"""What must be right about the packs before anything starts."""

from typing import Any

from django.core.checks import CheckMessage, Error

from goldenthread.plans.builders import BUILDERS
from goldenthread.plans.received import KEEPS
from goldenthread.plans.templates import RECEIVED, Part, Template, templates
from goldenthread.schools.packs import PackError


def packs_are_sound(**_: Any) -> list[CheckMessage]:
    """Every template can be read, and something fills each of its sections."""
    try:
        found = templates()
    except PackError as wrong:
        return [Error(str(wrong), id="plans.E001")]
    return [unfilled(name, part, template) for name, template in found.items() for part in template.sections
            if part.builder not in known(template)]


def known(template: Template) -> set[str]:
    """What can fill a section: builders from the record, or what a received plan is kept as."""
    return set(KEEPS) if template.kind == RECEIVED else set(BUILDERS)


def unfilled(name: str, part: Part, template: Template) -> Error:
    return Error(f"packs/{name}.yaml: section ‘{part.key}’ has the builder ‘{part.builder}’, and nothing in this "
                 f"release builds that. Known are {', '.join(sorted(known(template)))}.", id="plans.E002")
