"""Where somebody sees to what reviews and the law call for: an Action in, an address out.

Only pages that everybody who sees the action may open: what is theirs to do there, the page itself knows.
"""

from django.urls import reverse

from goldenthread.actions.models import Action


def at_reviews(action: Action) -> str:
    return reverse("reviews:list", args=[action.school.slug, action.learner_id])


def at_review(action: Action) -> str:
    return reverse("reviews:one", args=[action.school.slug, action.learner_id, action.source_id])


def at_asked(action: Action) -> str:
    """To the form itself for whoever is asked, and to the review for anybody else: the form opens for one only."""
    return f"{reverse('reviews:asked', args=[action.school.slug])}?of={action.source_id}"


def at_dates(action: Action) -> str:
    return reverse("reviews:dates", args=[action.school.slug, action.learner_id])
