"""Two editors write, change, take out and bring back in any order: every text that was ever accepted can be found."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from goldenthread.audit.refusals import Refused
from goldenthread.schools.words import clean
from goldenthread.story import operations
from goldenthread.story.models import Entry
from goldenthread.story.operations import Conflict
from goldenthread.story.tests.cast import DAY

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(clean)
WHO = st.sampled_from(["khan", "tom"])


class Editors(RuleBasedStateMachine):
    """What each entry has been told, by our own count, beside what the room says of it."""

    entries = Bundle("entries")
    pages = Bundle("pages")  # an entry as somebody has it open: (entry, revision)
    cast = None

    def __init__(self):
        super().__init__()
        self.told, self.out = {}, set()

    @rule(target=entries, who=WHO, text=TEXTS)
    def write(self, who, text):
        entry = operations.write(learner=self.cast.ada, field="hopes", text=text, said_by="learner",
                                 by=getattr(self.cast, who), on=DAY)
        self.told[entry.pk] = [clean(text)]
        return entry

    @rule(target=pages, entry=entries)
    def open_page(self, entry):
        return entry, Entry.objects.get(pk=entry.pk).revision

    @rule(target=pages, page=pages, who=WHO, text=TEXTS)
    def save(self, page, who, text):
        entry, revision = page
        told = self.told[entry.pk]
        saved = self.attempt(entry, revision, who, text)
        if isinstance(saved, Refused):
            assert entry.pk in self.out
            return multiple()
        if isinstance(saved, Conflict):
            assert revision != len(told)
            assert (saved.mine, saved.theirs.text) == (clean(text), told[-1])
            return entry, saved.theirs.revision
        if clean(text) != told[-1]:
            assert revision == len(told)
            told.append(clean(text))
        return entry, saved.revision

    def attempt(self, entry, revision, who, text):
        try:
            return operations.revise(entry=entry, text=text, revision=revision, by=getattr(self.cast, who), on=DAY)
        except (Conflict, Refused) as no:
            return no

    @rule(entry=entries, who=WHO)
    def retire(self, entry, who):
        operations.retire(entry=entry, why="No longer true", by=getattr(self.cast, who), on=DAY)
        self.out.add(entry.pk)

    @rule(entry=entries, who=WHO)
    def restore(self, entry, who):
        operations.restore(entry=entry, by=getattr(self.cast, who), on=DAY)
        self.out.discard(entry.pk)

    @invariant()
    def every_text_can_be_found(self):
        for pk, told in self.told.items():
            entry = Entry.objects.get(pk=pk)
            kept = list(entry.revisions.order_by("revision").values_list("text", flat=True))
            assert [*kept, entry.text] == told
            assert entry.revision == len(told)
            assert (entry.retired_on is not None) == (pk in self.out)


def test_two_editors_lose_nothing(cast):
    Editors.cast = cast
    run_state_machine_as_test(Editors, settings=settings(
        max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)))
