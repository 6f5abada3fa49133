# SPDX-License-Identifier: Apache-2.0
"""The engine that runs a description on one machine: DuckDB, NumPy and RapidFuzz, all in memory.

In: columns and a description. Out: pairs of rows with how likely each is of one person.
Never: a judgement, a merge, a temporary file.
"""
