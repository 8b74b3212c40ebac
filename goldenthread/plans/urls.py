from django.urls import path, register_converter

from goldenthread.plans.views import (
    access,
    arrange,
    compare,
    correct,
    current,
    draft,
    history,
    issue,
    pdf,
    profile,
    version,
    withdraw,
)


class Number:
    """A version in an address: 2, or 2.1 once corrected."""

    regex = r"[1-9][0-9]{0,5}(?:\.[1-9][0-9]{0,3})?"

    def to_python(self, value: str) -> tuple[int, int]:
        number, _, correction = value.partition(".")
        return int(number), int(correction or 0)

    def to_url(self, value: tuple[int, int] | str) -> str:
        return value if isinstance(value, str) else ".".join(str(part) for part in value if part)


register_converter(Number, "version")

app_name = "plans"
LEARNER = "learners/<int:pk>/"
PLAN = f"{LEARNER}plan/"
urlpatterns = [
    path(PLAN, current.page, name="current"),
    path(f"{PLAN}open/", current.open_draft, name="open"),
    path(f"{PLAN}draft/", draft.page, name="draft"),
    path(f"{PLAN}draft/pdf/", pdf.draft, name="draft_pdf"),
    path(f"{PLAN}sections/<slug:key>/", arrange.section, name="section"),
    path(f"{PLAN}review-date/", arrange.review_date, name="review_date"),
    path(f"{PLAN}key-person/", arrange.key_person, name="key_person"),
    path(f"{PLAN}let-in/", access.page, name="let_in"),
    path(f"{PLAN}issue/", issue.page, name="issue"),
    path(f"{PLAN}history/", history.page, name="history"),
    path(f"{PLAN}compare/", compare.page, name="compare"),
    path(f"{PLAN}withdrawn/", withdraw.page, name="withdrawn"),
    path(f"{PLAN}versions/<version:number>/", version.page, name="version"),
    path(f"{PLAN}versions/<version:number>/issued/", issue.done, name="issued"),
    path(f"{PLAN}versions/<version:number>/photo/", version.photo, name="photo"),
    path(f"{PLAN}versions/<version:number>/pdf/", pdf.version, name="pdf"),
    path(f"{PLAN}versions/<version:number>/correct/", correct.page, name="correct"),
    path(f"{PLAN}versions/<version:number>/withdraw/", withdraw.withdraw, name="withdraw"),
    path(f"{LEARNER}profile/", profile.page, name="profile"),
    path(f"{LEARNER}profile/pdf/", pdf.profile, name="profile_pdf"),
]
