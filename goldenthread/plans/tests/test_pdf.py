"""Paper says what the screen says, in a file that a screen reader can follow, whatever people have written."""

import io
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from goldenthread.plans.document import Document, Section
from goldenthread.plans.rendering import pdf, press, screen
from goldenthread.plans.rendering.pdf import NotPrinted, render_many, render_pdf
from goldenthread.plans.rendering.printable import NoFonts, font_files, printable
from goldenthread.plans.rendering.tree import plain, tree
from goldenthread.plans.tests.samples import (
    CANARIES,
    MAY,
    PHOTO,
    entry,
    fact,
    meta,
    need,
    outcome,
    person,
    picture,
    plan,
    profile,
)

BODY = Path(__file__).parent / "bodies" / "format-1.json"
PHOTOS = {PHOTO: picture()}


def pages(file: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def on_screen(document: Document) -> str:
    html = render_to_string("plans/document/document.html", {"page": screen.page(document)})
    return unescape(strip_tags(html.replace("<", " <")))


def structure(file: bytes) -> list[pikepdf.Dictionary]:
    """Every element of the structure tree, in reading order."""
    found = []

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.append(element)
            if "/K" in element:
                walk(element.K)

    with pikepdf.open(io.BytesIO(file)) as opened:
        walk(opened.Root.StructTreeRoot)
        return [{"tag": str(e.S), "alt": str(e.get("/Alt", "")), "scope": scope(e)} for e in found]


def scope(element: pikepdf.Dictionary) -> str:
    attributes = element.get("/A", [])
    attributes = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(a.Scope) for a in attributes if "/Scope" in a), "")


# -- the same words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(MAY))
def test_screen_and_paper_say_the_same(kind):
    document = plan().for_reader(MAY[kind].__contains__)
    paper = words("\n".join(pages(render_pdf(document, PHOTOS))))
    shown = words(on_screen(document))
    printed_besides = words("Larkrise Primary School Ada Okafor iPlan Contains personal information about a child "
                            "Page of 1 2 3 4 5 6 What has changed")  # fmt: skip
    assert shown - paper <= {"AO"}, "on screen and not on paper"  # initials stand for the photo
    assert paper - shown <= printed_besides, "on paper and not on screen"
    for audience, canary in CANARIES.items():
        assert (canary in paper) == (audience in MAY[kind] and audience != "everyone")


def test_the_learners_own_copy_says_which_version_it_is_at_its_end_on_screen_and_on_paper():
    own = plan().for_reader(MAY["learner"].__contains__).with_meta(own=True, standing="Version 1", sha256="3ea58b30aa")
    for said in ("\n".join(pages(render_pdf(own, PHOTOS))), shown := on_screen(own)):
        assert not {"Fingerprint", "Standing", "3ea58b30"} & set(words(said))
        assert "Version 1 · " in said[-1_000:]
    assert 'class="gt-document__photo"' not in shown


def test_the_familys_copy_tells_of_the_copy_in_small_print_after_the_plan_on_screen_and_on_paper():
    document = plan().for_reader(MAY["family"].__contains__).with_meta(family=True)
    small = "Made as: copy for Ada's family · Fingerprint: 3f9a12bc"
    for said in (" ".join(pages(render_pdf(document, PHOTOS))), on_screen(document)):
        assert said.count("3f9a12bc") == said.count("Made as") == 1
        assert small in " ".join(said.replace("&#x27;", "'").split())[-600:]


LONG = "nospaceanywhere" * 30
IN_EVERY_SHAPE = plan(sections=(
    Section("words", "Words", "", "entries", (entry("e", LONG),)),
    Section("facts", "Facts", "", "facts", (fact("f", "Label", LONG),)),
    Section("needs", "Needs", "", "needs", (need("n", "Speech", 1, description=LONG),)),
    Section("cards", "Outcomes", "", "outcomes", (outcome("o", LONG, measure=LONG),)),
    Section("table", "Targets", "", "targets", (outcome("t", LONG, strategies=LONG, progress=LONG),)),
    Section("people", "People", "", "people", (person("p", LONG, "mum", "Told us"),)),
))


@pytest.mark.parametrize("document", [IN_EVERY_SHAPE, profile(LONG, 1, LONG)], ids=["plan", "profile"])
def test_a_word_without_end_stays_on_the_paper(document):
    printed = pages(render_pdf(document, PHOTOS))
    widest = max(len(line) for page in printed for line in page.splitlines())
    assert widest < 130, "a line longer than the paper is wide"
    assert LONG in re.sub(r"[\s\u200b]", "", "".join(printed))


def test_a_body_of_the_first_release_is_shown_and_printed():
    document = Document.from_json(BODY.read_text())
    assert "Biscuit" in on_screen(document)
    assert "Biscuit" in "".join(pages(render_pdf(document)))


