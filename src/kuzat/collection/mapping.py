# SPDX-License-Identifier: Apache-2.0
"""The mapping: which column of a sheet says what of which record.

kuzat: mapping/1
language: en
shape: upr_info                           # optional: a list as others publish it, read under columns of ours
public: https://example.org/incidents     # where the content is published; without it, free text is sealed
records:
- kind: event
  reference: incident_id                  # or several columns: [incident_id, tags]
  each: {column: tags, split: ";"}        # optional: a record for each piece of that cell
  basis: information
  when: some_column
  set:
    event.title: {column: summary, language: en}
    event.start: date_start
    event.topic: {column: topic, split: ";", terms: {media: topic.media}}
    event.claim: {columns: [claim_key, claim_value], join: ": "}
    event.direction: {value: direction.violation}
- kind: event                             # which of several accounts is followed, and why
  reference: incident_id
  adopt: {property: says, value: account, reason: why}
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from kuzat.collection.row import refused
from kuzat.errors import KuzatError, Phrase, Refused
from kuzat.terms.ids import RECORD_KINDS
from kuzat.terms.languages import LANGUAGES
from kuzat.terms.vocabulary import Property, Vocabulary

FORMAT = "mapping/1"
SHAPES = ("followthemoney", "ohchr_list", "ohchr_matrix", "uhri", "upr_info")
LONGEST = 1024 * 1024
BETWEEN = "/"
OPEN_TYPES = ("text", "record", "term", "date", "decimal", "place")


class MappingRefused(Refused):
    """{file}, line {line}: {key}: expected {expected}."""

    code = "mapping_refused"
    advice = "Correct that line of the mapping and run the command again; nothing was written."


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing to say: the property, and the columns or the constant its value comes from."""

    says: str
    columns: tuple[str, ...] = ()
    value: str | None = None
    join: str = BETWEEN
    split: str | None = None
    language: str | None = None
    terms: Mapping[str, str] = field(default_factory=dict)
    record: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """A cell that lists several records, and the sign between them."""

    column: str
    split: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopting:
    """The columns that name a property, the value that is followed, and the reason."""

    property: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One kind of record that each row makes or adds to."""

    kind: str
    reference: tuple[str, ...] = ()
    each: Each | None = None
    basis: str | None = None
    when: str | None = None
    adopt: Adopting | None = None
    set: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMapping:
    """A checked mapping; ``columns`` are those it needs, each with its line in ``file``."""

    file: str
    language: str
    encoding: str | None
    public: str | None
    records: tuple[Part, ...]
    columns: Mapping[str, int]
    shape: str | None = None


def hinted(phrase: Phrase, word: str, known: Iterable[str]) -> Phrase:
    """The phrase, with the nearest of the known words where one is near."""
    near = difflib.get_close_matches(word, list(known), n=1)
    if not near:
        return phrase
    return Phrase("{expected} (did you mean {word}?)", expected=phrase, word=near[0])


def one_of(names: Iterable[str]) -> Phrase:
    """What is expected where only these may stand."""
    return Phrase("one of {names}", names=", ".join(names))


def fit(mapping: SheetMapping, columns: Sequence[str], sheet: str) -> None:
    """Refuse a mapping that names a column which the sheet does not have."""
    for column, line in mapping.columns.items():
        if column not in columns:
            problem = Phrase("there is no column “{column}”", column=column)
            step = Phrase("Correct line {line} of {file}.", line=line, file=mapping.file)
            raise refused(sheet, hinted(problem, column, columns), step)


def is_protected(mapping: SheetMapping, columns: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a sheet with these columns may hold what not everybody may read.

    So it is where a column identifies people; and, of a sheet that is not published, where one holds
    free text, or is not mapped, since nobody said what stands in it.
    """
    said = [
        vocabulary.property(setting.says) for part in mapping.records for setting in part.set
    ]
    if any(property_.compartment != "cases" for property_ in said):
        return True
    if mapping.public is not None:
        return False
    reasons = any(part.adopt is not None for part in mapping.records)
    free = reasons or any(property_.own_words for property_ in said)
    return free or not set(columns) <= mapping.columns.keys()


def parse(text: str | bytes, file: str, vocabulary: Vocabulary) -> SheetMapping:
    """Read and check a mapping; `MappingRefused` names file, line, key and what is expected."""
    return _Reader(file, vocabulary).mapping(text)


