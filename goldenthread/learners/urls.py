from django.urls import path

from goldenthread.learners.views import access, adding, contacts, details, enrolment, groups, needs, photo

app_name = "learners"
urlpatterns = [
    path("learners/add/", adding.page, name="add"),
    path("learners/<int:pk>/details/", details.page, name="details"),
    path("learners/<int:pk>/details/edit/", details.edit, name="edit"),
    path("learners/<int:pk>/upn/", details.upn, name="upn"),
    path("learners/<int:pk>/upn/<int:former>/forget/", details.forget_upn, name="forget_upn"),
    path("learners/<int:pk>/enrolment/", enrolment.page, name="enrolment"),
    path("learners/<int:pk>/leave/", enrolment.leaving, name="leave"),
    path("learners/<int:pk>/back/", enrolment.back, name="back"),
    path("learners/<int:pk>/stage/", needs.stage, name="stage"),
    path("learners/<int:pk>/needs/", needs.needs, name="needs"),
    path("learners/<int:pk>/contacts/add/", contacts.add, name="contact_add"),
    path("learners/<int:pk>/contacts/<int:contact>/", contacts.edit, name="contact"),
    path("learners/<int:pk>/contacts/<int:contact>/invite/", contacts.invite, name="contact_invite"),
    path("learners/<int:pk>/contacts/<int:contact>/let-in/", contacts.tie, name="contact_tie"),
    path("learners/<int:pk>/contacts/<int:contact>/remove/", contacts.remove, name="contact_remove"),
    path("learners/<int:pk>/photo/", photo.image, name="photo"),
    path("learners/<int:pk>/photo/change/", photo.change, name="photo_change"),
    path("learners/<int:pk>/photo/consent/", photo.consent, name="photo_consent"),
    path("learners/<int:pk>/photo/withdraw/", photo.withdraw, name="photo_withdraw"),
    path("learners/<int:pk>/photo/remove/", photo.remove, name="photo_remove"),
    path("learners/<int:pk>/access/", access.page, name="access"),
    path("learners/<int:pk>/access/give/", access.give, name="access_give"),
    path("learners/<int:pk>/access/<int:grant>/end/", access.end, name="access_end"),
    path("learners/<int:pk>/access/block/", access.block, name="access_block"),
    path("learners/<int:pk>/access/block/<int:block>/lift/", access.lift, name="access_lift"),
    path("learners/<int:pk>/access/account/", access.account, name="access_account"),
    path("groups/", groups.page, name="groups"),
    path("groups/<int:group>/", groups.one, name="group"),
    path("groups/<int:group>/move/", groups.move, name="group_move"),
    path("groups/<int:group>/rename/", groups.rename, name="group_rename"),
    path("groups/<int:group>/access/", groups.give, name="group_access"),
    path("groups/<int:group>/access/<int:grant>/end/", groups.end, name="group_access_end"),
]
