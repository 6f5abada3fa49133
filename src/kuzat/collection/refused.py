# SPDX-License-Identifier: Apache-2.0
"""The rows that were refused, as a sheet that can be corrected and imported again."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from kuzat.collection.row import Row, RowRefused
from kuzat.collection.table import write_csv
from kuzat.errors import Translate

ROW, REASON = "kuzat_row", "kuzat_reason"


def write_refused(
    columns: Sequence[str],
    refused: Iterable[tuple[Row, RowRefused]],
    file: BinaryIO,
    translate: Translate = str,
) -> None:
    """Write CSV: the columns of each refused row, then its number in the sheet and the reason.

    The reason stands in the language of ``translate``. Cells that a spreadsheet would run are
    guarded as in every export. Columns of an earlier list of refused rows are replaced.
    """
    kept = [column for column in columns if column not in (ROW, REASON)]
    rows = (
        [
            *(row.cells.get(column, "") for column in kept),
            str(row.number),
            refusal.sentence(translate),
        ]
        for row, refusal in refused
    )
    write_csv([*kept, ROW, REASON], rows, file)
