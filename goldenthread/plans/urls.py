from django.urls import include, path, register_converter

from goldenthread.plans.templates import MAIN, RECEIVED, VERSIONED, of_type
from goldenthread.plans.views import (
    access,
    amended,
    arrange,
    compare,
    correct,
    current,
    draft,
    history,
    issue,
    kept,
    pdf,
    profile,
    received,
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


class Type:
    """A plan type of one kind in an address, other than the main one, which has an address without it."""

    regex = "[a-z0-9][a-z0-9_-]*"
    kind = VERSIONED

    def to_python(self, value: str) -> str:
        template = of_type(value)
        if template is None or template.kind != self.kind or value == MAIN:
            raise ValueError(value)
        return value

    to_url = to_python  # what is no such type must be written another way


class ReceivedType(Type):
    kind = RECEIVED


register_converter(Number, "version")
register_converter(Type, "issued_type")
register_converter(ReceivedType, "received_type")

app_name = "plans"
LEARNER = "learners/<int:pk>/"
VERSION = "versions/<version:number>/"
# Of every plan that is issued. Which one is in the address; it is left out of the main one's.
OF_A_PLAN = [
    path("", current.page, name="current"),
    path("open/", current.open_draft, name="open"),
    path("draft/", draft.page, name="draft"),
    path("draft/pdf/", pdf.draft, name="draft_pdf"),
    path("sections/<slug:key>/", arrange.section, name="section"),
    path("review-date/", arrange.review_date, name="review_date"),
    path("key-person/", arrange.key_person, name="key_person"),
    path("let-in/", access.page, name="let_in"),
    path("issue/", issue.page, name="issue"),
    path("history/", history.page, name="history"),
    path("compare/", compare.page, name="compare"),
    path("withdrawn/", withdraw.page, name="withdrawn"),
    path(VERSION, version.page, name="version"),
    path(f"{VERSION}issued/", issue.done, name="issued"),
    path(f"{VERSION}photo/", version.photo, name="photo"),
    path(f"{VERSION}pdf/", pdf.version, name="pdf"),
    path(f"{VERSION}correct/", correct.page, name="correct"),
    path(f"{VERSION}withdraw/", withdraw.withdraw, name="withdraw"),
]
urlpatterns = [
    path(f"{LEARNER}plan/", include(OF_A_PLAN), {"type": MAIN}),
    path(f"{LEARNER}plans/<issued_type:type>/", include(OF_A_PLAN)),
    path(f"{LEARNER}plans/", kept.page, name="all"),
    path(f"{LEARNER}plans/<received_type:type>/", received.page, name="received"),
    path(f"{LEARNER}plans/<received_type:type>/receive/", received.receive, name="receive"),
    path(f"{LEARNER}plans/<received_type:type>/compare/", amended.page, name="received_compare"),
    path(f"{LEARNER}plans/<received_type:type>/<int:number>/", received.page, name="received_one"),
    path(f"{LEARNER}plans/<received_type:type>/<int:number>/pdf/", pdf.received, name="received_pdf"),
    path(f"{LEARNER}profile/", profile.page, name="profile"),
    path(f"{LEARNER}profile/looked-at/", profile.look, name="look"),
    path(f"{LEARNER}profile/pdf/", pdf.profile, name="profile_pdf"),
]
