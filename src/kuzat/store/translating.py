# SPDX-License-Identifier: Apache-2.0
"""A text said again in another language, with who translated and who reviewed it, as one entry.

A translation is never less protected than its original: it rests on the original's statement, and lies in
the open only where that does and rests on something published.
"""

from kuzat import records
from kuzat.errors import Refused
from kuzat.log.statement import Draft, Statement, bind
from kuzat.records import TRANSLATION, Said
from kuzat.store.archive import Archive
from kuzat.store.commit import SALT, Act


class NotTranslatable(Refused):
    """{property} is not a text in people's own words."""

    code = "not_translatable"
    advice = "Choose a text, such as what an account tells or the title of an event."


class SameLanguage(Refused):
    """The original is in this language already."""

    code = "same_language"
    advice = "Choose the language of the translation. A correction is another statement: kuzat add"


class NotATranslation(Refused):
    """This text was not made from another one."""

    code = "not_a_translation"
    advice = "Choose the translation itself; who made it is told with it: kuzat translate"


def plan_translation(
    archive: Archive,
    original: Said | Statement,
    text: str,
    language: str,
    *,
    translator: str | None = None,
    reviewer: str | None = None,
) -> Act:
    """The entry that translates a text; persons or bodies are named by their record, a machine is a body.

    Without a reviewer it is unreviewed. Raises `NotTranslatable`, `SameLanguage`, and what `Archive.check`
    raises.
    """
    property_ = archive.vocabulary.property(original.says)
    if not property_.own_words:
        raise NotTranslatable(property=original.says)
    if original.language == language:
        raise SameLanguage()
    basis = records.made_from(original.id)
    draft = Draft(
        about=original.about, says=original.says, type="text", value=text, language=language, basis=basis
    )
    (placed,) = archive.check([draft])
    made = bind(placed, archive.log_id, archive.random(SALT))
    ties = records.tie(original.about, made.id, original.id, translator, reviewer)
    alike = archive.check([one._replace(compartment=made.compartment) for one in ties])
    return Act(bound=(made, *(bind(one, archive.log_id, archive.random(SALT)) for one in alike)))


def plan_review(made: Said | Statement, reviewer: str) -> Draft:
    """Who reviewed a translation that stands; it is sealed where that is. Raises `NotATranslation`."""
    if made.says in TRANSLATION or not records.is_made(made):
        raise NotATranslation()
    return Draft(
        about=made.about,
        says=records.TRANSLATION_REVIEWER,
        type="record",
        value=reviewer,
        basis=records.made_from(made.id),
    )
