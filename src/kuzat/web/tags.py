# SPDX-License-Identifier: Apache-2.0
"""What templates may ask for by ``|``: labels and numbers in the language that is spoken now."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kuzat.terms import ids
from kuzat.web import labels, languages

register = template.Library()


def coded(text: object) -> SafeString:
    """A sentence in which what stands between two backticks is to be typed as it is."""
    plain, *others = str(text).split("`")
    if len(others) % 2:
        return format_html("{}", text)
    typed = format_html_join("", "<code>{}</code>{}", zip(others[::2], others[1::2], strict=True))
    return format_html("{}{}", plain, typed)


register.filter("coded", coded)
register.filter("term", labels.term)
register.filter("place", labels.place)
register.filter("property", labels.property_)
register.filter("kind", labels.kind)
register.filter("lane", lambda id_: labels.LANES[id_])
register.filter("day", labels.day)
register.filter("moment", labels.moment)
register.filter("number", languages.number)
register.filter("short", ids.label)
register.filter("member", lambda id_: id_[:8])
register.filter("exact", lambda number: str(number))
register.filter("last_part", lambda address: address.rpartition("/")[2])
register.filter("last_word", lambda id_: id_.rpartition(".")[2])
