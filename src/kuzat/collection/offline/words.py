# SPDX-License-Identifier: Apache-2.0
"""What the page of a form says beside its questions, in English; the page carries it in every language."""

from collections.abc import Mapping

from kuzat.errors import Phrase
from kuzat.terms.messages import translator

WORDS: Mapping[str, Phrase] = {
    "lead": Phrase(
        "Leave empty what you do not want to say. Nothing stays in this browser: what you save is sealed, "
        "and only the organisation that gave you this form can open it."
    ),
    "paper": Phrase("Print it empty, to be filled in by hand"),
    "found": Phrase("This paper is not sealed: whoever finds it can read it."),
    "unable": Phrase(
        "This browser cannot seal, so nothing can be saved here. Open the form in a newer browser, fill it "
        "in at the organisation, or print it and fill it in by hand."
    ),
    "files": Phrase("Pictures, recordings, papers"),
    "consent_file": Phrase("A recording in which you say what you allow"),
    "strip": Phrase("Leave out of pictures where and by which device they were made"),
    "original": Phrase("Keep your own files as they are: they may be needed as proof."),
    "as_is": Phrase("It may tell where and by which device it was made. Send it as it is"),
    "remove": Phrase("Take it out"),
    "allow": Phrase("What you allow"),
    "seal": Phrase("Seal and save"),
    "empty": Phrase("Answer one question at least, or add a file."),
    "decide": Phrase("Decide about each file first, or take it out."),
    "number": Phrase("Write how many in digits alone, such as 12."),
    "long": Phrase("This text is too long: shorten it, or add the rest as a file."),
    "large": Phrase("The files are too large or too many. Send some of them in another form."),
    "done": Phrase("It is sealed. Hand the file over by any way; nobody on the way can open it."),
    "kept": Phrase("Look for the file among what you downloaded. Until it is there, leave this page open."),
    "again": Phrase("Save it again"),
    "there": Phrase("The file is there"),
    "receipt": Phrase(
        "Write this number down now, since it is shown only once. By it you can ask the organisation what "
        "became of what you told."
    ),
}


def words(language: str) -> dict[str, str]:
    """Everything that a page says in a language."""
    translate = translator(language)
    return {id_: phrase.said(translate) for id_, phrase in WORDS.items()}
