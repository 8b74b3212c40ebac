"""Addresses of this room, under /s/<school>/."""

app_name = "reviews"
urlpatterns: list[object] = []
