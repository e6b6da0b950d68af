"""HTML pages of the loggers. What they show first is in the page; what changes comes by the live socket."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from logging_core.loggers import shapes
from logging_core.shared import pages, permissions


def may_look(person: Any) -> bool:
    return permissions.has_scope(person, permissions.READ_LOGGERS)


def may_manage(person: Any) -> bool:
    return permissions.has_scope(person, permissions.WRITE_LOGGERS)


@pages.page_for(may_look)
def loggers(request: HttpRequest) -> HttpResponse:
    return _page(request, "loggers")


@pages.page_for(may_manage)
def definition(request: HttpRequest) -> HttpResponse:
    return _page(request, "definition")


@pages.page_for(may_manage)
def parser_check(request: HttpRequest) -> HttpResponse:
    return _page(request, "parser")


@pages.page_for(may_look)
def feeds(request: HttpRequest) -> HttpResponse:
    return _page(request, "feeds")


def _page(request: HttpRequest, room: str) -> HttpResponse:
    wanted = shapes.wanted(pages.person(request))
    context = pages.context(request, "loggers", room, boot={"now": wanted["now"], "wanted": wanted})
    return render(request, f"loggers/{room}.html", context)
