# SPDX-License-Identifier: Apache-2.0
"""The files that a page loads: its style, its sign, its script. Nothing else, and nothing from elsewhere."""

from django.http import HttpRequest, HttpResponse

from kuzat.web.settings import HERE

STYLES = ("desk.css", "drawing.css", "paper.css")


def style(request: HttpRequest) -> HttpResponse:
    """The style sheets of pages, drawings and paper, as one."""
    content = b"\n".join((HERE / "static" / name).read_bytes() for name in STYLES)
    return HttpResponse(content, content_type="text/css")


def script(request: HttpRequest) -> HttpResponse:
    """What makes the desk quicker; every page is whole without it."""
    return HttpResponse((HERE / "static" / "desk.js").read_bytes(), content_type="text/javascript")


def coding(request: HttpRequest) -> HttpResponse:
    """What keeps the draft of a form while it is written; without it the buttons keep it."""
    return HttpResponse((HERE / "static" / "coding.js").read_bytes(), content_type="text/javascript")


def linking(request: HttpRequest) -> HttpResponse:
    """What judges a pair by single keys; without it the buttons do."""
    return HttpResponse((HERE / "static" / "linking.js").read_bytes(), content_type="text/javascript")


def listening(request: HttpRequest) -> HttpResponse:
    """Keys for whoever writes down a recording; without it the browser's own player does the same."""
    return HttpResponse((HERE / "static" / "listening.js").read_bytes(), content_type="text/javascript")


def sign(request: HttpRequest) -> HttpResponse:
    """The sign in the browser's tab."""
    return HttpResponse((HERE / "static" / "kuzat.svg").read_bytes(), content_type="image/svg+xml")
