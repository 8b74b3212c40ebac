from django.urls import path

from goldenthread.people.views import home, invitation, me, operator, passwords, sign_in, stage

app_name = "people"
urlpatterns = [
    path("", home.home, name="home"),
    path("act-as/<int:pk>/", home.act_as, name="act-as"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/learner/", sign_in.learner_sign_in, name="learner-sign-in"),
    path("sign-in/new-password/", stage.new_password, name="new-password"),
    path("sign-in/second/", stage.second_factor, name="second"),
    path("sign-in/set-up/", stage.set_up, name="set-up"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/forgotten/", passwords.forgotten, name="forgotten"),
    path("password/<str:token>/", passwords.password_link, name="password-link"),
    path("email/<str:token>/", passwords.email_link, name="email-link"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path(".well-known/change-password", sign_in.change_password_here, name="well-known"),
    path("me/", me.me, name="me"),
    path("me/font/", me.font, name="font"),
    path("me/name/", me.name, name="name"),
    path("me/password/", me.password, name="change-password"),
    path("me/email/", me.email, name="email"),
    path("me/sure/", me.make_sure, name="sure"),
    path("me/app/", me.add_app, name="add-app"),
    path("me/passkey/", me.add_passkey, name="add-passkey"),
    path("me/recovery-codes/", me.recovery_codes, name="recovery-codes"),
    path("me/second/<int:pk>/remove/", me.remove_second, name="remove-second"),
    path("me/sign-out-everywhere/", me.sign_out_everywhere, name="sign-out-everywhere"),
    path("operator/", operator.operator, name="operator"),
    path("operator/schools/", operator.open_school, name="open-school"),
    path("operator/schools/<slug:code>/senco/", operator.first_admin, name="first-admin"),
    path("operator/schools/<slug:code>/support/", operator.care, name="care"),
    path("operator/teams/", operator.team, name="team"),
    path("operator/teams/<int:pk>/people/", operator.supporter, name="supporter"),
    path("operator/supporters/<int:pk>/remove/", operator.remove_supporter, name="remove-supporter"),
    path("support/", operator.support, name="support"),
]
