"""Another child's name in a text."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.learners.policies import reader_who_sees
from goldenthread.story.names import others_named, warning
from goldenthread.story.tests.cast import granted, learner

AROUND = st.text(st.sampled_from(" .,;:!?()\n\t\"“”-/'’") , max_size=6)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=AROUND, after=AROUND, between=st.sampled_from([" ", "  ", "\n", "\u00a0"]),
       case=st.sampled_from([str, str.upper, str.lower]))
def test_a_full_name_is_found_however_it_is_written(cast, before, after, between, case):
    text = f"told us {before}{case(f'Leo{between}Nguyễn')}{after} was there"
    assert others_named(text, reader_who_sees(cast.khan, cast.ada)) == ["Leo Nguyễn"]


def test_a_first_name_alone_the_childs_own_name_and_parts_of_words_are_no_matter(cast):
    reader = reader_who_sees(cast.khan, cast.ada)
    learner(cast.nia, "Zoe", "Hill")
    for text in ("Leo came too.", "Ada Okafor likes it.", "Leonguyen", "Leo and Mrs Nguyễn", "Zoe Hill next door"):
        assert others_named(text, reader) == []
        assert warning(text, reader) == ""


def test_an_s_that_makes_it_his_hides_no_name(cast):
    learner(cast.priya, "Cara", "O'Brien")
    text = "Leo Nguyễn’s mum and Cara O’Brien's dad, and 'Leo Nguyễn'"
    assert others_named(text, reader_who_sees(cast.khan, cast.ada)) == ["Cara O'Brien", "Leo Nguyễn"]


def test_both_the_name_used_and_the_registered_one_count(cast):
    cast.leo.preferred_first, cast.leo.preferred_last = "Lee", "Nguyen-Smith"
    cast.leo.save()
    reader = reader_who_sees(cast.khan, cast.ada)
    assert others_named("Lee Nguyen Smith and Leo Nguyen", reader) == ["Lee Nguyen-Smith", "Leo Nguyễn"]


def test_somebody_from_outside_cannot_ask_who_is_here(cast):
    reader = reader_who_sees(cast.helen, cast.ada)
    assert others_named("Leo Nguyễn", reader) == []
    granted(cast.leo, [cast.helen], by=cast.priya)
    assert others_named("Leo Nguyễn", reader) == ["Leo Nguyễn"]


def test_it_asks_once_for_a_school_of_any_size(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        others_named("Leo Nguyễn " * 1000, reader_who_sees(cast.khan, cast.ada))
