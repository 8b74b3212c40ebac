"""Writing and changing on the page, with and without JavaScript."""

import re
import uuid

import pytest
from django.urls import reverse

from goldenthread.story import operations
from goldenthread.story.models import Entry
from goldenthread.story.tests.cast import DAY

JSON = {"Accept": "application/json"}


@pytest.fixture
def entry(cast):
    return operations.write(learner=cast.ada, field="important-to-me", text="My dog", said_by="learner", by=cast.khan,
                            on=DAY)


def new(cast, field="important-to-me"):
    return reverse("story:new", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, "field": field})


def change(cast, entry, slug=None):
    return reverse("story:change", kwargs={"slug": slug or cast.school.slug, "pk": cast.ada.pk, "uuid": entry.uuid})


def posted(who, text="My dog, Biscuit", **more):
    return {"writer": who.pk, "uuid": uuid.uuid4(), "revision": 0, "said_by": "learner", "text": text,
            "source_kind": "comment", "audience": "everyone", **more}


def of(entry, who, text, revision=1, **more):
    return posted(who, text, uuid=entry.uuid, revision=revision, **more)


def test_plain_post_saves_and_says_so(cast, client_for):
    reply = client_for(cast.khan).post(new(cast), posted(cast.khan), follow=True)
    assert reply.redirect_chain[0][0].endswith("/record/#important-to-me")
    assert "Saved in Ada’s record." in reply.content.decode()
    entry = Entry.objects.get()
    assert (entry.text, entry.voice, entry.happened_on) == ("My dog, Biscuit", "Ada", DAY)


def test_words_of_the_staff_without_a_name_are_the_writers_own(cast, client_for):
    client_for(cast.khan).post(new(cast, "strengths"), posted(cast.khan, said_by="staff"))
    assert Entry.objects.get().voice == "Imran Khan"


def test_a_double_submit_is_one_entry(cast, client_for):
    client, data = client_for(cast.khan), posted(cast.khan)
    assert client.post(new(cast), data).status_code == 302
    assert client.post(new(cast), data).status_code == 302
    assert Entry.objects.count() == 1


def test_a_page_that_saved_itself_goes_on_with_the_same_entry(cast, client_for):
    client, data = client_for(cast.khan), posted(cast.khan)
    first = client.post(new(cast), data, headers=JSON).json()
    assert first["revision"] == 1
    assert first["at"] == "10:00"
    second = client.post(new(cast), {**data, "text": "My dog and my cat", "revision": 1}, headers=JSON).json()
    assert second["revision"] == 2
    assert second["href"] == change(cast, Entry.objects.get())
    assert Entry.objects.get().text == "My dog and my cat"


