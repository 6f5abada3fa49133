# SPDX-License-Identifier: Apache-2.0
"""The two files that a page loads: its style and its sign. Nothing else, and nothing from elsewhere."""

from django.http import HttpRequest, HttpResponse

from kuzat.web.settings import HERE


def style(request: HttpRequest) -> HttpResponse:
    """The style sheet."""
    return HttpResponse((HERE / "static" / "desk.css").read_bytes(), content_type="text/css")


def sign(request: HttpRequest) -> HttpResponse:
    """The sign in the browser's tab."""
    return HttpResponse((HERE / "static" / "kuzat.svg").read_bytes(), content_type="image/svg+xml")
