from django.urls import path

from logging_core.console import api, pages

urlpatterns = [
    path("", pages.logging_screen, name="logging"),
    path("images/thumbnails/<str:name>", pages.thumbnail, name="thumbnail"),
    path("images/<str:name>", pages.picture, name="picture"),
    path("styleguide", pages.styleguide, name="styleguide"),
]

api_urlpatterns = [
    path("status", api.Status.as_view(), name="api-status"),
    path("feed", api.Feed.as_view(), name="api-feed"),
    path("asnap", api.Asnap.as_view(), name="api-asnap"),
]
