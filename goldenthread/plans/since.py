"""What has happened since a version was issued: shown beside it, live, to those who may see it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from goldenthread.learners.policies import Reader
from goldenthread.plans.composing import Current, Mark, compose_many, load_page
from goldenthread.plans.document import Document, Node, alike
from goldenthread.plans.models import Plan, PlanVersion

# Kinds of section whose content is not written in the draft: it follows from the learner's details, and from the rest.
FOLLOWS = frozenset({"facts", "needs", "people"})


@dataclass(frozen=True)
class Since:
    """Nodes as they are now. `changed` is how many sections of the draft read otherwise; None for who is not let in."""

    on: date
    progress: list[Node] = field(default_factory=list)
    closed: list[Node] = field(default_factory=list)
    new: list[Node] = field(default_factory=list)
    urgent: list[Node] = field(default_factory=list)
    changed: int | None = None
    # How many actions were agreed or raised since and are still to be done, of those the reader may see.
    actions: int = 0

    @cached_property
    def nothing(self) -> bool:
        return not (self.progress or self.closed or self.new or self.urgent or self.changed or self.actions)


def load_living(plan: Plan, on: date, mark: Mark) -> dict[str, Any]:
    """The living record of a plan's learner, without what follows from the rest."""
    return load_page(plan, on, mark, without=FOLLOWS)


def since(version: PlanVersion, shown: Document, living: Document, let_in: bool) -> Since:
    """What is live beside a version, from the reader's own copies of it and of the record as it is now. Progress is
    told of the outcome it was noted on, not once more of each above it.
    """
    then = {node.id: node for node in shown.nodes}
    # By id: an outcome can stand in two sections, and above others.
    here = {node.id: node for node in living.nodes if node.kind == "outcome"}
    outcomes = list(here.values())
    return Since(
        on=version.corrected_on or version.issued_on,
        progress=[node for node in outcomes if newer_progress(node, then.get(node.id))
                  and node.data.get("progress_of") not in here],
        closed=[node for node in outcomes if node.data["closed_on"] and not was_closed(then.get(node.id))],
        new=[node for node in outcomes if node.id not in then and not node.data["closed_on"]],
        urgent=urgent(version.plan, living, then),
        changed=changed_sections(shown, living) if let_in else None,
    )


def living_copy(version: PlanVersion, whole: Document, loaded: dict[str, Any], reader: Reader, gone: set[str],
                on: date) -> Document:
    """The record as it is now, arranged as the version's plan is, for this reader; what was taken back stays away."""
    current = {version.plan_id: Current(version, whole)}
    now = compose_many([version.plan], on, loaded=loaded, current=current, back={version.plan_id: gone})[0]
    return now.for_reader(reader.may_read, gone)


def newer_progress(node: Node, frozen: Node | None) -> bool:
    before = frozen.data.get("progress_on", "") if frozen else ""
    return bool(node.data["progress_on"] > before)


def was_closed(frozen: Node | None) -> bool:
    return bool(frozen and frozen.data.get("closed_on"))


def urgent(plan: Plan, now: Document, then: dict[str, Node]) -> list[Node]:
    """What is written or rewritten under the fields that nobody should learn of at the next review only."""
    fields = plan.as_template.urgent
    return [node for node in now.nodes if node.kind == "entry" and node.data["field"] in fields
            and (node.id not in then or then[node.id].revision != node.revision)]


def changed_sections(then: Document, now: Document) -> int:
    """How many sections would read otherwise if a version were issued now: told as the draft's own page tells it."""
    same = alike(then, now)
    return sum(section.key not in same for section in now.sections)
