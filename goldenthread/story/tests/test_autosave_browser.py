"""The page that saves itself, in a real browser: nothing typed is ever lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from goldenthread.learners.models import Grant
from goldenthread.learners.operations import end_grant
from goldenthread.story import operations
from goldenthread.story.models import Entry
from goldenthread.story.tests.cast import DAY
from goldenthread.story.tests.test_merging import TABLE
from tests.browser import ROOT, cookie_of, is_fine

pytestmark = pytest.mark.browser
PASSWORD = "a long enough passphrase"
BEGUN = re.compile(r"Kept for you alone at \d\d:\d\d, not in the record yet: choose whose words these are\.")
SAVED = re.compile(r"Saved \d\d:\d\d")


@pytest.fixture
def visit(visit):
    """As everybody's, and cut off before it is closed: a page left with words in it saves them as it goes, and would
    write into the next test.
    """
    opened = []

    def open_page(*args, **options):
        opened.append(visit(*args, **options))
        return opened[-1]

    yield open_page
    for page in opened:
        page.context.set_offline(True)


@pytest.fixture
def entry(cast):
    return operations.write(learner=cast.ada, field="important-to-me", text="My dog", said_by="learner", by=cast.khan,
                            on=DAY)


def new(cast):
    return reverse("story:new", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, "field": "important-to-me"})


def change(cast, entry):
    return reverse("story:change", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, "uuid": entry.uuid})


def box(page):
    return page.get_by_label("What was said or seen")


def state(page):
    return page.locator("[data-saved]")


def says(page, words):
    expect(state(page)).to_have_text(words, timeout=12_000)


def kept_in_browser(page):
    return page.evaluate("localStorage.length + sessionStorage.length")


def test_words_save_themselves_as_one_types(cast, visit):
    page = visit(cast.khan, new(cast))
    page.get_by_label("Ada", exact=True).check()
    box(page).press_sequentially("My dog, Biscuit")
    says(page, SAVED)
    entry = Entry.objects.get()
    assert (entry.text, entry.voice) == ("My dog, Biscuit", "Ada")
    assert page.url.endswith(change(cast, entry))
    box(page).press_sequentially(" and my gran")
    says(page, "Saving")
    says(page, SAVED)
    page.reload()
    expect(box(page)).to_have_value("My dog, Biscuit and my gran")
    assert kept_in_browser(page) == 0
    assert Entry.objects.get().revision == 2


def test_the_button_saves_at_once_and_goes_back(cast, visit):
    page = visit(cast.khan, new(cast), "phone")
    page.get_by_label("Ada", exact=True).check()
    box(page).fill("Quiet before lunch")
    page.get_by_role("button", name="Save and go back").dblclick()
    page.wait_for_url("**/record/*")
    expect(page.get_by_text("Saved in Ada’s record.")).to_be_visible()
    expect(page.get_by_text("Quiet before lunch")).to_be_visible()
    assert Entry.objects.count() == 1


def test_an_empty_box_sent_shows_the_page_with_its_errors(cast, visit):
    page = visit(cast.khan, new(cast))
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")


def test_nothing_is_saved_before_somebody_says_whose_words_they_are(cast, visit):
    page = visit(cast.khan, new(cast))
    box(page).fill("Half a sentence")
    says(page, BEGUN)
    asked = dialogs(page, "dismiss")
    page.get_by_role("link", name="Not now").click()
    page.wait_for_url("**/record/")
    assert asked == []
    page.goto(new(cast))
    expect(page.get_by_text("You began this")).to_be_visible()
    expect(box(page)).to_have_value("Half a sentence")
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_role("alert")).to_contain_text("Whose words are these?")
    expect(box(page)).to_have_value("Half a sentence")
    assert not Entry.objects.exists()


def dialogs(page, do):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), getattr(dialog, do)()))
    return asked


def test_not_now_takes_out_what_had_saved_itself(cast, visit):
    page = visit(cast.khan, new(cast))
    asked = dialogs(page, "accept")
    expect(page.get_by_role("button", name="Not now")).to_have_count(0)
    page.get_by_label("Ada", exact=True).check()
    box(page).fill("Half a sen")
    says(page, SAVED)
    expect(page.get_by_role("link", name="Not now")).to_have_count(0)
    box(page).press_sequentially("tence")
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_text("Thrown away: what you began is not in the record.")).to_be_visible()
    entry = Entry.objects.get()
    assert (entry.retired_why, entry.text, asked) == (operations.MISTAKE, "Half a sentence", [])


def test_not_now_asks_nothing_where_nothing_was_typed(cast, visit):
    page = visit(cast.khan, new(cast))
    asked = dialogs(page, "accept")
    page.get_by_label("Ada", exact=True).check()
    page.get_by_role("link", name="Not now").click()
    page.wait_for_url("**/record/")
    assert (asked, Entry.objects.count()) == ([], 0)


@pytest.mark.parametrize("how", ["link", "back", "script"])
def test_words_just_typed_are_saved_on_the_way_out(cast, visit, how):
    where = reverse("story:record", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk})
    page = visit(cast.khan, where)
    page.goto(new(cast))
    asked = dialogs(page, "accept")
    page.get_by_label("Ada", exact=True).check()
    box(page).fill("Typed and left")
    if how == "link":
        page.get_by_role("link", name="Record", exact=True).click()
    elif how == "back":
        page.evaluate("history.back()")
    else:
        page.evaluate("where => location.assign(where)", where)
    page.wait_for_url("**/record/")
    page.wait_for_timeout(300)
    assert [entry.text for entry in Entry.objects.all()] == ["Typed and left"]
    assert asked == ([] if how == "link" else ["beforeunload"])


def test_on_conflict_saving_again_waits_for_a_choice(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    box(page).fill("Mine")
    for _ in range(2):
        page.get_by_role("button", name="Save and go back").click()
        says(page, re.compile("Not saved: somebody else saved this"))
    top = page.locator("[data-choose-first]")
    top.wait_for()
    assert top.evaluate("each => each === document.activeElement")
    page.wait_for_timeout(300)
    entry.refresh_from_db()
    assert entry.text == "Tom’s words"
    box(page).fill("Tom’s words, and mine")
    page.get_by_role("button", name="Save and go back").click()
    page.wait_for_url("**/record/*")
    entry.refresh_from_db()
    assert entry.text == "Tom’s words, and mine"


def test_a_lost_connection_keeps_the_words_holds_the_page_and_goes_on(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    page.context.set_offline(True)
    box(page).fill("My dog, typed in a tunnel")
    says(page, "Not saved: no connection. Your words are safe on this page. Trying again.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(box(page)).to_have_value("My dog, typed in a tunnel")
    assert kept_in_browser(page) == 0
    page.context.set_offline(False)
    says(page, SAVED)
    entry.refresh_from_db()
    assert entry.text == "My dog, typed in a tunnel"


def test_a_save_whose_answer_was_lost_is_known_again(cast, visit):
    page = visit(cast.khan, new(cast))
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/new/", lose_the_answer)
    page.get_by_label("Ada", exact=True).check()
    box(page).fill("First words")
    says(page, re.compile("no connection"))
    box(page).fill("First words and more")
    says(page, SAVED)
    assert lost == [200]
    assert Entry.objects.get().text == "First words and more"


def test_a_slow_save_is_not_overtaken(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    sent = []

    def slow_first(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data)
            if len(sent) == 1:
                page.wait_for_timeout(1_500)
        route.continue_()

    page.route("**/entries/**", slow_first)
    box(page).fill("One")
    page.wait_for_event("request", lambda request: request.method == "POST")
    box(page).fill("One, two")
    page.get_by_role("button", name="Save and go back").click()
    page.wait_for_url("**/record/*")
    entry.refresh_from_db()
    assert entry.text == "One, two"
    assert list(entry.revisions.values_list("text", flat=True)) == ["One", "My dog"]


def test_an_ended_session_asks_in_the_page_and_the_save_goes_on(cast, visit, entry, settings):
    settings.DEMO = True  # a password alone, so that the whole way can be walked here
    cast.khan.user.set_password(PASSWORD)
    cast.khan.user.save()
    page = visit(cast.khan, change(cast, entry))
    Session.objects.all().delete()
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    box(page).fill("Secret words typed after the end")
    dialog = page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible(timeout=12_000)
    dialog.get_by_label("E-mail").fill(cast.khan.user.login)
    dialog.get_by_label("Password", exact=True).fill("wrong")
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog.locator("[data-problem]")).not_to_be_empty()
    dialog.get_by_label("E-mail").fill(cast.khan.user.login)
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    says(page, SAVED)
    expect(dialog).to_have_count(0)
    entry.refresh_from_db()
    assert entry.text == "Secret words typed after the end"
    assert not any("Secret" in address or "passphrase" in address for address in addresses)
    assert kept_in_browser(page) == 0


def test_signing_in_on_another_tab_does_as_well(cast, visit, entry, client, live_server):
    page = visit(cast.khan, change(cast, entry))
    Session.objects.all().delete()
    box(page).fill("Words that wait")
    dialog = page.get_by_role("dialog", name="Sign in to go on")
    expect(dialog).to_be_visible(timeout=12_000)
    dialog.get_by_role("button", name="I have signed in").click()
    expect(dialog).to_contain_text("You are not signed in yet.")
    page.context.add_cookies([cookie_of(cast.khan, client, live_server.url)])
    dialog.get_by_role("button", name="I have signed in").click()
    says(page, SAVED)
    entry.refresh_from_db()
    assert entry.text == "Words that wait"


def test_another_person_signing_in_does_not_take_the_words_for_their_own(cast, visit, entry, client, live_server):
    page = visit(cast.khan, change(cast, entry))
    page.context.clear_cookies()
    page.context.add_cookies([cookie_of(cast.jo, client, live_server.url)])
    box(page).fill("Mr Khan’s words")
    says(page, re.compile("Not saved: .*You are signed in as Jo Bell"))
    expect(box(page)).to_have_value("Mr Khan’s words")
    entry.refresh_from_db()
    assert entry.text == "My dog"


def test_on_conflict_both_texts_stand_side_by_side_and_can_be_put_together(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    box(page).fill("Mr Khan’s words")
    says(page, re.compile("somebody else saved this"))
    expect(page.get_by_role("heading", name="Tom Reed saved this meanwhile")).to_be_visible()
    expect(page.locator("[data-their-text]")).to_have_text("Tom’s words")
    expect(box(page)).to_have_value("Mr Khan’s words")
    is_fine(page)
    page.get_by_role("button", name="Put both together").click()
    says(page, SAVED)
    entry.refresh_from_db()
    assert entry.text == "Tom’s words\n\nMr Khan’s words"
    assert entry.revisions.filter(text="Tom’s words").exists()


def test_the_page_puts_two_texts_together_as_the_server_does(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    script = (ROOT / "assets" / "js" / "autosave" / "together.js").read_text().replace("export ", "")
    told = page.evaluate(f"""rows => {{
        {script}
        return rows.map(([, theirs, mine, before]) => together(theirs, mine, before)); }}""", TABLE)
    assert told == [row[-1] for row in TABLE]


def test_a_line_that_both_have_stands_once_when_they_are_put_together(cast, visit, entry):
    operations.revise(entry=entry, text="- reads\n- draws", revision=1, by=cast.tom, on=DAY)
    page = visit(cast.khan, change(cast, entry))
    operations.revise(entry=entry, text="- reads aloud\n- draws", revision=2, by=cast.tom, on=DAY)
    box(page).fill("- reads\n- draws\n- runs")
    says(page, re.compile("somebody else saved this"))
    page.get_by_role("button", name="Put both together").click()
    expect(box(page)).to_have_value("- reads aloud\n- draws\n- runs")


@pytest.mark.parametrize(("button", "left"), [("Keep mine", "Mine"), ("Keep theirs", "Tom’s words")])
def test_on_conflict_one_text_can_be_kept(cast, visit, entry, button, left):
    page = visit(cast.khan, change(cast, entry))
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    box(page).fill("Mine")
    page.get_by_text(button, exact=True).click()
    says(page, SAVED if left == "Mine" else re.compile("Saved|^$|Not saved: somebody"))
    expect(box(page)).to_have_value(left)
    if left != "Mine":
        expect(page.get_by_text("What you wrote, left out")).to_be_visible()
        expect(page.locator(".gt-words")).to_have_text("Mine")
        says(page, SAVED)
        assert "Mine" in entry.revisions.values_list("text", flat=True)
    entry.refresh_from_db()
    assert entry.text == left


def test_what_was_taken_out_meanwhile_is_said_and_the_words_stay(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    operations.retire(entry=entry, why="Wrong record", by=cast.tom, on=DAY)
    box(page).fill("Still typing")
    says(page, re.compile("Not saved: This was taken out of the record"))
    expect(box(page)).to_have_value("Still typing")


def test_access_that_ended_meanwhile_is_said_and_the_words_stay(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    for grant in Grant.objects.filter(member=cast.khan):
        end_grant(grant=grant, by=cast.priya, on=DAY)
    box(page).fill("Still typing")
    says(page, "Not saved: this page is no longer open to you. Copy your words before you leave it.")
    expect(box(page)).to_have_value("Still typing")


def test_a_paste_of_a_megabyte_is_counted_not_cut(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    page.evaluate("document.querySelector('textarea').value = 'x'.repeat(1_000_000)")
    box(page).press("End")
    box(page).press_sequentially("!")
    says(page, re.compile(r"1,000,001 characters long and at most 20,000 fit"))


def test_another_childs_name_is_pointed_out_while_typing(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry))
    box(page).fill("She sits with Leo Nguyễn.")
    says(page, SAVED)
    expect(page.get_by_text("This names Leo Nguyễn, in Ada’s record.")).to_be_visible()


def test_it_all_works_without_javascript(cast, visit, entry):
    page = visit(cast.khan, change(cast, entry), java_script_enabled=False)
    operations.revise(entry=entry, text="Tom’s words", revision=1, by=cast.tom, on=DAY)
    box(page).fill("Mine")
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_role("heading", name="Tom Reed saved this meanwhile")).to_be_visible()
    expect(page.get_by_role("button", name="Save what is in my box")).to_be_hidden()
    page.get_by_role("button", name="Put both together").click()
    expect(box(page)).to_have_value("Tom’s words\n\nMine")
    page.get_by_role("button", name="Save what is in my box").click()
    expect(page.get_by_text("Saved in Ada’s record.")).to_be_visible()
    entry.refresh_from_db()
    assert entry.text == "Tom’s words\n\nMine"


def test_the_pages_are_for_everyone(cast, visit, entry):
    operations.write(learner=cast.ada, field="strengths", text="**Kind**\n- draws\n- sings", said_by="staff",
                     by=cast.priya, on=DAY, source_kind="document", source_label="Report, p. 3")
    operations.retire(entry=entry, why="Old", by=cast.khan, on=DAY)
    fresh = operations.write(learner=cast.ada, field="hopes", text="To fly", said_by="learner", by=cast.khan, on=DAY)
    operations.revise(entry=fresh, text="To fly a plane", revision=1, by=cast.jo, on=DAY)
    page = visit(cast.khan, new(cast))
    is_fine(page)
    for name in ("change", "history", "retire"):
        page.goto(reverse(f"story:{name}", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk, "uuid": fresh.uuid}))
        is_fine(page)
    page.goto(reverse("story:record", kwargs={"slug": cast.school.slug, "pk": cast.ada.pk}))
    is_fine(page)