class _Reader:
    """Walks the YAML nodes, which know their lines; all scalars are text: `no` stays "no"."""

    def __init__(self, file: str, vocabulary: Vocabulary) -> None:
        self.file = file
        self.vocabulary = vocabulary
        self.columns: dict[str, int] = {}
        self.public: str | None = None

    def refusal(self, node: yaml.Node | int, key: str, expected: Phrase) -> MappingRefused:
        line = node if isinstance(node, int) else node.start_mark.line + 1
        return MappingRefused(file=self.file, line=line, key=key, expected=expected)

    def mapping(self, text: str | bytes) -> SheetMapping:
        root = self.compose(text)
        keys = self.keys(root, "mapping", ("kuzat", "language", "encoding", "shape", "public", "records"))
        if self.need(keys, "kuzat", root) != FORMAT:
            raise self.refusal(keys["kuzat"], "kuzat", Phrase("{format}", format=FORMAT))
        language = self.need(keys, "language", root)
        if language not in LANGUAGES:
            raise self.refusal(keys["language"], "language", one_of(LANGUAGES))
        shape = self.optional(keys, "shape")
        if shape is not None and shape not in SHAPES:
            raise self.refusal(keys["shape"], "shape", hinted(one_of(SHAPES), shape, SHAPES))
        self.public = self.optional(keys, "public")
        parts = self.items(keys.get("records"), "records", root)
        return SheetMapping(
            file=self.file,
            language=language,
            encoding=self.optional(keys, "encoding"),
            shape=shape,
            public=self.public,
            records=tuple(self.part(node) for node in parts),
            columns=self.columns,
        )

    def compose(self, text: str | bytes) -> yaml.Node:
        if len(text) > LONGEST:
            raise self.refusal(1, "mapping", Phrase("at most 1 MiB"))
        try:
            if any(
                isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)
            ):
                expected = Phrase("no anchors and aliases (& and *)")
                raise self.refusal(1, "mapping", expected)
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            expected = Phrase("correct YAML; see to indents, colons and quotation marks")
            raise self.refusal(line, "mapping", expected) from None
        except (yaml.YAMLError, RecursionError, UnicodeDecodeError):
            raise self.refusal(1, "mapping", Phrase("correct YAML in UTF-8")) from None
        if root is None:
            raise self.refusal(1, "mapping", Phrase("kuzat: {format}", format=FORMAT))
        return root

    def part(self, node: yaml.Node) -> Part:
        known = ("kind", "reference", "each", "basis", "when", "adopt", "set")
        keys = self.keys(node, "records", known)
        kind = self.kind(self.need(keys, "kind", node), keys["kind"], "kind")
        basis = self.optional(keys, "basis")
        if basis is not None:
            self.kind(basis, keys["basis"], "basis")
        when = self.optional(keys, "when")
        if when is not None:
            self.note(when, keys["when"])
        settings = self.keys(keys["set"], "set", None) if "set" in keys else {}
        return Part(
            kind=kind,
            reference=self.names(keys["reference"], "reference") if "reference" in keys else (),
            each=self.each(keys["each"]) if "each" in keys else None,
            basis=basis,
            when=when,
            adopt=self.adopting(keys["adopt"]) if "adopt" in keys else None,
            set=tuple(
                s for says, at in settings.items() for s in self.settings(says, at, kind)
            ),
        )

    def each(self, node: yaml.Node) -> Each:
        keys = self.keys(node, "each", ("column", "split"))
        column = self.need(keys, "column", node)
        self.note(column, keys["column"])
        return Each(column=column, split=self.need(keys, "split", node))

    def adopting(self, node: yaml.Node) -> Adopting:
        parts = ("property", "value", "reason")
        keys = self.keys(node, "adopt", parts)
        named = {part: self.need(keys, part, node) for part in parts}
        for part, column in named.items():
            self.note(column, keys[part])
        return Adopting(**named)

    def settings(self, says: str, node: yaml.Node, kind: str) -> list[Setting]:
        property_ = self.property(says, node, kind)
        many = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return [self.setting(property_, spec) for spec in many]

    def setting(self, property_: Property, node: yaml.Node) -> Setting:
        says = property_.id
        if isinstance(node, yaml.ScalarNode):
            return Setting(says=says, columns=self.names(node, says))
        known = ("column", "columns", "value", "join", "split", "language", "terms", "record")
        keys = self.keys(node, says, known)
        sources = [key for key in ("column", "columns", "value") if key in keys]
        if len(sources) != 1:
            raise self.refusal(node, says, one_of(("column", "columns", "value")))
        setting = Setting(
            says=says,
            columns=() if "value" in keys else self.names(keys[sources[0]], says),
            value=self.optional(keys, "value"),
            join=self.optional(keys, "join") or BETWEEN,
            split=self.optional(keys, "split"),
            language=self.optional(keys, "language"),
            terms=self.terms(keys.get("terms"), property_),
            record=self.optional(keys, "record"),
        )
        self.check(setting, property_, node)
        return setting

    def check(self, setting: Setting, property_: Property, node: yaml.Node) -> None:
        """What can be known before the first row: terms exist, lists only where many may stand."""
        if setting.language is not None and setting.language not in LANGUAGES:
            expected = Phrase("as language one of {names}", names=", ".join(LANGUAGES))
            raise self.refusal(node, setting.says, expected)
        if setting.split is not None and not property_.many:
            expected = Phrase("no `split:`, since only one value may stand")
            raise self.refusal(node, setting.says, expected)
        if setting.record is not None and setting.record != property_.refers:
            expected = Phrase("`record: {kind}`", kind=property_.refers)
            if not property_.refers:
                expected = Phrase("no `record:`, since its value is no record")
            raise self.refusal(node, setting.says, expected)
        if setting.value is not None and property_.type == "term":
            self.term(setting.value, property_, node)

    def property(self, says: str, node: yaml.Node, kind: str) -> Property:
        known = [property_.id for property_ in self.vocabulary.properties(kind)]
        try:
            property_ = self.vocabulary.property(says)
        except (KuzatError, KeyError):
            property_ = None
        if property_ is None or property_.kind != kind:
            expected = hinted(Phrase("a property of {kind}", kind=kind), says, known)
            raise self.refusal(node, says, expected)
        if property_.type not in OPEN_TYPES or says == f"{kind}.reference":
            raise self.refusal(node, says, Phrase("a property that a cell can hold"))
        return property_

    def terms(self, node: yaml.Node | None, property_: Property) -> dict[str, str]:
        if node is None:
            return {}
        if property_.type not in ("term", "place"):
            expected = Phrase("no `terms:`, since its values are no terms")
            raise self.refusal(node, property_.id, expected)
        chosen = self.keys(node, "terms", None)
        found = {word: self.text(at, word) for word, at in chosen.items()}
        for word, term in found.items():
            if property_.type == "term":
                self.term(term, property_, chosen[word])
        return {word.strip().casefold(): term for word, term in found.items()}

    def term(self, id_: str, property_: Property, node: yaml.Node) -> None:
        known = [term.id for term in self.vocabulary.terms(property_.scheme or "")]
        if id_ not in known:
            expected = Phrase("a term of the list {scheme}", scheme=property_.scheme)
            raise self.refusal(node, f"{property_.id}: {id_}", hinted(expected, id_, known))

    def kind(self, name: str, node: yaml.Node, key: str) -> str:
        if name not in RECORD_KINDS:
            expected = hinted(one_of(sorted(RECORD_KINDS)), name, RECORD_KINDS)
            raise self.refusal(node, key, expected)
        return name

    def names(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        """One column name or a list of them, noted with their lines."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not nodes:
            raise self.refusal(node, key, Phrase("the name of a column"))
        names = tuple(self.text(at, key) for at in nodes)
        for name, at in zip(names, nodes, strict=True):
            self.note(name, at)
        return names

    def note(self, column: str, node: yaml.Node) -> None:
        self.columns.setdefault(column, node.start_mark.line + 1)

    def keys(self, node: yaml.Node, key: str, known: Sequence[str] | None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.refusal(node, key, Phrase("keys with values"))
        found: dict[str, yaml.Node] = {}
        for name_node, value in node.value:
            name = self.text(name_node, key)
            if name in found:
                raise self.refusal(name_node, name, Phrase("each key once"))
            if known is not None and name not in known:
                raise self.refusal(name_node, name, hinted(one_of(known), name, known))
            found[name] = value
        return found

    def items(self, node: yaml.Node | None, key: str, above: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            expected = Phrase("a list of records, each beginning with `- kind:`")
            raise self.refusal(node or above, key, expected)
        return list(node.value)

    def need(self, keys: Mapping[str, yaml.Node], key: str, above: yaml.Node) -> str:
        if key not in keys:
            raise self.refusal(above, key, Phrase("a value"))
        return self.text(keys[key], key)

    def optional(self, keys: Mapping[str, yaml.Node], key: str) -> str | None:
        return self.text(keys[key], key) if key in keys else None

    def text(self, node: yaml.Node, key: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.value == "":
            raise self.refusal(node, key, Phrase("text"))
        return str(node.value)