def test_names_come_out_as_they_are_spelt():
    names = ["Nguyễn Thị Ánh", "Zoë Łukasz", "Siân O’Brien", "Żaneta Ğül", "Олена", "Đặng-Müller"]
    people = Section("s", "Names", "", "facts", tuple(fact(f"n{i}", "Name", name) for i, name in enumerate(names)))
    text = "".join(pages(render_pdf(plan(sections=(people,)))))
    assert [name for name in names if name not in text] == []


def test_the_same_document_gives_the_same_file():
    assert render_pdf(plan(), PHOTOS) == render_pdf(plan(), PHOTOS)


def test_every_page_says_which_version_whose_copy_and_how_many_pages():
    printed = pages(render_pdf(plan(), PHOTOS))
    assert len(printed) > 1
    for number, page in enumerate(printed, 1):
        assert "Version 2 · 3f9a12bc · copy for Ada's family" in page
        assert "Contains personal information about a child" in page
        assert f"Page {number} of {len(printed)}" in page


def test_a_draft_says_so_across_every_page():
    draft = plan(meta=meta(standing="Draft", number=None, issued_on=None, sha256=""))
    assert all("DRAFT" in page for page in pages(render_pdf(draft)))
    assert not any("DRAFT" in page for page in pages(render_pdf(plan())))


def test_many_documents_each_have_their_own_page_numbers():
    printed = pages(render_many([profile("Ada Okafor"), plan(), profile("Leo Nguyễn")], PHOTOS))
    assert "Page 1 of 1" in printed[0]
    assert "Page 1 of" in printed[1]
    assert "Leo Nguyễn" in printed[-1]
    assert "Page 1 of 1" in printed[-1]


# -- for a screen reader -----------------------------------------------------------------------------------------------


def test_the_file_is_marked_up_named_and_in_a_language():
    with pikepdf.open(io.BytesIO(render_pdf(plan(), PHOTOS))) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang).lower() == "en-gb"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as about:
            assert about["dc:title"] == "iPlan: Ada Okafor"
            assert about["pdfuaid:part"] == "1"


def test_headings_tables_lists_and_photos_are_what_they_look_like():
    elements = structure(render_pdf(plan(), PHOTOS))
    tags = [element["tag"] for element in elements]
    assert next(tag for tag in tags if re.fullmatch(r"/H\d", tag)) == "/H1"
    assert tags.count("/H2") == len([section for section in plan().sections if section.nodes]) + 1
    assert {"/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/P"} <= set(tags)
    assert {element["scope"] for element in elements if element["tag"] == "/TH"} == {"/Column"}
    assert [element["alt"] for element in elements if element["tag"] == "/Figure"] == ["Ada laughing on a swing"]


def test_a_photo_that_is_missing_or_broken_leaves_initials():
    for photos in ({}, {PHOTO: b"not a picture"}, {"other": picture()}):
        file = render_pdf(plan(), photos)
        assert "AO" in pages(file)[0]
        assert "/Figure" not in [element["tag"] for element in structure(file)]


# -- one side ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lines", "text"), [
    (0, ""), (1, "Trains"), (9, "Being told first " * 6), (80, "Being told first " * 6), (3, "word " * 5000),
    (2, "x" * 9000), (40, "- one\n- two\n- three\n"), (200, "Short"), (3, "क्षत्रिय 漢字 " * 900),
])  # fmt: skip
def test_a_profile_is_always_one_side(lines, text):
    printed = pages(render_pdf(profile(lines=lines, words=text), PHOTOS))
    assert len(printed) == 1
    assert "Page 1 of 1" in printed[0]


def test_a_profile_speaks_as_the_learner():
    told = entry("e", "Trains", heading="What is important to them", child_heading="What is important to me")
    document = profile(lines=0)
    document = replace(document, sections=(*document.sections, Section("p", "My profile", "", "profile", (told,))))
    for shown in (pages(render_pdf(document))[0], on_screen(document)):
        assert "What is important to me" in shown
        assert "to them" not in shown


def test_a_profile_that_fits_leaves_nothing_off():
    (page,) = pages(render_pdf(profile(lines=9, words="Being told first what will change")))
    assert page.count("Being told first what will change") == 27
    assert "on screen" not in page


def test_a_profile_that_does_not_fit_says_how_much_is_left_off():
    (page,) = pages(render_pdf(profile(lines=60, words="Being told first what will change " * 3)))
    shown = len(set(re.findall(r"change\s+(\d+)", page)))
    left_off = {int(n) for n in re.findall(r"There is more on screen: (\d+) points", page)}
    assert 0 < shown < 60
    assert left_off
    assert all(60 - shown <= n <= 61 - shown for n in left_off)


def test_no_name_is_long_enough_to_need_a_second_side():
    assert len(pages(render_pdf(profile(name="Wolfeschlegelsteinhausen " * 40, lines=30)))) == 1


# -- hostile -----------------------------------------------------------------------------------------------------------

