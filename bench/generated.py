# SPDX-License-Identifier: Apache-2.0
"""Generated reports: a sheet of them for the import, and the drafts of one form."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.words import Lexicon
from kuzat.log.statement import Draft
from kuzat.terms import ids
from kuzat.terms.vocabulary import Vocabulary
from kuzat.testing import drafts

PAGE = "https://generated.example.org/"
STATEMENTS_A_ROW = 20
COLUMNS = (
    "code", "language", "title_en", "title_ru", "title_ky", "title_uz", "start", "place", "region",
    "direction", "freedom", "topics", "status", "story", "confidence", "killed", "affected",
    "source", "publisher", "url", "published", "told",
)  # fmt: skip
MAPPING = """\
kuzat: mapping/1
language: en
public: https://generated.example.org/
records:
- kind: event
  reference: code
  set:
    event.title:
    - {column: title_en, language: en}
    - {column: title_ru, language: ru}
    - {column: title_ky, language: ky}
    - {column: title_uz, language: uz}
    event.start: start
    event.place: place
    event.region: region
    event.direction: direction
    event.freedom: freedom
    event.topic: {column: topics, split: ";"}
    event.status: status
    event.story: story
    event.confidence: confidence
    event.killed_max: killed
    event.affected_max: affected
- kind: information
  reference: source
  set:
    information.event: code
    information.publisher: publisher
    information.url: url
    information.published: published
    information.remark: told
"""
REGIONS = ("XP-1", "XP-1", "XP-1", "XP-2", "XP-3", "XP-4", "XP-5")


@dataclass(frozen=True, slots=True)
class Generator:
    """Invented reports under one vocabulary; what is drawn follows from the lexicon's seed."""

    lexicon: Lexicon
    vocabulary: Vocabulary

    def sheet(self, statements: int) -> bytes:
        """A CSV sheet whose rows together make about so many statements."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for number in range(-(-statements // STATEMENTS_A_ROW)):
            writer.writerow(self._row(number))
        return text.getvalue().encode()

    def _row(self, number: int) -> dict[str, str]:
        lexicon, language = self.lexicon, self.lexicon.language()
        return {
            "code": f"GEN-{number:07}",
            f"title_{language}": lexicon.text(language, 8),
            "start": self._day(),
            "place": lexicon.text(language, 2),
            "region": self._one(REGIONS),
            "direction": self._term("direction"),
            "freedom": self._term("freedom"),
            "topics": f"{self._term('topic')};{self._term('topic')}",
            "status": self._term("status"),
            "story": f"generated-{number // 12}",
            "confidence": self._term("confidence"),
            "killed": str(lexicon.random.randrange(20)),
            "affected": str(lexicon.random.randrange(2000)),
            "source": f"GEN-{number:07}-1",
            "publisher": lexicon.text(language, 2),
            "url": f"{PAGE}{number}",
            "published": self._day(),
            "told": lexicon.text(language, 20),
        }

    def forms(self, random: Callable[[int], bytes]) -> Iterator[list[Draft]]:
        """Without end: the 12 statements of one form, an event and the page that tells of it."""
        while True:
            event = ids.record_id("event", random(ids.RANDOM_BYTES))
            page = ids.record_id("information", random(ids.RANDOM_BYTES))
            language = self.lexicon.language()
            told: dict[str, str] = {
                "event": event,
                "publisher": "generated",
                "url": PAGE + page,
                "published": self._day(),
            }
            said = {
                "reference": f"GEN-{event[-12:]}",
                "title": self.lexicon.text(language, 8),
                "description": self.lexicon.text(language, 20),
                "start": self._day(),
                "region": self._one(REGIONS),
                "direction": self._term("direction"),
                "freedom": self._term("freedom"),
                "topic": self._term("topic"),
            }
            yield [
                *drafts(self.vocabulary, page, dict(told)),
                *drafts(self.vocabulary, event, dict(said), basis=page, language=language),
            ]

    def _day(self) -> str:
        draw = self.lexicon.random.randrange
        return f"{2000 + draw(26)}-{1 + draw(12):02}-{1 + draw(28):02}"

    def _term(self, scheme: str) -> str:
        return self._one(tuple(term.id for term in self.vocabulary.terms(scheme)))

    def _one(self, values: tuple[str, ...]) -> str:
        return self.lexicon.random.choice(values)
