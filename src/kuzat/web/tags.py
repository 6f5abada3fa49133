# SPDX-License-Identifier: Apache-2.0
"""What templates may ask for by ``|``: labels and numbers in the language that is spoken now."""

from django import template

from kuzat.terms import ids
from kuzat.web import labels, languages

register = template.Library()
register.filter("term", labels.term)
register.filter("place", labels.place)
register.filter("property", labels.property_)
register.filter("kind", labels.kind)
register.filter("day", labels.day)
register.filter("moment", labels.moment)
register.filter("number", languages.number)
register.filter("short", ids.label)
register.filter("member", lambda id_: id_[:8])
register.filter("exact", lambda number: str(number))
register.filter("last_part", lambda address: address.rpartition("/")[2])
register.filter("last_word", lambda id_: id_.rpartition(".")[2])
