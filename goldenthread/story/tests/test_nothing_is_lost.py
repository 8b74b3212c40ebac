"""Two editors write, change, take out and bring back in any order: every text that was ever accepted can be found."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from goldenthread.audit.refusals import Refused
from goldenthread.story import operations
from goldenthread.story.models import Entry
from goldenthread.story.operations import Conflict
from goldenthread.story.tests.cast import DAY
from goldenthread.story.words import clean

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(clean)


def test_two_editors_lose_nothing(cast):
    class Editors(RuleBasedStateMachine):
        """What each entry has been told, by our own count, beside what the room says of it."""

        entries = Bundle("entries")
        pages = Bundle("pages")  # an entry as somebody has it open: (entry, revision)
        editors = st.sampled_from([cast.khan, cast.tom])

        def __init__(self):
            super().__init__()
            self.told, self.out = {}, set()

        @rule(target=entries, by=editors, text=TEXTS)
        def write(self, by, text):
            entry = operations.write(learner=cast.ada, field="hopes", text=text, said_by="learner", by=by, on=DAY)
            self.told[entry.pk] = [clean(text)]
            return entry

        @rule(target=pages, entry=entries)
        def open_page(self, entry):
            return multiple((entry, Entry.objects.get(pk=entry.pk).revision))

        @rule(target=pages, page=pages, by=editors, text=TEXTS)
        def save(self, page, by, text):
            entry, revision = page
            told = self.told[entry.pk]
            try:
                saved = operations.revise(entry=entry, text=text, revision=revision, by=by, on=DAY)
            except Conflict as both:
                assert revision != len(told)
                assert (both.mine, both.theirs.text) == (clean(text), told[-1])
                return multiple((entry, both.theirs.revision))
            except Refused:
                assert entry.pk in self.out
                return multiple()
            if clean(text) != told[-1]:
                assert revision == len(told)
                told.append(clean(text))
            return multiple((entry, saved.revision))

        @rule(entry=entries, by=editors)
        def retire(self, entry, by):
            operations.retire(entry=entry, why="No longer true", by=by, on=DAY)
            self.out.add(entry.pk)

        @rule(entry=entries, by=editors)
        def restore(self, entry, by):
            operations.restore(entry=entry, by=by, on=DAY)
            self.out.discard(entry.pk)

        @invariant()
        def every_text_can_be_found(self):
            for pk, told in self.told.items():
                entry = Entry.objects.get(pk=pk)
                kept = list(entry.revisions.order_by("revision").values_list("text", flat=True))
                assert [*kept, entry.text] == told
                assert entry.revision == len(told)
                assert (entry.retired_on is not None) == (pk in self.out)

    run_state_machine_as_test(Editors, settings=settings(
        max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)))

