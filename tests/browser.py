# SPDX-License-Identifier: Apache-2.0
"""A browser without a screen: it keeps cookies, follows redirects and fills in forms of a WSGI app."""

import io
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

PORT = 8765
FORM = "application/x-www-form-urlencoded"


@dataclass
class Seconds:
    """A monotonic clock that stands still until a test turns it."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Browser:
    """``get`` and ``post`` load a page; what it said is in ``status``, ``headers``, ``text`` and ``content``.

    ``content`` is the bytes of ``text``; those of a file need not be text.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], **always: str) -> None:
        self.app = app
        self.always = {"HTTP_HOST": f"127.0.0.1:{PORT}", **always}
        self.cookies: dict[str, str] = {}
        self.cookies_set: list[str] = []
        self.path, self.content, self.text, self.status = "", b"", "", 0
        self.headers: dict[str, str] = {}

    def get(self, path: str, **environ: str) -> "Browser":
        """Load a page and follow where it sends."""
        self._load("GET", path, b"", environ)
        return self._follow()

    def post(
        self, path: str, _token: bool = True, _environ: Any = None, **fields: str | list[str]
    ) -> "Browser":
        """Send a form with the token of the page that is open, and follow where it sends."""
        if _token:
            found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.text)
            fields["csrfmiddlewaretoken"] = found[1] if found else ""
        environ = {"CONTENT_TYPE": FORM, **(_environ or {})}
        self._load("POST", path, urlencode(fields, doseq=True).encode(), environ)
        return self._follow()

    def unlock(self, passphrase: str) -> "Browser":
        """Go through the door."""
        self.get("/")
        return self.post("/unlock", passphrase=passphrase, next="/")

    def _follow(self) -> "Browser":
        for _ in range(5):
            if self.status != 303:
                return self
            self._load("GET", self.headers["Location"], b"", {})
        raise AssertionError("it sends in circles")

    def _load(self, method: str, path: str, body: bytes, environ: dict[str, str]) -> None:
        self.path = path
        place, _, query = path.partition("?")
        request: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": place,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(PORT),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "CONTENT_LENGTH": str(len(body)),
            **self.always,
            **environ,
        }
        if self.cookies:
            request["HTTP_COOKIE"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        self.content = b"".join(self.app(request, self._started))
        is_file = "Content-Disposition" in self.headers
        self.text = self.content.decode(errors="replace" if is_file else "strict")

    def _started(self, status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
        self.status = int(status.split()[0])
        self.headers = dict(headers)
        fresh = [value for name, value in headers if name == "Set-Cookie"]
        self.cookies_set += fresh
        for cookie in fresh:
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]

    @property
    def words(self) -> str:
        """The text that a person reads, without markup."""
        return _Words.of(self.text)

    @property
    def links(self) -> list[str]:
        """Where the page's links lead."""
        return [href.replace("&amp;", "&") for href in re.findall(r'<a [^>]*href="([^"]+)"', self.text)]


class _Words(HTMLParser):
    """Collects text outside of the head's style."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def of(cls, text: str) -> str:
        parser = cls()
        parser.feed(text)
        return " ".join(" ".join(parser.found).split())

    def handle_data(self, data: str) -> None:
        self.found.append(data)
