from django.urls import path

from logging_core.accounts import pages

urlpatterns = [
    path("login", pages.login_page, name="login"),
    path("logout", pages.logout_page, name="logout"),
]