HOSTILE = [
    '#read("/etc/passwd")', '#import "@preview/x:1.0.0"', "#eval(\"1+1\")", "$x^2$", "*/ #panic() /*", "`raw` ```x```",
    "<script>alert(1)</script>", "= Heading", "@label <label>", "\\u{41} \\", "{{ 7*7 }} {% now %}", "=1+1", "~ -- ---",
    "- [ ] [a](javascript:alert(1)) ![i](/etc/passwd)", "// comment", "]}\"')", "#set page(width: 1pt)",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_any_kind_is_printed_as_typed(text):
    document = plan(title=f"T {text}", sections=(
        Section("s", text, text, "entries", (entry("e", f"<b>{text}", heading=text, said_by_name=text, source=text),)),
        Section("f", "F", "", "facts", (fact("name", text, text),)),
    ))  # fmt: skip
    squeezed = re.sub(r"\s+", "", "".join(pages(render_pdf(document))))
    assert re.sub(r"\s+", "", plain(f"<b>{text}")) in squeezed
    assert "root:" not in squeezed


def test_signs_that_no_font_has_do_not_stop_the_press():
    text = "a\x00b\x1b[31m \ue000 漢字 \u202egnp.exe \U0010ffff a\u0654\u0301 👨‍👩‍👧 ✅ 1️⃣ 🇬🇧 \ufeff end \x85 \u2028"
    page, *_ = pages(render_pdf(plan(sections=(Section("s", "S", "", "entries", (entry("e", text),)),))))
    assert "end" in page
    assert "\ufffd stands for a sign that can only be shown on screen" in page
    assert "can only be shown" not in pages(render_pdf(plan()))[0]


SCRIPTS = ["اردو میں", "ਪੰਜਾਬੀ", "বাংলা", "ગુજરાતી", "தமிழ்", "हिन्दी", "עברית", "ትግርኛ", "ไทย", "😀👍🏽"]


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_families_write_in_their_own_script_is_printed(text):
    assert printable(text) == text
    render_pdf(plan(sections=(Section("s", "S", "", "entries", (entry("e", text),)),)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=120), min_size=20, max_size=20))
def test_nothing_anybody_can_type_stops_the_press(texts):
    """Twenty texts to a page, to try many quickly."""
    lines = tuple(entry(f"e{n}", text, heading=text[:20], source=text) for n, text in enumerate(texts))
    document = plan(sections=(Section("s", "S", "", "entries", lines),))
    assert render_many([document, profile(words=texts[0])]).startswith(b"%PDF")


def test_signs_that_are_nothing_together_are_printed_apart(monkeypatch):
    """Each has a glyph; shaped together some have none, and the press refuses. The second try is plainer."""
    tried = []
    monkeypatch.setattr(pdf, "_run", lambda order: tried.append(order) or refuse_once(tried))
    document = plan(sections=(Section("s", "S", "", "entries", (entry("e", "Zoë مُحَمَّد"),)),))
    assert render_pdf(document) == b"%PDF"
    assert "مُحَمَّد" in str(tried[0])
    assert "Zoë محمد" in str(tried[1])


def refuse_once(tried: list) -> bytes:
    if len(tried) == 1:
        raise NotPrinted('The PDF could not be made: PDF/UA-1 error: the text "1" could not be displayed with font "N"')
    return b"%PDF"


def test_the_press_reads_nothing_but_its_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("secret")
    templates = tmp_path / "paper"
    templates.mkdir()
    monkeypatch.setattr(press, "TEMPLATES", templates)
    for source in ('#read("secret.txt")', f'#read("{tmp_path}/secret.txt")', '#read("../secret.txt")',
                   '#image("/etc/hostname")', '#import "@preview/cetz:0.3.0"', '#import "@local/x:0.1.0"'):  # fmt: skip
        (templates / "main.typ").write_text(source)
        with pytest.raises(RuntimeError):
            press.press(pdf.order([profile()], {}))


# -- when it can't be done ---------------------------------------------------------------------------------------------


def test_a_press_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    monkeypatch.setattr(pdf, "SECONDS_EACH", 0)
    with pytest.raises(NotPrinted, match="given up"):
        render_pdf(plan())


def test_a_press_that_needs_too_much_memory_is_stopped_and_says_so(monkeypatch):
    monkeypatch.setattr(pdf, "MEGABYTES", 150)
    with pytest.raises(NotPrinted, match="Print fewer at a time"):
        render_many([profile(f"Learner {n}", lines=9) for n in range(40)])


def test_missing_fonts_are_named_and_not_printed_as_empty_pages(settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    with pytest.raises(NoFonts, match=r"start\.py"):
        font_files()


def test_a_tree_holds_the_words_of_a_list_in_order():
    assert tree("a *b*\n\n3. x\n4. **y**") == [
        {"p": [{"t": "a "}, {"t": "b", "i": True}]},
        {"numbers": [[{"p": [{"t": "x"}]}], [{"p": [{"t": "y", "b": True}]}]], "start": 3},
    ]
