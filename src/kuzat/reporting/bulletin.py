# SPDX-License-Identifier: Apache-2.0
"""The bulletin: a rating of civic space with its interval and its reasons, for people outside the office.

In: the account of a rating, what it would be without each part, what stories may be called. Out: a
`Document` in one language; the same figures, the same bytes. Never: a story that may not be published, who
answered, how many entries the archive has.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from kuzat.civicspace import (
    BANDS,
    CANNOT,
    COMPONENTS,
    COUNTRY,
    NAMES,
    PUBLISHED,
    Account,
    Compatible,
    LatentRating,
    Level,
    Moved,
    Part,
    Without,
    called,
)
from kuzat.errors import Phrase, Translate
from kuzat.reporting import curve
from kuzat.reporting.document import (
    Block,
    Document,
    Heading,
    Listed,
    Manner,
    Picture,
    Table,
    paragraph,
)
from kuzat.terms import Vocabulary
from kuzat.terms.wording import worded

FIGURE_SIGNS = 10
DASH = "—"
TITLE, THE_COUNTRY, NOT_RATED = Phrase("Civic space"), Phrase("The country"), Phrase("not rated")
PARTS, REGIONS, STORIES = Phrase("Parts"), Phrase("Regions"), Phrase("Stories")
WEIGHTS, WITHOUT = Phrase("The score without one part"), Phrase("The score without one rater or index")
WHAT_CHANGES = Phrase("What would change this rating")
ALONE = Phrase("What one part alone would have to read for that")
RULES, PUBLISHED_THERE = (
    Phrase("By the public rules of the CIVICUS Monitor"),
    Phrase("What CIVICUS published of Kyrgyzstan:"),
)
CANNOT_TELL, UNDEFINED = Phrase("What this cannot tell"), Phrase("undefined")
RATER, MISSING = Phrase("rater {number}"), Phrase("Missing: {names}.")
FREEDOM, SCORE, MONTH, STORY = Phrase("Freedom"), Phrase("Score"), Phrase("Month"), Phrase("Story")
LEFT_OUT, REGION, HEARD = Phrase("Left out"), Phrase("Region"), Phrase("Sources")
NOW, FOR_THAT, WITHOUT_IT = Phrase("Now"), Phrase("For that"), Phrase("Points without it")
UNCOUNTED = Phrase(
    "Stories were gathered where it was possible, so their number says as much of who reports as of civic "
    "space: they are listed and do not move the score."
)
DECLARED = Phrase(
    "Not published, and set by us: national, regional and international sources weigh {weights}; a month of "
    "a trend moves the score by {step}, a year of them by {most} at most."
)
THE_SCORE = Phrase("The score over time, with its interval")
CHANGED = (
    Phrase("Points since a year before: {points}."),
    Phrase("Lower than a year before with probability {share} %."),
    Phrase("With another label than a year before with probability {share} %."),
)
NEAREST = Phrase("{points} points more or less, and it reads “{band}”.")
NEWEST = Phrase("These are of the newest {number} of {of} stories.")
NOT_NAMED = Phrase("Stories that are not named here, since they may not be published: {number}.")
NOT_THEIRS = Phrase("This is not CIVICUS' own number: its sources, weights and coders are not public.")
AGREED = Phrase("Coders agree (Krippendorff's alpha): {alpha}.")
FIGURE = Phrase("Figure {figure}. The office can open it down to what each source said.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What a bulletin tells. ``names`` are those of the stories that may be published; no other is named.

    ``counted`` is whether the number of stories moves the score.
    """

    account: Account
    compatible: Compatible | None
    without: tuple[Without, ...]
    names: Mapping[str, str] = field(hash=False)
    counted: bool

    @property
    def events(self) -> tuple[str, ...]:
        """The events of the stories that are named in it."""
        named = (one.story for one in self.account.moved if one.story.name in self.names)
        return tuple(dict.fromkeys(event for story in named for event in story.events))

    def document(self, vocabulary: Vocabulary, language: str, translate: Translate) -> Document:
        """The bulletin in one language; its figure is a digest of all that is in it."""

        def said(words: str) -> str:
            """Without the marks by which catalogues keep a name in its own letters."""
            return translate(words).replace("`", "")

        return _Words(self, vocabulary, language, said).document()


