from goldenthread.plans.models.drafts import DraftAccess, Plan, PlanChoice, SectionState
from goldenthread.plans.models.kept import Look, Received
from goldenthread.plans.models.versions import Body, Erasure, PlanVersion, Rendering, Standing, Withdrawal

__all__ = ["Body", "DraftAccess", "Erasure", "Look", "Plan", "PlanChoice", "PlanVersion", "Received", "Rendering",
           "SectionState", "Standing", "Withdrawal"]
