"""What people tell us for a review: by a link, by signing in, on paper or by phone; chased, taken in, set aside."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from goldenthread.audit.models import Event
from goldenthread.audit.refusals import Refused
from goldenthread.learners.operations import block
from goldenthread.people.models import Mail
from goldenthread.plans.builders import entry_node
from goldenthread.plans.rendering.statement import arrange_node
from goldenthread.reviews import operations as reviews
from goldenthread.reviews import policies, questions
from goldenthread.reviews.models import AnswerLink, Contribution, Invitation
from goldenthread.reviews.tests.table import DECEMBER, NOVEMBER
from goldenthread.schools.packs import PackError
from goldenthread.story.fields import FIELDS
from goldenthread.story.models import Entry


@pytest.fixture
def review(table):
    return table.review()


@pytest.fixture
def asked(table, review):
    return table.asks(review)


def test_a_letter_names_neither_learner_nor_school_and_only_it_holds_the_secret(table, asked):
    secret, link = table.link(asked)
    letter = Mail.objects.get(key__startswith="review-asked:")
    assert not {"Ada", "Okafor's", "Larkrise"} & set(letter.body.replace(".", " ").split())
    assert secret not in str(list(AnswerLink.objects.values_list()))
    assert link.ends_on == DECEMBER + timedelta(days=3)


def test_what_is_sent_waits_as_its_own_voice_and_is_kept_once(table, asked):
    first = table.says(asked)
    assert table.says(asked) == first
    kept = Contribution.objects.get()
    assert (kept.said_by, kept.said_by_name, kept.state) == ("family", "Grace Okafor", "waiting")
    assert kept.asked == "What is going well, at home and at school?"
    assert not Entry.objects.filter(text="She reads to me now.").exists()


def test_only_an_answer_that_changed_is_kept_when_the_form_is_sent_again(table, asked, client_for, in_november):
    def sends(key, home, hard):
        return reviews.answer(invitation=asked, answers={"well-at-home": home, "worries": hard}, key=key, on=NOVEMBER,
                              link=asked.links.latest("pk"))

    sends("a", "She reads.", "Noise.")
    sends("b", "She reads.", "Noise.")  # from another browser
    sends("b", "She reads.", "Noise, and the bus.")  # Back, one box changed, Send
    assert sends("a", "She reads.", "Noise.")
    assert sends("b", "She reads.", "Noise, and the bus.")
    assert [each.text for each in asked.contributions.all()] == ["She reads.", "Noise.", "Noise, and the bus."]
    client, at = client_for(table.senco), f"/s/larkrise/learners/{table.ada.pk}/reviews/{asked.review.uuid}/answers/"
    assert client.get(at).content.decode().count("Sent again, changed.") == 1
    assert "What came before it waits" in client.post(f"{at}take-in/", follow=True).content.decode()
    taken = asked.contributions.filter(state="taken_in")
    assert [each.text for each in taken] == ["She reads.", "Noise, and the bus."]
    assert "Take all into" not in client.get(at).content.decode()


def test_taken_in_it_is_an_entry_in_the_voice_and_gathering_it_came_with(table, asked):
    said = table.says(asked)[0]
    taken = reviews.take_in(contribution=said, by=table.senco, on=NOVEMBER)
    entry = Entry.objects.get(uuid=taken.entry)
    assert (entry.field, entry.text, entry.said_by, entry.said_by_name) == (
        "views-of-family", "She reads to me now.", "family", "Grace Okafor")
    assert entry.how_gathered == "Written by themselves on a form for the review, by a link"
    assert reviews.take_in(contribution=said, by=table.senco, on=NOVEMBER).entry == taken.entry
    assert Entry.objects.filter(text="She reads to me now.").count() == 1


def test_set_aside_with_a_reason_it_stays_and_can_be_taken_in_after_all(table, asked):
    said = table.says(asked)[0]
    with pytest.raises(Refused, match="Say why"):
        reviews.set_aside(contribution=said, why=" ", by=table.senco, on=NOVEMBER)
    aside = reviews.set_aside(contribution=said, why="About her brother.", by=table.senco, on=NOVEMBER)
    assert aside.state == "set_aside"
    assert reviews.take_in(contribution=said, by=table.senco, on=NOVEMBER).state == "taken_in"
    with pytest.raises(Refused, match="already"):
        reviews.set_aside(contribution=said, why="No.", by=table.senco, on=NOVEMBER)


def test_paper_and_phone_are_typed_by_staff_and_marked_so(table, review):
    asked = table.asks(review, route="paper", email="")
    reviews.answer_for(invitation=asked, answers={"worries": "The bus."}, route="phone", by=table.senco, on=NOVEMBER,
                       key="t1", how="through an interpreter")
    kept = Contribution.objects.get()
    assert (kept.typed_by, kept.how_gathered) == (table.senco, "Said to staff for the review: through an interpreter")
    assert Event.objects.filter(kind="reviews.answered").latest("number").facts["typed"] is True


def test_reminders_come_every_few_days_and_three_times_at_most(table, asked):
    day = NOVEMBER
    with pytest.raises(Refused, match="Wait until 12 November 2026"):
        reviews.chase(invitation=asked, by=table.senco, on=day)
    for _ in range(policies.CHASES):
        day += policies.CHASE_EVERY
        reviews.chase(invitation=asked, by=table.senco, on=day)
    with pytest.raises(Refused, match="reminded 3 times"):
        reviews.chase(invitation=asked, by=table.senco, on=day + policies.CHASE_EVERY)
    assert Mail.objects.filter(key__startswith=f"review-asked:{asked.uuid}").count() == 4
    assert asked.links.count() == 4


def test_either_letter_works_until_the_person_is_asked_no_longer(table, asked):
    first = asked.links.get()
    reviews.chase(invitation=asked, by=table.senco, on=NOVEMBER + timedelta(days=5))
    reviews.answer(invitation=asked, answers={"worries": "Buses"}, key="k", on=NOVEMBER, link=first)
    reviews.take_back(invitation=asked, by=table.senco, on=NOVEMBER)
    assert not AnswerLink.objects.filter(invitation=asked, revoked_at=None).exists()
    with pytest.raises(Refused):
        reviews.answer(invitation=asked, answers={"worries": "Trams"}, key="k2", on=NOVEMBER, link=first)
    assert Contribution.objects.get().text == "Buses"


def test_no_reply_is_noted_and_an_answer_takes_it_back(table, asked):
    assert reviews.no_reply(invitation=asked, by=table.senco, on=NOVEMBER).no_reply_on == NOVEMBER
    table.says(asked)
    asked.refresh_from_db()
    assert (asked.no_reply_on, asked.answered_on) == (None, NOVEMBER)


def test_a_link_is_for_one_person_and_one_review(table, review, asked):
    other = table.asks(review, name="Helen Cross", email="helen@example.org", asked_as="professional")
    with pytest.raises(AnswerLink.DoesNotExist):
        reviews.answer(invitation=asked, answers={"worries": "x"}, key="k", on=NOVEMBER, link=other.links.get())


def test_a_block_ends_a_link_at_once(table, asked):
    block(learner=table.ada, member=table.parent, basis="Court order of 1 November", ordered=True, by=table.senco,
          on=NOVEMBER)
    with pytest.raises(Refused, match="The school no longer asks for your view here"):
        table.says(asked)
    with pytest.raises(Refused, match="is kept from this record"):
        table.asks(table.review(held_on=date(2027, 2, 1)))


@pytest.mark.parametrize("typed", ["Grace Okafor", "grace  okafor"])
def test_who_is_kept_out_is_not_put_on_the_list_by_name_either(table, review, typed):
    block(learner=table.ada, member=table.parent, basis="Court order of 1 November", ordered=True, by=table.senco,
          on=NOVEMBER)
    with pytest.raises(Refused, match="write their name so that the two differ"):
        table.asks(review, name=typed, route="paper", email="")
    assert table.asks(review, name="Grace Okafor, her aunt", route="paper", email="").pk


def test_the_round_robin_asks_all_who_teach_once_and_shows_who_has_answered(table, review, ta):
    asked = reviews.ask_teachers(review=review, by=table.senco, on=NOVEMBER)
    assert sorted(each.name for each in asked) == ["Imran Khan", "Jo Bell"]
    assert reviews.ask_teachers(review=review, by=table.senco, on=NOVEMBER) == []
    mine = next(each for each in asked if each.name == "Imran Khan")
    reviews.answer(invitation=mine, answers={"working-with-you": "Asks for help."}, key="k", on=NOVEMBER,
                   by=table.teacher)
    assert Invitation.objects.filter(review=review, answered_on__isnull=False).count() == 1
    with pytest.raises(Refused, match="asked of somebody else"):
        reviews.answer(invitation=mine, answers={"try-next": "x"}, key="k2", on=NOVEMBER, by=ta)


# -- pages -----------------------------------------------------------------------------------------------------------


def at(secret):
    return f"/view/{secret}/"


@pytest.fixture
def in_november():
    with time_machine.travel(datetime(2026, 11, 9, 9)):
        yield


def test_opening_a_link_does_nothing_and_shows_nothing_of_the_record(table, asked, client, in_november):
    secret, _ = table.link(asked)
    page = client.get(at(secret)).content.decode()
    assert "How are things going for Ada?" in page
    assert not {"Okafor", "My dog Biscuit", "Give me time"} & set(page.split("\n"))
    assert "Biscuit" not in page
    assert "Okafor" not in page.replace("Grace Okafor", "")
    assert Contribution.objects.count() == 0


def test_a_view_is_sent_with_a_plain_post(table, asked, client, in_november):
    secret, _ = table.link(asked)
    reply = client.post(at(secret), {"key": "k", "q-worries": "The bus."})
    assert "Thank you" in reply.content.decode()
    assert Contribution.objects.get().text == "The bus."


def test_what_is_kept_for_later_is_there_when_the_link_is_opened_again(table, asked, client, in_november):
    secret, _ = table.link(asked)
    client.post(at(secret), {"later": "1", "q-worries": "The bus."})
    assert "The bus." in client.get(at(secret)).content.decode()
    assert Contribution.objects.count() == 0
    said = client.post(at(secret), {"later": "1", "q-worries": "The bus!"}, headers={"Accept": "application/json"})
    assert said.json()["at"]


def test_an_ended_link_keeps_the_words_on_the_page_and_says_what_to_do(table, asked, client):
    secret, _ = table.link(asked)
    with time_machine.travel(datetime(2026, 12, 20, 9)):
        opened = client.get(at(secret))
        reply = client.post(at(secret), {"key": "k", "q-worries": "Please read this."})
    page = reply.content.decode()
    assert opened.status_code == reply.status_code == 410
    assert "This link worked until 6 December 2026." in opened.content.decode()
    assert "What you typed" not in opened.content.decode()
    assert "Please read this." in page
    assert "Copy it, and give it to the school" in page
    assert client.get(at("nothing-like-it")).status_code == 410


def test_a_child_is_asked_on_a_larger_page_with_something_to_tap(table, review, client_for, in_november):
    asked = table.asks_to_sign_in(review, table.child, "learner")
    client = client_for(table.child)
    address = f"/s/larkrise/asked/{asked.uuid}/"
    page = client.get(address).content.decode()
    assert "How is school for you?" in page
    assert "gt-own" in page
    client.post(address, {"key": "k", "c-school-feels": "Mixed up", "q-school-feels": "Maths is loud."})
    assert Contribution.objects.get().text == "Mixed up\nMaths is loud."
    assert "Nothing is asked of you" in client.get("/s/larkrise/asked/").content.decode()


def test_somebody_elses_form_is_not_there(table, review, client_for, ta, in_november):
    asked = table.asks_to_sign_in(review, table.teacher, "teacher")
    assert client_for(ta).get(f"/s/larkrise/asked/{asked.uuid}/").status_code == 404
    assert client_for(table.teacher).get(f"/s/larkrise/asked/{asked.uuid}/").status_code == 200


# -- as it stands in the record ----------------------------------------------------------------------------------------


def in_the_record(table, asked, question, text, **how) -> Entry:
    reviews.answer(invitation=asked, answers={question: text}, key="r1", on=NOVEMBER, **how)
    taken = reviews.take_in(contribution=asked.contributions.get(), by=table.senco, on=NOVEMBER + timedelta(days=2))
    return Entry.objects.get(uuid=taken.entry)


def test_what_they_are_to_the_learner_stands_beside_their_words_in_the_plan(table, review):
    asked = table.asks(review, name="Rose Okafor", role="Grandmother")
    reviews.take_in(contribution=table.says(asked)[0], by=table.senco, on=NOVEMBER)
    line = arrange_node(entry_node(Entry.objects.get(said_by_name__startswith="Rose")))
    assert line["who"] == "Rose Okafor, Grandmother"
    signed = table.asks_to_sign_in(review, table.parent, "family")
    told = reviews.answer(invitation=signed, answers={"worries": "Noise."}, key="s", by=table.parent, on=NOVEMBER)
    reviews.take_in(contribution=told[0], by=table.senco, on=NOVEMBER)
    assert "written down by" not in arrange_node(entry_node(Entry.objects.get(text="Noise.")))["how"]


def test_that_a_child_is_happy_is_not_among_her_worries_and_stands_with_what_she_was_asked(table, review):
    entry = in_the_record(table, table.asks_to_sign_in(review, table.child, "learner"), "school-feels", "Happy",
                          by=table.child)
    assert FIELDS[entry.field].title == "What the learner says"
    assert entry.source == "Told us for the review on 9 November 2026, asked “How is school for you?”"


def test_who_signed_in_wrote_it_and_not_whoever_took_it_in(table, review):
    entry = in_the_record(table, table.asks_to_sign_in(review, table.teacher, "teacher"), "try-next", "A timer.",
                          by=table.teacher)
    assert entry.written_by == table.teacher
    assert Event.objects.filter(kind="reviews.taken_in").latest("number").by_name.startswith(table.senco.name)


def test_who_answers_by_a_link_wrote_it_themselves(table, asked):
    entry = in_the_record(table, asked, "worries", "The bus.", link=asked.links.get())
    assert (entry.scribe, entry.how_gathered) == ("", "Written by themselves on a form for the review, by a link")
    assert "written down by" not in arrange_node(entry_node(entry))["how"]


def test_what_staff_typed_says_who_typed_it(table, review, senco_team):
    asked = table.asks(review, route="paper", email="")
    reviews.answer_for(invitation=asked, answers={"worries": "The bus."}, route="phone", by=senco_team, on=NOVEMBER,
                       key="t1")
    taken = reviews.take_in(contribution=asked.contributions.get(), by=table.senco, on=NOVEMBER)
    assert Entry.objects.get(uuid=taken.entry).written_by == senco_team


# -- the pictures on a child’s form ---------------------------------------------------------------------------------


def test_a_child_taps_a_face_with_its_words_beside_it(table, review, client_for):
    asked = table.asks_to_sign_in(review, table.child, "learner")
    at = f"/s/larkrise/asked/{asked.uuid}/"
    with time_machine.travel(NOVEMBER):
        client = client_for(table.child)
        shown = client.get(at).content.decode()
        faces = re.findall(r"<label[^>]*><svg.*?</svg>\s*<span>([^<]+)</span></label>", shown, re.DOTALL)
        assert faces == ["Happy", "Mostly all right", "Mixed up", "Not very good", "Sad or cross"]
        assert shown.count('<svg class="gt-picture"') == 5 + 4  # and one beside each other question
        client.post(at, {"later": "1", "c-school-feels": "Mixed up", "q-school-feels": "The hall is loud.",
                         "q-good-things": "Horses"})
        again = client.get(at).content.decode()
        assert re.search(r'value="Mixed up"[^>]* checked', again)
        thanks = client.post(at, {"key": "k", "c-school-feels": "Mixed up", "q-good-things": "Horses"})
    assert "gt-picture" in thanks.content.decode()
    assert set(Contribution.objects.values_list("text", flat=True)) == {"Mixed up", "Horses"}


def test_who_types_for_a_child_sees_words_only(table, review, client_for):
    asked = table.asks(review, name="Ada Okafor", email="", asked_as="learner", route="paper")
    with time_machine.travel(NOVEMBER):
        shown = client_for(table.senco).get(
            f"/s/larkrise/learners/{table.ada.pk}/reviews/{review.uuid}/people/{asked.uuid}/typed/").content.decode()
    assert "gt-picture" not in shown
    assert "Mixed up" in shown


def test_every_picture_is_drawn_and_asks_nothing_of_anywhere():
    drawn = {path.stem: path.read_text() for path in (Path(questions.__file__).parent / "templates/reviews/pictures")
             .glob("*.html")}
    assert set(drawn) == set(questions.PICTURES)
    assert all('aria-hidden="true"' in each and "http" not in each and "style=" not in each for each in drawn.values())


def test_a_choice_without_its_picture_is_told_with_its_line(settings, tmp_path):
    (tmp_path / "core").mkdir()
    whole = (settings.PACKS_DIR / "core" / "review-questions.yaml").read_text()
    (tmp_path / "core" / "review-questions.yaml").write_text(whole.replace(", low, cross]", ", low]"))
    settings.PACKS_DIR = tmp_path
    with pytest.raises(PackError, match="As many pictures as choices"):
        questions.read()