@dataclass(frozen=True, slots=True)
class _Words:
    """The bulletin's parts in one language, from the top to the foot."""

    told: Bulletin
    vocabulary: Vocabulary
    language: str
    said: Translate

    def document(self) -> Document:
        rating = self.told.account.rating
        unit = self.phrase(THE_COUNTRY) if rating.unit == COUNTRY else self.label("place", rating.unit)
        title = " · ".join((self.phrase(TITLE), unit, self.label("date", rating.month)))
        blocks = tuple(self._blocks())
        figure = sha256(repr((title, blocks)).encode()).hexdigest()[:FIGURE_SIGNS]
        foot = paragraph(self.phrase(FIGURE, figure=figure), manner=Manner.SMALL)
        return Document(title=title, language=self.language, blocks=(*blocks, foot))

    def label(self, type_: str, value: str) -> str:
        return worded(self.vocabulary, type_, value, self.language)

    def phrase(self, phrase: Phrase, **details: object) -> str:
        return Phrase(phrase.template, **details).said(self.said)

    def dimension(self, name: str) -> str:
        return self.label("term", f"freedom.{name}")

    def index(self, name: str) -> str:
        """One of the vocabulary by its label; one that came in a sheet by the name that it has there."""
        term = self.vocabulary.find_id(f"index.{name}")
        return term.label(self.language) if term else name

    def score(self, one: LatentRating | None) -> str:
        return _level(one.overall) if one is not None and one.rated else self.phrase(NOT_RATED)

    def _blocks(self) -> Iterator[Block]:
        yield from self._rating()
        yield from self._change()
        yield from self._sensitivity()
        yield from self._regions()
        yield from self._stories()
        yield from self._compatible()
        yield from self._cannot()

    def _rating(self) -> Iterator[Block]:
        account = self.told.account
        rating = account.rating
        if rating.rated:
            bands = ", ".join(
                f"{NAMES[band].said(self.said)} {100 * share:.0f} %" for band, share in rating.bands.items()
            )
            yield paragraph(f"{self.score(rating)}. {bands}.")
            drawing = curve.svg(account.history, [NAMES[band].said(self.said) for band in BANDS])
            shows = self.phrase(THE_SCORE)
            yield Picture(png=curve.png(drawing), alternative=shows, caption=shows, svg=drawing)
        else:
            yield paragraph(self.score(rating))
        rows = tuple(
            (self.dimension(name), _level(level) if name in rating.known else DASH)
            for name, level in rating.dimensions.items()
        )
        yield from self._table(PARTS, (FREEDOM, SCORE), rows)

    def _change(self) -> Iterator[Block]:
        rating, near = self.told.account.rating, self.told.account.nearest
        if rating.rated and rating.change and rating.fell is not None and rating.relabelled is not None:
            by = rating.change
            points = f"{by.mean:+.0f} ({by.low:+.0f} – {by.high:+.0f})"
            shares = (round(100 * rating.fell), round(100 * rating.relabelled))
            told = (self.phrase(CHANGED[0], points=points), *(
                self.phrase(one, share=share) for one, share in zip(CHANGED[1:], shares, strict=True)
            ))  # fmt: skip
            yield paragraph(" ".join(told))
        if near:
            yield Heading(self.phrase(WHAT_CHANGES))
            band = NAMES[near.band].said(self.said)
            yield paragraph(self.phrase(NEAREST, points=f"{near.points:.1f}", band=band))
            rows = tuple(
                (
                    self.dimension(name),
                    f"{rating.dimensions[name].mean:.0f}",
                    DASH if to is None else f"{to:.0f}",
                )
                for name, to in near.alone.items()
            )
            yield from self._table(ALONE, (FREEDOM, NOW, FOR_THAT), rows)

    def _sensitivity(self) -> Iterator[Block]:
        parts = tuple((self.dimension(name), f"{mean:.0f}") for name, mean in self.told.account.parts.items())
        yield from self._table(WEIGHTS, (LEFT_OUT, SCORE), parts)
        coders = [one for one in self.told.without if one.part is Part.RATER]
        rows = [
            (self.phrase(RATER, number=number), self.score(one.rating))
            for number, one in enumerate(coders, 1)
        ]
        rows += [
            (self.index(one.name), self.score(one.rating))
            for one in self.told.without
            if one.part is Part.INDEX
        ]
        yield from self._table(WITHOUT, (LEFT_OUT, SCORE), tuple(rows))

    def _regions(self) -> Iterator[Block]:
        regions = self.told.account.regions.items()
        yield from self._table(
            REGIONS,
            (REGION, SCORE),
            tuple((self.label("place", id_), self.score(one)) for id_, one in regions),
        )

    def _stories(self) -> Iterator[Block]:
        told = self.told.account.moved
        named = tuple(self._story(one) for one in told if one.story.name in self.told.names)
        yield from self._table(STORIES, (MONTH, FREEDOM, STORY, HEARD, WITHOUT_IT), named)
        if told and not self.told.counted:
            yield paragraph(self.phrase(UNCOUNTED))
        if self.told.account.stories > len(told):
            yield paragraph(self.phrase(NEWEST, number=len(told), of=self.told.account.stories))
        if len(told) > len(named):
            yield paragraph(self.phrase(NOT_NAMED, number=len(told) - len(named)))

    def _story(self, one: Moved) -> tuple[str, ...]:
        story = one.story
        return (
            self.label("date", story.month),
            self.dimension(story.dimension),
            self.told.names[story.name],
            str(len(story.voices)),
            "" if one.points is None else f"{one.points:+.1f}",
        )

    def _compatible(self) -> Iterator[Block]:
        yield Heading(self.phrase(RULES))
        yield paragraph(self.phrase(NOT_THEIRS))
        found = self.told.compatible
        rating = found.rating if found else None
        if found and rating:
            band = NAMES[rating.label].said(self.said)
            yield paragraph(f"{self.label('date', found.month)}: {rating.score:.1f}, {band}.")
            year = f" ({rating.year})" if rating.year else ""
            rows = tuple(
                (
                    self.phrase(COMPONENTS[name]) + (year if name == "key_scores" else ""),
                    DASH if value is None else f"{value:.1f}",
                )
                for name, value in rating.components.items()
            )
            yield Table(head=("", self.phrase(SCORE)), rows=rows)
            ours = rating.declared
            weights = " : ".join(f"{weight:g}" for weight in ours.weights.values())
            told = self.phrase(
                DECLARED, weights=weights, step=format(ours.step, "g"), most=format(ours.most, "g")
            )
            yield paragraph(told, manner=Manner.SMALL)
            if rating.missing:
                yield paragraph(self.phrase(MISSING, names=called(rating.missing)))
        elif found and found.lacking:
            yield paragraph(found.lacking.sentence(self.said))
        published = "; ".join(
            f"{self.label('date', one.when)} {NAMES[one.band].said(self.said)} {one.score or ''}".strip()
            for one in PUBLISHED
        )
        yield paragraph(f"{self.phrase(PUBLISHED_THERE)} {published}.")

    def _cannot(self) -> Iterator[Block]:
        account = self.told.account
        agreed = self.phrase(UNDEFINED) if account.agreement is None else f"{account.agreement:.2f}"
        yield Heading(self.phrase(CANNOT_TELL))
        told = [one.said(self.said) for one in (*account.doubts, *CANNOT)]
        told.append(self.phrase(AGREED, alpha=agreed))
        yield Listed(tuple(paragraph(one) for one in told))

    def _table(
        self, heading: Phrase, head: tuple[Phrase, ...], rows: tuple[tuple[str, ...], ...]
    ) -> Iterator[Block]:
        if rows:
            yield Heading(self.phrase(heading))
            yield Table(head=tuple(self.phrase(one) for one in head), rows=rows)


def _level(level: Level) -> str:
    return f"{level.mean:.0f} ({level.low:.0f} – {level.high:.0f})"
