# SPDX-License-Identifier: Apache-2.0
"""How a sheet comes in: read, mapped, planned row by row, or refused row by row.

In: a sheet as bytes or an open file, a mapping, the vocabulary, what the archive holds already.
Out: drafts of statements; a drafted mapping; sheets of what was refused or exported.
Never: a path, a clock, randomness; never a formula evaluated, never half a row.
"""

from kuzat.collection.again import Told, sheet_out
from kuzat.collection.consent import (
    CALLBACK,
    Callback,
    Consent,
    Decision,
    Use,
    allows,
    consent_of,
    holds,
    is_held,
    may_be_called,
)
from kuzat.collection.dossier import Dossier, Listed, parse_dossier
from kuzat.collection.form import FieldRefused, Form, plan_form
from kuzat.collection.guess import guess
from kuzat.collection.mapping import SHAPES, MappingRefused, SheetMapping, fit, is_protected, parse
from kuzat.collection.plan import plan_row
from kuzat.collection.refused import write_refused
from kuzat.collection.release import Kind, Known, Register, Span, counted
from kuzat.collection.row import Row, RowRefused, Sheet, SheetRefused
from kuzat.collection.shapes import is_as_published, read_by, shape_of
from kuzat.collection.sheet import read
from kuzat.collection.table import Cell, SheetTooLarge, write_csv, write_xlsx

__all__ = [
    "CALLBACK",
    "SHAPES",
    "Callback",
    "Cell",
    "Consent",
    "Decision",
    "Dossier",
    "FieldRefused",
    "Form",
    "Kind",
    "Known",
    "Listed",
    "MappingRefused",
    "Register",
    "Row",
    "RowRefused",
    "Sheet",
    "SheetMapping",
    "SheetRefused",
    "SheetTooLarge",
    "Span",
    "Told",
    "Use",
    "allows",
    "consent_of",
    "counted",
    "fit",
    "guess",
    "holds",
    "is_as_published",
    "is_held",
    "is_protected",
    "may_be_called",
    "parse",
    "parse_dossier",
    "plan_form",
    "plan_row",
    "read",
    "read_by",
    "shape_of",
    "sheet_out",
    "write_csv",
    "write_refused",
    "write_xlsx",
]