def test_a_stale_page_shows_both_texts_and_saves_neither(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    reply = client_for(cast.khan).post(change(cast, entry), of(entry, cast.khan, "Mr Khan’s words"))
    page = reply.content.decode()
    assert reply.status_code == 409
    assert "Tom Reed saved this meanwhile" in page
    assert "Tom’s words" in page
    assert "Mr Khan’s words</textarea>" in page
    assert 'name="revision" value="2"' in page
    assert Entry.objects.get().text == "Tom’s words"
    after = client_for(cast.khan).post(change(cast, entry), of(entry, cast.khan, "Mr Khan’s words", 2))
    assert after.status_code == 302
    assert list(entry.revisions.values_list("text", flat=True)) == ["Tom’s words", "My dog"]


def wordings(entry):
    return list(entry.revisions.values_list("text", "revised_by__name"))


def test_words_that_give_way_to_theirs_are_kept_among_the_earlier_wordings(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    client, mine = client_for(cast.khan), of(entry, cast.khan, "Mr Khan’s words", 2, choose="1", theirs="1")
    for _ in range(2):  # pressed twice, they are kept once
        page = client.post(change(cast, entry), mine, follow=True).content.decode()
    assert "Your own words are kept among its earlier wordings" in page
    entry.refresh_from_db()
    assert (entry.text, entry.revised_by) == ("Tom’s words", cast.tom)
    assert [text for text, _ in wordings(entry)].count("Mr Khan’s words") == 1
    assert ("Mr Khan’s words", "Imran Khan") in wordings(entry)


def test_the_script_keeps_the_words_that_gave_way_as_well(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    sent = of(entry, cast.khan, "Tom’s words", 2, choose="1", mine="1", aside="Mr Khan’s words")
    reply = client_for(cast.khan).post(change(cast, entry), sent, headers=JSON).json()
    entry.refresh_from_db()
    assert (entry.text, reply["revision"]) == ("Tom’s words", entry.revision)
    assert ("Mr Khan’s words", "Imran Khan") in wordings(entry)


def test_words_set_aside_are_for_no_more_readers_than_either_had_in_mind(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    client_for(cast.khan).post(change(cast, entry), of(entry, cast.khan, "Mine", 2, theirs="1", audience="staff"))
    assert entry.revisions.get(text="Mine").audience == "staff"


@pytest.mark.parametrize("who", ["khan", "priya"])
def test_readers_made_fewer_while_one_writes_stay_fewer_and_the_page_says_so(cast, client_for, entry, who):
    who = getattr(cast, who)
    operations.revise(entry=entry, text="My dog", revision=1, audience="staff", by=cast.tom, on=DAY)
    reply = client_for(who).post(change(cast, entry), of(entry, who, "My dog, Biscuit"), headers=JSON)
    entry.refresh_from_db()
    assert (reply.status_code, entry.text, entry.audience) == (200, "My dog, Biscuit", "staff")
    assert "its readers were made fewer" in reply.json()["warning"]
    assert "School staff who work with the learner" in reply.json()["warning"]
    assert reply.json()["boxes"] == {"audience": "staff"}


def test_readers_made_fewer_stay_fewer_where_both_texts_wait_for_a_choice(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, audience="staff", by=cast.tom, on=DAY)
    page = client_for(cast.priya).post(change(cast, entry), of(entry, cast.priya, "Mine"))
    assert "its readers were made fewer" in page.content.decode()
    assert page.context["form"]["audience"].value() == "staff"


def test_the_sencos_team_can_still_let_more_people_read_it(cast, client_for, entry):
    operations.revise(entry=entry, text="My dog", revision=1, audience="staff", by=cast.tom, on=DAY)
    client_for(cast.priya).post(change(cast, entry), of(entry, cast.priya, "My dog", 2))
    entry.refresh_from_db()
    assert entry.audience == "everyone"


def test_both_texts_can_be_put_in_the_box_without_javascript(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    reply = client_for(cast.khan).post(change(cast, entry), of(entry, cast.khan, "Mine", 2, both="1"))
    assert "Tom’s words\n\nMine</textarea>" in reply.content.decode()
    assert Entry.objects.get().text == "Tom’s words"
    assert reply.context["form"].non_field_errors() == ["Not saved yet. Read it through and press Save."]
    page = reply.content.decode()
    assert 'name="both"' not in page
    assert 'name="mine"' not in page
    assert "Keep theirs" in page
    boxes = dict.fromkeys(re.findall(r'name="(choose)"', page), "2")
    both = of(entry, cast.khan, "Tom’s words\n\nMine", 2) | boxes
    assert client_for(cast.khan).post(change(cast, entry), both).status_code == 302
    assert Entry.objects.get().text == "Tom’s words\n\nMine"


def test_a_line_that_both_texts_have_stands_in_the_box_once(cast, client_for, entry):
    for revision, text in ((1, "- reads\n- draws"), (2, "- reads aloud\n- draws\n- sings")):
        operations.revise(entry=entry, text=text, revision=revision, by=cast.tom, on=DAY)
    client, mine = client_for(cast.khan), "- reads\n- draws\n- runs"
    page = client.post(change(cast, entry), of(entry, cast.khan, mine, 2)).content.decode()
    chosen = re.search(r'name="choose" value="(\d+)"', page)[1]
    reply = client.post(change(cast, entry), of(entry, cast.khan, mine, 3, both="1", choose=chosen))
    assert "- reads aloud\n- draws\n- sings\n- runs</textarea>" in reply.content.decode()


def test_save_is_offered_once_one_text_is_chosen(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    client = client_for(cast.khan)
    page = client.post(change(cast, entry), of(entry, cast.khan, "Mine"))
    assert "data-save hidden>" in page.content.decode()
    page = client.post(change(cast, entry), of(entry, cast.khan, "Mine", 2, choose="1", both="1"))
    assert "data-save>Save what is in my box" in page.content.decode()


def test_two_first_saves_of_one_new_page_show_both(cast, client_for):
    client, data = client_for(cast.khan), posted(cast.khan, "First")
    client.post(new(cast), data)
    reply = client.post(new(cast), {**data, "text": "Second"})
    assert reply.status_code == 409
    assert f'action="{change(cast, Entry.objects.get())}"' in reply.content.decode()


def test_the_script_is_given_their_text_and_what_to_show(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    reply = client_for(cast.khan).post(change(cast, entry), of(entry, cast.khan, "Mine"), headers=JSON)
    assert reply.status_code == 409
    assert (reply.json()["revision"], reply.json()["theirs"]) == (2, {"text": "Tom’s words"})
    assert "Put both together" in reply.json()["html"]


def test_an_empty_box_is_asked_for_with_an_error_summary(cast, client_for):
    reply = client_for(cast.khan).post(new(cast), posted(cast.khan, " "))
    assert reply.status_code == 422
    assert 'href="#id_text"' in reply.content.decode()


@pytest.mark.parametrize(("text", "why"), [
    ("a" * 20_001, "20,001 characters long and at most 20,000 fit"),
    ("line\n" * 10_000, "at most 20,000 fit"),
    ("x\n" * 5_000, "5,000 lines and at most 1,000 fit"),
    ("long " * 200_000, "at most 20,000 fit"),
])
def test_too_much_is_refused_with_the_count_and_stays_in_the_box(cast, client_for, text, why):
    reply = client_for(cast.khan).post(new(cast), posted(cast.khan, text))
    assert reply.status_code == 422
    assert why in reply.content.decode()
    assert text.strip()[-50:] in reply.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("year", "why"), [("1900", "before Ada was born"), ("2030", "in the future")])
def test_a_day_that_cannot_be_is_asked_for_again(cast, client_for, year, why):
    when = {"happened_on_day": "1", "happened_on_month": "1", "happened_on_year": year}
    page = client_for(cast.khan).post(new(cast), posted(cast.khan, "Kept on the page", **when))
    assert page.status_code == 422
    assert why in page.content.decode()
    assert "Kept on the page</textarea>" in page.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("field", ["important-to-me", "strengths"])
def test_nobodys_words_are_taken_for_granted(cast, client_for, field):
    client = client_for(cast.khan)
    assert "checked" not in voices_in(client.get(new(cast, field)))
    page = client.post(new(cast, field), posted(cast.khan, "Kept on the page", said_by=""))
    assert page.status_code == 422
    assert "Answer the question: Whose words are these?" in page.content.decode()
    assert "Kept on the page</textarea>" in page.content.decode()
    assert 'value="learner"' in voices_in(client.get(f"{new(cast, field)}?said_by=learner")).split("checked")[0]
    assert not Entry.objects.exists()


def voices_in(page):
    return page.content.decode().split('name="said_by"', 1)[1].split('name="said_by_name"')[0]


def test_not_now_throws_away_what_saved_itself(cast, client_for):
    client, data = client_for(cast.khan), posted(cast.khan, "Half a sen")
    page = client.post(client.post(new(cast), data, headers=JSON).json()["href"], {**data, "throw_away": "1"},
                       follow=True)
    assert "Thrown away: what you began is not in the record." in page.content.decode()
    entry = Entry.objects.get()
    assert (entry.retired_on, entry.retired_why) == (DAY, operations.MISTAKE)
    assert entry.text == "Half a sen"


def test_what_another_has_written_in_is_not_thrown_away(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    operations.revise(entry=entry, text="Mine again", revision=2, by=cast.khan, on=DAY)
    page = client_for(cast.khan).post(change(cast, entry), of(entry, cast.khan, "x", throw_away="1"), follow=True)
    assert "Somebody else has written in this too" in page.content.decode()
    page = client_for(cast.jo).post(change(cast, entry), of(entry, cast.khan, "x", throw_away="1"), follow=True)
    assert "You are signed in as Jo Bell" in page.content.decode()
    assert Entry.objects.get().retired_on is None


def test_a_conflict_says_at_the_top_what_to_choose_and_says_it_more_plainly_when_saved_again(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    client = client_for(cast.khan)
    first = client.post(change(cast, entry), of(entry, cast.khan, "Mine")).context["form"].non_field_errors()
    again = client.post(change(cast, entry), of(entry, cast.khan, "Mine", 2, choose="2")).context["form"]
    assert "Below are both texts: choose one" in first[0]
    assert "by one of the three buttons" in again.non_field_errors()[0]


@pytest.mark.parametrize(("asked", "back"), [
    ("/s/larkrise/learners/1/plan/draft/#section-hopes", "/s/larkrise/learners/1/plan/draft/#section-hopes"),
    ("https://elsewhere.example/s/larkrise/", ""), ("//elsewhere.example/", ""), ("/s/ashfield/", ""),
])
def test_saving_goes_back_to_the_page_one_came_from_if_it_is_ours(cast, client_for, asked, back):
    client = client_for(cast.khan)
    page = client.get(new(cast), {"next": asked})
    assert page.context["next"] == back
    record = reverse("story:record", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk}) + "#important-to-me"
    assert client.post(new(cast), posted(cast.khan, next=asked))["Location"] == (back or record)
    assert client.post(new(cast), posted(cast.khan, next=asked), headers=JSON).json()["done"] == (back or record)


def test_saving_again_after_a_conflict_needs_a_choice(cast, client_for, entry):
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    client, again = client_for(cast.khan), of(entry, cast.khan, "Mine", 2, choose="2")
    assert 'name="choose" value="1"' in client.post(change(cast, entry), of(entry, cast.khan, "Mine")).content.decode()
    page = client.post(change(cast, entry), again)
    assert page.status_code == 409
    assert "Keep yours, keep theirs or put both together" in page.content.decode()
    assert "Mine</textarea>" in page.content.decode()
    assert client.post(change(cast, entry), again, headers=JSON).status_code == 409
    assert Entry.objects.get().text == "Tom’s words"
    assert client.post(change(cast, entry), {**again, "text": "Tom’s words, and mine"}).status_code == 302
    assert client.post(change(cast, entry), {**again, "revision": 3, "mine": "1"}).status_code == 302
    assert Entry.objects.get().text == "Mine"


def test_markup_is_shown_as_it_was_typed(cast, client_for):
    text = "<script>alert(1)</script> & <b>bold</b> </textarea><img src=x onerror=alert(1)>"
    client = client_for(cast.khan)
    client.post(new(cast), posted(cast.khan, text, said_by_name="<i>Ada</i>", source_label="\"><script>"))
    where = reverse("story:record", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk})
    for path in (where, change(cast, Entry.objects.get())):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_words_typed_by_one_person_are_never_saved_as_anothers(cast, client_for):
    reply = client_for(cast.jo).post(new(cast), posted(cast.khan), headers=JSON)
    assert reply.status_code == 422
    assert "You are signed in as Jo Bell" in reply.json()["why"]
    page = client_for(cast.jo).post(new(cast), posted(cast.khan, "Kept on the page"))
    assert "Kept on the page</textarea>" in page.content.decode()
    assert not Entry.objects.exists()


def test_another_childs_name_is_pointed_out(cast, client_for):
    data = posted(cast.khan, "He likes to sit with LEO NGUYEN, at lunch.")
    reply = client_for(cast.khan).post(new(cast), data, headers=JSON)
    assert reply.json()["warning"].startswith("This names Leo Nguyễn, in Ada’s record.")
    page = client_for(cast.khan).post(new(cast), data, follow=True).content.decode()
    assert "Is it about the right child?" in page


@pytest.mark.parametrize("who", ["grace", "dev", "nia"])
def test_the_page_is_not_there_for_those_who_do_not_write(cast, client_for, entry, who):
    client = client_for(getattr(cast, who))
    for path in (new(cast), change(cast, entry)):
        assert client.get(path).status_code == 404
        assert client.post(path, posted(getattr(cast, who))).status_code == 404


def test_an_entry_is_found_only_in_its_own_learners_record_and_by_its_readers(cast, client_for, entry):
    secret = operations.write(learner=cast.ada, field="senco-notes", text="s", said_by="staff", by=cast.priya, on=DAY)
    khan, priya = client_for(cast.khan), client_for(cast.priya)
    assert khan.get(change(cast, secret)).status_code == 404
    assert khan.get(new(cast, "senco-notes")).status_code == 404
    assert priya.get(change(cast, secret)).status_code == 200
    elsewhere = reverse("story:change", kwargs={"slug": cast.school.slug, "pk": cast.leo.pk, "uuid": entry.uuid})
    assert priya.get(elsewhere).status_code == 404
    assert khan.get(elsewhere).status_code == 404
    assert client_for(cast.nia).get(change(cast, entry, cast.next_door.slug)).status_code == 404


def test_a_uuid_of_an_entry_one_may_not_read_gives_nothing_away(cast, client_for):
    secret = operations.write(learner=cast.ada, field="hopes", text="Hidden", said_by="staff", by=cast.priya, on=DAY,
                              audience="senco")
    for revision in (0, 1):
        reply = client_for(cast.khan).post(new(cast, "hopes"), posted(cast.khan, uuid=secret.uuid, revision=revision),
                                           headers=JSON)
        assert reply.status_code == 422
        assert "Hidden" not in reply.content.decode()


def test_the_words_never_leave_through_the_browser(cast, client_for, entry):
    page = client_for(cast.khan).get(change(cast, entry)).content.decode()
    box = page[page.index("<textarea"):page.index("</textarea>")]
    for attribute in ('spellcheck="false"', 'translate="no"', 'autocomplete="off"'):
        assert attribute in box


def test_somebody_signed_out_is_sent_to_sign_in_with_no_words_in_the_address(cast, client):
    reply = client.post(new(cast), posted(cast.khan, "Private words"), headers=JSON)
    assert reply.status_code in {302, 401}
    assert "Private" not in reply.headers.get("Location", "")
