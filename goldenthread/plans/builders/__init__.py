"""What fills the sections of a plan: one builder for each kind of content, named by `builder` in a template.

A builder loads what it needs for many plans at once (the same few questions for 2 as for 2,000) and then makes the
nodes of one section of one plan. The kinds here draw on lower rooms; a higher room registers its own from config.
"""

from goldenthread.plans.builders import hoped, learner, told
from goldenthread.plans.builders.builder import BUILDERS, Builder, Section, learner_ids, register
from goldenthread.plans.builders.hoped import outcome_id
from goldenthread.plans.builders.learner import NAME
from goldenthread.plans.builders.told import entry_audience, entry_id, entry_node

__all__ = ["BUILDERS", "NAME", "Builder", "Section", "entry_audience", "entry_id", "entry_node", "learner_ids",
           "outcome_id", "register"]

register("facts", Builder(learner.load_facts, learner.facts))
register("fields", Builder(told.load_entries, told.fields, kept=True))
register("needs", Builder(learner.load_needs, learner.needs))
register("outcomes", Builder(hoped.load_outcomes, hoped.outcomes, kept=True))
register("people", Builder(lambda plans, on: None, told.people, last=True))
