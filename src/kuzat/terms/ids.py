# SPDX-License-Identifier: Apache-2.0
"""Ids of records: a kind and 128 random bits, handed in; and the short label that people say."""

import re

from kuzat.errors import Refused

RECORD_KINDS = {
    "event": "evt",
    "act": "act",
    "person": "per",
    "involvement": "inv",
    "information": "inf",
    "intervention": "itv",
    "chain": "chn",
    "relation": "rel",
    "claim": "clm",
    "proceeding": "prc",
    "step": "stp",
    "decision": "dec",
    "obligation": "obl",
    "assessment": "asm",
    "recommendation": "rec",
    "exhibit": "exh",
    "judgement": "jdg",
    "consent": "cns",
    "disclosure": "dsc",
    "member": "mem",
    "log": "log",
    "form": "frm",
}
KIND_OF_PREFIX = {prefix: kind for kind, prefix in RECORD_KINDS.items()}
LETTERS = {
    "event": "E",
    "act": "A",
    "person": "P",
    "involvement": "V",
    "information": "I",
    "intervention": "T",
    "chain": "C",
    "relation": "R",
    "claim": "K",
    "proceeding": "G",
    "step": "S",
    "decision": "H",
    "obligation": "B",
    "assessment": "Q",
    "recommendation": "W",
    "exhibit": "X",
    "judgement": "J",
    "consent": "N",
    "disclosure": "D",
    "member": "M",
    "log": "L",
    "form": "F",
}
RANDOM_BYTES = 16
# Crockford's base 32: no I, L, O or U, so that a label survives handwriting and telephone.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LABEL_SIGNS = 5
LABEL = re.compile(rf"([{''.join(LETTERS.values())}])-([{CROCKFORD}]{{{LABEL_SIGNS}}})", re.ASCII)
SHAPE = re.compile(rf"({'|'.join(KIND_OF_PREFIX)})-([0-9a-f]{{32}})", re.ASCII)


class UnknownKind(Refused):
    """There is no kind of record called {kind}."""

    code = "unknown_kind"
    advice = (
        "Use one of: event, act, person, involvement, information, intervention, chain, "
        "relation, claim, proceeding, step, decision, obligation, assessment, recommendation, "
        "exhibit, judgement, consent, disclosure, member, log, form."
    )


class NotARecordId(Refused):
    """{text} is not the id of a record."""

    code = "not_a_record_id"
    advice = (
        "An id is three letters, a hyphen and 32 digits from 0 to f; a label such as E-7F3K9 "
        "is no id."
    )


def record_id(kind: str, random16: bytes) -> str:
    """The id of a new record: `evt-` and 32 hex digits. The 16 random bytes are handed in."""
    if kind not in RECORD_KINDS:
        raise UnknownKind(kind=kind)
    if len(random16) != RANDOM_BYTES:
        raise ValueError(f"an id needs {RANDOM_BYTES} random bytes, not {len(random16)}")
    return f"{RECORD_KINDS[kind]}-{random16.hex()}"


def is_record(text: str) -> bool:
    """Whether a text has the form of a record's id; says nothing about such a record existing."""
    return SHAPE.fullmatch(text) is not None


def kind_of(record_id: str) -> str:
    """The kind that an id names. Raises `NotARecordId`."""
    return KIND_OF_PREFIX[_parts(record_id)[0]]


def label(record_id: str) -> str:
    """What people say and write for a record, such as E-7F3K9: the kind's letter and 25 bits.

    Derived from the id, so it counts nothing and leaks nothing. Two records may share a label: it
    is for people, and stands for a record only where no other has it. Raises `NotARecordId`.
    """
    prefix, digits = _parts(record_id)
    bits = int(digits, 16) >> (RANDOM_BYTES * 8 - LABEL_SIGNS * 5)
    signs = [CROCKFORD[bits >> shift & 31] for shift in range(5 * (LABEL_SIGNS - 1), -1, -5)]
    return f"{LETTERS[KIND_OF_PREFIX[prefix]]}-{''.join(signs)}"


def label_start(text: str) -> str | None:
    """How the id of every record with this label begins (`evt-a1b2c3`); None where it is no label.

    The last bit of the label is not in it: compare `label` too.
    """
    found = LABEL.fullmatch(text.strip().upper())
    if found is None:
        return None
    kind = next(kind for kind, letter in LETTERS.items() if letter == found[1])
    bits = 0
    for sign in found[2]:
        bits = bits << 5 | CROCKFORD.index(sign)
    return f"{RECORD_KINDS[kind]}-{bits >> 1:06x}"


def _parts(record_id: str) -> tuple[str, str]:
    found = SHAPE.fullmatch(record_id)
    if found is None:
        raise NotARecordId(text=record_id)
    return found[1], found[2]
