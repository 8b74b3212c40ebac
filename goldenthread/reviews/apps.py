from django.apps import AppConfig


class Config(AppConfig):
    name = "goldenthread.reviews"
