"""What must be right about the packs before anything starts."""

from typing import Any

from django.core.checks import CheckMessage, Error

from goldenthread.plans.builders import BUILDERS
from goldenthread.plans.templates import templates
from goldenthread.schools.packs import PackError


def packs_are_sound(**_: Any) -> list[CheckMessage]:
    """Every template can be read, and something fills each of its sections."""
    try:
        found = templates()
    except PackError as wrong:
        return [Error(str(wrong), id="plans.E001")]
    return [
        Error(f"packs/{name}.yaml: section ‘{part.key}’ has the builder ‘{part.builder}’, and nothing in this release "
              f"builds that. Known are {', '.join(sorted(BUILDERS))}.", id="plans.E002")
        for name, template in found.items() for part in template.sections if part.builder not in BUILDERS]
