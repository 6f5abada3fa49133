# SPDX-License-Identifier: Apache-2.0
"""Write docs/glossary.md: every term and every property, in four languages."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kuzat.terms import Property, Term, Vocabulary, load
from kuzat.terms.ids import RECORD_KINDS
from kuzat.terms.wordlist import WRITTEN

PAGE = Path(__file__).resolve().parents[1] / "docs" / "glossary.md"

HEAD = """\
# Glossary

Written by `tools/glossary.py` from `src/kuzat/terms/data`; change it there. An id is stable for
ever, a label may be improved. Narrower terms stand indented below the term that holds them, and
counting the wider one counts them too. (?) marks a label that a native speaker should read again.
Uzbek in Cyrillic letters is derived from Uzbek in Latin letters.

"""
NORMS = {
    "1954 Statelessness Convention": "Convention relating to the Status of Stateless Persons",
    "1961 Statelessness Convention": "Convention on the Reduction of Statelessness",
    "Aarhus": "Convention on Access to Information, Public Participation in Decision-making and "
    "Access to Justice in Environmental Matters",
    "Additional Protocol I": "Protocol I of 1977 to the Geneva Conventions",
    "Basel Convention": "Convention on the Transboundary Movements of Hazardous Wastes",
    "Basic Principles on Force": "UN Basic Principles on the Use of Force and Firearms",
    "Basic Principles on Lawyers": "UN Basic Principles on the Role of Lawyers",
    "Basic Principles on the Judiciary": "UN Basic Principles on Judicial Independence",
    "CAT": "Convention against Torture",
    "CEDAW": "Convention on the Elimination of Discrimination against Women",
    "CERD": "Convention on the Elimination of Racial Discrimination",
    "CMW": "Convention on Migrant Workers and their Families",
    "Copenhagen Document": "CSCE Copenhagen Document of 1990, by paragraph",
    "CRC": "Convention on the Rights of the Child",
    "CRC-OPAC": "Protocol to the CRC on children in armed conflict",
    "CRC-OPSC": "Protocol to the CRC on the sale of children",
    "CRPD": "Convention on the Rights of Persons with Disabilities",
    "Espoo Convention": "Convention on Environmental Impact Assessment across borders",
    "Geneva Convention III": "Geneva Convention of 1949 on prisoners of war",
    "Geneva Convention IV": "Geneva Convention of 1949 on civilians in war",
    "Genocide Convention": "Convention on the Prevention and Punishment of Genocide",
    "Guiding Principles on Displacement": "UN Guiding Principles on Internal Displacement",
    "Hostages Convention": "Convention against the Taking of Hostages",
    "ICCPR": "Covenant on Civil and Political Rights",
    "ICCPR-OP1": "First Protocol to the ICCPR, on complaints of individuals",
    "ICCPR-OP2": "Second Protocol to the ICCPR, on the death penalty",
    "ICESCR": "Covenant on Economic, Social and Cultural Rights",
    "ICPPED": "Convention on Enforced Disappearance",
    "ILO C29": "ILO Convention on Forced Labour",
    "ILO C87": "ILO Convention on Freedom of Association",
    "ILO C98": "ILO Convention on the Right to Organise and Bargain",
    "ILO C111": "ILO Convention on Discrimination at Work",
    "Mandela Rules": "UN Standard Minimum Rules for the Treatment of Prisoners, by rule",
    "OPCAT": "Protocol to the CAT, on visits to places of detention",
    "Palermo Protocol": "Protocol on Trafficking in Persons",
    "Refugee Convention": "Convention relating to the Status of Refugees",
    "Rome Statute": "Statute of the International Criminal Court",
    "UDHR": "Universal Declaration of Human Rights",
    "UN Charter": "Charter of the United Nations",
    "UN Declaration on HRDs": "UN Declaration on Human Rights Defenders of 1998",
    "UNCAC": "Convention against Corruption",
    "UNDRIP": "UN Declaration on the Rights of Indigenous Peoples",
}
FUZZY = " (?)"
INDENT = "&emsp;"
LONG = 100
ANY = "any"


def page(vocabulary: Vocabulary) -> str:
    """The whole page: its contents, what can be said, then each list."""
    schemes = {p.scheme: p for kind in _kinds() for p in vocabulary.properties(kind) if p.scheme}
    contents = [
        f"- [{named.label('en')}](#{scheme}): {len(vocabulary.terms(scheme))} terms\n"
        for scheme, named in schemes.items()
    ]
    parts = [
        HEAD,
        "- [What can be said](#what-can-be-said)\n",
        *contents,
        "- [Norms](#norms)\n",
        "\n## What can be said\n",
    ]
    for kind in _kinds():
        parts += [f"\n### {kind}\n\n", *_table("value", _properties(vocabulary, kind))]
    for scheme, named in schemes.items():
        labels = " · ".join(named.labels[language] for language in WRITTEN)
        parts += [f"\n## {scheme}\n\n{labels}\n", *_list(vocabulary, scheme)]
    norms = [f"| {short} | {name} |\n" for short, name in NORMS.items()]
    return "".join([*parts, "\n## Norms\n\n| short | what |\n|---|---|\n", *norms])


def _kinds() -> Iterator[str]:
    yield from RECORD_KINDS
    yield ANY


def _properties(vocabulary: Vocabulary, kind: str) -> Iterator[list[str]]:
    for property_ in vocabulary.properties(kind):
        yield [f"`{property_.id}`", *_labels(property_), _value(property_)]


def _value(property_: Property) -> str:
    """What kind of value it takes, how many, and where it is kept."""
    kind = property_.type
    if property_.scheme:
        kind = f"[{property_.scheme}](#{property_.scheme})"
    elif property_.refers:
        kind = f"record: {property_.refers}"
    elif property_.form:
        kind = f"text: {property_.form}"
    notes = {
        "several": property_.many,
        "in own words": property_.own_words,
        "kept with the identities": property_.compartment == "identity",
    }
    return ", ".join([kind, *(note for note, holds in notes.items() if holds)])


def _list(vocabulary: Vocabulary, scheme: str) -> Iterator[str]:
    """One table; of a long list one for each of its branches."""
    terms = vocabulary.terms(scheme)
    roots = [term for term in terms if term.parent is None]
    if len(terms) < LONG:
        yield "\n"
        yield from _table("meaning | norms", _terms(vocabulary, roots))
        return
    for root in roots:
        yield f"\n### {scheme}: {root.label('en')}\n\n"
        yield from _table("meaning | norms", _terms(vocabulary, [root]))


def _terms(vocabulary: Vocabulary, roots: Iterable[Term]) -> Iterator[list[str]]:
    """The roots, each followed by what is below it."""
    for root in roots:
        for id_ in (root.id, *vocabulary.descendants(root.id)):
            term = vocabulary.term(id_)
            name = INDENT * len(vocabulary.ancestors(id_)) + f"`{id_}`"
            yield [name, *_labels(term), term.definition, _norms(term)]


def _norms(term: Term) -> str:
    """The rights it touches, and its name in two other systems where it is known."""
    codes = {"HURIDOCS": term.huridocs, "CIVICUS": term.civicus}
    named = [f"{system}: {code}" for system, code in codes.items() if code]
    return "; ".join([*term.rights, *named])


def _labels(named: Term | Property) -> list[str]:
    return [named.labels[language] + (FUZZY if language in named.fuzzy else "") for language in WRITTEN]


def _table(last: str, rows: Iterable[list[str]]) -> Iterator[str]:
    head = f"| id | English | Русский | Кыргызча | Oʻzbekcha | {last} |"
    yield f"{head}\n{'|---' * (head.count('|') - 1)}|\n"
    for cells in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(load()), encoding="utf-8")
