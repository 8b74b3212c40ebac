"""Who answers for a target."""

from django.urls import reverse

from goldenthread.learners.models import Grant
from goldenthread.learners.operations import end_grant
from goldenthread.outcomes import operations
from goldenthread.story.tests.cast import DAY


def test_only_who_sees_the_learner_is_offered_to_answer_for_a_target_and_whoever_does_already(cast, client_for):
    def asked(name, **more):
        at = reverse(f"outcomes:{name}", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, **more})
        form = client_for(cast.khan).get(at).context["form"]
        return {person.name for person in form.fields["owner"].queryset}

    jos = operations.set_outcome(learner=cast.ada, level="term", wording="Counts", owner=cast.jo, by=cast.khan, on=DAY)
    assert asked("new") == {"Priya Shah", "Tom Reed", "Imran Khan", "Jo Bell"}
    end_grant(grant=Grant.objects.get(member=cast.jo), by=cast.priya, on=DAY)
    assert asked("new") == {"Priya Shah", "Tom Reed", "Imran Khan"}
    assert "Jo Bell" in asked("change", uuid=jos.uuid)
