from django.urls import path

from goldenthread.people.views import members, school

app_name = "members"
urlpatterns = [
    path("school/", school.settings, name="school"),
    path("people/", members.people, name="people"),
    path("people/invite/", members.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", members.withdraw, name="withdraw"),
    path("people/passphrases/", members.passphrases, name="passphrases"),
    path("people/<int:pk>/", members.member, name="member"),
    path("people/<int:pk>/role/", members.role, name="role"),
    path("people/<int:pk>/end/", members.end, name="end"),
    path("people/<int:pk>/stand-in/", members.stand_in, name="stand-in"),
    path("people/<int:pk>/help/", members.help_in, name="help"),
]
